"""Where a perturbation may touch a post, and which of those places it takes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple, TypeVar

from rightsnlp.text.characters import ARABIC_LETTERS
from rightsnlp.text.offsets import Edit, apply_edits
from rightsnlp.text.steps.masks import mask, mask_placeholders

T = TypeVar("T")

MARKS = "\u064b-\u0652\u0670"
TATWEEL = "\u0640"

_MASKS = (*(mask(kind, keep_token=True) for kind in ("url", "email", "user", "phone")),
          mask_placeholders(keep_token=True))  # fmt: skip
# Hashtags, tokens such as <url> that stand for what was masked, HTML entities.
_TAGS = re.compile(r"[#＃]\w|<[A-Za-z]{1,10}>|&#?\w{1,10};")
_WORD = re.compile(rf"(?<![\w{MARKS}])[{ARABIC_LETTERS}][{ARABIC_LETTERS}{MARKS}{TATWEEL}]*+(?!\w)")
MARKED = re.compile(f"[{MARKS}]")
_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
_BETWEEN = re.compile(r"(?<=\S)(?= )")


class Word(NamedTuple):
    """An Arabic word of a post, with its marks, and its place."""

    text: str
    start: int
    end: int


def protected_spans(text: str) -> list[tuple[int, int]]:
    """Return the ranges that no perturbation touches, in order and apart from one another.

    Links, e-mail addresses, handles, telephone numbers, placeholders of corpora, hashtags, HTML entities, each with all
    that is written to it without a space: a letter changed there could become part of the address.

    Examples
    --------
    >>> protected_spans("صورة من:@USER هنا")
    [(5, 13)]
    """
    found = [match.span() for match in _TAGS.finditer(text)]
    for finder in _MASKS:
        if finder.hint.search(text):
            found += [(edit.start, edit.end) for edit in finder.edits(text)]
    spans: list[tuple[int, int]] = []
    for start, end in sorted(found):
        while start and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        if spans and start < spans[-1][1]:
            start, end = spans[-1][0], max(end, spans.pop()[1])
        spans.append((start, end))
    return spans


def arabic_words(text: str) -> Iterator[Word]:
    """Yield the words in Arabic letters that are not protected.

    Examples
    --------
    >>> [word.text for word in arabic_words("كتب @USER عن القُدس #غزة")]
    ['كتب', 'عن', 'القُدس']
    """
    spans = protected_spans(text)
    for match in _WORD.finditer(text):
        if outside(spans, *match.span()):
            yield Word(match.group(), *match.span())


def gaps(text: str) -> Iterator[int]:
    """Yield the places before a space, and the end, that lie outside what is protected."""
    spans = protected_spans(text)
    for match in _BETWEEN.finditer(text):
        if all(not start < match.start() < end for start, end in spans):
            yield match.start()
    if text and not text[-1].isspace():
        yield len(text)


def outside(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether a range meets none of the spans."""
    return all(end <= first or last <= start for first, last in spans)


def letters(word: str) -> list[int]:
    """Return the places of the letters of a word, without marks and tatweel.

    Examples
    --------
    >>> letters("قُدس")
    [0, 2, 3]
    """
    return [match.start() for match in _LETTER.finditer(word)]


def pick(options: Sequence[T], rng: Random) -> T:
    """Return one of the options.

    Of a generator only ``random()`` is used: the other methods may give other numbers in another version of Python.
    """
    return options[int(rng.random() * len(options))]


def shuffled(options: Sequence[T], rng: Random) -> list[T]:
    """Return the options in a random order."""
    keys = [rng.random() for _ in options]
    return [option for _, option in sorted(zip(keys, options, strict=True), key=lambda pair: pair[0])]


def share_of(places: Sequence[T], rng: Random, strength: float) -> list[T]:
    """Return a share of the places, one at least, in their order.

    Examples
    --------
    >>> len(share_of("abcdefghij", Random(0), 0.3)), share_of([], Random(0), 0.3)
    (3, [])
    """
    if not places:
        return []
    n = max(1, math.floor(strength * len(places) + 0.5))
    return [places[i] for i in sorted(shuffled(range(len(places)), rng)[:n])]


def change_words(text: str, rng: Random, strength: float, change: Callable[[str, Random], str | None]) -> str:
    """Write a share of the words as ``change`` gives them; it gives None for a word that it leaves.

    Examples
    --------
    >>> change_words("باب بيت", Random(0), 1.0, lambda word, rng: word + word if word == "باب" else None)
    'بابباب بيت'
    """
    offered = []
    for word in arabic_words(text):
        new = change(word.text, rng)
        if new is not None and new != word.text:
            offered.append(Edit(word.start, word.end, new))
    return apply_edits(text, share_of(offered, rng, strength))
