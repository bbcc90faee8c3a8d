"""Hashes of n-grams: 32 bits, multiplicative, without salt, of a whole batch at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.ngrams.pieces import BLANK, Pieces
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS

Hashes: TypeAlias = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]

_MULTIPLIER = np.uint32(0x9E3779B1)


def ngram_hashes(
    pieces: Pieces, field: str, char_ngrams: tuple[int, int], word_ngrams: int
) -> Iterator[Hashes]:
    """Yield where the n-grams begin, their hashes and where they end, one kind of n-gram after the other.

    Parameters
    ----------
    pieces : Pieces
    field : str
        One of the evidence fields; it goes into the hash.
    char_ngrams : tuple of (int, int)
        Shortest and longest window of code points; (0, 0) for none.
    word_ngrams : int
        0, 1 (words) or 2 (words and pairs).

    Raises
    ------
    InvalidArgumentError
        When the field is none.
    """
    codes, piece = pieces.codes, pieces.piece
    seed = _seed(field)
    low, high = char_ngrams
    window = np.full(codes.size, seed, dtype=np.uint32)
    for size in range(1, high + 1):
        last = codes.size - size + 1
        if last <= 0:
            break
        window = window[:last] * _MULTIPLIER + codes[size - 1 :]
        if size < low:
            continue
        at = np.flatnonzero(piece[:last] == piece[size - 1 :])
        yield at, _mix(window[at] + np.uint32(size)), at + size
    if word_ngrams:
        yield from _word_hashes(codes, piece, seed, pairs=word_ngrams == 2)


def _word_hashes(
    codes: NDArray[np.uint32], row: NDArray[np.int64], seed: np.uint32, *, pairs: bool
) -> list[Hashes]:
    solid = codes != BLANK
    edges = np.diff(solid.astype(np.int8), prepend=0, append=0)
    begin, end = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    if not begin.size:
        return []
    within = np.arange(codes.size) - np.repeat(begin, end - begin)[np.cumsum(solid) - 1]
    powers = _powers(int((end - begin).max()))
    terms = np.where(solid, codes * powers[np.where(solid, within, 0)], np.uint32(0))
    value = _mix(np.add.reduceat(terms, begin, dtype=np.uint32) + seed + np.uint32(101))
    found = [(begin, value, end)]
    if pairs and begin.size > 1:
        pair = np.flatnonzero(row[begin[:-1]] == row[begin[1:]])
        both = _mix(value[pair] * _MULTIPLIER + value[pair + 1] + np.uint32(202))
        found.append((begin[pair], both, end[pair + 1]))
    return found


def _seed(field: str) -> np.uint32:
    if field not in EVIDENCE_FIELDS:
        raise InvalidArgumentError(
            f"field: got {field!r}",
            expected=f"one of {', '.join(EVIDENCE_FIELDS)}",
            remedy="check the spelling",
        )
    return np.uint32((EVIDENCE_FIELDS.index(field) * 0x85EBCA6B + 0x27D4EB2F) & 0xFFFFFFFF)


def _powers(size: int) -> NDArray[np.uint32]:
    powers = np.empty(size, dtype=np.uint32)
    powers[0] = 1
    powers[1:] = np.cumprod(np.full(size - 1, _MULTIPLIER, dtype=np.uint32), dtype=np.uint32)
    return powers


def _mix(value: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Spread the bits of a hash (the finaliser of MurmurHash3, Appleby 2011)."""
    value = value ^ (value >> np.uint32(16))
    value = value * np.uint32(0x85EBCA6B)
    value = value ^ (value >> np.uint32(13))
    value = value * np.uint32(0xC2B2AE35)
    return value ^ (value >> np.uint32(16))
