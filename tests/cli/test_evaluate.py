"""``rightsnlp evaluate``: figures with n, interval and signature, from a table or a corpus."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

import rightsnlp as library

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    cases = library.load_cases(split="dev").frame
    path = tmp_path / "cases.csv"
    cases.drop(columns="split").to_csv(path, index=False)
    return path


def test_a_table_is_judged_and_the_figures_are_written(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    done = rightsnlp("evaluate", table, "-o", "results")
    assert done.returncode == 0, done.stderr
    assert "average_precision" in done.stdout
    assert "data_sha256:" in done.stdout
    written = json.loads((tmp_path / "results" / "metrics.json").read_text(encoding="utf-8"))
    assert written["signature"]["n"] == len(library.load_cases(split="dev"))
    assert (tmp_path / "results" / "tables.md").read_text(encoding="utf-8").startswith("|")


def test_figures_that_are_there_are_kept(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "metrics.json").write_text("mine", encoding="utf-8")
    done = rightsnlp("evaluate", table, "-o", "results")
    assert done.returncode == 2
    assert "pass --force" in done.stderr


def test_a_table_without_answers_is_refused(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("text\na\n", encoding="utf-8")
    done = rightsnlp("evaluate", "posts.csv")
    assert done.returncode == 2
    assert "has no answers to judge by" in done.stderr


def test_an_answer_that_is_none_is_refused_by_row(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("text,hate_speech\na,1\nb,perhaps\n", encoding="utf-8")
    done = rightsnlp("evaluate", "posts.csv")
    assert done.returncode == 2
    assert "row 2, column 'hate_speech': neither a yes nor a no" in done.stderr


@pytest.mark.corpora
def test_the_shipped_model_on_osact4_by_the_command_alone(
    rightsnlp: Run, corpora_dir: Path, tmp_path: Path
) -> None:
    done = rightsnlp("evaluate", corpora_dir, "--corpus", "osact4", "-o", "results")
    assert done.returncode == 0, done.stderr
    written = json.loads((tmp_path / "results" / "metrics.json").read_text(encoding="utf-8"))
    assert written["signature"]["split"] == "osact4/dev"
    (found,) = [
        m for m in written["metrics"] if (m["label"], m["metric"]) == ("hate_speech", "average_precision")
    ]
    assert found["value"] >= 0.5
    assert found["low"] < found["value"] < found["high"]
