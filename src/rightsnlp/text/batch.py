"""Many posts at once: joined, looked up in one table, and cut apart again.

A post goes through the steps one by one only where its characters, or two neighbours among them, say that a step may
act on it. The output is that of :meth:`rightsnlp.text.pipeline.Pipeline.run` on each post. Where each character came
from is noted on the way (:mod:`rightsnlp.text.trace`) when it is asked for.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rightsnlp.text import characters as ch
from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.pipeline import Pipeline, Step, build_pipeline
from rightsnlp.text.settings import NormalizationSettings
from rightsnlp.text.trace import NormalizedBatch, PassTrace, Rewriting

CHUNK_POSTS = 1_000
"""Posts that are joined at a time: enough to spread the cost of a call, few enough to stay in the cache."""

CHUNK_CHARACTERS = 500_000
"""Characters after which a chunk takes no further post, so that long posts do not fill the memory."""

_REMOVED = np.uint32(0xFFFFFFFF)
_SPACE = np.uint32(ord(" "))
# Stands after each post. It is no letter, sign or space and in no table, and is known by its place, not by its code.
_END = "\0"

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
Origins = npt.NDArray[np.int32]


@functools.lru_cache(maxsize=8)
def build_batch_normalizer(settings: NormalizationSettings) -> BatchNormalizer:
    """Return the tables of ``settings``, about 7 MB."""
    return BatchNormalizer(build_pipeline(settings))


class BatchNormalizer:
    """The tables of a pipeline, and passes over chunks of posts.

    Parameters
    ----------
    pipeline : Pipeline
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline
        self._letter_run = pipeline.settings.max_letter_run
        self._symbol_run = pipeline.settings.max_symbol_run
        self._written = np.arange(ch.CODES, dtype=np.uint32)
        # For each character, one bit for each need of a step that it or what is written for it meets.
        self._meets = np.zeros(ch.CODES, dtype=np.uint16)
        self._needs: list[list[int]] = []
        self._acting: dict[int, tuple[int, ...]] = {}
        bits = itertools.count()
        for step in pipeline.before:
            self._needs.append([])
            for need in step.needs:
                bit = 1 << next(bits)
                self._meets[[ord(character) for character in need]] |= np.uint16(bit)
                self._needs[-1].append(bit)
        for code, new in pipeline.table.items():
            self._written[code] = ord(new) if new else _REMOVED
            if new:
                self._meets[code] |= self._meets[ord(new)]
        self._writes = [self._bits_of(step.writes) for step in pipeline.before]

    def _bits_of(self, characters: str | None) -> int:
        """Return the needs that any of the characters meets; all needs for None."""
        if characters is None:
            return int(np.bitwise_or.reduce(self._meets))
        return int(np.bitwise_or.reduce(self._meets[[ord(character) for character in characters]], initial=0))

    def run(self, texts: Sequence[str]) -> list[str]:
        """Return the texts, normalised, in order."""
        results: list[str] = []
        for chunk in self._chunks(texts):
            results += self._run_chunk(chunk, None)
        return results

    def run_with_offsets(self, texts: Sequence[str]) -> NormalizedBatch:
        """Return the texts, normalised, in order, and where each of their characters came from."""
        batch = NormalizedBatch()
        for chunk in self._chunks(texts):
            passes: list[PassTrace] = []
            batch.add(chunk, self._run_chunk(chunk, passes), passes)
        return batch

    def _chunks(self, texts: Sequence[str]) -> Iterator[Sequence[str]]:
        for start in range(0, len(texts), CHUNK_POSTS):
            yield from _by_size(texts[start : start + CHUNK_POSTS])

    def _run_chunk(self, texts: Sequence[str], passes: list[PassTrace] | None) -> list[str]:
        results = list(texts)
        pending = list(range(len(results)))
        for _ in range(self._pipeline.max_passes):
            before = [results[index] for index in pending]
            trace = None if passes is None else PassTrace(pending)
            after, unsure = self._pass(before, trace)
            if passes is not None and trace is not None:
                passes.append(trace)
            for index, text in zip(pending, after, strict=True):
                results[index] = text
            pending = [pending[nth] for nth in sorted(unsure) if after[nth] != before[nth]]
            if not pending:
                break
        return results

    def _pass(self, texts: list[str], trace: PassTrace | None) -> tuple[list[str], set[int]]:
        """Return the texts after one pass, and which of them another pass may change."""
        codes, ends = _join(texts)
        rewritten = self._run_before(texts, self._met(codes, ends), trace)
        if rewritten:
            texts = texts.copy()
            for index, text in rewritten.items():
                texts[index] = text
            codes, ends = _join(texts)
        joined_ends = ends
        codes = _look_up(self._written, codes)
        # Where the characters that are kept stood, if anybody asks.
        places = None if trace is None else np.arange(len(codes), dtype=np.int32)
        codes, ends, places = _keep(codes != _REMOVED, codes, ends, places)
        codes, ends, places = self._run_spacing(codes, ends, places)
        if trace is not None and places is not None:
            trace.note_kept(places, ends, joined_ends)
        outputs = _cut(codes, ends)
        unsure: set[int] = set()
        if rewritten:
            met = self._met(codes, ends)
            unsure.update(index for index in rewritten if self._acting_steps(met[index]))
        for index, options in self._may_hold_dodges(codes, ends).items():
            text = outputs[index]
            for step in self._pipeline.dodges:
                if step.name in options or text is not outputs[index]:
                    text = _apply(step, text, None if trace is None else trace.after_tables[index])
            if text != outputs[index]:
                outputs[index] = text
                unsure.add(index)
        return outputs, unsure

    def _met(self, codes: Codes, ends: Places) -> list[int]:
        """Return, for each post, the bits of the needs that its characters meet."""
        return np.bitwise_or.reduceat(_look_up(self._meets, codes), _starts(ends)).tolist()  # type: ignore[no-any-return]

    def _run_before(self, texts: list[str], met: list[int], trace: PassTrace | None) -> dict[int, str]:
        """Return the texts that steps before the tables may act on, after those steps."""
        rewritten: dict[int, str] = {}
        steps = self._pipeline.before
        for index, bits in enumerate(met):
            acting = self._acting_steps(bits) if bits else ()
            if acting:
                text = texts[index]
                for nth in acting:
                    text = _apply(steps[nth], text, None if trace is None else trace.before_tables[index])
                rewritten[index] = text
        return rewritten

    def _acting_steps(self, bits: int) -> tuple[int, ...]:
        """Return the steps whose needs the bits meet, with what the steps before them may write."""
        if bits not in self._acting:
            acting = []
            written = bits
            for nth, (needs, writes) in enumerate(zip(self._needs, self._writes, strict=True)):
                if all(written & need for need in needs):
                    acting.append(nth)
                    written |= writes
            self._acting[bits] = tuple(acting)
        return self._acting[bits]

    def _run_spacing(
        self, codes: Codes, ends: Places, places: Origins | None
    ) -> tuple[Codes, Places, Origins | None]:
        if self._letter_run or self._symbol_run:
            kept = _within_runs(codes, self._letter_run, self._symbol_run)
            codes, ends, places = _keep(kept, codes, ends, places)
        if self._pipeline.settings.squeeze_whitespace:
            space = codes == _SPACE
            at_end = np.zeros(len(codes), dtype=bool)
            at_end[ends] = True
            after_space_or_end = np.concatenate(([True], space[:-1] | at_end[:-1]))
            codes, ends, places = _keep(~(space & after_space_or_end), codes, ends, places)
            last = ends[ends > 0] - 1
            kept = np.ones(len(codes), dtype=bool)
            kept[last] = codes[last] != _SPACE
            codes, ends, places = _keep(kept, codes, ends, places)
        return codes, ends, places

    def _may_hold_dodges(self, codes: Codes, ends: Places) -> dict[int, set[str]]:
        """Return the posts in which steps that undo dodges may find something, with the options of these steps."""
        posts: dict[int, set[str]] = {}
        if self._pipeline.dodges:
            for option, places in _suspects(codes).items():
                for index in set(np.searchsorted(ends, places).tolist()):
                    posts.setdefault(index, set()).add(option)
        return posts


def _look_up(table: npt.NDArray[Any], codes: Codes) -> npt.NDArray[Any]:
    # Every code has a place in the table; clipping is only the quickest way to say so.
    return np.take(table, codes, mode="clip")


def _by_size(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start = characters = 0
    for end, length in enumerate(map(len, texts)):
        if characters > CHUNK_CHARACTERS:
            yield texts[start:end]
            start, characters = end, 0
        characters += length
    yield texts[start:]


def _join(texts: list[str]) -> tuple[Codes, Places]:
    """Return the code points of the texts, an end mark after each, and the places of the end marks."""
    joined = _END.join((*texts, ""))
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    return codes, np.cumsum(lengths + 1) - 1


def _starts(ends: Places) -> Places:
    return np.concatenate(([0], ends[:-1] + 1))


def _keep(
    kept: Flags, codes: Codes, ends: Places, places: Origins | None
) -> tuple[Codes, Places, Origins | None]:
    removed = np.flatnonzero(~kept)
    if not len(removed):
        return codes, ends, places
    return codes[kept], ends - np.searchsorted(removed, ends), None if places is None else places[kept]


def _apply(step: Step, text: str, noted: list[Rewriting] | None) -> str:
    """Return ``text`` after a step, and note what the step did."""
    if noted is None:
        return step.apply(text)
    if step.rewrite is not None:
        after = step.rewrite(text)
        if after != text:
            noted.append(Rewriting(step, text))
        return after
    edits = list(step.edits(text))
    if not edits:
        return text
    noted.append(Rewriting(step, text, edits))
    return apply_edits(text, edits)


def _cut(codes: Codes, ends: Places) -> list[str]:
    joined = codes.tobytes().decode("utf-32-le", "surrogatepass")
    texts = joined.split(_END)
    if len(texts) == len(ends) + 1:
        return texts[:-1]
    # A post holds the end mark itself.
    return [joined[start:end] for start, end in zip(_starts(ends).tolist(), ends.tolist(), strict=True)]


def _within_runs(codes: Codes, letters: int, symbols: int) -> Flags:
    kept = np.ones(len(codes), dtype=bool)
    same = codes[1:] == codes[:-1]
    for limit, kind in ((letters, ch.LETTER), (symbols, ch.SYMBOL)):
        if 0 < limit < len(codes):
            run = functools.reduce(
                np.logical_and, (same[nth : len(same) - limit + 1 + nth] for nth in range(limit))
            )
            places = np.flatnonzero(run) + limit
            kept[places[(_look_up(ch.kinds(), codes[places]) & kind) != 0]] = False
    return kept


def _suspects(codes: Codes) -> dict[str, Places]:
    """Return, for each option that undoes dodges, places of which a post must have one for it to find anything."""
    kinds = _look_up(ch.kinds(), codes)
    arabic = (kinds & ch.ARABIC) != 0
    foreign = (kinds & ch.FOREIGN) != 0
    sign = (kinds & ch.SIGN) != 0
    after = np.flatnonzero(sign[1:] & arabic[:-1]) + 1
    # One to six signs between letters: three signs, each with a variation selector.
    cut = np.concatenate(
        [after[_all_are(sign, after, gap) & _is(arabic, after + gap)] for gap in range(1, 7)]
    )
    # Three single letters at one distance, at most three signs and two spaces.
    alone = arabic.copy()
    alone[1:] &= ~arabic[:-1]
    alone[:-1] &= ~arabic[1:]
    singles = np.flatnonzero(alone)
    steps = np.diff(singles)
    spaced = singles[2:][(steps[1:] == steps[:-1]) & (steps[1:] <= 9)]
    beside = np.flatnonzero((arabic[1:] & foreign[:-1]) | (arabic[:-1] & foreign[1:]))
    # Two letters side by side, each written twice or more.
    same = np.flatnonzero((codes[1:] == codes[:-1]) & arabic[1:])
    doubled = same[:-1][np.diff(same) == 2]
    return {
        "undo_separators": np.concatenate((cut, spaced)),
        "undo_dotless": np.flatnonzero(kinds & ch.DOTLESS),
        "undo_lookalikes": np.concatenate((beside, cut)),
        "undo_repeats": doubled,
    }


def _is(flags: Flags, places: Places) -> Flags:
    return flags[np.minimum(places, len(flags) - 1)]


def _all_are(flags: Flags, places: Places, count: int) -> Flags:
    return functools.reduce(np.logical_and, (_is(flags, places + nth) for nth in range(count)))
