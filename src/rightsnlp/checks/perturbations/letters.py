"""Perturbations that write another letter for one of a word's: dots, look-alikes, hamza, endings, slips of the finger.

What a reader would take for another word is not written: where the new letters spell a known word
(:mod:`rightsnlp.text.lexicon`), the word is left as it is, and a slip of the finger has to look like one
(:mod:`rightsnlp.text.spelling`). Hamza, ة and ه, ى and ي are confused so commonly that
readers go by the sentence; those spellings fold to the same letters.
"""

from __future__ import annotations

import functools
import math
import re
from random import Random

from rightsnlp.checks.perturbations.places import (
    change_words,
    letters,
    outside,
    pick,
    protected_spans,
    share_of,
    shuffled,
)
from rightsnlp.text.characters import DOTLESS_LETTERS
from rightsnlp.text.lexicon import fold, shipped_lexicon
from rightsnlp.text.offsets import Edit, apply_edits
from rightsnlp.text.spelling import ALPHABET, shipped_spelling

# Inside a word; at its end ن and ي have a shape of their own.
_DOTLESS = dict(zip("بتثنيجخذزشضظغفقة", "ٮٮٮٮٮححدرسصطعڡٯه", strict=True))
_DOTLESS_AT_END = _DOTLESS | {"ن": "ں", "ي": "ى"}

# Signs that are read as the letter for their look, or by the habit of Arabizi.
LOOKALIKES = {
    "ا": "1l",
    "ه": "o0о",
    "ح": "7",
    "خ": "5",
    "ط": "6",
    "ع": "3",
    "ص": "9",
    "ء": "2",
    "ل": "J",
}
_KEYS_OF_PERSIAN = {"ك": "ک", "ي": "ی", "ى": "ی", "ه": "ہھ"}

_ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر ىةوزظ")
"""The Arabic (101) keyboard from the letter key of ض on; the blank is the key of لا."""
_ROW_OFFSETS = (0.0, 0.25, 0.75)
_NEAR = 1.3

# A slip in a denial could turn it round; many are written as one word with what they deny: لايوجد, مابدي.
_DENIAL = re.compile("[وف]?(?:لا|ما|لم|لن|ليس|لست|لسنا|مش|مو|منيش|مفيش|بلا|بدون|غير|عدم|لولا)")
_SHORTEST_TYPED = 5
# Log-probabilities of spelling: rare words such as القاب have -8 to -23.
_UNLIKELY = -24.0
_LESS_LIKELY = 8.0

# ه at the end as ة: only in words that are often written so, for قتله and قتلة are two words.
_WITH_TEH_MARBUTA = {
    "هذه": "هذة", "عليه": "علية", "فيه": "فية", "اليه": "الية", "إليه": "إلية", "منه": "منة", "عنه": "عنة",
    "معه": "معة", "له": "لة", "به": "بة", "انه": "انة", "أنه": "أنة", "إنه": "إنة", "لانه": "لانة",
    "لأنه": "لأنة", "عنده": "عندة", "وجه": "وجة", "مياه": "مياة", "انتباه": "انتباة", "نفسه": "نفسة",
}  # fmt: skip

_ZEROS = {"ascii": 0x30, "arabic": 0x660, "persian": 0x6F0}
_NUMBER = re.compile("(?<!\\w)(?:[0-9]+|[٠-٩]+|[۰-۹]+)(?!\\w)")


def drop_dots(text: str, rng: Random, strength: float) -> str:
    """Write words without their dots.

    Examples
    --------
    >>> drop_dots("بيت", Random(0), 1.0)
    'ٮٮٮ'
    """
    return change_words(text, rng, strength, _without_dots)


def _without_dots(word: str, _: Random) -> str | None:
    places = letters(word)
    last = places[-1]
    new = "".join(
        (_DOTLESS_AT_END if place == last else _DOTLESS).get(letter, letter)
        for place, letter in enumerate(word)
    )
    # Without one of the code points that have no dots by themselves, خ as ح may pass for another word.
    shows = any(letter in DOTLESS_LETTERS for letter in new)
    return new if shows or not _is_another_word(word, new) else None


def write_lookalikes(text: str, rng: Random, strength: float) -> str:
    """Write one letter of a word as a digit or a Latin or Cyrillic letter.

    Examples
    --------
    >>> write_lookalikes("حرب", Random(0), 1.0)
    '7رب'
    """
    return change_words(text, rng, strength, _with_lookalike)


def _with_lookalike(word: str, rng: Random) -> str | None:
    places = letters(word)
    offered = [place for place in places if word[place] in LOOKALIKES]
    if len(places) < 3 or not offered:
        return None
    place = pick(offered, rng)
    return _replaced(word, place, pick(LOOKALIKES[word[place]], rng))


def write_persian_letters(text: str, rng: Random, strength: float) -> str:
    """Write words with the code points of Persian and Urdu keyboards for ك, ي, ى and ه.

    Examples
    --------
    >>> write_persian_letters("كبير", Random(0), 1.0) == "کبیر"
    True
    """
    return change_words(text, rng, strength, _in_persian_letters)


def _in_persian_letters(word: str, rng: Random) -> str:
    return "".join(pick(_KEYS_OF_PERSIAN.get(letter, letter), rng) for letter in word)


def write_other_digits(text: str, rng: Random, strength: float) -> str:
    """Write numbers in the digits of another keyboard: ASCII, Arabic-Indic, Persian.

    Examples
    --------
    >>> write_other_digits("سنة 1948", Random(0), 1.0)
    'سنة ۱۹۴۸'
    """
    spans = protected_spans(text)
    offered = [match for match in _NUMBER.finditer(text) if outside(spans, *match.span())]
    edits = []
    for match in share_of(offered, rng, strength):
        zero = pick([code for code in _ZEROS.values() if not 0 <= ord(match.group()[0]) - code <= 9], rng)
        edits.append(Edit(*match.span(), "".join(chr(zero + int(digit)) for digit in match.group())))
    return apply_edits(text, edits)


def confuse_hamza(text: str, rng: Random, strength: float) -> str:
    """Leave out a hamza, or write it on the wrong side of the alef.

    Examples
    --------
    >>> confuse_hamza("سؤال", Random(0), 1.0)
    'سوال'
    """
    return change_words(text, rng, strength, _with_other_hamza)


def _with_other_hamza(word: str, rng: Random) -> str | None:
    places = letters(word)
    options = []
    for nth, place in enumerate(places):
        letter = word[place]
        if letter in "أإآ":
            options += [(place, other) for other in ("اأإ" if nth == 0 else "ا") if other != letter]
        elif letter in "ؤئ":
            options.append((place, "و" if letter == "ؤ" else "ي"))
        elif letter == "ا" and nth == 0 and len(places) > 2 and word[places[1]] != "ل":
            options += [(place, "أ"), (place, "إ")]
    return _replaced(word, *pick(options, rng)) if options else None


def confuse_teh_marbuta(text: str, rng: Random, strength: float) -> str:
    """Write ه for ة at the end of a word, and ة for ه in a few words where that is common.

    Examples
    --------
    >>> confuse_teh_marbuta("مدينة", Random(0), 1.0)
    'مدينه'
    """

    def change(word: str, _: Random) -> str | None:
        last = letters(word)[-1]
        return _replaced(word, last, "ه") if word[last] == "ة" else _WITH_TEH_MARBUTA.get(word)

    return change_words(text, rng, strength, change)


def confuse_alef_maksura(text: str, rng: Random, strength: float) -> str:
    """Write ي for ى at the end of a word, or ى for ي.

    Examples
    --------
    >>> confuse_alef_maksura("على", Random(0), 1.0)
    'علي'
    """

    def change(word: str, _: Random) -> str | None:
        places = letters(word)
        other = {"ى": "ي", "ي": "ى"}.get(word[places[-1]])
        return _replaced(word, places[-1], other) if other and len(places) > 1 else None

    return change_words(text, rng, strength, change)


def slip_on_keyboard(text: str, rng: Random, strength: float) -> str:
    """Write inside a word the letter of the key beside the one that was meant (layout Arabic 101).

    Words of fewer than five letters, first and last letters, and what denies, alone or at the start of a word, are left
    alone.

    Examples
    --------
    >>> slip_on_keyboard("المدرسة", Random(1), 1.0)
    'المدبسة'
    """
    return change_words(text, rng, strength, _with_slip)


def _with_slip(word: str, rng: Random) -> str | None:
    places = letters(word)
    folded = fold(word)
    if len(places) < _SHORTEST_TYPED or len(folded) != len(places):
        return None
    denial = _DENIAL.match(folded)
    first = denial.end() if denial else 1
    options = [
        (place, near) for place in places[first:-1] for near in keyboard_neighbours().get(word[place], "")
    ]
    slips = (_replaced(word, place, near) for place, near in shuffled(options, rng))
    return next((new for new in slips if _shows_as_slip(word, new)), None)


def _shows_as_slip(word: str, new: str) -> bool:
    """Return whether nobody takes ``new`` for a word: not in the table, and not spelled as Arabic words are."""
    folded = fold(new)
    if folded == fold(word) or shipped_lexicon().known(folded):
        return False
    likely = _log_probability(folded)
    return likely < _UNLIKELY and likely < _log_probability(fold(word)) - _LESS_LIKELY


def _log_probability(folded: str) -> float:
    """Return how likely the letters of a word follow one another; minus infinity for letters of other languages."""
    if not set(folded) <= set(ALPHABET):
        return -math.inf
    model = shipped_spelling()
    written = f" {folded}"
    return sum(
        model.log_probability(written[: place + 1], letter) for place, letter in enumerate(f"{folded} ")
    )


@functools.cache
def keyboard_neighbours() -> dict[str, str]:
    """Return for each letter those on the keys around it, on the keyboard Arabic (101).

    Examples
    --------
    >>> keyboard_neighbours()["ب"]
    'قفيلؤر'
    """
    keys = [
        (letter, place + _ROW_OFFSETS[row], row)
        for row, line in enumerate(_ROWS)
        for place, letter in enumerate(line)
        if letter != " "
    ]
    return {
        letter: "".join(
            other for other, x2, y2 in keys if other != letter and (x - x2) ** 2 + (y - y2) ** 2 <= _NEAR**2
        )
        for letter, x, y in keys
    }


def _replaced(word: str, place: int, letter: str) -> str:
    return word[:place] + letter + word[place + 1 :]


def _is_another_word(word: str, new: str) -> bool:
    folded = fold(new)
    return folded != fold(word) and shipped_lexicon().known(folded)
