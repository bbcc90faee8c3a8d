"""Dates as people write them; what is ambiguous is refused, never guessed."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import SchemaError
from rightsnlp.monitoring.dates import UNREADABLE, as_date, day_number, parse_days

THIRD_OF_APRIL = datetime.date(2025, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-03",
        "2025/4/3",
        "٢٠٢٥-٠٤-٠٣",
        "2025-04-03T23:30:00+02:00",
        "3 April 2025",
        "٣ نيسان ٢٠٢٥",
        "3 أبريل 2025",
        "April 3, 2025",
    ],
)
def test_one_day_in_many_forms(text: str) -> None:
    assert as_date(parse_days("reported_at", [text])[0]) == THIRD_OF_APRIL


@pytest.mark.parametrize("text", ["2025-02-30", "31/13/2025", "soon", "2025-04-03 and later", "2025"])
def test_what_is_no_day_cannot_be_read(text: str) -> None:
    assert parse_days("reported_at", [text]).tolist() == [UNREADABLE]


def test_a_column_tells_its_own_order() -> None:
    assert as_date(parse_days("d", ["03/04/2025", "25/04/2025"])[0]) == THIRD_OF_APRIL
    assert as_date(parse_days("d", ["04/03/2025", "04/25/2025"])[0]) == THIRD_OF_APRIL


def test_an_ambiguous_column_is_refused_with_the_way_out() -> None:
    with pytest.raises(SchemaError, match="--dates day-first or --dates month-first"):
        parse_days("reported_at", ["03/04/2025"])
    assert as_date(parse_days("reported_at", ["03/04/2025"], "day-first")[0]) == THIRD_OF_APRIL


def test_two_orders_in_one_column_are_refused() -> None:
    with pytest.raises(SchemaError, match="some dates have the day first"):
        parse_days("reported_at", ["25/04/2025", "04/25/2025"], "day-first")


@given(st.dates(min_value=datetime.date(1990, 1, 1), max_value=datetime.date(2100, 1, 1)))
def test_every_day_comes_back(day: datetime.date) -> None:
    assert as_date(parse_days("d", [day.isoformat()])[0]) == day == as_date(day_number(day))
