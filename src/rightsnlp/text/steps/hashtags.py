"""Hashtags, parted into their words."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from rightsnlp.text.lexicon import fold, shipped_lexicon
from rightsnlp.text.offsets import Edit

_TAG = re.compile(r"[#＃]([\w\u200c\u200d]+)")
_BREAK = re.compile(r"_+|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ARABIC = re.compile("[ء-غف-ي]+")
_REMEMBERED = 1 << 14
_SHORTEST_PARTED, _LONGEST_PARTED, _SHORTEST_CUT = 6, 60, 3


def split_hashtags(text: str) -> Iterator[Edit]:
    """Find where hashtags part: after ``#``, at ``_``, and at camel case.

    Examples
    --------
    >>> list(split_hashtags("#a_b"))
    [Edit(start=1, end=1, replacement=' '), Edit(start=2, end=3, replacement=' ')]
    """
    for tag in _TAG.finditer(text):
        yield Edit(tag.start(1), tag.start(1), " ")
        for part in _BREAK.finditer(text, *tag.span(1)):
            yield Edit(*part.span(), " ")


def split_hashtag_words(text: str) -> Iterator[Edit]:
    """Find where hashtags part, as :func:`split_hashtags`, and where a table of words parts what is written together.

    Two parts are joined where the ``_`` cut a known word in two and not both parts are words.

    Examples
    --------
    >>> [edit.start for edit in split_hashtag_words("#القدستنتفض")]
    [1, 6]
    """
    for tag in _TAG.finditer(text):
        start, end = tag.span(1)
        yield Edit(start, start, " ")
        breaks = [part.span() for part in _BREAK.finditer(text, start, end)]
        for (left, right), (following, _) in itertools.zip_longest(breaks, breaks[1:], fillvalue=(end, end)):
            yield from _words_between(text, start, left)
            cut = text[left:right] == "_" and _cuts_a_word(text[start:left], text[right:following])
            yield Edit(left, right, "" if cut else " ")
            start = right
        yield from _words_between(text, start, end)


def _words_between(text: str, start: int, end: int) -> Iterator[Edit]:
    if _SHORTEST_PARTED <= end - start <= _LONGEST_PARTED:
        for place in _cuts_within(text[start:end]):
            yield Edit(start + place, start + place, " ")


@functools.lru_cache(maxsize=_REMEMBERED)
def _cuts_within(written: str) -> tuple[int, ...]:
    """Return where a part of a hashtag parts into known words; the same tags come again and again."""
    if not _ARABIC.fullmatch(written):
        return ()
    lexicon = shipped_lexicon()
    folded = fold(written)
    if len(folded) != len(written) or lexicon.known(folded):
        return ()
    return tuple(itertools.accumulate(map(len, (lexicon.split(folded) or [])[:-1])))


@functools.lru_cache(maxsize=_REMEMBERED)
def _cuts_a_word(before: str, after: str) -> bool:
    lexicon = shipped_lexicon()
    whole = fold(before + after)
    if len(whole) < _SHORTEST_CUT or not lexicon.count(whole):
        return False
    return not all(len(part) > 1 and lexicon.count(fold(part)) for part in (before, after))
