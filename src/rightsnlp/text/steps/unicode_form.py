"""Unicode normalisation forms, with the places that they change."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Iterator
from typing import Literal

from rightsnlp.text.characters import characters
from rightsnlp.text.offsets import Edit

Form = Literal["NFC", "NFKC"]

# No letter beyond this plane is changed by a normalisation form.
_CODES = 0x30000
_LONG = 2_000


def to_form(text: str, form: Form) -> str:
    """Return ``unicodedata.normalize(form, text)``, sooner where all that NFKC changes is the ellipsis sign.

    Examples
    --------
    >>> to_form("غزة…", "NFKC")
    'غزة...'
    """
    if form == "NFKC":
        # Posts are full of it, and without it nearly all of them pass Python's quick check.
        text = text.replace("…", "...")
    if len(text) > _LONG:
        text = _order_marks(text)
    return unicodedata.normalize(form, text)


def _order_marks(text: str) -> str:
    """Return ``text`` with runs of marks in canonical order, which Python would take quadratic time to find."""
    pieces = []
    for marks, run in itertools.groupby(text, lambda character: unicodedata.combining(character) > 0):
        if marks:
            # The few marks that stand for two marks are parted first.
            parted = itertools.chain.from_iterable(unicodedata.normalize("NFD", mark) for mark in run)
            pieces.extend(sorted(parted, key=unicodedata.combining))
        else:
            pieces.extend(run)
    return "".join(pieces)


def form_edits(text: str, form: Form) -> Iterator[Edit]:
    r"""Find the places where ``unicodedata.normalize(form, text)`` differs from ``text``.

    The text is cut before each character that never joins what stands before it, and each piece is normalised alone.

    Examples
    --------
    >>> list(form_edits("ba\u0301", "NFC"))
    [Edit(start=1, end=3, replacement='á')]
    """
    if unicodedata.is_normalized(form, text):
        return
    start = 0
    for end in range(1, len(text) + 1):
        if end < len(text) and _joins_before(text[end]):
            continue
        piece = text[start:end]
        normal = to_form(piece, form)
        if normal != piece:
            yield Edit(start, end, normal)
        start = end


@functools.cache
def may_change(form: Form) -> str:
    """Return the characters of which a text must hold one, or ``form`` leaves it as it is.

    Those that the form replaces, those that join the character before them, and marks, which may be out of order.
    """
    replaced = {c for c in _decomposed() if not unicodedata.is_normalized(form, c)}
    text = characters(0xA0, _CODES)
    marks = itertools.compress(text, map(unicodedata.combining, text))
    return "".join(sorted(replaced | set(marks) | _second_parts()))


@functools.cache
def may_write(form: Form) -> str:
    """Return the characters that ``form`` may put into a text."""
    return "".join(
        {*"".join(unicodedata.normalize(form, character) for character in may_change(form)), *_decomposed()}
    )


def _joins_before(character: str) -> bool:
    if character < "\u0300":
        return False
    first = unicodedata.normalize("NFKD", character)[0]
    return unicodedata.combining(first) > 0 or first in _second_parts()


@functools.cache
def _second_parts() -> frozenset[str]:
    """Return the characters that compose with one before them, though they may stand first."""
    seconds = set(map(chr, range(0x1160, 0x1200)))  # vowels and codas of Hangul
    for decomposition in _decomposed().values():
        parts = decomposition.split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            seconds.add(chr(int(parts[1], 16)))
    return frozenset(seconds)


@functools.cache
def _decomposed() -> dict[str, str]:
    """Return the characters that stand for others, and the codes of these."""
    text = characters(0xA0, _CODES)
    return {
        character: codes
        for character, codes in zip(text, map(unicodedata.decomposition, text), strict=True)
        if codes
    }
