"""``rightsnlp check``: a functional suite on a model, printed and written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]

SUITE = (
    "functionality,case_id,test_case,label_gold,language\n"
    "mention,1,صباح الخير,non-hateful,ar\n"
    "mention,2,good morning,non-hateful,en\n"
)


def test_rightscheck_is_run_on_the_shipped_model_without_an_argument(rightsnlp: Run, tmp_path: Path) -> None:
    done = rightsnlp("check", "-o", "results")
    assert done.returncode == 0, done.stderr
    assert "(label does not hold)" in done.stdout
    assert "suite:rightscheck" in done.stdout
    written = json.loads((tmp_path / "results" / "functional.json").read_text(encoding="utf-8"))
    assert written["signature"]["model"]["name"] == "rightsnlp-base"
    assert {"hate_speech", "incitement", "wrongful_removal"} == set(written["signature"]["labels"])
    assert "a failure would mean" in (tmp_path / "results" / "functional.md").read_text(encoding="utf-8")


def test_a_suite_of_ones_own_is_run_in_one_language(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(SUITE, encoding="utf-8")
    done = rightsnlp("check", "mine.csv", "--language", "ar")
    assert done.returncode == 0, done.stderr
    assert "suite:mine|" in done.stdout
    assert "|n:1|" in done.stdout
    assert "language:ar|" in done.stdout


def test_a_language_the_suite_does_not_have_is_refused(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(SUITE, encoding="utf-8")
    done = rightsnlp("check", "mine.csv", "--language", "he")
    assert done.returncode == 2
    assert "one of the suite's: ar, en" in done.stderr


def test_results_that_are_there_are_kept(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(SUITE, encoding="utf-8")
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "functional.md").write_text("mine", encoding="utf-8")
    done = rightsnlp("check", "mine.csv", "-o", "results")
    assert done.returncode == 2
    assert "pass --force" in done.stderr
    assert rightsnlp("check", "mine.csv", "-o", "results", "--force", "--quiet").stdout == ""


def test_a_table_that_is_no_suite_is_refused(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.csv").write_text("text,label\na,1\n", encoding="utf-8")
    done = rightsnlp("check", "posts.csv")
    assert done.returncode == 2
    assert "has no column 'functionality'" in done.stderr


def test_anybodys_answers_are_judged_in_the_suites_order(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(SUITE, encoding="utf-8")
    (tmp_path / "api.csv").write_text("id,p_hate_speech\n2,0.1\n1,0.9\n", encoding="utf-8")
    done = rightsnlp("check", "mine.csv", "--predictions", "api.csv", "-o", "results")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("rows matched by identifier (case_id and id): 2 of 2, 0 left out")
    written = json.loads((tmp_path / "results" / "functional.json").read_text(encoding="utf-8"))
    assert written["signature"]["model"]["name"] == "api"
    assert rightsnlp("check", "mine.csv", "--predictions", "api.csv", "--model", "x").returncode == 2


def test_answers_for_other_cases_are_refused(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(SUITE, encoding="utf-8")
    (tmp_path / "api.csv").write_text("id,p_hate_speech\n2,0.1\n7,0.9\n", encoding="utf-8")
    done = rightsnlp("check", "mine.csv", "--predictions", "api.csv")
    assert done.returncode == 2
    assert "column 'case_id' of mine and column 'id' of api.csv: 1 of the 2 posts" in done.stderr
