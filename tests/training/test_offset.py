"""A difference to another model: as small as the penalty asks, and nothing where nothing is said."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from rightsnlp.classification.calibration import Calibrator
from rightsnlp.training.offset import Level, base_level, fit_difference, fit_level

RNG = np.random.default_rng(0)
X = csr_matrix(RNG.random((200, 30)) * (RNG.random((200, 30)) < 0.3))
LOGITS = RNG.normal(size=200)
TRUE = np.where(np.arange(30) < 3, 4.0, 0.0)
Y = (RNG.random(200) < 1 / (1 + np.exp(-(LOGITS + X @ TRUE - 2)))).astype(np.float64)
ONES = np.ones(200)


def test_a_stronger_penalty_moves_the_weights_less() -> None:
    sizes = [
        float(np.linalg.norm(fit_difference(X, LOGITS, Y, ONES, Level(1.0, 0.0), strength).weights))
        for strength in (0.01, 1.0, 100.0)
    ]
    assert sizes[0] < sizes[1] < sizes[2]


def test_it_is_the_penalised_optimum() -> None:
    # Without a base, with the features' size set to one, it is scikit-learn's logistic regression.
    from sklearn.linear_model import LogisticRegression

    size = np.sqrt(X.multiply(X).sum() / 200)
    expected = LogisticRegression(C=3.0, tol=1e-8, max_iter=1000).fit(X / size, Y)
    found = fit_difference(X, np.zeros(200), Y, ONES, Level(1.0, 0.0), 3.0)
    np.testing.assert_allclose(found.weights * size, expected.coef_[0][found.columns], atol=2e-3)
    assert found.intercept == pytest.approx(float(expected.intercept_[0]), abs=2e-3)


def test_what_is_added_is_in_the_base_s_units() -> None:
    found = fit_difference(X, LOGITS, Y, ONES, Level(0.5, 0.0), 3.0)
    twice = fit_difference(X, LOGITS / 2, Y, ONES, Level(1.0, 0.0), 3.0)
    np.testing.assert_allclose(found(X), 2 * twice(X), atol=1e-3)


def test_features_that_stand_in_no_post_do_not_move() -> None:
    wide = csr_matrix((X.data, X.indices, X.indptr), shape=(200, 1000))
    found = fit_difference(wide, LOGITS, Y, ONES, Level(1.0, 0.0), 3.0)
    assert found.columns.max() < 30


def test_empty_posts_move_the_intercept_alone() -> None:
    found = fit_difference(csr_matrix((200, 30)), LOGITS, Y, ONES, Level(1.0, 0.0), 3.0)
    assert found.weights.size == 0
    assert np.isfinite(found.intercept)


def test_a_few_posts_move_the_level_a_little() -> None:
    start = Level(1.0, 0.0)
    few, many = (fit_level(np.zeros(n), np.zeros(n), np.ones(n), start) for n in (2, 200))
    assert many.intercept < few.intercept < 0
    assert few.slope == pytest.approx(1.0)


def test_the_level_never_turns_the_order_round() -> None:
    logits = np.linspace(-3, 3, 300)
    assert fit_level(logits, (logits < 0).astype(np.float64), np.ones(300), Level(1.0, 0.0)).slope > 0


def test_a_curve_is_taken_for_the_line_nearest_to_it() -> None:
    assert base_level(Calibrator("platt", 0.7, -1.0), LOGITS) == Level(0.7, -1.0)
    knots = np.linspace(-4, 4, 9)
    curve = Calibrator("isotonic", knots=knots, values=1 / (1 + np.exp(-(0.8 * knots + 0.5))))
    level = base_level(curve, np.linspace(-3, 3, 50))
    assert (level.slope, level.intercept) == pytest.approx((0.8, 0.5), abs=0.05)
    assert base_level(curve, np.full(5, 1.0)).slope == 1.0
