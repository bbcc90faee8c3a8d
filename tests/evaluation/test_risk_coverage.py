"""Risk against coverage: worked values, intervals, and the area under the curve."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.risk_coverage import risk_coverage_curve
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import wilson
from rightsnlp.rendering.reasons import Reason

NAN = float("nan")


def test_each_step_has_the_risk_among_the_posts_decided_with_wilsons_bounds():
    found = risk_coverage_curve([1, 0, 0, 1, NAN], [0.95, 0.1, 0.8, 0.3, 0.9], n_resamples=5)
    curve = found.table
    assert (found.n, found.n_positive, found.n_left_out) == (4, 2, 1)
    assert curve["n"].tolist() == [1, 2, 3, 4]
    assert curve["coverage"].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert curve["risk"].round(4).tolist() == [0.0, 0.0, 0.3333, 0.5]
    assert (curve["low"].iloc[2], curve["high"].iloc[2]) == wilson(1, 3)


def test_the_threshold_is_the_probability_from_which_a_post_is_assigned():
    curve = risk_coverage_curve([1, 0, 0, 1], [0.95, 0.1, 0.8, 0.3], n_resamples=5).table
    assert curve["threshold"].tolist() == pytest.approx([0.95, 0.9, 0.8, 0.7])
    shifted = risk_coverage_curve([1, 0], [0.9, 0.01], threshold=0.68, n_resamples=5).table
    odds = np.log(0.9 / 0.1)
    assert shifted["threshold"].iloc[-1] == pytest.approx(1 / (1 + np.exp(-odds)))


def test_with_groups_the_interval_is_wider_than_posts_alone_would_make_it():
    rng = np.random.default_rng(0)
    y, p = np.repeat(rng.random(40) < 0.4, 10) * 1.0, np.repeat(rng.random(40), 10)
    groups = np.repeat(np.arange(40), 10)
    alone = risk_coverage_curve(y, p, n_resamples=5).table.iloc[-1]
    grouped = risk_coverage_curve(y, p, groups=groups, n_resamples=300).table.iloc[-1]
    assert grouped["risk"] == alone["risk"]
    assert grouped["high"] - grouped["low"] > 1.5 * (alone["high"] - alone["low"])


def test_the_area_is_the_mean_risk_at_the_step_of_each_post():
    # Certainty falls from post to post; risks 0, 1/2, 1/3, 2/4.
    result = risk_coverage_curve([1, 1, 0, 1], [0.99, 0.03, 0.1, 0.4], n_resamples=200).area
    assert result.value == pytest.approx((0 + 1 / 2 + 1 / 3 + 2 / 4) / 4)
    assert result.low <= result.value <= result.high
    assert (result.n, result.support) == (4, 3)


@given(
    st.lists(
        st.tuples(st.sampled_from([0.0, 1.0, NAN]), st.sampled_from([0.1, 0.3, 0.5, 0.7, NAN])), min_size=1
    )
)
@settings(max_examples=60, deadline=None)
def test_the_area_is_the_curve_summed_over_its_posts(posts):
    y, p = (np.array(column) for column in zip(*posts, strict=True))
    found = risk_coverage_curve(y, p, n_resamples=5)
    curve, area = found.table, found.area
    if curve.empty:
        assert np.isnan(area.value)
        assert area.reason == Reason("no_probability")
    else:
        steps = np.diff(curve["n"], prepend=0)
        assert area.value == pytest.approx((steps * curve["risk"]).sum() / steps.sum())
        assert curve["coverage"].iloc[-1] == 1.0
        assert ((curve["low"] <= curve["risk"]) & (curve["risk"] <= curve["high"])).all()


@pytest.mark.parametrize("threshold", [0.0, 1.0, NAN])
def test_a_threshold_that_leaves_nothing_to_one_side_is_refused(threshold):
    with pytest.raises(InvalidArgumentError, match="threshold"):
        risk_coverage_curve([1, 0], [0.9, 0.1], threshold=threshold)


def test_with_groups_one_bootstrap_gives_the_band_and_the_area():
    rng = np.random.default_rng(1)
    y, p, groups = rng.integers(0, 2, 40) * 1.0, rng.random(40), np.arange(40) // 2
    how = {"groups": groups, "n_resamples": 100, "seed": 3}
    curve = risk_coverage_curve(y, p, **how)
    errors = (p >= 0.5) != (y == 1)
    of_all = bootstrap(lambda W: (W @ errors / W.sum(axis=1))[:, None], 40, method="percentile", **how)
    last = curve.table.iloc[-1]
    assert (last["low"], last["high"]) == pytest.approx((of_all.low[0], of_all.high[0]))
    assert curve.area.method == "bca"
