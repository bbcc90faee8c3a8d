"""The record of an adaptation: what became of each label, on what evidence, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A figure under cross-validation before and after, and the interval of the difference, on the same cases."""

    before: float
    after: float
    low: float
    high: float

    def __str__(self) -> str:
        difference = f"{self.after - self.before:+.3f} [{self.low:+.3f}, {self.high:+.3f}]"
        return f"{self.before:.3f} → {self.after:.3f} ({difference})"


@dataclass(frozen=True, slots=True)
class LabelAdaptation:
    """What became of one label.

    Attributes
    ----------
    label : str
    n, n_positive : int
        Verified cases of which the label is known and may be read.
    change : str
        ``kept``, ``level`` or ``weights``.
    strength : float or None
        *C* of the weights that were adopted.
    reason : str
        Why, in words.
    log_loss, average_precision : Change or None
        Of held-out cases; None where nothing could be held out. For a label that was kept, what adapting it would
        have given.
    calibration, thresholds : str
        ``kept``, ``shifted`` or ``refitted``; ``kept`` or ``chosen again``.
    """

    label: str
    n: int
    n_positive: int
    change: str
    strength: float | None
    reason: str
    log_loss: Change | None = None
    average_precision: Change | None = None
    calibration: str = "kept"
    thresholds: str = "kept"


def adaptation_table(labels: Sequence[LabelAdaptation]) -> str:
    """Return the record as a Markdown table, and in words why each label was changed or kept."""
    lines = [
        "| label | verified | positives | change | log loss | average precision | calibration | thresholds |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for label in labels:
        change = label.change if label.strength is None else f"{label.change}, C = {label.strength:g}"
        figures = [
            "–" if figure is None else str(figure) for figure in (label.log_loss, label.average_precision)
        ]
        cells = [label.label, f"{label.n:,}", f"{label.n_positive:,}", change, *figures]
        lines.append(f"| {' | '.join(cells)} | {label.calibration} | {label.thresholds} |")
    return "\n".join([*lines, "", *(f"- `{label.label}`: {label.reason}" for label in labels)])
