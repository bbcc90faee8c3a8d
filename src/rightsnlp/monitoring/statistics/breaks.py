"""Breaks of a series: days on which the way of collecting cases changed. Nothing is compared across one."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.monitoring.statistics.fields import period_span


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """One break.

    Attributes
    ----------
    date : date
        The first day of the new way.
    platform : str
        The platform concerned; empty for all.
    note : dict of str to str
        What changed, by language (``en``, ``ar``).
    """

    date: datetime.date
    platform: str
    note: dict[str, str]

    def concerns(self, field: str, value: str) -> bool:
        """Return whether the series of cases with this value is broken. The series of all cases always is.

        Examples
        --------
        >>> changed = SeriesBreak(datetime.date(2024, 1, 28), "x", {"en": "another source"})
        >>> changed.concerns("platform", "x"), changed.concerns("platform", "tiktok"), changed.concerns("action", "")
        (True, False, True)
        """
        return field != "platform" or self.platform in {"", value}


def read_breaks(path: str | Path) -> tuple[SeriesBreak, ...]:
    """Read breaks from a TOML file with ``[[breaks]]``: date, platform (may be left out), en, ar.

    Raises
    ------
    InputFileError
        When the file is missing or not TOML.
    SchemaError
        When a break has no date or no English note.
    """
    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({type(error).__name__})",
            expected="a TOML file with [[breaks]]",
            remedy="compare with datasets/monitor-sample/breaks.toml",
        ) from None
    found = []
    for number, entry in enumerate(data.get("breaks", []), start=1):
        date, note = entry.get("date"), entry.get("en")
        if (
            not isinstance(date, datetime.date)
            or isinstance(date, datetime.datetime)
            or not isinstance(note, str)
        ):
            raise SchemaError(
                f"{path.name}: break {number} has no date or no note",
                expected='date = 2024-01-28, en = "what changed", and perhaps ar and platform',
                remedy="add what is missing",
            )
        platform = str(entry.get("platform", ""))
        found.append(SeriesBreak(date, platform, {"en": note, "ar": str(entry.get("ar", note))}))
    return tuple(sorted(found, key=lambda entry: entry.date))


def break_between(
    breaks: Iterable[SeriesBreak], earlier: str, later: str, *, field: str = "", value: str = ""
) -> SeriesBreak | None:
    """Return the first break that keeps two periods from being compared, or None.

    A break inside either period counts: that period was collected in two ways.

    Examples
    --------
    >>> changed = SeriesBreak(datetime.date(2024, 4, 1), "", {"en": "another form"})
    >>> break_between([changed], "2024-Q1", "2024-Q2") is changed, break_between([changed], "2024-Q2", "2024-Q3")
    (True, None)
    """
    start, end = period_span(earlier)[0], period_span(later)[1]
    return next(
        (entry for entry in breaks if start < entry.date <= end and entry.concerns(field, value)), None
    )
