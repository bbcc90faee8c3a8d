"""Calibration errors equal a plain loop, and their interval does not claim an error that chance explains."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.calibration_error import (
    bin_numbers,
    calibrated_errors,
    calibration_interval,
    expected_calibration_error,
    reliability_table,
)
from rightsnlp.evaluation.panel import panel_of
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.reasons import Reason

posts = st.lists(
    st.tuples(st.sampled_from([0.0, 1.0, math.nan]), st.floats(0, 1) | st.just(math.nan)),
    min_size=1,
    max_size=40,
)


@given(posts, st.integers(1, 20))
def test_the_error_equals_a_plain_loop_over_bins(rows, n_bins):
    known = [(y, p) for y, p in rows if not math.isnan(y) and not math.isnan(p)]
    total = 0.0
    for b in range(n_bins):
        edges = np.linspace(0, 1, n_bins + 1)
        low, high = edges[b], edges[b + 1]
        inside = [(y, p) for y, p in known if (low < p <= high) or (b == 0 and p == 0)]
        if inside:
            frequency, mean = np.mean(inside, axis=0)
            total += len(inside) / len(known) * abs(frequency - mean)
    found = expected_calibration_error(*zip(*rows, strict=True), n_bins=n_bins)
    assert math.isnan(found) if not known else found == pytest.approx(total, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.integers(1, 15))
def test_bins_of_equal_mass_keep_equal_probabilities_together_and_in_order(values, n_bins):
    p = np.array(values)
    bins = bin_numbers(p, n_bins, "mass")
    assert bins.min() >= 0
    assert bins.max() < n_bins
    order = np.argsort(p, kind="stable")
    assert (np.diff(bins[order]) >= 0).all()
    for value in np.unique(p):
        assert np.unique(bins[p == value]).size == 1


def test_bins_of_equal_mass_are_equal_without_ties():
    bins = bin_numbers(np.random.default_rng(0).random(150), 15, "mass")
    assert np.bincount(bins).tolist() == [10] * 15


def test_the_panel_gives_the_same_errors():
    rng = np.random.default_rng(0)
    y, p = (rng.random(200) < 0.3).astype(float), rng.random(200)
    values = panel_of(y, p, ["x"]).values(np.ones((1, 200)), [("x", "ece"), ("x", "adaptive_ece")])[0]
    assert values[0] == pytest.approx(expected_calibration_error(y, p))
    assert values[1] == pytest.approx(expected_calibration_error(y, p, binning="mass"))


def test_the_reliability_table_sums_to_the_error():
    rng = np.random.default_rng(0)
    y, p = (rng.random(200) < 0.3).astype(float), rng.random(200)
    table = reliability_table(y, p)
    error = (table.n * (table.frequency - table.probability).abs()).sum() / table.n.sum()
    assert error == pytest.approx(expected_calibration_error(y, p))
    assert ((table.low <= table.frequency) & (table.frequency <= table.high)).all()


def test_a_calibrated_model_is_not_accused():
    rng = np.random.default_rng(3)
    p = rng.beta(1, 4, 500)
    y = (rng.random(500) < p).astype(float)
    error = expected_calibration_error(y, p)
    low, high, reason = calibration_interval(error, np.array([error]), calibrated_errors(p, "width"), 0.95)
    assert error > 0
    assert low == 0
    assert high >= error
    assert reason == Reason("no_miscalibration")


def test_bins_must_be_one_or_more():
    with pytest.raises(InvalidArgumentError, match="n_bins"):
        bin_numbers(np.array([0.5]), 0)


@pytest.mark.slow
@pytest.mark.parametrize("sharpening", [1.0, 2.0])
def test_the_interval_covers_where_percentiles_do_not(sharpening):
    rng = np.random.default_rng(0)

    def population(n):
        y = (rng.random(n) < 0.15).astype(float)
        log_odds = 1.6 * (rng.normal(size=n) + 1.6 * y) - 1.28 + np.log(0.15 / 0.85)
        return y, 1 / (1 + np.exp(-sharpening * log_odds))

    key = [("x", "ece")]
    y, p = population(1_000_000)
    truth = expected_calibration_error(y, p)
    covered, by_percentile, trials, n = 0, 0, 200, 300
    for trial in range(trials):
        y, p = population(n)
        panel = panel_of(y, p, ["x"])
        result = bootstrap(
            lambda W, panel=panel: panel.values(W, key), n, n_resamples=300, method="percentile", seed=trial
        )
        drawn = result.resamples[:, 0]
        calibrated = calibrated_errors(p, "width", n_resamples=300, seed=trial)
        low, high, _ = calibration_interval(float(result.value[0]), drawn, calibrated, 0.95)
        covered += low <= truth <= high
        by_percentile += result.low[0] <= truth <= result.high[0]
    assert covered / trials > 0.86
    assert by_percentile / trials < 0.75
