"""Expected calibration error with bins of equal width or of equal mass, and the reliability curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.evaluation.arrays import FloatArray, IntArray, check_answers, check_probabilities
from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.confusion import divide
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, IntervalSettings, wilson
from rightsnlp.rendering.reasons import Reason

Binning = Literal["width", "mass"]


def bin_numbers(p: FloatArray, n_bins: int = 15, binning: Binning = "width") -> IntArray:
    """Return the bin, 0 to ``n_bins - 1``, of each probability.

    Bins of equal width are half-open to the left, (0, 1/n], as in Guo et al. (2017), and hold 0 in the
    first. Bins of equal mass cut the ranked probabilities in n parts; equal ones stay together.

    Examples
    --------
    >>> import numpy as np
    >>> bin_numbers(np.array([0.0, 0.1, 0.11, 1.0]), 10).tolist()
    [0, 0, 1, 9]
    """
    if n_bins < 1:
        raise InvalidArgumentError(f"n_bins: got {n_bins}", expected="1 or more", remedy="pass n_bins=15")
    if binning == "width":
        edges = np.linspace(0, 1, n_bins + 1)[1:-1]
        return np.searchsorted(edges, p, side="left").astype(np.int64)
    first_rank = np.searchsorted(np.sort(p), p, side="left")
    return (first_rank * n_bins // max(p.size, 1)).astype(np.int64)


def expected_calibration_error(
    y: npt.ArrayLike, p: npt.ArrayLike, *, n_bins: int = 15, binning: Binning = "width"
) -> float:
    """Return the mean gap between probability and frequency over bins, weighted by their posts.

    It is never below 0, so on a small sample it is above 0 for a perfectly calibrated model too.

    Parameters
    ----------
    y : array-like (n,)
        1, 0, or NaN (unknown; left out).
    p : array-like (n,)
        Probabilities, or NaN (left out).
    n_bins : int
        Number of bins.
    binning : {"width", "mass"}
        ``mass`` gives the adaptive error, with as many posts in each bin as ties allow.

    Returns
    -------
    float
        In [0, 1]; NaN without any post.

    References
    ----------
    Guo, Pleiss, Sun, Weinberger (2017), On calibration of modern neural networks. Nguyen, O'Connor (2015),
    Posterior calibration and exploratory analysis for natural language processing models.

    Examples
    --------
    >>> round(expected_calibration_error([1, 0, 1, 1], [0.9, 0.1, 0.9, 0.9], n_bins=10), 3)
    0.1
    """
    answers, probabilities = _known(y, p)
    if not answers.size:
        return float("nan")
    gaps = np.bincount(bin_numbers(probabilities, n_bins, binning), weights=probabilities - answers)
    return float(np.abs(gaps).sum() / answers.size)


def calibrated_errors(
    p: FloatArray, binning: Binning, *, n_bins: int = 15, n_resamples: int = 1000, seed: int = 0
) -> FloatArray:
    """Return the errors that a perfectly calibrated model with these probabilities would show by chance.

    Answers are drawn from the probabilities themselves (consistency resampling).

    Parameters
    ----------
    p : ndarray (n,)
        Probabilities.
    binning, n_bins
        As in :func:`expected_calibration_error`.
    n_resamples, seed : int
        Number of draws, and their seed.

    Returns
    -------
    ndarray (n_resamples,)

    References
    ----------
    Bröcker, Smith (2007), Increasing the reliability of reliability diagrams.

    Examples
    --------
    >>> import numpy as np
    >>> errors = calibrated_errors(np.full(100, 0.3), "width", n_resamples=200)
    >>> bool(0.01 < np.median(errors) < 0.06)
    True
    """
    bins = bin_numbers(p, n_bins, binning)
    order = np.argsort(bins, kind="stable")
    ranked = p[order]
    first = np.flatnonzero(np.diff(bins[order], prepend=-1))
    rng = np.random.default_rng(seed)
    rows = max(1, 1_000_000 // p.size)
    errors = []
    for start in range(0, n_resamples, rows):
        gap = ranked - (rng.random((min(rows, n_resamples - start), p.size)) < ranked)
        errors.append(np.abs(np.add.reduceat(gap, first, axis=1)).sum(axis=1) / p.size)
    return np.concatenate(errors)


def calibration_interval(
    value: float, resamples: FloatArray, calibrated: FloatArray, confidence: float
) -> tuple[float, float, Reason | None]:
    """Return an interval of a calibration error, and the reason to give when no error is shown.

    The error cannot be below 0, so resampling pushes it up once more, and percentiles of the resamples lie
    too high: in simulation they held the truth between 0 and 80 times in 100 at nominal 95. The resamples are
    therefore mirrored at the value (the basic bootstrap), and the lower bound is 0 where a calibrated model
    would do as badly by chance.

    Parameters
    ----------
    value : float
        The error on the sample.
    resamples : ndarray
        The error on bootstrap resamples.
    calibrated : ndarray
        What :func:`calibrated_errors` gave.
    confidence : float
        Nominal coverage.
    """
    low, high = np.quantile(resamples[np.isfinite(resamples)], [(1 - confidence) / 2, (1 + confidence) / 2])
    upper = max(2 * value - float(low), value)
    if value <= np.quantile(calibrated, confidence):
        return 0.0, upper, Reason("no_miscalibration")
    return max(0.0, 2 * value - float(high)), upper, None


def reliability_table(
    y: npt.ArrayLike,
    p: npt.ArrayLike,
    *,
    n_bins: int = 15,
    binning: Binning = "width",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Return, for each bin with posts, the mean probability and the frequency with its Wilson interval.

    Returns
    -------
    pandas.DataFrame
        Columns ``bin``, ``n``, ``probability``, ``frequency``, ``low``, ``high``.

    Examples
    --------
    >>> reliability_table([1, 0, 1], [0.9, 0.1, 0.9], n_bins=2)[["n", "probability", "frequency"]]
       n  probability  frequency
    0  1          0.1        0.0
    1  2          0.9        1.0
    """
    answers, probabilities = _known(y, p)
    rows = []
    bins = bin_numbers(probabilities, n_bins, binning)
    for number in np.unique(bins):
        inside = bins == number
        n, k = int(inside.sum()), int(answers[inside].sum())
        low, high = wilson(k, n, confidence)
        rows.append((int(number), n, float(probabilities[inside].mean()), k / n, low, high))
    return pd.DataFrame(rows, columns=["bin", "n", "probability", "frequency", "low", "high"])


@dataclass(frozen=True, eq=False)
class ReliabilityCurve:
    """What was said against what holds, bin by bin.

    Attributes
    ----------
    label : str
    table : DataFrame
        What :func:`reliability_table` gave.
    heights : ndarray (n_bins,) of int
        Posts in each part of equal width of the scale of probabilities.
    error : MetricResult
        The expected calibration error; undefined, with a reason, without any post.
    n, n_positive, n_left_out : int
        Posts with a known answer and a probability, those of them that hold the label, and all other posts.
    confidence : float
        Nominal coverage of the intervals.
    """

    label: str
    table: pd.DataFrame
    heights: IntArray
    error: MetricResult
    n: int
    n_positive: int
    n_left_out: int
    confidence: float


def reliability_curve(
    y: npt.ArrayLike,
    p: npt.ArrayLike,
    *,
    label: str = "",
    error: MetricResult | None = None,
    n_bins: int = 15,
    binning: Binning = "width",
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> ReliabilityCurve:
    """Return the share that holds in bins of the probability, and the calibration error, with intervals.

    Parameters
    ----------
    y, p : array-like (n,)
        Answers (1, 0, NaN) and probabilities; posts with a NaN in either are left out and counted.
    label : str
        Name of the label.
    error : MetricResult, optional
        The error in these bins, where a report has it: ``report.get(label, "ece")``. Default: it is computed.
    n_bins, binning
        As in :func:`expected_calibration_error`.
    groups, interval
        For the interval of the error, as in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`; the confidence is
        that of the bins too.

    Raises
    ------
    InvalidArgumentError
        When shapes or values do not fit.

    References
    ----------
    Bröcker, Smith (2007), Increasing the reliability of reliability diagrams. Guo, Pleiss, Sun, Weinberger (2017),
    On calibration of modern neural networks.

    Examples
    --------
    >>> curve = reliability_curve([1, 0, 1, 0], [0.9, 0.2, 0.6, 0.1], n_bins=5, n_resamples=50)
    >>> curve.heights.tolist(), round(curve.error.value, 3)
    ([2, 0, 1, 0, 1], 0.2)
    """
    interval = interval.having(**settings)
    confidence = interval.confidence
    answers = check_answers(y, 1)[:, 0]
    probabilities = check_probabilities(p, (answers.size, 1))[:, 0]
    table = reliability_table(answers, probabilities, n_bins=n_bins, binning=binning, confidence=confidence)
    known = ~np.isnan(answers) & ~np.isnan(probabilities)
    if error is None:
        error = _error(answers, probabilities, label, n_bins, binning, groups, interval)
    if binning == "mass":
        heights = np.histogram(probabilities[known], bins=np.linspace(0, 1, n_bins + 1))[0]
    else:
        heights = np.zeros(n_bins, dtype=np.int64)
        heights[table["bin"]] = table["n"]
    n, positive = int(known.sum()), int(answers[known].sum())
    return ReliabilityCurve(label, table, heights, error, n, positive, answers.size - n, confidence)


def _error(
    y: FloatArray,
    p: FloatArray,
    label: str,
    n_bins: int,
    binning: Binning,
    groups: Any,
    interval: Interval,
) -> MetricResult:
    """Return the calibration error with its interval; the resamples are those of a report."""
    known = ~np.isnan(y) & ~np.isnan(p)
    n, positive = int(known.sum()), int(y[known].sum())
    if not n:
        nan = float("nan")
        return MetricResult(label, "ece", nan, nan, nan, 0, 0, Reason("no_probability"))
    gaps = np.zeros((y.size, n_bins))
    gaps[np.flatnonzero(known), bin_numbers(p[known], n_bins, binning)] = p[known] - y[known]

    def statistic(W: FloatArray) -> FloatArray:
        return divide(np.abs(W @ gaps).sum(axis=1), W @ known)[:, None]

    boot = bootstrap(
        statistic,
        y.size,
        **interval.having(method="percentile").settings(),
        groups=groups,
    )
    calibrated = calibrated_errors(
        p[known], binning, n_bins=n_bins, n_resamples=interval.n_resamples, seed=interval.seed
    )
    value = float(boot.value[0])
    low, high, reason = calibration_interval(value, boot.resamples[:, 0], calibrated, interval.confidence)
    return MetricResult(label, "ece", value, low, high, n, positive, reason, "basic")


def _known(y: npt.ArrayLike, p: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    answers = check_answers(y, 1)
    probabilities = check_probabilities(p, (answers.shape[0], 1))
    known = ~np.isnan(answers[:, 0]) & ~np.isnan(probabilities[:, 0])
    return answers[known, 0], probabilities[known, 0]
