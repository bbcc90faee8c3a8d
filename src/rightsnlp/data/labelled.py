"""Tables of cases, with or without known answers: one loader for every command, which reads a file once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from rightsnlp.data.answer_words import LabelNames, joined_column, yes_or_no
from rightsnlp.data.cases import matrix_of_sets
from rightsnlp.data.corpora.corpus import Corpus
from rightsnlp.data.identifiers import RowKeys, row_keys
from rightsnlp.data.overlap.dedup import group_keys, near_duplicate_groups
from rightsnlp.data.schema import CaseBuilder, Problem
from rightsnlp.data.tables.io import as_text, open_table
from rightsnlp.data.tables.readers import MISSING, BadRow
from rightsnlp.data.verified import verified_answers
from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.taxonomy import Taxonomy, load_taxonomy

_EXPORT_OF_LABEL_STUDIO = {"annotation_id", "lead_time"}


@dataclass(frozen=True, eq=False)
class LabelledCases:
    """Cases with known answers.

    Attributes
    ----------
    frame : DataFrame
        Case fields as text, one row for each case.
    Y : ndarray of float64, shape (n, n_labels)
        1, 0 or NaN (unknown), columns as the taxonomy's labels.
    groups : ndarray of str, shape (n,)
        The column ``group`` or ``family`` where there is one; else copies of one text share a group.
    """

    frame: pd.DataFrame
    Y: np.ndarray
    groups: np.ndarray


@dataclass(frozen=True, eq=False, repr=False)
class CaseTable:
    """A table as it was read, and the cases in it.

    Attributes
    ----------
    name : str
        Name of the file.
    format : str
        ``csv``, ``xlsx``, ``jsonl`` or ``parquet``.
    columns : tuple of str
        The header.
    fields : dict of str to str
        Case field to column.
    table : DataFrame
        Every column, cells as the format types them, indexed by the number of the row from 1 on. Rows of a broken form
        are not in it.
    frame : DataFrame
        Case fields as text, with the same index.
    problems : tuple of Problem
        The rules that rows break.
    n_rows : int
        Rows of the file, broken ones included.
    """

    name: str
    format: str
    columns: tuple[str, ...]
    fields: dict[str, str]
    table: pd.DataFrame
    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    n_rows: int

    @property
    def rejected(self) -> set[int]:
        """Numbers of the rows that cannot be labelled."""
        return {problem.row for problem in self.problems if problem.rejects}

    @cached_property
    def texts(self) -> list[str]:
        """The post of each case, or its report where the table has no posts."""
        return list(self.frame["text" if "text" in self.fields else "report"])

    @cached_property
    def groups(self) -> np.ndarray:
        """What the column ``group`` or ``family`` says; else copies of one text share a group."""
        column = next((name for name in ("group", "family") if name in self.table.columns), None)
        return group_keys(self.texts) if column is None else np.array([*map(as_text, self.table[column])])

    def keys(self) -> RowKeys:
        """Return what the rows can be told apart by."""
        return row_keys(self.table, self.name, text_column=self.fields.get("text"))

    def has_answers(self, taxonomy: Taxonomy) -> bool:
        """Return whether the header has a column for a label, or one that names labels."""
        columns = self.table.columns
        return bool(LabelNames(taxonomy).columns(columns, file=self.name) or joined_column(columns))

    def answers(self, taxonomy: Taxonomy) -> np.ndarray:
        """Return the known answers; see :func:`read_labelled`.

        Returns
        -------
        ndarray of float64, shape (n, n_labels)
            1, 0 or NaN (unknown), columns as the taxonomy's labels.

        Raises
        ------
        SchemaError
            As :func:`read_labelled`.
        """
        own = LabelNames(taxonomy).columns(self.table.columns, file=self.name)
        if own:
            Y = np.full((len(self.table), len(taxonomy.names)), np.nan)
            for position, label in enumerate(taxonomy.names):
                if label in own:
                    Y[:, position] = yes_or_no(self.table[own[label]], column=own[label], file=self.name)
            return Y
        joined = joined_column(self.table.columns)
        if joined is None:
            raise SchemaError(
                f"{self.name}: has no answers to judge by",
                expected=f"a column for each label ({', '.join(taxonomy.names)}), or verified_labels, or labels",
                remedy="add the column, or rename the one that holds the answers",
            )
        column, blank_is_none = joined
        if "verified_labels" in self.fields:
            return verified_answers(self.frame, taxonomy)
        if any(f"p_{name}" in self.table.columns for name in taxonomy.names):
            raise SchemaError(
                f"{self.name}: its labels are those that a model gave",
                expected="answers of a person, in verified_labels or in a column for each label",
                remedy="verify the cases first; 'rightsnlp queue' says which",
            )
        sets = LabelNames(taxonomy).sets(self.table[column], column=column, file=self.name)
        if blank_is_none and not self._is_label_studio:
            sets = [frozenset() if names is None else names for names in sets]
        return matrix_of_sets(sets, self.frame, taxonomy)

    def answers_source(self, taxonomy: Taxonomy) -> str:
        """Return where :meth:`answers` finds the answers, and what blank cells were taken for, in words."""
        own = LabelNames(taxonomy).columns(self.table.columns, file=self.name)
        joined = joined_column(self.table.columns)
        if own:
            return f"answers from {', '.join(map(repr, own.values()))}; a blank cell is unknown"
        if joined is None:
            return "no answers"
        column, blank_is_none = joined
        blank = sum(not as_text(cell).strip() for cell in self.table[column])
        meant = "no label applies" if blank_is_none and not self._is_label_studio else "unknown"
        return f"answers from {column!r}; {blank:,} of {len(self.table):,} cells are blank, read as: {meant}"

    @property
    def _is_label_studio(self) -> bool:
        return set(self.table.columns) >= _EXPORT_OF_LABEL_STUDIO

    def verified(self, taxonomy: Taxonomy, label_columns: Sequence[str] = ()) -> np.ndarray:
        """Return what was verified; see :func:`read_verified`.

        Raises
        ------
        SchemaError
            When a column is missing, or an answer is none.
        """
        own = LabelNames(taxonomy).columns(self.table.columns, file=self.name)
        missing = [name for name in label_columns if name not in own]
        if missing:
            raise SchemaError(
                f"{self.name}: has no column {missing[0]!r}",
                expected="a column for each of the label columns",
                remedy="check the spelling",
            )
        if not label_columns and ("verified_labels" in self.fields or not own):
            return verified_answers(self.frame, taxonomy)
        Y = self.answers(taxonomy)
        Y[:, [name not in (list(label_columns) or own) for name in taxonomy.names]] = np.nan
        return Y


def read_case_table(
    path: str | Path,
    *,
    text_column: str | None = None,
    encoding: str | None = None,
    keep_going: bool = False,
) -> CaseTable:
    """Read a table of cases, once.

    Parameters
    ----------
    path : str or Path
        CSV, Excel, JSON Lines or Parquet.
    text_column, encoding : str, optional
        As in :func:`~rightsnlp.data.schema.map_columns` and :func:`~rightsnlp.data.tables.io.open_table`.
    keep_going : bool
        Note rows whose form is broken among the problems, and do not refuse the table.

    Raises
    ------
    InputFileError
        When the file cannot be read, or a row of it is broken.
    SchemaError
        When no column holds a post or a report.
    """
    reader = open_table(path, encoding=encoding)
    builder = CaseBuilder(reader.columns, text_column=text_column)
    numbers: list[int] = []
    rows, cases, problems = [], [], []
    number = 0
    for number, row in enumerate(reader.rows(), start=1):
        if isinstance(row, BadRow) and not keep_going:
            raise InputFileError(
                f"{reader.name}: row {number} breaks the rule {row.rule}",
                expected=f"{len(reader.columns)} cells in each row",
                remedy="run: rightsnlp validate on the file, and correct the rows it lists",
            )
        case, found = builder.build(number, row)
        problems += found
        if not isinstance(row, BadRow):
            numbers.append(number)
            rows.append([None if cell is MISSING else cell for cell in row])
            cases.append(case)
    index = pd.Index(numbers, dtype=np.int64)
    return CaseTable(
        name=reader.name,
        format=reader.format,
        columns=tuple(reader.columns),
        fields=dict(builder.fields),
        table=pd.DataFrame(rows, columns=list(reader.columns), index=index, dtype=object),
        frame=pd.DataFrame(cases, columns=list(builder.fields), index=index, dtype=object),
        problems=tuple(problems),
        n_rows=number,
    )


def read_labelled(
    path: str | Path,
    taxonomy: Taxonomy,
    *,
    text_column: str | None = None,
    encoding: str | None = None,
) -> LabelledCases:
    """Read a table of cases with known answers.

    Answers stand in a column for each label, under its name or its title (1 or 0, yes or no, نعم or لا; blank is
    unknown), or by name in one column: ``verified_labels``, where a blank cell is unknown and ``none_of_these`` an
    answer, ``labels``, where blank is an answer too, or ``label``. Names have ``|``, ``;`` or commas between, or are a
    list.

    Parameters
    ----------
    path : str or Path
    taxonomy : Taxonomy
    text_column, encoding : str, optional
        As in :func:`read_case_table`.

    Raises
    ------
    SchemaError
        When there are no answers, an answer is none of these words, or the labels are those that a model gave.
    """
    cases = read_case_table(path, text_column=text_column, encoding=encoding)
    return LabelledCases(cases.frame.reset_index(drop=True), cases.answers(taxonomy), cases.groups)


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
        As in :func:`read_case_table`.

    Returns
    -------
    LabelledCases
        Verified cases only. Nearly identical ones share a group.

    Raises
    ------
    SchemaError
        When no case is verified, a column is missing, or an answer is none.
    """
    cases = read_case_table(path, text_column=text_column, encoding=encoding)
    Y = cases.verified(taxonomy, label_columns)
    known = np.isfinite(Y).any(axis=1)
    if not known.any():
        raise SchemaError(
            f"{cases.name}: none of its {len(cases.frame):,} cases is verified",
            expected="answers in verified_labels, or in a column for each label",
            remedy="where a case was read and no label applies, write none_of_these",
        )
    frame = cases.frame.loc[known].reset_index(drop=True)
    words = [" ".join(row) for row in frame.reindex(columns=["text", "report"], fill_value="").to_numpy()]
    return LabelledCases(frame, Y[known], near_duplicate_groups(words))


def read_corpus(path: str | Path, *, text_column: str | None = None) -> Corpus:
    """Read posts, and what is known of their labels, from a table, in the shape of a corpus.

    Parameters
    ----------
    path : str or Path
        CSV, Excel, JSON Lines or Parquet. Labels stand as :func:`read_labelled` reads them; without any, all are
        unknown.
    text_column : str, optional
        The column that holds the post. Default: found by its name; in a functional suite, ``test_case``.

    Returns
    -------
    Corpus
        Its ``frame`` holds the case fields that were found; a case without a post shows its report. ``split``
        is the column of that name, or ``"all"``.

    Raises
    ------
    InputFileError
        When the file cannot be read.
    SchemaError
        When there is no text column, or a label is none.
    """
    if text_column is None and "test_case" in open_table(path).columns:
        text_column = "test_case"
    cases = read_case_table(path, text_column=text_column)
    taxonomy = load_taxonomy()
    frame = cases.frame.reset_index(drop=True)
    known = cases.has_answers(taxonomy)
    Y = cases.answers(taxonomy) if known else np.full((len(frame), len(taxonomy.names)), np.nan)
    empty = pd.Series("", index=frame.index, dtype=object)
    text, report = (frame.get(name, empty) for name in ("text", "report"))
    texts = text.where(text.str.strip() != "", report).tolist()
    split = [*map(as_text, cases.table["split"])] if "split" in cases.table else ["all"] * len(frame)
    return Corpus(
        name=Path(path).stem,
        texts=texts,
        Y=Y,
        labels=taxonomy.names,
        groups=group_keys(texts),
        split=np.array(split, dtype=np.str_),
        frame=frame,
    )
