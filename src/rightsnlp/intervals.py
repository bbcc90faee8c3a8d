"""Intervals: what is asked of one, and the closed forms for shares (Wilson, Clopper–Pearson, Newcombe)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, TypedDict, Unpack

from rightsnlp.exceptions import InvalidArgumentError

Side = Literal["two", "lower", "upper"]
Method = Literal["bca", "percentile"]


class IntervalSettings(TypedDict, total=False):
    """The parts of an :class:`Interval` as keywords, for a call that names only one or two of them."""

    n_resamples: int
    confidence: float
    method: Method
    seed: int


@dataclass(frozen=True, slots=True)
class Interval:
    """How the interval of a figure is computed: one object, where four numbers would be handed on.

    Functions that take ``interval=`` take its parts as keywords too: ``evaluate_arrays(..., n_resamples=200)``.

    Attributes
    ----------
    n_resamples : int
        Resamples of the bootstrap; 0 asks for no interval where a function allows it.
    confidence : float
        Nominal coverage, in (0, 1).
    method : {"bca", "percentile"}
        Bias-corrected and accelerated, or plain percentiles; a function that has one method only ignores it.
    seed : int
        The same seed gives the same figures on every machine.

    Raises
    ------
    InvalidArgumentError
        When a part is out of range.

    Examples
    --------
    >>> Interval(n_resamples=200).having(seed=7)
    Interval(n_resamples=200, confidence=0.95, method='bca', seed=7)
    """

    n_resamples: int = 1000
    confidence: float = 0.95
    method: Method = "bca"
    seed: int = 0

    def __post_init__(self) -> None:
        check_confidence(self.confidence)
        if self.n_resamples < 0:
            raise InvalidArgumentError(
                f"n_resamples: got {self.n_resamples}", expected="0 or more", remedy="pass n_resamples=1000"
            )
        if self.method not in {"bca", "percentile"}:
            raise InvalidArgumentError(
                f"method: got {self.method!r}", expected="bca or percentile", remedy="pass method='bca'"
            )

    def having(self, **settings: Unpack[IntervalSettings]) -> Interval:
        """Return the same with some parts changed."""
        return replace(self, **settings)

    def settings(self) -> IntervalSettings:
        """Return the parts as keywords, in the form in which a signature states them."""
        return {
            "n_resamples": self.n_resamples,
            "confidence": self.confidence,
            "method": self.method,
            "seed": self.seed,
        }


def wilson(k: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a share ``k / n``.

    Unlike the textbook interval it stays inside [0, 1] and is not empty at 0 of n or n of n.

    Parameters
    ----------
    k : float
        Cases with the property, 0 ≤ k ≤ n.
    n : float
        Cases in all. With 0 the interval is undefined: (NaN, NaN).
    confidence : float
        Nominal coverage, in (0, 1).

    Returns
    -------
    tuple of float
        Lower and upper bound.

    Raises
    ------
    InvalidArgumentError
        When ``k`` is not in [0, n] or ``confidence`` not in (0, 1).

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples
    --------
    >>> low, high = wilson(0, 20)
    >>> round(low, 3), round(high, 3)
    (0.0, 0.161)
    """
    from scipy.special import ndtri

    _check_share(k, n)
    check_confidence(confidence)
    if n == 0:
        return math.nan, math.nan
    z = float(ndtri(0.5 + confidence / 2))
    share = k / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    # At the ends the bound is exact; rounding must not move it off.
    return (0.0 if k == 0 else max(0.0, centre - half)), (1.0 if k == n else min(1.0, centre + half))


def clopper_pearson(k: float, n: float, confidence: float = 0.95, side: Side = "two") -> tuple[float, float]:
    """Return the exact (Clopper–Pearson) interval of a share, or a one-sided bound.

    It covers at least as often as it says, whatever the share: the one to rest a guarantee on.

    Parameters
    ----------
    k, n : float
        Cases with the property, and cases in all.
    confidence : float
        Least coverage, in (0, 1).
    side : {"two", "lower", "upper"}
        ``lower`` gives (bound, 1), ``upper`` gives (0, bound), each at the full confidence.

    Returns
    -------
    tuple of float
        Lower and upper bound; (NaN, NaN) when n is 0.

    Raises
    ------
    InvalidArgumentError
        When ``k`` is not in [0, n], ``confidence`` not in (0, 1), or ``side`` not known.

    References
    ----------
    Clopper, Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial.

    Examples
    --------
    >>> round(clopper_pearson(0, 300, 0.95, "upper")[1], 4)   # close to the "rule of three", 3 / n
    0.0099
    """
    from scipy.special import betaincinv

    _check_share(k, n)
    check_confidence(confidence)
    if side not in {"two", "lower", "upper"}:
        raise InvalidArgumentError(
            f"side: got {side!r}", expected="two, lower or upper", remedy="pass side='two'"
        )
    if n == 0:
        return math.nan, math.nan
    tail = (1 - confidence) / (2 if side == "two" else 1)
    low = 0.0 if k == 0 or side == "upper" else float(betaincinv(k, n - k + 1, tail))
    high = 1.0 if k == n or side == "lower" else float(betaincinv(k + 1, n - k, 1 - tail))
    return low, high


def newcombe(k1: float, n1: float, k2: float, n2: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return the interval of the difference of two independent shares, ``k1 / n1 - k2 / n2``.

    Newcombe's hybrid score interval (his method 10), built from the two Wilson intervals.

    Parameters
    ----------
    k1, n1, k2, n2 : float
        Cases with the property and in all, in each sample.
    confidence : float
        Nominal coverage, in (0, 1).

    Returns
    -------
    tuple of float
        Lower and upper bound in [-1, 1]; (NaN, NaN) when a sample is empty.

    References
    ----------
    Newcombe (1998), Interval estimation for the difference between independent proportions.

    Examples
    --------
    >>> low, high = newcombe(56, 70, 48, 80)
    >>> round(low, 4), round(high, 4)
    (0.0524, 0.3339)
    """
    low1, high1 = wilson(k1, n1, confidence)
    low2, high2 = wilson(k2, n2, confidence)
    if n1 == 0 or n2 == 0:
        return math.nan, math.nan
    share1, share2 = k1 / n1, k2 / n2
    difference = share1 - share2
    return (
        difference - math.hypot(share1 - low1, high2 - share2),
        difference + math.hypot(high1 - share1, share2 - low2),
    )


def check_confidence(confidence: float) -> None:
    """Raise when ``confidence`` is not inside (0, 1)."""
    if not 0 < confidence < 1:
        raise InvalidArgumentError(
            f"confidence: got {confidence}", expected="a number inside (0, 1)", remedy="pass confidence=0.95"
        )


def _check_share(k: float, n: float) -> None:
    if not 0 <= k <= n:
        raise InvalidArgumentError(
            f"k, n: got {k} of {n}", expected="0 <= k <= n", remedy="count both on the same cases"
        )
