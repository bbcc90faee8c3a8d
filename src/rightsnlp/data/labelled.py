"""Labelled tables: posts with known answers, in the forms that people keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from rightsnlp.data.cases import label_matrix
from rightsnlp.data.overlap.dedup import group_keys, near_duplicate_groups
from rightsnlp.data.schema import CaseBuilder
from rightsnlp.data.tables.io import as_text, read_table
from rightsnlp.data.verified import verified_answers
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy

_YES = frozenset({"1", "1.0", "true", "yes", "y", "نعم"})
_NO = frozenset({"0", "0.0", "false", "no", "n", "لا"})
_UNKNOWN = frozenset({"", "nan", "none", "unknown", "?"})


@dataclass(frozen=True, eq=False)
class LabelledCases:
    """Cases with known answers.

    Attributes
    ----------
    frame : DataFrame
        Case fields as text, one row a case.
    Y : ndarray of float64, shape (n, n_labels)
        1, 0 or NaN (unknown), columns as the taxonomy's labels.
    groups : ndarray of str, shape (n,)
        The column ``group`` or ``family`` where there is one; else copies of one text share a group.
    """

    frame: pd.DataFrame
    Y: np.ndarray
    groups: np.ndarray


def read_labelled(
    path: str | Path,
    taxonomy: Taxonomy,
    *,
    text_column: str | None = None,
    encoding: str | None = None,
) -> LabelledCases:
    """Read a table of cases with known answers.

    Answers stand in a column a label (1 or 0, yes or no; blank is unknown), or ``|``-joined in ``verified_labels``,
    where a blank cell is unknown and ``none_of_these`` an answer, or in ``labels``, where blank is an answer too.

    Parameters
    ----------
    path : str or Path
    taxonomy : Taxonomy
    text_column, encoding : str, optional
        As in :func:`~rightsnlp.data.schema.map_columns` and :func:`~rightsnlp.data.tables.io.open_table`.

    Raises
    ------
    SchemaError
        When there are no answers, an answer is none of these words, or the labels are those that a model gave.
    """
    path = Path(path)
    table = read_table(path, encoding=encoding)
    builder = CaseBuilder(list(table.columns), text_column=text_column)
    cases = [
        builder.build(number, row)[0] for number, row in enumerate(table.itertuples(index=False), start=1)
    ]
    frame = pd.DataFrame(cases, columns=list(builder.fields), dtype=object)
    joined = next((c for c in ("verified_labels", "labels") if c in table.columns), None)
    if any(name in table.columns for name in taxonomy.names):
        Y = np.column_stack([_answers(table, name, path.name) for name in taxonomy.names])
    elif joined == "verified_labels":
        Y = verified_answers(frame, taxonomy)
    elif joined is not None:
        if any(f"p_{name}" in table.columns for name in taxonomy.names):
            raise SchemaError(
                f"{path.name}: its labels are those that a model gave",
                expected="answers of a person, in verified_labels or a column a label",
                remedy="verify the cases first; 'rightsnlp queue' says which",
            )
        answers = frame.assign(**{joined: [as_text(value) for value in table[joined]]})
        Y = label_matrix(answers, taxonomy, column=joined)
    else:
        raise SchemaError(
            f"{path.name}: has no answers to judge by",
            expected=f"a column a label ({', '.join(taxonomy.names)}), or verified_labels, or labels",
            remedy="add the column",
        )
    keys = next((column for column in ("group", "family") if column in table.columns), None)
    texts = frame["text"] if "text" in frame else frame["report"]
    groups = group_keys(texts) if keys is None else np.array([as_text(value) for value in table[keys]])
    return LabelledCases(frame, Y, groups)


def read_verified(
    path: str | Path,
    taxonomy: Taxonomy,
    *,
    label_columns: Sequence[str] = (),
    text_column: str | None = None,
    encoding: str | None = None,
) -> LabelledCases:
    """Read the verified cases of a table.

    Parameters
    ----------
    path : str or Path
    taxonomy : Taxonomy
        The labels asked for.
    label_columns : sequence of str
        Labels whose answers stand in a column each, 1, 0 or blank. Default: ``verified_labels`` is read, and where
        there is no such column, the columns that have the names of labels. What a model wrote into ``labels`` is
        never taken for an answer.
    text_column, encoding : str, optional
        As in :func:`read_labelled`.

    Returns
    -------
    LabelledCases
        Verified cases only. Nearly identical ones share a group.

    Raises
    ------
    SchemaError
        When no case is verified, a column is missing, or an answer is none.
    """
    path = Path(path)
    table = read_table(path, encoding=encoding)
    builder = CaseBuilder(list(table.columns), text_column=text_column)
    missing = [name for name in label_columns if name not in table.columns]
    if missing:
        raise SchemaError(
            f"{path.name}: has no column {missing[0]!r}",
            expected="a column for each of the label columns",
            remedy="check the spelling",
        )
    own = [name for name in taxonomy.names if name in table.columns]
    if label_columns or ("verified_labels" not in builder.fields and own):
        cases = read_labelled(path, taxonomy, text_column=text_column, encoding=encoding)
        frame, Y = cases.frame, cases.Y
        asked = list(label_columns) or own
        Y[:, [name not in asked for name in taxonomy.names]] = np.nan
    else:
        rows = table.itertuples(index=False)
        built = [builder.build(number, row)[0] for number, row in enumerate(rows, start=1)]
        frame = pd.DataFrame(built, columns=list(builder.fields), dtype=object)
        Y = verified_answers(frame, taxonomy)
    known = np.isfinite(Y).any(axis=1)
    if not known.any():
        raise SchemaError(
            f"{path.name}: none of its {len(frame):,} cases is verified",
            expected="answers in verified_labels, or in a column a label",
            remedy="where a case was read and no label applies, write none_of_these",
        )
    frame = frame.loc[known].reset_index(drop=True)
    words = [" ".join(row) for row in frame.reindex(columns=["text", "report"], fill_value="").to_numpy()]
    return LabelledCases(frame, Y[known], near_duplicate_groups(words))


def _answers(table: pd.DataFrame, name: str, file: str) -> np.ndarray:
    if name not in table.columns:
        return np.full(len(table), np.nan)
    values = [as_text(value).strip().lower() for value in table[name]]
    strange = [row for row, value in enumerate(values, start=1) if value not in _YES | _NO | _UNKNOWN]
    if strange:
        raise SchemaError(
            f"{file}: row {strange[0]}, column {name!r}: neither a yes nor a no",
            expected="1 or 0, yes or no, or blank where it is unknown",
            remedy="correct the cell",
        )
    return np.array([1.0 if v in _YES else 0.0 if v in _NO else np.nan for v in values])


def known_labels(Y: np.ndarray, names: Sequence[str]) -> list[str]:
    """Return the labels of which at least one answer is known."""
    return [name for name, column in zip(names, Y.T, strict=True) if np.isfinite(column).any()]
