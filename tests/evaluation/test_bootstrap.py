"""Resamples are what they claim, intervals agree with scipy's, and cover the truth as often as they say."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from rightsnlp.evaluation.bootstrap import bootstrap, resample_weights
from rightsnlp.evaluation.panel import panel_of
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.reasons import Reason


def weights(n, n_resamples, **options):
    return np.concatenate(list(resample_weights(n, n_resamples, **options)))


def mean_of(x):
    return lambda W: (W @ x / W.sum(axis=1))[:, None]


def test_a_resample_has_as_many_posts_as_the_sample():
    W = weights(7, 200)
    assert W.shape == (200, 7)
    assert (W.sum(axis=1) == 7).all()
    assert W.mean() == pytest.approx(1.0)


def test_the_counts_are_multinomial():
    W = weights(5, 20_000)
    assert W.mean(axis=0) == pytest.approx(np.ones(5), abs=0.03)
    assert W.var(axis=0) == pytest.approx(np.full(5, 0.8), abs=0.04)
    assert np.cov(W[:, 0], W[:, 1])[0, 1] == pytest.approx(-0.2, abs=0.03)


def test_groups_are_drawn_whole():
    W = weights(6, 100, groups=["a", "a", "b", "b", "b", "c"])
    assert (W[:, 0] == W[:, 1]).all()
    assert (W[:, 2] == W[:, 3]).all()
    assert (W[:, [0, 2, 5]].sum(axis=1) == 3).all()


def test_every_stratum_keeps_its_number_of_posts():
    strata = np.array(["x", "y", "x", "y", "y"])
    W = weights(5, 100, strata=strata)
    assert (W[:, strata == "x"].sum(axis=1) == 2).all()
    assert (W[:, strata == "y"].sum(axis=1) == 3).all()


def test_every_stratum_keeps_its_number_of_groups():
    W = weights(5, 100, strata=["x", "x", "x", "y", "y"], groups=[1, 1, 2, 3, 4])
    assert (W[:, 0] + W[:, 2] == 2).all()
    assert (W[:, 3] + W[:, 4] == 2).all()


def test_a_group_in_two_strata_is_refused():
    with pytest.raises(InvalidArgumentError, match="two strata"):
        weights(2, 1, strata=["x", "y"], groups=[1, 1])


def test_the_seed_fixes_the_resamples_whatever_their_number():
    assert (weights(50, 10, seed=3) == weights(50, 40, seed=3)[:10]).all()
    assert (weights(50, 10, seed=3) != weights(50, 10, seed=4)).any()


@pytest.mark.parametrize(("method", "scipy_method"), [("percentile", "percentile"), ("bca", "BCa")])
def test_intervals_agree_with_scipy(method, scipy_method):
    x = np.random.default_rng(0).exponential(size=40)
    ours = bootstrap(mean_of(x), 40, n_resamples=20_000, method=method, seed=1)
    theirs = stats.bootstrap((x,), np.mean, n_resamples=20_000, method=scipy_method, rng=2, vectorized=True)
    # Both are Monte Carlo: their difference is to be small against the width.
    width = theirs.confidence_interval.high - theirs.confidence_interval.low
    assert ours.low[0] == pytest.approx(theirs.confidence_interval.low, abs=0.03 * width)
    assert ours.high[0] == pytest.approx(theirs.confidence_interval.high, abs=0.03 * width)


def test_the_acceleration_from_blocks_agrees_with_leaving_out_single_posts():
    x = np.random.default_rng(0).exponential(size=2000)
    ours = bootstrap(mean_of(x), 2000, n_resamples=4000, method="bca", seed=1)
    theirs = stats.bootstrap((x,), np.mean, n_resamples=4000, method="BCa", rng=2, vectorized=True)
    width = theirs.confidence_interval.high - theirs.confidence_interval.low
    assert ours.low[0] == pytest.approx(theirs.confidence_interval.low, abs=0.05 * width)
    assert ours.high[0] == pytest.approx(theirs.confidence_interval.high, abs=0.05 * width)


def test_the_confidence_may_differ_by_statistic():
    x = np.random.default_rng(0).normal(size=60)
    both = lambda W: np.hstack([mean_of(x)(W)] * 2)  # noqa: E731
    result = bootstrap(both, 60, confidence=np.array([0.5, 0.99]), seed=1)
    assert result.low[1] < result.low[0] < result.high[0] < result.high[1]


def test_a_statistic_that_is_often_undefined_has_no_interval_and_says_so():
    x = np.zeros(50)
    x[0] = 1.0
    rare = lambda W: np.where(W @ x > 0, 1.0, np.nan)[:, None]  # noqa: E731
    result = bootstrap(rare, 50, seed=0)
    assert math.isnan(result.low[0])
    assert str(result.reason[0]).startswith("no interval: undefined in ")


def test_a_statistic_that_cannot_vary_has_no_interval_and_says_so():
    result = bootstrap(mean_of(np.ones(20)), 20)
    assert math.isnan(result.high[0])
    assert str(result.reason[0]) == "no interval: every resample gives the same value"


def test_an_undefined_value_stays_undefined():
    result = bootstrap(lambda W: np.full((W.shape[0], 1), np.nan), 5)
    assert math.isnan(result.low[0])
    assert result.reason == (Reason("undefined_on_sample"),)


@pytest.mark.parametrize(
    "options", [{"n_resamples": 0}, {"confidence": 1.0}, {"method": "basic"}, {"groups": [1, 2]}]
)
def test_wrong_options_are_refused(options):
    with pytest.raises(InvalidArgumentError):
        bootstrap(mean_of(np.ones(3)), 3, **options)


def test_no_posts_are_refused():
    with pytest.raises(InvalidArgumentError, match="n: got 0"):
        bootstrap(mean_of(np.ones(0)), 0)


def population(rng, n):
    """One label of 15 % prevalence, with scores that overlap."""
    y = (rng.random(n) < 0.15).astype(float)
    z = rng.normal(size=n) + 1.6 * y - 1.5
    return y, 1 / (1 + np.exp(-1.4 * z))


@pytest.mark.slow
@pytest.mark.parametrize("n", [100, 300])
def test_intervals_cover_the_truth_about_as_often_as_they_say(n):
    rng = np.random.default_rng(0)
    keys = [("x", m) for m in ("precision", "recall", "f1", "average_precision", "roc_auc", "mcc", "brier")]
    Y, P = population(rng, 1_000_000)
    truth = panel_of(Y, P, ["x"]).values(np.ones((1, Y.size)), keys)[0]
    covered = np.zeros(len(keys))
    trials = 400
    for trial in range(trials):
        panel = panel_of(*population(rng, n), ["x"])
        result = bootstrap(lambda W, p=panel: p.values(W, keys), n, n_resamples=500, seed=trial)
        covered += (result.low <= truth) & (truth <= result.high)
    # Three standard errors of a share of 400 are 0.033; AUC with 15 positives is known to run a little short.
    assert (covered / trials > 0.90).all(), dict(zip(keys, covered / trials, strict=True))
    assert (covered / trials < 0.99).all()


@pytest.mark.slow
def test_only_the_cluster_bootstrap_covers_when_posts_come_in_groups():
    rng = np.random.default_rng(1)
    covered = {"groups": 0, "posts": 0}
    trials, n_groups, size = 300, 60, 8
    for trial in range(trials):
        shift = np.repeat(rng.normal(size=n_groups), size)
        x = shift + 0.3 * rng.normal(size=n_groups * size)
        for kind, groups in (("groups", np.repeat(np.arange(n_groups), size)), ("posts", None)):
            result = bootstrap(mean_of(x), x.size, n_resamples=400, groups=groups, seed=trial)
            covered[kind] += result.low[0] <= 0 <= result.high[0]
    assert covered["groups"] / trials > 0.91
    assert covered["posts"] / trials < 0.70
