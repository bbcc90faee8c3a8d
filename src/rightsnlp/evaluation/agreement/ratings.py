"""A table of ratings as numbers: which value each rater gave each item, with gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from rightsnlp.evaluation.arrays import FloatArray, IntArray
from rightsnlp.exceptions import InvalidArgumentError


@dataclass(frozen=True)
class Ratings:
    """Ratings of n items by r raters, as places in a list of values.

    Attributes
    ----------
    codes : ndarray (n, r) of int
        Place of the value that the rater gave; -1 where missing.
    values : tuple
        The values.
    counts : ndarray (n, n_values)
        How many raters gave each value to each item.
    n_ratings : ndarray (n,)
        How many raters rated each item.
    """

    codes: IntArray
    values: tuple[Any, ...]
    counts: FloatArray
    n_ratings: FloatArray

    def one_hot(self, rater: int) -> FloatArray:
        """Return the values of one rater as (n, n_values) of 0 and 1; a missing rating is all 0."""
        return np.asarray(self.codes[:, rater, None] == np.arange(len(self.values)), dtype=np.float64)


def encode(ratings: Any, *, as_sets: bool = False, values: Sequence[Any] | None = None) -> Ratings:
    """Turn a table of ratings into numbers.

    Parameters
    ----------
    ratings : array-like or DataFrame (n_items, n_raters)
        One row an item, one column a rater; None and NaN are missing.
    as_sets : bool
        Read each cell as a set of labels.
    values : sequence, optional
        The values a rater could choose. Default: those that were chosen.

    Raises
    ------
    InvalidArgumentError
        When the ratings are no table, a cell cannot be read, or a value is not among ``values``.

    Examples
    --------
    >>> coded = encode([["a", "b"], ["b", None]])
    >>> coded.values, coded.codes.tolist()
    (('a', 'b'), [[0, 1], [1, -1]])
    """
    cells = _table(ratings)
    chosen: dict[Any, int] = {}
    codes = np.full(cells.shape, -1, dtype=np.int64)
    for place in np.ndindex(cells.shape):
        value = _value(cells[place], as_sets=as_sets)
        if value is not None:
            codes[place] = chosen.setdefault(value, len(chosen))
    names = _sorted(chosen) if values is None else tuple(values)
    unknown = [value for value in chosen if value not in names]
    if unknown:
        raise InvalidArgumentError(
            f"ratings: {len(unknown)} values are not among those allowed",
            expected=f"values among {', '.join(map(str, names))}",
            remedy="correct the ratings, or pass all values",
        )
    # From the order in which values were met to the order of their names; the last place is the missing one.
    order = np.array([names.index(value) for value in chosen] + [-1], dtype=np.int64)
    codes = order[codes]
    counts = (
        np.stack([(codes == i).sum(axis=1) for i in range(len(names))], axis=1).astype(np.float64)
        if names
        else (np.zeros((len(codes), 0)))
    )
    return Ratings(codes, names, counts, np.asarray(counts.sum(axis=1)))


def label_sets(ratings: Mapping[str, Any]) -> pd.DataFrame:
    """Join ratings of single labels to sets of labels; missing where a rater left one label out.

    Parameters
    ----------
    ratings : mapping of str to array-like (n_items, n_raters)
        For each label, 1 or 0 by each rater.

    Examples
    --------
    >>> label_sets({"a": [[1, 0]], "b": [[1, None]]}).iloc[0].map(lambda s: sorted(s) if s else s).tolist()
    [['a', 'b'], None]
    """
    tables = {label: _table(table) for label, table in ratings.items()}
    shapes = {table.shape for table in tables.values()}
    if len(shapes) != 1:
        raise InvalidArgumentError(
            f"ratings: got shapes {sorted(shapes)}",
            expected="the same items and raters for every label",
            remedy="add empty cells where a rater did not answer",
        )
    sets = np.full(shapes.pop(), None, dtype=object)
    for place in np.ndindex(sets.shape):
        cells = {label: table[place] for label, table in tables.items()}
        if not any(_is_missing(cell) for cell in cells.values()):
            sets[place] = frozenset(label for label, cell in cells.items() if cell == 1)
    return pd.DataFrame(sets, dtype=object)


def _table(ratings: Any) -> Any:
    if isinstance(ratings, pd.DataFrame):
        return ratings.to_numpy(dtype=object)
    rows = [list(row) for row in ratings]
    if not rows or len({len(row) for row in rows}) != 1 or not rows[0]:
        raise InvalidArgumentError(
            f"ratings: got {len(rows)} rows of unequal or no length",
            expected="a table, one row an item and one column a rater",
            remedy="fill the gaps with None",
        )
    table = np.empty((len(rows), len(rows[0])), dtype=object)
    for i, row in enumerate(rows):
        # Cell by cell: NumPy would take a set or a list of labels apart.
        for j, cell in enumerate(row):
            table[i, j] = cell
    return table


def _value(cell: Any, *, as_sets: bool) -> Any:
    if _is_missing(cell):
        return None
    if not as_sets:
        return cell.item() if isinstance(cell, np.generic) else cell
    if isinstance(cell, list | tuple | set | frozenset):
        return frozenset(cell)
    raise InvalidArgumentError(
        f"ratings: got a {type(cell).__name__} in a cell",
        expected="a set, list or tuple of labels, or None",
        remedy="pass frozenset() where no label was chosen, None where nothing was answered",
    )


def _is_missing(cell: Any) -> bool:
    return not isinstance(cell, list | tuple | set | frozenset) and bool(pd.isna(cell))


def _sorted(chosen: Mapping[Any, int]) -> tuple[Any, ...]:
    """Order values by size, sets by their members, and what cannot be ordered by appearance."""
    try:
        return tuple(
            sorted(chosen, key=lambda value: sorted(value) if isinstance(value, frozenset) else value)
        )
    except TypeError:
        return tuple(chosen)
