"""No combination of published tables reveals a small cell: an attack by linear programming that knows all the rules."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.monitoring.statistics.counts import CountTable, count_by
from rightsnlp.monitoring.statistics.fields import Field
from rightsnlp.monitoring.statistics.suppression import MIN_CELL, Suppression, cell_keys, suppress


def tables_of(codes: list[list[int]], sizes: list[int]) -> list[CountTable]:
    """Tables of the first field by each of the others, all of the same cases."""
    columns = np.array(codes, dtype=np.int64).T
    fields = [
        Field(f"f{i}", tuple(f"v{j}" for j in range(size)), column)
        for i, (size, column) in enumerate(zip(sizes, columns, strict=True))
    ]
    return [count_by(fields[0], field) for field in fields[1:]]


def attack(tables: list[CountTable], found: Suppression) -> dict[object, tuple[float, float]]:
    """The range of every hidden cell, from what is printed: each table's rows, columns and totals, one by one."""
    unknown = sorted(found.hidden, key=sorted)
    place = {key: i for i, key in enumerate(unknown)}
    left, right = [], []

    def equation(
        whole: frozenset[tuple[str, str]], parts: list[frozenset[tuple[str, str]]], value: dict
    ) -> None:
        row, constant = np.zeros(len(unknown)), 0.0
        for key, sign in [(whole, -1.0), *((part, 1.0) for part in parts)]:
            if key in place:
                row[place[key]] += sign
            else:
                constant -= sign * value[key]
        left.append(row)
        right.append(constant)

    for table in tables:
        value = dict(cell_keys(table))
        rows = [(table.rows, name) for name in table.row_values]
        columns = [(table.columns, name) for name in table.column_values]
        equation(frozenset(), [frozenset({row}) for row in rows], value)
        equation(frozenset(), [frozenset({column}) for column in columns], value)
        for row in rows:
            equation(frozenset({row}), [frozenset({row, column}) for column in columns], value)
        for column in columns:
            equation(frozenset({column}), [frozenset({row, column}) for row in rows], value)
    ranges: dict[object, tuple[float, float]] = {}
    for key in found.small:
        ends = []
        for sign in (1.0, -1.0):
            aim = np.zeros(len(unknown))
            aim[place[key]] = sign
            solved = linprog(aim, A_eq=np.array(left), b_eq=np.array(right), bounds=(1, None))
            assert solved.status in {0, 3}
            ends.append(sign * solved.fun if solved.status == 0 else np.inf)
        ranges[key] = (ends[0], ends[1])
    return ranges


SIZES = [3, 4, 2, 3]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(*(st.integers(0, size - 1) for size in SIZES)).map(list), min_size=1, max_size=90),
)
def test_no_small_cell_can_be_worked_out(codes: list[list[int]]) -> None:
    tables = tables_of(codes, SIZES)
    found = suppress(tables)
    values = {key: value for table in tables for key, value in cell_keys(table)}
    assert found.small == {key for key, value in values.items() if 0 < value < MIN_CELL}
    assert found.small <= found.hidden
    for low, high in attack(tables, found).values():
        assert high - low >= MIN_CELL - 1 - 1e-6


def test_hiding_the_small_cells_alone_would_not_do() -> None:
    """The attack is one: it works out the cell when nothing else is hidden."""
    table = CountTable("p", "q", ("x", "y"), ("1", "2"), [[3, 9], [20, 30]], [12, 50], [23, 39], 62)
    small = frozenset({frozenset({("p", "x"), ("q", "1")})})
    assert list(attack([table], Suppression(5, small, small)).values()) == [(3.0, 3.0)]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    table = CountTable("p", "q", ("x", "y"), ("1", "2"), [[30, 9], [20, 0]], [39, 20], [50, 9], 59)
    assert not suppress([table]).hidden


def test_tables_of_different_cases_are_refused() -> None:
    one = CountTable("p", "q", ("x",), ("1",), [[9]], [9], [9], 9)
    other = CountTable("p", "r", ("x",), ("1",), [[8]], [8], [8], 8)
    with pytest.raises(InvalidArgumentError, match="all cases is 9 in one and 8 in another"):
        suppress([one, other])
