"""How many cases to verify for an interval of a wanted width, and how many of them in each stratum.

Neyman (1934), "On the two different aspects of the representative method".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import check_confidence

_LEAST = 10
"""Cases that every stratum gets, so that it is not taken as pure for want of looking."""


def sample_sizes(
    sizes: NDArray[np.int64], expected: NDArray[np.float64], width: float, confidence: float = 0.95
) -> NDArray[np.int64]:
    """Return how many cases of each stratum to verify.

    Parameters
    ----------
    sizes : ndarray of int64, shape (n_strata,)
        Cases of the collection.
    expected : ndarray of float64, shape (n_strata,)
        The share that is expected in each, such as the mean score. It is moved a little towards one half: a
        classifier is surer of itself than it may be.
    width : float
        Wanted width of the interval, from lower to upper bound.
    confidence : float

    Returns
    -------
    ndarray of int64, shape (n_strata,)
        At least ten each, or the whole stratum.

    Raises
    ------
    InvalidArgumentError
        When ``width`` is not in (0, 1).

    Examples
    --------
    >>> sample_sizes(np.array([9000, 1000]), np.array([0.02, 0.7]), 0.05).tolist()
    [363, 75]
    """
    from scipy.special import ndtri

    check_confidence(confidence)
    if not 0 < width < 1:
        raise InvalidArgumentError(
            f"width: got {width}",
            expected="a number inside (0, 1)",
            remedy="pass 0.06 for plus or minus 3 points",
        )
    z = float(ndtri(0.5 + confidence / 2))
    weight = sizes / sizes.sum()
    careful = 0.9 * expected + 0.05
    spread = weight * np.sqrt(careful * (1 - careful))
    variance = (width / (2 * z)) ** 2
    # With the finite collection's correction: without it n is spread² / variance.
    n = spread.sum() ** 2 / (variance + (weight * careful * (1 - careful)).sum() / sizes.sum())
    wanted = np.ceil(n * spread / spread.sum()).astype(np.int64)
    return np.asarray(np.minimum(np.maximum(wanted, _LEAST), sizes), dtype=np.int64)
