"""Change from one period to another: of a count as a ratio, of a share as a difference, each with its interval.

Many changes looked at together show some that are chance; p values are adjusted for all of one list (Holm 1979).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rightsnlp.evaluation.comparing.corrections import holm
from rightsnlp.intervals import clopper_pearson, newcombe
from rightsnlp.monitoring.statistics.breaks import SeriesBreak, break_between


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes
    ----------
    name : str
        What changed: a value of a field, or ``all``.
    earlier, later : str
        The periods.
    before, after : int
        Cases in each.
    value, low, high : float
        Later over earlier for a count, later minus earlier for a share; NaN when it is not compared.
    p : float
        Two-sided, adjusted for all changes of the list.
    broken : SeriesBreak or None
        The break across which nothing is compared.
    """

    name: str
    earlier: str
    later: str
    before: int
    after: int
    value: float
    low: float
    high: float
    p: float
    broken: SeriesBreak | None = None


def count_ratio(before: int, after: int, confidence: float = 0.95) -> tuple[float, float, float, float]:
    """Return the ratio of two counts, its exact interval and p value, the counts taken as Poisson.

    Given their sum, the later count is binomial (Przyborowski and Wilenski 1940, "Homogeneity of results in testing
    samples from Poisson series").

    Returns
    -------
    tuple of float
        Ratio, lower and upper bound, p value of no change. With no case at all everything is NaN; the ratio to zero
        cases is infinite.

    Examples
    --------
    >>> ratio, low, high, p = count_ratio(40, 80)
    >>> ratio, round(low, 2), round(high, 2), p < 0.001
    (2.0, 1.35, 3.0, True)
    """
    from scipy.stats import binomtest

    n = before + after
    if n == 0:
        return math.nan, math.nan, math.nan, math.nan
    low, high = clopper_pearson(after, n, confidence)
    odds = [math.inf if share == 1 else share / (1 - share) for share in (low, high)]
    return after / before if before else math.inf, odds[0], odds[1], float(binomtest(after, n).pvalue)


def share_difference(
    before: tuple[int, int], after: tuple[int, int], confidence: float = 0.95
) -> tuple[float, float, float, float]:
    """Return the difference of two shares (k, n), its Newcombe interval, and Fisher's exact p value.

    Examples
    --------
    >>> value, low, high, p = share_difference((30, 100), (50, 100))
    >>> round(value, 2), low > 0, p < 0.01
    (0.2, True, True)
    """
    from scipy.stats import fisher_exact

    (k1, n1), (k2, n2) = before, after
    if not n1 or not n2:
        return math.nan, math.nan, math.nan, math.nan
    low, high = newcombe(k2, n2, k1, n1, confidence)
    p = float(fisher_exact(np.array([[k1, n1 - k1], [k2, n2 - k2]])).pvalue)
    return k2 / n2 - k1 / n1, low, high, p


def pairs_of_periods(periods: Sequence[str], *, back: int) -> list[tuple[str, str]]:
    """Return each period with the one ``back`` places before it.

    Examples
    --------
    >>> pairs_of_periods(["2024-Q1", "2024-Q2", "2024-Q3"], back=2)
    [('2024-Q1', '2024-Q3')]
    """
    return list(zip(periods[:-back], periods[back:], strict=True)) if back < len(periods) else []


def compare_counts(
    counts: Sequence[tuple[str, str, str, int, int]],
    breaks: Sequence[SeriesBreak] = (),
    *,
    field: str = "",
    confidence: float = 0.95,
) -> list[Change]:
    """Compare counts of two periods each, none across a break.

    Parameters
    ----------
    counts : sequence of (name, earlier, later, before, after)
    breaks : sequence of SeriesBreak
    field : str
        The field whose values the names are.
    confidence : float

    Returns
    -------
    list of Change
    """
    changes = []
    for name, earlier, later, before, after in counts:
        broken = break_between(breaks, earlier, later, field=field, value=name)
        figures = (math.nan,) * 4 if broken else count_ratio(before, after, confidence)
        changes.append(Change(name, earlier, later, before, after, *figures, broken))
    return _adjusted(changes)


def _adjusted(changes: list[Change]) -> list[Change]:
    if not changes:
        return []
    return [
        replace(change, p=float(p)) for change, p in zip(changes, holm([c.p for c in changes]), strict=True)
    ]
