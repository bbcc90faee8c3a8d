"""Dates as people write them in a register: ISO, day first or month first, month names, Arabic digits."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rightsnlp.data.schema import fold_name
from rightsnlp.exceptions import SchemaError
from rightsnlp.monitoring.vocabulary import NOTHING, load_vocabulary

DateOrder = Literal["day-first", "month-first"]
"""Which part of 03/04/2025 is the day."""

NO_DAY = np.iinfo(np.int32).min
"""Stands for no date in an array of days."""

UNREADABLE = NO_DAY + 1
"""Stands for a date that cannot be read."""

Days = NDArray[np.int32]

_EPOCH = datetime.date(1970, 1, 1).toordinal()
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm])?(?: ?(?:Z|UTC|[+-]\d{2}:?\d{2}))?)?"
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_PARTS = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}}){_TIME}")
_NAMED = re.compile(rf"(\d{{1,2}}) +([^\W\d_]+(?: [^\W\d_]+)?),? +(\d{{4}}){_TIME}")
_NAMED_FIRST = re.compile(rf"([^\W\d_]+) +(\d{{1,2}}),? +(\d{{4}}){_TIME}")


def parse_days(column: str, values: Sequence[str], order: DateOrder | None = None) -> Days:
    """Return the day of each of the distinct values of one column.

    Whether 03/04/2025 is in March or in April is decided for the whole column: by a value such as 25/04/2025, else by
    ``order``. It is never guessed.

    Parameters
    ----------
    column : str
        For the message.
    values : sequence of str
    order : {"day-first", "month-first"}, optional
        Where the column itself does not tell.

    Returns
    -------
    ndarray of int32
        Days since 1970-01-01; :data:`NO_DAY` for none, :data:`UNREADABLE` for what is no date.

    Raises
    ------
    SchemaError
        When the column is ambiguous and no order is given, or when it holds both orders.

    Examples
    --------
    >>> parse_days("reported_at", ["1970-01-03", "٣ كانون الثاني 1970", "", "1970-02-30"]).tolist() == [
    ...     2, 2, NO_DAY, UNREADABLE
    ... ]
    True
    >>> parse_days("reported_at", ["03/01/1970", "31/01/1970"]).tolist()
    [2, 30]
    """
    plain = [" ".join(value.translate(_DIGITS).split()) for value in values]
    order = _order(column, plain, order)
    return np.array([_day(value, order) for value in plain], dtype=np.int32)


def _order(column: str, values: Sequence[str], given: DateOrder | None) -> DateOrder | None:
    pairs = [(int(found[1]), int(found[2])) for value in values if (found := _PARTS.fullmatch(value))]
    day_first = any(first > 12 >= second for first, second in pairs)
    month_first = any(second > 12 >= first for first, second in pairs)
    if day_first and month_first:
        raise SchemaError(
            f"{column}: some dates have the day first and some the month",
            expected="one order in a column",
            remedy="write the dates as 2025-04-03",
        )
    if day_first or month_first:
        return "day-first" if day_first else "month-first"
    if given is None and any(first != second and max(first, second) <= 12 for first, second in pairs):
        raise SchemaError(
            f"{column}: no date tells whether 03/04/2025 is in April or in March",
            expected="a date such as 25/04/2025 in the column, or dates such as 2025-04-03",
            remedy="pass --dates day-first or --dates month-first",
        )
    return given or "day-first"


def _day(value: str, order: DateOrder | None) -> int:
    if fold_name(value) in NOTHING:
        return NO_DAY
    if found := _ISO.fullmatch(value):
        parts = found[1], found[2], found[3]
    elif found := _PARTS.fullmatch(value):
        parts = (found[3], found[2], found[1]) if order == "day-first" else (found[3], found[1], found[2])
    elif found := _NAMED.fullmatch(value):
        parts = found[3], _months().get(fold_name(found[2]), "0"), found[1]
    elif found := _NAMED_FIRST.fullmatch(value):
        parts = found[3], _months().get(fold_name(found[1]), "0"), found[2]
    else:
        return UNREADABLE
    with suppress(ValueError):
        return datetime.date(*map(int, parts)).toordinal() - _EPOCH
    return UNREADABLE


@lru_cache(maxsize=1)
def _months() -> dict[str, str]:
    return {fold_name(name): month for month, names in load_vocabulary()["months"].items() for name in names}


def day_number(date: datetime.date) -> int:
    """Return the days since 1970-01-01.

    Examples
    --------
    >>> day_number(datetime.date(1970, 1, 3))
    2
    """
    return date.toordinal() - _EPOCH


def as_date(day: int) -> datetime.date:
    """Return the date of a day number.

    Examples
    --------
    >>> as_date(2).isoformat()
    '1970-01-03'
    """
    return datetime.date.fromordinal(int(day) + _EPOCH)
