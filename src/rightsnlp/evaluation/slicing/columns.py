"""The slices of a column: which posts are in which."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rightsnlp.evaluation.arrays import BoolArray

MISSING = "(missing)"

_BANDS = 4
_MANY_NUMBERS = 10


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
