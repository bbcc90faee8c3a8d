"""Which scripts a post is written in, and which language it probably is.

Counting letters of scripts decides posts in Arabic or Hebrew letters; only Latin letters need a model
(:mod:`rightsnlp.text.latin`). How well it guesses stands in ``docs/languages.md``.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text import latin
from rightsnlp.text.characters import characters, one_by_one

SCRIPTS = ("arabic", "hebrew", "latin", "cyrillic", "other", "none")
LANGUAGES = ("ar", "he", "en", "arabizi", "mixed", "other")
# A post is mixed when at least this share of its words is in a second language.
MIXED_SHARE = 0.2

_ARABIC, _HEBREW, _LATIN, _CYRILLIC, _OTHER, _NONE = range(len(SCRIPTS))
_SPACE = len(SCRIPTS)
_RANGES = {
    _ARABIC: (
        (0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE),
        (0x1EE00, 0x1EEFF),
    ),
    _HEBREW: ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
    _LATIN: (
        (0x41, 0x5A), (0x61, 0x7A), (0xAA, 0xAA), (0xBA, 0xBA), (0xC0, 0x02AF), (0x1E00, 0x1EFF),
        (0x2C60, 0x2C7F), (0xA720, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06), (0xFF21, 0xFF3A),
        (0xFF41, 0xFF5A),
    ),
    _CYRILLIC: ((0x0400, 0x052F), (0x1C80, 0x1C8F), (0xA640, 0xA69F)),
}  # fmt: skip
# Scripts above this are Han only.
_TABLE_SIZE = 0x20000
_CHUNK = 2_000
# Four times likelier mixed than not at a second language's share of 0.27, and the other way round at 0.13.
_MIXED_STEEPNESS = 20.0

# Addresses, handles and the placeholders of corpora are in Latin letters, whatever the post is in.
_NOISE = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+\-])[\w.+\-]{1,64}@[\w.\-]+|@\w+"
    r"|(?<![\w.\-])(?:[\w\-]{1,63}\.){1,5}(?:com|net|org|ps|il|ly|me)(?:/\S*)?(?!\w)"
    r"|<LF>|(?<!\w)(?:URL|HTTPURL|USER|RT)(?!\w)"
)
_ARABIC_LETTERS = (
    "\u0620-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u0887"
    "\u0889-\u088e\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufd8f\ufd92-\ufdc7\ufdf0-\ufdfb\ufe70-\ufefc"
)
_ARABIC_MARKS = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08ff"
    "\u200c\u200d"
)
_WORD = re.compile(
    rf"(?P<latin>{latin.WORD.pattern})"
    rf"|(?P<ar>[{_ARABIC_LETTERS}][{_ARABIC_LETTERS}{_ARABIC_MARKS}]*)"
    r"|(?P<he>[\u05d0-\u05f2\ufb1d-\ufb4f](?:[\u0591-\u05c7\u05d0-\u05f2\ufb1d-\ufb4f]|[\"'׳״](?=[\u05d0-\u05f2]))*)"
    r"|(?P<other>[^\W\d_]+)",
    re.IGNORECASE,
)
# Common words of Persian, Urdu and Sorani that are no words of Arabic, letters unified.
_NOT_ARABIC = frozenset(
    [
        "است", "اين", "که", "براي", "هاي", "مي", "را", "نيست", "شما", "خود", "هست", "کرد", "کنيد", "دارد",
        "چه", "اگر", "آنها", "بود", "شده", "بايد",
        "ہے", "ہيں", "کے", "کي", "کا", "ميں", "نہيں", "اور", "کو", "سے", "پر", "يہ", "وہ", "تھا", "گيا", "ہو",
        "لە", "بە", "کە", "ئەم", "ئەو", "بۆ", "لەگەڵ", "نەک", "دەکات", "هەيە",
    ]
)  # fmt: skip
_UNIFIED = str.maketrans("یىك", "ييک")
_NOT_ARABIC_LETTERS = "پچژگکیےہھٹڈڑۆێەڵڕ"
_NOT_ARABIC_LETTER = re.compile(f"[{_NOT_ARABIC_LETTERS}]")


class LanguageGuess(NamedTuple):
    """A language among ``ar``, ``he``, ``en``, ``arabizi``, ``mixed`` and ``other``, and its probability.

    Attributes
    ----------
    language : str
    probability : float
        From 0 to 1; how often such a guess is right.
    """

    language: str
    probability: float


# Letters of one of these scripts alone leave little doubt.
_PLAIN = {
    _ARABIC: LanguageGuess("ar", 0.99),
    _HEBREW: LanguageGuess("he", 0.99),
    _CYRILLIC: LanguageGuess("other", 0.99),
    _OTHER: LanguageGuess("other", 0.99),
}


@functools.cache
def _script_table() -> NDArray[np.uint8]:
    table = np.full(_TABLE_SIZE, _NONE, dtype=np.uint8)
    every = one_by_one(characters(0, _TABLE_SIZE))
    table[np.char.isalpha(every)] = _OTHER
    for script, ranges in _RANGES.items():
        for first, last in ranges:
            block = table[first : last + 1]
            block[block == _OTHER] = script
    table[np.char.isspace(every)] = _SPACE
    return table


def scripts_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the script of each code point as its place in :data:`SCRIPTS`, and one more for white space."""
    scripts = _script_table()[np.minimum(codes, _TABLE_SIZE - 1)]
    scripts[codes >= _TABLE_SIZE] = _OTHER
    return scripts


def _codes_of(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the code points of all texts, and the text that each stands in."""
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return codes, np.repeat(np.arange(len(texts)), np.fromiter(map(len, texts), np.int64, len(texts)))


def _count_scripts(codes: NDArray[np.uint32], owners: NDArray[np.int64], n_texts: int) -> NDArray[np.int64]:
    """Count the characters of each script in each text, white space last: (texts, scripts + 1)."""
    width = len(SCRIPTS) + 1
    places = owners * width
    places += scripts_of(codes)
    return np.bincount(places, minlength=n_texts * width).reshape(-1, width)


def script_shares(text: str) -> dict[str, float]:
    """Return the share of each script among the characters of a text that are not white space.

    Parameters
    ----------
    text : str

    Returns
    -------
    dict of str to float
        For each of ``SCRIPTS`` a share from 0 to 1; together 1. ``none`` is what belongs to no script: digits,
        punctuation, marks, emoji. An empty text is all ``none``.

    Raises
    ------
    InvalidArgumentError
        If ``text`` is not a str.

    Examples
    --------
    >>> shares = script_shares("القدس 2024")
    >>> round(shares["arabic"], 2), round(shares["none"], 2)
    (0.56, 0.44)
    """
    _check([text])
    counts = _count_scripts(*_codes_of([text]), 1)[0, :_SPACE]
    if not counts.any():
        counts[_NONE] = 1
    return dict(zip(SCRIPTS, (counts / counts.sum()).tolist(), strict=True))


def detect_language(text: str) -> LanguageGuess:
    """Guess the language of one post; see :func:`detect_languages`.

    Examples
    --------
    >>> detect_language("القدس لنا").language, detect_language("kifak ya 7abibi").language
    ('ar', 'arabizi')
    """
    return detect_languages([text])[0]


def detect_languages(texts: Sequence[str]) -> list[LanguageGuess]:
    """Guess the language of each post.

    Links, handles and the placeholders of corpora say nothing. A post with no letters is ``other``, and so is one in a
    language that is none of Arabic, Hebrew, English: Russian, French, and Persian or Urdu where their common words
    show. A post is ``mixed`` when at least a fifth of its words are in a second language.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    list of LanguageGuess
        In the order of ``texts``; a guess does not depend on the other posts.

    Raises
    ------
    InvalidArgumentError
        If an entry is not a str.

    Examples
    --------
    >>> [guess.language for guess in detect_languages(["שלום לכולם", "good morning all", "2024 🙂"])]
    ['he', 'en', 'other']
    """
    _check(texts)
    guesses: list[LanguageGuess] = []
    for start in range(0, len(texts), _CHUNK):
        guesses += _detect_chunk(texts[start : start + _CHUNK])
    return guesses


def _detect_chunk(texts: Sequence[str]) -> list[LanguageGuess]:
    codes, owners = _codes_of(texts)
    counts = _count_scripts(codes, owners, len(texts))
    letters = counts[:, :_NONE]
    one_script = letters.max(axis=1) == letters.sum(axis=1)
    plain = one_script & (letters[:, _LATIN] == 0)
    guesses: list[LanguageGuess | None] = [None] * len(texts)
    for script, guess in _PLAIN.items():
        for index in np.flatnonzero(plain & (letters[:, script] > 0)).tolist():
            guesses[index] = guess
    for index in np.flatnonzero(letters.sum(axis=1) == 0).tolist():
        guesses[index] = LanguageGuess("other", 1.0)
    suspects = np.zeros(len(texts), dtype=bool)
    suspects[owners[np.take(_not_arabic_letters(), codes, mode="clip")]] = True
    for index in np.flatnonzero(suspects & plain & (letters[:, _ARABIC] > 0)).tolist():
        if _is_not_arabic(texts[index]):
            guesses[index] = LanguageGuess("other", 0.9)
    rest = [index for index, guess in enumerate(guesses) if guess is None]
    for index, guess in zip(rest, _detect_by_words([texts[index] for index in rest]), strict=True):
        guesses[index] = guess
    return [guess for guess in guesses if guess is not None]


def _detect_by_words(texts: Sequence[str]) -> list[LanguageGuess]:
    """Guess the language of posts with Latin letters or several scripts, by counting their words."""
    posts = [_words_by_group(text) for text in texts]
    with_latin = [index for index, post in enumerate(posts) if post["latin"]]
    probabilities: dict[int, list[float]] = {}
    if with_latin:
        folded = [[latin.fold(word) for word in posts[index]["latin"]] for index in with_latin]
        model = latin.shipped_model()
        probabilities = dict(zip(with_latin, model.post_probabilities(folded).tolist(), strict=True))
    return [_combine(text, posts[index], probabilities.get(index)) for index, text in enumerate(texts)]


def latin_words(text: str) -> list[str]:
    """Return the words in Latin letters, folded as the n-gram model reads them; links and handles are left out.

    Examples
    --------
    >>> latin_words("Shoooof https://example.org ya @ali القدس")
    ['shoof', 'ya']
    """
    return [latin.fold(word) for word in _words_by_group(text)["latin"]]


def _words_by_group(text: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {"latin": [], "ar": [], "he": [], "other": []}
    for match in _word_matches(text):
        groups[match.lastgroup or "other"].append(match.group())
    return groups


def _combine(
    text: str, words: dict[str, list[str]], latin_probabilities: list[float] | None
) -> LanguageGuess:
    total = sum(map(len, words.values()))
    if not total:
        return LanguageGuess("other", 1.0)
    group = max(words, key=lambda name: len(words[name]))
    elsewhere = 1 - len(words[group]) / total
    # A hair below the share, so that exactly a fifth is mixed.
    distance = MIXED_SHARE - 1e-9 - elsewhere
    mixed = 1 / (1 + math.exp(_MIXED_STEEPNESS * distance)) if elsewhere else 0.0
    if group == "latin" and latin_probabilities is not None:
        probabilities = dict(zip(latin.POST_LANGUAGES, latin_probabilities, strict=True))
    else:
        probabilities = {"other" if group == "ar" and _is_not_arabic(text) else group: 1.0}
    probabilities = {language: (1 - mixed) * p for language, p in probabilities.items()}
    probabilities["mixed"] = probabilities.get("mixed", 0.0) + mixed
    language = max(probabilities, key=probabilities.__getitem__)
    return LanguageGuess(language, probabilities[language])


def word_languages(text: str) -> list[tuple[int, int, str]]:
    """Guess the language of each word of a post.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int, str)
        Start and end of a word in ``text`` and its language, ``ar``, ``he``, ``en``, ``arabizi`` or ``other``. Words in
        Latin letters are judged with their neighbours. Numbers, links, handles and placeholders are no words.

    Raises
    ------
    InvalidArgumentError
        If ``text`` is not a str.

    Examples
    --------
    >>> word_languages("اليوم meeting مهم")
    [(0, 5, 'ar'), (6, 13, 'en'), (14, 17, 'ar')]
    """
    return word_languages_batch([text])[0]


def word_languages_batch(texts: Sequence[str]) -> list[list[tuple[int, int, str]]]:
    """Guess the language of each word of each post; see :func:`word_languages`.

    Examples
    --------
    >>> word_languages_batch(["2024", "shu hada"])
    [[], [(0, 3, 'arabizi'), (4, 8, 'arabizi')]]
    """
    _check(texts)
    posts = [list(_word_matches(text)) for text in texts]
    folded = [[latin.fold(match.group()) for match in post if match.lastgroup == "latin"] for post in posts]
    guessed = iter(latin.shipped_model().guess_words(folded) if any(folded) else [])
    found = []
    for text, post in zip(texts, posts, strict=True):
        arabic = "other" if _is_not_arabic(text) else "ar"
        languages = []
        for match in post:
            group = match.lastgroup or "other"
            language = next(guessed) if group == "latin" else arabic if group == "ar" else group
            languages.append((match.start(), match.end(), language))
        found.append(languages)
    return found


def _word_matches(text: str) -> Iterator[re.Match[str]]:
    without_noise = _NOISE.sub(lambda match: " " * len(match.group()), text)
    for match in _WORD.finditer(without_noise):
        # Fractions and raised digits look like word characters to a pattern.
        if match.lastgroup != "other" or any(map(str.isalpha, match.group())):
            yield match


@functools.cache
def _not_arabic_letters() -> NDArray[np.bool_]:
    table = np.zeros(_TABLE_SIZE, dtype=bool)
    table[[ord(letter) for letter in _NOT_ARABIC_LETTERS]] = True
    return table


def _is_not_arabic(text: str) -> bool:
    """Return whether at least two words, and a tenth of them, are common words of Persian, Urdu or Sorani."""
    if not _NOT_ARABIC_LETTER.search(text):
        return False
    words = text.translate(_UNIFIED).split()
    n_found = sum(word in _NOT_ARABIC for word in words)
    return n_found >= 2 and n_found * 10 >= len(words)


def _check(texts: Sequence[str]) -> None:
    for index, text in enumerate(texts):
        if not isinstance(text, str):
            raise InvalidArgumentError(
                f"texts[{index}]: got {type(text).__name__}",
                expected="a str",
                remedy="replace missing values by ''",
            )
