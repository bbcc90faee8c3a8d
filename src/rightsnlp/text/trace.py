"""What a batch did to its posts, kept so that the places of the few that are asked about can be told."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from rightsnlp.text.offsets import Edit, NormalizedText, apply_edits_with_offsets, identity
from rightsnlp.text.pipeline import Step


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What one step did to one text; its edits are found again where the step has a quicker way to the text alone."""

    step: Step
    before: str
    edits: Sequence[Edit] | None = None

    def applied_to(self, source: NormalizedText) -> NormalizedText:
        """Return ``before``, of which the offsets of ``source`` are known, after the step."""
        edits = list(self.step.edits(self.before)) if self.edits is None else self.edits
        return apply_edits_with_offsets(source._replace(text=self.before), edits)


@dataclass
class PassTrace:
    """What one pass over a chunk did.

    Attributes
    ----------
    posts : list of int
        The posts of the chunk that the pass was about, in order.
    before_tables, after_tables : mapping of int to list of Rewriting
        By place in ``posts``.
    """

    posts: Sequence[int]
    before_tables: defaultdict[int, list[Rewriting]] = field(default_factory=lambda: defaultdict(list))
    after_tables: defaultdict[int, list[Rewriting]] = field(default_factory=lambda: defaultdict(list))
    _kept: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    _ends: Sequence[int] = ()
    _ends_before: Sequence[int] = ()

    def note_kept(
        self, kept: npt.NDArray[np.int32], ends: npt.NDArray[np.int64], ends_before: npt.NDArray[np.int64]
    ) -> None:
        """Note where the characters that tables and spacing left stood, and the ends of the posts after and before."""
        self._kept, self._ends, self._ends_before = kept, ends.tolist(), ends_before.tolist()

    def start(self, text: str, nth: int) -> NormalizedText:
        """Return the offsets of the ``nth`` post, of which this is the first pass; see :meth:`applied_to`."""
        if nth in self.before_tables or nth in self.after_tables:
            return self.applied_to(identity(text), nth)
        kept = self._kept_of(nth).astype(np.int64)
        return NormalizedText("", kept, kept + 1)

    def applied_to(self, source: NormalizedText, nth: int) -> NormalizedText:
        """Return the offsets of the ``nth`` post after the pass; the text that comes with them is none."""
        for rewriting in self.before_tables.get(nth, ()):
            source = rewriting.applied_to(source)
        kept = self._kept_of(nth)
        source = NormalizedText("", source.starts[kept], source.ends[kept])
        for rewriting in self.after_tables.get(nth, ()):
            source = rewriting.applied_to(source)
        return source

    def _kept_of(self, nth: int) -> npt.NDArray[np.int32]:
        first, first_before = (self._ends[nth - 1] + 1, self._ends_before[nth - 1] + 1) if nth else (0, 0)
        return self._kept[first : self._ends[nth]] - np.int32(first_before)


class NormalizedBatch:
    """Normalised texts, and where their characters came from.

    Attributes
    ----------
    texts : list of str
        In the order of the originals.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._originals: list[str] = []
        self._starts: list[int] = []
        self._passes: list[list[PassTrace]] = []
        self._asked: dict[int, NormalizedText] = {}

    def add(self, originals: Sequence[str], normalized: Sequence[str], passes: list[PassTrace]) -> None:
        """Add a chunk."""
        self._starts.append(len(self.texts))
        self._passes.append(passes)
        self._originals += originals
        self.texts += normalized

    def with_offsets(self, index: int) -> NormalizedText:
        """Return one text, and the range of the original that each of its characters came from."""
        if index not in self._asked:
            self._asked[index] = self._traced(index)
        return self._asked[index]

    def _traced(self, index: int) -> NormalizedText:
        nth_chunk = bisect_right(self._starts, index) - 1
        post = index - self._starts[nth_chunk]
        first, *others = self._passes[nth_chunk]
        source = first.start(self._originals[index], post)
        for trace in others:
            nth = _find(trace.posts, post)
            if nth is None:
                break
            source = trace.applied_to(source, nth)
        return NormalizedText(self.texts[index], source.starts, source.ends)


def _find(rising: Sequence[int], value: int) -> int | None:
    place = bisect_right(rising, value) - 1
    return place if place >= 0 and rising[place] == value else None
