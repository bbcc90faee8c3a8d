"""Write what labelling a table gives: the table with its added columns, the rejected rows, and the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from rightsnlp.data.schema import RULES
from rightsnlp.data.tables.io import BadRow, open_writer
from rightsnlp.data.tables.readers import TableReader
from rightsnlp.data.tables.writers import TableWriter
from rightsnlp.labeling.chunks import Chunk
from rightsnlp.records import Decision

_LOOKED_AT = 1_000  # rows whose language decides how a sheet runs


class Results:
    """The results of one run, written as the chunks come; use it as a context manager.

    Parameters
    ----------
    output, rejected : Path
        Written in place, so pass temporary ones; ``rejected`` is made when the first row is.
    kind : str
        Format of the output.
    reader : TableReader
        Gives the columns and their types.
    added : sequence of str
        Names of the added columns.
    """

    def __init__(
        self, output: Path, rejected: Path, kind: str, reader: TableReader, added: Sequence[str]
    ) -> None:
        schema = getattr(reader, "schema", None)
        types = {} if schema is None else {field.name: field.type for field in schema}
        numeric = [name for name in added if name.removeprefix("rightsnlp_").startswith(("p_", "priority"))]
        self._writer = open_writer(output, [*reader.columns, *added], kind, types=types, numeric=numeric)
        self._rejected_path = rejected
        self._rejected: TableWriter | None = None
        self._with_line = reader.format == "jsonl"
        self._decisions = {name: place for place, name in enumerate(added) if "decision_" in name}
        self._language = next(place for place, name in enumerate(added) if name.endswith("language"))
        self._tallies: dict[str, Counter[str]] = {name: Counter() for name in self._decisions}
        self._languages: Counter[str | None] = Counter()
        self._rules: Counter[str] = Counter()
        self._rows = 0
        self._n_rejected = 0

    def write(self, chunk: Chunk, cells: Sequence[Sequence[Any]]) -> None:
        """Add the rows of a chunk with their added cells."""
        for row, added, problems in zip(chunk.rows, cells, chunk.problems, strict=True):
            self._rows += 1
            if self._rows <= _LOOKED_AT:
                self._languages[added[self._language]] += 1
            for name, place in self._decisions.items():
                if added[place]:
                    self._tallies[name][added[place]] += 1
            self._writer.write([*(row.cells if isinstance(row, BadRow) else row), *added])
            rejects = [problem for problem in problems if problem.rejects]
            self._rules.update(problem.rule for problem in problems)
            self._n_rejected += bool(rejects)
            for problem in rejects:
                line = (row.line if isinstance(row, BadRow) else "") if self._with_line else None
                self._reject([problem.row, problem.column, problem.rule, RULES[problem.rule]], line)

    def _reject(self, cells: list[Any], line: str | None) -> None:
        if self._rejected is None:
            columns = ["row", "column", "rule", "meaning", *(["line"] if self._with_line else [])]
            self._rejected = open_writer(self._rejected_path, columns, "csv")
        self._rejected.write(cells if line is None else [*cells, line])

    def counts(self) -> dict[str, Any]:
        """Return rows, rejected rows, warnings by rule, decisions a label, and cells made inert."""
        names = [str(decision) for decision in Decision]
        return {
            "rows": self._rows,
            "labelled": self._rows - self._n_rejected,
            "rejected": self._n_rejected,
            "rules": dict(sorted(self._rules.items())),
            "decisions": {name: {d: tally[d] for d in names} for name, tally in self._tallies.items()},
            "formula_cells_made_inert": self._writer.escaped,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        found = self._languages
        if found["ar"] + found["he"] + found["mixed"] >= sum(found.values()) / 2:
            self._writer.right_to_left()
        try:
            if kind is None:
                self._writer.close()
            else:
                self._writer.abandon()
        finally:
            if self._rejected is not None:
                self._rejected.close()
