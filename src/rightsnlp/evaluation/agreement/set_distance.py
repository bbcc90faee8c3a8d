"""Distances between two sets of labels, from 0 (the same) to 1 (nothing in common)."""

from __future__ import annotations

from collections.abc import Set
from typing import Any


def jaccard_distance(first: Set[Any], second: Set[Any]) -> float:
    """Return 1 - |intersection| / |union|; two empty sets are the same set.

    References
    ----------
    Jaccard (1912), The distribution of the flora in the alpine zone.

    Examples
    --------
    >>> jaccard_distance({"hate", "threat"}, {"hate"})
    0.5
    """
    if first == second:
        return 0.0
    return 1 - len(first & second) / len(first | second)


def masi_distance(first: Set[Any], second: Set[Any]) -> float:
    """Return 1 - J · M: Jaccard's index weighed by how the sets lie to each other.

    M is 1 for equal sets, 2/3 when one holds the other, 1/3 when they overlap, 0 when they do not.

    References
    ----------
    Passonneau (2006), Measuring agreement on set-valued items (MASI) for semantic and pragmatic annotation.

    Examples
    --------
    >>> masi_distance({"hate", "threat"}, {"hate"}).__round__(4)     # 1 - 1/2 · 2/3
    0.6667
    """
    if first == second:
        return 0.0
    shared = len(first & second)
    monotonicity = 2 / 3 if first <= second or first >= second else 1 / 3 if shared else 0.0
    return 1 - shared / len(first | second) * monotonicity
