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
        self._logs = {ngram: math.log(count) for ngram, count in counts.items()}
        total = math.log(sum(count for ngram, count in counts.items() if len(ngram) == 1))
        self._letters = {letter: self._logs.get(letter, 0.0) - total for letter in ALPHABET}

    def log_probability(self, before: str, letter: str) -> float:
        """Return the log-probability of ``letter`` after ``before``, whose last five letters matter.

        A space before all letters stands for the start of the word, and a space as ``letter`` for its end.
        """
        before = before[1 - LONGEST_NGRAM :]
        penalty = 0.0
        while before:
            count = self._logs.get(before + letter)
            if count is not None:
                return penalty + count - self._logs[before]
            before = before[1:]
            penalty += BACKOFF
        return penalty + self._letters[letter]


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
    rest = arrays["codes"].astype(np.int64)
    letters = np.array(["", *ALPHABET])
    ngrams = np.full(len(rest), "", dtype=f"<U{LONGEST_NGRAM}")
    for _ in range(LONGEST_NGRAM):
        ngrams = np.char.add(letters[rest % _BASE], ngrams)
        rest //= _BASE
    counts = np.exp(arrays["logs"].astype(np.float64) * _STEP)
    return dict(zip(ngrams.tolist(), counts.tolist(), strict=True))


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
