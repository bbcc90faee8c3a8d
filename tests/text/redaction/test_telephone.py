"""Telephone numbers."""

from __future__ import annotations

import pytest

from rightsnlp.text.redaction.telephone import find_numbers


def _found(text: str) -> list[str]:
    spans = sorted(set(find_numbers(text)))
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "number",
    [
        "0599123456",
        "059-912-3456",
        "(059) 912 3456",
        "+970 59 912 3456",
        "00970599123456",
        "970599123456",
        "02-2951234",
        "0501234567",
        "+972-50-123-4567",
        "03 523 1235",
        "077-1234240",
        "1-800-123-456",
        "0791234567",
        "+962 7 9123 4567",
        "06 464 1235",
        "03/123456",
        "70-123 456",
        "+961 3 123 456",
        "01 341 235",
        "01001234567",
        "+20 100 123 4567",
        "02 2735 1234",
        "+44 7700 900123",
        "(212) 555-0147",
        "06 12 34 56 78",
        "+49 (0) 176 12345678",
    ],
)
def test_the_ways_of_the_region_are_found_whole(number: str) -> None:
    assert _found(f"اتصل {number} الان") == [number]
    assert _found(f"({number})") == [number]


@pytest.mark.parametrize(
    "text",
    [
        "2334",
        "194",
        "1948",
        "35,000",
        "35.000",
        "2:191",
        "10:30",
        "31.5017",
        "0.123456789",
        "1500000",
        "100000000",
        "20231007",
        "07102023",
        "978-3-16-148410-0",
        "1234567890123456",
        "192.168.1.1",
        "+18",
        "+1000000",
        "90+5",
        "$0599123456",
        "ab0599123456",
        "059912345678901",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    assert _found(text) == []


def test_a_word_for_it_makes_a_short_number_one() -> None:
    assert _found("71123456") == []
    assert _found("واتس: 71123456") == ["71123456"]
    assert _found("هاتف بسعر 1500000 دينار") == []


@pytest.mark.parametrize("between", [" ", ", ", " / ", "-", "\n", " و"])
def test_numbers_side_by_side_are_two(between: str) -> None:
    assert _found(f"0599123456{between}0568123456") == ["0599123456", "0568123456"]
