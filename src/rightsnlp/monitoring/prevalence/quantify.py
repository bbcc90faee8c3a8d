"""Prevalence from scores alone, corrected by what is known of the classifier from verified cases.

All three methods assume prior shift: collection and test set differ in how many cases have the label, and not in how
cases with it, or without it, score. Intervals carry the uncertainty of the test set and of the collection.

- Adjusted count: Forman (2008), "Quantifying counts and costs via classification".
- Probabilistic adjusted count: Bella et al. (2010), "Quantification via probability estimators".
- Expectation–maximisation: Saerens, Latinne and Decaestecker (2002), "Adjusting the outputs of a classifier to new a
  priori probabilities"; here over bins of the score, estimated together with the bins' frequencies with and without
  the label, so that the classifier need not be calibrated.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import check_confidence
from rightsnlp.monitoring.prevalence.estimate import FloatArray, Prevalence, check_labels, check_scores
from rightsnlp.monitoring.prevalence.mixture import bin_counts, bin_edges, fit_mixture
from rightsnlp.monitoring.prevalence.shift import shift_warnings

N_RESAMPLES = 1_000
_WEAK = 0.2


def adjusted_count(
    scores: ArrayLike,
    test_scores: ArrayLike,
    test_labels: ArrayLike,
    *,
    threshold: float = 0.5,
    confidence: float = 0.95,
    seed: int = 0,
) -> Prevalence:
    """Estimate a prevalence by counting scores from a threshold, corrected for the errors made there.

    Parameters
    ----------
    scores : array-like of float, shape (n,)
        Of the collection.
    test_scores, test_labels : array-like, shape (n_test,)
        Of verified cases that the classifier was not trained on.
    threshold : float
    confidence : float
    seed : int
        Of the resampling.

    Returns
    -------
    Prevalence

    Raises
    ------
    InvalidArgumentError
        When scores are not in [0, 1], or the test set lacks cases with or without the label.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> truth = rng.random(3000) < 0.1
    >>> score = np.where(truth, rng.beta(6, 2, 3000), rng.beta(2, 6, 3000))
    >>> test = rng.random(500) < 0.5
    >>> test_score = np.where(test, rng.beta(6, 2, 500), rng.beta(2, 6, 500))
    >>> found = adjusted_count(score, test_score, test)
    >>> found.low < 0.1 < found.high
    True
    """
    return _adjusted(
        "adjusted count",
        lambda s: (s >= threshold).astype(float),
        scores,
        test_scores,
        test_labels,
        confidence,
        seed,
    )


def probabilistic_adjusted_count(
    scores: ArrayLike,
    test_scores: ArrayLike,
    test_labels: ArrayLike,
    *,
    confidence: float = 0.95,
    seed: int = 0,
) -> Prevalence:
    """Estimate a prevalence by the mean score, corrected for the mean scores with and without the label.

    Parameters are those of :func:`adjusted_count`.
    """
    return _adjusted(
        "probabilistic adjusted count", lambda s: s, scores, test_scores, test_labels, confidence, seed
    )


def _adjusted(
    method: str,
    vote: Callable[[FloatArray], FloatArray],
    scores: ArrayLike,
    test_scores: ArrayLike,
    test_labels: ArrayLike,
    confidence: float,
    seed: int,
) -> Prevalence:
    check_confidence(confidence)
    collection, test = check_scores("scores", scores), check_scores("test_scores", test_scores)
    labels = check_labels("test_labels", test_labels, len(test))
    rng = np.random.default_rng(seed)
    parts = [vote(collection), vote(test[labels]), vote(test[~labels])]
    means = [part.mean() for part in parts]
    _check_power(means[1] - means[2])
    value = (means[0] - means[2]) / (means[1] - means[2])
    drawn = [_resampled_means(rng, part) for part in parts]
    with np.errstate(divide="ignore", invalid="ignore"):
        values = (drawn[0] - drawn[2]) / (drawn[1] - drawn[2])
    warnings = [*shift_warnings(collection, test, labels)]
    if means[1] - means[2] < _WEAK:
        warnings.append(
            "the classifier hardly tells the two apart, so the correction is large; verify a sample"
        )
    return _prevalence(method, value, values, collection, test, confidence, warnings)


def _check_power(gap: float) -> None:
    if gap <= 0:
        raise InvalidArgumentError(
            "test_scores: cases with the label score no higher than those without it",
            expected="a classifier that tells them apart",
            remedy="verify a random sample instead: rightsnlp sample plan",
        )


def _resampled_means(rng: np.random.Generator, values: FloatArray) -> FloatArray:
    """Return the mean of a vote in resamples, never without spread: one case each way is added to a constant vote."""
    n = len(values)
    if values.min() == values.max():
        k = n if values[0] > 0.5 else 0
        return rng.beta(k + 0.5, n - k + 0.5, N_RESAMPLES)
    if set(np.unique(values)) <= {0.0, 1.0}:
        return rng.binomial(n, values.mean(), N_RESAMPLES) / n
    return rng.normal(values.mean(), values.std(ddof=1) / np.sqrt(n), N_RESAMPLES)


def em_prior_shift(
    scores: ArrayLike,
    test_scores: ArrayLike,
    test_labels: ArrayLike,
    *,
    n_bins: int = 10,
    confidence: float = 0.95,
    seed: int = 0,
) -> Prevalence:
    """Estimate a prevalence by expectation–maximisation over bins of the score.

    Parameters
    ----------
    scores, test_scores, test_labels, confidence, seed
        As in :func:`adjusted_count`.
    n_bins : int
        Bins with about equally many test cases each.

    Returns
    -------
    Prevalence
    """
    check_confidence(confidence)
    collection, test = check_scores("scores", scores), check_scores("test_scores", test_scores)
    labels = check_labels("test_labels", test_labels, len(test))
    edges = bin_edges(test, n_bins)
    counts = [bin_counts(part, edges) for part in (collection, test[labels], test[~labels])]
    rng = np.random.default_rng(seed)
    drawn = [rng.multinomial(int(c.sum()), c / c.sum(), N_RESAMPLES).astype(float) for c in counts]
    value = float(fit_mixture(*(c[None, :] for c in counts)).share[0])
    values = fit_mixture(*drawn).share
    return _prevalence(
        "expectation–maximisation",
        value,
        values,
        collection,
        test,
        confidence,
        shift_warnings(collection, test, labels),
    )


def _prevalence(
    method: str,
    value: float,
    values: FloatArray,
    collection: FloatArray,
    test: FloatArray,
    confidence: float,
    warnings: list[str],
) -> Prevalence:
    tail = (1 - confidence) / 2
    low, high = np.nanquantile(values, [tail, 1 - tail])
    value, low, high = (float(np.clip(x, 0.0, 1.0)) for x in (value, low, high))
    return Prevalence(method, value, low, high, len(collection), len(test), confidence, tuple(warnings))
