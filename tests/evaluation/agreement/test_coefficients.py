"""Coefficients of agreement equal the reference implementations and published examples."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from rightsnlp.evaluation.agreement.coefficients import (
    agreement_table,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    rater_confusion,
)
from rightsnlp.evaluation.agreement.set_distance import jaccard_distance, masi_distance
from rightsnlp.exceptions import InvalidArgumentError

krippendorff = pytest.importorskip("krippendorff")
fleiss_reference = pytest.importorskip("statsmodels.stats.inter_rater").fleiss_kappa

N = None
# Four observers and twelve units, Krippendorff (2011), Computing Krippendorff's alpha-reliability, part C.
FOUR_OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
        [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
    ],
    dtype=float,
).T


@st.composite
def tables(draw, gaps=True, raters=(2, 4)):
    n, r = draw(st.integers(1, 15)), draw(st.integers(*raters))
    cell = st.sampled_from([0.0, 1.0, 2.0, math.nan] if gaps else [0.0, 1.0, 2.0])
    return np.array(draw(st.lists(cell, min_size=n * r, max_size=n * r))).reshape(n, r)


@settings(deadline=None)
@given(tables())
def test_alpha_equals_the_krippendorff_package(ratings):
    found = krippendorff_alpha(ratings, n_resamples=0)
    pairable = ratings[(~np.isnan(ratings)).sum(axis=1) >= 2]
    used = np.unique(pairable[~np.isnan(pairable)])
    if used.size < 2:
        assert math.isnan(found.value)
        assert str(found.reason) in {"no item was rated by two raters", "only one value was used"}
        return
    expected = krippendorff.alpha(reliability_data=ratings.T, level_of_measurement="nominal")
    assert found.value == pytest.approx(expected)


@settings(deadline=None)
@given(tables(raters=(2, 2)))
def test_cohen_equals_scikit_learn_on_the_items_both_rated(ratings):
    found = cohen_kappa(ratings, n_resamples=0).value
    both = ratings[~np.isnan(ratings).any(axis=1)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = cohen_kappa_score(*both.T) if len(both) else math.nan
    assert found == pytest.approx(expected, nan_ok=True)


@settings(deadline=None)
@given(tables(gaps=False))
def test_fleiss_equals_statsmodels_on_complete_tables(ratings):
    counts = np.stack([(ratings == v).sum(axis=1) for v in (0, 1, 2)], axis=1)
    found = fleiss_kappa(ratings, n_resamples=0).value
    with np.errstate(invalid="ignore"):
        expected = fleiss_reference(counts) if np.unique(ratings).size > 1 else math.nan
    assert found == pytest.approx(expected, nan_ok=True)


def test_the_published_values_for_four_observers():
    # Alpha: Krippendorff (2011). Kappa and AC1 with missing ratings: Gwet's irrCAC, data set cac.raw4raters.
    assert krippendorff_alpha(FOUR_OBSERVERS, n_resamples=0).value == pytest.approx(0.743, abs=5e-4)
    assert fleiss_kappa(FOUR_OBSERVERS, n_resamples=0).value == pytest.approx(0.76117, abs=5e-6)
    assert gwet_ac1(FOUR_OBSERVERS, n_resamples=0).value == pytest.approx(0.77544, abs=5e-6)


def test_ac1_keeps_its_sense_when_nearly_all_agree_on_one_value():
    # Worked by hand: agreement 0.96, mean share of "yes" 0.02, chance 2 · 0.02 · 0.98.
    ratings = [[0, 0]] * 96 + [[0, 1]] * 2 + [[1, 0]] * 2
    chance = 2 * 0.02 * 0.98
    assert gwet_ac1(ratings, n_resamples=0).value == pytest.approx((0.96 - chance) / (1 - chance))
    assert cohen_kappa(ratings, n_resamples=0).value < 0


def test_ac1_depends_on_the_values_a_rater_could_choose():
    ratings = [["a", "a"], ["b", "b"], ["a", "b"]]
    two, three = (gwet_ac1(ratings, values=v, n_resamples=0).value for v in (["a", "b"], ["a", "b", "c"]))
    assert three > two
    with pytest.raises(InvalidArgumentError, match="not among those allowed"):
        gwet_ac1(ratings, values=["a"])


def test_full_agreement_is_1_and_one_value_is_undefined():
    for coefficient in (krippendorff_alpha, cohen_kappa, fleiss_kappa, gwet_ac1):
        assert coefficient([["a", "a"], ["b", "b"]], n_resamples=0).value == 1.0
        alone = coefficient([["a", "a"], ["a", "a"]], n_resamples=0)
        assert math.isnan(alone.value)
        assert str(alone.reason) == "only one value was used"
        assert "undefined (only one value was used" in str(alone)


def test_two_raters_of_no_common_item_give_nothing():
    result = krippendorff_alpha([["a", None], [None, "b"]])
    assert math.isnan(result.value)
    assert str(result.reason) == "no item was rated by two raters"
    assert result.n_items == 0


def test_intervals_hold_the_value_and_shrink_with_items():
    rng = np.random.default_rng(0)

    def ratings(n):
        truth = rng.integers(0, 2, n)
        return np.stack([np.where(rng.random(n) < 0.85, truth, 1 - truth) for _ in range(3)], axis=1)

    small, large = (krippendorff_alpha(ratings(n), n_resamples=400) for n in (40, 400))
    assert small.low < small.value < small.high
    assert large.high - large.low < 0.5 * (small.high - small.low)


def test_items_of_one_group_are_resampled_together():
    rng = np.random.default_rng(0)
    ratings = np.repeat(rng.integers(0, 2, (40, 2)), 5, axis=0)
    alone = krippendorff_alpha(ratings, n_resamples=400)
    grouped = krippendorff_alpha(ratings, n_resamples=400, groups=np.repeat(np.arange(40), 5))
    assert grouped.high - grouped.low > 1.5 * (alone.high - alone.low)


sets = st.frozensets(st.sampled_from("abc"))


@given(sets, sets)
def test_set_distances_are_symmetric_and_0_only_for_equal_sets(one, two):
    for distance in (jaccard_distance, masi_distance):
        assert distance(one, two) == distance(two, one)
        assert (distance(one, two) == 0) == (one == two)
        assert 0 <= distance(one, two) <= 1
    assert masi_distance(one, two) >= jaccard_distance(one, two)


def test_masi_by_hand():
    # Passonneau (2006): overlap 1/3, subset 2/3, each times Jaccard.
    assert masi_distance({"a", "b"}, {"b", "c"}) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi_distance({"a"}, {"a", "b", "c"}) == pytest.approx(1 - 1 / 3 * 2 / 3)
    assert masi_distance({"a"}, {"b"}) == 1
    assert masi_distance(set(), {"a"}) == 1


def test_alpha_of_sets_by_hand():
    # Two items, two raters. Observed: item 1 is 1/2 apart (Jaccard), item 2 the same: Do = (1/2 + 0) · 2 / 4.
    # Pairs of all four ratings {a}, {a,b}, {c}, {c}: 1/2 once, 0 once, 1 four times, each both ways, over 12.
    ratings = [[["a"], ["a", "b"]], [["c"], ["c"]]]
    found = krippendorff_alpha(ratings, distance="jaccard", n_resamples=0).value
    assert found == pytest.approx(1 - 0.25 / ((0.5 + 4) * 2 / 12))


@settings(deadline=None)
@given(tables())
def test_alpha_of_single_labels_as_sets_is_the_nominal_alpha(ratings):
    as_sets = [[None if math.isnan(x) else {x} for x in row] for row in ratings]
    nominal = krippendorff_alpha(ratings, n_resamples=0).value
    for distance in ("jaccard", "masi"):
        found = krippendorff_alpha(as_sets, distance=distance, n_resamples=0).value
        assert found == pytest.approx(nominal, nan_ok=True)


def test_an_empty_set_is_an_answer_and_none_is_not():
    ratings = [[set(), set()], [{"a"}, {"a"}], [{"a"}, None]]
    result = krippendorff_alpha(ratings, distance="masi", n_resamples=0)
    assert result.value == 1.0
    assert result.n_items == 2


def test_a_table_gives_every_label_and_the_sets():
    ratings = {
        "hate": pd.DataFrame({"r1": [1, 0, 1, 0], "r2": [1, 0, 0, 0], "r3": [1, 0, 1, None]}),
        "threat": pd.DataFrame({"r1": [0, 1, 0, 0], "r2": [0, 1, 0, 0], "r3": [0, 1, 1, 0]}),
    }
    table = agreement_table(ratings, n_resamples=50)
    assert table.groupby("label").size().to_dict() == {"hate": 6, "threat": 6, "samples": 2}
    assert "Cohen's kappa (r1, r2)" in set(table.coefficient)
    expected = krippendorff.alpha(ratings["hate"].T.to_numpy(dtype=float), level_of_measurement="nominal")
    alpha = table[(table.label == "hate") & (table.coefficient == "Krippendorff's alpha")].value.item()
    assert alpha == pytest.approx(expected)


def test_labels_rated_on_different_items_are_refused():
    with pytest.raises(InvalidArgumentError, match="the same items"):
        agreement_table({"a": [[1, 0]], "b": [[1, 0], [0, 0]]}, n_resamples=0)


@settings(deadline=None)
@given(tables())
def test_confusion_is_symmetric_and_sums_to_the_ratings(ratings):
    table = rater_confusion(ratings)
    known = (~np.isnan(ratings)).sum(axis=1)
    assert np.allclose(table, table.T)
    assert table.to_numpy().sum() == pytest.approx(known[known >= 2].sum())


@pytest.mark.parametrize("ratings", [[], [[]], [["a"], ["a", "b"]]])
def test_what_is_no_table_is_refused(ratings):
    with pytest.raises(InvalidArgumentError, match="ratings"):
        krippendorff_alpha(ratings)


def test_wrong_options_are_refused():
    with pytest.raises(InvalidArgumentError, match="distance"):
        krippendorff_alpha([["a", "b"]], distance="ordinal")
    with pytest.raises(InvalidArgumentError, match="two columns"):
        cohen_kappa([["a", "b", "c"]])
    with pytest.raises(InvalidArgumentError, match="a set, list or tuple"):
        krippendorff_alpha([["a", "b"]], distance="masi")
