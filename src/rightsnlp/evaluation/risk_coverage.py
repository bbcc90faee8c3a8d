"""Risk against coverage when the least certain posts are left to people first, and the area under that curve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import bootstrap, percentile_bounds
from rightsnlp.evaluation.confusion import divide
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, IntervalSettings, wilson
from rightsnlp.rendering.reasons import Reason

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

    def area_and_risk(self, W: a.FloatArray) -> a.FloatArray:
        """Return the area, then the risk at every step (B, 1 + K)."""
        return np.hstack([self.area(W), self.risk(W)])


@dataclass(frozen=True, eq=False)
class RiskCoverageCurve:
    """The risk at every coverage when the least certain posts are left to people first, and the area under it.

    Attributes
    ----------
    label : str
    table : DataFrame
        Columns ``coverage``, ``risk``, ``threshold``, ``n``, ``low``, ``high``, from few posts to all; equally
        certain posts come together. ``threshold`` is the probability from which a post is assigned at that
        coverage; on the other side lies its mirror image in log odds, and between them nothing is decided.
        ``low`` and ``high`` are Wilson's bounds of the risk among the ``n`` posts decided, or percentiles of the
        bootstrap when groups are given.
    area : MetricResult
        The mean over posts of the risk among those at least as certain, in [0, 1]: it judges the order of certainty
        and the errors together, and lower is better. Undefined, with a reason, without any post.
    n, n_positive, n_left_out : int
        Posts with a known answer and a probability, those of them that hold the label, and all other posts.
    confidence : float
        Nominal coverage of the interval at a single step; the band as a whole covers less.
    """

    label: str
    table: pd.DataFrame
    area: MetricResult
    n: int
    n_positive: int
    n_left_out: int
    confidence: float


def risk_coverage_curve(
    y: npt.ArrayLike,
    p: npt.ArrayLike,
    *,
    label: str = "",
    threshold: float = 0.5,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> RiskCoverageCurve:
    """Return the risk at every coverage when the least certain posts are left to people first.

    A post is the more certain the further its probability lies from ``threshold``, on the scale of log odds.

    Parameters
    ----------
    y, p : array-like (n,)
        Answers and probabilities; posts with a NaN in either are left out.
    label : str
        Name of the label.
    threshold : float
        From here on a post is assigned.
    groups : sequence (n,), optional
        Posts that are not independent share a group; the intervals are then bootstrapped by group.
    interval : Interval
        Resamples and seed of that bootstrap, and of the area's; nominal coverage of the intervals. Its parts may be
        passed as keywords.

    Raises
    ------
    InvalidArgumentError
        When shapes or values do not fit, or ``threshold`` is not inside (0, 1).

    References
    ----------
    El-Yaniv, Wiener (2010), On the foundations of noise-free selective classification. Geifman, El-Yaniv (2017),
    Selective classification for deep neural networks. Geifman, Uziel, El-Yaniv (2019), Bias-reduced uncertainty
    estimation for deep neural classifiers.

    Examples
    --------
    >>> curve = risk_coverage_curve([1, 0, 1, 0], [0.9, 0.2, 0.4, 0.1], n_resamples=50)
    >>> curve.table.round(3)
       coverage  risk  threshold  n    low   high
    0      0.50  0.00        0.9  2  0.000  0.658
    1      0.75  0.00        0.8  3  0.000  0.561
    2      1.00  0.25        0.6  4  0.046  0.699
    >>> curve.area.value
    0.0625
    """
    interval = interval.having(**settings)
    ranked = _rank(y, p, threshold)
    decided, errors = ranked.counts(np.ones((1, ranked.n_posts)))
    n, wrong = np.round(decided[0]).astype(np.int64), np.round(errors[0])
    confidence = interval.confidence
    bounds = np.array([wilson(k, int(m), confidence) for k, m in zip(wrong, n, strict=True)]).reshape(-1, 2)
    n_known = ranked.post.size
    nan = float("nan")
    area = MetricResult(label, "area_under_risk_coverage", nan, nan, nan, 0, 0, Reason("no_probability"))
    if n_known:
        boot = bootstrap(
            ranked.area if groups is None else ranked.area_and_risk,
            ranked.n_posts,
            **interval.having(method="bca").settings(),
            groups=groups,
        )
        if groups is not None:
            # No resample can vary where none or all are wrong; Wilson's bounds then stay.
            resampled = np.column_stack(percentile_bounds(boot, confidence))[1:]
            given = np.isfinite(resampled).all(axis=1)
            bounds[given] = resampled[given]
        value, low, high = (float(column[0]) for column in (boot.value, boot.low, boot.high))
        method = boot.method if np.isfinite(low) else ""
        area = replace(
            area,
            value=value,
            low=low,
            high=high,
            n=n_known,
            support=ranked.n_positive,
            reason=boot.reason[0],
            method=method,
        )
    table = pd.DataFrame(
        {
            "coverage": n / max(n_known, 1),
            "risk": wrong / n,
            "threshold": ranked.threshold,
            "n": n,
            "low": bounds[:, 0],
            "high": bounds[:, 1],
        }
    )
    return RiskCoverageCurve(
        label, table, area, n_known, ranked.n_positive, ranked.n_posts - n_known, confidence
    )


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
