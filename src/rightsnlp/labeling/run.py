"""Label a file of any size: in chunks, in order, resumable, and with a record of the run beside the output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from rightsnlp.data.schema import RULES, CaseBuilder, Problem
from rightsnlp.data.tables.io import BadRow, open_table, open_writer, table_format
from rightsnlp.data.tables.readers import TableReader
from rightsnlp.labeling.frame import Labeller, added_columns, label_cases
from rightsnlp.labeling.journal import Journal
from rightsnlp.labeling.redaction import private_columns, redact_rows
from rightsnlp.provenance import RunRecord, atomic_path, check_target, sha256_file
from rightsnlp.records import Decision
from rightsnlp.text.redaction.redact import Redactor

CHUNK = 2_000
T = TypeVar("T")
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
    """

    output: Path
    record: Path
    rejected: Path | None
    counts: dict[str, Any]


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
    progress: Progress | None = None,
) -> LabelRun:
    """Label a table and write it back with the added columns.

    Every row and column of the input comes back, in order. A row that breaks a rule of the form comes back too,
    with empty cells and the rule in ``warnings``, and is listed in ``<input>.rejected.csv``. Cells that a
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
    progress : callable, optional
        Wraps the chunks: ``progress(chunks, n_rows)``.

    Raises
    ------
    InputFileError, SchemaError
        When the input cannot be read, or has no column with a post or a report.
    OutputFileError
        When an output exists or cannot be written.
    """
    source = Path(source)
    reader = open_table(source, encoding=encoding)
    builder = CaseBuilder(reader.columns, text_column=text_column)
    output, kind = _output(source, Path(output) if output else None, format, reader.format)
    record_path = output.with_name(f"{output.stem.removesuffix('.labelled')}.run.json")
    rejected_path = output.with_name(f"{source.stem}.rejected.csv")
    for path in (output, record_path, rejected_path):
        check_target(path, source, force=force)
    added = added_columns(model.labels_, reader.columns)
    redactor = Redactor() if redact else None
    private = private_columns(reader.columns, builder)
    input_sha256 = sha256_file(source)
    key = {
        "input": input_sha256,
        "model": model.model_info_["sha256"],
        "text_column": text_column,
        "encoding": encoding,
        "redact": redact,
        "added": added,
    }
    journal_path = output.with_name(f"{output.name}.partial.jsonl")
    # The pseudonyms of a run hang on its key, which is never kept: a redacting run starts again.
    again = {"resume": resume and not redact, "force": force or (resume and redact)}
    with Journal(journal_path, key, **again) as journal:
        chunks: Iterable[Any] = _chunks(enumerate(redact_rows(reader.rows(), private, redactor), start=1))
        if progress is not None:
            chunks = progress(chunks, sum(1 for _ in reader.rows()))
        problems = _label_chunks(chunks, builder, model, journal)
        counts = _count_problems(problems, journal.done)
        if redactor is not None:
            counts["redacted"] = dict(redactor.counts)
        rows = redact_rows(reader.rows(), private, redactor)
        counts |= _write(output, kind, reader, added, rows, journal, force=force)
        rejected = [problem for problem in problems if problem.rejects]
        if rejected:
            _write_rejected(rejected_path, rejected, force=force)
        else:
            rejected_path.unlink(missing_ok=True)  # of an earlier run, which --force replaces
        written = [output, rejected_path] if rejected else [output]
        RunRecord(
            command="label",
            inputs={source.name: input_sha256},
            outputs={path.name: sha256_file(path) for path in written},
            model=dict(model.model_info_),
            settings={
                "format": kind,
                "fields": builder.fields,
                "redact": redact,
                "encoding": getattr(reader, "encoding", None),
            },
            counts=counts,
        ).save(record_path, force=force)
        journal.remove()
    return LabelRun(output, record_path, rejected_path if rejected else None, counts)


def _label_chunks(
    chunks: Iterable[Any], builder: CaseBuilder, model: Labeller, journal: Journal
) -> list[Problem]:
    """Label what the journal does not hold yet; return the problems of all rows."""
    done = journal.done
    problems: list[Problem] = []
    for chunk in chunks:
        built = [builder.build(number, row) for number, row in chunk]
        found = [item for _, item in built]
        problems.extend(problem for item in found for problem in item)
        new = slice(max(0, done - (chunk[0][0] - 1)), None)
        if built[new]:
            journal.add(label_cases([case for case, _ in built[new]], found[new], model))
    return problems


def _output(source: Path, output: Path | None, kind: str | None, read: str) -> tuple[Path, str]:
    if output is not None:
        return output, kind or table_format(output)
    kind = kind or read
    same = kind == read and source.suffix.lower() in {".csv", ".jsonl", ".parquet"}
    return source.with_name(f"{source.stem}.labelled{source.suffix if same else f'.{kind}'}"), kind


def _chunks(rows: Iterator[T]) -> Iterator[list[T]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _write(
    output: Path,
    kind: str,
    reader: TableReader,
    added: Sequence[str],
    rows: Iterable[list[Any] | BadRow],
    journal: Journal,
    *,
    force: bool,
) -> dict[str, Any]:
    """Write every row with its added cells; count decisions as they pass."""
    decisions = {name: position for position, name in enumerate(added) if "decision_" in name}
    tallies: dict[str, Counter[str]] = {name: Counter() for name in decisions}
    schema = getattr(reader, "schema", None)
    types = {} if schema is None else {field.name: field.type for field in schema}
    columns = [*reader.columns, *added]
    numeric = [name for name in added if name.removeprefix("rightsnlp_").startswith(("p_", "priority"))]
    rtl = _mostly_rtl(added, journal)
    with (
        atomic_path(output, force=force) as temporary,
        open_writer(temporary, columns, kind, right_to_left=rtl, types=types, numeric=numeric) as writer,
    ):
        for row, cells in zip(rows, journal.rows(), strict=True):
            for name, position in decisions.items():
                if cells[position]:
                    tallies[name][cells[position]] += 1
            writer.write([*(row.cells if isinstance(row, BadRow) else row), *cells])
    names = [str(decision) for decision in Decision]
    return {
        "decisions": {name: {d: tally[d] for d in names} for name, tally in tallies.items()},
        "formula_cells_made_inert": writer.escaped,
    }


def _mostly_rtl(added: Sequence[str], journal: Journal) -> bool:
    position = next(i for i, name in enumerate(added) if name.endswith("language"))
    languages = Counter(cells[position] for cells in islice(journal.rows(), 1_000))
    return languages["ar"] + languages["he"] + languages["mixed"] >= sum(languages.values()) / 2


def _count_problems(problems: Sequence[Problem], n_rows: int) -> dict[str, Any]:
    rejected = {problem.row for problem in problems if problem.rejects}
    return {
        "rows": n_rows,
        "labelled": n_rows - len(rejected),
        "rejected": len(rejected),
        "rules": dict(sorted(Counter(problem.rule for problem in problems).items())),
    }


def _write_rejected(path: Path, problems: Sequence[Problem], *, force: bool) -> None:
    columns = ["row", "column", "rule", "meaning"]
    with atomic_path(path, force=force) as temporary, open_writer(temporary, columns, "csv") as writer:
        for problem in problems:
            writer.write([problem.row, problem.column, problem.rule, RULES[problem.rule]])
