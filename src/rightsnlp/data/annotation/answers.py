"""Cases as annotators see them, and their answers, whatever the tool; see :mod:`label_studio` and :mod:`doccano`.

Annotators get what the labels rest on and no more: no address, no name, and no label that was given before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rightsnlp.data.answer_words import NONE_OF_THESE
from rightsnlp.data.cases import label_matrix
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.records import CASE_FIELDS, EVIDENCE_FIELDS
from rightsnlp.taxonomy import Taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHOWN_FIELDS: tuple[str, ...] = (
    "case_id", "platform", "content_type", "language", "published_at", "text", "report", "action", "stated_reason",
)  # fmt: skip
"""The case fields that annotators are shown. ``outcome`` is not among them: what a platform decided in the end is
no evidence of what it should have decided."""

HEADERS: dict[str, str] = {
    "text": "المنشور · Post",
    "report": "البلاغ · Report",
    "action": "إجراء المنصة · Platform action",
    "stated_reason": "السبب المعلن · Stated reason",
}
"""What annotators read above the fields that a label may rest on."""

NOBODY = ""
"""The annotator of a case that nobody has opened yet."""

UNKNOWN_ANNOTATOR = "unknown"
"""The annotator of an answer that names none."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one annotator said of one case.

    Attributes
    ----------
    case : dict of str to str
        Case fields, ``case_id`` among them.
    annotator : str
    chosen : frozenset of str or None
        The labels chosen; None where the case was skipped or never opened.
    place : str
        Where it stands in the file, for messages.
    """

    case: dict[str, str]
    annotator: str
    chosen: frozenset[str] | None
    place: str


@dataclass(frozen=True, eq=False, repr=False)
class Annotations:
    """Answers of annotators, one row an annotator and case.

    Attributes
    ----------
    frame : DataFrame
        Case fields as text.
    Y : ndarray of float64, shape (n, n_labels)
        1, 0 or NaN: skipped, or the case lacks every field that the label is read from.
    annotator : ndarray of str, shape (n,)
        Empty where nobody has opened the case.
    answered : ndarray of bool, shape (n,)
    labels : tuple of str
        Names of the columns of ``Y``.
    unreadable : int
        Labels that were chosen although the case lacks every field that they are read from; NaN in ``Y``.
    """

    frame: pd.DataFrame
    Y: NDArray[np.float64]
    annotator: NDArray[np.str_]
    answered: NDArray[np.bool_]
    labels: tuple[str, ...]
    unreadable: int

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return f"Annotations(n={len(self)}, cases={self.frame['case_id'].nunique()}, annotators={len(self.annotators)})"

    @property
    def annotators(self) -> list[str]:
        """Names of those who opened a case, sorted."""
        return sorted(set(self.annotator.tolist()) - {NOBODY})

    def ratings(self) -> dict[str, pd.DataFrame]:
        """Return, for each label, cases by annotators: 1, 0 or NaN.

        It is what :func:`rightsnlp.evaluation.agreement_table` takes.
        """
        cases = {case: row for row, case in enumerate(dict.fromkeys(self.frame["case_id"]))}
        annotators = {name: column for column, name in enumerate(self.annotators)}
        rows = [cases[case] for case in self.frame["case_id"][self.answered]]
        columns = [annotators[name] for name in self.annotator[self.answered]]
        tables = {}
        for position, label in enumerate(self.labels):
            table = np.full((len(cases), len(annotators)), np.nan)
            table[rows, columns] = self.Y[self.answered, position]
            tables[label] = pd.DataFrame(table, index=list(cases), columns=list(annotators))
        return tables

    def to_frame(self) -> pd.DataFrame:
        """Return the case fields, ``annotator``, ``answered`` (yes or no) and a column a label (1, 0 or blank).

        :func:`~rightsnlp.data.labelled.read_labelled` reads such a table.
        """
        answers = {
            name: [None if np.isnan(value) else int(value) for value in column]
            for name, column in zip(self.labels, self.Y.T, strict=True)
        }
        added = pd.DataFrame(
            {"annotator": self.annotator, "answered": np.where(self.answered, "yes", "no"), **answers},
            dtype=object,
        )
        return pd.concat([self.frame, added], axis=1)


def shown_cases(cases: pd.DataFrame) -> list[dict[str, str]]:
    """Return the cases with the fields that annotators are shown, as text.

    A case without an identifier is called by its row, ``row-1`` and so on. The fields of
    :data:`~rightsnlp.records.EVIDENCE_FIELDS` are always there, empty where the case lacks them.

    Raises
    ------
    SchemaError
        When a case has neither a post nor a report, or two have one ``case_id``: their answers could not be told apart.

    Examples
    --------
    >>> shown_cases(pd.DataFrame({"text": ["صباح الخير"], "url": ["https://example.org"]}))
    [{'case_id': 'row-1', 'text': 'صباح الخير', 'report': '', 'action': '', 'stated_reason': ''}]
    """
    fields = [f for f in SHOWN_FIELDS if f in cases or f in EVIDENCE_FIELDS or f == "case_id"]
    columns = {field: _texts(cases, field) for field in fields}
    columns["case_id"] = [name or f"row-{row}" for row, name in enumerate(columns["case_id"], start=1)]
    repeated = len(cases) - len(set(columns["case_id"]))
    if repeated:
        raise SchemaError(
            f"case_id: {repeated} cases have the identifier of an earlier one",
            expected="an identifier of its own for each case",
            remedy="run: rightsnlp validate, which lists the rows",
        )
    empty = [
        row
        for row, (text, report) in enumerate(zip(columns["text"], columns["report"], strict=True), start=1)
        if not text.strip() and not report.strip()
    ]
    if empty:
        raise SchemaError(
            f"case {empty[0]}: neither a post nor a report is given",
            expected="text or report in each of the cases",
            remedy="drop the cases that hold nothing to read",
        )
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _texts(cases: pd.DataFrame, field: str) -> list[str]:
    if field not in cases:
        return [""] * len(cases)
    return [
        "" if missing else as_text(cell)
        for cell, missing in zip(cases[field], cases[field].isna(), strict=True)
    ]


def choices(taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return what an annotator may choose: the labels, and :data:`NONE_OF_THESE`."""
    return (*taxonomy.names, NONE_OF_THESE)


def suggested_choices(suggestions: Any, n_cases: int, taxonomy: Taxonomy) -> list[list[str]]:
    """Return, for each case, the choices that ``suggestions`` amount to; none where all is unknown.

    Parameters
    ----------
    suggestions : array-like (n_cases, n_labels), optional
        1, 0 or NaN.

    Raises
    ------
    InvalidArgumentError
        When the shape is another.

    Examples
    --------
    >>> from rightsnlp.taxonomy import simple_taxonomy
    >>> suggested_choices([[1, 0], [0, 0], [np.nan, np.nan]], 3, simple_taxonomy(["spam", "ham"]))
    [['spam'], ['none_of_these'], []]
    """
    if suggestions is None:
        return [[] for _ in range(n_cases)]
    Y = np.asarray(suggestions, dtype=np.float64)
    if Y.shape != (n_cases, len(taxonomy.names)):
        raise InvalidArgumentError(
            f"suggestions: got shape {Y.shape}",
            expected=f"({n_cases}, {len(taxonomy.names)}), a row a case and a column a label",
            remedy="pass 1, 0 or NaN for every case and label",
        )
    chosen = [[name for name, value in zip(taxonomy.names, row, strict=True) if value == 1] for row in Y]
    return [
        labels or ([] if np.isnan(row).all() else [NONE_OF_THESE])
        for labels, row in zip(chosen, Y, strict=True)
    ]


def case_fields(record: dict[str, Any], *, fallback_id: Any) -> dict[str, str]:
    """Return the case fields in a tool's record, under ``fallback_id`` where it has no ``case_id``."""
    case = {field: as_text(record[field]) for field in CASE_FIELDS if field in record}
    return {**case, "case_id": case.get("case_id") or as_text(fallback_id)}


def gather(answers: Iterable[Answer], taxonomy: Taxonomy) -> Annotations:
    """Check answers and turn them into arrays.

    Where an annotator first skipped a case and then answered it, the answer counts.

    Raises
    ------
    SchemaError
        When a choice is not in the taxonomy, :data:`NONE_OF_THESE` stands beside a label, or an annotator answered a
        case twice.
    """
    kept: dict[tuple[str, str], Answer] = {}
    for answer in answers:
        _check_choices(answer, taxonomy)
        key = (answer.case["case_id"], answer.annotator)
        before = kept.get(key)
        if before is not None and before.chosen is not None and answer.chosen is not None:
            raise SchemaError(
                f"{answer.place}: a second answer by one annotator to the case of {before.place}",
                expected="one answer for each annotator and case",
                remedy="delete one of the two in the tool, and export again",
            )
        if before is None or before.chosen is None:
            kept[key] = answer
    rows = list(kept.values())
    present = {field for answer in rows for field in answer.case}
    fields = [field for field in CASE_FIELDS if field in present or field == "case_id"]
    frame = pd.DataFrame(
        [[answer.case.get(f, "") for f in fields] for answer in rows], columns=fields, dtype=object
    )
    labels = [(answer.chosen or frozenset()) - {NONE_OF_THESE} for answer in rows]
    answered = np.array([answer.chosen is not None for answer in rows], dtype=bool)
    Y = label_matrix(
        frame.assign(_chosen=["|".join(sorted(names)) for names in labels]), taxonomy, column="_chosen"
    )
    unreadable = sum(map(len, labels)) - int(np.nansum(Y))
    Y[~answered] = np.nan
    annotator = np.array([answer.annotator for answer in rows], dtype=np.str_)
    return Annotations(frame, Y, annotator, answered, taxonomy.names, unreadable)


def _check_choices(answer: Answer, taxonomy: Taxonomy) -> None:
    chosen = answer.chosen or frozenset()
    strange = chosen - set(choices(taxonomy))
    if strange:
        raise SchemaError(
            f"{answer.place}: {len(strange)} of the labels chosen are not in the taxonomy",
            expected=f"labels among {', '.join(choices(taxonomy))}",
            remedy="rename the labels in the tool, or pass the taxonomy that they belong to",
        )
    if NONE_OF_THESE in chosen and len(chosen) > 1:
        raise SchemaError(
            f"{answer.place}: {NONE_OF_THESE} stands beside a label",
            expected=f"labels, or {NONE_OF_THESE} alone",
            remedy="ask the annotator which was meant, and correct it in the tool",
        )
