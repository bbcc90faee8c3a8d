"""Which row of one table is which row of another: by identifier, else by place, else not at all.

A figure on misaligned rows is worse than none. Rows are matched by identifier whenever both tables have one; by place
only where one table has none, both have as many rows, and their texts, if both have them, agree. All else is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from rightsnlp.data.identifiers import FORMS, RowKeys, expanded, is_shortened, plain, without_zeros
from rightsnlp.data.schema import fold_name
from rightsnlp.exceptions import SchemaError

if TYPE_CHECKING:
    from numpy.typing import NDArray

By = Literal["identifier", "row number", "place"]


@dataclass(frozen=True, eq=False)
class RowMatch:
    """How the rows of a table were found in another.

    Attributes
    ----------
    rows : ndarray of int, shape (n,)
        For each row of the first table its row in the second.
    by : {"identifier", "row number", "place"}
    columns : tuple of str
        The columns that were compared, of the first table and of the second; empty where there is none.
    left_out : int
        Rows of the second table that are of no row of the first.
    notes : tuple of str
        What identifiers had lost, and what a reader should look at.
    """

    rows: NDArray[np.int64]
    by: By
    columns: tuple[str, ...] = ()
    left_out: int = 0
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        named = " and ".join(dict.fromkeys(self.columns))
        counted = f"{len(self.rows):,} of {len(self.rows):,}"
        said = f"rows matched by {self.by}{f' ({named})' if named else ''}: {counted}, {self.left_out:,} left out"
        return "\n".join([said, *(f"note: {note}" for note in self.notes)])


def match_rows(wanted: RowKeys, given: RowKeys) -> RowMatch:
    """Find, for each row of one table, the row of another that is of the same case.

    Parameters
    ----------
    wanted : RowKeys
        The table whose order counts, such as the posts with known answers.
    given : RowKeys
        The table to be brought into that order, such as predictions; it may hold rows of other cases.

    Raises
    ------
    SchemaError
        When identifiers repeat, are blank or do not fit, or rows without identifiers differ in number or in text.

    Examples
    --------
    >>> posts = RowKeys("posts.csv", 2, ids={"id": ("1", "2")})
    >>> match = match_rows(posts, RowKeys("api.csv", 2, ids={"case_id": ("2.0", "1.0")}))
    >>> match.rows.tolist(), match.by
    ([1, 0], 'identifier')
    """
    for pair in _pairs(wanted, given):
        found = _by_identifier(wanted, given, *pair)
        if found is not None:
            return found
    if wanted.ids and given.ids:
        raise _no_match(wanted, given)
    return _by_number(wanted, given) or _by_place(wanted, given)


def _pairs(wanted: RowKeys, given: RowKeys) -> Iterator[tuple[str, str]]:
    """Yield pairs of columns to compare: of one header first, then by how sure the headers are."""
    known = [(a, b) for a in {**wanted.ids, **wanted.numbers} for b in {**given.ids, **given.numbers}]
    pairs = [(a, b) for a, b in known if a in wanted.ids or b in given.ids]
    yield from sorted(pairs, key=lambda pair: not _same_header(pair))
    # A column of another header counts where the identifiers turn up in it, and it could not be a mere count.
    mine = {a: cells for a, cells in wanted.others.items() if _permutation(cells) is None}
    theirs = {b: cells for b, cells in given.others.items() if _permutation(cells) is None}
    if not given.ids:
        yield from ((a, b) for a in wanted.ids for b in theirs)
    if not wanted.ids:
        yield from ((a, b) for a in mine for b in given.ids)
    if not wanted.ids and not given.ids:
        yield from filter(_same_header, ((a, b) for a in mine for b in theirs))


def _same_header(pair: tuple[str, str]) -> bool:
    return fold_name(pair[0]) == fold_name(pair[1])


def _by_identifier(wanted: RowKeys, given: RowKeys, first: str, second: str) -> RowMatch | None:
    """Match by one pair of columns, in the strictest form of the identifiers in which every row is found."""
    one, other = wanted.column(first), given.column(second)
    for form, lost in FORMS:
        mine, theirs = [form(cell) for cell in one], [form(cell) for cell in other]
        places = dict(zip(theirs, range(given.n), strict=True))
        if not all(mine) or not set(mine) <= set(places):
            continue
        matched = set(mine)
        told = Counter(theirs)
        if len(matched) < wanted.n or any(told[cell] > 1 for cell in matched):
            # Looser forms only make more of them equal.
            return None
        rows = np.array([places[cell] for cell in mine], dtype=np.int64)
        notes = [lost.format(_changed(form, (wanted, one, first), (given, other, second)))] if lost else []
        notes += _other_texts(wanted, given, rows)
        return RowMatch(rows, "identifier", (first, second), given.n - wanted.n, tuple(notes))
    return None


def _changed(form: Callable[[str], str], *sides: tuple[RowKeys, Sequence[str], str]) -> str:
    """Name the columns whose identifiers are not what they were."""
    if form is without_zeros:
        # Those that still have their zeros are the ones that nothing happened to.
        changed = [side for side in sides if all(form(cell) == plain(cell) for cell in side[1])]
    else:
        changed = [side for side in sides if any(form(cell) != cell for cell in side[1])]
    return " and ".join(f"column {column!r} of {keys.name}" for keys, _, column in changed or sides)


def _other_texts(wanted: RowKeys, given: RowKeys, rows: NDArray[np.int64]) -> list[str]:
    if wanted.texts is None or given.texts is None:
        return []
    differ = sum(text != given.texts[row] for text, row in zip(wanted.texts, rows, strict=True))
    return [f"{differ:,} of {len(rows):,} matched rows have another text in {given.name}"] if differ else []


def _no_match(wanted: RowKeys, given: RowKeys) -> SchemaError:
    """Say why no pair of columns fits: of the pair that comes nearest."""
    pairs = [(a, b) for a, b in _pairs(wanted, given) if a in wanted.ids and b in given.ids]

    def shared(pair: tuple[str, str]) -> int:
        return len(set(map(expanded, wanted.ids[pair[0]])) & set(map(expanded, given.ids[pair[1]])))

    first, second = max(pairs, key=shared)
    mine, theirs = wanted.ids[first], given.ids[second]
    sides = ((wanted, first, mine), (given, second, theirs))
    named = f"column {first!r} of {wanted.name} and column {second!r} of {given.name}"
    common = set(map(expanded, mine)) & set(map(expanded, theirs))
    filled = [[cell for cell in cells if cell] for *_, cells in sides]
    repeated = [len(cells) - len(set(map(expanded, cells))) for cells in filled]
    shortened = [
        sum(is_shortened(cell) and (same > 0 or expanded(cell) not in common) for cell in cells)
        for cells, same in zip(filled, repeated, strict=True)
    ]
    blank = [sum(not cell for cell in cells) for *_, cells in sides]
    if any(shortened):
        what = f"{shortened[0]:,} and {shortened[1]:,} were shortened by a spreadsheet (1.23E+15) and have lost digits;"
        what += f" {repeated[0]:,} and {repeated[1]:,} repeat"
        expected, remedy = "all their digits", "export the files again with these columns as text"
    elif any(blank):
        what = f"{blank[0]:,} and {blank[1]:,} rows have none"
        expected, remedy = "one in every row", "fill the cells, or remove the column to match by place"
    elif any(repeated):
        what = f"{repeated[0]:,} and {repeated[1]:,} stand there more than once"
        expected = "one row for each"
        remedy = "drop the repeated rows; of several annotators keep one, or their agreed answer"
    else:
        missing = sum(expanded(cell) not in common for cell in mine)
        what = f"{missing:,} of the {wanted.n:,} posts are not among the {given.n:,} rows"
        expected = "a row for every post, under the identifier that the post has"
        remedy = "predict every post once, and leave the cell blank where the system gave no answer"
    return SchemaError(f"identifiers in {named}: {what}", expected=expected, remedy=remedy)


def _by_number(wanted: RowKeys, given: RowKeys) -> RowMatch | None:
    """Match by a column that numbers the rows, where it does so from 0 or 1 on without a gap."""
    for keys, numbers_of_given in ((given, True), (wanted, False)):
        for column, cells in keys.numbers.items():
            places = _permutation(cells)
            if places is None or wanted.n != given.n:
                continue
            order = np.argsort(places) if numbers_of_given else places
            _check_texts(wanted, given, order)
            note = f"{column!r} of {keys.name} only numbers rows: the figures hold if both files had the same order"
            return RowMatch(order, "row number", (column,), 0, (note,))
    return None


def _permutation(cells: Sequence[str]) -> NDArray[np.int64] | None:
    """Return places from 0 on where the cells are the numbers 1 to n, or 0 to n - 1, in any order."""
    digits = [plain(cell) for cell in cells]
    if not all(cell.isdigit() and len(cell) < 18 for cell in digits):
        return None
    numbers = np.array([int(cell) for cell in digits], dtype=np.int64)
    first = int(numbers.min(initial=2**62))
    counting = first in {0, 1} and set(numbers.tolist()) == set(range(first, first + len(cells)))
    return numbers - first if counting else None


def _by_place(wanted: RowKeys, given: RowKeys) -> RowMatch:
    if wanted.n != given.n:
        raise SchemaError(
            f"{given.name}: {given.n:,} rows for the {wanted.n:,} posts of {wanted.name}; {_lacking(wanted, given)}",
            expected="one row for each post, or a column of identifiers in both",
            remedy="predict every post once; leave the cell blank where the system gave no answer",
        )
    order = np.arange(wanted.n)
    compared = _check_texts(wanted, given, order)
    if not compared:
        for keys in (wanted, given):
            _refuse_sorted(keys, order, _lacking(wanted, given))
    note = _lacking(wanted, given)
    note += (
        "; texts agree in every row" if compared else "; the figures hold if both files have the same order"
    )
    return RowMatch(order, "place", (), 0, (note,))


def _refuse_sorted(keys: RowKeys, order: NDArray[np.int64], lacking: str) -> None:
    """Refuse rows that a column numbers, and that stand in another order."""
    for column, cells in {**keys.ids, **keys.others}.items():
        places = _permutation(cells)
        if places is not None and not np.array_equal(places, order):
            raise SchemaError(
                f"{keys.name}: column {column!r} numbers the rows, and they stand in another order; {lacking}",
                expected="rows in the order of their numbers, or the same identifiers in both",
                remedy=f"sort the rows by {column!r}, or give both files a column case_id",
            )


def _lacking(wanted: RowKeys, given: RowKeys) -> str:
    without = [keys.name for keys in (wanted, given) if not keys.ids]
    named = [f"{keys.name} has column {next(iter(keys.ids))!r}" for keys in (wanted, given) if keys.ids]
    return "; ".join(
        [f"{' and '.join(without)} {'has' if len(without) == 1 else 'have'} no identifiers", *named]
    )


def _check_texts(wanted: RowKeys, given: RowKeys, rows: NDArray[np.int64]) -> bool:
    """Return whether both have texts; refuse them where they differ, row by row."""
    if wanted.texts is None or given.texts is None:
        return False
    differ = [place for place, row in enumerate(rows) if wanted.texts[place] != given.texts[row]]
    if differ:
        raise SchemaError(
            f"{given.name}: {len(differ):,} of {wanted.n:,} rows have another text than {wanted.name} in the same"
            f" place, from row {differ[0] + 1} on, and {_lacking(wanted, given)}",
            expected="both files in one order, or a column of identifiers in both",
            remedy="sort both alike, or add the identifiers to both",
        )
    return True
