"""What a post looks like apart from its words: its scripts and its signs.

Its length is left out on purpose: how long posts are tells the corpora apart, and news is long.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rightsnlp.text.script import SCRIPTS, scripts_of

SHAPE_FEATURES = ("arabic", "hebrew", "latin", "digits", "symbols", "exclamations", "questions", "hashtags")
"""Shares of the characters that are no blanks; and signs, of which five or more count as 1."""

LATIN = SCRIPTS.index("latin")
_ARABIC, _HEBREW, _NO_SCRIPT = (SCRIPTS.index(name) for name in ("arabic", "hebrew", "none"))
_BLANK, _DIGIT, _EXCLAMATION, _QUESTION, _HASH = range(len(SCRIPTS), len(SCRIPTS) + 5)
_N_KINDS = _HASH + 1
_TABLE_SIZE = 0x20000
_MOST_SIGNS = 5


def count_kinds(codes: NDArray[np.uint32], row: NDArray[np.integer[Any]], n: int) -> NDArray[np.int64]:
    """Return how many characters of each kind each of ``n`` texts has: scripts, blanks, digits, and three signs.

    Parameters
    ----------
    codes, row : ndarray, shape (n_characters,)
        The code points of all normalised texts, and the text that each stands in.
    n : int

    Returns
    -------
    ndarray of int64, shape (n, n_kinds)
    """
    # What lies beyond the table is Han, or no letter.
    kinds = _kinds()[np.minimum(codes, _TABLE_SIZE - 1)]
    return np.bincount(row * _N_KINDS + kinds, minlength=n * _N_KINDS).reshape(n, _N_KINDS)


def letters_by_script(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the columns of :func:`count_kinds` that count letters: those of ``SCRIPTS`` without ``none``."""
    return counts[:, :_NO_SCRIPT]


def main_scripts(letters: NDArray[np.int64]) -> NDArray[np.str_]:
    """Return the script that most letters of each text are of, the first of two equals; ``none`` without letters.

    Parameters
    ----------
    letters : ndarray, shape (n, n_scripts)
        As :func:`letters_by_script` returns them, or sums of them.

    Examples
    --------
    >>> main_scripts(np.array([[9, 0, 4, 0, 0], [0, 0, 0, 0, 0]])).tolist()
    ['arabic', 'none']
    """
    return np.array(SCRIPTS)[np.where(letters.any(axis=1), letters.argmax(axis=1), _NO_SCRIPT)]


def shape_features(counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the features of :data:`SHAPE_FEATURES`, each from 0 to 1, of texts by their kinds of characters.

    Parameters
    ----------
    counts : ndarray, shape (n, n_kinds)
        As :func:`count_kinds` returns them.

    Returns
    -------
    ndarray of float32, shape (n, 8)
        A text without characters has zeros.

    Examples
    --------
    >>> codes = np.frombuffer("قدس 9!".encode("utf-32-le"), dtype=np.uint32)
    >>> [f"{share:.2f}" for share in shape_features(count_kinds(codes, np.zeros(6, dtype=np.int64), 1))[0]]
    ['0.60', '0.00', '0.00', '0.20', '0.20', '0.20', '0.00', '0.00']
    """
    size = counts.sum(axis=1, keepdims=True) - counts[:, [_BLANK]]
    signs = counts[:, [_EXCLAMATION, _QUESTION, _HASH]]
    shares = counts[:, [_ARABIC, _HEBREW, LATIN, _DIGIT, _NO_SCRIPT]]
    shares[:, -1] += signs.sum(axis=1)
    columns = (
        shares / np.maximum(size, 1),
        np.minimum(signs, _MOST_SIGNS) / _MOST_SIGNS,
    )
    return np.hstack(columns).astype(np.float32)


@functools.cache
def _kinds() -> NDArray[np.int64]:
    kinds = scripts_of(np.arange(_TABLE_SIZE, dtype=np.uint32)).astype(np.int64)
    kinds[ord("0") : ord("9") + 1] = _DIGIT
    kinds[ord("!")] = _EXCLAMATION
    kinds[[ord("?"), ord("؟")]] = _QUESTION
    kinds[ord("#")] = _HASH
    return kinds
