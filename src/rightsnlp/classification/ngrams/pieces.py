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
    size : ndarray of int64, shape (n_pieces,)
        How many characters each piece has, with the blanks around it; 0 where there is no text.
    row : ndarray of uint32, shape (n_pieces,)
        The text that each piece belongs to.
    n_texts : int
    """

    codes: NDArray[np.uint32]
    size: NDArray[np.int64]
    row: NDArray[np.uint32]
    n_texts: int

    @functools.cached_property
    def end(self) -> NDArray[np.int64]:
        """Where each piece ends, shape (n_pieces,)."""
        return np.cumsum(self.size)

    @functools.cached_property
    def row_of_character(self) -> NDArray[np.uint32]:
        """The text that each character belongs to, shape (n_characters,)."""
        return np.repeat(self.row, self.size)

    @functools.cached_property
    def kinds(self) -> NDArray[np.int64]:
        """How many characters of each kind the texts have, without what was read in them."""
        n_own = int(self.size[: self.n_texts].sum())
        return count_kinds(self.codes[:n_own], self.row_of_character[:n_own], self.n_texts)


def pieces_of(texts: Sequence[str], read: Mapping[int, str] | None = None) -> Pieces:
    """Return texts, and by row what was read in them, as pieces.

    Examples
    --------
    >>> pieces = pieces_of(["ab", "", "c"])
    >>> "".join(map(chr, pieces.codes)), pieces.size.tolist()
    (' ab  c ', [4, 0, 3])
    """
    read = read or {}
    every = [*texts, *read.values()]
    size = np.fromiter(map(len, every), dtype=np.int64, count=len(every))
    size += 2 * (size > 0)
    joined = "  ".join(filter(None, every))
    codes = np.frombuffer(f" {joined} ".encode("utf-32-le", "surrogatepass") if joined else b"", dtype="<u4")
    row = np.concatenate([np.arange(len(texts)), np.array([*read], dtype=np.int64)]).astype(np.uint32)
    return Pieces(np.maximum(codes, np.uint32(BLANK)), size, row, len(texts))
