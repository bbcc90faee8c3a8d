"""Prevalence from a verified sample drawn by strata of the score: no assumption on the classifier is needed.

The classifier only says where to look: a stratum that is nearly pure needs few cases. Estimate and variance are those
of stratified sampling (Cochran 1977, "Sampling techniques", chapter 5; clusters: chapter 9), with Wilson's interval on
the effective sample size (Korn and Graubard 1998, "Confidence intervals for proportions with small expected number of
positive counts estimated from survey data").
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import wilson
from rightsnlp.monitoring.prevalence.estimate import FloatArray, Prevalence


@dataclass(frozen=True, slots=True)
class StratifiedPrevalence:
    """A prevalence from a stratified sample.

    Attributes
    ----------
    prevalence : Prevalence
    design_effect : float
        Its variance over that of as many cases drawn at random: below 1 the strata paid off.
    effective_n : float
        Cases of a random sample that would tell as much.
    by_stratum : tuple of (n_collection, n_verified, n_positive)
    """

    prevalence: Prevalence
    design_effect: float
    effective_n: float
    by_stratum: tuple[tuple[int, int, int], ...]


def stratified_prevalence(
    sizes: Sequence[int],
    strata: ArrayLike,
    labels: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
    confidence: float = 0.95,
) -> StratifiedPrevalence:
    """Estimate a prevalence from verified cases, each stratum weighted by its size in the collection.

    Cases that could not be verified are left out of ``strata`` and ``labels``; the weights are those of what was
    verified (post-stratification), which takes them as missing at random within their stratum.

    Parameters
    ----------
    sizes : sequence of int
        Cases of the collection in each stratum.
    strata : array-like of int, shape (n,)
        Stratum of each verified case.
    labels : array-like of {0, 1}, shape (n,)
    clusters : array-like, shape (n,), optional
        What belongs together, such as near-duplicates: cases of one cluster tell less than as many others.
    confidence : float

    Returns
    -------
    StratifiedPrevalence

    Raises
    ------
    InvalidArgumentError
        When a stratum of the collection has no verified case.

    Examples
    --------
    >>> found = stratified_prevalence([900, 100], [0] * 40 + [1] * 40, [0] * 39 + [1] + [0] * 8 + [1] * 32)
    >>> round(found.prevalence.value, 4)
    0.1025
    """
    stratum, label = np.asarray(strata, dtype=np.int64), np.asarray(labels, dtype=np.float64)
    n_strata = len(sizes)
    verified = np.bincount(stratum, minlength=n_strata)
    positive = np.bincount(stratum, weights=label, minlength=n_strata)
    empty = [h for h in range(n_strata) if sizes[h] and not verified[h]]
    if empty or len(verified) > n_strata:
        raise InvalidArgumentError(
            f"strata: {len(empty)} of {n_strata} strata have no verified case",
            expected="at least one verified case in each stratum",
            remedy="verify the cases that the plan drew",
        )
    total = sum(sizes)
    weight = np.array(sizes, dtype=float) / total
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(verified > 0, positive / verified, 0.0)
    value = float((weight * share).sum())
    smooth = (positive + 0.5) / (verified + 1)
    left = 1 - verified / np.maximum(sizes, 1)
    spread = smooth * (1 - smooth) / np.maximum(verified - 1, 1) * np.clip(left, 0, 1)
    variance = float((weight**2 * spread).sum())
    if clusters is not None:
        variance = max(variance, _clustered(weight, stratum, label, share, verified, np.asarray(clusters)))
    # The share is kept off 0 and 1, where the variance of a random sample is 0.
    plain = float((weight * smooth).sum())
    n = len(label)
    effective = plain * (1 - plain) / variance if variance > 0 else math.inf
    low, high = _wilson(value, effective, confidence) if math.isfinite(effective) else (value, value)
    return StratifiedPrevalence(
        Prevalence("stratified sample", value, low, high, total, n, confidence),
        n / effective if effective else math.nan,
        effective,
        tuple((int(a), int(b), int(c)) for a, b, c in zip(sizes, verified, positive, strict=True)),
    )


def _wilson(value: float, effective: float, confidence: float) -> tuple[float, float]:
    return wilson(value * effective, effective, confidence)


def _clustered(
    weight: FloatArray,
    stratum: np.ndarray,
    label: FloatArray,
    share: FloatArray,
    verified: np.ndarray,
    clusters: np.ndarray,
) -> float:
    """Return the variance between clusters (Taylor linearisation); a cluster may reach over several strata."""
    residual = weight[stratum] * (label - share[stratum]) / verified[stratum]
    _, place = np.unique(clusters, return_inverse=True)
    sums = np.bincount(place.ravel(), weights=residual)
    n = len(sums)
    return float((sums**2).sum() * n / (n - 1)) if n > 1 else math.inf
