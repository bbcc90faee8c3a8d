"""Perturbations that write the same words as the dialects or as Arabizi write them."""

from __future__ import annotations

import functools
import re
from importlib import resources
from random import Random

from rightsnlp.checks.perturbations.places import arabic_words, change_words, pick
from rightsnlp.text.offsets import Edit, apply_edits
from rightsnlp.text.steps import arabic

_FOLD = str.maketrans(
    {
        **arabic.ALEF,
        **arabic.DIACRITICS,
        **arabic.SUPERSCRIPT_ALEF,
        **arabic.TATWEEL,
        **arabic.LETTER_VARIANTS,
    }
)
_CONJUNCTIONS = ("", "و", "ف")
_ARTICLES = ("ال", "وال", "بال", "فال")

Spellings = dict[str, dict[str, list[str]]]
"""By dialect, for a word in folded spelling, what is written."""


def write_as_dialect(text: str, rng: Random, strength: float) -> str:
    """Write words as one dialect does: هذا as هاد, كثير as كتير (``data/dialect_spellings.tsv``).

    The dialect is the same throughout the post.

    Examples
    --------
    >>> write_as_dialect("لماذا", Random(1), 1.0)
    'ليه'
    """
    found = {word.text: _written(word.text) for word in arabic_words(text)}
    dialects = sorted({dialect for by_dialect in found.values() for dialect in by_dialect})
    if not dialects:
        return text
    dialect = pick(dialects, rng)

    def change(word: str, rng: Random) -> str | None:
        options = found[word].get(dialect)
        return pick(options, rng) if options else None

    return change_words(text, rng, strength, change)


def _written(word: str) -> dict[str, list[str]]:
    """Return by dialect how a word, with the conjunction or article before it, is written."""
    table, with_article = dialect_spellings()
    folded = word.translate(_FOLD)
    found: dict[str, list[str]] = {}
    for prefixes, rows in ((_CONJUNCTIONS, table), (_ARTICLES, with_article)):
        for prefix in prefixes:
            if folded.startswith(prefix):
                for dialect, spellings in rows.items():
                    options = [prefix + spelling for spelling in spellings.get(folded[len(prefix) :], ())]
                    if options:
                        found.setdefault(dialect, []).extend(options)
    return found


@functools.cache
def dialect_spellings() -> tuple[Spellings, Spellings]:
    """Return the table of spellings, and the part of it that holds after the article too."""
    path = resources.files("rightsnlp.checks.perturbations") / "dialect_spellings.tsv"
    table: Spellings = {}
    with_article: Spellings = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        word, written, dialects, reason = line.split("\t")
        for dialect in dialects.split(", "):
            for rows in (table, with_article) if " as " in reason else (table,):
                rows.setdefault(dialect, {}).setdefault(word.translate(_FOLD), []).append(written)
    return table, with_article


# How each letter may be written; a writer keeps to one of the habits. No two letters that are apart in speech meet,
# except where people write them the same.
ARABIZI_LETTERS: dict[str, tuple[str, ...]] = {
    "ا": ("a",), "أ": ("2a", "a"), "إ": ("2e", "e"), "آ": ("2a", "a"), "ٱ": ("a",), "ء": ("2",), "ؤ": ("2",),
    "ئ": ("2",), "ب": ("b",), "ت": ("t",), "ث": ("th",), "ج": ("j", "g"), "ح": ("7",), "خ": ("kh", "5"),
    "د": ("d",), "ذ": ("z", "th"), "ر": ("r",), "ز": ("z",), "س": ("s",), "ش": ("sh", "ch"), "ص": ("s", "9"),
    "ض": ("d",), "ط": ("t", "6"), "ظ": ("z", "th"), "ع": ("3",), "غ": ("gh", "8"), "ف": ("f",), "ق": ("q", "2"),
    "ك": ("k",), "ل": ("l",), "م": ("m",), "ن": ("n",), "ه": ("h",), "ة": ("a", "eh"), "و": ("o", "ou"),
    "ى": ("a",), "ي": ("i", "ee"), "پ": ("p",), "چ": ("ch",), "ڤ": ("v",), "گ": ("g",), "ک": ("k",), "ی": ("i",),
    "ہ": ("h",), "ھ": ("h",), "ٮ": ("b",), "ڡ": ("f",), "ں": ("n",), "ٯ": ("q",),
}  # fmt: skip
_CONSONANT_AT = {"و": "w", "ي": "y"}
_VOWELS = {"َ": "a", "ُ": "o", "ِ": "i", "ٰ": "a", "ً": "an", "ٌ": "on", "ٍ": "in"}
_ARTICLE = re.compile("ال(?=..)")
_OPEN = "اأآإىةوي"


def write_as_arabizi(text: str, rng: Random, strength: float) -> str:  # noqa: ARG001
    """Write the Arabic words of a post in Latin letters and digits, all of them: nobody changes script at every word.

    Short vowels appear only where the post has signs for them, as much Arabizi is written. ``strength`` has no part
    in it.

    Examples
    --------
    >>> write_as_arabizi("شو صار بالقدس", Random(1), 1.0)
    'sho sar balqds'
    """
    habits = {letter: pick(options, rng) for letter, options in ARABIZI_LETTERS.items()}
    article = pick(("el", "al"), rng)
    edits = [Edit(word.start, word.end, _in_latin(word.text, habits, article)) for word in arabic_words(text)]
    return apply_edits(text, edits)


def _in_latin(word: str, habits: dict[str, str], article: str) -> str:
    pieces = []
    done = 0
    if word.endswith("وا") and len(word) > len("كوا"):
        word = word[:-1]  # the alef of قالوا is not heard
    if _ARTICLE.match(word):
        pieces.append(article)
        done = 2
    for place in range(done, len(word)):
        letter = word[place]
        before, after = word[place - 1 : place] if place else "", word[place + 1 : place + 2]
        if letter in _CONSONANT_AT and (place == 0 or after in tuple(_OPEN) or before in tuple("اآ")):
            pieces.append(_CONSONANT_AT[letter])
        elif letter in "أإآ" and place == 0:
            pieces.append(habits[letter].removeprefix("2"))
        else:
            pieces.append(habits.get(letter) or _VOWELS.get(letter, ""))
    return "".join(pieces)
