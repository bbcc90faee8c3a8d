"""Numbers are read as people write them, and what could be two numbers is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.numerals import read_number, western_digits

ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")


@given(st.floats(0, 1))
def test_every_share_is_read_in_every_spelling(share: float) -> None:
    written = f"{share:.6f}"
    for spelling in (written, written.replace(".", ","), written.translate(ARABIC), f" {written} "):
        assert read_number(spelling) == float(written)


@given(st.integers(0, 100))
def test_percents_are_shares(percent: int) -> None:
    for spelling in (f"{percent}%", f"{percent} %", f"%{percent}", f"{percent}٪".translate(ARABIC)):
        assert read_number(spelling) == percent / 100


@pytest.mark.parametrize(
    "cell", ["", "high", "1,234.5", "0,1,2", "0.1.2", "inf", "nan", "--1", "0x1", "1 2", "%"]
)
def test_what_is_no_number_or_two_is_none(cell: str) -> None:
    assert read_number(cell) is None


@given(st.text())
def test_digits_become_western_and_letters_stay(text: str) -> None:
    plain = western_digits(text)
    assert western_digits(plain) == plain
    assert not any(mark.isdecimal() and mark not in "0123456789" for mark in plain)
