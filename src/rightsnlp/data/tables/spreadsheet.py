"""Cells that a spreadsheet program would run as a formula, made inert in a way that can be undone.

Source: OWASP, "CSV Injection" (the characters that start a formula, full-width forms included).
"""

from __future__ import annotations

import re

# A cell is a formula candidate when, after blanks and any apostrophes of ours, it starts with an operator.
_CANDIDATE = re.compile(r"'*\s*[=+\-@＝＋－＠]|'*[\t\r\n]")
_NUMBER = re.compile(r"\s*[+-]?\d+(?:[.,]\d+)*\s*\Z")
# A post that opens by addressing someone: "@name hello".
_MENTION = re.compile(r"@\w+(?:[\s:،,]|\Z)")
# What a call, a range in another file, an array or a DDE link cannot do without.
_CALL = re.compile(r"[(（|｜\[{]|[!！]\s*[$\w]")
# A program whose list separator is another than the comma splits a cell here, and reads what follows as a cell.
_SPLIT = re.compile(r"(?<=[;\t\r\n])[^;\t\r\n]+")
_INNER = re.compile(r"'*[^\S;\t\r\n]*[=+\-@＝＋－＠]")
# After the operators an operand must follow: no formula begins with ";-)" or "-----".
_OPERAND = re.compile(r"""[=+\-@＝＋－＠\s']+[\w(（"{\[$.#\\|]""")


def escape_formula(cell: str) -> str:
    """Return ``cell`` with an apostrophe in front of whatever a spreadsheet might run; else unchanged.

    That is the cell itself, and each part of it that a program with another list separator (semicolon, tab) would
    take for a cell. Plain numbers and posts that open with a mention and hold no call are left alone: neither can
    run anything. :func:`unescape_formula` gives back every cell exactly.

    Examples
    --------
    >>> escape_formula("=HYPERLINK(1)"), escape_formula("hello;=1+1")
    ("'=HYPERLINK(1)", "hello;'=1+1")
    >>> escape_formula("-12.5"), escape_formula("@name hello"), escape_formula("fine ;-)")
    ('-12.5', '@name hello', 'fine ;-)')
    """
    inner = _SPLIT.sub(lambda part: "'" + part[0] if _is_inner(part[0]) else part[0], cell)
    return "'" + inner if _is_candidate(cell) else inner


def unescape_formula(cell: str) -> str:
    """Undo :func:`escape_formula`.

    Examples
    --------
    >>> unescape_formula(escape_formula("=1+1;=1+1"))
    '=1+1;=1+1'
    """
    cell = _SPLIT.sub(lambda p: p[0][1:] if p[0].startswith("'") and _is_inner(p[0][1:]) else p[0], cell)
    return cell[1:] if cell.startswith("'") and _is_candidate(cell[1:]) else cell


def _is_candidate(cell: str) -> bool:
    return bool(_CANDIDATE.match(cell)) and not _NUMBER.match(cell) and not _is_mention(cell)


def _is_inner(part: str) -> bool:
    runs = bool(_INNER.match(part)) and bool(_OPERAND.match(part))
    return runs and not _NUMBER.match(part) and not _is_mention(part)


def _is_mention(text: str) -> bool:
    return bool(_MENTION.match(text)) and not _CALL.search(text)
