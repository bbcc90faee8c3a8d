"""Hashes of n-grams: 32 bits, multiplicative, without salt, of a whole batch at once."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.ngrams.pieces import BLANK, Pieces
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS

_MULTIPLIER = np.uint32(0x9E3779B1)
# The inverse of the multiplier among 32-bit numbers.
_INVERSE = np.uint32(pow(0x9E3779B1, -1, 1 << 32))
_SMALLEST_TABLE = 1 << 16


class Words(NamedTuple):
    """The words of pieces: where they begin and end, and their hashes; and those of the pairs of neighbours.

    Attributes
    ----------
    piece, begin, end : ndarray of int64, shape (n_words,)
    value : ndarray of uint32, shape (n_words,)
    first : ndarray of int64, shape (n_pairs,)
        The first word of each pair.
    pair_value : ndarray of uint32, shape (n_pairs,)
    """

    piece: NDArray[np.int64]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    value: NDArray[np.uint32]
    first: NDArray[np.int64]
    pair_value: NDArray[np.uint32]


def check_field(field: str) -> None:
    """Raise :class:`InvalidArgumentError` where ``field`` is none of the evidence fields."""
    if field not in EVIDENCE_FIELDS:
        raise InvalidArgumentError(
            f"field: got {field!r}",
            expected=f"one of {', '.join(EVIDENCE_FIELDS)}",
            remedy="check the spelling",
        )


def window_hashes(
    codes: NDArray[np.uint32], field: str, sizes: tuple[int, int]
) -> Iterator[tuple[int, NDArray[np.uint32]]]:
    """Yield each size from the shortest to the longest, and the hashes of all windows of it.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_characters,)
    field : str
        One of the evidence fields; it goes into the hash.
    sizes : tuple of (int, int)
        Shortest and longest window; (0, 0) for none.

    Yields
    ------
    int
    ndarray of uint32, shape (n_characters - size + 1,)
        Of the window that begins at each place, whether or not it stays within its piece. The array is overwritten
        when the next is asked for.
    """
    low, high = sizes
    rolling = np.full(codes.size, _seed(field), dtype=np.uint32)
    mixed, shifted = np.empty_like(rolling), np.empty_like(rolling)
    for size in range(1, min(high, codes.size) + 1):
        rolling = rolling[: codes.size - size + 1]
        rolling *= _MULTIPLIER
        rolling += codes[size - 1 :]
        if size >= low:
            out = mixed[: rolling.size]
            np.add(rolling, np.uint32(size), out=out)
            yield size, _mix(out, shifted[: rolling.size])


def word_hashes(pieces: Pieces, field: str, *, pairs: bool) -> Words:
    """Return the words of pieces and their hashes, and pairs of neighbours where they are asked for.

    Parameters
    ----------
    pieces : Pieces
    field : str
        One of the evidence fields; it goes into the hash.
    pairs : bool
    """
    codes, seed = pieces.codes, _seed(field)
    solid = codes != BLANK
    # Pieces begin and end with a blank.
    edges = np.flatnonzero(solid[1:] != solid[:-1]) + 1
    begin, end = edges[0::2], edges[1::2]
    powers, inverses = _powers(max(_SMALLEST_TABLE, 1 << codes.size.bit_length()))
    # A word's polynomial is the difference of two sums over all that stands before its end and before its beginning.
    sums = np.empty(codes.size + 1, dtype=np.uint32)
    sums[:1] = 0
    np.cumsum(codes * powers[: codes.size], dtype=np.uint32, out=sums[1:])
    value = _mix((sums[end] - sums[begin]) * inverses[begin] + seed + np.uint32(101))
    piece = np.searchsorted(pieces.end, begin, side="right")
    first = np.flatnonzero(piece[1:] == piece[:-1]) if pairs else np.zeros(0, dtype=np.int64)
    both = _mix(value[first] * _MULTIPLIER + value[first + 1] + np.uint32(202))
    return Words(piece, begin, end, value, first, both)


def _seed(field: str) -> np.uint32:
    check_field(field)
    return np.uint32((EVIDENCE_FIELDS.index(field) * 0x85EBCA6B + 0x27D4EB2F) & 0xFFFFFFFF)


@functools.lru_cache(maxsize=1)
def _powers(size: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the powers of the multiplier from 0 to ``size - 1``, and their inverses."""
    return _running_product(_MULTIPLIER, size), _running_product(_INVERSE, size)


def _running_product(factor: np.uint32, size: int) -> NDArray[np.uint32]:
    products = np.full(size, factor, dtype=np.uint32)
    products[0] = 1
    return np.cumprod(products, dtype=np.uint32)


def _mix(value: NDArray[np.uint32], spare: NDArray[Any] | None = None) -> NDArray[np.uint32]:
    """Spread the bits of hashes in their place (the finaliser of MurmurHash3, Appleby 2011)."""
    spare = np.empty_like(value) if spare is None else spare
    value ^= np.right_shift(value, np.uint32(16), out=spare)
    value *= np.uint32(0x85EBCA6B)
    value ^= np.right_shift(value, np.uint32(13), out=spare)
    value *= np.uint32(0xC2B2AE35)
    value ^= np.right_shift(value, np.uint32(16), out=spare)
    return value
