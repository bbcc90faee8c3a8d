"""Almost stochastic order agrees with its papers: closed forms, symmetry, and a published example."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from rightsnlp.evaluation.comparing.stochastic_order import (
    almost_stochastic_order,
    cliffs_delta,
    compare_runs,
    violation_ratio,
)
from rightsnlp.exceptions import InvalidArgumentError

scores = st.lists(st.integers(-20, 20).map(float), min_size=2, max_size=12)


@given(scores, scores)
def test_the_violations_of_the_two_directions_sum_to_one(a, b):
    assert violation_ratio(a, b) + violation_ratio(b, a) == pytest.approx(1.0)


@given(scores, st.integers(1, 9))
def test_a_shifted_sample_dominates(a, shift):
    assert violation_ratio([x + shift for x in a], a) == 0.0


@given(scores, scores)
def test_the_integral_equals_a_fine_sum(a, b):
    # All steps of both quantile functions end at a multiple of 1 / (n m).
    n, m = len(a), len(b)
    t = (np.arange(n * m) + 0.5) / (n * m)
    gap = np.sort(b)[(t * m).astype(int)] - np.sort(a)[(t * n).astype(int)]
    total = (gap**2).sum()
    expected = (np.maximum(gap, 0) ** 2).sum() / total if total else 0.5
    assert violation_ratio(a, b) == pytest.approx(expected)


@pytest.mark.parametrize(("shift", "spread"), [(0.5, 2.0), (1.0, 1.5), (0.2, 0.5)])
def test_two_normals_have_the_violation_of_the_closed_form(shift, spread):
    # A ~ N(shift, 1), B ~ N(0, spread²): the gap of the quantile functions is itself normal.
    grid = norm.ppf((np.arange(20_000) + 0.5) / 20_000)
    mean, sd = -shift, abs(spread - 1)
    second = mean**2 + sd**2
    expected = (second * norm.cdf(mean / sd) + mean * sd * norm.pdf(mean / sd)) / second
    assert violation_ratio(shift + grid, spread * grid) == pytest.approx(expected, abs=2e-3)


def test_the_published_example_of_five_runs():
    # README of deep-significance (Ulmer, Hardmeier, Frellsen 2022): two seeded samples of five, eps_min = 0.225.
    rng = np.random.RandomState(1234)
    a, b = rng.normal(0.9, 0.8, 5), rng.normal(0.0, 1.0, 5)
    result = almost_stochastic_order(a, b, n_resamples=5000)
    assert result.violation == 0.0
    assert result.epsilon_min == pytest.approx(0.225, abs=0.01)


def test_equal_samples_show_no_advantage():
    result = almost_stochastic_order([0.5, 0.6, 0.7], [0.5, 0.6, 0.7])
    assert result.violation == 0.5
    assert result.epsilon_min > 0.5
    assert result.sentence("x", "y").startswith("No advantage of x over y shown")


def test_a_higher_confidence_gives_a_higher_bound():
    rng = np.random.default_rng(0)
    a, b = rng.normal(0.3, 1, 10), rng.normal(0, 1, 10)
    bounds = [almost_stochastic_order(a, b, confidence=c).epsilon_min for c in (0.5, 0.9, 0.99)]
    assert bounds == sorted(bounds)


def test_under_no_difference_superiority_is_rarely_claimed():
    rng = np.random.default_rng(0)
    claims = [
        almost_stochastic_order(rng.normal(size=10), rng.normal(size=10), n_resamples=200).epsilon_min < 0.2
        for _ in range(200)
    ]
    assert np.mean(claims) < 0.05


@given(scores, scores)
def test_cliffs_delta_counts_pairs(a, b):
    expected = np.mean([np.sign(x - y) for x in a for y in b])
    value, low, high = cliffs_delta(a, b, n_resamples=50)
    assert value == pytest.approx(expected)
    assert -1 <= low <= high <= 1


def test_all_pairs_are_compared_at_a_corrected_level():
    frame = compare_runs(
        {"x": [0.9, 0.8, 0.85], "y": [0.5, 0.6, 0.4], "z": [0.5, 0.55, 0.45]}, n_resamples=200
    )
    assert len(frame) == 6
    assert frame.loc[(frame.a == "x") & (frame.b == "y"), "epsilon_min"].item() == 0.0
    assert "at 99.17 %" in frame.sentence[0]


@pytest.mark.parametrize("bad", [[0.5], [], [0.5, float("nan")], [[0.5, 0.6]]])
def test_fewer_than_two_finite_scores_are_refused(bad):
    with pytest.raises(InvalidArgumentError):
        almost_stochastic_order(bad, [0.1, 0.2])
    with pytest.raises(InvalidArgumentError):
        compare_runs({"x": [0.1, 0.2]})
