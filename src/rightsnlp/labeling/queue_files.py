"""The queue of a labelled table as a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from rightsnlp.data.labelled import CaseTable, read_case_table
from rightsnlp.data.tables.io import open_writer, table_format
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
    kind = table_format(output)
    check_target(output, source, force=force)
    found = read_case_table(source, text_column=text_column, encoding=encoding, keep_going=True)
    read = columns_read(found.columns, text_column)
    queue = next_to_verify(_unescaped(found, found.table[read]), n=n, text_column=text_column, **options)
    added = [column for column in queue.columns if column not in found.columns]
    chosen = _unescaped(found, found.table.loc[queue.index]).assign(**{name: queue[name] for name in added})
    posts = [as_text(cell) for cell in queue[found.fields.get("text") or found.fields["report"]]]
    rtl = sum(guess.language in {"ar", "he"} for guess in detect_languages(posts)) * 2 >= len(posts)
    with (
        atomic_path(output, force=force, like=source) as temporary,
        open_writer(temporary, [*found.columns, *added], kind, right_to_left=rtl) as writer,
    ):
        for row in chosen.itertuples(index=False, name=None):
            writer.write(row)
    drawn = int((queue["queue_choice"] == "random").sum())
    return QueueRun(output, found.n_rows, found.n_rows - len(found.table), len(queue), drawn)


def _unescaped(source: CaseTable, table: pd.DataFrame) -> pd.DataFrame:
    """Return cells as they were before a spreadsheet's formulas in them were made inert."""
    return table.map(unescape_formula, na_action="ignore") if source.format == "csv" else table
