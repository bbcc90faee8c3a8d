"""A coefficient of agreement with its interval, made the same way for all coefficients."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rightsnlp.evaluation.agreement.ratings import Ratings
from rightsnlp.evaluation.bootstrap import Statistic, bootstrap
from rightsnlp.intervals import Interval
from rightsnlp.rendering.numbers import interval, number
from rightsnlp.rendering.reasons import Reason


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient of agreement with its interval.

    Attributes
    ----------
    coefficient : str
        Which one.
    value, low, high : float
        1 is full agreement, 0 what chance gives; NaN where undefined.
    n_items, n_ratings, n_raters : int
        Items that two raters or more rated, the ratings of those, and the raters who gave one.
    reason : Reason or None
        Why a number is NaN.

    Examples
    --------
    >>> from rightsnlp.evaluation.agreement.coefficients import cohen_kappa
    >>> print(cohen_kappa([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]], n_resamples=0))
    Cohen's kappa 0.500 (no interval asked for; 4 items, 2 raters)
    """

    coefficient: str
    value: float
    low: float
    high: float
    n_items: int
    n_ratings: int
    n_raters: int
    reason: Reason | None = None

    def __str__(self) -> str:
        counts = f"{self.n_items:,} items, {self.n_raters} raters"
        if not math.isfinite(self.value):
            return f"{self.coefficient} undefined ({self.reason}; {counts})"
        if not math.isfinite(self.low):
            return f"{self.coefficient} {number(self.value)} ({self.reason}; {counts})"
        return f"{self.coefficient} {number(self.value)} {interval(self.low, self.high)} ({counts})"


def coefficient_of(
    coefficient: str,
    coded: Ratings,
    statistic: Statistic,
    asked: Interval,
    groups: Sequence[Any] | None,
) -> Agreement:
    """Return a coefficient on all items and its interval over resamples of items, or why there is none."""
    n = coded.n_ratings.size
    paired = coded.n_ratings >= 2
    raters = int((coded.codes[paired] >= 0).any(axis=0).sum())
    value, low, high = float(statistic(np.ones((1, n)))[0, 0]), math.nan, math.nan
    reason: Reason | None
    if not paired.any():
        reason = Reason("not_rated_twice")
    elif not math.isfinite(value):
        reason = Reason("one_value")
    elif asked.n_resamples == 0:
        reason = Reason("no_interval_asked")
    else:
        boot = bootstrap(
            statistic,
            n,
            **asked.settings(),
            groups=groups,
        )
        low, high, reason = float(boot.low[0]), float(boot.high[0]), boot.reason[0]
    return Agreement(
        coefficient,
        value if paired.any() else math.nan,
        low,
        high,
        int(paired.sum()),
        int(coded.n_ratings[paired].sum()),
        raters,
        reason,
    )
