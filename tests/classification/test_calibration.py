"""Calibrators are increasing maps into [0, 1] that recover a known distortion."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from rightsnlp.classification.calibration import (
    METHODS,
    MIN_OF_A_CLASS,
    Calibrator,
    fit_calibrator,
    fit_script_calibrators,
)
from rightsnlp.exceptions import InvalidArgumentError


def distorted(n: int = 4_000, slope: float = 0.4, shift: float = -1.0) -> tuple[np.ndarray, np.ndarray]:
    """Scores whose true log odds are ``slope * score + shift``."""
    rng = np.random.default_rng(0)
    scores = rng.normal(0, 3, n)
    return scores, (rng.random(n) < expit(slope * scores + shift)).astype(float)


def test_platt_recovers_slope_and_shift() -> None:
    scores, y = distorted()
    found = fit_calibrator(scores, y, method="platt")
    assert found.slope == pytest.approx(0.4, abs=0.05)
    assert found.intercept == pytest.approx(-1.0, abs=0.15)


def test_temperature_recovers_the_slope_where_nothing_is_shifted() -> None:
    scores, y = distorted(shift=0.0)
    assert fit_calibrator(scores, y, method="temperature").slope == pytest.approx(0.4, abs=0.05)


@pytest.mark.parametrize("method", METHODS)
@given(st.lists(st.floats(-50, 50), min_size=2, max_size=30))
@settings(deadline=None, max_examples=30)
def test_a_larger_score_never_gets_a_smaller_probability(method: str, scores: list[float]) -> None:
    calibrator = fit_calibrator(*distorted(400), method=method)  # type: ignore[arg-type]
    p = calibrator.predict(np.sort(scores))
    assert (np.diff(p) >= 0).all()
    assert ((p >= 0) & (p <= 1)).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_round_trip_as_plain_data_changes_nothing(method: str) -> None:
    calibrator = fit_calibrator(*distorted(500), method=method)  # type: ignore[arg-type]
    grid = np.linspace(-9, 9, 50)
    again = Calibrator.from_dict(calibrator.to_dict())
    np.testing.assert_array_equal(again.predict(grid), calibrator.predict(grid))


def test_the_choice_is_the_simplest_that_fits() -> None:
    assert fit_calibrator(*distorted()).method == "platt"
    rng = np.random.default_rng(1)
    scores = rng.normal(0, 3, 4_000)
    steps = np.where(scores > 0, np.where(scores > 3, 0.55, 0.5), 0.02)
    assert fit_calibrator(scores, (rng.random(4_000) < steps).astype(float)).method == "isotonic"
    few = np.array([1.0] * 3 + [0.0] * 30)
    assert fit_calibrator(few + np.arange(33) / 99, few).method == "temperature"


def test_isotonic_keeps_the_order_of_scores() -> None:
    scores, y = distorted(1_000)
    p = fit_calibrator(scores, y, method="isotonic").predict(scores)
    assert len(np.unique(p)) > 0.99 * len(scores)


def test_classes_that_separate_do_not_break_platt() -> None:
    y = np.repeat([0.0, 1.0], 50)
    p = fit_calibrator(y * 10 - 5, y, method="platt").predict(np.array([-5.0, 5.0]))
    assert p[0] < 0.1 < 0.9 < p[1]


@pytest.mark.parametrize("y", [[], [1, 1], [0, 0]])
def test_one_class_cannot_be_calibrated(y: list[int]) -> None:
    with pytest.raises(InvalidArgumentError, match="both classes"):
        fit_calibrator(np.zeros(len(y)), np.array(y))


@pytest.mark.parametrize(
    "data",
    [
        {"method": "platt", "slope": float("nan"), "intercept": 0},
        {"method": "platt", "slope": -1.0, "intercept": 0},
        {"method": "isotonic", "knots": [0, 1], "values": [1, 0]},
        {"method": "isotonic", "knots": [0, 1], "values": [0, 2]},
        {"method": "isotonic", "knots": [], "values": []},
        {"method": "magic"},
    ],
)
def test_numbers_that_are_no_calibrator_are_refused(data: dict[str, object]) -> None:
    with pytest.raises(InvalidArgumentError, match="no increasing map"):
        Calibrator.from_dict(data)


def two_scripts(n_hebrew: int, shift: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of 2,000 Arabic posts and some Hebrew ones, whose true log odds are ``shift`` lower."""
    rng = np.random.default_rng(3)
    scripts = np.repeat(["arabic", "hebrew"], [2_000, n_hebrew])
    scores = rng.normal(0, 3, scripts.size)
    log_odds = scores - np.where(scripts == "hebrew", shift, 0.0)
    return scores, (rng.random(scripts.size) < expit(log_odds)).astype(float), scripts


def test_a_script_that_the_shared_calibrator_does_not_fit_gets_its_own() -> None:
    scores, y, scripts = two_scripts(600, shift=2.5)
    shared = fit_calibrator(scores, y)
    own = fit_script_calibrators(scores, y, scripts, shared)
    assert "hebrew" in own
    zero = np.zeros(1)
    assert own["hebrew"].predict(zero) < 0.15 < 0.25 < shared.predict(zero)


def test_a_script_that_the_shared_calibrator_fits_gets_none() -> None:
    scores, y, scripts = two_scripts(600, shift=0.0)
    assert fit_script_calibrators(scores, y, scripts, fit_calibrator(scores, y)) == {}


def of_each_class(y: np.ndarray, scripts: np.ndarray, n: int) -> np.ndarray:
    """Rows of all Arabic posts and of the first ``n`` Hebrew ones of each class."""
    hebrew = [np.flatnonzero((scripts == "hebrew") & (y == value))[:n] for value in (0, 1)]
    return np.concatenate([np.flatnonzero(scripts == "arabic"), *hebrew])


@pytest.mark.parametrize(("n", "found"), [(MIN_OF_A_CLASS - 1, False), (MIN_OF_A_CLASS, True)])
def test_too_few_posts_of_a_script_leave_the_shared_one(n: int, found: bool) -> None:
    scores, y, scripts = two_scripts(2_000, shift=6.0)
    rows = of_each_class(y, scripts, n)
    scores, y, scripts = scores[rows], y[rows], scripts[rows]
    own = fit_script_calibrators(scores, y, scripts, fit_calibrator(scores, y))
    assert ("hebrew" in own) == found


def test_copies_of_one_post_count_once() -> None:
    scores, y, scripts = two_scripts(2_000, shift=6.0)
    rows = of_each_class(y, scripts, MIN_OF_A_CLASS)
    groups = np.arange(rows.size)
    groups[-2:] = groups[-1]
    scores, y, scripts = scores[rows], y[rows], scripts[rows]
    own = fit_script_calibrators(scores, y, scripts, fit_calibrator(scores, y), groups=groups)
    assert "hebrew" not in own


def test_what_is_no_calibrated_script_keeps_the_shared_one() -> None:
    scores, y, scripts = two_scripts(600, shift=2.5)
    scripts = np.where(scripts == "hebrew", "other", scripts)
    assert "other" not in fit_script_calibrators(scores, y, scripts, fit_calibrator(scores, y))
