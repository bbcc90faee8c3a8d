"""The tables of a report: what stands in them, and what is bold."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.rendering.table import latex_tables, markdown_tables
from rightsnlp.reporting.tables import differences_table, figures_table, is_best, systems_table

RNG = np.random.default_rng(0)
Y = np.column_stack([RNG.integers(0, 2, 60), np.full(60, np.nan)]).astype(float)
REPORT = evaluate_arrays(Y, RNG.random((60, 2)), ["spam", "ham"], n_resamples=30, split="demo")
BASE = Comparison(
    "x", "y", "spam", "f1", 0.8, 0.5, 0.3, 0.1, 0.5, 0.01, 0.02, 60, 3, 0.05, "paired_bootstrap", "holm"
)


def beats(a: str, b: str, metric: str = "f1", *, shown: bool = True) -> Comparison:
    return dataclasses.replace(BASE, a=a, b=b, metric=metric, p_adjusted=0.02 if shown else 0.2)


def test_a_label_without_answers_has_no_rows_and_is_named() -> None:
    table = figures_table(REPORT)
    assert {row[0] for row in table.rows} == {"spam"}
    assert "No answer is known for ham." in table.notes


def test_an_undefined_figure_is_a_dash_with_its_reason() -> None:
    table = figures_table(evaluate_arrays([0, 0], [0.1, 0.2], ["spam"], n_resamples=9))
    assert ("spam", "recall", "–", "–", "0", "0") in table.rows
    assert "spam, recall: no positive among the known answers." in table.notes


def test_the_best_is_shown_to_beat_every_other() -> None:
    names = ["x", "y", "z"]
    assert is_best("x", names, [beats("x", "y"), beats("x", "z")])
    assert not is_best("x", names, [beats("x", "y"), beats("x", "z", shown=False)])
    assert not is_best("x", names, [beats("x", "y")])


def test_less_is_better_where_the_metric_says_so() -> None:
    assert is_best("y", ["x", "y"], [beats("x", "y", "brier")])
    assert not is_best("x", ["x", "y"], [beats("x", "y", "brier")])


@pytest.mark.parametrize(("shown", "bold"), [(True, {(0, 3)}), (False, set())])
def test_only_what_is_shown_is_bold(shown: bool, bold: set[tuple[int, int]]) -> None:
    table = systems_table(["x", "y"], [REPORT, REPORT], [beats("x", "y", shown=shown)])
    assert table.bold == bold
    assert ("\\textbf" in latex_tables([table], [])) == shown
    assert ("**" in markdown_tables([table], [])) == shown


def test_a_difference_says_what_it_shows() -> None:
    table = differences_table([beats("x", "y"), beats("x", "y", shown=False)])
    assert [row[-1] for row in table.rows] == ["shown", "no difference shown"]
