"""One comparison of two systems in one figure, and its result in words."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rightsnlp.evaluation.definitions import metric_named
from rightsnlp.evaluation.results import plain_data, row_of
from rightsnlp.rendering.numbers import (
    number,
    p_text,
    signed,
    signed_interval,
    typeset_interval,
    typeset_signed,
)
from rightsnlp.rendering.reasons import Reason, reason_text
from rightsnlp.rendering.words import Messages


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
    reason : Reason or None
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
    reason: Reason | None = None

    @property
    def shown(self) -> bool:
        """Whether a difference is shown: the test says so, and the interval does not contain 0."""
        return self.p_adjusted < self.alpha and not self.low <= 0 <= self.high

    def sentence(self, language: str = "en") -> str:
        """Return the result in words."""
        words = Messages(language)
        values = {
            "a": self.a,
            "b": self.b,
            "metric": words.metric(self.metric).title,
            # A file in English names the label as its columns do.
            "label": self.label if language == "en" else words.label(self.label),
        }
        if not math.isfinite(self.difference):
            reason = reason_text(self.reason, language)
            return words.say("comparisons", "undefined", **values, reason=reason)
        sign, bounds = (signed, signed_interval) if language == "en" else (typeset_signed, typeset_interval)
        difference = sign(self.difference)
        if math.isfinite(self.low):
            difference += f" {bounds(self.low, self.high)}"
        numbers = words.say(
            "comparisons", "numbers", a=number(self.value_a), b=number(self.value_b), difference=difference
        )
        tail = words.say(
            "comparisons",
            "family" if self.n_comparisons > 1 else "single",
            p=p_text(self.p_adjusted),
            correction=words("corrections", self.correction),
            count=self.n_comparisons,
            test=words("tests", self.test),
            n=f"n = {self.n:,}",
        )
        values |= {"numbers": numbers, "tail": tail}
        if not self.shown:
            limit = max(abs(self.low), abs(self.high))
            left = [words.say("comparisons", "limit", limit=number(limit))] if math.isfinite(limit) else []
            return " ".join([words.say("comparisons", "none", **values), *left])
        judged = "better" if metric_named(self.metric).higher_is_better == (self.difference > 0) else "worse"
        return words.say("comparisons", f"{'higher' if self.difference > 0 else 'lower'}_{judged}", **values)

    def __str__(self) -> str:
        return self.sentence()

    def to_dict(self) -> dict[str, Any]:
        """Return plain data that JSON can hold, with what is shown, in a word and in a sentence."""
        return {**plain_data(row_of(self)), "shown": self.shown, "sentence": self.sentence()}


def comparison_frame(comparisons: Iterable[Comparison]) -> pd.DataFrame:
    """Return one row per comparison: the fields of :class:`Comparison`, ``shown`` and ``sentence``."""
    rows = [{**row_of(c), "shown": c.shown, "sentence": c.sentence()} for c in comparisons]
    return pd.DataFrame(rows, columns=[*Comparison.__dataclass_fields__, "shown", "sentence"])
