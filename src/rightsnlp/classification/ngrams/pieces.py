"""Texts laid end to end as code points, the form in which a whole batch is hashed and counted at once."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.ngrams.shape import count_kinds

BLANK = 32


@dataclass(frozen=True)
class Pieces:
    """Texts between blanks, one after the other; no n-gram reaches from one into the next.

    The first ``n_texts`` pieces are the texts, the others what was read in them.

    Attributes
    ----------
    codes : ndarray of uint32, shape (n_characters,)
        Code points; what stands below a blank is a blank.
    piece, row : ndarray of int64, shape (n_characters,)
        The piece each character stands in, and the text.
    start : ndarray of int64, shape (n_pieces,)
        Where each piece begins, with the blank before it.
    n_texts : int
    """

    codes: NDArray[np.uint32]
    piece: NDArray[np.int64]
    row: NDArray[np.int64]
    start: NDArray[np.int64]
    n_texts: int

    @functools.cached_property
    def kinds(self) -> NDArray[np.int64]:
        """How many characters of each kind the texts have, without what was read in them."""
        own = self.piece < self.n_texts
        codes, row = (self.codes, self.row) if own.all() else (self.codes[own], self.row[own])
        return count_kinds(codes, row, self.n_texts)


def pieces_of(texts: Sequence[str], read: Mapping[int, str] | None = None) -> Pieces:
    """Return texts, and by row what was read in them, as pieces.

    Examples
    --------
    >>> pieces = pieces_of(["ab", "", "c"])
    >>> "".join(map(chr, pieces.codes)), pieces.row.tolist()
    (' ab  c ', [0, 0, 0, 0, 2, 2, 2])
    """
    read = read or {}
    every = [*texts, *read.values()]
    lengths = np.array([len(text) + 2 if text else 0 for text in every], dtype=np.int64)
    joined = "".join(f" {text} " for text in every if text)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.maximum(codes, np.uint32(BLANK))
    piece = np.repeat(np.arange(len(every), dtype=np.int64), lengths)
    row = np.concatenate([np.arange(len(texts), dtype=np.int64), np.array([*read], dtype=np.int64)])[piece]
    start = np.concatenate([[0], np.cumsum(lengths)[:-1]]).astype(np.int64)
    return Pieces(codes, piece, row if read else piece, start, len(texts))
