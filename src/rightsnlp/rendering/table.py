"""A table of text, ready to be rendered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table to be rendered.

    Attributes
    ----------
    key, title : str
        Short name for references, and caption.
    header : tuple of str
    rows : tuple of tuple of str
        A first cell that repeats the one above begins no new block.
    right : frozenset of int
        Columns of numbers.
    bold : frozenset of (int, int)
        Row and column of the cells that stand out.
    notes : tuple of str
        What the reader must know of the figures.
    """

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    bold: frozenset[tuple[int, int]] = frozenset()
    notes: tuple[str, ...] = ()
