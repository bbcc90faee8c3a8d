"""Cells that a spreadsheet program would run as a formula, made inert in a way that can be undone.

Source: OWASP, "CSV Injection" (the characters that start a formula, full-width forms included).
"""

from __future__ import annotations

import re

# A cell is a formula candidate when, after blanks and any apostrophes of ours, it starts with an operator.
_CANDIDATE = re.compile(r"'*\s*[=+\-@＝＋－＠]|'*[\t\r\n]")
_NUMBER = re.compile(r"\s*[+-]?\d+(?:[.,]\d+)*\s*\Z")
# A post that opens by addressing someone: "@name hello". No call, range or DDE link can follow this way.
_MENTION = re.compile(r"@\w+(?:[\s:،,]|\Z)(?!\s*[(|!\[])")


def escape_formula(cell: str) -> str:
    """Return ``cell`` with an apostrophe in front when a spreadsheet might run it; else unchanged.

    Plain numbers and posts that open with a mention are left alone: neither can run anything.
    :func:`unescape_formula` gives back every cell exactly.

    Examples
    --------
    >>> escape_formula("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    >>> escape_formula("-12.5"), escape_formula("@name hello")
    ('-12.5', '@name hello')
    """
    return "'" + cell if _is_candidate(cell) else cell


def unescape_formula(cell: str) -> str:
    """Undo :func:`escape_formula`.

    Examples
    --------
    >>> unescape_formula(escape_formula("=1+1"))
    '=1+1'
    """
    return cell[1:] if cell.startswith("'") and _is_candidate(cell[1:]) else cell


def _is_candidate(cell: str) -> bool:
    return bool(_CANDIDATE.match(cell)) and not _NUMBER.match(cell) and not _MENTION.match(cell)
