"""Each metric as a plain function of one label's answers; NaN where it is undefined, never a silent 0.

``y`` is (n,) of 1, 0 and NaN (unknown, left out); ``assigned`` is (n,) of true and false, or of decisions as
words; ``p`` is (n,) of probabilities, NaN for no answer. For intervals, reasons and many labels, see
:func:`rightsnlp.evaluation.metrics.evaluate_arrays`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation.panel import panel_of

_LABEL = "label"


def precision(y: npt.ArrayLike, assigned: npt.ArrayLike) -> float:
    """Share of the assigned that are positive.

    Examples
    --------
    >>> precision([1, 0, 1, 0], [True, True, False, False])
    0.5
    """
    return _of_decisions("precision", y, assigned)


def recall(y: npt.ArrayLike, assigned: npt.ArrayLike) -> float:
    """Share of the positives that are assigned.

    Examples
    --------
    >>> recall([1, 0, 1, 1], ["assigned", "not_assigned", "review", "not_assigned"]).__round__(3)
    0.333
    """
    return _of_decisions("recall", y, assigned)


def f1(y: npt.ArrayLike, assigned: npt.ArrayLike) -> float:
    """Harmonic mean of precision and recall; undefined without a positive.

    Examples
    --------
    >>> f1([1, 0, 1, 1], [True, True, True, False]).__round__(3)
    0.667
    """
    return _of_decisions("f1", y, assigned)


def matthews_correlation(y: npt.ArrayLike, assigned: npt.ArrayLike) -> float:
    """Matthews' correlation of answers and decisions; undefined when either never varies.

    Examples
    --------
    >>> matthews_correlation([1, 1, 0, 0], [True, True, False, False])
    1.0
    """
    return _of_decisions("mcc", y, assigned)


def specificity(y: npt.ArrayLike, assigned: npt.ArrayLike) -> float:
    """Share of the negatives that are not assigned.

    Examples
    --------
    >>> specificity([0, 0, 0, 1], [True, False, False, True]).__round__(3)
    0.667
    """
    return _of_decisions("specificity", y, assigned)


def false_positive_rate(y: npt.ArrayLike, assigned: npt.ArrayLike) -> float:
    """Share of the negatives that are assigned.

    Examples
    --------
    >>> false_positive_rate([0, 0, 0, 1], [True, False, False, True]).__round__(3)
    0.333
    """
    return _of_decisions("false_positive_rate", y, assigned)


def coverage(y: npt.ArrayLike, decisions: npt.ArrayLike) -> float:
    """Share of the posts with a known answer that were decided, not sent to review or left as insufficient.

    Examples
    --------
    >>> coverage([1, 0], ["assigned", "review"])
    0.5
    """
    return _of_decisions("coverage", y, decisions)


def risk(y: npt.ArrayLike, decisions: npt.ArrayLike) -> float:
    """Share of wrong decisions among the decided.

    Examples
    --------
    >>> risk([1, 0, 0], ["assigned", "assigned", "review"])
    0.5
    """
    return _of_decisions("risk", y, decisions)


def mean_cost(y: npt.ArrayLike, decisions: npt.ArrayLike, costs: Mapping[str, float]) -> float:
    """Mean cost per post, by costs of ``false_positive``, ``false_negative``, ``review``, ``insufficient``.

    Examples
    --------
    >>> mean_cost([1, 0], ["review", "assigned"], {"false_positive": 5, "review": 1})
    3.0
    """
    return _of_decisions("cost", y, decisions, costs)


def average_precision(y: npt.ArrayLike, p: npt.ArrayLike) -> float:
    """Area under the precision–recall steps, without interpolation.

    Examples
    --------
    >>> average_precision([1, 0, 1], [0.9, 0.8, 0.7]).__round__(3)
    0.833
    """
    return _of_probabilities("average_precision", y, p)


def roc_auc(y: npt.ArrayLike, p: npt.ArrayLike) -> float:
    """Chance that a positive ranks above a negative; a tie counts half.

    Examples
    --------
    >>> roc_auc([1, 0, 1], [0.9, 0.8, 0.7])
    0.5
    """
    return _of_probabilities("roc_auc", y, p)


def brier_score(y: npt.ArrayLike, p: npt.ArrayLike) -> float:
    """Mean squared distance of probability and answer.

    Examples
    --------
    >>> brier_score([1, 0], [0.9, 0.3]).__round__(3)
    0.05
    """
    return _of_probabilities("brier", y, p)


def log_loss(y: npt.ArrayLike, p: npt.ArrayLike) -> float:
    """Mean negative logarithm of the probability given to the answer; probabilities of 0 and 1 are clipped.

    Examples
    --------
    >>> log_loss([1, 0], [0.5, 0.5]).__round__(3)
    0.693
    """
    return _of_probabilities("log_loss", y, p)


def _of_decisions(
    metric: str, y: npt.ArrayLike, decisions: npt.ArrayLike, costs: Mapping[str, float] | None = None
) -> float:
    given: npt.NDArray[Any] = np.asarray(decisions)
    words = given if given.dtype.kind in "UO" else np.where(given.astype(bool), "assigned", "not_assigned")
    panel = panel_of(y, None, [_LABEL], decisions=words, costs=costs)
    return float(panel.values(np.ones((1, panel.n)), [(_LABEL, metric)])[0, 0])


def _of_probabilities(metric: str, y: npt.ArrayLike, p: npt.ArrayLike) -> float:
    panel = panel_of(y, p, [_LABEL])
    return float(panel.values(np.ones((1, panel.n)), [(_LABEL, metric)])[0, 0])
