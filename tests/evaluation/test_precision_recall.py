"""The steps of a precision–recall curve are scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, precision_score, recall_score

from rightsnlp.evaluation.precision_recall import RECALLS, PrecisionRecall
from rightsnlp.rendering.reasons import Reason

NAN = float("nan")
POSTS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from([0.1, 0.2, 0.4, 0.4001, 0.9])), min_size=1, max_size=40
)


@given(POSTS)
@settings(max_examples=80, deadline=None)
def test_the_area_of_the_steps_is_average_precision(posts):
    y, p = (np.array(column, dtype=float) for column in zip(*posts, strict=True))
    steps = PrecisionRecall.of(y, p)
    if not y.any():
        assert str(steps.reason) == "no positive among the known answers"
        return
    recall, precision = steps.curve()
    expected = average_precision_score(y, p)
    assert (np.diff(recall) * precision[1:]).sum() == pytest.approx(expected)
    assert steps.statistic(np.ones((1, y.size)))[0, 0] == pytest.approx(expected)


@given(POSTS, st.sampled_from([0.05, 0.2, 0.4, 0.95]))
@settings(max_examples=80, deadline=None)
def test_a_threshold_stands_where_scikit_learn_puts_it(posts, threshold):
    y, p = (np.array(column, dtype=float) for column in zip(*posts, strict=True))
    if not y.any():
        return
    at = PrecisionRecall.of(y, p).at(threshold)
    if not (p >= threshold).any():
        assert at is None
    else:
        assert at == pytest.approx((recall_score(y, p >= threshold), precision_score(y, p >= threshold)))


def test_the_grid_of_recalls_reads_the_steps():
    y, p = np.array([1.0, 0, 1, 0, 1]), np.array([0.9, 0.8, 0.7, 0.3, 0.1])
    steps = PrecisionRecall.of(y, p)
    recall, precision = steps.curve()
    at_grid = steps.statistic(np.ones((1, 5)))[0, 1:]
    expected = [precision[1:][recall[1:] >= r - 1e-9][0] for r in RECALLS]
    assert at_grid == pytest.approx(expected)


def test_a_weight_counts_like_a_repeated_post():
    y, p = np.array([1.0, 0, 1, 0]), np.array([0.9, 0.8, 0.7, 0.3])
    weights = np.array([1, 3, 2, 0])
    repeated = PrecisionRecall.of(np.repeat(y, weights), np.repeat(p, weights))
    assert PrecisionRecall.of(y, p).statistic(weights[None, :] * 1.0) == pytest.approx(
        repeated.statistic(np.ones((1, weights.sum())))
    )


@pytest.mark.parametrize(
    ("y", "p", "reason"),
    [
        ([NAN, 1], [0.5, NAN], "no_probability"),
        ([0, 1], [0.5, NAN], "no_positive_probability"),
        ([0, NAN], [0.5, 0.5], "no_positive"),
    ],
)
def test_why_there_is_no_curve_is_said(y, p, reason):
    assert PrecisionRecall.of(np.array(y, dtype=float), np.array(p)).reason == Reason(reason)
