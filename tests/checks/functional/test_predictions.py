"""Predictions come as an array in the suite's order or as a table keyed by case_id."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.checks.functional.predictions import suite_predictions
from rightsnlp.data.suites import FunctionalSuite, load_suite
from rightsnlp.exceptions import InvalidArgumentError, SchemaError


@pytest.fixture
def suite(tmp_path: Path) -> FunctionalSuite:
    frame = pd.DataFrame(
        {
            "functionality": "threat",
            "case_id": [1, 2, 3],
            "test_case": ["one", "two", "three"],
            "label_gold": ["hateful", "non-hateful", "hateful"],
            "labels": ["hate_speech", "", "hate_speech|incitement"],
        }
    )
    frame.to_csv(tmp_path / "mine.csv", index=False)
    return load_suite(tmp_path / "mine.csv")


def test_one_column_is_hate_speech_unless_told_otherwise(suite: FunctionalSuite) -> None:
    assert suite_predictions([0.1, 0.2, 0.3], suite).labels == ("hate_speech",)
    assert suite_predictions([0.1, 0.2, 0.3], suite, ["incitement"]).labels == ("incitement",)


def test_labels_the_suite_has_no_answer_for_are_left_out(suite: FunctionalSuite) -> None:
    found = suite_predictions(np.eye(3), suite)
    assert found.labels == ("hate_speech", "incitement")
    assert found.P is not None
    np.testing.assert_array_equal(found.P, np.eye(3)[:, :2])


def test_columns_are_found_by_name_in_any_order(suite: FunctionalSuite) -> None:
    found = suite_predictions([[0.1, 0.9]] * 3, suite, ["incitement", "hate_speech"])
    assert found.labels == ("hate_speech", "incitement")
    assert found.P is not None
    assert found.P[0].tolist() == [0.9, 0.1]


@pytest.mark.parametrize("indexed", [True, False])
def test_a_table_is_brought_into_the_suites_order(suite: FunctionalSuite, indexed: bool) -> None:
    frame = pd.DataFrame({"case_id": [3, 1, 2, 99], "hate_speech": [0.3, 0.1, None, 1.0]})
    found = suite_predictions(frame.set_index("case_id") if indexed else frame, suite)
    np.testing.assert_array_equal(found.P, [[0.1], [np.nan], [0.3]])


def test_what_the_label_command_writes_is_read_by_its_decisions(suite: FunctionalSuite) -> None:
    frame = pd.DataFrame(
        {
            "case_id": ["1", "2", "3"],
            "p_hate_speech": [0.9, 0.5, 0.1],
            "decision_hate_speech": ["assigned", "review", "not_assigned"],
        }
    )
    found = suite_predictions(frame, suite)
    assert found.P is None
    assert found.decisions is not None
    assert found.decisions[:, 0].tolist() == ["assigned", "review", "not_assigned"]
    only = suite_predictions(frame.drop(columns="decision_hate_speech"), suite)
    np.testing.assert_array_equal(only.P, [[0.9], [0.5], [0.1]])


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        ({"id": [1], "hate_speech": [1]}, "has no column 'case_id'"),
        (
            {"case_id": [1, 2], "hate_speech": [1, 0]},
            "1 of the 3 posts are not among the 2 rows",
        ),
        (
            {"case_id": [1, 2, 3, 3], "hate_speech": [1, 0, 1, 1]},
            "0 and 1 stand there more than once",
        ),
        ({"case_id": [1, 2, 3], "spam": [1, 0, 1]}, "has no column of a label"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(
    suite: FunctionalSuite, frame: dict[str, list[object]], message: str
) -> None:
    with pytest.raises(SchemaError, match=message):
        suite_predictions(pd.DataFrame(frame), suite)


@pytest.mark.parametrize(
    ("predictions", "message"),
    [
        ([0.1, 0.2], r"got shape \(2, 1\)"),
        (["assigned", "yes", "no"], "neither|decision"),
        (["yes", "no", "no"], "neither a number nor a decision"),
    ],
)
def test_values_that_are_no_prediction_are_refused(
    suite: FunctionalSuite, predictions: list[object], message: str
) -> None:
    from rightsnlp.checks.functional.suite import evaluate_suite_predictions

    with pytest.raises(InvalidArgumentError, match=message):
        evaluate_suite_predictions(predictions, suite)


def test_decisions_and_numbers_are_not_mixed(suite: FunctionalSuite) -> None:
    frame = pd.DataFrame({"case_id": [1, 2, 3], "hate_speech": ["assigned"] * 3, "incitement": [0.1] * 3})
    with pytest.raises(InvalidArgumentError, match="some labels have decisions and others numbers"):
        suite_predictions(frame, suite)
