"""Text that comes from outside, made harmless for a terminal, for Markdown and for LaTeX; HTML has ``html.escape``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_NAMES = {
    "\u200b": "ZWSP", "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u2060": "WJ", "\ufeff": "BOM",
    "\u00ad": "SHY", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip

# Joiners shape letters and emoji; the Arabic number signs are of the same class and are seen.
_SEEN = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\n\t")
_HIDDEN_CLASSES = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})

# An interval in brackets is no link, and an underscore inside a word starts no emphasis: both stay as they are.
_MARKDOWN = re.compile(
    r"(?P<interval>\[[-+−–\d., ]+\](?![(\[:]))|[\\|*`~\[\]]|(?<![^\W_])_|_(?![^\W_])|^(?:#+|[-+])(?=\s)|^>"
    r"|(?<=:)//|(?<=\bwww)\."
)

_LATEX = {
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


def with_hidden(text: str) -> Iterator[tuple[str, bool]]:
    r"""Split a text into stretches that are seen, and the names of characters that would only be felt.

    What turns the direction of text, ends a line where none is seen, or drives a terminal is named in its place.

    Examples
    --------
    >>> list(with_hidden("good\u202eday"))
    [('good', False), ('RLO', True), ('day', False)]
    """
    start = 0
    for at, character in enumerate(text):
        if character in _SEEN or unicodedata.category(character) not in _HIDDEN_CLASSES:
            continue
        if start < at:
            yield text[start:at], False
        yield _NAMES.get(character, f"U+{ord(character):04X}"), True
        start = at + 1
    if start < len(text):
        yield text[start:], False


def terminal_text(text: str) -> str:
    r"""Return a text on one line, with hidden characters by name: nothing in it can drive a terminal.

    Examples
    --------
    >>> terminal_text("good\u202e \x1b[31mday\n")
    'good[RLO] [U+001B][31mday'
    """
    parts = (f"[{part}]" if hidden else part for part, hidden in with_hidden(text))
    return " ".join("".join(parts).split())


def markdown_text(text: str) -> str:
    r"""Return a text on one line that Markdown shows as it stands: no cell ends, no tag, emphasis or link begins.

    Examples
    --------
    >>> print(markdown_text("a|b <b> *c* hate_speech _d_ [x](http://y.z) 0.5 [0.4, 0.6]"))
    a\|b &lt;b> \*c\* hate_speech \_d\_ \[x\](http:\//y.z) 0.5 [0.4, 0.6]
    """
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;")
    return _MARKDOWN.sub(lambda found: found[0] if found["interval"] else f"\\{found[0]}", plain)


def code_span(text: str) -> str:
    """Return a text as code in a line of Markdown.

    Examples
    --------
    >>> code_span("n:2 `x`")
    '`n:2 x`'
    """
    return f"`{' '.join(text.split()).replace('`', '')}`"


def without_control(text: str) -> str:
    r"""Return a text on one line, without the control characters at which LaTeX stops.

    Examples
    --------
    >>> without_control("good\x07\nday")
    'good day'
    """
    return _CONTROL.sub("", " ".join(text.split()))


def latex_text(text: str) -> str:
    r"""Return a text that LaTeX sets as it stands, with Arabic and Hebrew words marked as such.

    Examples
    --------
    >>> print(latex_text("hate_speech & 5 %"))
    hate\_speech \& 5 \%
    >>> print(latex_text("label: خطاب كراهية"))
    label: \textarabic{خطاب كراهية}
    """
    plain = "".join(_LATEX.get(mark, mark) for mark in without_control(text))
    return _RUNS.sub(lambda run: rf"\{run.lastgroup}{{{run[0]}}}", plain)
