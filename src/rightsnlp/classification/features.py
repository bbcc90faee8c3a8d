r"""Hashed n-grams of normalised text, computed for a whole batch with array operations.

For a field *f* of a post, let :math:`g_1 \dots g_N` be its n-grams: every window of ``char_ngrams`` code points
of the normalised text with a blank at both ends, every word and every pair of neighbouring words. The feature
vector of the field is

.. math:: x_{f,b} = \frac{1}{\sqrt{N}} \sum_{i=1}^{N} [\,\mathrm{bucket}(f, g_i) = b\,]

so a post's score for a label is linear in its n-grams, which is what makes exact explanations possible. The
buckets are the top bits of a 32-bit multiplicative hash of the n-gram's code points, its kind and its field:
the same on every machine, with no vocabulary to ship and no salt (Weinberger et al. 2009, "Feature hashing for
large scale multitask learning").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS
from rightsnlp.text.normalize import normalize_batch

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_MULTIPLIER = np.uint32(0x9E3779B1)
_BLANK = 32
_CHUNK = 512


@dataclass(frozen=True)
class HashedNgrams:
    """Settings of the features, and the functions that compute them.

    Parameters
    ----------
    bits : int
        Base-2 logarithm of the number of buckets, 8 to 24.
    char_ngrams : tuple of (int, int)
        Shortest and longest window of code points; (0, 0) for none.
    word_ngrams : int
        0, 1 (words) or 2 (words and pairs).
    profile : str
        Profile of the normaliser that runs first.

    Examples
    --------
    >>> features = HashedNgrams(bits=12)
    >>> X = features.transform(["السلام عليكم", ""])
    >>> X.shape
    (2, 4096)
    >>> float(X[1].sum())
    0.0
    """

    bits: int = 18
    char_ngrams: tuple[int, int] = (2, 5)
    word_ngrams: int = 2
    profile: str = "social"

    def __post_init__(self) -> None:
        low, high = self.char_ngrams
        if not 8 <= self.bits <= 24:
            raise InvalidArgumentError(
                f"bits: got {self.bits}", expected="8 to 24", remedy="18 suits most data"
            )
        if not (0 <= low <= high <= 8) or (low == 0 and high > 0):
            raise InvalidArgumentError(
                f"char_ngrams: got {self.char_ngrams}",
                expected="(low, high) within 1 to 8",
                remedy="pass (2, 5)",
            )
        if self.word_ngrams not in {0, 1, 2} or (high == 0 and self.word_ngrams == 0):
            raise InvalidArgumentError(
                f"word_ngrams: got {self.word_ngrams}",
                expected="0, 1 or 2, and some n-grams",
                remedy="pass 2",
            )

    @property
    def n_buckets(self) -> int:
        """Number of buckets, ``2 ** bits``."""
        return 1 << self.bits

    def normalize(self, texts: Sequence[str]) -> list[str]:
        """Return the texts as the n-grams see them."""
        return normalize_batch(texts, self.profile)

    def transform(self, texts: Sequence[str], field: str = "text") -> csr_matrix:
        """Return the feature matrix of one field, normalising the texts first.

        Parameters
        ----------
        texts : sequence of str
        field : str
            One of the evidence fields; the same words in another field are other features.

        Returns
        -------
        scipy.sparse.csr_matrix, shape (n, n_buckets), float32
            Buckets of a row are unordered and may repeat; their values add up.
        """
        return self.transform_normalized(self.normalize(texts), field)

    def transform_normalized(self, normalized: Sequence[str], field: str = "text") -> csr_matrix:
        """Return the feature matrix of texts that :meth:`normalize` has already seen."""
        from scipy.sparse import csr_matrix, vstack

        # One part at least: no posts make a matrix of no rows.
        parts: list[csr_matrix] = [
            self._matrix(normalized[start : start + _CHUNK], field)
            for start in range(0, max(len(normalized), 1), _CHUNK)
        ]
        return parts[0] if len(parts) == 1 else csr_matrix(vstack(parts, format="csr"))

    def _matrix(self, normalized: Sequence[str], field: str) -> csr_matrix:
        from scipy.sparse import csr_matrix

        grams = self.grams(normalized, field)
        counts = np.bincount(grams.row, minlength=len(normalized))
        indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        scale = (1.0 / np.sqrt(np.maximum(counts, 1))).astype(np.float32)
        data = np.repeat(scale, counts)
        return csr_matrix((data, grams.bucket, indptr), shape=(len(normalized), self.n_buckets))

    def grams(self, normalized: Sequence[str], field: str = "text") -> Grams:
        """Return every n-gram of the texts with its bucket and the characters it covers, by row."""
        codes, row, start_of = _code_points(normalized)
        seed = _seed(field)
        shift = np.uint32(32 - self.bits)
        found: list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]] = []
        low, high = self.char_ngrams
        window = np.full(codes.size, seed, dtype=np.uint32)
        for size in range(1, high + 1):
            last = codes.size - size + 1
            if last <= 0:
                break
            window = window[:last] * _MULTIPLIER + codes[size - 1 :]
            if size < low:
                continue
            at = np.flatnonzero(row[:last] == row[size - 1 :])
            found.append((at, _mix(window[at] + np.uint32(size)) >> shift, at + size))
        if self.word_ngrams:
            found.extend(self._words(codes, row, seed, shift))
        if not found:
            empty = np.zeros(0, dtype=np.int64)
            return Grams(empty, empty.astype(np.int32), empty, empty)
        begin = np.concatenate([item[0] for item in found])
        bucket = np.concatenate([item[1] for item in found]).astype(np.int32)
        end = np.concatenate([item[2] for item in found])
        # Sixteen-bit rows make the stable sort a radix sort.
        order = (
            np.argsort(row[begin].astype(np.uint16), kind="stable") if len(normalized) > 1 else slice(None)
        )
        begin, bucket, end = begin[order], bucket[order], end[order]
        rows = row[begin]
        # One blank stands before each text, so that positions count from the text's first character.
        return Grams(rows, bucket, begin - start_of[rows] - 1, end - start_of[rows] - 1)

    def _words(
        self, codes: NDArray[np.uint32], row: NDArray[np.int64], seed: np.uint32, shift: np.uint32
    ) -> list[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
        solid = codes != _BLANK
        edges = np.diff(solid.astype(np.int8), prepend=0, append=0)
        begin, end = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
        if not begin.size:
            return []
        within = np.arange(codes.size) - np.repeat(begin, end - begin)[np.cumsum(solid) - 1]
        powers = _powers(int((end - begin).max()))
        terms = np.where(solid, codes * powers[np.where(solid, within, 0)], np.uint32(0))
        value = _mix(np.add.reduceat(terms, begin, dtype=np.uint32) + seed + np.uint32(101))
        found = [(begin, value >> shift, end)]
        if self.word_ngrams == 2 and begin.size > 1:
            pair = np.flatnonzero(row[begin[:-1]] == row[begin[1:]])
            both = _mix(value[pair] * _MULTIPLIER + value[pair + 1] + np.uint32(202))
            found.append((begin[pair], both >> shift, end[pair + 1]))
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain data."""
        return {
            "kind": "hashed-ngrams",
            "version": 1,
            "bits": self.bits,
            "char_ngrams": list(self.char_ngrams),
            "word_ngrams": self.word_ngrams,
            "profile": self.profile,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> HashedNgrams:
        """Build from plain data; the counterpart of :meth:`to_dict`."""
        low, high = data["char_ngrams"]
        return cls(int(data["bits"]), (int(low), int(high)), int(data["word_ngrams"]), str(data["profile"]))


@dataclass(frozen=True, slots=True)
class Grams:
    """N-grams of a batch, ordered by row.

    Attributes
    ----------
    row, begin, end : ndarray of int64, shape (n_grams,)
        The text, and the half-open range of its characters; -1 and the length stand for the blanks around it.
    bucket : ndarray of int32, shape (n_grams,)
    """

    row: NDArray[np.int64]
    bucket: NDArray[np.int32]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]


def _code_points(
    texts: Sequence[str],
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Return the code points of all non-empty texts, each between two blanks, with row and first position."""
    lengths = np.array([len(text) + 2 if text else 0 for text in texts], dtype=np.int64)
    joined = "".join(f" {text} " for text in texts if text)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.where(codes <= _BLANK, np.uint32(_BLANK), codes)
    row = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    return codes, row, np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)


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
