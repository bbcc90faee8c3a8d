"""Average precision and ROC AUC for many weightings of the same posts at once."""

from __future__ import annotations

import numpy as np

from rightsnlp.evaluation.arrays import FloatArray, IntArray
from rightsnlp.evaluation.confusion import divide


class Ranking:
    """Posts of one label in order of score, sorted once for all weightings.

    Parameters
    ----------
    y : ndarray (m,)
        Answers, 1 or 0.
    score : ndarray (m,)
        Scores; equal scores are one step of the curve.
    post : ndarray (m,) of int
        The column of the weights that each entry takes.

    Examples
    --------
    >>> import numpy as np
    >>> ranking = Ranking(np.array([1.0, 0, 1]), np.array([0.9, 0.8, 0.3]), np.arange(3))
    >>> ranking(np.ones((1, 3))).round(4).tolist()      # average precision, ROC AUC
    [[0.8333, 0.5]]
    """

    def __init__(self, y: FloatArray, score: FloatArray, post: IntArray) -> None:
        order = np.argsort(-score, kind="stable")
        ranked, positive = score[order], y[order] == 1
        self._post = post[order]
        self._positive = np.flatnonzero(positive)
        # Only the positives' places on the curve count; posts of equal score share a place.
        step = np.cumsum(np.append(True, ranked[1:] != ranked[:-1])) - 1 if y.size else np.empty(0, np.int64)
        first = np.flatnonzero(np.diff(step, prepend=-1))
        last = np.append(first[1:], y.size)
        before = np.append(0, np.cumsum(positive))
        mine = step[self._positive]
        self._taken = first[mine], last[mine]
        self._found = before[first[mine]], before[last[mine]]

    def __call__(self, W: FloatArray) -> FloatArray:
        """Return average precision and ROC AUC (B, 2) for weights (B, n)."""
        if not self._positive.size:
            return np.full((W.shape[0], 2), np.nan)
        ranked = np.take(W, self._post, axis=1)
        step = np.take(ranked, self._positive, axis=1)
        taken, found = _cumulated(ranked), _cumulated(step)
        positives = found[:, -1]
        negatives = taken[:, -1] - positives
        found_above, found = np.take(found, self._found[0], axis=1), np.take(found, self._found[1], axis=1)
        taken_above, taken = np.take(taken, self._taken[0], axis=1), np.take(taken, self._taken[1], axis=1)
        # A positive of weight 0 at the top has no precision, and adds nothing.
        area = np.einsum("ij,ij->i", step, found / np.maximum(taken, 1e-300))
        # A tie between a positive and a negative counts half.
        wrong_above = 0.5 * np.einsum("ij,ij->i", step, taken - found + taken_above - found_above)
        return np.column_stack([divide(area, positives), 1 - divide(wrong_above, positives * negatives)])


def _cumulated(weights: FloatArray) -> FloatArray:
    sums = np.zeros((weights.shape[0], weights.shape[1] + 1))
    np.cumsum(weights, axis=1, out=sums[:, 1:])
    return sums
