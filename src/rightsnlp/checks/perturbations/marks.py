"""Perturbations that add to a word's letters and change none: tatweel, length, vowel signs, signs between letters."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from rightsnlp.checks.perturbations.places import (
    MARKED,
    TATWEEL,
    arabic_words,
    change_words,
    letters,
    pick,
    share_of,
)
from rightsnlp.text.lexicon import fold
from rightsnlp.text.offsets import Edit, apply_edits

_JOINS_THE_NEXT = "بتثجحخسشصضطظعغفقكلمنهيئ"
_LONG_VOWELS = "اويى"
_SHORTEST_SPLIT = 3

BETWEEN_LETTERS = (".", "-", "*", "_", "·", " ")
"""Signs that are put between the letters of a word to hide it."""

FATHA, KASRA, TANWIN_FATH = "\u064e", "\u0650", "\u064b"
_WITH_TANWIN = frozenset(
    [
        "جدا",
        "شكرا",
        "ابدا",
        "دايما",
        "ايضا",
        "مثلا",
        "طبعا",
        "فعلا",
        "غدا",
        "عفوا",
        "اهلا",
        "مرحبا",
        "كثيرا",
        "قريبا",
    ]
)


def add_tatweel(text: str, rng: Random, strength: float) -> str:
    """Draw words out with one to three tatweel, where the letter before joins the next.

    Examples
    --------
    >>> add_tatweel("بيت", Random(0), 1.0)
    'بيـــت'
    """
    return change_words(text, rng, strength, _drawn_out)


def _drawn_out(word: str, rng: Random) -> str | None:
    places = letters(word)
    offered = [after for place, after in pairwise(places) if word[place] in _JOINS_THE_NEXT]
    if not offered:
        return None
    place = pick(offered, rng)
    return word[:place] + TATWEEL * pick((1, 2, 3), rng) + word[place:]


def lengthen(text: str, rng: Random, strength: float) -> str:
    """Repeat a long vowel of a word, as people do who raise their voice.

    It is then written three to six times, which no spelling of another word has.

    Examples
    --------
    >>> lengthen("كبير", Random(0), 1.0)
    'كبيييييير'
    """
    return change_words(text, rng, strength, _lengthened)


def _lengthened(word: str, rng: Random) -> str | None:
    offered = [place for place in letters(word)[1:] if word[place] in _LONG_VOWELS]
    if not offered:
        return None
    place = pick(offered, rng)
    return word[:place] + word[place] * pick((2, 3, 4, 5), rng) + word[place:]


def split_letters(text: str, rng: Random, strength: float) -> str:
    """Put a sign between all letters of a word, or in one place of it.

    The sign is the same throughout the post. Where it is a space, two stand between the words.

    Examples
    --------
    >>> split_letters("مدرسة", Random(3), 1.0)
    'مد-رسة'
    """
    sign = pick(BETWEEN_LETTERS, rng)
    everywhere = sign == " " or rng.random() < 0.5
    offered = []
    for word in arabic_words(text):
        places = letters(word.text)
        if len(places) < _SHORTEST_SPLIT:
            continue
        cuts = places[1:] if everywhere else [pick(places[1:], rng)]
        new = apply_edits(word.text, [Edit(cut, cut, sign) for cut in cuts])
        if sign == " ":
            before = " " if text[: word.start].endswith(" ") else ""
            after = " " if text[word.end :].startswith(" ") else ""
            new = f"{before}{new}{after}"
        offered.append(Edit(word.start, word.end, new))
    return apply_edits(text, share_of(offered, rng, strength))


def add_diacritics(text: str, rng: Random, strength: float) -> str:
    """Add the vowel signs that the spelling leaves no choice about.

    A fatha before ا inside a word and before ة, a kasra under إ, and the tanwin of a few adverbs: any other sign could
    turn "killed" into "was killed". Words that carry a sign already are left alone.

    Examples
    --------
    >>> add_diacritics("كتاب", Random(0), 1.0) == "كتَاب"
    True
    """
    return change_words(text, rng, strength, _vocalised)


def _vocalised(word: str, _: Random) -> str | None:
    if MARKED.search(word) or TATWEEL in word:
        return None
    if fold(word) in _WITH_TANWIN:
        return word[:-1] + TANWIN_FATH + word[-1]
    edits = [
        Edit(place, place, sign) for place in range(1, len(word) + 1) if (sign := _sign_after(word, place))
    ]
    return apply_edits(word, edits) or None


def _sign_after(word: str, place: int) -> str:
    """Return the sign that belongs between a letter and the next, where only one can."""
    letter, following = word[place - 1], word[place : place + 1]
    if letter == "إ":
        return KASRA
    if letter in "اآأىؤئءة":
        return ""
    if following == "ة":
        return FATHA
    # The alef of the article, of ابن and of اسم has no sound of its own after a preposition, and the one before it
    # has a kasra in مائة; at the end of a word the vowel may be a tanwin, or none (قتلوا).
    unsure = place + 1 == len(word) or (letter in "وفبلك" and place <= 4) or word.startswith("مائ", place - 1)
    return FATHA if following == "ا" and not unsure else ""
