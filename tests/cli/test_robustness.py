"""``rightsnlp robustness``: what figures lose when posts are written differently, with the rows that flipped."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pandas as pd
import pytest

import rightsnlp as library
from rightsnlp.checks.robustness.report import COLUMNS, RobustnessReport

Run = Callable[..., CompletedProcess[str]]
OPTIONS = ("--perturbation", "tatweel", "--perturbation", "arabizi")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    cases = library.load_cases(split="dev").frame
    path = tmp_path / "cases.csv"
    cases.drop(columns="split").to_csv(path, index=False)
    return path


def test_a_table_is_judged_and_the_results_are_written(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    done = rightsnlp("robustness", table, *OPTIONS, "-o", "results")
    assert done.returncode == 0, done.stderr
    assert "arabizi" in done.stdout
    assert "data_sha256:" in done.stdout
    folder = tmp_path / "results"
    report = RobustnessReport.from_dict(json.loads((folder / "robustness.json").read_text(encoding="utf-8")))
    assert report.perturbations == ("tatweel", "arabizi")
    assert (folder / "robustness.md").read_text(encoding="utf-8").startswith("## Robustness")
    assert pd.read_csv(folder / "robustness.csv").columns.tolist() == list(COLUMNS)
    flips = pd.read_csv(folder / "flips.csv")
    assert (flips["row"] - 1).tolist() == report.flips_frame()["row"].tolist()
    posts = pd.read_csv(table)["text"].dropna()
    written = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert not any(post in written for post in posts)


def test_a_sample_keeps_the_rows_of_the_file(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    done = rightsnlp(
        "robustness", table, "--perturbation", "arabizi", "-n", "40", "--seed", "3", "-o", "results"
    )
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "results" / "robustness.json").read_text(encoding="utf-8"))
    assert written["signature"]["n"] == 40
    assert "40 of" in written["signature"]["split"]
    cases = library.load_cases(split="dev")
    for row, label, answer in pd.read_csv(tmp_path / "results" / "flips.csv")[
        ["row", "label", "answer"]
    ].to_numpy():
        assert cases.Y[row - 1, cases.labels.index(label)] == answer


def test_nothing_is_written_without_a_folder(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    done = rightsnlp("robustness", table, "--perturbation", "link", "-n", "30")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv"]


def test_results_that_are_there_are_kept(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "flips.csv").write_text("mine", encoding="utf-8")
    done = rightsnlp("robustness", table, "-o", "results")
    assert done.returncode == 2
    assert "pass --force" in done.stderr


def test_a_wrong_perturbation_lists_the_right_ones(rightsnlp: Run, table: Path) -> None:
    done = rightsnlp("robustness", table, "--perturbation", "tatwil")
    assert done.returncode == 2
    assert "expected one of dropped_dots, look_alikes" in done.stderr


@pytest.mark.parametrize(("option", "value"), [("-n", "0"), ("--strength", "2")])
def test_a_number_out_of_range_is_refused(rightsnlp: Run, table: Path, option: str, value: str) -> None:
    done = rightsnlp("robustness", table, option, value)
    assert done.returncode == 2
    assert f"got {value}" in done.stderr


@pytest.mark.corpora
def test_a_corpus_is_judged_on_its_dev_part(rightsnlp: Run, corpora_dir: Path, tmp_path: Path) -> None:
    done = rightsnlp("robustness", corpora_dir, "--corpus", "osact4", *OPTIONS, "-o", "results")
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "results" / "robustness.json").read_text(encoding="utf-8"))
    assert written["signature"]["split"] == "osact4/dev"
    lost = {result["perturbation"]: result["n_lost"] for result in written["results"]}
    assert lost["tatweel"] == 0 < lost["arabizi"]
