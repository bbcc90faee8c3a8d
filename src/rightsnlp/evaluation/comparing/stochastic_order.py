"""Comparing systems over random seeds: almost stochastic order, and Cliff's delta as the effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.evaluation.arrays import FloatArray
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, IntervalSettings

FEW_SEEDS = 5


@dataclass(frozen=True, slots=True)
class StochasticOrder:
    """How far the scores of A are from being stochastically larger than those of B.

    Attributes
    ----------
    violation : float
        Share of the squared distance between the two distributions on which B is above A: 0 when A is above
        everywhere, 0.5 when there is nothing between them, 1 when B is above everywhere.
    epsilon_min : float
        Upper confidence bound of the violation: A is almost stochastically larger than B when it is below
        0.5, and the more so the smaller it is.
    confidence : float
        Confidence of the bound.
    n_a, n_b : int
        Number of scores.
    """

    violation: float
    epsilon_min: float
    confidence: float
    n_a: int
    n_b: int

    def sentence(self, a: str = "A", b: str = "B", threshold: float = 0.5) -> str:
        """Return the result in words.

        Examples
        --------
        >>> almost_stochastic_order([0.7, 0.8, 0.9], [0.1, 0.2, 0.3]).sentence("ours", "theirs")
        'ours is almost stochastically larger than theirs (epsilon_min = 0.00 at 95 %, 3 and 3 runs; few runs: ...).'
        """
        few = "; few runs: read with care" if min(self.n_a, self.n_b) < FEW_SEEDS else ""
        level = f"{100 * self.confidence:.4g} %"
        tail = f"(epsilon_min = {self.epsilon_min:.2f} at {level}, {self.n_a} and {self.n_b} runs{few})"
        if self.epsilon_min < threshold:
            return f"{a} is almost stochastically larger than {b} {tail}."
        return f"No advantage of {a} over {b} shown {tail}."


def violation_ratio(scores_a: npt.ArrayLike, scores_b: npt.ArrayLike) -> float:
    """Return the violation of "A is stochastically larger than B", exactly, for two samples.

    With the quantile functions F of A and G of B, the integral of (G - F)² where G is above F, over the
    integral everywhere. Both are step functions, so the integrals are finite sums.

    Returns
    -------
    float
        In [0, 1]; 0.5 when the two samples have the same distribution, where the ratio is undefined.

    References
    ----------
    Del Barrio, Cuesta-Albertos, Matrán (2018), An optimal transportation approach for assessing almost
    stochastic order.

    Examples
    --------
    >>> violation_ratio([2.0, 3.0], [1.0, 5.0])     # one step of 1 for A, one of 2 against it
    0.8
    """
    a, b = _scores(scores_a, "scores_a"), _scores(scores_b, "scores_b")
    return float(_violation(np.sort(a)[None], np.sort(b)[None])[0])


def almost_stochastic_order(
    scores_a: npt.ArrayLike,
    scores_b: npt.ArrayLike,
    *,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> StochasticOrder:
    """Test whether the scores of A, over seeds or settings, are almost stochastically larger than those of B.

    Parameters
    ----------
    scores_a, scores_b : array-like of float
        One score a run; higher is better. Two runs or more each.
    interval : Interval
        Confidence of the bound ``epsilon_min``; resamples from which the spread of the violation is estimated; seed.
        Its parts may be passed as keywords.

    Returns
    -------
    StochasticOrder

    Raises
    ------
    InvalidArgumentError
        When a sample has fewer than two scores, or one that is not finite.

    References
    ----------
    Dror, Shlomov, Reichart (2019), Deep dominance: how to properly compare deep neural models. Del Barrio,
    Cuesta-Albertos, Matrán (2018), An optimal transportation approach for assessing almost stochastic order.

    Examples
    --------
    >>> result = almost_stochastic_order([0.80, 0.82, 0.81, 0.83, 0.84], [0.70, 0.72, 0.69, 0.73, 0.71])
    >>> result.violation, result.epsilon_min
    (0.0, 0.0)
    """
    from scipy.special import ndtri

    interval = interval.having(**settings)
    a, b = _scores(scores_a, "scores_a"), _scores(scores_b, "scores_b")
    violation = float(_violation(np.sort(a)[None], np.sort(b)[None])[0])
    rng = np.random.default_rng(interval.seed)
    resampled = _violation(
        np.sort(a[rng.integers(0, a.size, (interval.n_resamples, a.size))], axis=1),
        np.sort(b[rng.integers(0, b.size, (interval.n_resamples, b.size))], axis=1),
    )
    # The papers scale the spread by sqrt(nm / (n + m)) and the bound by its inverse: it cancels.
    bound = violation - float(resampled.std()) * float(ndtri(1 - interval.confidence))
    return StochasticOrder(violation, min(max(bound, 0.0), 1.0), interval.confidence, a.size, b.size)


def cliffs_delta(
    scores_a: npt.ArrayLike,
    scores_b: npt.ArrayLike,
    *,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> tuple[float, float, float]:
    """Return Cliff's delta, P(a > b) - P(a < b), with a percentile bootstrap interval.

    Returns
    -------
    tuple of float
        Value in [-1, 1], lower and upper bound. With few runs the interval is too short.

    References
    ----------
    Cliff (1993), Dominance statistics: ordinal analyses to answer ordinal questions.

    Examples
    --------
    >>> cliffs_delta([3, 4, 5], [1, 2, 3])[0].__round__(3)
    0.889
    """
    interval = interval.having(**settings)
    a, b = _scores(scores_a, "scores_a"), _scores(scores_b, "scores_b")
    signs = np.sign(a[:, None] - b[None, :])
    rng = np.random.default_rng(interval.seed)
    weights_a = rng.multinomial(a.size, np.full(a.size, 1 / a.size), interval.n_resamples) / a.size
    weights_b = rng.multinomial(b.size, np.full(b.size, 1 / b.size), interval.n_resamples) / b.size
    resampled = np.einsum("ri,ij,rj->r", weights_a, signs, weights_b, optimize=True)
    tail = (1 - interval.confidence) / 2
    low, high = np.quantile(resampled, [tail, 1 - tail])
    # Weights of thirds and the like do not sum to 1 exactly.
    return float(signs.mean()), max(-1.0, float(low)), min(1.0, float(high))


def compare_runs(
    scores: Mapping[str, Sequence[float] | npt.NDArray[np.float64]],
    *,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> pd.DataFrame:
    """Compare every ordered pair of systems over their runs, corrected for their number (Bonferroni).

    Parameters
    ----------
    scores : mapping of str to sequence of float
        Scores of each system, one a run; higher is better.
    interval : Interval
        Confidence for all the bounds together, resamples, seed. Its parts may be passed as keywords.

    Returns
    -------
    pandas.DataFrame
        Columns ``a``, ``b``, ``violation``, ``epsilon_min``, ``cliffs_delta``, ``low``, ``high``, ``sentence``.

    Raises
    ------
    InvalidArgumentError
        When there are fewer than two systems, or too few runs of one.

    Examples
    --------
    >>> frame = compare_runs({"x": [0.9, 0.8, 0.85], "y": [0.5, 0.6, 0.4]})
    >>> frame[["a", "b", "epsilon_min"]]
       a  b  epsilon_min
    0  x  y          0.0
    1  y  x          1.0
    """
    if len(scores) < 2:
        raise InvalidArgumentError(
            f"scores: got {len(scores)} systems", expected="two or more", remedy="pass {name: scores, …}"
        )
    pairs = [(a, b) for a in scores for b in scores if a != b]
    interval = interval.having(**settings)
    corrected = interval.having(confidence=1 - (1 - interval.confidence) / len(pairs))
    rows = []
    for a, b in pairs:
        order = almost_stochastic_order(scores[a], scores[b], interval=corrected)
        effect = cliffs_delta(scores[a], scores[b], interval=interval)
        rows.append((a, b, order.violation, order.epsilon_min, *effect, order.sentence(a, b)))
    columns = ["a", "b", "violation", "epsilon_min", "cliffs_delta", "low", "high", "sentence"]
    return pd.DataFrame(rows, columns=columns)


def _violation(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the ratio for each row of sorted scores (B, n) and (B, m)."""
    n, m = a.shape[1], b.shape[1]
    # Steps of both quantile functions in units of 1 / (n m), so that equal steps are equal integers.
    ends = np.union1d(np.arange(1, n + 1) * m, np.arange(1, m + 1) * n)
    width = np.diff(ends, prepend=0) / (n * m)
    gap = b[:, (ends - 1) // n] - a[:, (ends - 1) // m]
    total = gap**2 @ width
    against = np.maximum(gap, 0.0) ** 2 @ width
    return np.where(total > 0, against / np.where(total > 0, total, 1.0), 0.5)


def _scores(values: npt.ArrayLike, name: str) -> FloatArray:
    scores = np.asarray(values, dtype=np.float64)
    if scores.ndim != 1 or scores.size < 2 or not np.isfinite(scores).all():
        raise InvalidArgumentError(
            f"{name}: got {scores.size} scores of shape {scores.shape}",
            expected="two finite scores or more",
            remedy="run the system with more seeds",
        )
    return scores
