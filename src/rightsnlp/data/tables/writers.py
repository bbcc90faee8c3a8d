"""Tables written row by row: the shape that all writers have, and the formats that are text.

A writer is given its columns once and then rows of Python values; nothing it writes can run in a spreadsheet.
"""

from __future__ import annotations

import csv
import datetime
import json
import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from rightsnlp.data.tables.readers import MISSING
from rightsnlp.data.tables.spreadsheet import escape_formula


class TableWriter(ABC):
    """What every writer offers; used as a context manager it is closed whatever happens.

    Attributes
    ----------
    escaped : int
        Cells that were made inert.
    """

    escaped: int = 0

    @abstractmethod
    def write(self, row: Sequence[Any]) -> None:
        """Add one row."""

    @abstractmethod
    def close(self) -> None:
        """Finish the file."""

    def abandon(self) -> None:
        """Let go of a file that will not be finished: something else failed, and that is what is told."""
        with suppress(Exception):
            self.close()

    def right_to_left(self) -> None:  # noqa: B027  most formats have no direction
        """Lay the table out from right to left where the format can; asked for before it is finished."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.abandon()


class CSVWriter(TableWriter):
    """CSV as RFC 4180, in UTF-8 with a byte order mark, which spreadsheet programs need to show Arabic."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._stream = path.open("w", encoding="utf-8-sig", errors="replace", newline="")
        self._writer = csv.writer(self._stream, lineterminator="\r\n")
        self._writer.writerow([escape_formula(column) for column in columns])

    def write(self, row: Sequence[Any]) -> None:
        """Add one row."""
        self._writer.writerow([self._cell(value) for value in row])

    def _cell(self, value: Any) -> str:
        if isinstance(value, str):
            safe = escape_formula(value)
            self.escaped += safe is not value and safe != value
            return safe
        return as_text(value)

    def close(self) -> None:
        """Finish the file."""
        self._stream.close()


class JSONLinesWriter(TableWriter):
    """One JSON object a line, in UTF-8; what UTF-8 cannot hold is written as a JSON escape."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._stream = path.open("w", encoding="utf-8", newline="\n")

    def write(self, row: Sequence[Any]) -> None:
        """Add one row."""
        record = {
            column: value for column, value in zip(self._columns, row, strict=True) if value is not MISSING
        }
        line = _json(record, ensure_ascii=False)
        try:
            line.encode("utf-8")
        except UnicodeEncodeError:
            line = _json(record, ensure_ascii=True)
        self._stream.write(line + "\n")

    def close(self) -> None:
        """Finish the file."""
        self._stream.close()


def _json(value: Any, *, ensure_ascii: bool) -> str:
    """Return JSON as the standard has it: not-a-number as null, the infinities as words."""
    try:
        return json.dumps(value, ensure_ascii=ensure_ascii, default=as_text, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=ensure_ascii, default=as_text, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(entry) for entry in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def as_text(value: Any) -> str:
    """Return a cell as text: nothing for a missing value, ISO 8601 for dates, JSON for nested values.

    Examples
    --------
    >>> as_text(None), as_text(3.0), as_text([1, 2])
    ('', '3', '[1, 2]')
    """
    if value is None or value is MISSING:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return (
            ""
            if value != value
            else repr(int(value))
            if value.is_integer() and abs(value) < 1e15
            else repr(value)
        )
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat(sep=" ") if isinstance(value, datetime.datetime) else value.isoformat()
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=as_text)
    return str(value)
