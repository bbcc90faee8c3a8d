"""Columns that name the rows of a table, and the forms in which spreadsheets give identifiers back."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from rightsnlp.data.numerals import western_digits
from rightsnlp.data.schema import fold_name, map_columns
from rightsnlp.data.tables.spreadsheet import unescape_formula
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError

if TYPE_CHECKING:
    import pandas as pd

_POINT_ZERO = re.compile(r"\d+\.0+")
_SHARE = re.compile(r"-?\d*[.,٫]\d+%?")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d+")
# Excel and JavaScript hold 15 to 17 digits; what comes after is zeros.
_ROUNDED = re.compile(r"\d{13,}0{2,}")


@lru_cache(maxsize=1)
def _headers() -> tuple[dict[str, int], dict[str, int]]:
    text = resources.files("rightsnlp.data").joinpath("columns.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    lists = (["case_id", *data["headers"]["case_id"]], data["row_numbers"]["headers"])
    identifiers, numbers = ({fold_name(name): place for place, name in enumerate(names)} for names in lists)
    return identifiers, numbers


def identifier_columns(columns: Iterable[Any]) -> list[str]:
    """Return the columns that name an identifier, the surest first.

    Examples
    --------
    >>> identifier_columns(["text", "id", "Tweet_ID", "رقم الحالة"])
    ['رقم الحالة', 'Tweet_ID', 'id']
    """
    return _known(columns, _headers()[0])


def _known(columns: Iterable[Any], known: Mapping[str, int]) -> list[str]:
    found = [str(column) for column in columns if fold_name(str(column)) in known]
    return sorted(found, key=lambda column: known[fold_name(column)])


@dataclass(frozen=True, eq=False, repr=False)
class RowKeys:
    """What the rows of a table can be told apart by.

    Attributes
    ----------
    name : str
        The table, for messages.
    n : int
        Number of rows.
    ids : dict of str to tuple of str, length n
        The columns of identifiers, the surest first; a blank cell is an empty string.
    numbers : dict of str to tuple of str, length n
        Columns that only number the table's own rows.
    others : dict of str to tuple of str, length n
        Columns of other headers in which every row has a short cell of its own: identifiers, if the other table's
        identifiers turn up in them.
    texts : tuple of str, length n, or None
        A hash of each text; never the text.
    """

    name: str
    n: int
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    texts: tuple[str, ...] | None = None

    def column(self, name: str) -> tuple[str, ...]:
        """Return the cells of one of the columns."""
        return {**self.others, **self.numbers, **self.ids}[name]

    def unique_ids(self) -> list[str] | None:
        """Return the first column of identifiers in which every row has one of its own."""
        for cells in self.ids.values():
            if all(cells) and len(set(cells)) == self.n:
                return list(cells)
        return None


def row_keys(
    table: pd.DataFrame, name: str, *, text_column: str | None = None, numbered: str | None = None
) -> RowKeys:
    """Return what the rows of a table can be told apart by.

    Parameters
    ----------
    table : DataFrame
    name : str
        The table, for messages.
    text_column : str, optional
        The column that holds the post. Default: found by its header.
    numbered : str, optional
        A column known to number the rows, whatever its header.

    Examples
    --------
    >>> import pandas as pd
    >>> keys = row_keys(pd.DataFrame({"id": [7, 8], "text": ["a", "b"]}), "posts.csv")
    >>> dict(keys.ids), len(keys.texts)
    ({'id': ('7', '8')}, 2)
    """
    post = text_column or _text_column(table.columns)
    order = identifier_columns(column for column in table.columns if column != numbered)
    counting = {*_known(table.columns, _headers()[1]), numbered}
    ids: dict[str, tuple[str, ...]] = {}
    numbers: dict[str, tuple[str, ...]] = {}
    others: dict[str, tuple[str, ...]] = {}
    for column in dict.fromkeys([*order, *map(str, table.columns)]):
        if column == post or not column.strip():
            continue
        cells = tuple(unescape_formula(as_text(cell).strip()) for cell in table[column])
        if any(cells) and (column in order or column in counting):
            (ids if column in order else numbers)[column] = cells
        elif _may_identify(cells):
            others[column] = cells
    texts = None if post is None else text_hashes(table[post])
    return RowKeys(name, len(table), ids, numbers, others, texts)


def _may_identify(cells: Sequence[str]) -> bool:
    distinct = set(cells)
    return len(distinct) == len(cells) and all(
        0 < len(cell) <= 80 and not _SHARE.fullmatch(cell) for cell in distinct
    )


def _text_column(columns: Iterable[Any]) -> str | None:
    try:
        return map_columns([str(column) for column in columns]).get("text")
    except SchemaError:
        return None


def text_hashes(texts: Iterable[Any]) -> tuple[str, ...]:
    """Return a hash of each text, the same for two that differ in line ends and in blanks at their ends only."""
    folded = (" ".join(unescape_formula(as_text(text).strip()).split()) for text in texts)
    return tuple(
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest() for text in folded
    )


def plain(identifier: str) -> str:
    """Return an identifier in plain digits; ``12.0``, which a table with a gap writes, is ``12``."""
    digits = western_digits(identifier).strip()
    return digits.partition(".")[0] if _POINT_ZERO.fullmatch(digits) else digits


def without_zeros(identifier: str) -> str:
    """Return an identifier of digits without leading zeros, which a spreadsheet drops."""
    digits = plain(identifier)
    return digits.lstrip("0") or "0" if digits.isdigit() else digits


def expanded(identifier: str) -> str:
    """Return an identifier that a spreadsheet wrote as ``1.5E+3`` as the whole number that it says."""
    digits = without_zeros(identifier)
    if not _is_scientific(digits):
        return digits
    number = Decimal(digits.replace(",", "."))
    return str(int(number)) if number == int(number) else digits


def _is_scientific(identifier: str) -> bool:
    return bool(_SCIENTIFIC.fullmatch(identifier)) and int(re.split("[eE]", identifier)[1]) <= 30


def is_shortened(identifier: str) -> bool:
    """Return whether a spreadsheet has cut the last digits of an identifier, or may have.

    Examples
    --------
    >>> is_shortened("1.76543E+18"), is_shortened("1765432100000000000"), is_shortened("1765432100000000024")
    (True, True, False)
    """
    digits = plain(identifier)
    return _is_scientific(digits) or bool(_ROUNDED.fullmatch(digits))


FORMS: tuple[tuple[Callable[[str], str], str], ...] = (
    (str, ""),
    (
        plain,
        "identifiers in {} are written as 12.0 or in other digits, and were read as whole numbers",
    ),
    (
        without_zeros,
        "identifiers in {} have lost their leading zeros (1 for 001), and were matched without them",
    ),
    (expanded, "identifiers in {} are written as 1.5E+3, and were read as whole numbers"),
)
"""Forms of an identifier from the strictest to the loosest, and what is said of those that needed it."""
