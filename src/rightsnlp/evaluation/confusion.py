"""Figures of a confusion matrix, on counts of any shape; NaN where a figure is undefined.

``tp``, ``fp``, ``fn`` and ``tn`` are numbers or arrays of equal shape: true and false positives, false and
true negatives, weighted or not.
"""

from __future__ import annotations

import numpy as np

from rightsnlp.evaluation.arrays import FloatArray


def divide(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Divide, with NaN (and no warning) where the denominator is 0.

    Examples
    --------
    >>> import numpy as np
    >>> divide(np.array([1.0, 0.0]), np.array([2.0, 0.0])).tolist()
    [0.5, nan]
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(denominator == 0, np.nan, numerator / denominator)


def f1_score(tp: FloatArray, fp: FloatArray, fn: FloatArray) -> FloatArray:
    """Harmonic mean of precision and recall; undefined only without any positive, true or assigned."""
    return divide(2 * tp, 2 * tp + fp + fn)


def matthews(tp: FloatArray, fp: FloatArray, fn: FloatArray, tn: FloatArray) -> FloatArray:
    """Matthews' correlation coefficient; undefined when an answer or a decision never varies.

    References
    ----------
    Matthews (1975), Comparison of the predicted and observed secondary structure of T4 phage lysozyme.
    """
    margins = np.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn))
    return divide(tp * tn - fp * fn, margins)
