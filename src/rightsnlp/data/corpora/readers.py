"""Read one upstream file as its manifest says it is written; count what cannot be read, hide nothing."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from rightsnlp.data.tables.encodings import detect_encoding
from rightsnlp.exceptions import InputFileError, SchemaError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightsnlp.data.corpora.manifests import FileFormat, LabelMapping, Manifest

# Above this share of unreadable rows the file is another one than the manifest describes.
_MALFORMED_LIMIT = 0.5


class SourceTable(NamedTuple):
    """The readable rows of one file, and how many were not readable."""

    frame: pd.DataFrame
    n_malformed: int


def read_source(path: Path, manifest: Manifest) -> SourceTable:
    """Read one file of a corpus.

    A row is malformed when it has the wrong number of fields, no text, or a label that the manifest does not
    know. Blank lines are skipped. Text is returned as it stands; other fields lose surrounding white space.

    Parameters
    ----------
    path : Path
    manifest : Manifest

    Returns
    -------
    SourceTable
        A frame with the manifest's columns, all str, and those that the corpus' reader derives.

    Raises
    ------
    InputFileError
        When the file is missing, unreadable or has no rows.
    SchemaError
        When its columns, or more than half of its rows, are not those of the corpus.
    """
    form = manifest.format_of(path.name)
    try:
        match form.type:
            case "parquet":
                frame, n_malformed = _read_parquet(path, form), 0
            case "lines":
                lines = [line for line in _text(path).split("\n") if line.strip()]
                frame, n_malformed = pd.DataFrame({form.text: lines}, dtype=object), 0
            case _:
                frame, n_malformed = _read_delimited(path, form)
    except OSError as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({type(error).__name__})",
            expected=f"a file of {manifest.name}",
            remedy="check the path and its permissions",
        ) from None
    n_rows = len(frame) + n_malformed
    if not n_rows:
        raise InputFileError(
            f"{path.name}: has no rows", expected=f"posts of {manifest.name}", remedy="fetch the file again"
        )
    frame = DERIVE.get(manifest.name, _nothing)(frame)
    known = frame[form.text].str.strip() != ""
    for mapping in manifest.labels.values():
        known &= frame[mapping.column].isin({*mapping.values, *mapping.unknown})
    frame = frame[known].reset_index(drop=True)
    n_malformed = n_rows - len(frame)
    if n_malformed > _MALFORMED_LIMIT * n_rows:
        raise SchemaError(
            f"{path.name}: {n_malformed:,} of {n_rows:,} rows are not in the form of {manifest.name}",
            expected=f"the columns {', '.join(form.columns)} with the labels of the datasheet",
            remedy=f"see 'rightsnlp corpora card {manifest.name}' for the file to fetch",
        )
    return SourceTable(frame, n_malformed)


def map_labels(frame: pd.DataFrame, mapping: LabelMapping) -> NDArray[np.float64]:
    """Return 1, 0 or NaN a row: what the source says about one of our labels."""
    return np.array([mapping.values.get(value, np.nan) for value in frame[mapping.column]], dtype=np.float64)


def _text(path: Path) -> str:
    if path.suffix == ".gz":
        try:
            text = gzip.decompress(path.read_bytes()).decode("utf-8-sig")
        except (EOFError, UnicodeDecodeError, gzip.BadGzipFile) as error:
            raise InputFileError(
                f"{path.name}: broken ({type(error).__name__})",
                expected="gzip of UTF-8",
                remedy="fetch it again",
            ) from None
    else:
        text = path.read_bytes().decode(detect_encoding(path)).removeprefix("\ufeff")
    # Only the line feed ends a line: posts hold U+2028, U+0085 and form feeds, where splitlines would cut.
    return text.replace("\r\n", "\n")


def _read_delimited(path: Path, form: FileFormat) -> tuple[pd.DataFrame, int]:
    lines = _text(path).split("\n")
    records = (
        _quoted(lines, form.delimiter) if form.quoted else (line.split(form.delimiter) for line in lines)
    )
    rows: list[list[str]] = []
    n_malformed = 0
    header = form.header
    for record in records:
        if record is None:
            n_malformed += 1
        elif not any(field.strip() for field in record):
            continue
        elif header:
            _check_header(path, [field.strip() for field in record], form)
            header = False
        elif len(record) != len(form.columns):
            n_malformed += 1
        else:
            rows.append(record)
    frame = pd.DataFrame(rows, columns=list(form.columns), dtype=object)
    for column in frame.columns.drop(form.text):
        frame[column] = frame[column].str.strip()
    return frame, n_malformed


def _quoted(lines: list[str], delimiter: str) -> Iterator[list[str] | None]:
    """Yield the records of quoted text, and None for a line whose quotation marks do not close.

    An unclosed mark would make the csv module swallow what follows, up to the end of the file. Strict mode
    raises there; reading then starts again on the line after the one that opened it.
    """
    start = 0
    while start < len(lines):
        reader = csv.reader((line + "\n" for line in lines[start:]), delimiter=delimiter, strict=True)
        done = 0
        try:
            for record in reader:
                done = reader.line_num
                yield record
            return
        except csv.Error:
            yield None
            start += done + 1


def _check_header(path: Path, header: list[str], form: FileFormat) -> None:
    # The line that came is not printed: in a file without a header it is a post.
    if tuple(header) != form.columns:
        raise SchemaError(
            f"{path.name}: the first line does not name the columns (it has {len(header)} fields)",
            expected=f"the header {', '.join(form.columns)}",
            remedy="fetch the file as it stands upstream",
        )


def _read_parquet(path: Path, form: FileFormat) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.read_table(path, columns=list(form.columns))
    except pa.ArrowInvalid as error:
        missing = "No match for FieldRef" in str(error)
        raise (SchemaError if missing else InputFileError)(
            f"{path.name}: {'lacks a column' if missing else 'is not a Parquet file'}",
            expected=f"Parquet with the columns {', '.join(form.columns)}",
            remedy="fetch the file as it stands upstream",
        ) from None
    rows = zip(*(table[column].to_pylist() for column in form.columns), strict=True)
    return pd.DataFrame(
        [["" if cell is None else str(cell) for cell in row] for row in rows],
        columns=list(form.columns),
        dtype=object,
    )


def _nothing(frame: pd.DataFrame) -> pd.DataFrame:
    return frame


def _derive_osact5(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark hate on ideology (HS3) and social class (HS5): wider than hate on protected groups."""
    return frame.assign(wider_hate=frame["hate"].isin(("HS3", "HS5")))


def _derive_mlma(frame: pd.DataFrame) -> pd.DataFrame:
    """Reduce the annotators' sentiments (joined by ``_``) to hateful, normal only, or anything else."""
    kinds = [
        "hateful" if "hateful" in parts else "normal" if set(parts) == {"normal"} else "other"
        for parts in frame["sentiment"].str.split("_")
    ]
    return frame.assign(hostility=kinds)


def _derive_mahed(frame: pd.DataFrame) -> pd.DataFrame:
    """Say in one column what both tasks say of hate: task 1 by its label, task 2 where the post is offensive."""
    if "labels" in frame:
        return frame.assign(hate=np.where(frame["labels"] == "hate", "yes", "no").astype(object))
    answers = {"1.0": "yes", "1": "yes", "0.0": "no", "0": "no"}
    return frame.assign(hate=frame["Hate"].map(answers).fillna("not asked").astype(object))


def _derive_edos(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark threats (category 1), and what attacks women as women (categories 1 and 2); only sexism was asked for."""
    category = frame["label_category"].str[:1]
    attack = category.map({"1": "yes", "2": "yes", "3": "unclear", "4": "unclear"}).fillna("not asked")
    return frame.assign(
        attack=attack.astype(object),
        threat=np.where(category == "1", "yes", "not asked").astype(object),
    )


def _derive_hatemoji(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark threats; of other types it was not asked whether they incite."""
    threat = frame["type"].str.contains("threat")
    return frame.assign(threat=np.where(threat, "yes", "not asked").astype(object))


def _derive_armi(frame: pd.DataFrame) -> pd.DataFrame:
    """Mark threats: few, often joking, so a weak sign of incitement, for an ablation and no headline figure."""
    return frame.assign(weak_incitement=frame["category"] == "threat of violence")


DERIVE: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "osact5": _derive_osact5,
    "mlma": _derive_mlma,
    "mlma-en": _derive_mlma,
    "mlma-fr": _derive_mlma,
    "mahed": _derive_mahed,
    "edos": _derive_edos,
    "hatemoji-build": _derive_hatemoji,
    "armi": _derive_armi,
}
"""Columns that a corpus' own columns imply, by corpus name."""
