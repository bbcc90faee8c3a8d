"""Words of a post, with Arabic marks and emoji kept whole."""

from __future__ import annotations

import re
from typing import NamedTuple

from rightsnlp.exceptions import InvalidArgumentError

# Non-spacing marks of Arabic and Hebrew are word characters here: Python's \w leaves most of them out.
_MARK = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u20d0-\u20f0"
_JOINER = "\u200c\u200d\u00ad\u2060\u200e\u200f\u061c"
_LETTER = rf"[^\W_]|\u0640"
_WORD = rf"(?:(?:{_LETTER})[{_MARK}{_JOINER}]*)+(?:['’ʼ`´״׳\"_-]?(?:(?:{_LETTER})[{_MARK}{_JOINER}]*)+)*['’]?"
_TOKEN = re.compile(_WORD)


class Token(NamedTuple):
    """One token and where it stands: ``text == post[start:end]``."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Split a post into tokens."""
    if not isinstance(text, str):
        raise InvalidArgumentError(f"text: got {type(text).__name__}", expected="a str")
    return [Token(m.group(), m.start(), m.end()) for m in re.finditer(rf"{_TOKEN.pattern}|\S", text)]


def words(text: str) -> list[str]:
    """Return the tokens that hold a letter or a digit."""
    return [t.text for t in tokenize(text) if any(c.isalnum() for c in t.text)]
