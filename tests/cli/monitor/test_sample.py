"""``rightsnlp sample`` and ``prevalence``: a verified sample from plan to estimate, as a person does it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp.monitoring.sample import sample_path

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def scored(tmp_path: Path) -> tuple[Path, Path, dict[str, str]]:
    with sample_path("scores.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    paths = []
    for part, columns in (
        ("collection", ["case_id", "score"]),
        ("verified", ["case_id", "score", "hate_speech"]),
    ):
        paths.append(tmp_path / f"{part}.csv")
        with paths[-1].open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(row for row in rows if row["part"] == part)
    return paths[0], paths[1], {row["case_id"]: row["hate_speech"] for row in rows}


def test_plan_draw_close_estimate(
    rightsnlp: Run, tmp_path: Path, scored: tuple[Path, Path, dict[str, str]]
) -> None:
    collection, _, truth = scored
    planned = rightsnlp(
        "sample", "plan", collection, "--score", "score", "--label", "hate_speech", "-o", "r.jsonl"
    )
    assert (planned.returncode, "note it elsewhere" in planned.stderr) == (0, True)
    assert rightsnlp("sample", "draw", "r.jsonl", collection, "-o", "draw.csv").returncode == 0
    with (tmp_path / "draw.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0]) == ["case_id", "verified_labels"]
    lines = [
        f"{r['case_id']},{'hate_speech' if truth[r['case_id']] == '1' else 'none_of_these'}" for r in rows
    ]
    (tmp_path / "answers.csv").write_text(
        "\n".join(["case_id,verified_labels", *lines]) + "\n", encoding="utf-8"
    )
    assert rightsnlp("sample", "close", "r.jsonl", "answers.csv").returncode == 0
    found = rightsnlp("prevalence", "sample", "r.jsonl", collection, "answers.csv")
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith("stratified sample: 1")
    assert "design effect 0." in found.stdout
    assert rightsnlp("sample", "check", "r.jsonl").stdout.endswith("every seal holds\n")
    text = (tmp_path / "r.jsonl").read_text(encoding="utf-8")
    (tmp_path / "r.jsonl").write_text(text.replace('"seed": 0', '"seed": 1'), encoding="utf-8")
    broken = rightsnlp("sample", "check", "r.jsonl")
    assert (broken.returncode, "the seal of step 1 (plan) does not hold" in broken.stderr) == (2, True)


def test_from_scores(rightsnlp: Run, scored: tuple[Path, Path, dict[str, str]]) -> None:
    collection, verified, _ = scored
    found = rightsnlp(
        "prevalence", "scores", collection, verified, "--score", "score", "--label", "hate_speech"
    )
    assert found.returncode == 0, found.stderr
    assert [line.split(":")[0] for line in found.stdout.splitlines()] == [
        "counted from 0.5, uncorrected",
        "adjusted count",
        "probabilistic adjusted count",
        "expectation–maximisation",
    ]
