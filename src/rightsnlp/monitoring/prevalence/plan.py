"""A sampling plan, fixed before anybody looks: strata by score, how many of each, and which cases a seed draws.

Which cases are drawn follows from plan and collection alone, so whoever has both can draw them again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.monitoring.prevalence.estimate import check_scores
from rightsnlp.monitoring.prevalence.sample_size import sample_sizes

PROTOCOL = 1


@dataclass(frozen=True)
class SamplingPlan:
    """What will be verified, before it is.

    Attributes
    ----------
    label : str
        What is asked of each case.
    score : str
        The column of the scores.
    edges : tuple of float
        Inner edges of the strata; a score on an edge belongs above it.
    sizes, n : tuple of int
        Cases of the collection, and cases to verify, in each stratum.
    seed : int
    width, confidence : float
        Wanted width of the interval.
    collection_sha256 : str
        Of identifiers and scores, see :func:`collection_hash`.
    """

    label: str
    score: str
    edges: tuple[float, ...]
    sizes: tuple[int, ...]
    n: tuple[int, ...]
    seed: int
    width: float
    confidence: float
    collection_sha256: str
    protocol: int = PROTOCOL

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as plain data."""
        return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SamplingPlan:
        """Build from what :meth:`to_dict` gave.

        Raises
        ------
        SchemaError
            When it is no plan, or of a protocol that this version does not know.
        """
        try:
            fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
            plan = cls(**fields)
        except TypeError:
            raise SchemaError(
                "plan: has not the fields of a sampling plan",
                expected="a record that rightsnlp sample plan wrote",
                remedy="check the file",
            ) from None
        if plan.protocol != PROTOCOL:
            raise SchemaError(
                f"plan: protocol {plan.protocol}", expected=f"protocol {PROTOCOL}", remedy="update rightsnlp"
            )
        return plan


def collection_hash(ids: Sequence[str], scores: ArrayLike) -> str:
    """Return a hash of which cases have which scores, whatever their order.

    Examples
    --------
    >>> collection_hash(["a", "b"], [0.1, 0.2]) == collection_hash(["b", "a"], [0.2, 0.1])
    True
    """
    lines = sorted(json.dumps([i, repr(float(s))]) for i, s in zip(ids, np.asarray(scores), strict=True))
    return hashlib.sha256("\n".join(lines).encode("utf-8")).hexdigest()


def make_plan(
    ids: Sequence[str],
    scores: ArrayLike,
    *,
    label: str,
    score: str = "score",
    width: float = 0.06,
    confidence: float = 0.95,
    n_strata: int = 5,
    seed: int = 0,
) -> SamplingPlan:
    """Make a plan for a collection.

    Parameters
    ----------
    ids : sequence of str
        One for each case, all distinct.
    scores : array-like of float, shape (n,)
    label, score : str
    width, confidence : float
        Wanted width of the interval.
    n_strata : int
        Strata of the score: edges at equal shares of the cumulated square root of its frequencies (Dalenius and
        Hodges 1959, "Minimum variance stratification").
    seed : int

    Returns
    -------
    SamplingPlan

    Raises
    ------
    InvalidArgumentError
        When identifiers are repeated, or scores are not in [0, 1].

    Examples
    --------
    >>> plan = make_plan([f"c{i}" for i in range(1000)], np.linspace(0, 1, 1000), label="hate_speech")
    >>> sum(plan.sizes), len(plan.n)
    (1000, 5)
    """
    values = check_scores("scores", scores)
    if len(set(ids)) != len(ids) or len(ids) != len(values):
        raise InvalidArgumentError(
            f"ids: got {len(set(ids))} distinct ones for {len(values)} cases",
            expected="one identifier a case, none repeated",
            remedy="give each case a case_id of its own",
        )
    edges = _edges(values, n_strata)
    strata = stratum_of(values, edges)
    sizes = np.bincount(strata, minlength=len(edges) + 1)
    means = np.bincount(strata, weights=values, minlength=len(sizes)) / np.maximum(sizes, 1)
    n = sample_sizes(sizes, means, width, confidence)
    return SamplingPlan(
        label=label,
        score=score,
        edges=tuple(float(edge) for edge in edges),
        sizes=tuple(map(int, sizes)),
        n=tuple(map(int, n)),
        seed=seed,
        width=width,
        confidence=confidence,
        collection_sha256=collection_hash(ids, values),
    )


def _edges(scores: NDArray[np.float64], n_strata: int) -> NDArray[np.float64]:
    counts, bounds = np.histogram(scores, bins=50, range=(0, 1))
    cumulated = np.cumsum(np.sqrt(counts))
    cuts = np.searchsorted(cumulated, cumulated[-1] * np.arange(1, n_strata) / n_strata)
    edges = np.unique(bounds[cuts + 1])
    strata = np.bincount(np.searchsorted(edges, scores, side="right"), minlength=len(edges) + 1)
    # A stratum without a case is joined with the one below.
    return np.array(
        [edge for place, edge in enumerate(edges) if strata[place + 1] and strata[: place + 1].any()]
    )


def stratum_of(scores: ArrayLike, edges: ArrayLike) -> NDArray[np.int64]:
    """Return the stratum of each score."""
    return np.searchsorted(np.asarray(edges, dtype=float), np.asarray(scores, dtype=float), side="right")


def draw(plan: SamplingPlan, ids: Sequence[str], scores: ArrayLike) -> list[str]:
    """Return the identifiers of the cases to verify, in an order that tells nothing of their strata.

    Raises
    ------
    InvalidArgumentError
        When the collection is not the one that the plan was made for.
    """
    if collection_hash(ids, scores) != plan.collection_sha256:
        raise InvalidArgumentError(
            "collection: its cases and scores are not those of the plan",
            expected="the collection that the plan was made for, unchanged",
            remedy="take the same file, or make a new plan",
        )
    strata = stratum_of(scores, plan.edges)
    by_stratum: list[list[str]] = [[] for _ in plan.n]
    for identifier, stratum in zip(ids, strata, strict=True):
        by_stratum[stratum].append(identifier)
    drawn = [
        identifier
        for members, n in zip(by_stratum, plan.n, strict=True)
        for identifier in sorted(members, key=lambda name: _lot(plan.seed, "draw", name))[:n]
    ]
    return sorted(drawn, key=lambda name: _lot(plan.seed, "order", name))


def _lot(seed: int, use: str, identifier: str) -> bytes:
    return hashlib.sha256(json.dumps([seed, use, identifier]).encode("utf-8")).digest()
