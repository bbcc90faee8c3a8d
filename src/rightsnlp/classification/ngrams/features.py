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

from rightsnlp.classification.ngrams.hashed import HashedTexts
from rightsnlp.classification.ngrams.hashing import check_field
from rightsnlp.classification.ngrams.pieces import pieces_of
from rightsnlp.classification.ngrams.shape import LATIN, SHAPE_FEATURES
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.arabizi import arabizi_words_batch
from rightsnlp.text.normalize import normalize_batch

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_CHUNK = 1_000
# Long texts come fewer at a time, so that what is made of a chunk stays small.
_CHUNK_CHARACTERS = 200_000
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
            (part.matrix(self.n_features), part.letters) for part in self._parts(self.normalize(texts), field)
        ]
        return _stacked([X for X, _ in parts]), np.concatenate([letters for _, letters in parts])

    def transform_normalized(self, normalized: Sequence[str], field: str = "text") -> csr_matrix:
        """Return the feature matrix of texts that :meth:`normalize` has already seen."""
        return _stacked([part.matrix(self.n_features) for part in self._parts(normalized, field)])

    def _parts(self, normalized: Sequence[str], field: str) -> Iterator[HashedTexts]:
        for rows in self.chunks(list(map(len, normalized))):
            yield self.hash_normalized(normalized[rows], field)

    def chunks(self, lengths: Sequence[int]) -> Iterator[slice]:
        """Yield the texts to hash at a time, one chunk at least: no posts make a matrix of no rows.

        Parameters
        ----------
        lengths : sequence of int
            Number of characters of each text.
        """
        most = min(_CHUNK, 1 << (32 - self.bits))
        start = characters = 0
        for end, length in enumerate(lengths):
            if end - start == most or characters > _CHUNK_CHARACTERS:
                yield slice(start, end)
                start, characters = end, 0
            characters += length
        yield slice(start, len(lengths))

    def hash_normalized(self, normalized: Sequence[str], field: str = "text") -> HashedTexts:
        """Return the n-grams of a chunk of texts that :meth:`normalize` has already seen.

        Parameters
        ----------
        normalized : sequence of str
            Not more than one of :meth:`chunks` takes.
        field : str

        Raises
        ------
        InvalidArgumentError
            When the field is none of the evidence fields.
        """
        check_field(field)
        pieces, read = pieces_of(normalized), {}
        if self.arabizi:
            rows = np.flatnonzero(pieces.kinds[:, LATIN]).tolist()
            found = zip(rows, self.arabizi_words([normalized[row] for row in rows]), strict=True)
            read = {row: words for row, words in found if words}
        if read:
            pieces = pieces_of(
                normalized, {row: " ".join(word for _, _, word in words) for row, words in read.items()}
            )
        return HashedTexts(
            pieces,
            field,
            bits=self.bits,
            char_ngrams=self.char_ngrams,
            word_ngrams=self.word_ngrams,
            shape=self.shape and field == "text",
            version=self.version,
            read=read,
        )

    def arabizi_words(self, normalized: Sequence[str]) -> list[list[tuple[int, int, str]]]:
        """Return the Arabizi words of normalised texts, and each in Arabic script, normalised in its turn."""
        found = arabizi_words_batch(normalized)
        arabic = iter(self.normalize([word for words in found for _, _, word in words]))
        read = ([(start, end, next(arabic)) for start, end, _ in words] for words in found)
        return [[word for word in words if word[2]] for words in read]

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


def _stacked(parts: list[csr_matrix]) -> csr_matrix:
    from scipy.sparse import csr_matrix, vstack

    return parts[0] if len(parts) == 1 else csr_matrix(vstack(parts, format="csr"))
