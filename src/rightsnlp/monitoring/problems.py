"""What is wrong with a register, row by row, in words; never with what stood in the cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rightsnlp.records import ACTIONS, OUTCOMES

REFUSES: dict[str, str] = {
    "too_few_cells": "the row has fewer cells than the header",
    "too_many_cells": "the row has more cells than the header",
    "not_json": "the line is not JSON",
    "not_an_object": "the line is JSON but not an object {...}",
    "repeated_case_id": "an earlier row has the same case_id",
    "impossible_order": "a later step has an earlier date",
    "in_the_future": "the date lies after the day on which the register is read",
}
"""Rules that keep a row out of every figure."""

UNREAD: dict[str, str] = {
    "bad_date": "the date cannot be read, or there is no such day",
    "unknown_action": f"the action is none of {', '.join(ACTIONS)}",
    "unknown_outcome": f"the outcome is none of {', '.join(OUTCOMES)}",
    "not_yes_or_no": "the answer is neither yes nor no",
}
"""Rules after which the cell counts as not stated, and the row stays."""

WARNS: dict[str, str] = {
    "no_case_id": "the case has no case_id; it is known by its row",
    "ended_but_pending": "the case has an end and was not reopened, and its outcome is pending",
    "answered_but_no_response": "the case has a date of an answer, and its outcome is no_response",
}
"""Rules that change nothing, and that a person should look at."""

RULES = {**REFUSES, **UNREAD, **WARNS}


@dataclass(frozen=True, slots=True)
class CaseProblem:
    """One rule that one row breaks.

    Attributes
    ----------
    row : int
        Number of the row, counted from 1 under the header.
    column : str
        Column as the file names it, two joined by " < " where their order is wrong; empty for the row as a whole.
    rule : str
        A key of :data:`RULES`.

    Examples
    --------
    >>> print(CaseProblem(7, "escalated_at < reported_at", "impossible_order"))
    row 7, escalated_at < reported_at: a later step has an earlier date; the row is left out
    """

    row: int
    column: str
    rule: str

    @property
    def refuses(self) -> bool:
        """Whether the row is left out of every figure."""
        return self.rule in REFUSES

    def __str__(self) -> str:
        where = f"row {self.row}, {self.column}" if self.column else f"row {self.row}"
        then = (
            "; the row is left out"
            if self.refuses
            else "; it counts as not stated"
            if self.rule in UNREAD
            else ""
        )
        return f"{where}: {RULES[self.rule]}{then}"


@dataclass
class ProblemList:
    """All problems of a register, kept in a few bytes each.

    Examples
    --------
    >>> problems = ProblemList()
    >>> problems.add("action", "unknown_action", np.array([4, 9]))
    >>> len(problems), problems.counts(), problems.refused_rows().tolist()
    (2, {'unknown_action': 2}, [])
    """

    _found: list[tuple[str, str, NDArray[np.int64]]] = field(default_factory=list)

    def add(self, column: str, rule: str, rows: NDArray[np.int64]) -> None:
        """Note that rows break a rule."""
        if len(rows):
            self._found.append((column, rule, np.asarray(rows, dtype=np.int64)))

    def __len__(self) -> int:
        return sum(len(rows) for _, _, rows in self._found)

    def __iter__(self) -> Iterator[CaseProblem]:
        flat = [(int(row), column, rule) for column, rule, rows in self._found for row in rows]
        return (CaseProblem(*entry) for entry in sorted(flat))

    def counts(self) -> dict[str, int]:
        """Return how many rows break each rule, the rules in their own order."""
        return {
            rule: total
            for rule in RULES
            if (total := sum(len(rows) for _, name, rows in self._found if name == rule))
        }

    def refused_rows(self) -> NDArray[np.int64]:
        """Return the numbers of the rows that are left out, in order."""
        rows = [rows for _, rule, rows in self._found if rule in REFUSES]
        return np.unique(np.concatenate(rows)) if rows else np.zeros(0, np.int64)
