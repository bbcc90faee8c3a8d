"""A character model of Arabic spelling: which letter follows which, counted over everyday posts.

Counts of character n-grams within words, and of the shorter n-gram where the longer was not seen ("stupid backoff":
Brants, Popat, Xu, Och and Dean, 2007, "Large language models in machine translation"). Made by
``benchmarks/train_spelling.py``.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

import numpy as np

LONGEST_NGRAM = 6
BACKOFF = math.log(0.4)
_REMEMBERED = 1 << 17
MODEL_FILE = "spelling_counts.safetensors"
# The first is the end of a word; a code of 0 is the absence of a letter. 38 to the sixth power fits in 32 bits.
ALPHABET = " ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
_BASE = len(ALPHABET) + 1
# A count is kept as its logarithm in steps of a sixteenth.
_STEP = 1 / 16


class SpellingModel:
    """Log-probabilities of letters after letters.

    Parameters
    ----------
    counts : mapping of str to float
        How often each string of 1 to 6 letters of ``ALPHABET`` was seen; a space stands at either end of a word.

    Examples
    --------
    >>> model = SpellingModel({" ": 2, "ا": 1, "ب": 1, " ا": 1, "اب": 1, "ب ": 1})
    >>> model.log_probability(" ", "ا") > model.log_probability(" ", "ب")
    True
    """

    def __init__(self, counts: Mapping[str, float]) -> None:
        # Of very many counts few are different.
        logs = {count: math.log(count) for count in set(counts.values())}
        self._logs = {ngram: logs[count] for ngram, count in counts.items()}
        total = math.log(sum(count for ngram, count in counts.items() if len(ngram) == 1))
        self._known: dict[str, float] = {}
        self._letters = {letter: self._logs.get(letter, 0.0) - total for letter in ALPHABET}

    def log_probability(self, before: str, letter: str) -> float:
        """Return the log-probability of ``letter`` after ``before``, whose last five letters matter.

        A space before all letters stands for the start of the word, and a space as ``letter`` for its end.
        """
        ngram = before[1 - LONGEST_NGRAM :] + letter
        known = self._known.get(ngram)
        if known is None:
            known = self._known[ngram] = self._log_probability(ngram)
            if len(self._known) > _REMEMBERED:
                self._known.clear()
        return known

    def _log_probability(self, ngram: str) -> float:
        penalty = 0.0
        while len(ngram) > 1:
            count = self._logs.get(ngram)
            if count is not None:
                return penalty + count - self._logs[ngram[:-1]]
            ngram = ngram[1:]
            penalty += BACKOFF
        return penalty + self._letters[ngram]


def encode(counts: Mapping[str, int]) -> dict[str, np.ndarray]:
    """Return counts as arrays: ``codes`` (uint32, rising) and ``logs`` (uint8)."""
    coded = sorted((_code(ngram), count) for ngram, count in counts.items())
    logs = [min(255, round(math.log(count) / _STEP)) for _, count in coded]
    return {
        "codes": np.array([code for code, _ in coded], dtype=np.uint32),
        "logs": np.array(logs, dtype=np.uint8),
    }


def decode(arrays: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Return the counts that :func:`encode` wrote, as near as it keeps them.

    Examples
    --------
    >>> round(decode(encode({"سلام": 20}))["سلام"])
    20
    """
    codes = arrays["codes"].astype(np.int64)
    letters = np.array([0, *map(ord, ALPHABET)], dtype=np.uint32)
    counts = np.exp(arrays["logs"].astype(np.float64) * _STEP).tolist()
    found: dict[str, float] = {}
    # Shorter n-grams have smaller codes, and stand together.
    for size in range(1, LONGEST_NGRAM + 1):
        first, last = np.searchsorted(codes, [_BASE ** (size - 1), _BASE**size])
        rest = codes[first:last]
        written = np.empty((rest.size, size), dtype=np.uint32)
        for place in range(size - 1, -1, -1):
            written[:, place] = letters[rest % _BASE]
            rest = rest // _BASE
        found.update(zip(written.view(f"U{size}")[:, 0].tolist(), counts[first:last], strict=True))
    return found


def _code(ngram: Iterable[str]) -> int:
    code = 0
    for letter in ngram:
        code = code * _BASE + ALPHABET.index(letter) + 1
    return code


@functools.cache
def shipped_spelling() -> SpellingModel:
    """Return the model that comes with the package; it is read on first use."""
    from safetensors.numpy import load

    with resources.as_file(resources.files("rightsnlp.text") / "data" / MODEL_FILE) as path:
        return SpellingModel(decode(load(Path(path).read_bytes())))
