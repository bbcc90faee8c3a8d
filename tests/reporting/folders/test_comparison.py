"""Systems compared from their evaluations: on the same posts or not at all, all figures corrected together."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rightsnlp.evaluation.comparing.corrections import holm
from rightsnlp.evaluation.comparing.significance import compare
from rightsnlp.evaluation.predictions import Predictions, judge
from rightsnlp.exceptions import InvalidArgumentError, OutputFileError, SchemaError
from rightsnlp.reporting.folders.comparison import (
    compare_folders,
    comparison_texts,
    rests_on_scores,
    write_comparison,
)
from rightsnlp.reporting.folders.evaluation import write_report
from rightsnlp.reporting.folders.run import Run, read_run
from rightsnlp.reporting.settings import RunSettings

N = 120
RNG = np.random.default_rng(0)
Y = RNG.integers(0, 2, (N, 1)).astype(float)
GOOD, BAD = np.clip(0.6 * Y + 0.4 * RNG.random((N, 1)), 0, 1), RNG.random((N, 1))


def run(name: str, P: np.ndarray, **fields: object) -> Run:
    about = {
        "labels": ("spam",),
        "Y": Y,
        "P": P,
        "model": {"name": name},
        "split": "demo",
        "data_sha256": "ab" * 32,
    }
    predictions = Predictions(**{**about, **fields})  # type: ignore[arg-type]
    return Run(name, Path(name), judge(predictions, n_resamples=30), RunSettings(), {}, predictions)


def test_a_better_system_is_shown_to_be_better_and_stands_bold() -> None:
    compared = compare_folders([run("good", GOOD), run("bad", BAD)], n_resamples=200)
    assert all(one.shown for one in compared.comparisons)
    assert "good has a higher, that is better, spam F1 than bad" in str(compared)
    texts = comparison_texts(compared)
    assert texts["tables.tex"].count("\\textbf") == len(compared.comparisons)
    assert "Holm" in texts["methods.md"]


def test_a_system_against_itself_shows_no_difference() -> None:
    compared = compare_folders([run("one", GOOD), run("two", GOOD)], n_resamples=100)
    assert not any(one.shown for one in compared.comparisons)
    assert "\\textbf" not in comparison_texts(compared)["tables.tex"]
    assert "No difference shown" in str(compared)


def test_figures_of_scores_and_of_decisions_are_corrected_together() -> None:
    compared = compare_folders([run("good", GOOD), run("bad", BAD)], n_resamples=100)
    p = [one.p_value for one in compared.comparisons]
    assert [one.p_adjusted for one in compared.comparisons] == holm(p).tolist()
    assert {one.n_comparisons for one in compared.comparisons} == {4}
    assert {rests_on_scores(one.metric) for one in compared.comparisons} == {True, False}


def test_the_comparisons_are_those_of_the_library() -> None:
    compared = compare_folders(
        [run("good", GOOD), run("bad", BAD)], figures=[("spam", "f1")], n_resamples=100
    )
    assert list(compared.comparisons) == compare(
        Y, {"good": GOOD, "bad": BAD}, ["spam"], figures=[("spam", "f1")], n_resamples=100
    )


def test_a_human_is_compared_in_decisions_and_not_in_scores() -> None:
    words = np.where(GOOD > 0.5, "assigned", "not_assigned").astype(object)
    human = run("human", np.full((N, 1), np.nan), decisions=words)
    compared = compare_folders([human, run("bad", BAD)], n_resamples=100)
    reasons = {one.metric: one.reason for one in compared.comparisons}
    assert "undefined for human" in str(reasons["average_precision"])
    assert reasons["f1"] is None
    assert {one.n_comparisons for one in compared.comparisons} == {3}


def test_decisions_are_taken_as_they_were_made() -> None:
    review = np.full((N, 1), "review", dtype=object)
    review[:5] = "assigned"
    compared = compare_folders(
        [run("shy", GOOD, decisions=review), run("good", GOOD)], figures=[("spam", "coverage")]
    )
    assert compared.comparisons[0].value_a == 5 / N


def test_labels_that_only_one_system_has_are_left_out_of_the_averages() -> None:
    two = run("two", np.hstack([GOOD, BAD]), labels=("spam", "ham"), Y=np.hstack([Y, 1 - Y]))
    compared = compare_folders([two, run("bad", BAD)], n_resamples=50)
    assert compared.signature["labels"] == ["spam"]
    assert [report.labels for report in compared.reports] == [("spam",), ("spam",)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"data_sha256": "cd" * 32}, "data"),
        ({"ids": [f"x{i}" for i in range(N)]}, "rows"),
        ({"Y": 1 - Y}, "answers"),
        ({"groups": np.arange(N) // 2}, "groups of posts"),
    ],
)
def test_other_posts_are_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(SchemaError, match=f"good, bad: not the same {words}"):
        compare_folders([run("good", GOOD), run("bad", BAD, **fields)])


def test_other_labels_are_refused() -> None:
    with pytest.raises(SchemaError, match="no label in common"):
        compare_folders([run("good", GOOD), run("bad", BAD, labels=("ham",))])


def test_two_systems_of_different_names_are_needed() -> None:
    for runs in ([run("good", GOOD)], [run("good", GOOD), run("good", BAD)]):
        with pytest.raises(InvalidArgumentError, match="two folders or more"):
            compare_folders(runs)


def test_a_figure_that_there_is_not_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="accuracy"):
        compare_folders([run("good", GOOD), run("bad", BAD)], figures=[("spam", "accuracy")])


def test_folders_are_read_back_and_a_comparison_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    for name, P in (("good", GOOD), ("bad", BAD)):
        write_report(replace(run(name, P).predictions), tmp_path / name, n_resamples=30)
    runs = [read_run(tmp_path / name) for name in ("good", "bad")]
    compared = compare_folders(runs, n_resamples=50)
    missing = write_comparison(compared, tmp_path / "both", command="rightsnlp compare good bad")
    assert "rightsnlp[plots]" in missing
    data = json.loads((tmp_path / "both" / "comparison.json").read_text(encoding="utf-8"))
    assert [one["sentence"] for one in data["comparisons"]] == [
        one.sentence() for one in compared.comparisons
    ]
    assert set(data["systems"]) == {"good", "bad"}
    assert set(data["files"]) == {"tables.md", "tables.tex", "methods.md", "citation.bib"}
    with pytest.raises(OutputFileError, match="exists already"):
        write_comparison(compared, tmp_path / "both")
