"""Counts of cases by two fields, with totals that are counted by themselves and must equal their parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.monitoring.statistics.fields import Field

Counts = NDArray[np.int64]

_NAMED = 5


@dataclass(frozen=True)
class CountTable:
    """Cases by two fields.

    Attributes
    ----------
    rows, columns : str
        Names of the fields.
    row_values, column_values : tuple of str
    cells : ndarray of int64, shape (n_rows, n_columns)
    row_totals, column_totals : ndarray of int64
    total : int

    Raises
    ------
    SchemaError
        When a total is not the sum of its parts; the message names the cells.

    Examples
    --------
    >>> CountTable("platform", "period", ("x",), ("2024", "2025"), [[3, 4]], [8], [3, 4], 7)
    Traceback (most recent call last):
    ...
    rightsnlp.exceptions.SchemaError: platform by period: the total of platform=x is 8, its parts make 7; expected
    totals that equal the sums of their parts; count the cells and the totals on the same cases
    """

    rows: str
    columns: str
    row_values: tuple[str, ...]
    column_values: tuple[str, ...]
    cells: Counts
    row_totals: Counts
    column_totals: Counts
    total: int

    def __post_init__(self) -> None:
        for name in ("cells", "row_totals", "column_totals"):
            object.__setattr__(self, name, np.asarray(getattr(self, name), dtype=np.int64))
        wrong = [
            *_differences(self.rows, self.row_values, self.row_totals, self.cells.sum(axis=1)),
            *_differences(self.columns, self.column_values, self.column_totals, self.cells.sum(axis=0)),
        ]
        if self.total != self.cells.sum():
            wrong.append(f"the total of all is {self.total:,}, its parts make {self.cells.sum():,}")
        if wrong:
            more = f", and {len(wrong) - _NAMED} more" if len(wrong) > _NAMED else ""
            raise SchemaError(
                f"{self.rows} by {self.columns}: {'; '.join(wrong[:_NAMED])}{more}",
                expected="totals that equal the sums of their parts",
                remedy="count the cells and the totals on the same cases",
            )

    def row(self, value: str) -> Counts:
        """Return the cells of one row; zeros for a value that no case has."""
        if value not in self.row_values:
            return np.zeros(len(self.column_values), np.int64)
        cells: Counts = self.cells[self.row_values.index(value)]
        return cells


def _differences(field: str, values: tuple[str, ...], totals: Counts, sums: Counts) -> list[str]:
    return [
        f"the total of {field}={value} is {total:,}, its parts make {parts:,}"
        for value, total, parts in zip(values, totals, sums, strict=True)
        if total != parts
    ]


def count_by(rows: Field, columns: Field) -> CountTable:
    """Count cases by two fields.

    Parameters
    ----------
    rows, columns : Field
        Of the same cases.

    Returns
    -------
    CountTable
        Cells, row totals and column totals are three counts of their own.

    Raises
    ------
    InvalidArgumentError
        When the fields are not of the same cases.

    Examples
    --------
    >>> platform = Field("platform", ("facebook", "x"), np.array([0, 1, 1]))
    >>> year = Field("period", ("2024", "2025"), np.array([0, 0, 1]))
    >>> count_by(platform, year).cells.tolist()
    [[1, 0], [1, 1]]
    """
    if len(rows.codes) != len(columns.codes):
        raise InvalidArgumentError(
            f"fields: got {len(rows.codes)} and {len(columns.codes)} cases",
            expected="two fields of the same cases",
            remedy="take both from one table",
        )
    shape = (len(rows.values), len(columns.values))
    cells = np.bincount(rows.codes * shape[1] + columns.codes, minlength=shape[0] * shape[1]).reshape(shape)
    return CountTable(
        rows.name,
        columns.name,
        rows.values,
        columns.values,
        cells,
        np.bincount(rows.codes, minlength=shape[0]),
        np.bincount(columns.codes, minlength=shape[1]),
        len(rows.codes),
    )
