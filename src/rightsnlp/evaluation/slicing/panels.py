"""The slices of one column with their references, as one statistic to bootstrap."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import BootstrapResult
from rightsnlp.evaluation.panel import Cell, MetricPanel
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import newcombe
from rightsnlp.rendering.reasons import Reason

REST = "(all others)"


@dataclass(frozen=True)
class SlicePart:
    """The posts of a slice, or of what a slice is compared with, and their metrics."""

    name: str
    rows: a.BoolArray
    panel: MetricPanel

    def cell(self, key: tuple[str, str]) -> Cell:
        """Return what stands behind a figure of these posts."""
        return self.panel.cells[self.panel.index(*key)]


@dataclass(frozen=True)
class SlicedColumn:
    """The slices of one column, each with its reference (or none)."""

    parts: dict[str, SlicePart]
    pairs: list[tuple[str, str]]
    keys: list[tuple[str, str]]
    units: a.IntArray | None
    apart: bool

    def statistic(self, W: a.FloatArray) -> a.FloatArray:
        """Return the figures of every slice, then the gap of every slice to its reference."""
        values = {name: part.panel.values(W[:, part.rows], self.keys) for name, part in self.parts.items()}
        none = np.full((W.shape[0], len(self.keys)), np.nan)
        gaps = [values[one] - values[other] if other else none for one, other in self.pairs]
        return np.hstack([*(values[one] for one, _ in self.pairs), *gaps])

    def rows(
        self, boot: BootstrapResult, min_n: int, confidence: float, gap_confidence: float
    ) -> list[dict[str, Any]]:
        """Return one row per slice and figure."""
        figures = [(one, other, key) for one, other in self.pairs for key in self.keys]
        found = []
        for at, (one, other, key) in enumerate(figures):
            part = self.parts[one]
            cell = part.cell(key)
            low, high, note = float(boot.low[at]), float(boot.high[at]), boot.reason[at]
            share = cell.wilson(confidence, None if self.units is None else self.units[part.rows])
            if share is not None:
                low, high, note = *share, None
            gap = len(figures) + at
            bounds = self._newcombe(cell, other, key, gap_confidence)
            gap_low, gap_high = bounds or (float(boot.low[gap]), float(boot.high[gap]))
            if not note and other and not math.isfinite(gap_low):
                note = Reason.of("gap", reason=boot.reason[gap] or Reason("undefined_on_sample"))
            found.append(
                {
                    "slice": one,
                    "posts": int(part.rows.sum()),
                    "label": key[0],
                    "metric": key[1],
                    "value": float(boot.value[at]),
                    "low": low,
                    "high": high,
                    "n": cell.n,
                    "support": cell.support,
                    "small": cell.evidence < min_n,
                    "reference": REST if other.startswith(REST) else other,
                    "gap": float(boot.value[gap]),
                    "gap_low": gap_low,
                    "gap_high": gap_high,
                    "reason": cell.reason or note,
                }
            )
        return found

    def _newcombe(
        self, cell: Cell, other: str, key: tuple[str, str], confidence: float
    ) -> tuple[float, float] | None:
        """Return the interval of a gap between two shares, where that formula holds."""
        if self.units is not None or not self.apart or not other or key[0] == "micro":
            return None
        base = self.parts[other].cell(key)
        if cell.hits is None or base.hits is None:
            return None
        return newcombe(cell.hits, cell.n, base.hits, base.n, confidence)


def slice_pairs(
    column: str, slices: Mapping[str, a.BoolArray], reference: Any
) -> list[tuple[str, str, a.BoolArray]]:
    """Return each slice with the name and the rows of what it is compared with; an empty name for nothing."""
    if reference is None:
        rest = [(name, ~mask) for name, mask in slices.items()]
        return [(name, f"{REST} {name}" if others.any() else "", others) for name, others in rest]
    base = str(reference)
    if base not in slices:
        raise InvalidArgumentError(
            f"reference: got {reference!r} for column {column!r}",
            expected=f"one of {', '.join(list(slices)[:20])}",
            remedy="check the spelling",
        )
    return [(name, "" if name == base else base, slices[base]) for name in slices]


def slice_strata(slices: Mapping[str, a.BoolArray]) -> a.IntArray:
    """Return the slice of each post as a number, for slices that have no post in common."""
    return np.asarray(np.argmax(np.array(list(slices.values())), axis=0), dtype=np.int64)
