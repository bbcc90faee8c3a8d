"""From rows to cases: which column is which field, and which rows break which rule.

A problem names row, column and rule; it never holds what stood in the cell.
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from rightsnlp.data.overlap.seen import Seen
from rightsnlp.data.tables.readers import BadRow
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.records import ACTIONS, CASE_FIELDS, EVIDENCE_FIELDS, OUTCOMES

MAX_CHARACTERS = 100_000
"""Longest post or report, in characters; the longest post any large platform takes is about 63,000."""

RULES: dict[str, str] = {
    "too_few_cells": "the row has fewer cells than the header",
    "too_many_cells": "the row has more cells than the header",
    "not_json": "the line is not JSON",
    "repeated_key": "the line gives the same key twice, and readers differ in which they take",
    "not_an_object": "the line is JSON but not an object {...}",
    "no_text": "neither a post nor a report is given",
    "too_long": f"the cell has more than {MAX_CHARACTERS:,} characters",
    "nul_character": "the cell holds a NUL character, which no writer of text types",
    "lone_surrogate": "the cell holds half of a character (a lone surrogate)",
    "unknown_action": f"the action is none of {', '.join(ACTIONS)}",
    "unknown_outcome": f"the outcome is none of {', '.join(OUTCOMES)}",
    "bad_date": "the date cannot be read",
    "repeated_case_id": "an earlier row has the same case_id",
}
"""Every rule by name, in words. Those of the form or the text reject a row; the others are warnings."""

_WARNINGS = frozenset({"unknown_action", "unknown_outcome", "bad_date", "repeated_case_id"})
_DATES = ("published_at", "action_at", "reported_at", "escalated_at", "resolved_at")
_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": "", "_": " ", "-": " "})


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that one row breaks.

    Attributes
    ----------
    row : int
        Number of the row, counted from 1 under the header.
    column : str
        Column as the file names it; empty when the row as a whole is meant.
    rule : str
        A key of :data:`RULES`.
    """

    row: int
    column: str
    rule: str

    @property
    def rejects(self) -> bool:
        """Whether the row cannot be labelled (else it is a warning)."""
        return self.rule not in _WARNINGS


def fold_name(name: str) -> str:
    """Return the form in which headers and vocabulary are compared.

    Examples
    --------
    >>> fold_name("  Post_Text "), fold_name("الإجراء")
    ('post text', 'الاجراء')
    """
    return " ".join(name.casefold().translate(_FOLD).split())


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, str], dict[str, str]]:
    data = tomllib.loads(
        resources.files("rightsnlp.data").joinpath("columns.toml").read_text(encoding="utf-8")
    )
    headers = {fold_name(field): field for field in CASE_FIELDS}
    for field, names in data["headers"].items():
        headers.update({fold_name(name): field for name in names})
    actions = {fold_name(action): action for action in ACTIONS}
    for action, names in data["actions"].items():
        actions.update({fold_name(name): action for name in names})
    return headers, actions


def canonical_action(value: str) -> str:
    """Return the vocabulary's word for an action as a form gives it, or the value itself when it has none.

    Examples
    --------
    >>> canonical_action("Shadow ban"), canonical_action("حذف المنشور"), canonical_action("")
    ('demoted', 'removed', '')
    """
    return _vocabulary()[1].get(fold_name(value), value.strip())


def map_columns(columns: Sequence[str], *, text_column: str | None = None) -> dict[str, str]:
    """Find which column holds which case field.

    Exact field names win over the other headers that forms use, English or Arabic.

    Parameters
    ----------
    columns : sequence of str
        The header.
    text_column : str, optional
        The column that holds the post, whatever its name.

    Returns
    -------
    dict of str to str
        Case field to column.

    Raises
    ------
    SchemaError
        When ``text_column`` is no column, or no column holds a post or a report.

    Examples
    --------
    >>> map_columns(["رقم الحالة", "نص المنشور", "الإجراء"])
    {'case_id': 'رقم الحالة', 'text': 'نص المنشور', 'action': 'الإجراء'}
    """
    if text_column is not None and text_column not in columns:
        raise SchemaError(
            f"text column: got {text_column!r}, which is none of the {len(columns)} columns",
            expected="a header of the file, letter for letter",
            remedy="check the spelling",
        )
    headers, _ = _vocabulary()
    found: dict[str, str] = {"text": text_column} if text_column is not None else {}
    for exact in (True, False):
        for column in columns:
            field = headers.get(fold_name(column))
            if field is None or field in found or column in found.values():
                continue
            if not exact or fold_name(column) == fold_name(field):
                found[field] = column
    if "text" not in found and "report" not in found:
        raise SchemaError(
            f"no text column: none of the {len(columns)} columns is known to hold a post or a report",
            expected="a column named text, post, report, نص المنشور or البلاغ",
            remedy="pass --text-column with the header of the column that holds the post",
        )
    return {field: found[field] for field in CASE_FIELDS if field in found}


class CaseBuilder:
    """Turns rows into cases one by one, keeping what the check of repeated identifiers needs.

    Parameters
    ----------
    columns : sequence of str
        The header of the table.
    text_column : str, optional
        As in :func:`map_columns`.
    """

    def __init__(self, columns: Sequence[str], *, text_column: str | None = None) -> None:
        self.columns = tuple(columns)
        self.fields = map_columns(self.columns, text_column=text_column)
        self._positions = {field: self.columns.index(column) for field, column in self.fields.items()}
        self._posts = [field for field in ("text", "report") if field in self.fields]
        self._evidence = [field for field in EVIDENCE_FIELDS if field in self.fields]
        self._dates = [field for field in _DATES if field in self.fields]
        self._seen = Seen()

    def build(self, number: int, row: Sequence[Any] | BadRow) -> tuple[dict[str, str], list[Problem]]:
        """Return the case in row ``number`` as field to text, and the rules that the row breaks.

        Every field the table has is in the case as text, empty where the cell is; ``action`` is in the
        vocabulary's words where it can be.
        """
        if isinstance(row, BadRow):
            return {}, [Problem(number, "", row.rule)]
        case = {field: as_text(row[position]) for field, position in self._positions.items()}
        problems = [Problem(number, self.fields[f], rule) for f, rule in self._check(case)]
        if not any(case[field].strip() for field in self._posts):
            column = self.fields.get("text") or self.fields["report"]
            problems.append(Problem(number, column, "no_text"))
        if "action" in case:
            case["action"] = canonical_action(case["action"])
        return case, problems

    def _check(self, case: Mapping[str, str]) -> Iterable[tuple[str, str]]:
        for field in self._evidence:
            value = case[field]
            if len(value) > MAX_CHARACTERS:
                yield field, "too_long"
            if "\0" in value:
                yield field, "nul_character"
            if not value.isascii() and not _can_be_written(value):
                yield field, "lone_surrogate"
        if case.get("action", "").strip() and canonical_action(case["action"]) not in ACTIONS:
            yield "action", "unknown_action"
        if case.get("outcome", "").strip() and case["outcome"].strip().lower() not in OUTCOMES:
            yield "outcome", "unknown_outcome"
        for field in self._dates:
            if case[field].strip() and not _is_date(case[field]):
                yield field, "bad_date"
        identifier = case.get("case_id", "").strip()
        if identifier and self._seen.add(identifier):
            yield "case_id", "repeated_case_id"


def _can_be_written(value: str) -> bool:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:  # half of a character is the one thing that cannot
        return False
    return True


@lru_cache(maxsize=4096)
def _is_date(value: str) -> bool:
    with suppress(ValueError):
        datetime.datetime.fromisoformat(value.strip())
        return True
    import pandas as pd

    return not pd.isna(pd.to_datetime(value.strip(), errors="coerce", utc=True, format="mixed"))
