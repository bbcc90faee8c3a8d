"""Numbers as people read them: signs, percents, and a dash for what is undefined."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.rendering.numbers import (
    estimate,
    p_value,
    percent,
    share,
    signed,
    typeset_interval,
    typeset_signed,
)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_percentage_has_one_number_and_two_bounds(value: float, low: float, high: float) -> None:
    assert percent(value, low, high).count(".") in {0, 3}
    assert percent(value).endswith("\u00a0%")


def test_undefined_numbers_are_dashes() -> None:
    assert (
        percent(math.nan)
        == signed(math.nan)
        == p_value(math.nan)
        == share(math.nan)
        == typeset_interval(math.nan, 1.0)
        == "–"
    )


@given(st.floats(-1, 1))
def test_a_typeset_difference_is_the_plain_one_with_a_minus_and_no_sign_at_zero(value: float) -> None:
    plain = signed(value).replace("-", "−")
    assert typeset_signed(value) == ("0.000" if plain[1:] == "0.000" else plain)


@pytest.mark.parametrize(("value", "shown"), [(0.0, "0.00"), (-1.005, "−1.00"), (12.345, "+12.35")])
def test_weights_have_two_decimals_and_a_sign(value: float, shown: str) -> None:
    assert typeset_signed(value, 2) == shown


def test_a_figure_without_an_interval_says_what_it_is_told_to() -> None:
    assert estimate(0.5, math.nan, math.nan, no_interval="(why)") == "0.500 (why)"
    assert estimate(math.nan, 0.1, 0.2, no_interval="(why)") == "–"
