"""The history of a case: the events it went through, their dates, and which orders cannot be."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightsnlp.monitoring.dates import NO_DAY, Days

EVENTS: dict[str, str] = {
    "published_at": "published",
    "action_at": "acted_on",
    "reported_at": "documented",
    "escalated_at": "escalated",
    "answered_at": "answered",
    "appealed_at": "appealed",
    "resolved_at": "resolved",
    "reopened_at": "reopened",
}
"""Date fields, and the event that each dates."""

ORDERS: tuple[tuple[str, str], ...] = (
    ("published_at", "action_at"),
    ("published_at", "reported_at"),
    ("action_at", "appealed_at"),
    ("reported_at", "escalated_at"),
    ("reported_at", "resolved_at"),
    ("escalated_at", "answered_at"),
    ("escalated_at", "resolved_at"),
    ("appealed_at", "resolved_at"),
    ("reported_at", "reopened_at"),
)
"""Earlier and later field. A user may appeal before the monitor hears of the case, so that order is free."""


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a case."""

    name: str
    date: datetime.date


def wrong_orders(days: Mapping[str, Days]) -> Iterator[tuple[str, str, NDArray[np.int64]]]:
    """Yield the fields whose order is wrong, and the positions of the cases in which it is.

    A date that is not given breaks no order. Two steps on one day are in order.

    Parameters
    ----------
    days : mapping of str to ndarray of int32, shape (n,)
        Day numbers by field.

    Yields
    ------
    tuple
        The earlier field, the later field, positions.

    Examples
    --------
    >>> days = {"reported_at": np.array([5, 5]), "escalated_at": np.array([4, 5])}
    >>> [(a, b, at.tolist()) for a, b, at in wrong_orders(days)]
    [('reported_at', 'escalated_at', [0])]
    """
    for first, second in ORDERS:
        if first in days and second in days:
            earlier, later = days[first], days[second]
            wrong = (earlier > NO_DAY + 1) & (later > NO_DAY + 1) & (later < earlier)
            if wrong.any():
                yield first, second, np.flatnonzero(wrong)


def case_history(case: Mapping[str, object]) -> list[Event]:
    """Return the events of one case in order of their dates; those of one day in the order of the steps.

    Parameters
    ----------
    case : mapping of str to object
        A row of :attr:`rightsnlp.monitoring.CaseTable.frame`.

    Examples
    --------
    >>> [event.name for event in case_history({"reported_at": datetime.datetime(2025, 1, 2), "escalated_at": None})]
    ['documented']
    """
    events = []
    for field, name in EVENTS.items():
        value = case.get(field)
        if isinstance(value, datetime.datetime) and value == value:
            events.append(Event(name, value.date()))
    return sorted(events, key=lambda event: event.date)
