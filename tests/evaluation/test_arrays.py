"""Inputs are checked once, at the door, and every refusal says what came and what was expected."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from rightsnlp.evaluation.arrays import (
    ASSIGNED,
    INSUFFICIENT,
    NOT_ASSIGNED,
    REVIEW,
    check_answers,
    check_groups,
    check_labels,
    check_probabilities,
    judge,
    resolve_thresholds,
)
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import Decision

NAN = math.nan


def test_thresholds_decide_from_their_value_on():
    codes = judge([1, 1, 1], [0.7, 0.69, NAN], ["a"], thresholds=0.7).codes
    assert codes[:, 0].tolist() == [ASSIGNED, NOT_ASSIGNED, INSUFFICIENT]


def test_decisions_take_the_place_of_thresholds():
    words = [Decision.ASSIGNED, Decision.NOT_ASSIGNED, Decision.REVIEW, Decision.INSUFFICIENT]
    codes = judge([1, 1, 1, 1], [0.1, 0.9, 0.9, 0.9], ["a"], decisions=words).codes
    assert codes[:, 0].tolist() == [ASSIGNED, NOT_ASSIGNED, REVIEW, INSUFFICIENT]


def test_thresholds_may_be_one_number_a_list_or_a_mapping():
    labels = ("a", "b")
    assert resolve_thresholds(None, labels).tolist() == [0.5, 0.5]
    assert resolve_thresholds(0.3, labels).tolist() == [0.3, 0.3]
    assert resolve_thresholds([0.3, 0.4], labels).tolist() == [0.3, 0.4]
    assert resolve_thresholds({"b": 0.4, "a": 0.3}, labels).tolist() == [0.3, 0.4]


def test_missing_groups_are_each_their_own():
    assert check_groups(["a", None, "a", NAN, pd.NA], 5).tolist() == [0, 1, 0, 2, 3]
    assert check_groups([None, None], 2).tolist() == [0, 1]
    assert check_groups(None, 5) is None


@pytest.mark.parametrize("labels", [[], ["a", "a"], ["micro"], ["samples", "a"]])
def test_labels_must_be_distinct_and_not_the_name_of_an_average(labels):
    with pytest.raises(InvalidArgumentError, match="labels"):
        check_labels(labels)


@pytest.mark.parametrize("Y", [[0.5], [2], ["yes"], [[1, 0]], np.zeros((1, 1, 1))])
def test_answers_are_1_0_or_unknown(Y):
    with pytest.raises(InvalidArgumentError, match="Y"):
        check_answers(Y, 1)


@pytest.mark.parametrize("P", [[1.1, 0.2], [-0.1, 0.2], [0.1], [math.inf, 0.1]])
def test_probabilities_lie_between_0_and_1(P):
    with pytest.raises(InvalidArgumentError, match="P"):
        check_probabilities(P, (2, 1))


def test_there_must_be_a_post_and_an_output():
    with pytest.raises(InvalidArgumentError, match="no rows"):
        judge(np.empty((0, 1)), np.empty((0, 1)), ["a"])
    with pytest.raises(InvalidArgumentError, match="neither"):
        judge([1], None, ["a"])


def test_groups_must_match_the_posts():
    with pytest.raises(InvalidArgumentError, match="groups: got 2 values"):
        check_groups(["a", "b"], 3)
