"""Tables of a report in LaTeX, with the rules of the package booktabs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rightsnlp.rendering.table import Table

_HEAD = r"""% Needs \usepackage{booktabs,longtable}. Arabic and Hebrew names stand in \textarabic and \texthebrew.
% polyglossia defines both under XeLaTeX and LuaLaTeX: \setotherlanguages{arabic,hebrew} and a font that has them.
\providecommand{\textarabic}[1]{#1}
\providecommand{\texthebrew}[1]{#1}
"""
_LONG, _WIDE = 40, 7
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "–": "--", "|": r"\textbar{}",
}  # fmt: skip
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefe"
_HEBREW = "\u0590-\u05ff\ufb1d-\ufb4f"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_RUNS = re.compile(
    rf"(?P<textarabic>[{_ARABIC}]+(?:\s+[{_ARABIC}]+)*)|(?P<texthebrew>[{_HEBREW}]+(?:\s+[{_HEBREW}]+)*)"
)


def latex_escape(text: str) -> str:
    r"""Return text that LaTeX sets as it stands, with Arabic and Hebrew words marked as such.

    Examples
    --------
    >>> print(latex_escape("hate_speech & 5 %"))
    hate\_speech \& 5 \%
    >>> print(latex_escape("label: خطاب كراهية"))
    label: \textarabic{خطاب كراهية}
    """
    plain = "".join(_SPECIAL.get(mark, mark) for mark in _one_line(text))
    return _RUNS.sub(lambda run: rf"\{run.lastgroup}{{{run[0]}}}", plain)


def latex_tables(tables: Sequence[Table], signatures: Sequence[str]) -> str:
    r"""Return tables for ``\input``, each with caption, notes and a label; the signatures stand above as comments.

    Examples
    --------
    >>> table = Table("t", "Two", ("name", "n"), (("a_b", "2"), ("c", "3")), frozenset({1}), frozenset({(1, 1)}))
    >>> print(latex_tables([table], ["n:2"]).split("midrule")[1].split("\\bottomrule")[0].strip())
    a\_b & 2 \\
    \addlinespace
    c & \textbf{3} \\
    """
    comments = "".join(f"% {_one_line(line)}\n" for line in signatures)
    return _HEAD + comments + "\n" + "\n".join(map(_table, tables))


def _one_line(text: str) -> str:
    """Return text on one line, without the control characters at which LaTeX stops."""
    return _CONTROL.sub("", " ".join(text.split()))


def _table(table: Table) -> str:
    align = "".join("r" if j in table.right else "l" for j in range(len(table.header)))
    size = r"\footnotesize" if len(table.header) >= _WIDE else r"\small"
    caption = rf"\caption{{{latex_escape(table.title)}}}"
    key = rf"\label{{tab:{table.key}}}"
    head = [r"\toprule", _row([latex_escape(name) for name in table.header]), r"\midrule"]
    body = [*_body(table), r"\bottomrule"]
    if len(table.rows) > _LONG:
        long = [rf"\begin{{longtable}}{{{align}}}", rf"{caption}{key}\\", *head, r"\endhead", *body]
        return "\n".join([rf"{{{size}", *long, r"\end{longtable}", *_notes(table), "}", ""])
    start = [r"\begin{table}", r"\centering", size, caption, key, rf"\begin{{tabular}}{{{align}}}"]
    return "\n".join([*start, *head, *body, r"\end{tabular}", *_notes(table), r"\end{table}", ""])


def _body(table: Table) -> list[str]:
    lines, above = [], None
    for i, row in enumerate(table.rows):
        if above is not None and row[0] != above:
            lines.append(r"\addlinespace")
        cells = [_protected(cell, number=j in table.right) for j, cell in enumerate(row)]
        cells = [rf"\textbf{{{cell}}}" if (i, j) in table.bold else cell for j, cell in enumerate(cells)]
        if row[0] == above:
            cells[0] = ""
        above = row[0]
        lines.append(_row(cells))
    return lines


def _notes(table: Table) -> list[str]:
    if not table.notes:
        return []
    notes = " \\\\\n".join(map(latex_escape, table.notes))
    return ["", r"\medskip", r"\begin{minipage}{\linewidth}\footnotesize", notes, r"\end{minipage}"]


def _row(cells: Sequence[str]) -> str:
    return " & ".join(cells) + r" \\"


def _protected(cell: str, *, number: bool) -> str:
    escaped = latex_escape(cell)
    if number:
        escaped = re.sub(r"(?<!\d)-(?=\d)", "$-$", escaped)
    # After \\ an opening bracket would be read as an optional argument.
    return f"{{{escaped}}}" if escaped.startswith("[") else escaped
