"""Tables as pictures hold the counts they are made from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("matplotlib")

from rightsnlp.checks.functional.report import FunctionalReport
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import wilson
from rightsnlp.reporting.plots import plot_confusion, plot_functional

Y = np.array([[1, 1], [0, np.nan], [0, 0], [1, 0]])
DECISIONS = np.array(
    [
        ["assigned", "not_assigned"],
        ["review", "assigned"],
        ["not_assigned", "insufficient"],
        ["not_assigned", "not_assigned"],
    ]
)
CASES = pd.DataFrame(
    {
        "case_id": list("abcdef"),
        "functionality": ["threat", "threat", "threat", "news", "news", "news"],
        "language": ["ar", "ar", "he", "ar", "ar", "ar"],
        "target_ident": ["women", "women", "roma", "", "", ""],
        "disagreed": [False, False, False, False, False, True],
        "label": "hate_speech",
        "expected": [True, True, True, False, False, False],
        "decision": ["assigned", "review", "not_assigned", "not_assigned", "not_assigned", "assigned"],
        "assigned": [True, False, False, False, False, True],
        "right": [True, False, False, True, True, False],
    }
)
REPORT = FunctionalReport(CASES, (), {"confidence": 0.95, "suite": "demo"}, {})


def cells(axes):
    return {(round(t.get_position()[1]), round(t.get_position()[0])): t.get_text() for t in axes.texts[::2]}


def test_decisions_that_occur_have_their_column_with_counts_and_intervals(words):
    figure = plot_confusion(Y, None, ["hate_speech", "incitement"], decisions=DECISIONS)
    hate, incitement = figure.axes
    names = [label.get_text() for label in hate.get_xticklabels()]
    assert names == ["assigned", "review", "insufficient", "not assigned"]
    assert [cells(hate)[0, column] for column in range(4)] == ["1", "0", "0", "1"]
    assert [cells(hate)[1, column] for column in range(4)] == ["0", "1", "0", "1"]
    assert cells(incitement)[1, 2] == "1"
    low, high = wilson(1, 2)
    assert f"0.500 [{low:.3f}, {high:.3f}]" in words(figure)
    assert "Incitement (claim): n = 3, 1 without a known answer left out." in words(figure)


def test_without_review_the_table_is_two_by_two():
    axes = plot_confusion([1, 0, 1], [0.9, 0.2, 0.3], ["spam"]).axes[0]
    assert cells(axes) == {(0, 0): "1", (0, 1): "1", (1, 0): "0", (1, 1): "1"}


def test_in_arabic_the_columns_run_from_the_right():
    axes = plot_confusion([1, 0, 1], [0.9, 0.2, 0.3], ["spam"], language="ar").axes[0]
    assert axes.get_xlim()[0] > axes.get_xlim()[1]
    assert axes.yaxis.get_ticks_position() == "right"


def test_a_row_without_a_post_has_no_share(words):
    said = words(plot_confusion([1, 1], [0.9, 0.2], ["spam"]))
    assert said.count("–") == 2
    assert "does not hold (n = 0)" in said


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_functionality_and_target_shows_right_answers_of_cases(words, language):
    figure = plot_functional(REPORT, language=language)
    said = {
        (round(t.get_position()[1]), round(t.get_position()[0])): t.get_text() for t in figure.axes[0].texts
    }
    # Columns: roma, women, (none), (all); an empty cell has no text.
    assert said == {(0, 0): "0/1", (0, 1): "1/2", (0, 3): "1/3", (1, 2): "2/2", (1, 3): "2/2"}
    assert {"threat", "news", "women", "roma"} <= set(words(figure))


def test_what_was_wrong_is_counted_and_the_reports_signature_written(words):
    said = " ".join(words(plot_functional(REPORT)))
    assert "n = 5 cases, 2 answered wrongly, 1 of these in review." in said
    assert "suite:demo" in said


def test_a_failure_is_bold_and_shaded():
    axes = plot_functional(REPORT).axes[0]
    weights = {text.get_text(): text.get_weight() for text in axes.texts}
    assert weights["1/2"] == "bold"
    assert weights["2/2"] == "normal"
    shades = {patch.get_facecolor() for patch in axes.patches}
    assert len(shades) == 4
    assert (1.0, 1.0, 1.0, 1.0) in shades


def test_one_language_of_the_suite_alone(words):
    said = " ".join(words(plot_functional(REPORT, suite_language="he")))
    assert "n = 1 cases" in said
    with pytest.raises(InvalidArgumentError, match="language"):
        plot_functional(REPORT, suite_language="fr")
