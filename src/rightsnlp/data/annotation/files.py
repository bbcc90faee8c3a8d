"""Files of annotation tools: cases written for annotators, and their answers read back."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rightsnlp.data.annotation.answers import (
    Annotations,
)
from rightsnlp.data.annotation.archives import doccano_files, json_records
from rightsnlp.data.annotation.argilla import from_argilla
from rightsnlp.data.annotation.doccano import doccano_labels, from_doccano, to_doccano
from rightsnlp.data.annotation.label_studio import label_studio_config, to_label_studio
from rightsnlp.data.annotation.label_studio_answers import from_label_studio
from rightsnlp.data.annotation.prodigy import from_prodigy
from rightsnlp.data.cases import label_matrix
from rightsnlp.data.labelled import read_case_table
from rightsnlp.data.tables.io import read_table
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import InputFileError, InvalidArgumentError, SchemaError
from rightsnlp.provenance import check_target, write_text
from rightsnlp.records import Decision
from rightsnlp.taxonomy import Taxonomy, load_taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOOLS: tuple[str, ...] = ("label-studio", "doccano")
"""Tools that cases are exported to."""

READ_FROM: tuple[str, ...] = (*TOOLS, "argilla", "prodigy")
"""Tools whose answers are read."""

# What people wrote; the other fields that annotators see are words of a vocabulary.
_WRITTEN = ("text", "report", "stated_reason")


@dataclass(frozen=True, slots=True)
class Export:
    """What an export did.

    Attributes
    ----------
    cases, rejected : int
        Rows that were written; rows that break a rule of :data:`~rightsnlp.data.schema.RULES` and were left out.
    redacted : dict of str to int
        Redactions by kind; empty where none was asked for.
    """

    cases: int
    rejected: int
    redacted: dict[str, int] = field(default_factory=dict)


def export_cases(
    source: str | Path,
    output: str | Path,
    tool: str,
    *,
    taxonomy: Taxonomy | None = None,
    suggest: bool = False,
    redact: bool = False,
    text_column: str | None = None,
    encoding: str | None = None,
    force: bool = False,
) -> Export:
    """Write the cases of a table as a file for an annotation tool.

    Parameters
    ----------
    source : str or Path
        A table of cases, labelled or not.
    output : str or Path
        JSON for Label Studio, JSON Lines for doccano.
    tool : {"label-studio", "doccano"}
    taxonomy : Taxonomy, optional
        Default: the one that ships.
    suggest : bool
        Show annotators the labels that :mod:`rightsnlp.labeling` assigned. A case that it left to a person without
        assigning a label goes out without a suggestion.
    redact : bool
        Replace handles, links, addresses and identifying numbers. Names of people are out of reach of rules.
    text_column, encoding : str, optional
        As in :func:`~rightsnlp.data.schema.map_columns` and :func:`~rightsnlp.data.tables.io.open_table`.
    force : bool
        Replace what is there.

    Raises
    ------
    InputFileError, SchemaError, OutputFileError
        When the input cannot be read, has no case or no labels to suggest, or the output cannot be written.
    """
    _check_tool(tool, TOOLS)
    source, output = Path(source), Path(output)
    taxonomy = taxonomy or load_taxonomy()
    check_target(output, source, force=force)
    found = read_case_table(source, text_column=text_column, encoding=encoding, keep_going=True)
    bad = found.rejected
    kept = [row for row in found.frame.index if row not in bad]
    rejected = found.n_rows - len(kept)
    if not kept:
        raise SchemaError(
            f"{found.name}: none of its {rejected} rows holds a case",
            expected="a post or a report in a row",
            remedy="run: rightsnlp validate, which lists what is wrong",
        )
    frame = found.frame.loc[kept]
    given = frame["case_id"].str.strip() if "case_id" in frame else [""] * len(frame)
    frame = frame.assign(case_id=[name or f"row-{row}" for name, row in zip(given, kept, strict=True)])
    counts = _redact(frame) if redact else {}
    suggestions, model = None, "rightsnlp"
    if suggest:
        suggestions, model = _suggestions(frame, found.table.loc[kept], taxonomy)
    if tool == "label-studio":
        tasks = to_label_studio(frame, taxonomy, suggestions=suggestions, model_version=model)
        content = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    else:
        records = to_doccano(frame, taxonomy, suggestions=suggestions)
        content = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    write_text(output, content, force=force, like=Path(source))
    return Export(len(frame), rejected, counts)


def _redact(frame: pd.DataFrame) -> dict[str, int]:
    from rightsnlp.text.redaction.redact import Redactor

    redactor = Redactor()
    for column in _WRITTEN:
        if column in frame:
            frame[column] = [redactor.redact(text).text for text in frame[column]]
    return {kind: count for kind, count in redactor.counts.items() if count}


def _suggestions(frame: pd.DataFrame, table: pd.DataFrame, taxonomy: Taxonomy) -> tuple[NDArray[Any], str]:
    """Return the labels that labelling assigned; unknown throughout where it assigned none and left one to a person."""
    labels = _added(table, "labels")
    if labels is None:
        raise SchemaError(
            "labels: the table has no such column, so there is nothing to suggest",
            expected="a table that rightsnlp label wrote",
            remedy="run: rightsnlp label on it first",
        )
    Y = label_matrix(frame.assign(_suggested=labels), taxonomy, column="_suggested")
    decisions = [_added(table, f"decision_{name}") or [""] * len(table) for name in taxonomy.names]
    undecided = (np.array(decisions) == Decision.REVIEW).any(axis=0) & ~(Y == 1).any(axis=1)
    Y[undecided] = np.nan
    models = set(_added(table, "model") or []) - {""}
    return Y, ", ".join(sorted(models)) or "rightsnlp"


def _added(table: pd.DataFrame, name: str) -> list[str] | None:
    """Return a column that labelling added, under its other name where the table had one of that name before."""
    for column in (f"rightsnlp_{name}", name):
        if column in table:
            return [as_text(cell) for cell in table[column]]
    return None


def read_annotations(path: str | Path, tool: str, *, taxonomy: Taxonomy | None = None) -> Annotations:
    """Read what annotators answered.

    Parameters
    ----------
    path : str or Path
        Label Studio's export as JSON, JSON-MIN or CSV; doccano's JSONL export, or the archive with one such file for
        each annotator; Argilla's records, or what Prodigy's ``db-out`` wrote, as JSON or JSON Lines. An annotator of
        doccano is called by the name of the file, as doccano does; files of one name in several folders are one
        annotator's.
    tool : {"label-studio", "doccano", "argilla", "prodigy"}
    taxonomy : Taxonomy, optional
        Default: the one that ships.

    Raises
    ------
    InputFileError
        When the file is missing or not of that kind.
    SchemaError
        As :func:`~rightsnlp.data.annotation.label_studio_answers.from_label_studio`,
        :func:`~rightsnlp.data.annotation.doccano.from_doccano`, :func:`~rightsnlp.data.annotation.argilla.from_argilla`
        and :func:`~rightsnlp.data.annotation.prodigy.from_prodigy`.
    """
    _check_tool(tool, READ_FROM)
    path = Path(path)
    taxonomy = taxonomy or load_taxonomy()
    if tool == "label-studio" and path.suffix.lower() in {".csv", ".tsv"}:
        return from_label_studio(read_table(path).to_dict("records"), taxonomy)
    content = _read(path, tool)
    match tool:
        case "label-studio":
            return from_label_studio(content, taxonomy)
        case "doccano":
            return from_doccano(content, taxonomy)
        case "argilla":
            return from_argilla(content, taxonomy)
        case _:
            return from_prodigy(content, taxonomy)


# zipfile raises RuntimeError for an encrypted archive, NotImplementedError for a method it does not know.
_UNREADABLE = (
    ValueError,
    RecursionError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
)


def _read(path: Path, tool: str) -> Any:
    try:
        if tool == "doccano":
            return doccano_files(path)
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            return json.load(stream) if tool == "label-studio" else json_records(stream.read())
    except OSError as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({error.strerror})",
            expected="a file that exists and may be read",
            remedy="check the path and its permissions",
        ) from None
    except (*_UNREADABLE, EOFError) as error:
        raise InputFileError(
            f"{path.name}: cannot be read as an export of {tool} ({type(error).__name__})",
            expected="JSON from Label Studio, JSONL or a zip archive of it from doccano, JSON or JSONL from others",
            remedy="export it again, and check that --tool names the tool it came from",
        ) from None


def tool_config(tool: str, *, taxonomy: Taxonomy | None = None) -> str:
    """Return what sets a project up: Label Studio's labelling interface (XML), or doccano's labels (JSON)."""
    _check_tool(tool, TOOLS)
    taxonomy = taxonomy or load_taxonomy()
    if tool == "label-studio":
        return label_studio_config(taxonomy)
    return json.dumps(doccano_labels(taxonomy), ensure_ascii=False, indent=2) + "\n"


def _check_tool(tool: str, tools: Sequence[str]) -> None:
    if tool not in tools:
        raise InvalidArgumentError(
            f"tool: got {tool!r}", expected=" or ".join(tools), remedy="check the spelling"
        )
