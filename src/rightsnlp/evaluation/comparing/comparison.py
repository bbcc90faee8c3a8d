"""One comparison of two systems in one figure, and its result in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import pandas as pd

from rightsnlp.evaluation.definitions import metric_named

TEST_NAMES = {
    "approximate_randomisation": "approximate randomisation",
    "paired_bootstrap": "paired bootstrap",
}
CORRECTION_NAMES = {"holm": "Holm", "benjamini_hochberg": "Benjamini–Hochberg", "none": "uncorrected"}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems and one figure.

    Attributes
    ----------
    a, b : str
        The systems.
    label, metric : str
        The figure compared.
    value_a, value_b : float
        The figure of each.
    difference, low, high : float
        ``value_a - value_b``, the size of the effect in the metric's own unit, and its paired bootstrap
        interval (not adjusted for the number of comparisons).
    p_value, p_adjusted : float
        Two-sided, as tested, and adjusted for the number of comparisons.
    n, n_comparisons : int
        Posts, and comparisons made together.
    alpha : float
        Level below which a difference is called shown.
    test, correction : str
        How it was tested and adjusted.
    reason : str
        Why the systems cannot be compared, when they cannot.
    """

    a: str
    b: str
    label: str
    metric: str
    value_a: float
    value_b: float
    difference: float
    low: float
    high: float
    p_value: float
    p_adjusted: float
    n: int
    n_comparisons: int
    alpha: float
    test: str
    correction: str
    reason: str = ""

    @property
    def shown(self) -> bool:
        """Whether a difference is shown: the test says so, and the interval does not contain 0."""
        return self.p_adjusted < self.alpha and not self.low <= 0 <= self.high

    def sentence(self) -> str:
        """Return the result in words."""
        figure = f"{self.label} {metric_named(self.metric).title}"
        if not math.isfinite(self.difference):
            return f"{self.a} and {self.b} cannot be compared in {figure}: {self.reason}."
        bounds = f" [{self.low:+.3f}, {self.high:+.3f}]" if math.isfinite(self.low) else ""
        numbers = f"{self.value_a:.3f} against {self.value_b:.3f}, difference {self.difference:+.3f}{bounds}"
        p = f"p = {self.p_adjusted:.3f}" if self.p_adjusted >= 0.001 else "p < 0.001"
        family = (
            f", {CORRECTION_NAMES[self.correction]} over {self.n_comparisons}"
            if self.n_comparisons > 1
            else ""
        )
        tail = f"({p}{family}, {TEST_NAMES[self.test]}, n = {self.n:,})"
        if not self.shown:
            limit = max(abs(self.low), abs(self.high))
            left = f" A difference of up to {limit:.3f} is not ruled out." if math.isfinite(limit) else ""
            return f"No difference shown between {self.a} and {self.b} in {figure}: {numbers} {tail}.{left}"
        way = "higher" if self.difference > 0 else "lower"
        judged = "better" if metric_named(self.metric).higher_is_better == (self.difference > 0) else "worse"
        return f"{self.a} has a {way}, that is {judged}, {figure} than {self.b}: {numbers} {tail}."

    def __str__(self) -> str:
        return self.sentence()


def comparison_frame(comparisons: Iterable[Comparison]) -> pd.DataFrame:
    """Return one row a comparison: the fields of :class:`Comparison`, ``shown`` and ``sentence``."""
    rows = [{**asdict(c), "shown": c.shown, "sentence": c.sentence()} for c in comparisons]
    return pd.DataFrame(rows, columns=[*Comparison.__dataclass_fields__, "shown", "sentence"])
