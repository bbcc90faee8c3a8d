"""What kind each Unicode character is, asked of one character or looked up for an array of them."""

from __future__ import annotations

import functools
import re
import unicodedata

import numpy as np
import numpy.typing as npt

LETTER, SYMBOL, ARABIC, FOREIGN, SIGN, DOTLESS = (1 << bit for bit in range(6))

CODES = 0x110000
EMOJI = (
    "\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23fa\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
"""Ranges of emoji, for a regular expression's brackets."""

DOTLESS_LETTERS = "ٮڡںٯ"
ARABIC_LETTERS = "ء-غف-يٱپچڤگکیہھ" + DOTLESS_LETTERS
"""Letters that stand in Arabic words as people type them, for a regular expression's brackets."""

LOOKALIKES = "0-9A-Za-zА-Яа-я"
"""Digits and letters of other scripts that are put into Arabic words, for a regular expression's brackets."""

SIGNS_IN_WORDS = r"@$*_~+=•·^`°|<>…" + EMOJI
"""Signs that nobody puts between two words without a space, for a regular expression's brackets."""

SIGNS_BETWEEN_WORDS = r".\-'/\\,:;!"
"""Signs that people do put between two words without a space, for a regular expression's brackets."""


# Categories of punctuation and of symbols.
_SYMBOLS = frozenset(("Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm", "So"))


def characters(first: int, end: int) -> str:
    """Return all characters from the code ``first`` to the one before ``end``, half surrogates too.

    Examples
    --------
    >>> characters(0x61, 0x65)
    'abcd'
    """
    return np.arange(first, end, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")


def one_by_one(text: str) -> npt.NDArray[np.str_]:
    """Return the characters of ``text`` as an array of strings.

    Examples
    --------
    >>> np.char.isalpha(one_by_one("a1")).tolist()
    [True, False]
    """
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<U1")


def is_letter(character: str) -> bool:
    """Return whether ``character`` is a letter of any script."""
    return character.isalpha()


def is_symbol(character: str) -> bool:
    """Return whether ``character`` is punctuation, a symbol or an emoji."""
    return unicodedata.category(character) in _SYMBOLS


@functools.cache
def kinds() -> npt.NDArray[np.uint8]:
    """Return the kinds of every code point, as bits, shape (0x110000,)."""
    table = np.zeros(CODES, dtype=np.uint8)
    # Planes 4 to 13 hold nothing; 14 to 16 neither letters nor symbols.
    text = characters(0, 0x40000)
    table[: len(text)] |= np.char.isalpha(one_by_one(text)) * np.uint8(LETTER)
    symbols = map(_SYMBOLS.__contains__, map(unicodedata.category, text[:0x20000]))
    table[:0x20000] |= np.fromiter(symbols, dtype=bool, count=0x20000) * np.uint8(SYMBOL)
    for bit, ranges in (
        (ARABIC, ARABIC_LETTERS),
        (FOREIGN, LOOKALIKES + "@$"),
        (SIGN, SIGNS_IN_WORDS + SIGNS_BETWEEN_WORDS + "\ufe0f"),
        (DOTLESS, DOTLESS_LETTERS),
    ):
        for match in re.finditer(f"[{ranges}]", text):
            table[match.start()] |= bit
    return table
