"""Cases as annotators see them, whatever the tool.

Annotators get what the labels rest on and no more: no address, no name, and no label that was given before.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from rightsnlp.data.answer_words import NONE_OF_THESE
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.records import EVIDENCE_FIELDS
from rightsnlp.taxonomy import Taxonomy

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
            expected=f"({n_cases}, {len(taxonomy.names)}), a row for each case and a column for each label",
            remedy="pass 1, 0 or NaN for every case and label",
        )
    chosen = [[name for name, value in zip(taxonomy.names, row, strict=True) if value == 1] for row in Y]
    return [
        labels or ([] if np.isnan(row).all() else [NONE_OF_THESE])
        for labels, row in zip(chosen, Y, strict=True)
    ]
