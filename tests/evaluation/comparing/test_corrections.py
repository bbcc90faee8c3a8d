"""Adjusted p values equal those of statsmodels."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.evaluation.comparing.corrections import benjamini_hochberg, holm
from rightsnlp.exceptions import InvalidArgumentError

multipletests = pytest.importorskip("statsmodels.stats.multitest").multipletests

p_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)


@given(p_values)
def test_holm_equals_statsmodels(p):
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


@given(p_values)
def test_benjamini_hochberg_equals_statsmodels(p):
    assert benjamini_hochberg(p) == pytest.approx(multipletests(p, method="fdr_bh")[1])


@pytest.mark.parametrize("adjust", [holm, benjamini_hochberg])
def test_an_undefined_comparison_is_no_comparison(adjust):
    adjusted = adjust([0.01, math.nan, 0.04])
    assert math.isnan(adjusted[1])
    assert adjusted[[0, 2]] == pytest.approx(adjust([0.01, 0.04]))
    assert adjust([]).size == 0


@pytest.mark.parametrize("p", [[1.5], [-0.1], [[0.1]]])
def test_what_is_no_p_value_is_refused(p):
    with pytest.raises(InvalidArgumentError):
        holm(p)
