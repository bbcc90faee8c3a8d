"""MinHash and locality-sensitive hashing over sets of 64-bit shingle hashes, in NumPy.

Broder (1997), "On the resemblance and containment of documents": the share of equal minima of two sets under
random permutations estimates their Jaccard similarity. Bands of minima find candidate pairs without comparing
all (Indyk and Motwani 1998, "Approximate nearest neighbors"); candidates are then compared exactly, so that a
pair that is reported is one. Everything is seeded by constants: the same texts give the same answer anywhere.

Sets are kept flat, as a sparse matrix keeps its rows: the hashes of set ``i`` are
``hashes[offsets[i]:offsets[i + 1]]``, sorted and distinct.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    UInt64Array = NDArray[np.uint64]
    IntArray = NDArray[np.int64]

N_PERMUTATIONS = 128
_RECALL = 0.995  # chance that a pair exactly at the threshold becomes a candidate
_WINDOW = 8  # neighbours in a bucket that a set is compared with; longer chains are joined through them
_SETS_A_CHUNK = 5_000
_PAIRS_A_CHUNK = 100_000
_SEED = 20_250_101


class Shingles(NamedTuple):
    """Sets of shingle hashes, flat."""

    hashes: UInt64Array
    offsets: IntArray


def shingle(documents: list[list[str]], n: int) -> Shingles:
    """Return the distinct word n-grams of every document as 64-bit hashes.

    A document of fewer than ``n`` words has one shingle, the whole of it; one of no words has none.

    Parameters
    ----------
    documents : list of list of str
        Words of each document.
    n : int
        Words a shingle.

    Examples
    --------
    >>> shingle([["a", "b", "c", "d"], ["a"], []], 3).offsets.tolist()
    [0, 2, 3, 3]
    """
    import pandas as pd

    lengths = np.array([len(words) for words in documents], dtype=np.int64)
    words = np.array([word for words in documents for word in words], dtype=object)
    hashed = pd.util.hash_array(words, categorize=True) if len(words) else np.zeros(0, np.uint64)
    counts = np.where(lengths > 0, np.maximum(lengths - n + 1, 1), 0)
    document = np.repeat(np.arange(len(documents)), counts)
    first_word = np.cumsum(lengths) - lengths
    first_shingle = np.cumsum(counts) - counts
    start = first_word[document] + np.arange(len(document)) - first_shingle[document]
    end = (first_word + lengths)[document]
    grams = np.zeros(len(document), np.uint64)
    for step in range(n):
        inside = start + step < end
        grams[inside] = _mix(grams[inside] + hashed[start[inside] + step])
    order = np.lexsort((grams, document))
    document, grams = document[order], grams[order]
    kept = np.ones(len(grams), bool)
    kept[1:] = (grams[1:] != grams[:-1]) | (document[1:] != document[:-1])
    sizes = np.bincount(document[kept], minlength=len(documents))
    return Shingles(grams[kept], np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64))


def signatures(sets: Shingles) -> NDArray[np.uint32]:
    """Return ``N_PERMUTATIONS`` minima a set; every set must have a shingle.

    Returns
    -------
    ndarray of uint32, shape (n_sets, N_PERMUTATIONS)
    """
    generator = np.random.Generator(np.random.PCG64(_SEED))
    factors = generator.integers(0, 2**64, N_PERMUTATIONS, dtype=np.uint64) | np.uint64(1)
    terms = generator.integers(0, 2**64, N_PERMUTATIONS, dtype=np.uint64)
    n_sets = len(sets.offsets) - 1
    result = np.empty((n_sets, N_PERMUTATIONS), np.uint32)
    for low in range(0, n_sets, _SETS_A_CHUNK):
        high = min(low + _SETS_A_CHUNK, n_sets)
        hashes = sets.hashes[sets.offsets[low] : sets.offsets[high]]
        starts = sets.offsets[low:high] - sets.offsets[low]
        for k in range(N_PERMUTATIONS):
            values = ((hashes * factors[k] + terms[k]) >> np.uint64(32)).astype(np.uint32)
            result[low:high, k] = np.minimum.reduceat(values, starts)
    return result


def rows_a_band(threshold: float) -> int:
    """Return the most rows a band for which a pair at the threshold still becomes a candidate nearly always.

    Examples
    --------
    >>> rows_a_band(0.7), rows_a_band(0.5)
    (4, 3)
    """
    for rows in range(8, 1, -1):
        if 1 - (1 - threshold**rows) ** (N_PERMUTATIONS // rows) >= _RECALL:
            return rows
    return 1


def similar_pairs(sets: Shingles, threshold: float) -> IntArray:
    """Return pairs of sets whose Jaccard similarity reaches the threshold.

    Every pair returned is one. Pairs can be missing: by chance in under 1 of 200 at the threshold itself, and
    among more than nine sets in one bucket, where each is compared with its neighbours only.

    Parameters
    ----------
    sets : Shingles
        None of them empty.
    threshold : float
        In (0, 1].

    Returns
    -------
    ndarray of int64, shape (n_pairs, 2)
        Positions of the two sets, the lower first.
    """
    minima = signatures(sets)
    codes = np.zeros(0, np.int64)
    rows = rows_a_band(threshold)
    for band in range(N_PERMUTATIONS // rows):
        found = _bucket_pairs(minima[:, band * rows : (band + 1) * rows])
        codes = np.union1d(codes, found)
    n_sets = len(minima)
    pairs = np.stack([codes // n_sets, codes % n_sets], axis=1)
    # The estimate's standard deviation is at most 0.044, so this drops what is four of them below.
    close = [
        (minima[part[:, 0]] == minima[part[:, 1]]).mean(axis=1) >= threshold - 0.18
        for part in _chunks(pairs, _PAIRS_A_CHUNK)
    ]
    pairs = pairs[np.concatenate(close)] if close else pairs
    same = [jaccard(sets, part) >= threshold - 1e-12 for part in _chunks(pairs, _PAIRS_A_CHUNK)]
    return pairs[np.concatenate(same)] if same else pairs


def jaccard(sets: Shingles, pairs: IntArray) -> NDArray[np.float64]:
    """Return the Jaccard similarity of each pair of sets.

    Examples
    --------
    >>> sets = shingle([["a", "b", "c"], ["b", "c", "d"]], 1)
    >>> jaccard(sets, np.array([[0, 1]])).tolist()
    [0.5]
    """
    sizes = np.diff(sets.offsets)
    both = sizes[pairs]
    lengths = both.ravel()
    first = np.cumsum(lengths) - lengths
    inside = np.arange(lengths.sum()) - np.repeat(first, lengths)
    hashes = sets.hashes[np.repeat(sets.offsets[pairs].ravel(), lengths) + inside]
    owner = np.repeat(np.arange(len(pairs)), both.sum(axis=1))
    order = np.lexsort((hashes, owner))
    hashes, owner = hashes[order], owner[order]
    shared = owner[1:][(hashes[1:] == hashes[:-1]) & (owner[1:] == owner[:-1])]
    common = np.bincount(shared, minlength=len(pairs))
    similarity: NDArray[np.float64] = common / (both.sum(axis=1) - common)
    return similarity


def _bucket_pairs(band: NDArray[np.uint32]) -> IntArray:
    """Pair the sets whose minima agree in a whole band, coded as ``lower * n_sets + upper``."""
    n_sets = len(band)
    bucket = np.zeros(n_sets, np.uint64)
    for column in band.T:
        bucket = _mix(bucket + column)
    order = np.argsort(bucket, kind="stable")
    bucket = bucket[order]
    found = []
    for lag in range(1, _WINDOW + 1):
        at = np.flatnonzero(bucket[lag:] == bucket[:-lag])
        found.append(order[at] * n_sets + order[at + lag])
    return np.unique(np.concatenate(found))


def _mix(values: UInt64Array) -> UInt64Array:
    """Scramble 64-bit integers (the finaliser of SplitMix64: Steele, Lea and Flood 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _chunks(pairs: IntArray, size: int) -> list[IntArray]:
    return [pairs[low : low + size] for low in range(0, len(pairs), size)]
