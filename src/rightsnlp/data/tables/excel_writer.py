"""Tables written to Excel workbooks, within what Excel can hold."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rightsnlp.data.tables.readers import MISSING, BadRow, TableReader
from rightsnlp.data.tables.writers import TableWriter, as_text
from rightsnlp.exceptions import OutputFileError

# Source: Microsoft, "Excel specifications and limits".
_EXCEL_ROWS = 1_048_575  # under the header
_EXCEL_COLUMNS = 16_384
_EXCEL_CHARACTERS = 32_767
_OTHER_FORMAT = "pass --format csv, jsonl or parquet"


class ExcelWriter(TableWriter):
    """An .xlsx workbook, right to left when the text is; every string is stored as a string, never a formula."""

    def __init__(self, path: Path, columns: Sequence[str], *, right_to_left: bool = False) -> None:
        import xlsxwriter

        _refuse_columns(len(columns))
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
            self._text(0, index, column, header)
        for index, column in enumerate(columns):
            if column in {"text", "report", "evidence", "warnings"}:
                self._sheet.set_column(index, index, 48)

    def write(self, row: Sequence[Any]) -> None:
        """Add one row."""
        self._count += 1
        if self._count > _EXCEL_ROWS:
            raise _too_many_rows()
        for index, value in enumerate(row):
            self._cell(index, value)

    def _cell(self, index: int, value: Any) -> None:
        sheet, number = self._sheet, self._count
        if value is None or value is MISSING or value == "":
            return
        if isinstance(value, bool):
            refused = sheet.write_boolean(number, index, value)
        elif isinstance(value, int | float) and value == value and abs(value) < 1e15:
            refused = sheet.write_number(number, index, value)
        elif isinstance(value, datetime.datetime) and value.year >= 1900:  # the first year Excel knows
            refused = sheet.write_datetime(number, index, value.replace(tzinfo=None), self._datetime)
        elif isinstance(value, datetime.date) and value.year >= 1900:
            refused = sheet.write_datetime(number, index, value, self._date)
        else:
            refused = self._text(number, index, as_text(value))
        if refused:
            raise OutputFileError(
                f"row {number}, column {index + 1}: Excel cannot hold this cell",
                expected="cells that Excel can hold",
                remedy=_OTHER_FORMAT,
            )

    def _text(self, number: int, index: int, text: str, *form: Any) -> int:
        _refuse_length(number, index, text)
        return int(
            self._sheet.write_string(number, index, text.encode("utf-8", "replace").decode("utf-8"), *form)
        )

    def right_to_left(self) -> None:
        """Let the sheet begin at the right."""
        self._sheet.right_to_left()

    def close(self) -> None:
        """Finish the file."""
        from xlsxwriter.exceptions import FileCreateError

        try:
            self._workbook.close()
        except FileCreateError as error:  # it holds what the system said
            raise error.args[0] if isinstance(error.args[0], OSError) else error from None

    def abandon(self) -> None:
        """Let go of the parts; they lie beside the file, in the folder that its caller removes."""
        with suppress(Exception):
            self._sheet.row_data_fh.close()


def check_capacity(kind: str, reader: TableReader, n_added: int) -> None:
    """Refuse, before any work, a table that its output format cannot hold: Excel has limits, the others have none.

    Parameters
    ----------
    kind : str
        Format of the output.
    reader : TableReader
        Read once as a whole when the output is Excel.
    n_added : int
        Columns that come on top.

    Raises
    ------
    OutputFileError
    """
    if kind != "xlsx":
        return
    _refuse_columns(len(reader.columns) + n_added)
    for number, row in enumerate(reader.rows(), start=1):
        if number > _EXCEL_ROWS:
            raise _too_many_rows()
        for index, value in enumerate(row.cells if isinstance(row, BadRow) else row):
            if isinstance(value, str | list | dict):
                _refuse_length(number, index, as_text(value))


def _refuse_columns(n: int) -> None:
    if n > _EXCEL_COLUMNS:
        raise OutputFileError(
            f"an Excel sheet holds {_EXCEL_COLUMNS:,} columns and this table would have {n:,}",
            expected="a narrower table",
            remedy=_OTHER_FORMAT,
        )


def _too_many_rows() -> OutputFileError:
    return OutputFileError(
        f"an Excel sheet holds {_EXCEL_ROWS:,} rows under its header and this table has more",
        expected="a smaller table",
        remedy=_OTHER_FORMAT,
    )


def _refuse_length(number: int, index: int, text: str) -> None:
    """Excel counts in UTF-16: a character outside the basic plane, such as most emoji, is two."""
    if len(text) * 2 <= _EXCEL_CHARACTERS:
        return
    length = len(text) + sum(character > "\uffff" for character in text)
    if length > _EXCEL_CHARACTERS:
        raise OutputFileError(
            f"row {number}, column {index + 1}: the cell has {length:,} characters and Excel holds "
            f"{_EXCEL_CHARACTERS:,}",
            expected="shorter cells",
            remedy=_OTHER_FORMAT,
        )
