"""Shares with their intervals, and which cases each is a share of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rightsnlp.intervals import wilson
from rightsnlp.monitoring.statistics.counts import CountTable


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases.

    Attributes
    ----------
    name : str
    k, n : int
        Cases with the property, and cases of which it is known.
    value, low, high : float
        The share, and its Wilson interval; NaN when ``n`` is 0.
    """

    name: str
    k: int
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ShareRule:
    """How a share is taken from a field.

    Attributes
    ----------
    name, field : str
    having : tuple of str
        Values that have the property.
    among : tuple of str
        Values of which it is known; all others are in neither number.
    """

    name: str
    field: str
    having: tuple[str, ...]
    among: tuple[str, ...]


SHARES: tuple[ShareRule, ...] = (
    ShareRule("restored_of_followed_up", "restoration", ("restored",), ("restored", "not_restored")),
    ShareRule("restored_of_all", "restoration", ("restored",), ("restored", "not_restored", "open")),
    ShareRule("no_response", "response", ("no_response",), ("answered", "no_response")),
    ShareRule("no_notice", "notice_given", ("no",), ("yes", "no")),
    ShareRule("no_appeal", "appeal_available", ("no",), ("yes", "no")),
    ShareRule("automated", "automated", ("yes",), ("yes", "no")),
)
"""The shares that a monitor publishes. Only cases with an action of a platform can be restored."""


def share(name: str, k: int, n: int, confidence: float = 0.95) -> Share:
    """Return a share with its Wilson interval.

    Examples
    --------
    >>> share("restored", 3, 12).value
    0.25
    """
    low, high = wilson(k, n, confidence)
    return Share(name, k, n, k / n if n else math.nan, low, high)


def shares_of(table: CountTable, rule: ShareRule, confidence: float = 0.95) -> list[Share]:
    """Return a share for each row of a table, and last for all cases.

    Parameters
    ----------
    table : CountTable
        Its columns are the values of ``rule.field``.
    rule : ShareRule
    confidence : float

    Returns
    -------
    list of Share
        Named by the row's value; the last is named ``all``.
    """
    having, among = _columns(table, rule.having), _columns(table, rule.among)
    shares = [
        share(value, int(cells[having].sum()), int(cells[among].sum()), confidence)
        for value, cells in zip(table.row_values, table.cells, strict=True)
    ]
    totals = table.column_totals
    return [*shares, share("all", int(totals[having].sum()), int(totals[among].sum()), confidence)]


def _columns(table: CountTable, values: Sequence[str]) -> list[int]:
    return [column for column, value in enumerate(table.column_values) if value in values]
