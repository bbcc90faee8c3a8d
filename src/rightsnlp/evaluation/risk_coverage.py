"""Risk against coverage when the least certain posts are left to people first, and the area under that curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.confusion import divide
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, IntervalSettings, wilson

_LABEL = "label"
_EDGE = 1e-12


@dataclass(frozen=True)
class _Ranked:
    """Posts with a known answer and a probability, the most certain first; equally certain ones are one step."""

    post: a.IntArray
    wrong: a.FloatArray
    last: a.IntArray
    threshold: a.FloatArray
    n_posts: int
    n_positive: int

    def counts(self, W: a.FloatArray) -> tuple[a.FloatArray, a.FloatArray]:
        """Return posts decided and errors among them at every step (B, K), for weights (B, n)."""
        ranked = np.take(W, self.post, axis=1)
        errors = np.cumsum(ranked * self.wrong, axis=1)
        return np.cumsum(ranked, axis=1)[:, self.last], errors[:, self.last]

    def risk(self, W: a.FloatArray) -> a.FloatArray:
        """Return the risk at every step (B, K)."""
        decided, errors = self.counts(W)
        return divide(errors, decided)

    def area(self, W: a.FloatArray) -> a.FloatArray:
        """Return the mean, over posts, of the risk at the step of the post (B, 1)."""
        decided, errors = self.counts(W)
        step = np.diff(decided, axis=1, prepend=0.0)
        risks = np.nan_to_num(divide(errors, decided))
        return divide((step * risks).sum(axis=1), decided[:, -1])[:, None]


def risk_coverage_curve(
    y: npt.ArrayLike,
    p: npt.ArrayLike,
    *,
    threshold: float = 0.5,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> pd.DataFrame:
    """Return the risk at every coverage when the least certain posts are left to people first.

    A post is the more certain the further its probability lies from ``threshold``, on the scale of log odds.

    Parameters
    ----------
    y, p : array-like (n,)
        Answers and probabilities; posts with a NaN in either are left out.
    threshold : float
        From here on a post is assigned.
    groups : sequence (n,), optional
        Posts that are not independent share a group; the intervals are then bootstrapped by group.
    interval : Interval
        Resamples and seed of that bootstrap; coverage at a single step (the band as a whole covers less). Its parts
        may be passed as keywords.

    Returns
    -------
    pandas.DataFrame
        Columns ``coverage``, ``risk``, ``threshold``, ``n``, ``low``, ``high``, from few posts to all; equally
        certain posts come together. ``threshold`` is the probability from which a post is assigned at that
        coverage; on the other side lies its mirror image in log odds, and between them nothing is decided.
        ``low`` and ``high`` are Wilson's bounds of the risk among the ``n`` posts decided, or percentiles of the
        bootstrap when groups are given.

    Raises
    ------
    InvalidArgumentError
        When shapes or values do not fit, or ``threshold`` is not inside (0, 1).

    References
    ----------
    El-Yaniv, Wiener (2010), On the foundations of noise-free selective classification. Geifman, El-Yaniv (2017),
    Selective classification for deep neural networks.

    Examples
    --------
    >>> risk_coverage_curve([1, 0, 1, 0], [0.9, 0.2, 0.4, 0.1]).round(3)
       coverage  risk  threshold  n    low   high
    0      0.50  0.00        0.9  2  0.000  0.658
    1      0.75  0.00        0.8  3  0.000  0.561
    2      1.00  0.25        0.6  4  0.046  0.699
    """
    interval = interval.having(**settings)
    ranked = _rank(y, p, threshold)
    decided, errors = ranked.counts(np.ones((1, ranked.n_posts)))
    n, wrong = np.round(decided[0]).astype(np.int64), np.round(errors[0])
    bounds = np.array(
        [wilson(k, int(m), interval.confidence) for k, m in zip(wrong, n, strict=True)]
    ).reshape(-1, 2)
    if groups is not None and n.size:
        boot = bootstrap(
            ranked.risk,
            ranked.n_posts,
            **interval.having(method="percentile").settings(),
            groups=groups,
        )
        # No resample can vary where none or all are wrong; Wilson's bounds then stay.
        given = np.isfinite(boot.low) & np.isfinite(boot.high)
        bounds[given] = np.column_stack([boot.low, boot.high])[given]
    return pd.DataFrame(
        {
            "coverage": n / max(ranked.post.size, 1),
            "risk": wrong / n,
            "threshold": ranked.threshold,
            "n": n,
            "low": bounds[:, 0],
            "high": bounds[:, 1],
        }
    )


def area_under_risk_coverage(
    y: npt.ArrayLike,
    p: npt.ArrayLike,
    *,
    threshold: float = 0.5,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> MetricResult:
    """Return the area under the risk–coverage curve with its bootstrap interval; lower is better.

    It is the mean over posts of the risk among those at least as certain, so it judges the order of certainty and
    the errors together.

    Parameters
    ----------
    y, p, threshold, groups, interval
        As in :func:`risk_coverage_curve`.

    Returns
    -------
    MetricResult
        In [0, 1]; NaN with a reason without any post.

    References
    ----------
    Geifman, Uziel, El-Yaniv (2019), Bias-reduced uncertainty estimation for deep neural classifiers.

    Examples
    --------
    >>> area_under_risk_coverage([1, 0, 1, 0], [0.9, 0.2, 0.4, 0.1], n_resamples=50).value
    0.0625
    """
    ranked = _rank(y, p, threshold)
    n, metric = ranked.post.size, "area_under_risk_coverage"
    if not n:
        nan = float("nan")
        return MetricResult(_LABEL, metric, nan, nan, nan, 0, 0, "no probability where the answer is known")
    boot = bootstrap(
        ranked.area,
        ranked.n_posts,
        **interval.having(**settings).settings(),
        groups=groups,
    )
    value, low, high = (float(column[0]) for column in (boot.value, boot.low, boot.high))
    method = boot.method if np.isfinite(low) else ""
    return MetricResult(_LABEL, metric, value, low, high, n, ranked.n_positive, boot.reason[0], method)


def _rank(y: npt.ArrayLike, p: npt.ArrayLike, threshold: float) -> _Ranked:
    if not 0 < threshold < 1:
        raise InvalidArgumentError(
            f"threshold: got {threshold}",
            expected="a number inside (0, 1)",
            remedy="pass threshold=0.5, or the one that the model assigns from",
        )
    judged = a.judge(y, p, [_LABEL], thresholds=threshold)
    post = np.flatnonzero(~np.isnan(judged.Y[:, 0]) & ~np.isnan(judged.P[:, 0]))
    answers, probabilities = judged.Y[post, 0], np.clip(judged.P[post, 0], _EDGE, 1 - _EDGE)
    wrong = (judged.codes[post, 0] == a.ASSIGNED) != (answers == 1)
    centre = np.log(threshold / (1 - threshold))
    certainty = np.round(np.abs(np.log(probabilities / (1 - probabilities)) - centre), 12)
    order = np.argsort(-certainty, kind="stable")
    last = np.flatnonzero(np.diff(certainty[order], append=-1.0))
    assigned_from = 1 / (1 + np.exp(-(centre + certainty[order][last])))
    return _Ranked(
        post[order], wrong[order] * 1.0, last, assigned_from, judged.Y.shape[0], int((answers == 1).sum())
    )
