"""The rows of a table in chunks, and each chunk with the cells that labelling adds."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from rightsnlp.data.schema import CaseBuilder, Problem
from rightsnlp.data.tables.readers import BadRow
from rightsnlp.labeling.frame import Labeller, label_cases
from rightsnlp.labeling.journal import Journal
from rightsnlp.labeling.workers import Workers


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows that follow each other.

    Attributes
    ----------
    first : int
        Number of the first row, counted from 1.
    rows : list
        As the reader gave them, redacted where that was asked for.
    cases : list of dict
        What the model reads of each.
    problems : list of list of Problem
        What was found of each.
    """

    first: int
    rows: list[list[Any] | BadRow]
    cases: list[dict[str, str]]
    problems: list[list[Problem]]

    def __len__(self) -> int:
        return len(self.rows)

    def sha256(self) -> str:
        """Return a hash of all that the answers for these rows hang on."""
        rules = [[problem.rule for problem in found] for found in self.problems]
        return hashlib.sha256(json.dumps([self.first, self.cases, rules]).encode()).hexdigest()


def chunks_of(rows: Iterable[list[Any] | BadRow], builder: CaseBuilder, size: int) -> Iterator[Chunk]:
    """Yield the rows in chunks of ``size``, as cases."""
    stream = iter(rows)
    first = 1
    while taken := list(islice(stream, size)):
        built = [builder.build(number, row) for number, row in enumerate(taken, start=first)]
        yield Chunk(first, taken, [case for case, _ in built], [found for _, found in built])
        first += len(taken)


def labelled(
    chunks: Iterable[Chunk], model: Labeller, journal: Journal, *, jobs: int = 1
) -> Iterator[tuple[Chunk, list[list[Any]]]]:
    """Yield each chunk, in order, with the added cells of its rows: the journal's, or new ones.

    Parameters
    ----------
    chunks : iterable of Chunk
    model : Labeller
    journal : Journal
        Gets what is new.
    jobs : int
        Processes that label. The cells do not depend on it.
    """
    if jobs == 1:
        for chunk in chunks:
            digest = chunk.sha256()
            cells = journal.find(chunk.first, digest)
            if cells is None or len(cells) != len(chunk):
                cells = label_cases(chunk.cases, chunk.problems, model)
                journal.add(chunk.first, digest, cells)
            yield chunk, cells
        return
    with Workers(model, jobs) as workers:
        waiting: deque[tuple[Chunk, str, Any]] = deque()
        for chunk in chunks:
            digest = chunk.sha256()
            known = journal.find(chunk.first, digest)
            if known is not None and len(known) != len(chunk):
                known = None
            waiting.append((chunk, digest, known or workers.label(chunk.cases, chunk.problems)))
            if len(waiting) > 2 * jobs:
                yield _finished(*waiting.popleft(), journal)
        while waiting:
            yield _finished(*waiting.popleft(), journal)


def _finished(chunk: Chunk, digest: str, answer: Any, journal: Journal) -> tuple[Chunk, list[list[Any]]]:
    if isinstance(answer, list):
        return chunk, answer
    cells = answer.result()
    journal.add(chunk.first, digest, cells)
    return chunk, cells
