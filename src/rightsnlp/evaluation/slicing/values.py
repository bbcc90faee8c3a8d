"""A column of the data as slices take it."""

from __future__ import annotations

import re

import pandas as pd

from rightsnlp.data.tables.io import as_text
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS

MAX_SLICES = 50
"""A column with more values than this is no column of slices: it may hold the posts themselves."""

_MANY_NUMBERS = 10
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?")


def slice_values(column: pd.Series) -> pd.Series:
    """Return a column as slices take it: words, lists of words, numbers to be cut in bands, or months.

    Raises
    ------
    InvalidArgumentError
        When the column holds posts, or more values than :data:`MAX_SLICES`.

    Examples
    --------
    >>> slice_values(pd.Series(["2024-01-31", "2024-02-01 10:00", None], name="published_at")).tolist()
    ['2024-01', '2024-02', '']
    """
    name = str(column.name)
    values = [
        list(map(str, cell)) if isinstance(cell, list | tuple | set | frozenset) else as_text(cell).strip()
        for cell in column.astype(object).where(column.notna(), None)
    ]
    known = [value for value in values if value]
    texts = [value for value in known if isinstance(value, str)]
    if texts and len(texts) == len(known):
        numbers = pd.to_numeric(pd.Series(values, dtype=object).replace("", None), errors="coerce").astype(
            float
        )
        if int(numbers.notna().sum()) == len(texts) and numbers.nunique() > _MANY_NUMBERS:
            return numbers.rename(name)
        if all(_DAY.fullmatch(text) for text in texts):
            values = [str(value)[:7] for value in values]
    distinct = {part for value in values for part in (value if isinstance(value, list) else [value])}
    if name in EVIDENCE_FIELDS[:2] or len(distinct) > MAX_SLICES:
        raise InvalidArgumentError(
            f"slice column {name!r}: has {len(distinct):,} values",
            expected=f"a column with at most {MAX_SLICES} values, such as language or platform, and no text of posts",
            remedy="group its values first",
        )
    return pd.Series(values, dtype=object, name=name)
