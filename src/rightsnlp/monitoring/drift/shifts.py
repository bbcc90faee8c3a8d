"""One shift between two periods: how large it is, and whether chance alone would make it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rightsnlp.exceptions import InvalidArgumentError


@dataclass(frozen=True, slots=True)
class Shift:
    """A difference between two periods.

    Attributes
    ----------
    kind : str
        ``input``, ``score`` or ``calibration``.
    name : str
        What was compared.
    size : float
        In [0, 1]: the share of cases that would have to be others for the periods to be alike (total variation, or
        Kolmogorov and Smirnov's distance); for a calibration the difference of the gap between verified share and mean
        score.
    n_before, n_after : int
    p : float
        Of no shift; adjusted for all shifts looked at together where it stands in a report.
    """

    kind: str
    name: str
    size: float
    n_before: int
    n_after: int
    p: float


def category_shift(name: str, before: Sequence[str], after: Sequence[str], *, kind: str = "input") -> Shift:
    """Compare how often values occur, by the chi-squared test.

    Values that are expected fewer than five times in a period are taken together, where the test would not hold.

    Examples
    --------
    >>> shift = category_shift("platform", ["x"] * 50 + ["y"] * 50, ["x"] * 80 + ["y"] * 20)
    >>> round(shift.size, 2), shift.p < 0.001
    (0.3, True)
    """
    from scipy.stats import chi2_contingency

    _need(name, before, after)
    values = sorted({*before, *after})
    place = {value: i for i, value in enumerate(values)}
    counts = np.array(
        [np.bincount([place[v] for v in part], minlength=len(values)) for part in (before, after)]
    )
    shares = counts / counts.sum(axis=1, keepdims=True)
    expected = counts.sum(axis=0) * counts.sum(axis=1).min() / counts.sum()
    rare = expected < 5
    joined = np.column_stack([counts[:, ~rare], counts[:, rare].sum(axis=1)]) if rare.any() else counts
    joined = joined[:, joined.sum(axis=0) > 0]
    p = float(chi2_contingency(joined, correction=False).pvalue) if joined.shape[1] > 1 else 1.0
    return Shift(kind, name, float(np.abs(shares[0] - shares[1]).sum() / 2), len(before), len(after), p)


def number_shift(name: str, before: ArrayLike, after: ArrayLike, *, kind: str = "input") -> Shift:
    """Compare two distributions of numbers, by Kolmogorov and Smirnov's test.

    Examples
    --------
    >>> number_shift("length", range(100), range(50, 150)).size
    0.5
    """
    from scipy.stats import ks_2samp

    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    _need(name, first, second)
    found = ks_2samp(first, second, method="asymp")
    return Shift(kind, name, float(found.statistic), len(first), len(second), float(found.pvalue))


def calibration_shift(
    name: str, before: tuple[ArrayLike, ArrayLike], after: tuple[ArrayLike, ArrayLike]
) -> Shift:
    """Compare how far the verified share lies from the mean score in two periods, by a z test.

    Parameters
    ----------
    name : str
        The label.
    before, after : tuple of array-like (scores, labels)
        Of cases that people verified, drawn at random.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> scores = rng.random(2000)
    >>> right, low = rng.random(2000) < scores, rng.random(2000) < scores + 0.2 * (1 - scores)
    >>> shift = calibration_shift("x", (scores, right), (scores, low))
    >>> shift.size > 0.07, shift.p < 1e-6
    (True, True)
    """
    from scipy.special import ndtr

    gaps, variances, sizes = [], [], []
    for scores, labels in (before, after):
        p, y = np.asarray(scores, dtype=float), np.asarray(labels, dtype=float)
        _need(name, p, y)
        gaps.append(float((y - p).mean()))
        variances.append(float((y - p).var(ddof=1) / len(p)) if len(p) > 1 else np.inf)
        sizes.append(len(p))
    spread = float(np.sqrt(sum(variances)))
    z = (gaps[1] - gaps[0]) / spread if spread else 0.0
    return Shift("calibration", name, gaps[1] - gaps[0], sizes[0], sizes[1], float(2 * ndtr(-abs(z))))


def _need(name: str, *parts: object) -> None:
    if any(len(part) == 0 for part in parts):  # type: ignore[arg-type]
        raise InvalidArgumentError(
            f"{name}: a period has no case", expected="cases in both", remedy="choose other periods"
        )
