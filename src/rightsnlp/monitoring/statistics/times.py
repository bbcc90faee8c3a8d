"""Time to an answer and to restoration, cases without one kept: they are longer than they could be watched.

Kaplan and Meier (1958), "Nonparametric estimation from incomplete observations".
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from rightsnlp.evaluation.comparing.corrections import holm
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import check_confidence
from rightsnlp.monitoring.cases import CaseTable, days_of
from rightsnlp.monitoring.dates import NO_DAY, day_number
from rightsnlp.monitoring.statistics.fields import Field, field_of

Step = Literal["response", "restoration"]


@dataclass(frozen=True)
class Durations:
    """Days from escalation to a step.

    Attributes
    ----------
    days : ndarray of int64, shape (n,)
        Until the step; until the register's last day where it has not come.
    observed : ndarray of bool, shape (n,)
        Whether the step came.
    """

    days: NDArray[np.int64]
    observed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.days)

    def select(self, mask: NDArray[np.bool_]) -> Durations:
        """Return the durations of some of the cases."""
        return Durations(self.days[mask], self.observed[mask])


@dataclass(frozen=True, slots=True)
class MedianTime:
    """The median time to a step.

    Attributes
    ----------
    name : str
    n, observed : int
        Cases, and those in which the step came.
    days, low, high : float
        Median in days with its interval; infinite where fewer than half came in the time watched.
    """

    name: str
    n: int
    observed: int
    days: float
    low: float
    high: float


def durations_of(cases: CaseTable, step: Step) -> tuple[Durations, NDArray[np.bool_]]:
    """Return the days from escalation to a step, and which of the cases they are of.

    A case that a platform upheld was not restored up to the last day, and is kept until then: leaving it out at its
    answer would make restoration look likelier than it is. Cases without the date of escalation, and those in which
    the step came without a date, cannot be timed.

    Parameters
    ----------
    cases : CaseTable
    step : {"response", "restoration"}
        Restoration is timed for cases with an action of a platform.

    Returns
    -------
    tuple of Durations and ndarray of bool
        Of the cases that can be timed, and the mask of these among all.
    """
    start = days_of(cases, "escalated_at").astype(np.int64)
    if step == "response":
        stop = days_of(cases, "answered_at").astype(np.int64)
        field = field_of(cases, "response")
        came = field.mask("answered")
        timed = np.ones(len(cases), bool)
    elif step == "restoration":
        stop = days_of(cases, "resolved_at").astype(np.int64)
        field = field_of(cases, "restoration")
        came = field.mask("restored")
        timed = ~field.mask("no_action")
    else:
        raise InvalidArgumentError(
            f"step: got {step!r}", expected="response or restoration", remedy="pass 'response'"
        )
    timed &= (start > NO_DAY) & (~came | (stop > NO_DAY))
    end = day_number(cases.as_of)
    days = np.where(came, stop, end) - start
    timed &= days >= 0
    return Durations(days[timed], came[timed]), timed


def median_time(name: str, durations: Durations, confidence: float = 0.95) -> MedianTime:
    """Return the Kaplan–Meier median with its interval (Brookmeyer and Crowley 1982, on the log-log scale).

    Parameters
    ----------
    name : str
    durations : Durations
    confidence : float

    Examples
    --------
    >>> time = median_time("x", Durations(np.array([2, 4, 6, 9, 9]), np.array([True, True, True, False, False])))
    >>> time.days, time.low, time.high
    (6.0, 2.0, inf)
    """
    check_confidence(confidence)
    observed = int(durations.observed.sum())
    if not observed:
        unknown = math.nan if not len(durations) else math.inf
        return MedianTime(name, len(durations), 0, unknown, math.nan, math.nan)
    survival = _survival(durations)
    with warnings.catch_warnings():
        # Greenwood's variance is undefined before the first step and after the last: no bound stands there.
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = survival.confidence_interval(confidence_level=confidence, method="log-log")
    return MedianTime(
        name,
        len(durations),
        observed,
        _first_below(survival.quantiles, survival.probabilities),
        _first_below(survival.quantiles, interval.low.probabilities),
        _first_below(survival.quantiles, interval.high.probabilities),
    )


def survival_curve(durations: Durations) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the days at which the curve steps, and the share of cases in which the step has not come by then.

    Examples
    --------
    >>> days, waiting = survival_curve(Durations(np.array([1, 3]), np.array([True, False])))
    >>> days.tolist(), waiting.tolist()
    ([1.0, 3.0], [0.5, 0.5])
    """
    if not len(durations):
        return np.zeros(0), np.zeros(0)
    survival = _survival(durations)
    return np.asarray(survival.quantiles, dtype=float), np.asarray(survival.probabilities, dtype=float)


def _survival(durations: Durations) -> Any:
    from scipy.stats import CensoredData, ecdf

    return ecdf(CensoredData.right_censored(durations.days, ~durations.observed)).sf


def _first_below(days: NDArray[Any], waiting: NDArray[Any]) -> float:
    below = np.flatnonzero(np.nan_to_num(waiting, nan=1.0) <= 0.5 + 1e-12)
    return float(days[below[0]]) if len(below) else math.inf


@dataclass(frozen=True, slots=True)
class LogRank:
    """A comparison of the waiting times of two groups; ``p`` is adjusted for all pairs."""

    first: str
    second: str
    statistic: float
    p: float


def log_rank(durations: Durations, groups: Field, names: Sequence[str]) -> list[LogRank]:
    """Compare the waiting times of every two groups by the log-rank test, adjusted for all pairs (Holm).

    Parameters
    ----------
    durations : Durations
    groups : Field
        Of the same cases.
    names : sequence of str
        Values of the field to compare.

    Returns
    -------
    list of LogRank
        Groups in which the step never came in either are left out.
    """
    parts = {name: durations.select(groups.mask(name)) for name in names}
    found = []
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            a, b = parts[first], parts[second]
            if len(a) and len(b) and (a.observed.any() or b.observed.any()):
                statistic, p = _log_rank(a, b)
                found.append(LogRank(first, second, statistic, p))
    if not found:
        return []
    adjusted = holm([entry.p for entry in found])
    return [LogRank(e.first, e.second, e.statistic, float(p)) for e, p in zip(found, adjusted, strict=True)]


def _log_rank(a: Durations, b: Durations) -> tuple[float, float]:
    """Return z and its two-sided p value (Mantel 1966), from counts by day, so that a million cases take no time."""
    from scipy.special import ndtr

    length = int(max(a.days.max(), b.days.max())) + 2
    at_risk, events = [], []
    for part in (a, b):
        leaving = np.bincount(part.days, minlength=length)
        at_risk.append(len(part) - np.concatenate([[0], np.cumsum(leaving)[:-1]]))
        events.append(np.bincount(part.days[part.observed], minlength=length))
    n, d = at_risk[0] + at_risk[1], events[0] + events[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(d > 0, d * at_risk[0] / n, 0.0)
        variance = np.where(
            (d > 0) & (n > 1), d * (at_risk[0] / n) * (at_risk[1] / n) * (n - d) / (n - 1), 0.0
        )
    spread = math.sqrt(float(variance.sum()))
    z = (float(events[0].sum()) - float(expected.sum())) / spread if spread else 0.0
    return z, float(2 * ndtr(-abs(z)))
