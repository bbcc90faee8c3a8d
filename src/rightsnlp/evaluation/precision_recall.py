"""Precision against recall at every threshold, for many weightings of the same posts at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rightsnlp.evaluation.arrays import FloatArray, IntArray
from rightsnlp.evaluation.ranking import Ranking

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
    reason : str
        Why the curve is undefined; empty when it is not.

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
    reason: str

    @classmethod
    def of(cls, y: FloatArray, score: FloatArray) -> PrecisionRecall:
        """Rank the posts by score; those with a NaN in ``y`` or ``score`` are left out."""
        known = np.flatnonzero(~np.isnan(y) & ~np.isnan(score))
        order = known[np.argsort(-score[known], kind="stable")]
        last = np.flatnonzero(np.diff(score[order], append=-1.0))
        reason = "" if (y[known] == 1).any() else "no positive has a probability"
        if not (y == 1).any():
            reason = "no positive among the known answers"
        if not known.size:
            reason = "no probability where the answer is known"
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
