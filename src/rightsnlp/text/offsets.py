"""Where each character of a changed text came from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt


class Edit(NamedTuple):
    """``text[start:end]`` becomes ``replacement``; an empty range inserts."""

    start: int
    end: int
    replacement: str


Offsets = npt.NDArray[np.int64]


class NormalizedText(NamedTuple):
    """A normalised text and, for each of its characters, the half-open range of the original it came from.

    Parameters
    ----------
    text : str
    starts, ends : ndarray of int64, shape (len(text),)
        Character positions in the original; both are non-decreasing and lie in ``[0, len(original)]``.
        A character that was put in (the space that splits a hashtag) has the place it was put at.
    """

    text: str
    starts: Offsets
    ends: Offsets

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the range of the original that ``text[start:end]`` came from.

        Examples
        --------
        >>> identity("abc").original_span(1, 3)
        (1, 3)
        """
        if start >= end:
            place = (
                int(self.starts[start]) if start < len(self.text) else int(self.ends[-1]) if self.text else 0
            )
            return place, place
        return int(self.starts[start]), int(self.ends[end - 1])


def identity(text: str) -> NormalizedText:
    """Return ``text`` with the offsets of a text that nothing has changed."""
    places = np.arange(len(text) + 1, dtype=np.int64)
    return NormalizedText(text, places[:-1], places[1:])


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with ``edits``, which are in order and do not overlap.

    Examples
    --------
    >>> apply_edits("abc", [Edit(1, 2, "")])
    'ac'
    """
    pieces = []
    done = 0
    for start, end, replacement in edits:
        pieces.append(text[done:start])
        pieces.append(replacement)
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def apply_edits_with_offsets(source: NormalizedText, edits: Sequence[Edit]) -> NormalizedText:
    """Return ``source`` with ``edits`` to its text, and offsets that still point into the original."""
    if not edits:
        return source
    text, starts, ends = source
    cuts = np.array([edit[:2] for edit in edits], dtype=np.int64)
    firsts, lasts = _ranges(starts, ends, cuts)
    # What is kept and what is written take turns; each kept character brings its own range, each written one the
    # range of the edit.
    kept_from = np.concatenate(([0], cuts[:, 1]))
    kept_to = np.concatenate((cuts[:, 0], [len(text)]))
    sizes = np.empty(2 * len(edits) + 1, dtype=np.int64)
    sizes[0::2] = kept_to - kept_from
    sizes[1::2] = [len(edit.replacement) for edit in edits]
    turn = np.repeat(np.arange(len(sizes)), sizes)
    written = turn % 2 == 1
    new_starts = np.empty(len(turn), dtype=np.int64)
    new_ends = np.empty(len(turn), dtype=np.int64)
    new_starts[written] = firsts[turn[written] // 2]
    new_ends[written] = lasts[turn[written] // 2]
    kept = np.ones(len(text), dtype=bool)
    for start, end in cuts:
        kept[start:end] = False
    new_starts[~written] = starts[kept]
    new_ends[~written] = ends[kept]
    return NormalizedText(apply_edits(text, edits), new_starts, new_ends)


def _ranges(starts: Offsets, ends: Offsets, cuts: Offsets) -> tuple[Offsets, Offsets]:
    """Return the range of the original behind each cut; behind an insertion, the place between its neighbours."""
    start, end = cuts.T
    if not len(starts):
        return np.zeros_like(start), np.zeros_like(end)
    last = len(starts) - 1
    before = np.where(start > 0, ends[np.maximum(start, 1) - 1], starts[0])
    after = np.where(start <= last, starts[np.minimum(start, last)], before)
    inserted = start == end
    firsts = np.where(inserted, np.minimum(before, after), starts[np.minimum(start, last)])
    lasts = np.where(inserted, np.maximum(before, after), ends[np.maximum(end, 1) - 1])
    return firsts, lasts
