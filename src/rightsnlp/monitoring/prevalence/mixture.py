"""Scores in bins, and the mixture of two kinds of cases that makes a collection's bins likeliest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rightsnlp.monitoring.prevalence.estimate import FloatArray

_N_BINS = 10
_ROUNDS = 600
_START = 0.05


def bin_edges(scores: FloatArray, n_bins: int = _N_BINS) -> FloatArray:
    """Return the inner edges of bins with about equally many scores each, each edge once.

    Examples
    --------
    >>> bin_edges(np.array([0.1, 0.2, 0.3, 0.4]), 2).tolist()
    [0.25]
    """
    edges: FloatArray = np.unique(np.quantile(scores, np.linspace(0, 1, n_bins + 1)[1:-1]))
    return edges


def bin_counts(scores: FloatArray, edges: FloatArray) -> FloatArray:
    """Return how many scores fall between the edges."""
    places = np.searchsorted(edges, scores, side="right")
    return np.bincount(places, minlength=len(edges) + 1).astype(float)


class Mixture(NamedTuple):
    """The likeliest mixtures of several sets of counts, one a row.

    Attributes
    ----------
    share : ndarray of float64, shape (n_rows,)
        Of cases with the label in the collection.
    with_label, without : ndarray of float64, shape (n_rows, n_bins)
        How cases of each kind fall into the bins.
    """

    share: FloatArray
    with_label: FloatArray
    without: FloatArray


def fit_mixture(collection: FloatArray, with_label: FloatArray, without: FloatArray) -> Mixture:
    """Find the likeliest share by expectation-maximisation, together with how each kind of case scores.

    Parameters
    ----------
    collection, with_label, without : ndarray of float64, shape (n_rows, n_bins)
        Counts by bin: of the collection, and of the test set's cases with the label and without it.

    Returns
    -------
    Mixture

    Examples
    --------
    >>> collection, positive, negative = np.array([[[60.0, 40.0]], [[10.0, 90.0]], [[90.0, 10.0]]])
    >>> fit_mixture(collection, positive, negative).share.round(3).tolist()
    [0.375]
    """
    positive, negative = _shares(with_label + _START), _shares(without + _START)
    n = collection.sum(axis=1)
    gap = positive - negative
    # Begin where the squares are least: the likeliest share is near.
    near = ((collection / n[:, None] - negative) * gap).sum(axis=1) / np.maximum((gap**2).sum(axis=1), 1e-9)
    share = np.clip(near, 0.01, 0.99)
    for _ in range(_ROUNDS):
        both = share[:, None] * positive
        mixed = both + (1 - share[:, None]) * negative
        own = np.divide(collection * both, mixed, out=np.zeros_like(mixed), where=mixed > 0)
        new = own.sum(axis=1) / n
        positive, negative = _shares(with_label + own), _shares(without + collection - own)
        moved = np.abs(new - share).max()
        share = new
        if moved < 3e-6:
            break
    return Mixture(share, positive, negative)


def _shares(counts: FloatArray) -> FloatArray:
    shares: FloatArray = counts / counts.sum(axis=1, keepdims=True)
    return shares
