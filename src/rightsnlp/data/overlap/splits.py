"""Split by group, never by row: stratified over several labels, in folds, or by time; and refuse a leak.

Unknown labels (NaN) count neither as present nor as absent, so every part gets its share of what is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from rightsnlp.exceptions import InvalidArgumentError, SchemaError

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    StrArray = NDArray[np.str_]

DEFAULT_PARTS: Mapping[str, float] = {"train": 0.7, "dev": 0.15, "test": 0.15}
EXCLUDED = "excluded"
"""The part of rows that may stand in none: see :func:`time_split`."""


def grouped_split(
    groups: ArrayLike, Y: ArrayLike, parts: Mapping[str, float] = DEFAULT_PARTS, seed: int = 0
) -> StrArray:
    """Assign every group to one part so that each label's known values are shared out as asked.

    Iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011, "On the stratification of multi-label
    data") over groups in place of rows: groups with the rarest label value go first, each to the part that
    still wants most of it.

    Parameters
    ----------
    groups : array-like, shape (n,)
        Rows with the same value stay together.
    Y : array-like, shape (n, n_labels)
        1, 0 or NaN (unknown).
    parts : mapping of str to float
        Share of each part; they must sum to 1.
    seed : int
        Orders groups that are alike. The order of the rows does not matter.

    Returns
    -------
    ndarray of str, shape (n,)
        Name of each row's part.

    Raises
    ------
    InvalidArgumentError
        When shapes or shares do not fit, or there are fewer groups than parts.

    Examples
    --------
    >>> groups = np.arange(20) // 2
    >>> Y = (groups % 5 == 0).astype(float)[:, None]
    >>> part = grouped_split(groups, Y, {"train": 0.5, "test": 0.5})
    >>> [int(Y[part == name].sum()) for name in ("train", "test")]
    [2, 2]
    """
    names = tuple(parts)
    return np.array(names)[_assign(groups, Y, _check_shares(parts), seed)]


def grouped_kfold(groups: ArrayLike, Y: ArrayLike, k: int = 5, seed: int = 0) -> NDArray[np.int64]:
    """Return the fold (0 to k - 1) in which each row is held out; stratified as :func:`grouped_split`.

    Raises
    ------
    InvalidArgumentError
        When ``k`` is under 2 or there are fewer groups than folds.

    Examples
    --------
    >>> fold = grouped_kfold(np.arange(10), np.zeros((10, 1)), k=5)
    >>> np.bincount(fold).tolist()
    [2, 2, 2, 2, 2]
    """
    if k < 2:
        raise InvalidArgumentError(f"k: got {k!r}", expected="2 or more", remedy="pass k=5")
    return _assign(groups, Y, np.full(k, 1 / k), seed)


def time_split(
    times: ArrayLike, parts: Mapping[str, float] = DEFAULT_PARTS, groups: ArrayLike | None = None
) -> StrArray:
    """Split in order of time: the first part holds the oldest rows.

    Rows of one moment stay together, so shares are met only as nearly as that allows. A later copy of a post
    can neither be tested (its copy was trained on) nor trained on (it is from the future): rows of a group
    beyond the part of its first row are ``"excluded"``, and so are rows without a time.

    Parameters
    ----------
    times : array-like of datetime64, shape (n,)
    parts : mapping of str to float
        Share of each part, oldest first; they must sum to 1.
    groups : array-like, shape (n,), optional

    Returns
    -------
    ndarray of str, shape (n,)

    Raises
    ------
    InvalidArgumentError
        When shapes or shares do not fit, or no row has a time.

    Examples
    --------
    >>> days = np.array(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"], dtype="datetime64[D]")
    >>> time_split(days, {"train": 0.5, "test": 0.5}, groups=["a", "b", "a", "c"]).tolist()
    ['train', 'train', 'excluded', 'test']
    """
    shares = _check_shares(parts)
    moments = np.asarray(times, dtype="datetime64[ns]")
    dated = ~np.isnat(moments)
    n = int(dated.sum())
    if not n:
        raise InvalidArgumentError("times: no row has one", expected="dates", remedy="use grouped_split")
    ordered = np.sort(moments[dated])
    bounds = np.floor(np.cumsum(shares)[:-1] * n + 1e-9).astype(int)
    part = np.searchsorted(ordered[np.minimum(bounds, n - 1)], moments, side="right")
    split = np.array([*parts, EXCLUDED])[part]
    split[~dated] = EXCLUDED
    if groups is not None:
        codes = _codes(groups, len(moments))
        first = np.full(codes.max() + 1, len(shares))
        np.minimum.at(first, codes[dated], part[dated])
        split[part > first[codes]] = EXCLUDED
    return split


def leak_mask(groups: ArrayLike, held_out: ArrayLike) -> NDArray[np.bool_]:
    """Return True for the rows whose group is among those held out, to drop them from training.

    Examples
    --------
    >>> leak_mask(["a", "b", "a"], ["a", "z"]).tolist()
    [True, False, True]
    """
    return np.isin(np.asarray(groups), np.asarray(held_out))


def check_no_leak(groups: ArrayLike, split: ArrayLike) -> None:
    """Refuse a split in which a group stands in two parts; rows that are ``"excluded"`` do not count.

    With :func:`~rightsnlp.data.overlap.dedup.near_duplicate_groups` over all rows it refuses near-duplicates too.

    Parameters
    ----------
    groups : array-like, shape (n,)
    split : array-like of str, shape (n,)

    Raises
    ------
    SchemaError
        When a group is in more than one part.

    Examples
    --------
    >>> check_no_leak(["a", "b"], ["train", "test"])
    >>> check_no_leak(["a", "a"], ["train", "test"])
    Traceback (most recent call last):
    rightsnlp.exceptions.SchemaError: split: 1 group stands in more than one part (2 rows); ...
    """
    parts = np.asarray(split)
    codes = _codes(groups, len(parts))
    counted = parts != EXCLUDED
    pairs = np.unique(np.stack([codes[counted], _codes(parts, len(parts))[counted]], axis=1), axis=0)
    in_parts = np.bincount(pairs[:, 0], minlength=codes.max(initial=-1) + 1)
    leaking = in_parts > 1
    if leaking.any():
        n_groups, n_rows = int(leaking.sum()), int(leaking[codes[counted]].sum())
        noun, verb = ("group", "stands") if n_groups == 1 else ("groups", "stand")
        raise SchemaError(
            f"split: {n_groups:,} {noun} {verb} in more than one part ({n_rows:,} rows)",
            expected="every group in one part",
            remedy="split with grouped_split, or drop what leak_mask marks from the training rows",
        )


def _assign(groups: ArrayLike, Y: ArrayLike, shares: NDArray[np.float64], seed: int) -> NDArray[np.int64]:
    labels = np.asarray(Y, dtype=np.float64)
    if labels.ndim != 2:
        raise InvalidArgumentError(
            f"Y: got {labels.ndim} dimension(s)", expected="shape (n, n_labels)", remedy="pass Y[:, None]"
        )
    codes = _codes(groups, len(labels))
    n_groups = int(codes.max(initial=-1)) + 1
    if n_groups < len(shares):
        raise InvalidArgumentError(
            f"groups: got {n_groups}",
            expected=f"{len(shares)} or more, one a part",
            remedy="ask for fewer parts",
        )
    # A column a label and known value, and one for the rows as such.
    columns = np.concatenate([labels == 1, labels == 0, np.ones((len(labels), 1), bool)], axis=1)
    counts = np.stack(
        [np.bincount(codes, weights=column, minlength=n_groups) for column in columns.T], axis=1
    )
    totals = counts.sum(axis=0)
    rarity = np.where(counts > 0, totals, np.inf)
    rarest = rarity.argmin(axis=1)
    shuffled = np.random.default_rng(seed).permutation(n_groups)
    order = np.lexsort((shuffled, -counts[:, -1], rarity.min(axis=1)))
    wanted = shares[:, None] * totals
    part_of = np.empty(n_groups, np.int64)
    for group in order:
        want = wanted[:, rarest[group]]
        best = np.flatnonzero(want >= want.max() - 1e-9)
        part = best[wanted[best, -1].argmax()]
        part_of[group] = part
        wanted[part] -= counts[group]
    return part_of[codes]


def _codes(values: ArrayLike, n: int) -> NDArray[np.int64]:
    array = np.asarray(values)
    if array.shape != (n,):
        raise InvalidArgumentError(
            f"groups: got shape {array.shape}", expected=f"({n},)", remedy="pass one value a row"
        )
    return np.unique(array, return_inverse=True)[1].astype(np.int64)


def _check_shares(parts: Mapping[str, float]) -> NDArray[np.float64]:
    shares = np.array(list(parts.values()), dtype=np.float64)
    if len(shares) < 2 or (shares <= 0).any() or abs(shares.sum() - 1) > 1e-9 or EXCLUDED in parts:
        raise InvalidArgumentError(
            f"parts: got {dict(parts)!r}",
            expected="two or more names with positive shares that sum to 1",
            remedy="pass {'train': 0.7, 'dev': 0.15, 'test': 0.15}",
        )
    return shares
