"""Label a file of any size: read once, in chunks, in order, resumable, with a record of the run beside the output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from rightsnlp._version import __version__
from rightsnlp.data.schema import CaseBuilder
from rightsnlp.data.tables.excel_writer import check_capacity
from rightsnlp.data.tables.io import open_table
from rightsnlp.data.tables.readers import TableReader
from rightsnlp.labeling.chunks import chunks_of, labelled
from rightsnlp.labeling.file_names import FileNames
from rightsnlp.labeling.frame import Labeller, added_columns
from rightsnlp.labeling.incoming import unpacked
from rightsnlp.labeling.journal import Journal
from rightsnlp.labeling.redaction import private_columns, redact_rows
from rightsnlp.labeling.results import Results
from rightsnlp.labeling.stable_input import StableInput
from rightsnlp.provenance import (
    RunRecord,
    check_target,
    json_text,
    publish,
    sha256_file,
    shown_name,
    unwritable,
)
from rightsnlp.temporary import private_folder
from rightsnlp.text.redaction.redact import Redactor

CHUNK = 2_000
Progress = Callable[[Iterable[Any], int], Iterable[Any]]


@dataclass(frozen=True)
class LabelRun:
    """What :func:`label_file` wrote and counted.

    Attributes
    ----------
    output, record, rejected : Path
        ``rejected`` is None when no row was.
    counts : dict
        Rows read, labelled and rejected, decisions a label, warnings by rule, cells made inert, redactions.
    notes : tuple of str
        What a person should know beside: work that was done again, a file that was left alone.
    """

    output: Path
    record: Path
    rejected: Path | None
    counts: dict[str, Any]
    notes: tuple[str, ...] = ()


def label_file(
    source: str | Path,
    output: str | Path | None = None,
    *,
    model: Labeller,
    format: str | None = None,  # noqa: A002
    text_column: str | None = None,
    encoding: str | None = None,
    redact: bool = False,
    resume: bool = False,
    force: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
) -> LabelRun:
    """Label a table and write it back with the added columns.

    The input is read once, and must not change meanwhile; one run at a time writes an output.

    Every row and column of the input comes back, in order. A row that breaks a rule of the form comes back too,
    with empty cells and the rule in ``warnings``, and is listed in ``<output>.rejected.csv``. Cells that a
    spreadsheet would run as a formula are made inert in CSV (an apostrophe in front, see
    :func:`~rightsnlp.data.tables.spreadsheet.unescape_formula`).

    Parameters
    ----------
    source : str or Path
        CSV, Excel, JSON Lines or Parquet.
    output : str or Path, optional
        Default: ``<input>.labelled.<ext>`` beside the input.
    model : Labeller
        A fitted model.
    format : {"csv", "xlsx", "jsonl", "parquet"}, optional
        Format of the output. Default: by its extension, else that of the input.
    text_column, encoding : str, optional
        As in :func:`~rightsnlp.data.schema.map_columns` and :func:`~rightsnlp.data.tables.io.open_table`.
    redact : bool
        Replace handles, numbers and addresses before the model sees them and in what is written.
    resume, force : bool
        Go on with an interrupted run; replace what is there.
    jobs : int
        Processes that label. The results do not depend on it.
    progress : callable, optional
        Wraps the chunks: ``progress(chunks, n_rows)``.

    Raises
    ------
    InputFileError, SchemaError
        When the input cannot be read, has no column with a post or a report, or is changed while it is read.
    OutputFileError
        When an output exists, cannot be written or cannot hold the table, or another run is writing it.
    """
    source = Path(source)
    output = None if output is None else Path(output)
    stable = StableInput(source)
    beside = output or source
    try:
        with unpacked(source, beside) as readable:
            reader = open_table(readable, encoding=encoding)
            names = FileNames.of(source, output, format, reader.format)
            settings = _Settings(text_column, encoding, redact, resume, force, jobs, progress)
            return _label(stable, reader, names, model, settings)
    except OSError as error:
        raise unwritable(beside, error) from None


class _Settings(NamedTuple):
    text_column: str | None
    encoding: str | None
    redact: bool
    resume: bool
    force: bool
    jobs: int
    progress: Progress | None


def _label(
    stable: StableInput, reader: TableReader, names: FileNames, model: Labeller, settings: _Settings
) -> LabelRun:
    builder = CaseBuilder(reader.columns, text_column=settings.text_column)
    for path in names.results:
        check_target(path, names.source, force=True)
    added = added_columns(model.labels_, reader.columns)
    check_capacity(names.kind, reader, len(added))
    key = {
        "input": stable.sha256,
        "model": model.model_info_["sha256"],
        "--text-column": settings.text_column,
        "--encoding": settings.encoding,
        "--redact": settings.redact,
        "set of columns": added,
        "version": __version__,
    }
    with Journal(
        names.journal, key, resume=settings.resume, force=settings.force, restart=settings.redact
    ) as journal:
        for path in names.results:
            check_target(path, names.source, force=settings.force or _is_finished(path, journal))
        with private_folder(names.output) as folder:
            counts = _write(folder, stable, reader, names, builder, added, model, journal, settings)
            stable.confirm()
            record = RunRecord(
                command="label",
                inputs={shown_name(names.source): stable.sha256},
                outputs={
                    shown_name(path): sha256_file(folder / path.name)
                    for path in names.results
                    if (folder / path.name).exists()
                },
                model=dict(model.model_info_),
                settings={
                    "format": names.kind,
                    "fields": builder.fields,
                    "redact": settings.redact,
                    "encoding": getattr(reader, "encoding", None),
                },
                counts=counts,
            )
            (folder / names.record.name).write_text(
                json_text(record.to_dict()), encoding="utf-8", newline="\n"
            )
            notes = _publish(folder, names, journal, force=settings.force)
        if journal.dropped:
            notes.append(f"{journal.dropped} damaged records of the interrupted run were done again")
        journal.remove()
    rejected = names.rejected if counts["rejected"] else None
    return LabelRun(names.output, names.record, rejected, counts, tuple(notes))


def _write(
    folder: Path,
    stable: StableInput,
    reader: TableReader,
    names: FileNames,
    builder: CaseBuilder,
    added: Sequence[str],
    model: Labeller,
    journal: Journal,
    settings: _Settings,
) -> dict[str, Any]:
    """Read the table once, label it and write it; return the counts."""
    redactor = Redactor() if settings.redact else None
    private = private_columns(reader.columns, builder)
    chunks: Iterable[Any] = chunks_of(redact_rows(reader.rows(), private, redactor), builder, CHUNK)
    if settings.progress is not None:
        chunks = settings.progress(chunks, sum(1 for _ in reader.rows()))
    output, rejected = folder / names.output.name, folder / names.rejected.name
    with Results(output, rejected, names.kind, reader, added) as results:
        for chunk, cells in labelled(chunks, model, journal, jobs=settings.jobs):
            stable.check()
            results.write(chunk, cells)
    counts = results.counts()
    if redactor is not None:
        counts["redacted"] = dict(redactor.counts)
    return counts


def _is_finished(path: Path, journal: Journal) -> bool:
    """Whether a file is the result that an interrupted run named before it could end."""
    stated = journal.published.get(shown_name(path))
    return stated is not None and path.is_file() and sha256_file(path) == stated


def _publish(folder: Path, names: FileNames, journal: Journal, *, force: bool) -> list[str]:
    """Give the finished files their names, the record last; return what should be said of older ones."""
    earlier = {path: force or _is_finished(path, journal) for path in names.results}
    new = [path for path in names.results if (folder / path.name).exists()]
    journal.publish({shown_name(path): sha256_file(folder / path.name) for path in new})
    notes = []
    if names.rejected not in new and names.rejected.exists():
        if _is_recorded(names.rejected, names.record):
            names.rejected.unlink()
        else:
            notes.append(f"{shown_name(names.rejected)} is not of this run, and was left as it is")
    for path in new:
        publish(folder / path.name, path, force=earlier[path], like=names.source)
    return notes


def _is_recorded(path: Path, record: Path) -> bool:
    """Whether the record of an earlier run says that it wrote this very file."""
    try:
        stated = json.loads(record.read_text(encoding="utf-8"))["outputs"][shown_name(path)]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(stated == sha256_file(path))
