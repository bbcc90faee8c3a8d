"""Files of annotation tools: cases written for annotators, and their answers read back."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TextIO

import numpy as np
import pandas as pd

from rightsnlp.data.annotation.answers import Annotations
from rightsnlp.data.annotation.doccano import doccano_labels, from_doccano, to_doccano
from rightsnlp.data.annotation.label_studio import from_label_studio, label_studio_config, to_label_studio
from rightsnlp.data.cases import label_matrix
from rightsnlp.data.schema import CaseBuilder
from rightsnlp.data.tables.io import open_table
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import InputFileError, InvalidArgumentError, SchemaError
from rightsnlp.provenance import check_target, write_text
from rightsnlp.records import Decision
from rightsnlp.taxonomy import Taxonomy, load_taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

TOOLS: tuple[str, ...] = ("label-studio", "doccano")

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
    _check_tool(tool)
    source, output = Path(source), Path(output)
    taxonomy = taxonomy or load_taxonomy()
    reader = open_table(source, encoding=encoding)
    check_target(output, source, force=force)
    builder = CaseBuilder(reader.columns, text_column=text_column)
    cases, given, rejected = [], [], 0
    for number, row in enumerate(reader.rows(), start=1):
        case, problems = builder.build(number, row)
        if any(problem.rejects for problem in problems):
            rejected += 1
            continue
        case["case_id"] = case.get("case_id", "").strip() or f"row-{number}"
        cases.append(case)
        given.append(row)
    if not cases:
        raise SchemaError(
            f"{reader.name}: none of its {rejected} rows holds a case",
            expected="a post or a report in a row",
            remedy="run: rightsnlp validate, which lists what is wrong",
        )
    frame = pd.DataFrame(cases, dtype=object)
    counts = _redact(frame) if redact else {}
    suggestions, model = None, "rightsnlp"
    if suggest:
        suggestions, model = _suggestions(frame, pd.DataFrame(given, columns=list(reader.columns)), taxonomy)
    if tool == "label-studio":
        tasks = to_label_studio(frame, taxonomy, suggestions=suggestions, model_version=model)
        content = json.dumps(tasks, ensure_ascii=False, indent=1) + "\n"
    else:
        records = to_doccano(frame, taxonomy, suggestions=suggestions)
        content = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    write_text(output, content, force=force, like=Path(source))
    return Export(len(cases), rejected, counts)


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
        Label Studio's JSON export; doccano's JSONL export, or the archive with one such file an annotator. An
        annotator of doccano is called by the name of the file, as doccano does.
    tool : {"label-studio", "doccano"}
    taxonomy : Taxonomy, optional
        Default: the one that ships.

    Raises
    ------
    InputFileError
        When the file is missing or not of that kind.
    SchemaError
        As :func:`~rightsnlp.data.annotation.label_studio.from_label_studio` and
        :func:`~rightsnlp.data.annotation.doccano.from_doccano`.
    """
    _check_tool(tool)
    path = Path(path)
    taxonomy = taxonomy or load_taxonomy()
    content = _read(path, tool)
    return from_label_studio(content, taxonomy) if tool == "label-studio" else from_doccano(content, taxonomy)


# What an archive may unpack to; doccano's exports are text that people wrote.
_UNPACKED = 256 << 20
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
            return dict(_doccano_files(path))
        with path.open(encoding="utf-8-sig") as stream:
            return json.load(stream)
    except OSError as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({error.strerror})",
            expected="a file that exists and may be read",
            remedy="check the path and its permissions",
        ) from None
    except (*_UNREADABLE, EOFError) as error:
        raise InputFileError(
            f"{path.name}: cannot be read as an export of {tool} ({type(error).__name__})",
            expected="JSON from Label Studio, JSONL or its zip archive from doccano, in UTF-8",
            remedy="export it again, and check that --tool names the tool it came from",
        ) from None


def _doccano_files(path: Path) -> Iterator[tuple[str, list[Any]]]:
    if path.suffix.lower() != ".zip":
        with path.open(encoding="utf-8-sig", newline="\n") as stream:
            yield path.stem, _json_lines(stream)
        return
    with zipfile.ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
            raise InputFileError(
                f"{path.name}: unpacks to more than {_UNPACKED >> 20} MiB",
                expected="an export of a project",
                remedy="unpack it, and import the files one by one",
            )
        for name in archive.namelist():
            if name.endswith(".jsonl"):
                with archive.open(name) as raw:
                    stream = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="\n")
                    yield PurePosixPath(name).stem, _json_lines(stream)


def _json_lines(stream: TextIO) -> list[Any]:
    return [json.loads(line) for line in stream if line.strip()]


def tool_config(tool: str, *, taxonomy: Taxonomy | None = None) -> str:
    """Return what sets a project up: Label Studio's labelling interface (XML), or doccano's labels (JSON)."""
    _check_tool(tool)
    taxonomy = taxonomy or load_taxonomy()
    if tool == "label-studio":
        return label_studio_config(taxonomy)
    return json.dumps(doccano_labels(taxonomy), ensure_ascii=False, indent=2) + "\n"


def _check_tool(tool: str) -> None:
    if tool not in TOOLS:
        raise InvalidArgumentError(
            f"tool: got {tool!r}", expected=" or ".join(TOOLS), remedy="check the spelling"
        )
