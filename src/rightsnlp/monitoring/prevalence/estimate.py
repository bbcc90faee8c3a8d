"""An estimate of a prevalence, with its interval and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rightsnlp.exceptions import InvalidArgumentError

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Prevalence:
    """An estimate of the share of a collection that has a label.

    Attributes
    ----------
    method : str
    value, low, high : float
        The estimate and its interval, in [0, 1].
    n : int
        Cases of the collection that it is of.
    n_verified : int
        Verified cases that it rests on.
    confidence : float
    warnings : tuple of str
        What keeps a reader from relying on it.
    """

    method: str
    value: float
    low: float
    high: float
    n: int
    n_verified: int
    confidence: float
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        line = (
            f"{self.method}: {self.value:.1%} [{self.low:.1%}, {self.high:.1%}], "
            f"n = {self.n:,}, {self.n_verified:,} verified"
        )
        return "\n".join([line, *(f"  warning: {warning}" for warning in self.warnings)])


def check_scores(name: str, scores: ArrayLike) -> FloatArray:
    """Return scores as an array.

    Raises
    ------
    InvalidArgumentError
        When there is none, or one is not in [0, 1].
    """
    array = np.asarray(scores, dtype=np.float64)
    if array.ndim != 1 or not len(array) or not ((array >= 0) & (array <= 1)).all():
        raise InvalidArgumentError(
            f"{name}: got {array.size} values, some of them not in [0, 1] or none at all",
            expected="one probability a case",
            remedy="leave out cases without a score",
        )
    return array


def check_labels(name: str, labels: ArrayLike, n: int) -> NDArray[np.bool_]:
    """Return labels as an array.

    Raises
    ------
    InvalidArgumentError
        When they are not ``n`` values of 0 and 1, or when either of the two is missing.
    """
    array = np.asarray(labels, dtype=np.float64)
    if array.shape != (n,) or not np.isin(array, (0.0, 1.0)).all() or array.min() == array.max():
        raise InvalidArgumentError(
            f"{name}: got {array.size} values for {n} scores",
            expected="one 0 or 1 a case, both of them present",
            remedy="verify cases with and without the label",
        )
    return np.asarray(array == 1, dtype=np.bool_)
