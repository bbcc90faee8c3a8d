r"""Hashed n-grams of normalised text, computed for a whole batch with array operations.

For a field *f* of a post, let :math:`g_1 \dots g_N` be its n-grams: every window of ``char_ngrams`` code points
of the normalised text with a blank at both ends, every word and every pair of neighbouring words. Where the post has
words in Arabizi, the n-grams of the same words in Arabic script, in a text of their own, are among them, so that
``el 3arab`` and العرب share evidence. The feature vector of the field is

.. math:: x_{f,b} = \sqrt{\frac{1}{N} \sum_{i=1}^{N} [\,\mathrm{bucket}(f, g_i) = b\,]}

of length 1 however long the post is, and damped where an n-gram repeats. A post's score for a label is linear in it,
which is what makes exact explanations possible. The buckets are the top bits of a 32-bit multiplicative hash of
the n-gram's code points, its kind and its field: the same on every machine, with no vocabulary to ship and no salt
(Weinberger et al. 2009, "Feature hashing for large scale multitask learning"). After the buckets come, for the post's
text, the eight features of :mod:`rightsnlp.classification.ngrams.shape`.

Version 1 of the features, which older models have, had the square root around :math:`N` alone, and neither Arabizi
nor shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.ngrams.hashing import ngram_hashes
from rightsnlp.classification.ngrams.pieces import Pieces, pieces_of
from rightsnlp.classification.ngrams.shape import (
    LATIN,
    SHAPE_FEATURES,
    letters_by_script,
    shape_features,
)
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.arabizi import arabizi_words
from rightsnlp.text.normalize import normalize_batch

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_CHUNK = 512
VERSION = 2


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
    arabizi : bool
        Whether words in Arabizi count in Arabic script too.
    shape : bool
        Whether the shape of the text is among its features.
    version : {1, 2}
        Of the formula; 1 is for models that were made with it.

    Examples
    --------
    >>> features = HashedNgrams(bits=12)
    >>> X = features.transform(["السلام عليكم", ""])
    >>> X.shape
    (2, 4104)
    >>> float(X[1].sum())
    0.0
    """

    bits: int = 18
    char_ngrams: tuple[int, int] = (2, 5)
    word_ngrams: int = 2
    profile: str = "social"
    arabizi: bool = True
    shape: bool = True
    version: int = VERSION

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
        if self.version not in {1, VERSION} or (self.version == 1 and (self.arabizi or self.shape)):
            raise InvalidArgumentError(
                f"version: got {self.version}",
                expected=f"{VERSION}, or 1 with neither arabizi nor shape",
                remedy=f"pass {VERSION}",
            )

    @property
    def n_buckets(self) -> int:
        """Number of buckets, ``2 ** bits``."""
        return 1 << self.bits

    @property
    def n_features(self) -> int:
        """Number of columns: the buckets, and the features of shape where they are asked for."""
        return self.n_buckets + (len(SHAPE_FEATURES) if self.shape else 0)

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
        scipy.sparse.csr_matrix, shape (n, n_features), float32
            The columns of a row rise.
        """
        return self.transform_normalized(self.normalize(texts), field)

    def transform_with_letters(
        self, texts: Sequence[str], field: str = "text"
    ) -> tuple[csr_matrix, NDArray[np.int64]]:
        """Return the feature matrix of one field, and the letters that were counted on the way.

        Returns
        -------
        X : scipy.sparse.csr_matrix, shape (n, n_features), float32
            As :meth:`transform` returns it.
        letters : ndarray of int64, shape (n, n_scripts)
            How many letters of each script the normalised texts have; see
            :func:`~rightsnlp.classification.ngrams.shape.letters_by_script`.
        """
        parts = [
            (X, letters_by_script(pieces.kinds)) for X, pieces in self._parts(self.normalize(texts), field)
        ]
        return _stacked([X for X, _ in parts]), np.concatenate([letters for _, letters in parts])

    def transform_normalized(self, normalized: Sequence[str], field: str = "text") -> csr_matrix:
        """Return the feature matrix of texts that :meth:`normalize` has already seen."""
        return _stacked([X for X, _ in self._parts(normalized, field)])

    def _parts(self, normalized: Sequence[str], field: str) -> Iterator[tuple[csr_matrix, Pieces]]:
        # Row and bucket share 32 bits, which sort several times faster than 64.
        chunk = min(_CHUNK, 1 << (32 - self.bits))
        # One part at least: no posts make a matrix of no rows.
        for start in range(0, max(len(normalized), 1), chunk):
            pieces = self._pieces(normalized[start : start + chunk])
            yield self._matrix(pieces, field), pieces

    def _matrix(self, pieces: Pieces, field: str) -> csr_matrix:
        from scipy.sparse import csr_matrix

        n = pieces.n_texts
        first_key = pieces.row.astype(np.uint32) << np.uint32(self.bits)
        keys = [first_key[begin] | bucket for begin, bucket, _ in self._hashes(pieces, field)]
        key = np.sort(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.uint32)
        first = np.flatnonzero(np.diff(key, prepend=key[:1] ^ np.uint32(1)))
        count = np.diff(first, append=key.size)
        bucket = (key[first] & np.uint32(self.n_buckets - 1)).astype(np.int32)
        row = (key[first] >> np.uint32(self.bits)).astype(np.int64)
        n_grams = np.bincount(row, weights=count, minlength=n)[row]
        value = count / np.sqrt(n_grams) if self.version == 1 else np.sqrt(count / n_grams)
        data: NDArray[np.float32] = value.astype(np.float32)
        indptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n))]).astype(np.int32)
        if self.shape and field == "text":
            data, bucket, indptr = self._with_shape(shape_features(pieces.kinds), data, bucket, indptr)
        return csr_matrix((data, bucket, indptr), shape=(n, self.n_features))

    def _with_shape(
        self,
        shape: NDArray[np.float32],
        data: NDArray[np.float32],
        column: NDArray[np.int32],
        indptr: NDArray[np.int32],
    ) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]]:
        """Put the features of shape at the end of each row."""
        n, width = shape.shape
        ends = (
            indptr[1:, None]
            + width * np.arange(n, dtype=np.int32)[:, None]
            + np.arange(width, dtype=np.int32)
        )
        grams = np.ones(data.size + shape.size, dtype=bool)
        grams[ends] = False
        values = np.empty(grams.size, dtype=np.float32)
        columns = np.empty(grams.size, dtype=np.int32)
        values[grams], columns[grams] = data, column
        values[ends], columns[ends] = shape, np.arange(self.n_buckets, self.n_features, dtype=np.int32)
        return values, columns, (indptr + width * np.arange(n + 1)).astype(np.int32)

    def grams(self, normalized: Sequence[str], field: str = "text") -> Grams:
        """Return every n-gram of the texts with its bucket, its weight and the characters it covers, by row."""
        pieces = self._pieces(normalized)
        found = list(self._hashes(pieces, field))
        if not found:
            empty = np.zeros(0, dtype=np.int64)
            return Grams(empty, empty.astype(np.int32), empty.astype(np.float64), empty, empty, empty)
        begin, bucket, end = (np.concatenate(part) for part in zip(*found, strict=True))
        row = pieces.row[begin]
        order = np.argsort(row, kind="stable")
        begin, bucket, end, row = begin[order], bucket[order], end[order], row[order]
        n_grams = np.bincount(row, minlength=len(normalized))[row]
        _, same, count = np.unique(
            row << np.int64(self.bits) | bucket, return_inverse=True, return_counts=True
        )
        value = 1.0 / np.sqrt(n_grams) if self.version == 1 else np.sqrt(1.0 / (count[same] * n_grams))
        # One blank stands before each text, so that positions count from the text's first character.
        piece = pieces.piece[begin]
        start = pieces.start[piece] + 1
        return Grams(row, bucket.astype(np.int32), value, begin - start, end - start, piece >= pieces.n_texts)

    def shape_of(self, normalized: str) -> NDArray[np.float32]:
        """Return the features of shape of one text, or none where they are not asked for."""
        return (
            shape_features(pieces_of([normalized]).kinds)[0] if self.shape else np.zeros(0, dtype=np.float32)
        )

    def _pieces(self, normalized: Sequence[str]) -> Pieces:
        """Return the texts, and after them what they have of Arabizi in Arabic script."""
        pieces = pieces_of(normalized)
        if not self.arabizi:
            return pieces
        rows = np.flatnonzero(pieces.kinds[:, LATIN]).tolist()
        read = {row: " ".join(word for _, _, word in self.arabizi_words(normalized[row])) for row in rows}
        read = {row: text for row, text in read.items() if text}
        return pieces_of(normalized, read) if read else pieces

    def arabizi_words(self, normalized: str) -> list[tuple[int, int, str]]:
        """Return the Arabizi words of a normalised text, and each in Arabic script, normalised in its turn."""
        words = arabizi_words(normalized)
        arabic = self.normalize([word for _, _, word in words])
        return [(start, end, text) for (start, end, _), text in zip(words, arabic, strict=True) if text]

    def _hashes(
        self, pieces: Pieces, field: str
    ) -> Iterator[tuple[NDArray[Any], NDArray[Any], NDArray[Any]]]:
        """Yield where n-grams begin, their buckets and where they end, one kind of n-gram after the other."""
        shift = np.uint32(32 - self.bits)
        for begin, value, end in ngram_hashes(pieces, field, self.char_ngrams, self.word_ngrams):
            yield begin, value >> shift, end

    def to_dict(self) -> dict[str, Any]:
        """Return the settings as plain data."""
        settings: dict[str, Any] = {
            "kind": "hashed-ngrams",
            "version": self.version,
            "bits": self.bits,
            "char_ngrams": list(self.char_ngrams),
            "word_ngrams": self.word_ngrams,
            "profile": self.profile,
        }
        return settings if self.version == 1 else {**settings, "arabizi": self.arabizi, "shape": self.shape}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> HashedNgrams:
        """Build from plain data; the counterpart of :meth:`to_dict`."""
        low, high = data["char_ngrams"]
        return cls(
            int(data["bits"]),
            (int(low), int(high)),
            int(data["word_ngrams"]),
            str(data["profile"]),
            arabizi=bool(data.get("arabizi", False)),
            shape=bool(data.get("shape", False)),
            version=int(data["version"]),
        )


@dataclass(frozen=True, slots=True)
class Grams:
    """N-grams of a batch, ordered by row.

    Attributes
    ----------
    row, begin, end : ndarray of int64, shape (n_grams,)
        The text, and the half-open range of its characters; -1 and the length stand for the blanks around it.
    bucket : ndarray of int32, shape (n_grams,)
    value : ndarray of float64, shape (n_grams,)
        What the n-gram adds to the feature of its bucket; an n-gram that repeats shares it evenly.
    reading : ndarray of bool, shape (n_grams,)
        Whether it is an n-gram of the Arabizi words in Arabic script, and its range one of those, joined by blanks.
    """

    row: NDArray[np.int64]
    bucket: NDArray[np.int32]
    value: NDArray[np.float64]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    reading: NDArray[Any]


def _stacked(parts: list[csr_matrix]) -> csr_matrix:
    from scipy.sparse import csr_matrix, vstack

    return parts[0] if len(parts) == 1 else csr_matrix(vstack(parts, format="csr"))
