"""Precision against recall at every threshold, for many weightings of the same posts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation.arrays import FloatArray, IntArray, check_answers, check_probabilities
from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.ranking import Ranking
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.intervals import Interval, IntervalSettings
from rightsnlp.rendering.reasons import Reason

RECALLS = np.linspace(0, 1, 101)[1:]
"""The recalls at which the precision of resamples is compared."""


@dataclass(frozen=True)
class PrecisionRecall:
    """The steps of a precision–recall curve.

    It is the step function that average precision is the area of: at each recall, the precision at the highest
    threshold that reaches it.

    Attributes
    ----------
    post : ndarray (m,) of int
        Posts with a known answer and a score, the highest score first.
    positive : ndarray (m,)
        1 where the label holds, in that order.
    last : ndarray (K,) of int
        The last place of each step; posts of equal score are one step.
    score : ndarray (K,)
        The score of each step.
    ranking : Ranking
        For average precision.
    reason : Reason or None
        Why the curve is undefined; None when it is not.

    Examples
    --------
    >>> import numpy as np
    >>> steps = PrecisionRecall.of(np.array([1.0, 0, 1]), np.array([0.9, 0.8, 0.3]))
    >>> recall, precision = steps.curve()
    >>> recall.tolist(), precision.round(3).tolist()
    ([0.0, 0.5, 1.0], [1.0, 1.0, 0.667])
    >>> steps.at(0.8)
    (0.5, 0.5)
    """

    post: IntArray
    positive: FloatArray
    last: IntArray
    score: FloatArray
    ranking: Ranking
    reason: Reason | None

    @classmethod
    def of(cls, y: FloatArray, score: FloatArray) -> PrecisionRecall:
        """Rank the posts by score; those with a NaN in ``y`` or ``score`` are left out."""
        known = np.flatnonzero(~np.isnan(y) & ~np.isnan(score))
        order = known[np.argsort(-score[known], kind="stable")]
        last = np.flatnonzero(np.diff(score[order], append=-1.0))
        reason = None if (y[known] == 1).any() else Reason("no_positive_probability")
        if not (y == 1).any():
            reason = Reason("no_positive")
        if not known.size:
            reason = Reason("no_probability")
        return cls(order, y[order], last, score[order][last], Ranking(y[known], score[known], known), reason)

    def statistic(self, W: FloatArray) -> FloatArray:
        """Return average precision, then the precision at each of :data:`RECALLS` (B, 101), for weights (B, n)."""
        found, taken = self._sums(W)
        values = np.full((W.shape[0], RECALLS.size), np.nan)
        for row in np.flatnonzero(found[:, -1] > 0):
            first = np.searchsorted(found[row], RECALLS * found[row, -1] - 1e-9)
            values[row] = found[row, first] / taken[row, first]
        return np.column_stack([self.ranking(W)[:, 0], values])

    def curve(self) -> tuple[FloatArray, FloatArray]:
        """Return recall and precision at the steps where recall grows, and the first precision once more at 0."""
        found, taken = self._unweighted()
        grows = np.diff(found, prepend=0.0) > 0
        recall, precision = found[grows] / found[-1], found[grows] / taken[grows]
        return np.append(0.0, recall), np.append(precision[0], precision)

    def at(self, threshold: float) -> tuple[float, float] | None:
        """Return recall and precision from a threshold on; None when nothing is assigned."""
        found, taken = self._unweighted()
        step = int((self.score >= threshold).sum()) - 1
        return None if step < 0 else (float(found[step] / found[-1]), float(found[step] / taken[step]))

    def _unweighted(self) -> tuple[FloatArray, FloatArray]:
        found, taken = self._sums(np.ones((1, int(self.post.max()) + 1)))
        return found[0], taken[0]

    def _sums(self, W: FloatArray) -> tuple[FloatArray, FloatArray]:
        ranked = np.take(W, self.post, axis=1)
        found = np.cumsum(ranked * self.positive, axis=1)[:, self.last]
        return found, np.cumsum(ranked, axis=1)[:, self.last]


@dataclass(frozen=True, eq=False)
class PrecisionRecallCurve:
    """Precision at every recall of one system, with a band, and average precision.

    Attributes
    ----------
    label : str
    steps : PrecisionRecall
        The curve itself; :meth:`PrecisionRecall.at` gives its point at a threshold.
    low, high : ndarray (100,) or None
        Percentiles of the precision of the resamples at each of :data:`RECALLS`; None without an interval.
    average_precision : MetricResult
        Undefined, with a reason, where the curve is.
    prevalence : float
        Share of positives among the known answers: what a random order reaches.
    n, n_positive, n_left_out : int
        Posts with a known answer and a probability, those of them that hold the label, and all other posts.
    confidence : float
        Nominal coverage of the intervals.
    """

    label: str
    steps: PrecisionRecall
    low: FloatArray | None
    high: FloatArray | None
    average_precision: MetricResult
    prevalence: float
    n: int
    n_positive: int
    n_left_out: int
    confidence: float


def precision_recall_curve(
    y: npt.ArrayLike,
    p: npt.ArrayLike,
    *,
    label: str = "",
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> PrecisionRecallCurve:
    """Return precision against recall with a bootstrap band, and average precision with its interval.

    Parameters
    ----------
    y, p : array-like (n,)
        Answers (1, 0, NaN) and probabilities; posts with a NaN in either are left out and counted.
    label : str
        Name of the label.
    groups, interval
        As in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`, whose interval of average precision this is.

    Raises
    ------
    InvalidArgumentError
        When shapes or values do not fit.

    Examples
    --------
    >>> curve = precision_recall_curve([1, 0, 1], [0.9, 0.8, 0.3], n_resamples=50)
    >>> round(curve.average_precision.value, 3), curve.steps.at(0.8)
    (0.833, (0.5, 0.5))
    """
    interval = interval.having(**settings)
    confidence = interval.confidence
    answers = check_answers(y, 1)[:, 0]
    scores = check_probabilities(p, (answers.size, 1))[:, 0]
    steps = PrecisionRecall.of(answers, scores)
    known = ~np.isnan(answers) & ~np.isnan(scores)
    n, positive = int(known.sum()), int(answers[known].sum())
    value = lowest = highest = float("nan")
    low = high = None
    reason, method = steps.reason, ""
    if steps.reason is None:
        boot = bootstrap(
            steps.statistic,
            answers.size,
            **interval.settings(),
            groups=groups,
        )
        value, lowest, highest = (float(column[0]) for column in (boot.value, boot.low, boot.high))
        reason = boot.reason[0]
        if np.isfinite(lowest):
            tail, method = (1 - confidence) / 2, boot.method
            low, high = np.nanquantile(boot.resamples[:, 1:], [tail, 1 - tail], axis=0)
    area = MetricResult(label, "average_precision", value, lowest, highest, n, positive, reason, method)
    prevalence = float(np.nanmean(answers)) if np.isfinite(answers).any() else float("nan")
    return PrecisionRecallCurve(
        label, steps, low, high, area, prevalence, n, positive, answers.size - n, confidence
    )
