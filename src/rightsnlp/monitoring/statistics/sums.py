"""A published table held against its own sums: every total against its parts, by row and by column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rightsnlp.data.schema import fold_name
from rightsnlp.data.tables.io import BadRow, as_text, open_table
from rightsnlp.exceptions import SchemaError

_TOTALS = {
    fold_name(name)
    for name in (
        "total", "totals", "sum", "all", "grand total", "overall", "total cases", "total violations", "in all",
        "المجموع", "الإجمالي", "إجمالي", "الكل", "المجموع الكلي", "مجموع", "العدد الكلي", "סה\"כ", "סך הכל", "סהכ",
    )
}  # fmt: skip
_NO_PARTS = {
    fold_name(name)
    for name in (
        "year", "date", "month", "quarter", "period", "week", "day", "no", "number", "id", "row", "share", "percent",
        "السنة", "العام", "التاريخ", "الشهر", "الربع", "الفترة", "الرقم", "النسبة", "שנה",
    )
}  # fmt: skip
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٬٫−", "01234567890123456789,.-")
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:[, \u00a0\u202f']\d{3})+|\d+)(?:\.0+)?")
_SUPPRESSED = re.compile(r"(?:<|less than|أقل من)\s*(\d+)", re.IGNORECASE)
_HIDDEN = frozenset({"*", "x", "c", "s", "suppressed", "–", "—", "..", "محجوب"})
_ONE_HUNDRED = re.compile(r"-?\d+(?:[.,]\d+)?\s*[%٪]")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell says: the least and the most it can count."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.low:,.0f}" if self.low == self.high else "a cell left out"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A total that is not the sum of its parts.

    Attributes
    ----------
    where : str
        The row or the column, and the total in it.
    total : Cell
    parts : tuple of Cell
    names : tuple of str
        What the parts are.
    """

    where: str
    total: Cell
    parts: tuple[Cell, ...]
    names: tuple[str, ...]

    def __str__(self) -> str:
        low, high = sum(part.low for part in self.parts), sum(part.high for part in self.parts)
        made = f"{low:,.0f}" if low == high else f"at least {low:,.0f}"
        gap = self.total.low - (low if self.total.low < low or low == high else high)
        parts = " + ".join(f"{part} ({name})" for part, name in zip(self.parts, self.names, strict=True))
        return f"{self.where}: the total says {self.total}; its parts {parts} make {made}: {gap:+,.0f}"


@dataclass(frozen=True, slots=True)
class SumCheck:
    """What was found in a published table.

    Attributes
    ----------
    checked : int
        Totals that were held against their parts.
    mismatches : tuple of Mismatch
    unread : tuple of str
        Cells that are no number, by row and column.
    """

    checked: int
    mismatches: tuple[Mismatch, ...]
    unread: tuple[str, ...]


def read_cell(text: str) -> Cell | None:
    """Return what a cell of a published table says; None where it is no count.

    Parameters
    ----------
    text : str
        ``1,447``, ``١٬٤٤٧``, ``1 447``, or a cell left out: ``<5``, ``*``.

    Examples
    --------
    >>> read_cell("١٬٤٤٧"), read_cell("<5"), read_cell("12 %")
    (Cell(low=1447.0, high=1447.0), Cell(low=0.0, high=4.0), None)
    """
    plain = text.translate(_DIGITS).strip()
    if plain.casefold() in _HIDDEN:
        return Cell(0, float("inf"))
    if found := _SUPPRESSED.fullmatch(plain):
        return Cell(0.0, float(found[1]) - 1)
    if not _NUMBER.fullmatch(plain):
        return None
    value = float(re.sub(r"[, \u00a0\u202f']", "", plain))
    return Cell(value, value)


def check_sums(path: str | Path, *, encoding: str | None = None) -> SumCheck:
    r"""Hold a published table against its own sums.

    A column or a row called total (sum, all, المجموع, ...) is held against the other columns of its row, or the rows
    above it since the total before. Columns of years, dates, shares and per cent are no parts. A cell left out can be
    any number that it may stand for.

    Parameters
    ----------
    path : str or Path
        CSV, Excel, JSON Lines or Parquet; the first row names the columns.
    encoding : str, optional

    Raises
    ------
    SchemaError
        When the table has no total, or no parts beside it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "published.csv"
    ...     _ = path.write_text('date,total,Meta,X\n14 Nov 2023,"1,447",573,904\n', encoding="utf-8")
    ...     print(check_sums(path).mismatches[0])
    row 1 (14 Nov 2023), total: the total says 1,447; its parts 573 (Meta) + 904 (X) make 1,477: -30
    """
    reader = open_table(path, encoding=encoding)
    rows = [[as_text(cell) for cell in row] for row in reader.rows() if not isinstance(row, BadRow)]
    columns = list(reader.columns)
    counts = [j for j, name in enumerate(columns) if _counts(name, [row[j] for row in rows])]
    total_columns = [j for j in counts if _is_total(columns[j])]
    parts = [j for j in counts if j not in total_columns]
    labels = [
        next((cell.strip() for j, cell in enumerate(row) if j not in counts and cell.strip()), "")
        for row in rows
    ]
    total_rows = [i for i, row in enumerate(rows) if any(_is_total(cell) for cell in row)]
    if (not total_columns and not total_rows) or not parts:
        raise SchemaError(
            f"{reader.name}: has no total with parts beside it",
            expected="a column or a row called total, sum, all or المجموع",
            remedy="name the totals",
        )
    cells = [[read_cell(text) if j in counts else None for j, text in enumerate(row)] for row in rows]
    unread = [
        f"row {i + 1}, {columns[j]}"
        for i, row in enumerate(rows)
        for j in counts
        if cells[i][j] is None and row[j].strip()
    ]
    checks = [
        *_by_row(cells, columns, labels, total_columns, parts),
        *_by_column(cells, columns, labels, total_rows, counts),
    ]
    mismatches = [check for check in checks if not _fits(check)]
    return SumCheck(len(checks), tuple(mismatches), tuple(unread))


def _by_row(
    cells: list[list[Cell | None]],
    columns: list[str],
    labels: list[str],
    totals: Sequence[int],
    parts: Sequence[int],
) -> Iterator[Mismatch]:
    """Yield each total column of each row with the count columns on its side: those after it, else those before it."""
    for i, row in enumerate(cells):
        for place, j in enumerate(totals):
            last = totals[place + 1] if place + 1 < len(totals) else len(columns)
            before = totals[place - 1] if place else -1
            after = [k for k in parts if j < k < last]
            mine = (
                after
                if after and not place and totals[0] < parts[0]
                else [k for k in parts if before < k < j] or after
            )
            total, found = row[j], [(row[k], columns[k]) for k in mine]
            if total is None:
                continue
            given = [(cell, name) for cell, name in found if cell is not None]
            if given:
                name = f"row {i + 1} ({labels[i][:40]})" if labels[i] else f"row {i + 1}"
                yield Mismatch(
                    f"{name}, {columns[j]}", total, tuple(c for c, _ in given), tuple(n for _, n in given)
                )


def _by_column(
    cells: list[list[Cell | None]],
    columns: list[str],
    labels: list[str],
    totals: Sequence[int],
    counts: Sequence[int],
) -> Iterator[Mismatch]:
    for j in counts:
        start = 0
        for i in totals:
            inside = [(cells[k][j], k) for k in range(start, i)] or [
                (cells[k][j], k) for k in range(i + 1, len(cells)) if k not in totals
            ]
            total, given = cells[i][j], [(cell, k) for cell, k in inside if cell is not None]
            start = i + 1
            if total is not None and given:
                yield Mismatch(
                    f"column {columns[j]}, row {i + 1}",
                    total,
                    tuple(cell for cell, _ in given),
                    tuple(labels[k][:40] or f"row {k + 1}" for _, k in given),
                )


def _fits(check: Mismatch) -> bool:
    low, high = sum(part.low for part in check.parts), sum(part.high for part in check.parts)
    return check.total.low <= high and low <= check.total.high


def _is_total(name: str) -> bool:
    return fold_name(name).strip(" :") in _TOTALS


def _counts(name: str, texts: Sequence[str]) -> bool:
    """Return whether a column holds counts: most of what stands in it are numbers, and none is a per cent."""
    given = [text for text in texts if text.strip()]
    if not given or fold_name(name) in _NO_PARTS or any(_ONE_HUNDRED.fullmatch(t.strip()) for t in given):
        return False
    return sum(read_cell(text) is not None for text in given) * 2 > len(given)
