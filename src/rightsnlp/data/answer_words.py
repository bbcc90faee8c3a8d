"""One vocabulary of answers: yes and no, and the names of labels, however a person or a tool has written them.

A word that is none of these is never read as "no" or as "no answer": the whole column is refused, with the number of
rows concerned.
"""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from rightsnlp.data.numerals import western_digits
from rightsnlp.data.schema import fold_name
from rightsnlp.data.tables.spreadsheet import unescape_formula
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy, load_taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE_OF_THESE = "none_of_these"
"""The choice that says: read, and no label applies. Without it an oversight looks like an answer."""

_SEPARATORS = re.compile(r"[|;,،؛\n\t]")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_LIST = re.compile(r"\[(?:\s*(?:'[^']*'|\"[^\"]*\")\s*,?)*\s*\]")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    text = resources.files("rightsnlp.data").joinpath("answers.toml").read_text(encoding="utf-8")
    data: dict[str, Any] = tomllib.loads(text)
    kinds = ("yes", "no", "unknown", "either", "no_label")
    found = {kind: frozenset(map(_fold, data[kind]["words"])) for kind in kinds}
    headers = {kind: list(map(_fold, names)) for kind, names in data["columns"].items()}
    return {**found, **headers, "labels": data["labels"]}


def _fold(text: str) -> str:
    marked = unicodedata.normalize("NFKD", western_digits(text))
    bare = "".join(mark for mark in marked if unicodedata.category(mark) not in {"Mn", "Cf"})
    return fold_name(bare)


def word_of(cell: Any) -> str:
    """Return what a cell answers: ``yes``, ``no``, ``unknown``, ``either`` (asked about), or nothing known (empty).

    Examples
    --------
    >>> [word_of(cell) for cell in (1, "نعم", "لا", "٠", None, "none", "perhaps")]
    ['yes', 'yes', 'no', 'no', 'unknown', 'either', '']
    """
    text = as_text(cell)
    folded = _fold(text)
    # A dash alone folds away; it is a mark that somebody made, and no blank.
    if not folded and not {"-", "_"} & set(text):
        return "unknown"
    words = _words()
    return next((kind for kind in ("yes", "no", "unknown", "either") if folded in words[kind]), "")


def yes_or_no(cells: Iterable[Any], *, column: str, file: str) -> NDArray[np.float64]:
    """Read a column of yes and no: 1, 0, or NaN where it is blank or said to be unknown.

    Raises
    ------
    SchemaError
        When a cell says something else, or ``none``, which may mean no or unknown.

    Examples
    --------
    >>> yes_or_no(["yes", "لا", ""], column="spam", file="posts.csv").tolist()
    [1.0, 0.0, nan]
    """
    said = [word_of(cell) for cell in cells]
    refuse_words(
        said, column=column, file=file, expected="1 or 0, yes or no (نعم، لا), or blank where it is unknown"
    )
    return np.array([{"yes": 1.0, "no": 0.0}.get(word, np.nan) for word in said], dtype=np.float64)


def refuse_words(said: Sequence[str], *, column: str, file: str, expected: str) -> None:
    """Refuse a column in which a cell is no answer, or one that has two meanings.

    Raises
    ------
    SchemaError
        With the number of rows and the first of them; never with the cell.
    """
    for kind, wrong, remedy in (
        ("", "neither a yes nor a no", "correct the cells"),
        ("either", "a word or mark that may mean no or unknown", "write no, or leave the cell blank"),
    ):
        rows = [row for row, word in enumerate(said, start=1) if word == kind]
        if rows:
            raise _refused(file, column, rows, len(said), wrong, expected, remedy)


def _refused(
    file: str, column: str, rows: Sequence[int], n: int, wrong: str, expected: str, remedy: str
) -> SchemaError:
    what = f"{file}: row {rows[0]}, column {column!r}: {wrong} ({len(rows):,} of {n:,} rows)"
    return SchemaError(what, expected=expected, remedy=remedy)


class LabelNames:
    """The labels of a taxonomy under every name that people and tools give them.

    Parameters
    ----------
    taxonomy : Taxonomy
        Names and titles count, and for the labels that ship the other names in ``answers.toml``. The other labels that
        ship are known too, so that a table of three labels can be read for one.

    Examples
    --------
    >>> names = LabelNames(load_taxonomy())
    >>> names.find("Hate Speech"), names.find("خطاب كراهية · Hate speech"), names.find("None of these")
    ('hate_speech', 'hate_speech', 'none_of_these')
    >>> names.find("spam") is None
    True
    """

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.names = taxonomy.names
        self._known = dict.fromkeys(_words()["no_label"], NONE_OF_THESE)
        for label in (*load_taxonomy().labels, *taxonomy.labels):
            spellings = [*label.title.values(), *_words()["labels"].get(label.name, ()), label.name]
            self._known.update({_fold(spelling): label.name for spelling in spellings})

    def find(self, text: str) -> str | None:
        """Return the name of the label that a text means, or ``none_of_these``, or None."""
        found = self._known.get(_fold(text))
        if found is None and "·" in text:
            halves = {self._known.get(_fold(half)) for half in text.split("·")}
            found = halves.pop() if len(halves) == 1 else None
        return found

    def columns(self, columns: Iterable[Any], *, file: str) -> dict[str, str]:
        """Return, for each label of the taxonomy, the column that bears one of its names.

        Raises
        ------
        SchemaError
            When two columns bear the names of one label.
        """
        found: dict[str, str] = {}
        for column in map(str, columns):
            name = self.find(column)
            if name not in self.names:
                continue
            if name in found:
                raise SchemaError(
                    f"{file}: columns {found[name]!r} and {column!r} both answer for {name!r}",
                    expected="one of them",
                    remedy="remove the one that is not meant",
                )
            found[str(name)] = column
        return found

    def sets(self, cells: Iterable[Any], *, column: str, file: str) -> list[frozenset[str] | None]:
        """Read a column that names the labels which hold.

        A cell holds names with ``|``, ``;`` or commas between, a list (also as JSON), or a mapping of names to yes and
        no; ``none_of_these`` and its like are an empty set, and a blank cell is None.

        Raises
        ------
        SchemaError
            When a name is none of the labels', or ``none_of_these`` stands beside a label.

        Examples
        --------
        >>> found = LabelNames(load_taxonomy()).sets(
        ...     ["hate_speech | incitement", ["خطاب كراهية"], '{"choices": ["incitement"]}', "none_of_these", ""],
        ...     column="labels", file="posts.csv")
        >>> [one if one is None else sorted(one) for one in found]
        [['hate_speech', 'incitement'], ['hate_speech'], ['incitement'], [], None]
        """
        read: dict[str, set[str | None]] = {}
        named = []
        for cell in cells:
            if isinstance(cell, str):
                if cell not in read:
                    read[cell] = self.read(cell)
                named.append(read[cell])
            else:
                named.append(self.read(cell))
        for wrong, rows, remedy in (
            (
                "names what is none of the labels",
                [row for row, names in enumerate(named, start=1) if None in names],
                "correct the cells, or rename the column if it names no labels",
            ),
            (
                f"has a label and {NONE_OF_THESE}",
                [
                    row
                    for row, names in enumerate(named, start=1)
                    if NONE_OF_THESE in names and len(names) > 1
                ],
                "keep one or the other",
            ),
        ):
            if rows:
                expected = f"{', '.join(self.names)} or their titles, with | between, or {NONE_OF_THESE}"
                raise _refused(file, column, rows, len(named), wrong, expected, remedy)
        kept = frozenset(self.names)
        return [frozenset(filter(None, names)) & kept if names else None for names in named]

    def read(self, cell: Any) -> set[str | None]:
        """Return the names in one cell, None among them for what is no label; nothing for a blank or an empty list."""
        cell = _opened(cell)
        if isinstance(cell, Mapping):
            if len(cell) == 1 and (inner := next(iter(cell.items())))[0] in {
                "choices",
                "labels",
                "label",
                "value",
            }:
                return self.read(inner[1])
            said = {name: word_of(value) for name, value in cell.items()}
            if not said or set(said.values()) - {"yes", "no"}:
                return {None}
            return {self.find(str(name)) for name, word in said.items() if word == "yes"} or {NONE_OF_THESE}
        if isinstance(cell, list | tuple | set | frozenset | np.ndarray):
            return {part for one in cell for part in self.read(one)}
        text = as_text(cell).strip()
        if not text:
            return set()
        whole = self.find(text)
        return (
            {whole}
            if whole
            else {self.find(part) for part in _SEPARATORS.split(text) if part.strip()} or {None}
        )


def _opened(cell: Any) -> Any:
    """Return the list or mapping that a cell holds as JSON or as Python writes a list; else the cell."""
    text = unescape_formula(cell.strip()) if isinstance(cell, str) else ""
    if text[:1] not in {"[", "{"}:
        return cell
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        if _LIST.fullmatch(text):
            return [one or other for one, other in _QUOTED.findall(text)]
        return cell


def joined_column(columns: Iterable[Any]) -> tuple[str, bool] | None:
    """Return the column that names the labels which hold, and whether a blank there means that none does.

    Examples
    --------
    >>> joined_column(["text", "labels"]), joined_column(["text", "verified_labels"]), joined_column(["text"])
    (('labels', True), ('verified_labels', False), None)
    """
    words = _words()
    found = {_fold(str(column)): str(column) for column in columns}
    header = next((header for header in words["joined"] if header in found), None)
    return None if header is None else (found[header], header in words["blank_is_none"])
