"""The queue of a labelled table as a file: read twice, so that memory holds only what the choice needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from rightsnlp.data.schema import map_columns
from rightsnlp.data.tables.io import open_table, open_writer, table_format
from rightsnlp.data.tables.readers import MISSING, BadRow, TableReader
from rightsnlp.data.tables.spreadsheet import unescape_formula
from rightsnlp.data.tables.writers import as_text
from rightsnlp.labeling.queue import columns_read, next_to_verify
from rightsnlp.provenance import atomic_path, check_target
from rightsnlp.text.script import detect_languages


@dataclass(frozen=True, slots=True)
class QueueRun:
    """What :func:`queue_file` wrote.

    Attributes
    ----------
    output : Path
    rows, unreadable : int
        Rows of the table; those among them whose form is broken, which are in no queue.
    chosen, drawn : int
        Cases in the queue; those among them that were drawn at random.
    """

    output: Path
    rows: int
    unreadable: int
    chosen: int
    drawn: int


def queue_file(
    source: str | Path,
    output: str | Path | None = None,
    n: int = 50,
    *,
    text_column: str | None = None,
    encoding: str | None = None,
    force: bool = False,
    **options: Any,
) -> QueueRun:
    """Write the cases of a labelled table that a person should verify next, with all their columns.

    Parameters
    ----------
    source : str or Path
        A table that ``rightsnlp label`` wrote.
    output : str or Path, optional
        Default: ``<input>.queue.csv`` beside the input, without its ``.labelled``.
    n : int
        Length of the queue.
    text_column, encoding, force
        As elsewhere.
    **options
        Passed to :func:`~rightsnlp.labeling.queue.next_to_verify`: ``strategy``, ``explore``, ``diverse``,
        ``seed``, ``language``.

    Raises
    ------
    InputFileError, SchemaError, OutputFileError
        When the table cannot be read, was not labelled, or the queue cannot be written.
    """
    source = Path(source)
    stem = source.stem.removesuffix(".labelled")
    output = source.with_name(f"{stem}.queue.csv") if output is None else Path(output)
    reader = open_table(source, encoding=encoding)
    kind = table_format(output)
    check_target(output, source, force=force)
    columns = list(reader.columns)
    read = columns_read(columns, text_column)
    places = [columns.index(column) for column in read]
    numbers, kept, total = [], [], 0
    for number, row in _rows(reader):
        total = number
        if row is not None:
            numbers.append(number)
            kept.append([row[place] for place in places])
    table = pd.DataFrame(kept, columns=read, index=numbers, dtype=object)
    del kept
    queue = next_to_verify(table, n=n, text_column=text_column, **options)
    added = queue.drop(columns=[column for column in read if column != "verified_labels"])
    added = added.drop(columns=[column for column in columns if column in added])
    wanted = set(queue.index)
    whole = {number: row for number, row in _rows(reader) if number in wanted and row is not None}
    fields = map_columns(columns, text_column=text_column)
    written = [as_text(cell) for cell in queue[fields.get("text") or fields["report"]]]
    rtl = sum(guess.language in {"ar", "he"} for guess in detect_languages(written)) * 2 >= len(written)
    with (
        atomic_path(output, force=force, like=source) as temporary,
        open_writer(temporary, [*columns, *added.columns], kind, right_to_left=rtl) as writer,
    ):
        for number, cells in zip(added.index, added.itertuples(index=False, name=None), strict=True):
            writer.write([*whole[number], *cells])
    drawn = int((queue["queue_choice"] == "random").sum())
    return QueueRun(output, total, total - len(numbers), len(queue), drawn)


def _rows(reader: TableReader) -> Iterator[tuple[int, list[Any] | None]]:
    """Yield rows by number, with cells as they were before a table was written: None for one whose form is broken."""
    escaped = reader.format == "csv"
    for number, row in enumerate(reader.rows(), start=1):
        if isinstance(row, BadRow):
            yield number, None
        else:
            cells = [None if cell is MISSING else cell for cell in row]
            yield number, [unescape_formula(c) if escaped and isinstance(c, str) else c for c in cells]
