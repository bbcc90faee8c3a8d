"""Tables read row by row: CSV, Excel, JSON Lines, Parquet. One class a format, one shape for all.

A reader has ``columns`` and ``rows()``; a row is a list of cells as the format types them (CSV: str). A row
that cannot be read comes as :class:`BadRow` in its place, so that row numbers hold.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

from rightsnlp.data.tables.encodings import detect_encoding
from rightsnlp.exceptions import InputFileError

# Fields longer than the csv module's 131,072 characters are for the schema to judge, not for the reader.
_CSV_FIELD_LIMIT = min(sys.maxsize, 2**31 - 1)
_DELIMITERS = ",;\t|"
# A file that is one JSON value is held whole; above this it is read line by line, as JSON Lines.
_MAX_WHOLE = 2**29


class Missing:
    """The cell of a JSON Lines row that lacks the key; not the same as null."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row whose form is broken: the rule it breaks, its cells as far as they could be read, a line as it stood."""

    rule: str
    cells: list[Any]
    line: str = ""


def open_text(path: Path, encoding: str) -> TextIO:
    """Open a text file with its line ends as they are.

    Raises
    ------
    InputFileError
        When Python knows no encoding of that name.
    """
    try:
        return path.open(encoding=encoding, newline="")
    except LookupError:
        raise InputFileError(
            f"encoding: got {encoding!r}",
            expected="the name of an encoding that Python knows",
            remedy="pass --encoding utf-8, utf-16, cp1256 or cp1255",
        ) from None


def unreadable(name: str, encoding: str, error: Exception) -> InputFileError:
    """Return the error for a file whose bytes contradict its encoding or its form."""
    return InputFileError(
        f"{name}: cannot be read as {encoding} ({type(error).__name__})",
        expected=f"text in {encoding} throughout",
        remedy="export the file again as UTF-8, or pass --encoding",
    )


class TableReader(Protocol):
    """What every reader offers."""

    name: str
    format: str
    columns: tuple[str, ...]

    def rows(self) -> Iterator[list[Any] | BadRow]:
        """Yield the rows in order, from the first one, each time it is called."""


class CSVReader:
    """Comma, semicolon, tab or bar separated text, with a header.

    Attributes
    ----------
    encoding, delimiter : str
        As found, or as given.
    """

    format = "csv"

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self.name = path.name
        self.encoding = encoding or detect_encoding(path)
        with open_text(path, self.encoding) as stream:
            try:
                first = stream.readline()
            except UnicodeError as error:
                raise unreadable(self.name, self.encoding, error) from None
        if not first.strip():
            raise InputFileError(
                f"{self.name}: has no header line",
                expected="a first line with column names",
                remedy="check that the export was complete",
            )
        self.delimiter = _sniff_delimiter(first)
        header = next(self._records(), None)
        self.columns = check_header(self.name, [cell.strip() for cell in header or []])

    def _records(self) -> Iterator[list[str]]:
        previous = csv.field_size_limit(_CSV_FIELD_LIMIT)
        try:
            with open_text(self.path, self.encoding) as stream:
                for record in csv.reader(stream, delimiter=self.delimiter):
                    if record:
                        yield record
        except (UnicodeError, csv.Error) as error:
            raise unreadable(self.name, self.encoding, error) from None
        finally:
            csv.field_size_limit(previous)

    def rows(self) -> Iterator[list[Any] | BadRow]:
        """Yield the records under the header; blank lines are no records."""
        records = self._records()
        next(records, None)
        width = len(self.columns)
        for record in records:
            if len(record) == width:
                yield list(record)
            elif len(record) < width:
                yield BadRow("too_few_cells", [*record, *[""] * (width - len(record))])
            elif not any(record[width:]):
                yield list(record[:width])
            else:
                # Nothing is lost: what is left over stays in the last cell, joined as it was.
                yield BadRow(
                    "too_many_cells", [*record[: width - 1], self.delimiter.join(record[width - 1 :])]
                )


def _sniff_delimiter(line: str) -> str:
    outside = re.sub(r'"[^"]*"', "", line)
    return max(_DELIMITERS, key=lambda mark: (outside.count(mark), -_DELIMITERS.index(mark)))


class ExcelReader:
    """The first sheet of an Excel or OpenDocument workbook; formulas count as their stored values."""

    format = "xlsx"

    def __init__(self, path: Path) -> None:
        import python_calamine

        self.name = path.name
        try:
            workbook = python_calamine.CalamineWorkbook.from_path(str(path))
            sheet = workbook.get_sheet_by_index(0)
            table: list[list[Any]] = sheet.to_python(skip_empty_area=True)
        except Exception as error:  # the package raises its own classes and, on broken files, a panic
            raise InputFileError(
                f"{self.name}: cannot be read as an Excel workbook ({type(error).__name__})",
                expected="an .xlsx file with one sheet of rows and no password",
                remedy="open it in a spreadsheet program and save it again as .xlsx",
            ) from None
        if not table:
            raise InputFileError(
                f"{self.name}: its first sheet is empty",
                expected="a first row with column names",
                remedy="move the table to the first sheet",
            )
        self.sheet = sheet.name
        self.columns = check_header(self.name, [str(cell).strip() for cell in table[0]])
        self._table = table[1:]

    def rows(self) -> Iterator[list[Any] | BadRow]:
        """Yield the rows under the header, with numbers and dates as Excel stores them."""
        yield from (list(row) for row in self._table)


class JSONLinesReader:
    """One JSON object on each line, or one array of them, or one object of columns; all keys are columns."""

    format = "jsonl"

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self.path = path
        self.name = path.name
        self.encoding = encoding or detect_encoding(path)
        self._whole = _whole_file(path, self.encoding)
        keys: dict[str, None] = {}
        for record, _ in self._objects():
            if isinstance(record, dict):
                keys.update(dict.fromkeys(record))
        if not keys:
            raise InputFileError(
                f"{self.name}: holds no JSON object",
                expected="one JSON object a line",
                remedy="write each case as {...} on a line of its own",
            )
        self.columns = tuple(keys)

    def _objects(self) -> Iterator[tuple[Any, str]]:
        """Yield what each line says, or the rule that the line breaks as a ``_Broken``, and the line."""
        if self._whole is not None:
            for record in self._whole:
                if isinstance(record, dict):
                    yield record, ""
                else:
                    yield record, record.text if isinstance(record, _Broken) else json.dumps(record)
            return
        with open_text(self.path, self.encoding) as stream:
            try:
                lines = (line for line in stream if line.strip())
                for line in lines:
                    try:
                        yield json.loads(line, object_pairs_hook=_unique), line
                    except _RepeatedKeyError:
                        yield _Broken("repeated_key"), line
                    except (ValueError, RecursionError):
                        yield _Broken("not_json"), line
            except UnicodeError as error:
                raise unreadable(self.name, self.encoding, error) from None

    def rows(self) -> Iterator[list[Any] | BadRow]:
        """Yield the objects' values; a key that an object lacks is :data:`MISSING`."""
        for record, line in self._objects():
            if isinstance(record, dict):
                yield [record.get(column, MISSING) for column in self.columns]
            else:
                rule = record.rule if isinstance(record, _Broken) else "not_an_object"
                yield BadRow(rule, [MISSING] * len(self.columns), line.rstrip("\r\n"))


@dataclass(frozen=True, slots=True)
class _Broken:
    rule: str
    text: str = ""


class _RepeatedKeyError(Exception):
    pass


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedKeyError
    return found


def _marked(pairs: list[tuple[str, Any]]) -> Any:
    """Return an object, or that a key repeats in it or in what it holds, with all that it says."""
    found = dict(pairs)
    if len(found) == len(pairs) and not any(isinstance(value, _Broken) for value in found.values()):
        return found
    said = [[key, value.text if isinstance(value, _Broken) else value] for key, value in pairs]
    return _Broken("repeated_key", json.dumps(said, ensure_ascii=False))


def _whole_file(path: Path, encoding: str) -> list[Any] | None:
    """Return the records of a file that is one JSON value: an array of objects, or columns as pandas writes them.

    None for JSON Lines: then each line is a value of its own.
    """
    if path.stat().st_size > _MAX_WHOLE:
        return None
    try:
        with open_text(path, encoding) as stream:
            first = next((line for line in stream if line.strip()), "").strip()
            if first[:1] == "{" and _is_json(first) and any(line.strip() for line in stream):
                return None
            stream.seek(0)
            value = json.loads(stream.read(), object_pairs_hook=_marked) if first[:1] in {"[", "{"} else None
    except (ValueError, RecursionError):
        return None
    if isinstance(value, list):
        return value if any(isinstance(record, dict) for record in value) else None
    if (
        isinstance(value, dict)
        and len(value) > 1
        and all(isinstance(cells, dict) for cells in value.values())
    ):
        index = dict.fromkeys(key for cells in value.values() for key in cells)
        return [{column: cells[key] for column, cells in value.items() if key in cells} for key in index]
    return None if not isinstance(value, dict) else [value]


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


class ParquetReader:
    """A Parquet file, read in batches; types come back as they were."""

    format = "parquet"

    def __init__(self, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self.name = path.name
        try:
            self._file = pq.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise InputFileError(
                f"{self.name}: cannot be read as Parquet ({type(error).__name__})",
                expected="a complete Parquet file",
                remedy="write the file again",
            ) from None
        self.schema = self._file.schema_arrow
        self.columns = check_header(self.name, list(self.schema.names))

    def rows(self) -> Iterator[list[Any] | BadRow]:
        """Yield the rows as Python values."""
        for batch in self._file.iter_batches(batch_size=256):
            columns = [column.to_pylist() for column in batch.columns]
            yield from (list(row) for row in zip(*columns, strict=True))


def check_header(name: str, columns: list[str]) -> tuple[str, ...]:
    """Refuse a header with two columns of one name; the message gives positions, never content.

    Raises
    ------
    InputFileError
        When two columns have the same name.
    """
    seen: dict[str, int] = {}
    for position, column in enumerate(columns, start=1):
        if column and column in seen:
            raise InputFileError(
                f"{name}: columns {seen[column]} and {position} have the same header",
                expected="a header of its own for each column",
                remedy="rename one of the two",
            )
        seen[column] = position
    return tuple(columns)
