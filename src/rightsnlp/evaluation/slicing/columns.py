"""A column of the data as slices take it, and which posts are in which slice."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from rightsnlp.data.tables.io import as_text
from rightsnlp.evaluation.arrays import BoolArray
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS

MISSING = "(missing)"

MAX_SLICES = 50
"""A column with more values than this is no column of slices: it may hold the posts themselves."""

_BANDS = 4
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


def slice_masks(values: pd.Series) -> dict[str, BoolArray]:
    """Return a mask (n,) for each slice of a column: bands and months in order, else the largest slice first.

    Examples
    --------
    >>> import pandas as pd
    >>> masks = slice_masks(pd.Series([{"women"}, {"women", "migrants"}, None]))
    >>> {name: mask.tolist() for name, mask in masks.items()}
    {'women': [True, True, False], 'migrants': [False, True, False], '(missing)': [False, False, True]}
    """
    bands = _bands(values)
    cells = values if bands is None else bands
    members: dict[str, list[int]] = {}
    for row, cell in enumerate(cells):
        if isinstance(cell, list | tuple | set | frozenset):
            names = sorted({str(part) for part in cell}) or [MISSING]
        else:
            names = [MISSING if pd.isna(cell) or cell == "" else str(cell)]
        for name in names:
            members.setdefault(name, []).append(row)
    if bands is None:
        order = sorted(members, key=lambda name: (-len(members[name]), name))
    else:
        order = [name for name in bands.cat.categories if name in members] + [MISSING] * (MISSING in members)
    masks = {}
    for name in sorted(order, key=lambda name: name == MISSING):
        masks[name] = np.zeros(len(values), dtype=np.bool_)
        masks[name][members[name]] = True
    return masks


def _bands(values: pd.Series) -> pd.Series | None:
    """Cut dates into months, and numbers of many values into bands named by their least and greatest."""
    if pd.api.types.is_datetime64_any_dtype(values):
        return pd.Series(values.dt.strftime("%Y-%m").astype("category"))
    numeric = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if not numeric or values.nunique() <= _MANY_NUMBERS:
        return None
    bands = pd.Series(pd.qcut(values, _BANDS, labels=False, duplicates="drop"))
    edges = values.groupby(bands).agg(["min", "max"])
    names = {band: f"{low:.6g}–{high:.6g}" for band, low, high in edges.itertuples()}
    return pd.Series(pd.Categorical(bands.map(names), categories=list(names.values())))
