"""One label's logistic regression: how it is scaled, balanced and fitted, and what it says of posts it has not seen."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

_MOST_POSTS_IN_EVERY_FOLD = 50_000
_DOMAIN_SCALE = 5.0  # large, so that the penalty hardly reaches the sources' intercepts


@dataclass(frozen=True)
class Regularisation:
    """How a head is held back.

    Attributes
    ----------
    C : float
        Inverse strength of the penalty.
    contrast : float
        How much weaker the penalty is for n-grams that tell the classes apart: 0 for not at all.
    """

    C: float = 1.0
    contrast: float = 1.0


@dataclass(frozen=True)
class Sample:
    """The posts that one head learns from."""

    X: csr_matrix
    y: NDArray[np.float64]
    groups: NDArray[Any]
    domains: NDArray[Any]
    weight: NDArray[np.float64]

    def take(self, rows: NDArray[np.integer[Any]]) -> Sample:
        """Return the sample of some rows."""
        return Sample(self.X[rows], self.y[rows], self.groups[rows], self.domains[rows], self.weight[rows])


def fit_head(
    sample: Sample, regularisation: Regularisation, *, class_weight: str | None
) -> tuple[NDArray[np.float32], float]:
    """Fit the logistic regression of one label.

    Parameters
    ----------
    sample : Sample
    regularisation : Regularisation
    class_weight : "balanced" or None
        Whether positives and negatives of each domain weigh the same.

    Returns
    -------
    coef : ndarray of float32, shape (n_features,)
        Rounded to half precision.
    intercept : float
        The mean of the domains' intercepts, by their share of the sample.
    """
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    scale = _feature_scale(sample.X, sample.y, regularisation.contrast)
    # Only the buckets that some post has: the solver's work grows with the others too, and their weights are 0.
    seen = np.bincount(sample.X.indices, minlength=scale.size) > 0
    present = np.flatnonzero(seen)
    column = (np.cumsum(seen, dtype=np.int32) - 1)[sample.X.indices]
    scaled = csr_matrix(
        (sample.X.data * scale[sample.X.indices], column, sample.X.indptr),
        shape=(sample.y.size, present.size),
    )
    names, codes = np.unique(sample.domains, return_inverse=True)
    rows = np.arange(sample.y.size)
    indicators = csr_matrix((np.full(sample.y.size, _DOMAIN_SCALE), (rows, codes)))
    weight = sample.weight
    if class_weight == "balanced":
        weight = weight * _balance(sample.y, codes)
    # One thread: the order of additions, and with it the last bits, must not depend on the machine.
    with threadpool_limits(1):
        head = LogisticRegression(C=regularisation.C, solver="liblinear", random_state=0, max_iter=1000).fit(
            hstack([scaled, indicators], format="csr"), sample.y.astype(np.int64), sample_weight=weight
        )
    coef = np.zeros(scale.size, dtype=np.float32)
    coef[present] = (head.coef_[0, : present.size] * scale[present]).astype(np.float16)
    # A post of nowhere known gets the mean of the sources' intercepts.
    shares = np.bincount(codes, weights=sample.weight, minlength=len(names)) / sample.weight.sum()
    shift = _DOMAIN_SCALE * float(head.coef_[0, present.size :] @ shares)
    return coef, float(head.intercept_[0]) + shift


def out_of_fold(
    sample: Sample, n_folds: int, regularisation: Regularisation, *, class_weight: str | None
) -> NDArray[np.float64]:
    """Return a logit for each post from a head that was fitted without the post's fold, folds by group.

    With fewer than two groups of a class nothing can be held out, and the logits are those of a head on its own
    posts. Of more than 50,000 posts only the first fold is held out, which is enough to calibrate on; the others
    are NaN.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    y = sample.y
    n_folds = min(n_folds, *(len(np.unique(sample.groups[y == value])) for value in (0, 1)))
    if n_folds < 2:
        coef, intercept = fit_head(sample, regularisation, class_weight=class_weight)
        return np.asarray(sample.X @ coef + intercept, dtype=np.float64)
    logits = np.full(y.size, np.nan)
    folds = StratifiedGroupKFold(n_folds, shuffle=True, random_state=0)
    n_held = 1 if y.size > _MOST_POSTS_IN_EVERY_FOLD else n_folds
    for train, test in islice(folds.split(sample.X, y.astype(np.int64), sample.groups), n_held):
        if y[train].min() == y[train].max():
            continue
        coef, intercept = fit_head(sample.take(train), regularisation, class_weight=class_weight)
        logits[test] = sample.X[test] @ coef + intercept
    return logits


def mean_average_precision(sample: Sample, logits: NDArray[np.float64]) -> float:
    """Return the mean over the domains of the average precision of ``logits``, where a domain has both classes."""
    from sklearn.metrics import average_precision_score

    values = []
    for domain in np.unique(sample.domains):
        y, z = sample.y[sample.domains == domain], logits[sample.domains == domain]
        if y.min() != y.max():
            values.append(average_precision_score(y, z))
    return float(np.mean(values)) if values else float("nan")


def _feature_scale(X: csr_matrix, y: NDArray[np.float64], contrast: float) -> NDArray[np.float32]:
    """Return the weight of each feature before fitting: rare n-grams count more, and so do those that tell.

    Inverse document frequency, times one plus the absolute log ratio of the n-gram's shares in the two classes to the
    power of ``contrast`` (after Wang and Manning 2012, "Baselines and bigrams"). A larger scale is a weaker penalty.
    """
    size = X.shape[1]
    positive = y[np.repeat(np.arange(X.shape[0]), np.diff(X.indptr))] == 1
    present = np.bincount(X.indices, minlength=size)
    with_label = np.bincount(X.indices[positive], minlength=size) + 1.0
    without = present - with_label + 2.0
    ratio = np.log((with_label / with_label.sum()) / (without / without.sum()))
    idf = np.log((1 + X.shape[0]) / (1 + present)) + 1
    return np.asarray(idf * (1.0 + np.abs(ratio)) ** contrast, dtype=np.float32)


def _balance(y: NDArray[np.float64], domains: NDArray[np.integer[Any]]) -> NDArray[np.float64]:
    """Return weights under which positives and negatives weigh the same within each domain."""
    weight = np.ones(y.size)
    for domain in np.unique(domains):
        inside = domains == domain
        for value in (0.0, 1.0):
            rows = inside & (y == value)
            if rows.any():
                weight[rows] = inside.sum() / (2 * rows.sum())
    return weight
