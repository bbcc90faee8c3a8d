"""Intervals of shares equal the reference implementations and say nothing they do not know."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, clopper_pearson, newcombe, wilson

reference = pytest.importorskip("statsmodels.stats.proportion")

counts = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
levels = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@given(counts, levels)
def test_wilson_equals_statsmodels(share, confidence):
    k, n = share
    expected = reference.proportion_confint(k, n, alpha=1 - confidence, method="wilson")
    assert wilson(k, n, confidence) == pytest.approx(expected, abs=1e-12)


@given(counts, levels)
def test_clopper_pearson_equals_statsmodels(share, confidence):
    k, n = share
    expected = reference.proportion_confint(k, n, alpha=1 - confidence, method="beta")
    assert clopper_pearson(k, n, confidence) == pytest.approx(expected, abs=1e-9)


@given(counts, levels)
def test_one_sided_bounds_are_those_of_the_two_sided_interval_at_twice_the_error(share, confidence):
    k, n = share
    two_sided = clopper_pearson(k, n, 1 - 2 * (1 - confidence)) if confidence > 0.5 else None
    assert clopper_pearson(k, n, confidence, "lower") == pytest.approx((two_sided[0], 1.0))
    assert clopper_pearson(k, n, confidence, "upper") == pytest.approx((0.0, two_sided[1]))


@given(counts, counts, levels)
def test_newcombe_equals_statsmodels(one, two, confidence):
    expected = reference.confint_proportions_2indep(
        *one, *two, method="newcomb", compare="diff", alpha=1 - confidence
    )
    assert newcombe(*one, *two, confidence) == pytest.approx(expected, abs=1e-9)


@given(counts)
def test_an_interval_holds_the_share_and_stays_inside_its_range(share):
    k, n = share
    for low, high in (wilson(k, n), clopper_pearson(k, n)):
        assert 0 <= low <= k / n <= high <= 1


def test_none_of_n_still_has_an_upper_bound():
    assert wilson(0, 300)[1] > 0.01
    assert clopper_pearson(0, 300, 0.95, "upper")[1] == pytest.approx(1 - 0.05 ** (1 / 300))


def test_no_cases_give_no_interval():
    assert all(math.isnan(bound) for bound in (*wilson(0, 0), *clopper_pearson(0, 0), *newcombe(0, 0, 1, 2)))


def test_clopper_pearson_covers_at_least_as_often_as_it_says():
    n, share = 25, 0.07
    covered = sum(
        math.comb(n, k) * share**k * (1 - share) ** (n - k)
        for k in range(n + 1)
        if clopper_pearson(k, n)[0] <= share <= clopper_pearson(k, n)[1]
    )
    assert covered >= 0.95


@pytest.mark.parametrize(("k", "n", "confidence"), [(-1, 3, 0.95), (4, 3, 0.95), (1, 3, 0.0), (1, 3, 1.0)])
def test_impossible_arguments_are_refused(k, n, confidence):
    for interval in (wilson, clopper_pearson):
        with pytest.raises(InvalidArgumentError):
            interval(k, n, confidence)


def test_an_unknown_side_is_refused():
    with pytest.raises(InvalidArgumentError, match="side"):
        clopper_pearson(1, 2, side="left")


def test_numpy_counts_are_taken():
    assert wilson(np.int64(1), np.int64(2)) == wilson(1, 2)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"n_resamples": -1}, "n_resamples: got -1"),
        ({"confidence": 1.0}, "confidence"),
        ({"method": "t"}, "method: got 't'"),
    ],
)
def test_what_is_asked_of_an_interval_is_checked_once(settings, said):
    with pytest.raises(InvalidArgumentError, match=said):
        Interval(**settings)


def test_parts_may_be_changed_and_are_stated_as_keywords():
    asked = Interval(n_resamples=20).having(seed=3, method="percentile")
    assert asked.settings() == {"n_resamples": 20, "confidence": 0.95, "method": "percentile", "seed": 3}
    assert Interval(**asked.settings()) == asked
