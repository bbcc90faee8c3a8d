"""Adjusting p values for the number of comparisons: Holm, and Benjamini–Hochberg."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation.arrays import FloatArray
from rightsnlp.exceptions import InvalidArgumentError


def holm(p_values: Sequence[float] | npt.NDArray[np.float64]) -> FloatArray:
    """Adjust p values so that one false finding among all is as rare as the level says.

    Parameters
    ----------
    p_values : sequence of float (m,)
        In [0, 1]; a NaN stays NaN and is not counted among the m.

    Returns
    -------
    ndarray (m,)
        Adjusted p values, to be held against the level as they are.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    p, defined = _check(p_values)
    order = np.argsort(p[defined], kind="stable")
    ranked = p[defined][order] * np.arange(order.size, 0, -1)
    return _place(p, defined, order, np.maximum.accumulate(ranked))


def benjamini_hochberg(p_values: Sequence[float] | npt.NDArray[np.float64]) -> FloatArray:
    """Adjust p values so that the share of false findings among the findings stays below the level.

    Parameters
    ----------
    p_values : sequence of float (m,)
        In [0, 1]; a NaN stays NaN and is not counted among the m.

    Returns
    -------
    ndarray (m,)
        Adjusted p values, to be held against the level as they are.

    References
    ----------
    Benjamini, Hochberg (1995), Controlling the false discovery rate.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    p, defined = _check(p_values)
    order = np.argsort(p[defined], kind="stable")
    ranked = p[defined][order] * order.size / np.arange(1, order.size + 1)
    return _place(p, defined, order, np.minimum.accumulate(ranked[::-1])[::-1])


def _check(p_values: Sequence[float] | npt.NDArray[np.float64]) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    p = np.asarray(p_values, dtype=np.float64)
    if p.ndim != 1 or ((p < 0) | (p > 1)).any():
        raise InvalidArgumentError(
            f"p_values: got shape {p.shape}, or a value outside [0, 1]",
            expected="a sequence of p values",
            remedy="pass p values, one a comparison",
        )
    return p, ~np.isnan(p)


def _place(
    p: FloatArray, defined: npt.NDArray[np.bool_], order: npt.NDArray[np.int64], ranked: FloatArray
) -> FloatArray:
    placed = np.empty(order.size)
    placed[order] = np.minimum(ranked, 1.0)
    adjusted = np.full(p.size, np.nan)
    adjusted[defined] = placed
    return adjusted
