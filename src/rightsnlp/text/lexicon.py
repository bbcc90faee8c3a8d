"""Counts of words: which strings of Arabic letters are words, and where words written together part.

The counts are of everyday posts (``data/word_counts.tsv``, see ``docs/normalization.md``) and, with a count of 100 at
least, words of the domain written for this project (``data/domain_words.txt``).
"""

from __future__ import annotations

import functools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources

from rightsnlp.text.steps import arabic

MINIMUM_COUNT = 20
DOMAIN_COUNT = 100
"""What a word of the domain counts at least: in reports such words are commoner than in everyday posts."""

_LONGEST = 16
_WORD = re.compile("[ء-غف-ي]+")
_FOLD = str.maketrans(
    {
        **arabic.LETTER_VARIANTS,
        **arabic.ALEF,
        **arabic.HAMZA,
        **arabic.ALEF_MAKSURA,
        **arabic.TEH_MARBUTA,
        **arabic.DIACRITICS,
        **arabic.SUPERSCRIPT_ALEF,
        **arabic.OTHER_MARKS,
        **arabic.TATWEEL,
    }
)
# Written as part of the next word: and, then, with, to, like, the.
PROCLITICS = ("وال", "بال", "فال", "كال", "هال", "ولل", "ال", "لل", "و", "ف", "ب", "ل", "ك")

# The words of two letters that people write in tags; the others of the table are mostly slips and shards.
_SHORT_WORDS = frozenset(
    ["لا", "ما", "يا", "في", "من", "عن", "مع", "كل", "لن", "لم", "هل", "كم", "حق", "حي", "دم", "بن"]
)

# Letters that differ only by their dots share one shape.
_SHAPES = {
    shape: letters
    for letters in ("بتثنيٮںئ", "فقڡٯ", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ")
    for shape in (letters[0],)
}
_RASM = str.maketrans({letter: shape for shape, letters in _SHAPES.items() for letter in letters})


def fold(word: str) -> str:
    """Return ``word`` in the spelling that the counts are kept in.

    Examples
    --------
    >>> fold("القُدْسَ"), fold("حرّية")
    ('القدس', 'حريه')
    """
    return word.translate(_FOLD)


def rasm(word: str) -> str:
    """Return ``word`` with every letter as the first of those that share its undotted shape.

    Examples
    --------
    >>> rasm("قتل") == rasm("ڡٮل") == rasm("فيل")
    True
    """
    return word.translate(_RASM)


def count_words(posts: Iterable[str], minimum: int = MINIMUM_COUNT) -> dict[str, int]:
    """Count the folded words of ``posts`` that occur at least ``minimum`` times, the commonest first.

    Examples
    --------
    >>> count_words(["القدس", "القُدس لنا"], minimum=2)
    {'القدس': 2}
    """
    counts: Counter[str] = Counter()
    for post in posts:
        counts.update(_WORD.findall(fold(post)))
    kept = [(word, count) for word, count in counts.items() if count >= minimum]
    return dict(sorted(kept, key=lambda item: (-item[1], item[0])))


class Lexicon:
    """Words with counts, and what can be asked of them.

    Parameters
    ----------
    counts : mapping of str to int
        Folded words and how often each was seen.

    Examples
    --------
    >>> words = Lexicon({"القدس": 50, "تنتفض": 20})
    >>> words.split("القدستنتفض")
    ['القدس', 'تنتفض']
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = dict(counts)
        self._total = sum(self.counts.values())

    def count(self, word: str) -> int:
        """Return how often a folded word was seen; 0 for an unknown one."""
        return self.counts.get(word, 0)

    def known(self, word: str) -> bool:
        """Return whether a folded word is known, alone or after an article, preposition or conjunction."""
        return word in self.counts or any(stem in self.counts for _, stem in _stems(word))

    def weight(self, word: str) -> float:
        """Return the count of a word, or a part of the count of what stands after its article or preposition."""
        count = self.counts.get(word)
        if count is None:
            return max((self.counts.get(stem, 0) for _, stem in _stems(word)), default=0) / MINIMUM_COUNT
        return count

    def split(self, letters: str) -> list[str] | None:
        """Return the likeliest parting of ``letters`` into two or more known words, or None.

        Takes time linear in the length: no word is longer than 16 letters. Of words of two letters only those that
        tags are made with are taken.
        """
        best = [(0.0, 0)] + [(-math.inf, 0)] * len(letters)
        for end in range(2, len(letters) + 1):
            for start in range(max(0, end - _LONGEST), end - 1):
                word = letters[start:end]
                if best[start][0] == -math.inf or (len(word) == 2 and word not in _SHORT_WORDS):
                    continue
                if weight := self.weight(word):
                    score = best[start][0] + math.log(weight / self._total)
                    best[end] = max(best[end], (score, start))
        if best[-1][0] == -math.inf:
            return None
        parts: list[str] = []
        end = len(letters)
        while end:
            start = best[end][1]
            parts.append(letters[start:end])
            end = start
        return parts[::-1] if len(parts) > 1 else None

    def same_shape(self, word: str) -> list[str]:
        """Return the known words that differ from ``word`` only by dots, the commonest first."""
        found = list(self._by_rasm.get(rasm(word), ()))
        for prefix, stem in _stems(word):
            found += [prefix + full for full in self._by_rasm.get(rasm(stem), ())]
        return found

    @functools.cached_property
    def _by_rasm(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = {}
        for word in sorted(self.counts, key=self.counts.__getitem__, reverse=True):
            index.setdefault(rasm(word), []).append(word)
        return index


def _stems(word: str) -> Iterator[tuple[str, str]]:
    for prefix in PROCLITICS:
        # After one letter three more are too often a word by chance.
        shortest = 4 if len(prefix) == 1 else 3
        if word.startswith(prefix) and len(word) - len(prefix) >= shortest:
            yield prefix, word[len(prefix) :]


@functools.cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon that comes with the package; it is read on first use."""
    data = resources.files("rightsnlp.text") / "data"
    counts: dict[str, int] = {}
    for word in _fields(data.joinpath("domain_words.txt").read_text(encoding="utf-8")):
        counts[fold(word)] = DOMAIN_COUNT
    for line in data.joinpath("word_counts.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, count = line.split("\t")
            counts[word] = max(int(count), counts.get(word, 0))
    return Lexicon(counts)


def _fields(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            yield from line.split()
