"""Small cells left out of published tables, with others so that they cannot be worked out.

All tables of one publication are judged together: a cell is known by what it counts, so the total of a platform is one
and the same cell in every table that shows it. An attacker knows every published cell, every sum, and that a cell left
out counts at least one case. For each small cell linear programming finds the least and the largest value that fit;
cells are left out until the two are far apart for every small cell (Cox 1980, "Suppression methodology and statistical
disclosure control"; Fischetti and Salazar 2001, "Solving the cell suppression problem on tabular data").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.monitoring.statistics.counts import CountTable

Key = frozenset[tuple[str, str]]
"""What a cell counts: pairs of field and value; empty for all cases."""

MIN_CELL = 5


@dataclass(frozen=True)
class Suppression:
    """Which cells of a publication are left out.

    Attributes
    ----------
    min_cell : int
    small : frozenset of Key
        Cells from 1 to below ``min_cell``.
    hidden : frozenset of Key
        All cells left out, the small ones among them.
    """

    min_cell: int
    small: frozenset[Key]
    hidden: frozenset[Key]

    def hides(self, *pairs: tuple[str, str]) -> bool:
        """Return whether the cell that counts cases with these values is left out."""
        return frozenset(pairs) in self.hidden


@dataclass(frozen=True)
class _System:
    """All cells of a publication and their sums: ``parts[i]`` add up to ``totals[i]``."""

    keys: tuple[Key, ...]
    values: NDArray[np.int64]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    sums_of: tuple[tuple[int, ...], ...]


def cell_keys(table: CountTable) -> Iterable[tuple[Key, int]]:
    """Yield every cell of a table, totals included: what it counts, and its count."""
    yield frozenset(), table.total
    for i, row in enumerate(table.row_values):
        yield frozenset({(table.rows, row)}), int(table.row_totals[i])
        for j, column in enumerate(table.column_values):
            yield frozenset({(table.rows, row), (table.columns, column)}), int(table.cells[i, j])
    for j, column in enumerate(table.column_values):
        yield frozenset({(table.columns, column)}), int(table.column_totals[j])


def suppress(tables: Sequence[CountTable], min_cell: int = MIN_CELL) -> Suppression:
    """Choose the cells to leave out of tables that are published together.

    Parameters
    ----------
    tables : sequence of CountTable
        All of one set of cases. No two fields may share a name.
    min_cell : int
        Cells from 1 to below it are small. With 1 or less nothing is left out.

    Returns
    -------
    Suppression
        For each small cell the values that fit what is published span at least ``min_cell - 1``.

    Raises
    ------
    InvalidArgumentError
        When two tables count the same cell differently.

    Examples
    --------
    >>> table = CountTable(
    ...     "platform", "period", ("x", "y"), ("1", "2"), [[3, 9], [20, 30]], [12, 50], [23, 39], 62
    ... )
    >>> len(suppress([table]).small), len(suppress([table]).hidden)
    (1, 4)
    """
    system = _system(tables)
    small = [cell for cell, value in enumerate(system.values) if 0 < value < min_cell]
    hidden = set(small)
    while exposed := _exposed(system, hidden, small, min_cell - 1):
        partners = {
            cell for cell in (_nearest_partner(system, hidden, cell) for cell in exposed) if cell is not None
        }
        # Where nothing is left to hide behind, only zeros are published.
        hidden |= partners or set(np.flatnonzero(system.values))
    return Suppression(
        min_cell,
        frozenset(system.keys[cell] for cell in small),
        frozenset(system.keys[cell] for cell in hidden),
    )


def _system(tables: Sequence[CountTable]) -> _System:
    values: dict[Key, int] = {}
    for table in tables:
        for key, value in cell_keys(table):
            if values.setdefault(key, value) != value:
                names = ", ".join(f"{field}={word}" for field, word in sorted(key)) or "all cases"
                raise InvalidArgumentError(
                    f"tables: {names} is {values[key]:,} in one and {value:,} in another",
                    expected="tables of one set of cases",
                    remedy="count all of them on the same cases",
                )
    place = {key: cell for cell, key in enumerate(values)}
    sums: dict[tuple[int, tuple[int, ...]], None] = {}
    for table in tables:
        for whole, members in _table_sums(table):
            sums[place[whole], tuple(place[part] for part in members)] = None
    sums_of: list[list[int]] = [[] for _ in values]
    for number, (total, parts) in enumerate(sums):
        for cell in (total, *parts):
            sums_of[cell].append(number)
    counts = np.fromiter(values.values(), dtype=np.int64, count=len(values))
    return _System(tuple(values), counts, tuple(sums), tuple(map(tuple, sums_of)))


def _table_sums(table: CountTable) -> Iterable[tuple[Key, list[Key]]]:
    """Yield every total of a table with its parts."""
    rows = [(table.rows, value) for value in table.row_values]
    columns = [(table.columns, value) for value in table.column_values]
    yield frozenset(), [frozenset({row}) for row in rows]
    yield frozenset(), [frozenset({column}) for column in columns]
    for row in rows:
        yield frozenset({row}), [frozenset({row, column}) for column in columns]
    for column in columns:
        yield frozenset({column}), [frozenset({row, column}) for row in rows]


def _exposed(system: _System, hidden: set[int], cells: Iterable[int], width: int) -> list[int]:
    """Return the cells that need a partner: those alone in a sum, else those placed within less than ``width``."""
    alone = {
        members[0]
        for total, parts in system.sums
        if len(members := [cell for cell in (total, *parts) if cell in hidden]) == 1
    }
    if alone:
        return sorted(alone)
    found = []
    for group in _components(system, hidden):
        wanted = sorted(group.intersection(cells))
        if wanted:
            found += _narrow(system, sorted(group), wanted, width)
    return found


def _components(system: _System, hidden: set[int]) -> list[set[int]]:
    """Return the cells left out in groups that no sum connects."""
    groups, left = [], set(hidden)
    while left:
        queue = [left.pop()]
        group = set(queue)
        while queue:
            for number in system.sums_of[queue.pop()]:
                total, parts = system.sums[number]
                new = left.intersection((total, *parts))
                left -= new
                group |= new
                queue += new
        groups.append(group)
    return groups


def _narrow(system: _System, group: list[int], wanted: list[int], width: int) -> list[int]:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    place = {cell: column for column, cell in enumerate(group)}
    numbers = sorted({number for cell in group for number in system.sums_of[cell]})
    matrix = np.zeros((len(numbers), len(group)))
    for row, number in enumerate(numbers):
        total, parts = system.sums[number]
        for cell in parts:
            if cell in place:
                matrix[row, place[cell]] += 1
        if total in place:
            matrix[row, place[total]] -= 1
    truth = system.values[group].astype(float)
    right: Any = matrix @ truth
    equations: Any = csr_array(matrix)
    bounds: Any = [(min(1.0, float(value)), None) for value in truth]
    narrow = []
    for cell in wanted:
        ends = []
        for sign in (1.0, -1.0):
            aim = np.zeros(len(group))
            aim[place[cell]] = sign
            solved = linprog(aim, A_eq=equations, b_eq=right, bounds=bounds, method="highs")
            # Status 3: without bound, so nothing is known on this side.
            ends.append(sign * float(solved.fun or 0.0) if solved.status == 0 else sign * -np.inf)
        if ends[1] - ends[0] < width - 1e-6:
            narrow.append(cell)
    return narrow


def _nearest_partner(system: _System, hidden: set[int], cell: int) -> int | None:
    """Return a partner in a sum of the cell, else in a sum of a cell that it hides behind."""
    partner = _partner(system, hidden, cell)
    if partner is not None:
        return partner
    group = next(group for group in _components(system, hidden) if cell in group)
    found = (_partner(system, hidden, other) for other in sorted(group, key=lambda o: (system.values[o], o)))
    return next((partner for partner in found if partner is not None), None)


def _partner(system: _System, hidden: set[int], cell: int) -> int | None:
    """Return the best further cell to leave out, in the sum of ``cell`` that has the least hidden beside it."""
    best: tuple[int, int, int, int] | None = None
    for number in system.sums_of[cell]:
        total, parts = system.sums[number]
        members = (total, *parts)
        slack = sum(int(system.values[other]) for other in members if other in hidden and other != cell)
        for other in members:
            if other in hidden or system.values[other] == 0:
                continue
            lonely = sum(
                not any(member in hidden for member in (system.sums[third][0], *system.sums[third][1]))
                for third in system.sums_of[other]
            )
            rank = (slack, lonely + 2 * (other == total), int(system.values[other]), other)
            best = rank if best is None or rank < best else best
    return None if best is None else best[3]
