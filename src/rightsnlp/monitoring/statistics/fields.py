"""The fields that cases are counted by: as stated, by period, and what became of a case.

Each field parts the cases: every case has one value in it, "not stated" being a value too. So totals can equal parts.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.monitoring.cases import CaseTable, codes_of, days_of
from rightsnlp.monitoring.dates import NO_DAY, as_date
from rightsnlp.monitoring.vocabulary import CLOSED, OPEN
from rightsnlp.records import NO_ACTION

NOT_STATED = "not_stated"
OTHER = "other_values"
"""Stands for the values beyond the most frequent ones."""

PeriodKind = Literal["month", "quarter", "year"]
PERIODS: tuple[PeriodKind, ...] = ("month", "quarter", "year")

RESTORATION = ("restored", "not_restored", "open", "no_action")
"""``open`` is pending or unknown; ``no_action`` is a case in which no action of a platform is stated."""

RESPONSE = ("answered", "no_response", "open", "not_escalated")
"""``answered`` has a date of an answer, or an outcome that only an answer brings."""

DERIVED = ("period", "restoration", "response")


@dataclass(frozen=True)
class Field:
    """One field of all cases.

    Attributes
    ----------
    name : str
    values : tuple of str
        Every value the field can have in these cases.
    codes : ndarray of int64, shape (n,)
        Position of each case's value.
    """

    name: str
    values: tuple[str, ...]
    codes: NDArray[np.int64]

    def mask(self, value: str) -> NDArray[np.bool_]:
        """Return which cases have a value."""
        return (
            self.codes == self.values.index(value)
            if value in self.values
            else np.zeros(len(self.codes), bool)
        )


def field_of(cases: CaseTable, name: str, *, period: PeriodKind = "quarter", at_most: int = 12) -> Field:
    """Return a field of the cases.

    Parameters
    ----------
    cases : CaseTable
    name : str
        A field with values, or ``period`` (of the day on which the case was documented), ``restoration``,
        ``response``.
    period : {"month", "quarter", "year"}
    at_most : int
        Values of a field without a fixed list that stand by themselves, the most frequent ones; the rest is
        :data:`OTHER`.

    Raises
    ------
    InvalidArgumentError
        When there is no such field or period.
    """
    if name == "period":
        return period_field(cases, period)
    if name == "restoration":
        return _restoration(cases)
    if name == "response":
        return _response(cases)
    if name not in CLOSED and name not in OPEN:
        raise InvalidArgumentError(
            f"field: got {name!r}",
            expected=f"one of {', '.join((*CLOSED, *OPEN, *DERIVED))}",
            remedy="choose one",
        )
    codes, values = codes_of(cases, name)
    if name in OPEN:
        codes, values = _most_frequent(codes, values, at_most)
    return _with_not_stated(name, codes, values)


def _most_frequent(
    codes: NDArray[np.int64], values: Sequence[str], at_most: int
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    counts = np.bincount(codes[codes >= 0], minlength=len(values))
    order = sorted(map(int, np.flatnonzero(counts)), key=lambda code: (-counts[code], values[code]))
    kept = order[:at_most]
    place = np.full(len(values) + 1, len(kept), np.int64)
    place[kept] = np.arange(len(kept))
    place[-1] = -1
    names = tuple(values[code] for code in kept)
    return place[codes], names if len(order) <= at_most else (*names, OTHER)


def _with_not_stated(name: str, codes: NDArray[np.int64], values: Sequence[str]) -> Field:
    """Drop values that no case has, and make "not stated" the last value where a case has none."""
    used = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(values)))
    place = np.full(len(values) + 1, len(used), np.int64)
    place[used] = np.arange(len(used))
    names = tuple(values[int(code)] for code in used)
    return Field(name, (*names, NOT_STATED) if (codes < 0).any() else names, place[codes])


def period_field(cases: CaseTable, kind: PeriodKind) -> Field:
    """Return the period in which each case was documented; all periods between the first and the last are values.

    The day is that of ``reported_at``.
    """
    if kind not in PERIODS:
        raise InvalidArgumentError(
            f"period: got {kind!r}", expected="month, quarter or year", remedy="pass 'quarter'"
        )
    days = days_of(cases, "reported_at")
    given = days > NO_DAY
    months = np.full(len(days), -1, np.int64)
    months[given] = days[given].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    step = {"month": 1, "quarter": 3, "year": 12}[kind]
    numbers = np.where(given, months // step, -1)
    if not given.any():
        return Field("period", (NOT_STATED,), np.zeros(len(days), np.int64))
    first, last = int(numbers[given].min()), int(numbers[given].max())
    names = tuple(_period_name(number * step, kind) for number in range(first, last + 1))
    codes = np.where(given, numbers - first, len(names))
    return Field("period", names if given.all() else (*names, NOT_STATED), codes)


def _period_name(months: int, kind: PeriodKind) -> str:
    year, month = 1970 + months // 12, months % 12 + 1
    return {"month": f"{year}-{month:02}", "quarter": f"{year}-Q{(month + 2) // 3}", "year": f"{year}"}[kind]


def period_span(name: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of a period.

    Examples
    --------
    >>> [day.isoformat() for day in period_span("2024-Q1")]
    ['2024-01-01', '2024-03-31']
    """
    year, part = int(name[:4]), name[5:]
    first, length = (1, 12) if not part else (3 * int(part[1]) - 2, 3) if part[0] == "Q" else (int(part), 1)
    start = np.datetime64(f"{year}-{first:02}")
    return as_date(start.astype("datetime64[D]").astype(int)), as_date(
        (start + length).astype("datetime64[D]").astype(int) - 1
    )


def _restoration(cases: CaseTable) -> Field:
    action, outcome = field_of(cases, "action"), field_of(cases, "outcome")
    acted = np.ones(len(cases), bool)
    for value in (*(NO_ACTION - {""}), NOT_STATED):
        acted &= ~action.mask(value)
    ended = outcome.mask("upheld") | outcome.mask("no_response") | outcome.mask("deleted_on_request")
    codes = np.select([~acted, outcome.mask("restored"), ended], [3, 0, 1], default=2)
    return _with_not_stated("restoration", codes, RESTORATION)


def _response(cases: CaseTable) -> Field:
    outcome = field_of(cases, "outcome")
    escalated = days_of(cases, "escalated_at") > NO_DAY
    answered = (days_of(cases, "answered_at") > NO_DAY) | outcome.mask("upheld")
    codes = np.select([~escalated, answered, outcome.mask("no_response")], [3, 0, 1], default=2)
    return _with_not_stated("response", codes, RESPONSE)
