"""Arabizi, Arabic in Latin letters and digits, back into Arabic script.

Each way of reading a word's letters has a cost (``data/arabizi_letters.tsv``); the reading is taken whose cost and
whose unlikelihood as Arabic spelling (:mod:`rightsnlp.text.spelling`) are the least together. How often it is right
stands in ``docs/languages.md``.
"""

from __future__ import annotations

import functools
import heapq
import math
import re
from collections.abc import Iterator, Sequence
from importlib import resources

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text import latin
from rightsnlp.text.script import word_languages_batch
from rightsnlp.text.spelling import shipped_spelling

# Written apart in Arabizi and together with the next word in Arabic.
PREFIXES = {
    **dict.fromkeys(("el", "al", "il", "l"), "ال"),
    **dict.fromkeys(("bel", "bil", "bl"), "بال"),
    **dict.fromkeys(("lel", "lal", "lil"), "لل"),
    **dict.fromkeys(("wel", "wil", "wl"), "وال"),
    **dict.fromkeys(("fel", "fil", "fl"), "فال"),
    **dict.fromkeys(("3al", "3l"), "عال"),
    "hal": "هال",
    "w": "و",
    "b": "ب",
}
# The article before a letter that it sounds like: es sa3a, esh shams.
_ASSIMILATED = re.compile(r"[aei](t|th|d|dh|r|z|s|sh|n)")

_LATIN = re.compile(rf"[{latin.LATIN_LETTERS}]", re.IGNORECASE)
_BEAM = 24
_SPELLING_WEIGHT = 0.7
# For reading s and h where sh could be read.
_SPLIT_COST = 3.0
_TWO_LETTERS_COST = 1.5
_LONGEST_KEY = 8
_LONGEST_WORD = 40
_CACHED_WORDS = 1 << 16

Readings = tuple[tuple[str, float], ...]


def transliterate(text: str, *, every_word: bool = False) -> str:
    """Write the Arabizi words of a post in Arabic script.

    Which words are Arabizi is guessed (:func:`rightsnlp.text.script.word_languages`); all else stays as it is, numbers,
    links and handles too. Articles and other prefixes that were written apart are joined to their word.

    Parameters
    ----------
    text : str
    every_word : bool, default False
        Read every word in Latin letters as Arabizi, where that is known.

    Returns
    -------
    str

    Raises
    ------
    InvalidArgumentError
        If ``text`` is not a str.

    Examples
    --------
    >>> transliterate("el 3arab")
    'العرب'
    >>> transliterate("7abibi see you tomorrow inshallah")
    'حبيبي see you tomorrow انشالله'
    """
    if not isinstance(text, str):
        raise InvalidArgumentError(
            f"text: got {type(text).__name__}", expected="a str", remedy="replace missing values by ''"
        )
    return _written(text, arabizi_words(text, every_word=every_word))


def _written(text: str, words: Sequence[tuple[int, int, str]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end, arabic in words:
        pieces.append(text[done:start] + arabic)
        done = end
    return "".join([*pieces, text[done:]])


def arabizi_words(text: str, *, every_word: bool = False) -> list[tuple[int, int, str]]:
    """Find the Arabizi words of a post and how they are written in Arabic script.

    Parameters
    ----------
    text : str
    every_word : bool, default False
        As in :func:`transliterate`.

    Returns
    -------
    list of (int, int, str)
        Start and end of a word in ``text``, and the word in Arabic script. A prefix that was written apart ends where
        the next word begins, so that what is between them is not lost from either.

    Examples
    --------
    >>> arabizi_words("hello el 3arab")
    [(6, 9, 'ال'), (9, 14, 'عرب')]
    """
    return arabizi_words_batch([text], every_word=every_word)[0]


def arabizi_words_batch(
    texts: Sequence[str], *, every_word: bool = False
) -> list[list[tuple[int, int, str]]]:
    """Find the Arabizi words of each post; see :func:`arabizi_words`.

    Examples
    --------
    >>> arabizi_words_batch(["القدس", "hello el 3arab"])
    [[], [(6, 9, 'ال'), (9, 14, 'عرب')]]
    """
    found: list[list[tuple[int, int, str]]] = [[] for _ in texts]
    in_latin = [nth for nth, text in enumerate(texts) if _LATIN.search(text)]
    for nth, words in zip(in_latin, word_languages_batch([texts[nth] for nth in in_latin]), strict=True):
        found[nth] = _read_words(texts[nth], words, every_word=every_word)
    return found


def _read_words(
    text: str, words: Sequence[tuple[int, int, str]], *, every_word: bool
) -> list[tuple[int, int, str]]:
    spans = _arabizi_spans(text, words, every_word=every_word)
    found = []
    for index, (start, end) in enumerate(spans):
        word = latin.fold(text[start:end])
        following = spans[index + 1] if index + 1 < len(spans) else None
        prefix = None
        if following is not None and text[end : following[0]] in (" ", "-"):
            prefix = _prefix(word, latin.fold(text[slice(*following)]))
        found.append(
            (start, following[0] if prefix and following else end, prefix or transliterate_word(word))
        )
    return found


def transliterate_batch(texts: Sequence[str]) -> list[str]:
    """Write the Arabizi words of each post in Arabic script; see :func:`transliterate`.

    Examples
    --------
    >>> transliterate_batch(["shu sar", "القدس"])
    ['شو صار', 'القدس']
    """
    return [_written(text, words) for text, words in zip(texts, arabizi_words_batch(texts), strict=True)]


def _arabizi_spans(
    text: str, words: Sequence[tuple[int, int, str]], *, every_word: bool
) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    if not every_word and all(language != "arabizi" for _, _, language in words):
        return spans
    for start, end, language in words:
        follows_article = (
            bool(spans)
            and text[spans[-1][1] : start] in (" ", "-")
            and PREFIXES.get(latin.fold(text[slice(*spans[-1])]), "").endswith("ال")
        )
        in_latin = language not in ("ar", "he") and _LATIN.search(text, start, end)
        # Writers of Arabizi put the article before English words too: el mobile.
        if language == "arabizi" or (in_latin and (every_word or follows_article)):
            spans.append((start, end))
    return spans


def _prefix(word: str, following: str) -> str | None:
    if word in PREFIXES:
        return PREFIXES[word]
    match = _ASSIMILATED.fullmatch(word)
    return "ال" if match and following.startswith(match.group(1)) else None


@functools.lru_cache(maxsize=_CACHED_WORDS)
def transliterate_word(word: str) -> str:
    """Write one Arabizi word, in lower case, in Arabic script.

    A word that cannot be read, or is longer than 40 letters, comes back as it is.

    Examples
    --------
    >>> transliterate_word("falasteen"), transliterate_word("9adi2i")
    ('فلسطين', 'صديقي')
    """
    if len(word) > _LONGEST_WORD:
        return word
    spelling = shipped_spelling()
    # For each number of letters read, the Arabic written so far (after a space) and its cost.
    reached: list[dict[str, float]] = [{} for _ in range(len(word) + 1)]
    reached[0][" "] = 0.0
    for start in range(len(word)):
        best = [(cost, written) for written, cost in reached[start].items()]
        if len(best) > _BEAM:
            best = heapq.nsmallest(_BEAM, best)
        for end, readings, reading_cost in _readings(word, start):
            for before, written in best:
                for arabic, letter_cost in readings:
                    cost, longer = before + reading_cost + letter_cost, written
                    for letter in arabic:
                        cost -= _SPELLING_WEIGHT * spelling.log_probability(longer, letter)
                        longer += letter
                    if cost < reached[end].get(longer, math.inf):
                        reached[end][longer] = cost
    if not reached[-1]:
        return word
    ended = (
        (cost - _SPELLING_WEIGHT * spelling.log_probability(w, " "), w) for w, cost in reached[-1].items()
    )
    return min(ended)[1][1:]


def _readings(word: str, start: int) -> Iterator[tuple[int, Readings, float]]:
    """Yield the ends of the letters that can be read from ``start`` on, what they may stand for, and a cost."""
    table = _letters()
    longer_found = False
    for end in range(min(len(word), start + _LONGEST_KEY), start, -1):
        letters = word[start:end]
        marks = [("^" if start == 0 else "", "$" if end == len(word) else ""), ("^" if start == 0 else "", ""),
                 ("", "$" if end == len(word) else ""), ("", "")]  # fmt: skip
        readings = next((table[key] for a, b in marks if (key := f"{a}{letters}{b}") in table), None)
        if readings is None:
            continue
        cost = _SPLIT_COST if longer_found else 0.0
        doubled = end - start == 1 and letters not in "aeiou" and word[end : end + 1] == letters
        if doubled:
            # Arabic doubles a consonant by a mark that is left out.
            yield end + 1, readings, cost
        yield end, readings, cost + (_TWO_LETTERS_COST if doubled else 0.0)
        longer_found = longer_found or end - start > 1


@functools.cache
def _letters() -> dict[str, Readings]:
    path = resources.files("rightsnlp.text") / "data" / "arabizi_letters.tsv"
    table: dict[str, Readings] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        letters, readings = line.split("\t")
        pairs = [reading.split(" ") for reading in readings.split("|")]
        table[letters] = tuple(("" if arabic == "-" else arabic, float(cost)) for arabic, cost in pairs)
    return table
