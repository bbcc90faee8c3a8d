"""What reaches a terminal: text alone, nothing that moves its cursor, changes its state or reorders its lines."""

from __future__ import annotations

import re
from typing import Any, TextIO

# Control characters but tab and line feed, marks and overrides of direction, lone surrogates.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_UNSAFE = re.compile(f"[{_CONTROLS}]")
_UNSAFE_BUT_RETURN = re.compile(f"(?!\r)[{_CONTROLS}]")


def visible(text: str) -> str:
    r"""Return ``text`` with control characters and marks of direction written out.

    Examples
    --------
    >>> print(visible("a\x1b[2Jb\u202ec"))
    a\x1b[2Jb\u202ec
    """
    return _UNSAFE.sub(_escape, text)


def one_line(text: str) -> str:
    r"""Return ``text`` as :func:`visible` does, with line feeds and tabs written out as well.

    Examples
    --------
    >>> print(one_line("a\nb"))
    a\nb
    """
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


class SafeStream:
    """A stream of text to a terminal that makes control characters visible on their way.

    Parameters
    ----------
    stream : TextIO
    returns : bool
        Let carriage returns pass: bars of progress need them.
    """

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, stream: TextIO, *, returns: bool = False) -> None:
        self._stream = stream
        self._unsafe = _UNSAFE_BUT_RETURN if returns else _UNSAFE

    def write(self, text: str) -> int:
        """Write text; return the number of characters that came."""
        self._stream.write(self._unsafe.sub(_escape, text))
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
