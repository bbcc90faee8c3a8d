"""Tables written to Parquet, which must know a column's type before it has seen all rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from rightsnlp.data.tables.readers import MISSING
from rightsnlp.data.tables.writers import TableWriter, as_text
from rightsnlp.exceptions import OutputFileError

_BATCH = 10_000


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
        self._found: set[str] = set()  # columns whose type was taken from their first rows
        self._writer: Any = None

    def write(self, row: Sequence[Any]) -> None:
        """Add one row."""
        self._rows.append([None if value is MISSING else value for value in row])
        if len(self._rows) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = zip(*self._rows, strict=True) if self._rows else [()] * len(self._columns)
        arrays = []
        for name, values in zip(self._columns, columns, strict=True):
            known = self._types.get(name)
            kind = known or _arrow_type(values)
            if known == pa.float64() and name in self._found and not _holds_numbers(values):
                kind = pa.string()
                self._rewrite(name)
            if known is None:
                self._found.add(name)
            self._types[name] = kind
            cells: Sequence[Any] = values
            if kind == pa.string():
                cells = [None if value is None else _encodable(as_text(value)) for value in values]
            arrays.append(_array(cells, kind, name, self._columns))
        schema = self._schema()
        table = pa.table(arrays, schema=schema)
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, schema, compression="zstd")
        self._writer.write_table(table)
        self._rows = []

    def _schema(self) -> Any:
        import pyarrow as pa

        return pa.schema([(_encodable(name), self._types[name]) for name in self._columns])

    def _rewrite(self, name: str) -> None:
        """Turn the numbers of a column that were written so far into text: a later row holds text."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if self._writer is None:
            return
        self._writer.close()
        before = self._path.with_name(f"{self._path.name}.numbers")
        self._path.replace(before)
        place = self._columns.index(name)
        self._types[name] = pa.string()
        with pq.ParquetFile(before) as old:
            self._writer = pq.ParquetWriter(self._path, self._schema(), compression="zstd")
            for group in range(old.num_row_groups):
                table = old.read_row_group(group)
                texts = [None if v is None else as_text(v) for v in table.column(place).to_pylist()]
                arrays = [*table.columns]
                arrays[place] = pa.chunked_array([pa.array(texts, type=pa.string())])
                self._writer.write_table(pa.table(arrays, schema=self._schema()))
        before.unlink()

    def close(self) -> None:
        """Finish the file."""
        if self._rows or self._writer is None:
            self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Let go of a file that will not be finished."""
        with suppress(Exception):
            if self._writer is not None:
                self._writer.close()


def _holds_numbers(values: Sequence[Any]) -> bool:
    return all(value is None or isinstance(value, float) for value in values)


def _array(cells: Sequence[Any], kind: Any, name: str, columns: Sequence[str]) -> Any:
    import pyarrow as pa

    try:
        return pa.array(cells, type=kind)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        # Its message would quote the cell.
        raise OutputFileError(
            f"column {columns.index(name) + 1}: holds a cell that Parquet cannot hold as {kind} "
            f"({type(error).__name__})",
            expected="cells of one type in each column",
            remedy="pass --format csv or jsonl",
        ) from None


def _arrow_type(values: Sequence[Any]) -> Any:
    """Choose float for numbers of one kind and text for all else, so that no later batch can contradict it."""
    import pyarrow as pa

    known = [value for value in values if value is not None]
    if known and all(isinstance(value, float) for value in known):
        return pa.float64()
    return pa.string()


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
