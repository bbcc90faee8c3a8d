"""Tables written row by row: CSV, Excel, JSON Lines, Parquet. One class a format, one shape for all.

A writer is given its columns once and then rows of Python values; nothing it writes can run in a spreadsheet.
"""

from __future__ import annotations

import csv
import datetime
import json
from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Self

from rightsnlp.data.tables.readers import MISSING
from rightsnlp.data.tables.spreadsheet import escape_formula
from rightsnlp.exceptions import OutputFileError

_EXCEL_ROWS = 1_048_575
_EXCEL_CHARACTERS = 32_767
_PARQUET_BATCH = 10_000


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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


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


class ExcelWriter(TableWriter):
    """An .xlsx workbook, right to left when the text is; every string is stored as a string, never a formula."""

    def __init__(self, path: Path, columns: Sequence[str], *, right_to_left: bool = False) -> None:
        import xlsxwriter

        self._name = path.name
        self._workbook = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "nan_inf_to_errors": False,
                "default_date_format": "yyyy-mm-dd hh:mm:ss",
                "tmpdir": str(path.parent),
            },
        )
        # The date inside the file would make every run's bytes differ.
        self._workbook.set_properties({"created": datetime.datetime(2000, 1, 1)})
        self._sheet = self._workbook.add_worksheet("cases")
        if right_to_left:
            self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)
        self._date = self._workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._datetime = self._workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._count = 0
        header = self._workbook.add_format({"bold": True})
        for index, column in enumerate(columns):
            self._sheet.write_string(0, index, column, header)
        for index, column in enumerate(columns):
            if column in {"text", "report", "evidence", "warnings"}:
                self._sheet.set_column(index, index, 48)

    def write(self, row: Sequence[Any]) -> None:
        """Add one row."""
        self._count += 1
        if self._count > _EXCEL_ROWS:
            raise OutputFileError(
                f"an Excel sheet holds {_EXCEL_ROWS:,} rows and this table has more",
                expected="a smaller table",
                remedy="pass --format csv, jsonl or parquet",
            )
        for index, value in enumerate(row):
            self._cell(index, value)

    def _cell(self, index: int, value: Any) -> None:
        sheet, number = self._sheet, self._count
        if value is None or value is MISSING or value == "":
            return
        if isinstance(value, bool):
            sheet.write_boolean(number, index, value)
        elif isinstance(value, int | float) and value == value and abs(value) < 1e15:
            sheet.write_number(number, index, value)
        elif isinstance(value, datetime.datetime):
            sheet.write_datetime(number, index, value.replace(tzinfo=None), self._datetime)
        elif isinstance(value, datetime.date):
            sheet.write_datetime(number, index, value, self._date)
        else:
            text = as_text(value)
            if len(text) > _EXCEL_CHARACTERS:
                raise OutputFileError(
                    f"row {number}: a cell has {len(text):,} characters and Excel holds {_EXCEL_CHARACTERS:,}",
                    expected="shorter cells",
                    remedy="pass --format csv, jsonl or parquet",
                )
            sheet.write_string(number, index, text.encode("utf-8", "replace").decode("utf-8"))

    def close(self) -> None:
        """Finish the file."""
        self._workbook.close()


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
        line = json.dumps(record, ensure_ascii=False, default=as_text)
        try:
            line.encode("utf-8")
        except UnicodeEncodeError:
            line = json.dumps(record, ensure_ascii=True, default=as_text)
        self._stream.write(line + "\n")

    def close(self) -> None:
        """Finish the file."""
        self._stream.close()


class ParquetWriter(TableWriter):
    """A Parquet file; columns that came from Parquet keep their types, the others find theirs."""

    def __init__(
        self,
        path: Path,
        columns: Sequence[str],
        *,
        types: dict[str, Any] | None = None,
        numeric: Collection[str] = (),
    ) -> None:
        self._path = path
        self._columns = tuple(columns)
        import pyarrow as pa

        self._types = {**(types or {}), **dict.fromkeys(numeric, pa.float64())}
        self._rows: list[list[Any]] = []
        self._writer: Any = None

    def write(self, row: Sequence[Any]) -> None:
        """Add one row."""
        self._rows.append([None if value is MISSING else value for value in row])
        if len(self._rows) >= _PARQUET_BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(self._columns)
        arrays = []
        for name, values in zip(self._columns, columns, strict=True):
            kind = self._types.get(name) or _arrow_type(values)
            self._types[name] = kind
            cells: Sequence[Any] = values
            if kind == pa.string():
                cells = [None if value is None else _encodable(as_text(value)) for value in values]
            arrays.append(pa.array(cells, type=kind))
        table = pa.table(arrays, schema=pa.schema([(n, self._types[n]) for n in self._columns]))
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd")
        self._writer.write_table(table)
        self._rows = []

    def close(self) -> None:
        """Finish the file."""
        if self._rows or self._writer is None:
            self._flush()
        self._writer.close()


def _arrow_type(values: Sequence[Any]) -> Any:
    """Choose float for numbers of one kind and text for all else, so that no later batch can contradict it."""
    import pyarrow as pa

    known = [value for value in values if value is not None]
    if known and all(isinstance(value, float) for value in known):
        return pa.float64()
    return pa.string()


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


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
