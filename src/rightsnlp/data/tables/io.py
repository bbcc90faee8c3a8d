"""Open a table in any of the formats a monitor has, and write one; see :mod:`readers` and :mod:`writers`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rightsnlp.data.tables.excel_writer import ExcelWriter
from rightsnlp.data.tables.guarded import GuardedReader
from rightsnlp.data.tables.parquet_writer import ParquetWriter
from rightsnlp.data.tables.readers import (
    MISSING,
    BadRow,
    CSVReader,
    JSONLinesReader,
    TableReader,
)
from rightsnlp.data.tables.writers import CSVWriter, JSONLinesWriter, TableWriter, as_text
from rightsnlp.exceptions import InputFileError, InvalidArgumentError
from rightsnlp.provenance import atomic_path

if TYPE_CHECKING:
    import pandas as pd

FORMATS = ("csv", "xlsx", "jsonl", "parquet")
_EXTENSIONS = {
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx", ".ods": "xlsx",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl",
    ".parquet": "parquet", ".pq": "parquet",
}  # fmt: skip


def table_format(path: str | Path) -> str:
    """Return the format that a file's extension names.

    Raises
    ------
    InvalidArgumentError
        When the extension names none.

    Examples
    --------
    >>> table_format("cases.tsv"), table_format("cases.XLSX")
    ('csv', 'xlsx')
    """
    suffix = Path(path).suffix.lower()
    if suffix not in _EXTENSIONS:
        raise InvalidArgumentError(
            f"{Path(path).name}: the extension {suffix or '(none)'!r} names no table format",
            expected=f"one of {' '.join(_EXTENSIONS)}",
            remedy="rename the file, or pass --format",
        )
    return _EXTENSIONS[suffix]


def is_table(path: Path) -> bool:
    """Return whether a file's extension names a table format.

    Examples
    --------
    >>> is_table(Path("cases.csv")), is_table(Path("notes.doc"))
    (True, False)
    """
    return path.suffix.lower() in _EXTENSIONS


def open_table(path: str | Path, *, encoding: str | None = None, format: str | None = None) -> TableReader:  # noqa: A002
    """Open a table for reading row by row.

    Parameters
    ----------
    path : str or Path
        A CSV, Excel, JSON Lines or Parquet file.
    encoding : str, optional
        Encoding of a text format. Default: found from the bytes (UTF-8, UTF-16, Windows-1256).
    format : {"csv", "xlsx", "jsonl", "parquet"}, optional
        Default: by the extension.

    Raises
    ------
    InputFileError
        When the file is missing, empty, or not in the form it claims.
    """
    path = Path(path)
    if not path.exists():
        raise InputFileError(
            f"{path.name}: there is no such file", expected="a file", remedy="check the name and the folder"
        )
    if path.is_dir():
        raise InputFileError(f"{path.name}: is a folder", expected="a file", remedy="name the file inside it")
    try:
        if path.stat().st_size == 0:
            raise InputFileError(
                f"{path.name}: is empty", expected="a table with a header", remedy="export the file again"
            )
        match format or table_format(path):
            case "csv":
                return CSVReader(path, encoding)
            case "jsonl":
                return JSONLinesReader(path, encoding)
            case other:
                return GuardedReader(path, other)
    except OSError as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({error.strerror})",
            expected="a file you may read",
            remedy="check its permissions",
        ) from None


def open_writer(
    path: Path,
    columns: Sequence[str],
    format: str,  # noqa: A002
    *,
    right_to_left: bool = False,
    types: dict[str, Any] | None = None,
    numeric: Collection[str] = (),
) -> TableWriter:
    """Open a table for writing row by row; ``path`` is written in place, so pass a temporary one.

    ``types`` (Arrow types by column) and ``numeric`` (columns of numbers) are for Parquet, which must know the
    types before it has seen all rows.
    """
    match format:
        case "csv":
            return CSVWriter(path, columns)
        case "jsonl":
            return JSONLinesWriter(path, columns)
        case "parquet":
            return ParquetWriter(path, columns, types=types, numeric=numeric)
        case _:
            return ExcelWriter(path, columns, right_to_left=right_to_left)


def read_table(path: str | Path, *, encoding: str | None = None) -> pd.DataFrame:
    """Read a whole table as a frame of objects, every cell as its format types it.

    Rows whose form is broken (wrong number of cells, not JSON) raise; ``open_table`` gives them one by one.

    Raises
    ------
    InputFileError
        As :func:`open_table`, or when a row is broken.
    """
    import pandas as pd

    reader = open_table(path, encoding=encoding)
    rows: list[list[Any]] = []
    for number, row in enumerate(reader.rows(), start=1):
        if isinstance(row, BadRow):
            raise InputFileError(
                f"{reader.name}: row {number} breaks the rule {row.rule}",
                expected=f"{len(reader.columns)} cells a row",
                remedy="run: rightsnlp validate on the file, and correct the rows it lists",
            )
        rows.append([None if cell is MISSING else cell for cell in row])
    return pd.DataFrame(rows, columns=list(reader.columns), dtype=object)


def write_table(frame: pd.DataFrame, path: str | Path, *, force: bool = False) -> None:
    """Write a frame in the format of the extension, atomically and with inert cells.

    Raises
    ------
    OutputFileError
        When the file exists and ``force`` is false, or cannot be written.
    """
    path = Path(path)
    kind = table_format(path)
    columns = [str(column) for column in frame.columns]
    with atomic_path(path, force=force) as temporary, open_writer(temporary, columns, kind) as writer:
        for row in frame.itertuples(index=False, name=None):
            writer.write(row)


__all__ = [
    "FORMATS",
    "BadRow",
    "as_text",
    "open_table",
    "open_writer",
    "read_table",
    "table_format",
    "write_table",
]
