"""Thresholds that keep a stated promise, or the answer that no threshold does.

A label is ``assigned`` from a threshold on which a stated precision holds, and on which at most a stated share of
legitimate posts is assigned; it is put up for ``review`` from a threshold that finds a stated share of the
positives. Each promise is held against a confidence bound, not against the figure on the dev posts. Thresholds
are tested in a fixed order and testing stops at the first that fails, so the promise holds with the stated
confidence whichever is taken: fixed-sequence testing, for ``assigned`` downwards from several fixed starts that
share the allowed error (Angelopoulos, Bates, Candès, Jordan and Lei 2021, "Learn then test"; the bounds are those
of Clopper and Pearson 1934). Posts of one group (copies, a family) are one observation: counted one by one, five copies
of each post would break a promise of 95 % in one case of eight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import clopper_pearson

GRID: tuple[float, ...] = tuple(round(0.02 * step, 2) for step in range(1, 50))
"""The thresholds that are tried: 0.02, 0.04 … 0.98."""

STARTS: tuple[float, ...] = (0.9, 0.8, 0.66, 0.5)
"""Where the search for ``assign`` starts downwards; above a high start too few posts lie to prove much."""


@dataclass(frozen=True)
class Aim:
    """What is asked of the thresholds of one label.

    Parameters
    ----------
    precision : float
        Least share of true ones among the posts assigned.
    false_positive_rate : float or None
        Largest share of legitimate posts that may be assigned; None asks nothing.
    recall : float
        Least share of the positives that is assigned or put up for review.
    review_share : float or None
        Largest share of the incoming cases that may be put up for review; goes before ``recall``. None: no limit.
    confidence : float
        Probability with which each promise holds.

    Examples
    --------
    >>> Aim(precision=0.8).recall
    0.9
    >>> Aim.within_budget(reviews=50, cases=400).review_share  # people read 50 of 400 cases a day
    0.125
    """

    precision: float = 0.6
    false_positive_rate: float | None = 0.01
    recall: float = 0.9
    confidence: float = 0.95
    review_share: float | None = None

    @classmethod
    def within_budget(cls, reviews: float, cases: float, **others: float | None) -> Self:
        """Return the aim of people who can review so many of so many incoming cases, in a day or any other period."""
        return cls(review_share=reviews / cases, **others)  # type: ignore[arg-type]

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if value is not None and not 0 < value < 1:
                raise InvalidArgumentError(
                    f"{name}: got {value}", expected="a number between 0 and 1", remedy="0.95 is 95 %"
                )


@dataclass(frozen=True)
class Thresholds:
    """The thresholds of one label; None where no threshold meets the aim.

    Attributes
    ----------
    assign : float or None
        Probability from which the label is assigned. None: it never is, and ``review`` takes its place.
    review : float or None
        Probability from which a person should look. None: every case that is not assigned is for review.
    aim : Aim
        What was asked.
    n, n_positive, n_legitimate : int
        Dev posts that the choice rests on.
    """

    assign: float | None
    review: float | None
    aim: Aim
    n: int = 0
    n_positive: int = 0
    n_legitimate: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the thresholds as plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Thresholds:
        """Build from plain data.

        Raises
        ------
        InvalidArgumentError
            When a threshold lies outside [0, 1].
        """
        values = dict(data)
        for name in ("assign", "review"):
            value = values[name]
            if value is not None and not 0 <= value <= 1:
                raise InvalidArgumentError(
                    f"{name}: got {value}",
                    expected="a probability or null",
                    remedy="choose the thresholds again",
                )
        return cls(**{**values, "aim": Aim(**values["aim"])})


def choose_thresholds(
    y: NDArray[np.floating[Any]],
    p: NDArray[np.floating[Any]],
    aim: Aim,
    *,
    groups: ArrayLike | None = None,
    legitimate_p: NDArray[np.floating[Any]] | None = None,
    legitimate_groups: ArrayLike | None = None,
    incoming_p: NDArray[np.floating[Any]] | None = None,
) -> Thresholds:
    """Choose the thresholds of one label on dev posts.

    Parameters
    ----------
    y : ndarray, shape (n,)
        1, 0 or NaN (unknown: left out).
    p : ndarray, shape (n,)
        Calibrated probabilities of posts that nothing else was fitted on.
    aim : Aim
        What is asked.
    groups : array-like, shape (n,), optional
        Posts of one group are copies or relatives, and count together as one. Default: each post is its own.
    legitimate_p : ndarray, shape (m,), optional
        Probabilities of legitimate posts (news, prayer, mourning, opinion) for the false-positive aim.
    legitimate_groups : array-like, shape (m,), optional
        Their groups.
    incoming_p : ndarray, shape (k,), optional
        Probabilities of cases as they come in, labelled or not, for the aim's share of reviews. Default: ``p``.

    Returns
    -------
    Thresholds
        The lowest threshold of :data:`GRID` that was reached with the promises on ``assigned`` kept, and the
        highest with the one on ``review``.

    Examples
    --------
    >>> y = np.repeat([0.0, 1.0], 500)
    >>> chosen = choose_thresholds(y, np.where(y == 1, 0.9, 0.1), Aim(false_positive_rate=None))
    >>> chosen.assign, chosen.review
    (0.12, 0.12)
    >>> choose_thresholds(y[:20], np.full(20, 0.5), Aim()).assign is None
    True
    """
    known = np.isfinite(y) & np.isfinite(p)
    codes = _codes(groups, y.size)[known]
    y, p = np.asarray(y, dtype=np.float64)[known], np.asarray(p, dtype=np.float64)[known]
    grid = np.array(GRID)
    delta = 1 - aim.confidence
    above = p[:, None] >= grid
    positive = y == 1
    n_positive = int(positive.sum())

    keeps = _lower(*_shares(above & positive[:, None], above, codes), delta / len(STARTS)) >= aim.precision
    n_legitimate = 0
    if aim.false_positive_rate is not None and legitimate_p is not None:
        n_legitimate = int(legitimate_p.size)
        spared = legitimate_p[:, None] < grid
        shares = _shares(spared, np.ones_like(spared), _codes(legitimate_groups, n_legitimate))
        keeps &= _lower(*shares, delta / len(STARTS)) >= 1 - aim.false_positive_rate
    reached = [_last_kept(keeps[: GRID.index(start) + 1][::-1]) for start in STARTS]
    found = [GRID.index(start) - steps for start, steps in zip(STARTS, reached, strict=True) if steps >= 0]
    assign = GRID[min(found)] if found else None

    of_positives = _shares(above[positive], np.ones_like(above[positive]), codes[positive])
    finds = _lower(*of_positives, delta) >= aim.recall
    last = _last_kept(finds)
    review = GRID[last] if last >= 0 else None
    if aim.review_share is not None:
        incoming = np.asarray(p if incoming_p is None else incoming_p, dtype=np.float64)
        review = _within_budget(incoming, review, assign, aim.review_share, delta)
    if assign is not None and review is not None:
        review = min(review, assign)
    return Thresholds(assign, review, aim, int(y.size), n_positive, n_legitimate)


def _within_budget(
    p: NDArray[np.float64], review: float | None, assign: float | None, share: float, delta: float
) -> float:
    """Return the lowest threshold from ``review`` on with which no more is for review; 1 where none keeps it."""
    below = np.inf if assign is None else assign
    read_by_people = np.array([((p >= value) & (p < below)).sum() for value in GRID])
    spared = (p.size - read_by_people).astype(np.float64)
    keeps = _lower(spared, np.full(len(GRID), float(p.size)), delta) >= 1 - share
    last = _last_kept(keeps[::-1])
    if last < 0:
        return 1.0
    lowest = GRID[len(GRID) - 1 - last]
    return lowest if review is None else max(lowest, review)


def _last_kept(kept: NDArray[np.bool_]) -> int:
    """Return the position before the first failure, in the order of testing; -1 when the first fails."""
    return int(kept.size if kept.all() else np.argmin(kept)) - 1


def _codes(groups: ArrayLike | None, n: int) -> NDArray[np.intp]:
    return np.arange(n) if groups is None else np.unique(np.asarray(groups), return_inverse=True)[1]


def _shares(
    hit: NDArray[np.bool_], counted: NDArray[np.bool_], codes: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return per threshold the groups with a post that counts, and the sum over them of the share of posts that hit."""
    size = int(codes.max()) + 1 if codes.size else 0
    hits, n = np.zeros((size, len(GRID))), np.zeros((size, len(GRID)))
    np.add.at(hits, codes, hit)
    np.add.at(n, codes, counted)
    shares = np.divide(hits, n, out=np.zeros_like(hits), where=n > 0)
    return shares.sum(axis=0), (n > 0).sum(axis=0).astype(np.float64)


def _lower(k: NDArray[np.floating[Any]], n: NDArray[np.floating[Any]], delta: float) -> NDArray[np.float64]:
    """Return one-sided lower bounds for k of n, at confidence 1 - delta; 0 for n = 0, which proves nothing."""
    # Sums of shares may pass their number by a rounding error.
    pairs = zip(np.minimum(k, n).tolist(), n.tolist(), strict=True)
    return np.array([clopper_pearson(a, b, 1 - delta, "lower")[0] if b else 0.0 for a, b in pairs])
