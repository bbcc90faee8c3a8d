"""The bootstrap of posts or of groups of posts, vectorised: one matrix of weights for all metrics.

Drawing n posts with replacement is the same as giving each post a count, so a resample is a row of weights,
and a statistic is a function from a matrix of weights (resamples × posts) to a matrix of values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation.arrays import FloatArray, IntArray, check_groups
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Method, check_confidence
from rightsnlp.rendering.reasons import Reason

Statistic: TypeAlias = Callable[[FloatArray], FloatArray]

MAX_UNDEFINED = 0.05
"""Above this share of resamples without a value, no interval is given."""

_CELLS_A_CHUNK = 1_000_000
_JACKKNIFE_BLOCKS = 200


@dataclass(frozen=True, slots=True)
class BootstrapResult:
    """Values of K statistics with their intervals.

    Attributes
    ----------
    value, low, high : ndarray (K,)
        The value on the sample and the bounds; NaN where undefined.
    reason : tuple of Reason or None
        Why a bound is NaN, or what the reader must know of it; None when there is nothing to say.
    resamples : ndarray (n_resamples, K)
        The value on every resample.
    method : str
        ``bca`` or ``percentile``.
    n : int
        Number of posts.
    """

    value: FloatArray
    low: FloatArray
    high: FloatArray
    reason: tuple[Reason | None, ...]
    resamples: FloatArray
    method: str
    n: int


def bootstrap(
    statistic: Statistic,
    n: int,
    *,
    n_resamples: int = 1000,
    confidence: float | FloatArray = 0.95,
    method: Method = "bca",
    seed: int = 0,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    strata: Sequence[Any] | npt.NDArray[Any] | None = None,
) -> BootstrapResult:
    """Bootstrap any statistics of n posts.

    Parameters
    ----------
    statistic : callable
        Takes weights (B, n) float64, returns values (B, K) float64, NaN where undefined.
    n : int
        Number of posts.
    n_resamples : int
        Number of resamples.
    confidence : float or ndarray (K,)
        Nominal coverage of the intervals, for all statistics or one by one.
    method : {"bca", "percentile"}
        Bias-corrected and accelerated, or plain percentiles.
    seed : int
        Seed; the same seed gives the same figures on every machine.
    groups : sequence, optional
        A group for every post (author, duplicate cluster, template). Groups are drawn whole.
    strata : sequence, optional
        A stratum for every post; each keeps its number of posts (of groups, when both are given).

    Returns
    -------
    BootstrapResult

    Raises
    ------
    InvalidArgumentError
        When a number is out of range, or a group lies in two strata.

    References
    ----------
    Efron (1987), Better bootstrap confidence intervals. Davison, Hinkley (1997), Bootstrap methods and
    their application, sections 3.8 (clusters) and 5.3 (strata).

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([2.0, 4.0, 4.0, 5.0, 7.0, 9.0])
    >>> mean = lambda W: (W @ x / W.sum(axis=1))[:, None]
    >>> result = bootstrap(mean, n=6, seed=1)
    >>> float(result.low[0]) < 5.17 < float(result.high[0])
    True
    """
    for level in np.atleast_1d(confidence):
        check_confidence(float(level))
    if method not in {"bca", "percentile"}:
        raise InvalidArgumentError(
            f"method: got {method!r}", expected="bca or percentile", remedy="pass method='bca'"
        )
    units, unit_strata = _units(n, groups, strata)
    value = statistic(np.ones((1, n)))[0]
    drawn = np.concatenate(
        [statistic(W) for W in _weight_chunks(units, unit_strata, n_resamples, np.random.default_rng(seed))]
    )
    tail = np.broadcast_to((1 - np.asarray(confidence, dtype=np.float64)) / 2, value.shape)
    quantiles = np.stack([tail, 1 - tail])
    if method == "bca":
        acceleration = _acceleration(statistic, units, unit_strata, seed)
        quantiles = _bca_quantiles(value, drawn, acceleration, tail)
    low, high, reasons = _bounds(value, drawn, quantiles)
    return BootstrapResult(value, low, high, reasons, drawn, method, n)


def percentile_bounds(boot: BootstrapResult, confidence: float) -> tuple[FloatArray, FloatArray]:
    """Return the bounds (K,) that plain percentiles of the resamples of a result give, whatever its own method is."""
    tail = np.full_like(boot.value, (1 - confidence) / 2)
    low, high, _ = _bounds(boot.value, boot.resamples, np.stack([tail, 1 - tail]))
    return low, high


def resample_weights(
    n: int,
    n_resamples: int,
    *,
    seed: int = 0,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    strata: Sequence[Any] | npt.NDArray[Any] | None = None,
) -> Iterator[FloatArray]:
    """Yield the weights of resamples in chunks (b, n), ``n_resamples`` rows in all.

    The rows do not depend on the size of the chunks.

    Examples
    --------
    >>> import numpy as np
    >>> W = np.concatenate(list(resample_weights(4, 3, groups=["a", "a", "b", "c"])))
    >>> W.shape, bool((W[:, 0] == W[:, 1]).all())
    ((3, 4), True)
    """
    units, unit_strata = _units(n, groups, strata)
    return _weight_chunks(units, unit_strata, n_resamples, np.random.default_rng(seed))


def _units(n: int, groups: Any, strata: Any) -> tuple[IntArray, IntArray]:
    """Number the units that are drawn, one number per post, and give the stratum of each unit."""
    if n < 1:
        raise InvalidArgumentError(
            f"n: got {n}", expected="one post or more", remedy="check the filter before it"
        )
    codes = check_groups(groups, n)
    units = np.arange(n, dtype=np.int64) if codes is None else codes
    n_units = int(units.max()) + 1
    post_strata = check_groups(strata, n, "strata")
    if post_strata is None:
        return units, np.zeros(n_units, dtype=np.int64)
    unit_strata = np.empty(n_units, dtype=np.int64)
    unit_strata[units] = post_strata
    if (unit_strata[units] != post_strata).any():
        raise InvalidArgumentError(
            "strata: a group lies in two strata",
            expected="every group inside one stratum",
            remedy="leave out strata, or make the groups finer",
        )
    return units, unit_strata


def _weight_chunks(
    units: IntArray, unit_strata: IntArray, n_resamples: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    if n_resamples < 1:
        raise InvalidArgumentError(
            f"n_resamples: got {n_resamples}", expected="1 or more", remedy="pass n_resamples=1000"
        )
    n_units = unit_strata.size
    # Units in order of stratum: a draw within a stratum is then a draw of places in one range.
    order = np.argsort(unit_strata, kind="stable")
    sizes = np.bincount(unit_strata)
    span = np.repeat(sizes, sizes)
    start = np.repeat(np.cumsum(sizes) - sizes, sizes)
    one_each = n_units == units.size and bool((units == np.arange(n_units)).all())
    rows_a_chunk = max(1, _CELLS_A_CHUNK // max(units.size, n_units))
    for first in range(0, n_resamples, rows_a_chunk):
        rows = min(rows_a_chunk, n_resamples - first)
        places = start + rng.integers(0, span, size=(rows, n_units))
        cells = (np.arange(rows)[:, None] * n_units + order[places]).ravel()
        counts = np.bincount(cells, minlength=rows * n_units).reshape(rows, n_units).astype(np.float64)
        yield counts if one_each else counts[:, units]


def _acceleration(statistic: Statistic, units: IntArray, unit_strata: IntArray, seed: int) -> FloatArray:
    """Acceleration by a jackknife that leaves out one block of units at a time.

    Blocks of one unit where there are few. A block's skewness shrinks as its number grows, so the ratio
    below estimates the same acceleration whatever the size of the blocks.
    """
    n_units = unit_strata.size
    blocks = np.empty(n_units, dtype=np.int64)
    block_stratum: list[int] = []
    rng = np.random.default_rng(seed)
    for stratum in np.unique(unit_strata):
        members = rng.permutation(np.flatnonzero(unit_strata == stratum))
        n_blocks = max(
            min(members.size, 2), min(members.size, round(_JACKKNIFE_BLOCKS * members.size / n_units))
        )
        blocks[members] = len(block_stratum) + np.arange(members.size) % n_blocks
        block_stratum += [int(stratum)] * n_blocks
    post_block = blocks[units]
    strata = np.array(block_stratum)
    rows_a_chunk = max(1, _CELLS_A_CHUNK // units.size)
    left_out = np.concatenate(
        [
            statistic((post_block != np.arange(first, min(first + rows_a_chunk, strata.size))[:, None]) * 1.0)
            for first in range(0, strata.size, rows_a_chunk)
        ]
    )
    deviation = np.empty_like(left_out)
    for stratum in np.unique(strata):
        inside = strata == stratum
        deviation[inside] = left_out[inside].mean(axis=0) - left_out[inside]
    square, cube = (deviation**2).sum(axis=0), (deviation**3).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        acceleration = cube / (6 * square**1.5)
    # Undefined when a left-out block takes the last positive with it: then only the bias is corrected.
    return np.where(np.isfinite(acceleration), acceleration, 0.0)


def _bca_quantiles(
    value: FloatArray, drawn: FloatArray, acceleration: FloatArray, tail: FloatArray
) -> FloatArray:
    from scipy.special import ndtr, ndtri

    defined = np.isfinite(drawn)
    n_defined = np.maximum(defined.sum(axis=0), 1)
    below = ((drawn < value) & defined).sum(axis=0) + 0.5 * ((drawn == value) & defined).sum(axis=0)
    bias = ndtri(np.clip(below / n_defined, 0.5 / n_defined, 1 - 0.5 / n_defined))
    z = bias + ndtri(np.stack([tail, 1 - tail]))
    return np.asarray(ndtr(bias + z / (1 - acceleration * z)), dtype=np.float64)


def _bounds(
    value: FloatArray, drawn: FloatArray, quantiles: FloatArray
) -> tuple[FloatArray, FloatArray, tuple[Reason | None, ...]]:
    low, high = np.full(value.size, math.nan), np.full(value.size, math.nan)
    reasons: list[Reason | None] = []
    for k in range(value.size):
        column = drawn[:, k]
        defined = column[np.isfinite(column)]
        undefined = column.size - defined.size
        if not math.isfinite(value[k]):
            reasons.append(Reason("undefined_on_sample"))
        elif undefined > MAX_UNDEFINED * column.size:
            reasons.append(Reason.of("often_undefined", count=undefined, all=column.size))
        elif np.ptp(defined) <= 1e-12 * max(1.0, abs(float(value[k]))):
            reasons.append(Reason("never_varies"))
        else:
            low[k], high[k] = np.quantile(defined, quantiles[:, k])
            some = Reason.of("sometimes_undefined", count=undefined, all=column.size)
            reasons.append(some if undefined else None)
    return low, high, tuple(reasons)
