"""Repeated characters and repeated spaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rightsnlp.text.characters import is_letter, is_symbol
from rightsnlp.text.offsets import Edit

_RUN = re.compile(r"(.)\1+", re.DOTALL)
_SPACES = re.compile(" +")


def limit_runs(letters: int, symbols: int) -> Callable[[str], Iterator[Edit]]:
    """Return a function that finds what a run of one letter, or of one sign or emoji, has too many; 0 sets no limit.

    Digits and white space are left alone.

    Examples
    --------
    >>> list(limit_runs(2, 0)("ههههه"))
    [Edit(start=2, end=5, replacement='')]
    """

    def edits(text: str) -> Iterator[Edit]:
        for match in _RUN.finditer(text):
            limit = letters if is_letter(match[1]) else symbols if is_symbol(match[1]) else 0
            if 0 < limit < match.end() - match.start():
                yield Edit(match.start() + limit, match.end(), "")

    return edits


def squeeze_spaces(text: str) -> Iterator[Edit]:
    """Find spaces at the ends of the text, and more than one between words.

    Examples
    --------
    >>> list(squeeze_spaces(" a  b"))
    [Edit(start=0, end=1, replacement=''), Edit(start=3, end=4, replacement='')]
    """
    for match in _SPACES.finditer(text):
        start, end = match.span()
        kept = 0 if start == 0 or end == len(text) else 1
        if end - start > kept:
            yield Edit(start + kept, end, "")
