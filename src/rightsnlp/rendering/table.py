"""A table of text, and how a terminal, Markdown, a notebook and LaTeX show it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from rightsnlp.rendering.escapes import code_span, latex_text, markdown_text, terminal_text, without_control

STYLE = (
    ".rightsnlp-report{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    ".rightsnlp-report th,.rightsnlp-report td{padding:.15em .7em;text-align:left;color:inherit;background:none}"
    ".rightsnlp-report .num{text-align:right;white-space:nowrap}"
    ".rightsnlp-report .first td{border-top:1px solid rgba(128,128,128,.5)}"
    ".rightsnlp-signature{opacity:.75;font-size:.85em;overflow-wrap:anywhere}"
)
"""Style sheet of a table in a notebook; it takes the page's own colours, light or dark."""

_LATEX_HEAD = r"""% Needs \usepackage{booktabs,longtable}. Arabic and Hebrew names stand in \textarabic and \texthebrew.
% polyglossia defines both under XeLaTeX and LuaLaTeX: \setotherlanguages{arabic,hebrew} and a font that has them.
\providecommand{\textarabic}[1]{#1}
\providecommand{\texthebrew}[1]{#1}
"""
_LONG, _WIDE = 40, 7


@dataclass(frozen=True)
class Table:
    r"""A table of text. What its cells hold is made harmless when the table is rendered.

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
        Row and column of the cells that stand out in Markdown and LaTeX.
    notes : tuple of str
        What the reader must know of the figures.

    Examples
    --------
    >>> table = Table("t", "Two", ("name", "n"), (("a|b", "2"), ("a|b", "13")), frozenset({1}))
    >>> print(table.to_text())
    name   n
    ----  --
    a|b    2
          13
    >>> print(table.to_markdown())
    | name | n |
    | --- | ---: |
    | a\|b | 2 |
    | a\|b | 13 |
    """

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    bold: frozenset[tuple[int, int]] = frozenset()
    notes: tuple[str, ...] = ()

    def to_text(self) -> str:
        """Return lines for a terminal, then the notes; an empty line parts blocks of several rows."""
        blocks = self._blocks(terminal_text)
        head = tuple(map(terminal_text, self.header))
        rows = [row for block in blocks for row in block]
        widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]

        def line(row: Sequence[str]) -> str:
            cells = (
                cell.rjust(width) if j in self.right else cell.ljust(width)
                for j, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            return "  ".join(cells).rstrip()

        # Words at the end of a line may be long; a rule as long as their heading is enough.
        last = len(head) - 1
        rules = [
            "-" * (len(head[j]) if j == last and j not in self.right else width)
            for j, width in enumerate(widths)
        ]
        gap = "\n\n" if any(len(block) > 1 for block in blocks) else "\n"
        body = gap.join("\n".join(map(line, block)) for block in blocks)
        return "\n".join(filter(None, [line(head), "  ".join(rules), body, *map(terminal_text, self.notes)]))

    def to_markdown(self) -> str:
        """Return a Markdown table without its title, then the notes as a list."""
        rules = ("---:" if j in self.right else "---" for j in range(len(self.header)))
        lines = [map(markdown_text, self.header), rules]
        for i, row in enumerate(self.rows):
            cells = map(markdown_text, row)
            lines.append(f"**{cell}**" if (i, j) in self.bold else cell for j, cell in enumerate(cells))
        notes = ["", *(f"- {markdown_text(note)}" for note in self.notes)] if self.notes else []
        return "\n".join([*(f"| {' | '.join(cells)} |" for cells in lines), *notes])

    def to_html(self) -> str:
        """Return a table for a notebook, without its title and notes; :data:`STYLE` is its style sheet."""
        kinds = [' class="num"' if j in self.right else " dir=auto" for j in range(len(self.header))]

        def cells(row: Sequence[str], tag: str) -> str:
            return "".join(
                f"<{tag}{kind}>{escape(cell)}</{tag}>" for kind, cell in zip(kinds, row, strict=True)
            )

        body = "".join(
            f"<tr{'' if place else ' class=first'}>{cells(row, 'td')}</tr>"
            for block in self._blocks(str)
            for place, row in enumerate(block)
        )
        head = f"<thead><tr>{cells(self.header, 'th')}</tr></thead>"
        return f'<table class="rightsnlp-report">{head}<tbody>{body}</tbody></table>'

    def to_latex(self) -> str:
        r"""Return a table with the rules of the package booktabs, with caption, notes and a label.

        Examples
        --------
        >>> table = Table("t", "Two", ("name", "n"), (("a_b", "2"), ("c", "3")), frozenset({1}), frozenset({(1, 1)}))
        >>> print(table.to_latex().split("midrule")[1].split("\\bottomrule")[0].strip())
        a\_b & 2 \\
        \addlinespace
        c & \textbf{3} \\
        """
        align = "".join("r" if j in self.right else "l" for j in range(len(self.header)))
        size = r"\footnotesize" if len(self.header) >= _WIDE else r"\small"
        caption, key = rf"\caption{{{latex_text(self.title)}}}", rf"\label{{tab:{self.key}}}"
        head = [r"\toprule", _latex_row(map(latex_text, self.header)), r"\midrule"]
        body = [*self._latex_body(), r"\bottomrule"]
        notes = []
        if self.notes:
            said = " \\\\\n".join(map(latex_text, self.notes))
            notes = ["", r"\medskip", r"\begin{minipage}{\linewidth}\footnotesize", said, r"\end{minipage}"]
        if len(self.rows) > _LONG:
            long = [rf"\begin{{longtable}}{{{align}}}", rf"{caption}{key}\\", *head, r"\endhead", *body]
            return "\n".join([rf"{{{size}", *long, r"\end{longtable}", *notes, "}", ""])
        start = [r"\begin{table}", r"\centering", size, caption, key, rf"\begin{{tabular}}{{{align}}}"]
        return "\n".join([*start, *head, *body, r"\end{tabular}", *notes, r"\end{table}", ""])

    def _blocks(self, shown: Callable[[str], str]) -> list[list[tuple[str, ...]]]:
        """Return the rows block by block, with the first cell in the first row of its block alone."""
        blocks = []
        for _, group in groupby(self.rows, key=lambda row: row[0]):
            block = [tuple(map(shown, row)) for row in group]
            blocks.append([block[0], *(("", *row[1:]) for row in block[1:])])
        return blocks

    def _latex_body(self) -> list[str]:
        lines: list[str] = []
        i = 0
        for block in self._blocks(str):
            lines += [r"\addlinespace"] if lines else []
            for row in block:
                cells = [_latex_cell(cell, number=j in self.right) for j, cell in enumerate(row)]
                bold = [
                    rf"\textbf{{{cell}}}" if (i, j) in self.bold else cell for j, cell in enumerate(cells)
                ]
                lines.append(_latex_row(bold))
                i += 1
        return lines


def markdown_tables(tables: Sequence[Table], signatures: Sequence[str]) -> str:
    r"""Return tables with headings and notes, and the signatures below them.

    Examples
    --------
    >>> print(markdown_tables([Table("t", "Two", ("name", "n"), (("a", "2"),), frozenset({1}))], ["n:2"]))
    ## Two
    <BLANKLINE>
    | name | n |
    | --- | ---: |
    | a | 2 |
    <BLANKLINE>
    `n:2`
    <BLANKLINE>
    """
    parts = [f"## {markdown_text(table.title)}\n\n{table.to_markdown()}" for table in tables]
    return "\n\n".join([*parts, *map(code_span, signatures)]) + "\n"


def latex_tables(tables: Sequence[Table], signatures: Sequence[str]) -> str:
    r"""Return tables for ``\input``; the signatures stand above as comments.

    Examples
    --------
    >>> "% n:2" in latex_tables([Table("t", "Two", ("name", "n"), (("a", "2"),))], ["n:2"])
    True
    """
    comments = "".join(f"% {without_control(line)}\n" for line in signatures)
    return f"{_LATEX_HEAD}{comments}\n" + "\n".join(table.to_latex() for table in tables)


def html_tables(tables: Sequence[Table], signature: str) -> str:
    """Return tables for a notebook with their titles where there are several, notes, and the signature below them.

    Examples
    --------
    >>> html_tables([Table("t", "Two", ("name", "n"), (("a", "2"),))], "n:2").splitlines()[-1]
    '<p class="rightsnlp-signature">n:2</p>'
    """
    parts = [f"<style>{STYLE}</style>"]
    for table in tables:
        parts += [f"<p dir=auto>{escape(table.title)}</p>"] if len(tables) > 1 else []
        parts += [table.to_html(), *(f"<p dir=auto>{escape(note)}</p>" for note in table.notes)]
    return "\n".join([*parts, f'<p class="rightsnlp-signature">{escape(signature)}</p>'])


def _latex_row(cells: Sequence[str] | map[str]) -> str:
    return " & ".join(cells) + r" \\"


def _latex_cell(cell: str, *, number: bool) -> str:
    escaped = latex_text(cell)
    if number:
        escaped = re.sub(r"(?<!\d)-(?=\d)", "$-$", escaped)
    # After \\ an opening bracket would be read as an optional argument.
    return f"{{{escaped}}}" if escaped.startswith("[") else escaped
