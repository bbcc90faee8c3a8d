"""Words that more cases hold than before. No word that could name a person is shown unasked.

A machine cannot tell a name from another word, so a word is shown only where it stands in a list of terms: the one that
ships, or the user's own. Of all others that rise only their number is told. Handles, links and numbers are no words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from rightsnlp.data.overlap.dedup import fold_words
from rightsnlp.evaluation.comparing.corrections import benjamini_hochberg
from rightsnlp.intervals import newcombe

_WORD = re.compile(r"[^\W\d_]{2,}")
_LEAST_CASES = 5


@dataclass(frozen=True, slots=True)
class RisingWord:
    """A word, and in how many cases it stands.

    Attributes
    ----------
    word : str
        Folded as for search.
    before, after : int
        Cases that hold it.
    low, high : float
        Interval of the difference of the two shares.
    q : float
        The share of false finds among words as clear as this one.
    """

    word: str
    before: int
    after: int
    low: float
    high: float
    q: float


@dataclass(frozen=True)
class RisingWords:
    """Words that rise.

    Attributes
    ----------
    shown : tuple of RisingWord
        Those of the list of terms, the largest rise first.
    withheld : int
        Further words that rise and are in no list.
    """

    shown: tuple[RisingWord, ...]
    withheld: int


@lru_cache(maxsize=1)
def shipped_terms() -> frozenset[str]:
    """Return the folded words of the list that ships: topics and measures, no name of a person.

    Examples
    --------
    >>> "حذف" in shipped_terms()
    True
    """
    text = resources.files("rightsnlp.monitoring.drift").joinpath("terms.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return frozenset(word for words in fold_words(lines) for word in words)


def rising_words(
    before: Sequence[str],
    after: Sequence[str],
    *,
    terms: Collection[str] | None = None,
    show_all: bool = False,
    q: float = 0.05,
    min_cases: int = _LEAST_CASES,
) -> RisingWords:
    """Find words that a larger share of cases holds than before.

    Parameters
    ----------
    before, after : sequence of str
        Posts of two periods. Leave repeats out: one post copied often makes all of its words rise.
    terms : collection of str, optional
        Words that may be shown. Default: the list that ships.
    show_all : bool
        Show every word, on the analyst's own screen; the result may name people and is not to be published.
    q : float
        Largest share of false finds (Benjamini and Hochberg 1995).
    min_cases : int
        Cases that must hold a word now.

    Returns
    -------
    RisingWords

    Examples
    --------
    >>> found = rising_words(["good day"] * 60, ["account suspended by Sami"] * 40 + ["good day"] * 20)
    >>> [(word.word, word.before, word.after) for word in found.shown], found.withheld
    ([('account', 0, 40), ('suspended', 0, 40)], 2)
    """
    from scipy.stats import hypergeom

    counts = [_cases_with(texts) for texts in (before, after)]
    n1, n2 = len(before), len(after)
    words = sorted(word for word, count in counts[1].items() if count >= min_cases)
    if not words or not n1:
        return RisingWords((), 0)
    k1, k2 = (np.array([count[word] for word in words]) for count in counts)
    # Fisher's exact test, one-sided: as many of the cases with the word in the later period, or more.
    p = hypergeom.sf(k2 - 1, n1 + n2, k1 + k2, n2)
    adjusted = benjamini_hochberg(p)
    allowed = shipped_terms() if terms is None else {w for found in fold_words(list(terms)) for w in found}
    shown, withheld = [], 0
    for i in np.flatnonzero(adjusted <= q):
        if show_all or words[i] in allowed:
            low, high = newcombe(int(k2[i]), n2, int(k1[i]), n1)
            shown.append(RisingWord(words[i], int(k1[i]), int(k2[i]), low, high, float(adjusted[i])))
        else:
            withheld += 1
    shown.sort(key=lambda word: (-word.low, word.word))
    return RisingWords(tuple(shown), withheld)


def _cases_with(texts: Sequence[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for words in fold_words(texts):
        found.update({word for word in words if _WORD.fullmatch(word)})
    return found
