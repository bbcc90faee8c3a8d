"""Ranking figures that are easy to get wrong, worked by hand; the rest is compared with scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest

from rightsnlp.evaluation.ranking import Ranking


def ranking(y, score, weight=None):
    y, score = np.array(y, dtype=float), np.array(score, dtype=float)
    W = np.ones((1, y.size)) if weight is None else np.array([weight], dtype=float)
    return Ranking(y, score, np.arange(y.size))(W)[0]


def test_all_tied_scores_are_one_step():
    precision, auc = ranking([1, 0, 0, 0], [0.5] * 4)
    assert precision == 0.25
    assert auc == 0.5


def test_a_post_of_weight_0_is_not_there():
    assert ranking([0, 1, 0], [0.9, 0.8, 0.1], [0, 1, 1]) == pytest.approx([1.0, 1.0])
    assert ranking([1, 1, 0], [0.9, 0.2, 0.5], [0, 1, 1]) == pytest.approx([0.5, 0.0])


def test_without_a_positive_both_are_undefined():
    assert np.isnan(ranking([0, 0], [0.1, 0.2])).all()
    assert np.isnan(ranking([], [])).all()
    assert np.isnan(ranking([1, 0], [0.1, 0.2], [0, 1])).all()


def test_without_a_negative_only_the_area_is_undefined():
    precision, auc = ranking([1, 1], [0.1, 0.2])
    assert precision == 1.0
    assert np.isnan(auc)


def test_many_weightings_at_once_equal_one_by_one():
    rng = np.random.default_rng(0)
    y, score = rng.integers(0, 2, 30).astype(float), rng.integers(0, 6, 30) / 5
    W = rng.integers(0, 4, (20, 30)).astype(float)
    rank = Ranking(y, score, np.arange(30))
    together = rank(W)
    for row, weight in zip(together, W, strict=True):
        assert row == pytest.approx(rank(weight[None])[0], nan_ok=True)
