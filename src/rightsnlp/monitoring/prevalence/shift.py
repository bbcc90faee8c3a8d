"""Whether the scores of a collection fit any mixture of the test set's cases, as prior shift would have it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rightsnlp.monitoring.prevalence.estimate import FloatArray, check_labels, check_scores
from rightsnlp.monitoring.prevalence.mixture import bin_counts, bin_edges, fit_mixture

_LEVEL = 0.01


def shift_p_value(scores: ArrayLike, test_scores: ArrayLike, test_labels: ArrayLike) -> float:
    """Return the p value of the collection being a mixture of the test set's two kinds of cases.

    A likelihood-ratio test on bins of the score: three free distributions against two and a share. A small value says
    that cases with the label, or without it, score otherwise than in the test set. A large value does not say that
    they do not: a shift that leaves the scores' distribution a mixture cannot be seen from scores.

    Parameters
    ----------
    scores : array-like of float, shape (n,)
    test_scores, test_labels : array-like, shape (n_test,)

    Returns
    -------
    float
        NaN with fewer than three bins.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> test = np.repeat([True, False], 300)
    >>> test_scores = np.where(test, rng.beta(6, 2, 600), rng.beta(2, 6, 600))
    >>> shift_p_value(rng.beta(2, 2, 2000), test_scores, test) < 1e-6
    True
    """
    from scipy.special import chdtrc

    collection, test = check_scores("scores", scores), check_scores("test_scores", test_scores)
    labels = check_labels("test_labels", test_labels, len(test))
    edges = bin_edges(test)
    counts = [bin_counts(part, edges) for part in (collection, test[labels], test[~labels])]
    n_bins = len(edges) + 1
    if n_bins < 3:
        return float("nan")
    free = sum(_log_likelihood(c, c / c.sum()) for c in counts)
    return float(chdtrc(n_bins - 2, max(0.0, 2 * (free - _mixture_likelihood(*counts)))))


def _mixture_likelihood(collection: FloatArray, with_label: FloatArray, without: FloatArray) -> float:
    """Return the largest log-likelihood when the collection mixes the other two, all estimated together."""
    fit = fit_mixture(collection[None, :], with_label[None, :], without[None, :])
    share, positive, negative = fit.share[0], fit.with_label[0], fit.without[0]
    mixed = share * positive + (1 - share) * negative
    parts = ((collection, mixed), (with_label, positive), (without, negative))
    return sum(_log_likelihood(counts, shares) for counts, shares in parts)


def _log_likelihood(counts: FloatArray, shares: NDArray[np.float64]) -> float:
    given = counts > 0
    return float((counts[given] * np.log(np.maximum(shares[given], 1e-12))).sum())


def shift_warnings(scores: FloatArray, test_scores: FloatArray, test_labels: NDArray[np.bool_]) -> list[str]:
    """Return a warning when the scores cannot be a mixture of the test set's two kinds of cases."""
    p = shift_p_value(scores, test_scores, test_labels)
    if p < _LEVEL:
        warning = (
            f"the scores fit no mixture of the test set's cases (p = {p:.2g}): more than the share of the label has "
            "changed, and the correction is not valid; verify a sample of this collection"
        )
        return [warning]
    return []
