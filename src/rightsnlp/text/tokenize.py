"""Words of a post: Arabic marks, apostrophes, hashtags and emoji kept whole, each token with its place.

Python's own word pattern cuts vocalised Arabic at every mark, and an emoji family into its members.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.characters import EMOJI

# Marks that stand on a letter: Latin, Hebrew, Arabic, and those for symbols.
_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
    "\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\u0900-\u0903\u093a-\u094f\u20d0-\u20f0"
)
# Joiners and direction marks that stand inside a word and are not seen.
_UNSEEN = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LETTER = rf"(?:[\w\u0640][{_MARKS}]*)"
_INSIDE = r"(?:['’ʼ`´\u05f3]|(?<=[\u05d0-\u05ea])[\"\u05f4](?=[\u05d0-\u05ea]))"
_WORD = rf"{_LETTER}+(?:(?:{_INSIDE}|[{_UNSEEN}]{{1,3}}){_LETTER}+)*"

_SKIN = "[\U0001f3fb-\U0001f3ff]"
_ONE_EMOJI = rf"(?:[{EMOJI}\U0001f1e6-\U0001f1ff\u00a9\u00ae](?:{_SKIN}|[\ufe0e\ufe0f])?\u20e3?)"
_EMOJI = (
    r"[0-9#*]\ufe0f?\u20e3"
    r"|[\U0001f1e6-\U0001f1ff]{2}"
    r"|\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f"
    rf"|{_ONE_EMOJI}(?:\u200d{_ONE_EMOJI})*"
)
_TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)[^\s<>\"«»،؛؟]+(?<![.,:;!?)…])|[\w.%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5})"
    rf"|(?P<emoji>{_EMOJI})"
    r"|(?P<number>\d+(?:[.,:/٫٬]\d+)+(?![^\W\d_]))"
    rf"|(?P<word>[#@]{_WORD}|مستخدم@|{_WORD})"
    rf"|(?P<other><LF>|\.{{2,}}|…+|[^\s{_UNSEEN}])"
)
_SPOKEN = frozenset(("emoji", "number", "word"))


class Token(NamedTuple):
    """One token and its place: ``text`` is the post from ``start`` to ``end``."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Split a post into tokens; only white space and unseen characters between tokens are left out.

    Words keep their marks, tatweel and the apostrophes inside them. Hashtags, handles, links, e-mail addresses, numbers
    such as ``2:191`` and emoji (families, flags, skin tones, keycaps) are one token each.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Token

    Raises
    ------
    InvalidArgumentError
        If ``text`` is not a str.

    Examples
    --------
    >>> [token.text for token in tokenize("القُدْس لنا! 👩🏽‍⚕️🇵🇸 #لن_نرحل don't")]
    ['القُدْس', 'لنا', '!', '👩🏽‍⚕️', '🇵🇸', '#لن_نرحل', "don't"]
    """
    return [Token(match.group(), *match.span()) for match in _matches(text)]


def words(text: str, *, backend: Literal["rightsnlp", "camel"] = "rightsnlp") -> list[str]:
    """Return the words, numbers, hashtags and emoji of a post, without links and punctuation.

    Parameters
    ----------
    text : str
    backend : {"rightsnlp", "camel"}
        ``camel`` splits as camel-tools does (at every punctuation mark, hashtags' too) and keeps punctuation.

    Returns
    -------
    list of str

    Raises
    ------
    InvalidArgumentError
        If ``text`` is not a str, or there is no such backend.
    MissingExtraError
        If camel-tools is asked for and not installed.

    Examples
    --------
    >>> words("كتب @USER: 2:191 https://example.org 😂")
    ['كتب', '@USER', '2:191', '😂']
    """
    if backend == "camel":
        from rightsnlp.text.camel import camel_words

        _check(text)
        return camel_words(text)
    if backend != "rightsnlp":
        raise InvalidArgumentError(f"backend: got {backend!r}", expected="'rightsnlp' or 'camel'")
    return [match.group() for match in _matches(text) if match.lastgroup in _SPOKEN]


def morphology(words: Sequence[str], database: str | Path | None = None) -> list[list[dict[str, Any]]]:
    """Return the possible morphological analyses of words, by camel-tools (extra ``camel``).

    Nothing is downloaded: the analyser needs a database that is on this machine.

    Parameters
    ----------
    words : sequence of str
    database : str or Path, optional
        A ``morphology.db`` file. Default: the one for Modern Standard Arabic that
        ``camel_data -i morphology-db-msa-r13`` puts into camel-tools' data folder.

    Returns
    -------
    list of list of dict
        For each word its analyses, which are camel-tools' features: ``lex`` the lemma, ``pos``, ``gloss``, ``diac`` and
        others. A word that is not in the database has none.

    Raises
    ------
    MissingExtraError
        If camel-tools is not installed.
    InputFileError
        If there is no database, or the file is none.

    Examples
    --------
    >>> morphology(["والكتاب"])[0][0]["lex"]  # doctest: +SKIP
    'كِتاب'
    """
    from rightsnlp.text.camel import analyze

    return analyze(words, database)


def _matches(text: str) -> Iterator[re.Match[str]]:
    _check(text)
    return _TOKEN.finditer(text)


def _check(text: object) -> None:
    if not isinstance(text, str):
        raise InvalidArgumentError(
            f"text: got {type(text).__name__}", expected="a str", remedy="replace missing values by ''"
        )
