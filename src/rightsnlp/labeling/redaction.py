"""Take personal data out of a table before it is labelled, shared or shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rightsnlp.data.schema import CaseBuilder
from rightsnlp.data.tables.io import open_table, open_writer, table_format
from rightsnlp.data.tables.readers import BadRow
from rightsnlp.provenance import atomic_path, check_target
from rightsnlp.text.redaction.redact import Redactor

# Fields whose values are identifiers of the monitor's own, dates or words of a vocabulary.
_NEVER = frozenset(
    {
        "case_id", "platform", "content_type", "language", "script", "published_at", "action_at",
        "reported_at", "escalated_at", "resolved_at", "action", "notice_given", "appeal_available",
        "appealed", "automated", "outcome", "labels", "verified_labels", "review_status", "text_sha256",
    }
)  # fmt: skip


def private_columns(columns: Sequence[str], builder: CaseBuilder) -> list[int]:
    """Return the positions of the columns that may hold personal data: all but those known not to."""
    kept = {column for field, column in builder.fields.items() if field in _NEVER}
    return [position for position, column in enumerate(columns) if column not in kept]


def redact_rows(
    rows: Iterable[list[Any] | BadRow], columns: Sequence[int], redactor: Redactor | None
) -> Iterator[list[Any] | BadRow]:
    """Yield the rows with the texts in ``columns`` redacted; unchanged when there is no redactor."""
    for row in rows:
        if redactor is not None:
            cells = row.cells if isinstance(row, BadRow) else row
            for position in columns:
                if isinstance(cells[position], str):
                    cells[position] = redactor.redact(cells[position]).text
            if isinstance(row, BadRow) and row.line:
                row = replace(row, line=redactor.redact(row.line).text)
        yield row


def redact_file(
    source: str | Path,
    output: str | Path | None = None,
    *,
    text_column: str | None = None,
    encoding: str | None = None,
    force: bool = False,
) -> tuple[Path, dict[str, int]]:
    """Write a copy of a table without handles, links, addresses and identifying numbers.

    Names of people are out of reach of rules.

    Parameters
    ----------
    source : str or Path
    output : str or Path, optional
        Default: ``<input>.redacted.<ext>``; its extension names the format.
    text_column, encoding : str, optional
        As in :func:`~rightsnlp.data.schema.map_columns` and :func:`~rightsnlp.data.tables.io.open_table`.
    force : bool
        Replace what is there.

    Returns
    -------
    path : Path
    counts : dict of str to int
        Redactions by kind.

    Raises
    ------
    InputFileError, SchemaError, OutputFileError
        When the input cannot be read or the output cannot be written.
    """
    source = Path(source)
    reader = open_table(source, encoding=encoding)
    builder = CaseBuilder(reader.columns, text_column=text_column)
    suffix = source.suffix if source.suffix.lower() in {".csv", ".jsonl", ".parquet"} else f".{reader.format}"
    path = source.with_name(f"{source.stem}.redacted{suffix}") if output is None else Path(output)
    kind = table_format(path)
    check_target(path, source, force=force)
    redactor = Redactor()
    rows = redact_rows(reader.rows(), private_columns(reader.columns, builder), redactor)
    with (
        atomic_path(path, force=force, like=source) as temporary,
        open_writer(temporary, reader.columns, kind) as writer,
    ):
        for row in rows:
            writer.write(row.cells if isinstance(row, BadRow) else row)
    return path, dict(redactor.counts)
