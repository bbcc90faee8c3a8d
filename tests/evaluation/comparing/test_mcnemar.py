"""McNemar's test equals statsmodels and a value worked by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.evaluation.comparing.mcnemar import mcnemar
from rightsnlp.exceptions import InvalidArgumentError

reference = pytest.importorskip("statsmodels.stats.contingency_tables").mcnemar


def answers(both, only_a, only_b, neither):
    counts = [both, only_a, only_b, neither]
    return np.repeat([1, 1, 0, 0], counts), np.repeat([1, 0, 1, 0], counts)


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_exact_p_value_equals_statsmodels(only_a, only_b):
    result = mcnemar(*answers(3, only_a, only_b, 2))
    assert result.p_exact == pytest.approx(reference([[3, only_a], [only_b, 2]], exact=True).pvalue)


def test_mid_p_takes_away_half_of_what_was_seen_on_each_side():
    # 1 against 5 of 6: exact 2 (1 + 6) / 64, mid-p less 6 / 64.
    result = mcnemar(*answers(10, 1, 5, 4))
    assert result.p_exact == pytest.approx(14 / 64)
    assert result.p_mid == pytest.approx(8 / 64)


def test_mid_p_keeps_closer_to_the_level_than_the_exact_p():
    from scipy.stats import binom

    n = 20
    table = [mcnemar(*answers(0, k, n - k, 0)) for k in range(n + 1)]
    weight = binom.pmf(np.arange(n + 1), n, 0.5)
    exact, mid = (
        sum(w for w, r in zip(weight, table, strict=True) if getattr(r, p) < 0.05)
        for p in ("p_exact", "p_mid")
    )
    assert exact <= mid <= 0.06


def test_systems_that_never_differ_show_no_difference():
    result = mcnemar([1, 0, 1], [1, 0, 1])
    assert (result.p_exact, result.p_mid) == (1.0, 1.0)
    assert math.isnan(result.odds_ratio)
    assert result.sentence("x", "y").startswith("No difference shown between x and y")


def test_the_odds_ratio_has_an_interval():
    result = mcnemar(*answers(0, 15, 5, 0))
    assert result.odds_ratio == 3.0
    assert 1 < result.low < 3 < result.high
    assert mcnemar(*answers(0, 4, 0, 0)).high == math.inf


def test_the_sentence_names_the_better_system():
    result = mcnemar(*answers(5, 2, 20, 5))
    assert result.sentence("x", "y").startswith(
        "y is right more often than x: 2 posts only x got right, 20 only y"
    )


@pytest.mark.parametrize(("a", "b"), [([1], [1, 0]), ([0.5], [1]), ([math.nan], [1])])
def test_what_cannot_be_paired_is_refused(a, b):
    with pytest.raises(InvalidArgumentError):
        mcnemar(a, b)
