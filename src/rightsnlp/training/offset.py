r"""Logistic regression that starts from another model: what is learnt is the difference, and it is penalised.

With the base's logit :math:`z_0(x)` and a post's features :math:`x`, the probability of a label is

.. math:: p = \sigma\bigl(a\,z_0(x) + b + \delta^\top x\bigr)

The *level* :math:`(a, b)` says how far the base is to be trusted among these posts and how common the label is there;
it is held to the base's own by a weak penalty. The *weights* :math:`\delta` pay :math:`\|\delta\|^2 / 2C`: with few
posts nothing moves that they do not speak of (Chelba and Acero 2006, "Adaptation of maximum entropy
capitalizer: little data can help a lot").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.calibration import Calibrator

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    Floats = NDArray[np.float64]

_SLOPE_SPREAD = 0.5  # standard deviation of the level's slope around the base's, in units of it
_INTERCEPT_SPREAD = 1.0  # and of its intercept, in logits: a factor of 2.7 in the odds
_MIN_SLOPE = 1e-3


@dataclass(frozen=True, slots=True)
class Level:
    """The map ``slope * z + intercept`` from a base's logit to a calibrated one."""

    slope: float
    intercept: float

    def __call__(self, logits: Floats) -> Floats:
        """Return calibrated logits."""
        return self.slope * logits + self.intercept


@dataclass(frozen=True)
class Difference:
    """What is added to a base's logit, in its own units.

    Attributes
    ----------
    columns : ndarray of int64, shape (n_moved,)
        The features that stand in the posts; no other moves.
    weights : ndarray of float64, shape (n_moved,)
    intercept : float
    """

    columns: NDArray[np.int64]
    weights: Floats
    intercept: float

    def __call__(self, X: csr_matrix) -> Floats:
        """Return what is added for each row of ``X``."""
        dense = np.zeros(X.shape[1])
        dense[self.columns] = self.weights
        return np.asarray(X @ dense + self.intercept, dtype=np.float64)


def base_level(calibrator: Calibrator, logits: Floats) -> Level:
    """Return the line that a base's calibrator is, or, of a curve, the nearest over ``logits``."""
    if calibrator.method != "isotonic":
        return Level(max(calibrator.slope, _MIN_SLOPE), calibrator.intercept)
    p = np.clip(calibrator.predict(logits), 1e-4, 1 - 1e-4)
    if np.ptp(logits) == 0:
        return Level(1.0, float(np.log(p[0] / (1 - p[0])) - logits[0]))
    slope, intercept = np.polyfit(logits, np.log(p / (1 - p)), 1)
    return Level(max(float(slope), _MIN_SLOPE), float(intercept))


def fit_level(logits: Floats, y: Floats, weight: Floats, start: Level) -> Level:
    """Fit the level of a label among some posts, held weakly to the base's.

    Parameters
    ----------
    logits, y, weight : ndarray of float64, shape (n,)
        The base's logits, answers (1 or 0) and weights.
    start : Level
        The base's.

    Examples
    --------
    >>> level = fit_level(np.array([-1.0, 1.0] * 50), np.zeros(100), np.ones(100), Level(1.0, 0.0))
    >>> level.intercept < -2
    True
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    centre = np.array([start.slope, start.intercept])
    spread = np.array([_SLOPE_SPREAD * start.slope, _INTERCEPT_SPREAD])

    def loss(theta: Floats) -> tuple[float, Floats]:
        z = theta[0] * logits + theta[1]
        residual = weight * (expit(z) - y)
        away = (theta - centre) / spread
        value = float(weight @ (np.logaddexp(0, z) - y * z)) + 0.5 * float(away @ away)
        return value, np.array([residual @ logits, residual.sum()]) + away / spread

    best = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=[(_MIN_SLOPE, None), (None, None)])
    slope, intercept = (float(f"{value:.10g}") for value in best.x)  # the digits that every machine agrees on
    return Level(slope, intercept)


def fit_difference(
    X: csr_matrix, logits: Floats, y: Floats, weight: Floats, level: Level, strength: float
) -> Difference:
    """Fit the weights that some posts ask for, on top of the base's logits.

    Parameters
    ----------
    X : csr_matrix, shape (n, n_features)
        Features of the posts, without repeated entries in a row.
    logits, y, weight : ndarray of float64, shape (n,)
    level : Level
        What makes the base's logits calibrated ones.
    strength : float
        *C*, the inverse strength of the penalty on features of mean square norm 1.
    """
    from scipy.optimize import minimize
    from scipy.special import expit

    columns, where = np.unique(X.indices, return_inverse=True)
    compact: Any = X.__class__((X.data.astype(np.float64), where, X.indptr), shape=(X.shape[0], columns.size))
    size = np.sqrt(compact.multiply(compact).sum() / max(X.shape[0], 1)) or 1.0
    compact = compact / size
    transposed = compact.T.tocsr()
    offset = level(logits)

    def loss(theta: Floats) -> tuple[float, Floats]:
        z = offset + compact @ theta[:-1] + theta[-1]
        residual = weight * (expit(z) - y)
        value = float(weight @ (np.logaddexp(0, z) - y * z)) + 0.5 / strength * float(theta[:-1] @ theta[:-1])
        return value, np.append(transposed @ residual + theta[:-1] / strength, residual.sum())

    best = minimize(loss, np.zeros(columns.size + 1), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return Difference(
        columns.astype(np.int64), best.x[:-1] / (size * level.slope), float(best.x[-1]) / level.slope
    )
