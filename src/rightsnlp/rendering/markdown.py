"""Tables of a report in Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rightsnlp.rendering.table import Table


def markdown_tables(tables: Sequence[Table], signatures: Sequence[str]) -> str:
    r"""Return tables with headings and notes, and the signatures below them.

    Examples
    --------
    >>> print(markdown_tables([Table("t", "Two", ("name", "n"), (("a|b", "2"),), frozenset({1}))], ["n:2"]))
    ## Two
    <BLANKLINE>
    | name | n |
    | --- | ---: |
    | a\|b | 2 |
    <BLANKLINE>
    `n:2`
    <BLANKLINE>
    """
    parts = [_table(table) for table in tables]
    return "\n\n".join([*parts, *(f"`{_plain(line).replace('`', '')}`" for line in signatures)]) + "\n"


def _table(table: Table) -> str:
    lines = [
        f"## {_cell(table.title)}",
        "",
        "| " + " | ".join(map(_cell, table.header)) + " |",
        "| " + " | ".join("---:" if j in table.right else "---" for j in range(len(table.header))) + " |",
    ]
    for i, row in enumerate(table.rows):
        cells = [f"**{_cell(cell)}**" if (i, j) in table.bold else _cell(cell) for j, cell in enumerate(row)]
        lines.append("| " + " | ".join(cells) + " |")
    if table.notes:
        lines += ["", *(f"- {_cell(note)}" for note in table.notes)]
    return "\n".join(lines)


def _cell(text: str) -> str:
    """Names come from the data: none may end a cell, open a tag or start emphasis."""
    plain = _plain(text).replace("&", "&amp;").replace("<", "&lt;").replace("](", "]\\(")
    return re.sub(r"([\\|*`])", r"\\\1", plain)


def _plain(text: str) -> str:
    return " ".join(text.split())
