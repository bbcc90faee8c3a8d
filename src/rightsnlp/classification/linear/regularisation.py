"""How strongly a head is held back, chosen by cross-validation over groups."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.linear.heads import Regularisation, Sample, mean_average_precision, out_of_fold
from rightsnlp.exceptions import InvalidArgumentError

CONTRASTS: tuple[float, ...] = (0.0, 0.5, 1.0)
"""What is tried where ``contrast`` is ``auto``, with ``C`` at 1."""

STRENGTHS: tuple[float, ...] = (1.0, 0.3, 3.0)
"""What is tried where ``C`` is ``auto``, with the contrast that was best."""

MIN_OF_A_CLASS = 20
"""Fewest positives, and negatives, for which anything is tried."""

_MOST_POSTS = 8_000  # more than these make the choice slower and no better


def choose_regularisation(
    sample: Sample, n_folds: int, *, C: float | str, contrast: float | str, class_weight: str | None
) -> Regularisation:
    """Choose the regularisation of one head.

    Parameters
    ----------
    sample : Sample
    n_folds : int
    C, contrast : float or "auto"
        A number is taken as it is.
    class_weight : "balanced" or None

    Returns
    -------
    Regularisation
        The one of the highest mean average precision over the sources of held-out posts; with fewer than 20 posts of a
        class, ``C`` 1 and contrast 0. Of more than 8,000 posts the choice sees whole groups up to about that many.

    Raises
    ------
    InvalidArgumentError
        When ``C`` or ``contrast`` is neither a number that makes sense nor ``auto``.
    """
    for name, value, least in (("C", C, 1e-9), ("contrast", contrast, 0.0)):
        if value != "auto" and (isinstance(value, str) or not least <= value < np.inf):
            raise InvalidArgumentError(
                f"{name}: got {value!r}",
                expected=f"'auto' or a number from {least:g} on",
                remedy="pass 'auto'",
            )
    first = Regularisation(
        1.0 if isinstance(C, str) else float(C), 0.0 if isinstance(contrast, str) else float(contrast)
    )
    few = min(sample.y.sum(), sample.y.size - sample.y.sum()) < MIN_OF_A_CLASS
    if few or "auto" not in {C, contrast}:
        return first
    seen = sample if sample.y.size <= _MOST_POSTS else sample.take(_some_groups(sample.groups))
    scores: dict[Regularisation, float] = {}

    def best(candidates: Iterable[Regularisation]) -> Regularisation:
        for candidate in candidates:
            if candidate not in scores:
                logits = out_of_fold(seen, n_folds, candidate, class_weight=class_weight)
                scores[candidate] = mean_average_precision(seen, logits)
        return max(scores, key=scores.__getitem__)

    chosen = first
    if contrast == "auto":
        chosen = best(Regularisation(first.C, value) for value in CONTRASTS)
    if C == "auto":
        chosen = best(Regularisation(value, chosen.contrast) for value in STRENGTHS)
    return chosen


def _some_groups(groups: NDArray[np.generic]) -> NDArray[np.int64]:
    """Return the rows of randomly drawn groups, about as many as are looked at; the same every time."""
    names, codes = np.unique(groups, return_inverse=True)
    order = np.random.default_rng(0).permutation(len(names))
    taken = np.cumsum(np.bincount(codes)[order]) <= _MOST_POSTS
    return np.flatnonzero(np.isin(codes, order[taken]))
