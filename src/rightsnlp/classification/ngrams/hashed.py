"""A chunk of texts, hashed once for all that is asked of it: features, scores, and what each n-gram covers."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.ngrams.hashing import Words, window_hashes, word_hashes
from rightsnlp.classification.ngrams.pieces import Pieces
from rightsnlp.classification.ngrams.shape import letters_by_script, shape_features

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_ABSENT = np.uint32(0xFFFFFFFF)

ReadWords = Mapping[int, Sequence[tuple[int, int, str]]]
"""By text: where its Arabizi words begin and end, and each in Arabic script."""


# The piece, begin, end and key of n-grams.
_Found: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.uint32]]


class Cells(NamedTuple):
    """The features of a chunk that are not 0, ordered by bucket, then by text: each of shape (n_cells,)."""

    row: NDArray[np.intp]
    bucket: NDArray[np.intp]
    value: NDArray[np.float32]


class Grams(NamedTuple):
    """N-grams of texts.

    Attributes
    ----------
    row : ndarray of int64, shape (n_grams,)
        The text, by its place among those that were asked for.
    begin, end : ndarray of int64, shape (n_grams,)
        The half-open range of its characters; -1 and the length stand for the blanks around it.
    bucket : ndarray of int64, shape (n_grams,)
    value : ndarray of float64, shape (n_grams,)
        What the n-gram adds to the feature of its bucket; an n-gram that repeats shares it evenly.
    reading : ndarray of bool, shape (n_grams,)
        Whether it is an n-gram of the Arabizi words in Arabic script, and its range one of those, joined by blanks.
    """

    row: NDArray[np.int64]
    bucket: NDArray[np.int64]
    value: NDArray[np.float64]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    reading: NDArray[np.bool_]


class HashedTexts:
    """The n-grams of a chunk of texts.

    Of each n-gram there is one number of 32 bits: its bucket, the top bits of its hash, and below it the place of its
    text in the chunk. Sorted, they bring equal n-grams of a text together, and walk through the weights in order.

    Parameters
    ----------
    pieces : Pieces
        At most ``2 ** (32 - bits)`` texts.
    field : str
        One of the evidence fields.
    bits, char_ngrams, word_ngrams, shape, version
        As in :class:`~rightsnlp.classification.ngrams.features.HashedNgrams`; ``shape`` is False for other fields
        than the text.
    read : mapping
        What was read in the texts; the pieces after the texts.
    """

    def __init__(
        self,
        pieces: Pieces,
        field: str,
        *,
        bits: int,
        char_ngrams: tuple[int, int],
        word_ngrams: int,
        shape: bool,
        version: int,
        read: ReadWords,
    ) -> None:
        self.pieces = pieces
        self.read = read
        self._row_bits = np.uint32(32 - bits)
        self._low, high = char_ngrams
        self._has_shape = shape
        self._version = version
        n_sizes = high - self._low + 1 if high else 0
        n_codes = pieces.codes.size
        self._words = self._hash_words(field, word_ngrams)
        n_words = self._words.value.size
        self._keys = np.empty(n_sizes * n_codes + n_words + self._words.pair_value.size, dtype=np.uint32)
        self._windows = self._keys[: n_sizes * n_codes].reshape(n_sizes, n_codes)
        self._word_keys = self._keys[self._windows.size : self._windows.size + n_words]
        self._pair_keys = self._keys[self._windows.size + n_words :]
        if n_codes:
            self._fill_windows(field, char_ngrams)
        rows = pieces.row[self._words.piece]
        self._put(self._words.value, rows, self._word_keys)
        self._put(self._words.pair_value, rows[self._words.first], self._pair_keys)

    def _hash_words(self, field: str, word_ngrams: int) -> Words:
        if word_ngrams:
            return word_hashes(self.pieces, field, pairs=word_ngrams == 2)
        none, no_hash = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint32)
        return Words(none, none, none, no_hash, none, no_hash)

    def _put(self, hashes: NDArray[np.uint32], rows: NDArray[np.uint32], keys: NDArray[np.uint32]) -> None:
        np.bitwise_and(hashes, ~np.uint32(0) << self._row_bits, out=keys)
        keys |= rows

    def _fill_windows(self, field: str, sizes: tuple[int, int]) -> None:
        pieces = self.pieces
        rows = pieces.row_of_character
        ends = pieces.end[pieces.size > 0]
        for size, hashes in window_hashes(pieces.codes, field, sizes):
            keys = self._windows[size - self._low]
            self._put(hashes, rows[: hashes.size], keys[: hashes.size])
        for nth, keys in enumerate(self._windows):
            # The windows that would reach beyond their piece.
            for left in range(1, nth + self._low):
                keys[np.maximum(ends - left, 0)] = _ABSENT

    @functools.cached_property
    def n_grams(self) -> NDArray[np.int64]:
        """How many n-grams each text has, with those of what was read in it: shape (n_texts,)."""
        pieces = self.pieces
        of_piece = np.zeros(pieces.size.size, dtype=np.int64)
        for nth in range(len(self._windows)):
            of_piece += np.maximum(pieces.size - (nth + self._low - 1), 0)
        counts = np.bincount(pieces.row, of_piece, pieces.n_texts).astype(np.int64)
        for keys in (self._word_keys, self._pair_keys):
            counts += np.bincount(self._row_of(keys), minlength=pieces.n_texts)
        return counts

    @functools.cached_property
    def letters(self) -> NDArray[np.int64]:
        """How many letters of each script the texts have, shape (n_texts, n_scripts)."""
        return letters_by_script(self.pieces.kinds)

    @functools.cached_property
    def shape(self) -> NDArray[np.float32]:
        """The features of shape, shape (n_texts, n_shape_features); none where they are not asked for."""
        if not self._has_shape:
            return np.zeros((self.pieces.n_texts, 0), dtype=np.float32)
        return shape_features(self.pieces.kinds)

    def cells(self) -> Cells:
        """Return the features that are not 0, but for those of shape."""
        keys, count = self._counted
        row = self._row_of(keys)
        # Most n-grams stand in a text once.
        value = self._value(np.ones_like(self.n_grams), self.n_grams).astype(np.float32)[row]
        repeated = np.flatnonzero(count > 1)
        value[repeated] = self._value(count[repeated], self.n_grams[row[repeated]])
        return Cells(row, (keys >> self._row_bits).astype(np.intp), value)

    @functools.cached_property
    def _counted(self) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
        """The different n-grams, sorted, and how often each is there."""
        keys = np.sort(self._keys)[: int(self.n_grams.sum())]
        first = np.empty(keys.size, dtype=bool)
        first[:1] = True
        np.not_equal(keys[1:], keys[:-1], out=first[1:])
        return keys[first], np.diff(np.flatnonzero(first), append=keys.size)

    @functools.cached_property
    def _repeated(self) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.intp]]:
        """The n-grams that are in their text more than once, how often, and the text."""
        keys, count = self._counted
        repeated = np.flatnonzero(count > 1)
        return keys[repeated], count[repeated], self._row_of(keys[repeated])

    def _value(self, count: NDArray[np.int64], n_grams: NDArray[np.int64]) -> NDArray[np.float64]:
        n_grams = np.maximum(n_grams, 1)
        return count / np.sqrt(n_grams) if self._version == 1 else np.sqrt(count / n_grams)

    def _row_of(self, keys: NDArray[np.uint32]) -> NDArray[np.intp]:
        return (keys & ~(~np.uint32(0) << self._row_bits)).astype(np.intp)

    def matrix(self, n_features: int) -> csr_matrix:
        """Return the features, shape (n_texts, n_features), float32; the columns of a row rise."""
        from scipy.sparse import csr_matrix

        row, bucket, value = self.cells()
        n, width = self.shape.shape
        order = np.argsort(row.astype(np.uint32), kind="stable")
        data, columns = value[order], bucket[order].astype(np.int32)
        ends = np.cumsum(np.bincount(row, minlength=n))
        if width:
            # The features of shape stand at the end of each row.
            places = np.repeat(ends, width)
            data = np.insert(data, places, self.shape.ravel())
            columns = np.insert(columns, places, np.tile(np.arange(n_features - width, n_features), n))
            ends += width * np.arange(1, n + 1)
        indptr = np.concatenate([[0], ends]).astype(np.int32)
        return csr_matrix((data, columns, indptr), shape=(n, n_features))

    def scores(self, weights: NDArray[np.float32], columns: Sequence[int]) -> NDArray[np.float32]:
        """Return the products of the features and some columns of weights, to the bit those of :meth:`matrix`.

        Parameters
        ----------
        weights : ndarray of float32, shape (n_features, n)
            Quickest where the numbers of a column stand side by side (``order="F"``).
        columns : sequence of int

        Returns
        -------
        ndarray of float32, shape (n_texts, n_columns)
        """
        row, bucket, value = self.cells()
        scores = np.zeros((len(columns), self.pieces.n_texts), dtype=np.float32)
        for column, sums in zip(columns, scores, strict=True):
            terms = np.take(weights[:, column], bucket)
            terms *= value
            np.add.at(sums, row, terms)
            for weight, feature in zip(self.shape_weights(weights)[:, column], self.shape.T, strict=True):
                sums += weight * feature
        return scores.T

    def shape_weights(self, weights: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the rows of weights that belong to :attr:`shape`."""
        return weights[len(weights) - self.shape.shape[1] :]

    def grams(self, rows: NDArray[np.integer[Any]] | None = None) -> Grams:
        """Return every n-gram of the texts at ``rows``, which rise; of all texts by default."""
        pieces, words = self.pieces, self._words
        rows = np.arange(pieces.n_texts) if rows is None else np.asarray(rows)
        nth_asked = np.full(pieces.n_texts, -1, dtype=np.int64)
        nth_asked[rows] = np.arange(rows.size)
        asked = nth_asked[pieces.row] >= 0
        found = [self._asked_words(asked, words.piece, words.begin, words.end, self._word_keys)]
        if words.first.size:
            first = words.first
            ends = words.end[first + 1]
            found.append(
                self._asked_words(asked, words.piece[first], words.begin[first], ends, self._pair_keys)
            )
        piece, begin, end, key = (
            np.concatenate(parts) for parts in zip(*self._asked_windows(asked), *found, strict=True)
        )
        # One blank stands before each text, so that positions count from the text's first character.
        start = (pieces.end - pieces.size + 1)[piece]
        row = pieces.row[piece]
        times = self._times(key, asked)
        return Grams(
            nth_asked[row],
            (key >> self._row_bits).astype(np.intp),
            self._shares(times, self.n_grams[row]),
            begin - start,
            end - start,
            piece >= pieces.n_texts,
        )

    def _asked_windows(self, asked: NDArray[np.bool_]) -> Iterator[_Found]:
        size_of_piece = self.pieces.size[asked]
        piece = np.repeat(np.flatnonzero(asked), size_of_piece)
        begin = np.flatnonzero(np.repeat(asked, self.pieces.size))
        left = np.repeat(self.pieces.end[asked], size_of_piece) - begin
        for size, keys in enumerate(self._windows, start=self._low):
            kept = np.flatnonzero(left >= size)
            first = begin[kept]
            yield piece[kept], first, first + size, keys[first]

    def _asked_words(
        self,
        asked: NDArray[np.bool_],
        piece: NDArray[np.int64],
        begin: NDArray[np.int64],
        end: NDArray[np.int64],
        keys: NDArray[np.uint32],
    ) -> _Found:
        kept = np.flatnonzero(asked[piece])
        return piece[kept], begin[kept], end[kept], keys[kept]

    def _times(self, keys: NDArray[np.uint32], asked: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Return how often each of some n-grams of the pieces ``asked`` is in its text."""
        repeated_keys, count, row = self._repeated
        asked_rows = np.zeros(self.pieces.n_texts, dtype=bool)
        asked_rows[self.pieces.row[asked]] = True
        among = np.flatnonzero(asked_rows[row])
        repeated_keys, count = repeated_keys[among], count[among]
        times = np.ones(keys.size, dtype=np.int64)
        if among.size:
            # Few n-grams repeat, and 16 bits tell most others from them.
            maybe = np.zeros(1 << 16, dtype=bool)
            maybe[_short(repeated_keys)] = True
            places = np.flatnonzero(maybe[_short(keys)])
            nearest = np.minimum(np.searchsorted(repeated_keys, keys[places]), among.size - 1)
            hits = repeated_keys[nearest] == keys[places]
            times[places[hits]] = count[nearest[hits]]
        return times

    def _shares(self, count: NDArray[np.int64], n_grams: NDArray[np.int64]) -> NDArray[np.float64]:
        return 1.0 / np.sqrt(n_grams) if self._version == 1 else np.sqrt(1.0 / (count * n_grams))


def _short(keys: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return 16 bits that all bits of a key have a part in."""
    return (keys * np.uint32(0x9E3779B1)) >> np.uint32(16)
