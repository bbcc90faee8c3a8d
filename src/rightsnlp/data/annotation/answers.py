"""The answers of annotators, whatever the tool; one module of this package for each tool."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from rightsnlp.data.annotation.shown import choices
from rightsnlp.data.answer_words import NONE_OF_THESE, LabelNames
from rightsnlp.data.cases import matrix_of_sets
from rightsnlp.data.identifiers import identifier_columns
from rightsnlp.data.schema import map_columns
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.records import CASE_FIELDS
from rightsnlp.taxonomy import Taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ANSWERS = frozenset({"labels", "verified_labels", "label"})
_NO_POST = "\0no post"

NOBODY = ""
"""The annotator of a case that nobody has opened yet."""

UNKNOWN_ANNOTATOR = "unknown"
"""The annotator of an answer that names none."""


Why = Literal["skipped", "empty", "unopened"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one annotator said of one case.

    Attributes
    ----------
    case : dict of str to str
        Case fields, ``case_id`` among them.
    annotator : str
    chosen : frozenset of str or None
        The labels chosen, by name or title; None where there is no answer.
    place : str
        Where it stands in the file, for messages.
    why : {"skipped", "empty", "unopened"}
        Why there is no answer, where there is none: the annotator skipped the case, or left it without a choice, or
        nobody has opened it.
    asked : frozenset of str or None
        The labels that the annotator was asked about; None for all. The others stay unknown.
    """

    case: dict[str, str]
    annotator: str
    chosen: frozenset[str] | None
    place: str
    why: Why = "skipped"
    asked: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries an export holds, and of what kind: ``entries`` is the sum of all the others.

    Attributes
    ----------
    entries : int
        What annotators left behind, and cases that nobody opened.
    answers, skipped, empty, unopened : int
        Answers; cases skipped; cases submitted without a choice; cases that nobody has opened.
    repeated : int
        Entries that say again what another said, or that an answer has taken the place of.
    """

    entries: int
    answers: int
    skipped: int
    empty: int
    unopened: int
    repeated: int

    def __str__(self) -> str:
        unknown = self.empty + self.unopened
        return (
            f"{self.entries:,} entries: {self.answers:,} answers, {self.skipped:,} skipped, {unknown:,} unknown"
            f" ({self.empty:,} without a choice, {self.unopened:,} opened by nobody), {self.repeated:,} repeated"
        )


@dataclass(frozen=True, eq=False, repr=False)
class Annotations:
    """Answers of annotators, one row for each annotator and case.

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
    tally : Tally
        What the entries of the export were.
    """

    frame: pd.DataFrame
    Y: NDArray[np.float64]
    annotator: NDArray[np.str_]
    answered: NDArray[np.bool_]
    labels: tuple[str, ...]
    unreadable: int
    tally: Tally

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
        """Return the case fields, ``annotator``, ``answered`` (yes or no) and a column for each label (1, 0 or blank).

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


def case_fields(record: Mapping[str, Any], *, fallback_id: Any) -> dict[str, str]:
    """Return the case fields in a tool's record, under ``fallback_id`` where it has no identifier.

    Fields are found under every header that :func:`~rightsnlp.data.schema.map_columns` knows; what the record says of
    labels is no field of the case.
    """
    keys = [key for key in map(str, record) if key not in _ANSWERS]
    columns = case_columns(keys)
    ids = identifier_columns(keys)
    case = {field: as_text(record[columns[field]]) for field in CASE_FIELDS if field in columns}
    own = case.get("case_id") or next((as_text(record[key]) for key in ids if as_text(record[key])), "")
    return {**case, "case_id": own or as_text(fallback_id)}


def case_columns(keys: Sequence[str]) -> dict[str, str]:
    """Return case field to key, also where none holds a post."""
    found = map_columns([*keys, _NO_POST], text_column=_NO_POST)
    if found.pop("text") == _NO_POST:
        with suppress(SchemaError):
            found |= map_columns(keys)
    return found


def refuse_without_post(cases: Sequence[Mapping[str, str]], keys: Iterable[str], tool: str) -> None:
    """Refuse an export in which cases have neither a post nor a report under a name that is known.

    Raises
    ------
    SchemaError
        With the number of cases, and the keys that were there.
    """
    without = sum("text" not in case and "report" not in case for case in cases)
    if without:
        raise SchemaError(
            f"{tool}: {without:,} of {len(cases):,} cases hold no post; their keys are {', '.join(sorted(keys))}",
            expected="a post under text, post, tweet, content, المنشور, or another header of data/columns.toml",
            remedy="rename the key in the export, or export the cases with 'rightsnlp annotate export'",
        )


def raw_choices(value: Any) -> frozenset[str] | None:
    """Return the labels that a tool wrote: one, a list, JSON of either, or ``{"choices": [...]}``; None for nothing.

    Examples
    --------
    >>> sorted(raw_choices('{"choices": ["a", "b"]}')), sorted(raw_choices("a")), raw_choices("")
    (['a', 'b'], ['a'], None)
    """
    if isinstance(value, str) and value.strip()[:1] in {"[", "{"}:
        with suppress(ValueError, RecursionError):
            value = json.loads(value)
    if isinstance(value, Mapping):
        value = value.get("choices", value.get("value", value.get("label")))
    if isinstance(value, str):
        value = [value.strip()] if value.strip() else []
    if not isinstance(value, list | tuple | type(None)):
        raise TypeError("choices of another form")
    if not all(isinstance(one, str) for one in value or ()):
        raise TypeError("choices of another form")
    return frozenset(value or ()) or None


def gather(answers: Iterable[Answer], taxonomy: Taxonomy) -> Annotations:
    """Check answers and turn them into arrays.

    Where an annotator first skipped a case and then answered it, the answer counts; one that stands there twice in the
    same words counts once.

    Raises
    ------
    SchemaError
        When a choice is not in the taxonomy, :data:`NONE_OF_THESE` stands beside a label, an annotator answered a
        case twice in different ways, or one identifier stands for two posts.
    """
    entries = list(answers)
    chosen = _names(entries, taxonomy)
    kept: dict[tuple[str, str], int] = {}
    for row, answer in enumerate(entries):
        key = (answer.case["case_id"], answer.annotator)
        before = kept.get(key)
        if before is None:
            kept[key] = row
            continue
        _check_again(entries[before], answer, chosen[before], chosen[row])
        if chosen[before] is None and chosen[row] is not None:
            kept[key] = row
    rows = list(kept.values())
    present = {field for row in rows for field in entries[row].case}
    fields = [field for field in CASE_FIELDS if field in present or field == "case_id"]
    frame = pd.DataFrame(
        [[entries[row].case.get(f, "") for f in fields] for row in rows], columns=fields, dtype=object
    )
    sets = [chosen[row] for row in rows]
    answered = np.array([names is not None for names in sets], dtype=bool)
    Y = matrix_of_sets(sets, frame, taxonomy)
    unreadable = sum(len(names or ()) for names in sets) - int(np.nansum(Y))
    for place, row in enumerate(rows):
        asked = entries[row].asked
        if asked is not None:
            Y[place, [name not in asked for name in taxonomy.names]] = np.nan
    annotator = np.array([entries[row].annotator for row in rows], dtype=np.str_)
    why = Counter(entries[row].why for row in rows if chosen[row] is None)
    tally = Tally(
        len(entries),
        int(answered.sum()),
        why["skipped"],
        why["empty"],
        why["unopened"],
        len(entries) - len(rows),
    )
    return Annotations(frame, Y, annotator, answered, taxonomy.names, unreadable, tally)


def _names(entries: Sequence[Answer], taxonomy: Taxonomy) -> list[frozenset[str] | None]:
    """Return the names of the labels chosen, none of them for :data:`NONE_OF_THESE`."""
    names = LabelNames(taxonomy)
    found = [None if one.chosen is None else {names.find(choice) for choice in one.chosen} for one in entries]
    known = {None, *taxonomy.names, NONE_OF_THESE}
    strange = [row for row, chosen in enumerate(found) if chosen and (None in chosen or chosen - known)]
    if strange:
        first = entries[strange[0]]
        count = sum(name is None or name not in known for name in found[strange[0]] or ())
        raise SchemaError(
            f"{first.place}: {count} of the labels chosen are not in the taxonomy ({len(strange):,} entries in all)",
            expected=f"labels among {', '.join(choices(taxonomy))}, or their titles",
            remedy="rename the labels in the tool, or pass the taxonomy that they belong to",
        )
    torn = [row for row, chosen in enumerate(found) if chosen and NONE_OF_THESE in chosen and len(chosen) > 1]
    if torn:
        raise SchemaError(
            f"{entries[torn[0]].place}: {NONE_OF_THESE} stands beside a label ({len(torn):,} entries in all)",
            expected=f"labels, or {NONE_OF_THESE} alone",
            remedy="ask the annotator which was meant, and correct it in the tool",
        )
    return [None if one is None else frozenset(filter(None, one)) - {NONE_OF_THESE} for one in found]


def _check_again(
    before: Answer, again: Answer, first: frozenset[str] | None, second: frozenset[str] | None
) -> None:
    if before.case.get("text") != again.case.get("text") or before.case.get("report") != again.case.get(
        "report"
    ):
        raise SchemaError(
            f"{again.place}: another post under the identifier of the case of {before.place}",
            expected="an identifier of its own for each case",
            remedy="give the cases identifiers before they are annotated, and export again",
        )
    if first is not None and second is not None and first != second:
        raise SchemaError(
            f"{again.place}: a second answer by one annotator to the case of {before.place}, and another one",
            expected="one answer for each annotator and case",
            remedy="delete one of the two in the tool, and export again",
        )
