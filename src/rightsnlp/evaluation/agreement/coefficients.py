"""Agreement of annotators beyond chance, with missing ratings and bootstrap intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import combinations
from typing import Any, Literal, Unpack

import numpy as np
import pandas as pd

from rightsnlp.evaluation.agreement.ratings import Ratings, encode, label_sets
from rightsnlp.evaluation.agreement.result import Agreement, coefficient_of
from rightsnlp.evaluation.agreement.set_distance import jaccard_distance, masi_distance
from rightsnlp.evaluation.arrays import FloatArray
from rightsnlp.evaluation.bootstrap import Statistic
from rightsnlp.evaluation.confusion import divide
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, IntervalSettings

Distance = Literal["nominal", "jaccard", "masi"]

_SET_DISTANCES: dict[str, Callable[[AbstractSet[Any], AbstractSet[Any]], float]] = {
    "jaccard": jaccard_distance,
    "masi": masi_distance,
}


def krippendorff_alpha(
    ratings: Any,
    *,
    distance: Distance = "nominal",
    interval: Interval = Interval(),
    groups: Sequence[Any] | None = None,
    **settings: Unpack[IntervalSettings],
) -> Agreement:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    ratings : array-like or DataFrame (n_items, n_raters)
        One row an item, one column a rater. Cells are values, or sets (lists, tuples) of labels for the set
        distances. None and NaN are missing; an empty set is a rating.
    distance : {"nominal", "jaccard", "masi"}
        How far two ratings are apart.
    interval : Interval
        Resamples of items (0 for no interval), confidence, method and seed; its parts may be passed as keywords.
    groups : sequence (n_items,), optional
        Items that are not independent share a group.

    Returns
    -------
    Agreement

    Raises
    ------
    InvalidArgumentError
        When the ratings are no table, or the distance is not known.

    References
    ----------
    Krippendorff (2004), Content analysis, chapter 11. Zapf, Castell, Morawietz, Karch (2016), Measuring
    inter-rater reliability for nominal data: which coefficients and confidence intervals are appropriate?

    Examples
    --------
    >>> result = krippendorff_alpha([[1, 1, None], [2, 2, 2], [1, 2, 1], [2, None, 2]], n_resamples=0)
    >>> round(result.value, 3)
    0.625
    """
    coded = encode(ratings, as_sets=distance in _SET_DISTANCES)
    if distance == "nominal":
        apart = 1.0 - np.eye(len(coded.values))
    elif distance in _SET_DISTANCES:
        measure = _SET_DISTANCES[distance]
        apart = np.array([measure(one, two) for one in coded.values for two in coded.values])
        apart = apart.reshape(len(coded.values), len(coded.values))
    else:
        raise InvalidArgumentError(
            f"distance: got {distance!r}", expected="nominal, jaccard or masi", remedy="check the spelling"
        )
    counts = coded.counts * (coded.n_ratings >= 2)[:, None]
    n_ratings = counts.sum(axis=1)
    apart_inside = divide(np.einsum("uc,ck,uk->u", counts, apart, counts), np.maximum(n_ratings - 1, 1.0))

    def statistic(W: FloatArray) -> FloatArray:
        total, values = W @ n_ratings, W @ counts
        observed = divide(W @ apart_inside, total)
        expected = divide(np.einsum("bc,ck,bk->b", values, apart, values), total * (total - 1))
        return (1 - divide(observed, expected))[:, None]

    name = "Krippendorff's alpha" + ("" if distance == "nominal" else f" ({distance})")
    return coefficient_of(name, coded, statistic, interval.having(**settings), groups)


def cohen_kappa(
    ratings: Any,
    *,
    interval: Interval = Interval(),
    groups: Sequence[Any] | None = None,
    **settings: Unpack[IntervalSettings],
) -> Agreement:
    """Return Cohen's kappa of two raters, over the items that both rated.

    Parameters
    ----------
    ratings : array-like or DataFrame (n_items, 2)
        One row an item, one column a rater; None and NaN are missing.
    interval, groups
        As in :func:`krippendorff_alpha`.

    Returns
    -------
    Agreement

    References
    ----------
    Cohen (1960), A coefficient of agreement for nominal scales.

    Examples
    --------
    >>> round(cohen_kappa([[1, 1], [0, 0], [1, 0], [0, 0]], n_resamples=0).value, 3)
    0.5
    """
    coded = encode(ratings)
    if coded.codes.shape[1] != 2:
        raise InvalidArgumentError(
            f"ratings: got {coded.codes.shape[1]} raters",
            expected="two columns",
            remedy="choose two raters, or use fleiss_kappa or krippendorff_alpha",
        )
    both = coded.n_ratings == 2
    first, second = (coded.one_hot(rater) * both[:, None] for rater in (0, 1))
    same = (first * second).sum(axis=1)

    def statistic(W: FloatArray) -> FloatArray:
        n = W @ both
        chance = divide(np.einsum("bv,bv->b", W @ first, W @ second), n * n)
        return divide(divide(W @ same, n) - chance, 1 - chance)[:, None]

    return coefficient_of("Cohen's kappa", coded, statistic, interval.having(**settings), groups)


def fleiss_kappa(
    ratings: Any,
    *,
    interval: Interval = Interval(),
    groups: Sequence[Any] | None = None,
    **settings: Unpack[IntervalSettings],
) -> Agreement:
    """Return Fleiss' kappa; with missing ratings, its generalisation by Gwet (2014).

    Parameters
    ----------
    ratings : array-like or DataFrame (n_items, n_raters)
        One row an item, one column a rater; None and NaN are missing.
    interval, groups
        As in :func:`krippendorff_alpha`.

    Returns
    -------
    Agreement

    References
    ----------
    Fleiss (1971), Measuring nominal scale agreement among many raters. Gwet (2014), Handbook of inter-rater
    reliability, 4th edition, chapter 3.

    Examples
    --------
    >>> round(fleiss_kappa([[1, 1, 1], [0, 0, 1], [0, 0, 0], [1, 1, 0]], n_resamples=0).value, 3)
    0.333
    """
    coded = encode(ratings)

    def chance(shares: FloatArray) -> FloatArray:
        return np.asarray((shares**2).sum(axis=1))

    return coefficient_of(
        "Fleiss' kappa",
        coded,
        _chance_corrected(coded, chance),
        interval.having(**settings),
        groups,
    )


def gwet_ac1(
    ratings: Any,
    *,
    values: Sequence[Any] | None = None,
    interval: Interval = Interval(),
    groups: Sequence[Any] | None = None,
    **settings: Unpack[IntervalSettings],
) -> Agreement:
    """Return Gwet's AC1, which stays meaningful when nearly all items have one value.

    Parameters
    ----------
    ratings : array-like or DataFrame (n_items, n_raters)
        One row an item, one column a rater; None and NaN are missing.
    values : sequence, optional
        All values a rater could choose. Default: those that were chosen.
    interval, groups
        As in :func:`krippendorff_alpha`.

    Returns
    -------
    Agreement

    References
    ----------
    Gwet (2008), Computing inter-rater reliability and its variance in the presence of high agreement.

    Examples
    --------
    >>> rare = [[0, 0]] * 98 + [[0, 1], [1, 0]]
    >>> round(gwet_ac1(rare, n_resamples=0).value, 3), round(cohen_kappa(rare, n_resamples=0).value, 3)
    (0.98, -0.01)
    """
    coded = encode(ratings, values=values)
    n_values = len(coded.values)

    def chance(shares: FloatArray) -> FloatArray:
        return divide((shares * (1 - shares)).sum(axis=1), np.full(shares.shape[0], float(n_values - 1)))

    return coefficient_of(
        "Gwet's AC1", coded, _chance_corrected(coded, chance), interval.having(**settings), groups
    )


def agreement_table(
    ratings: Mapping[str, Any],
    *,
    interval: Interval = Interval(),
    groups: Sequence[Any] | None = None,
    **settings: Unpack[IntervalSettings],
) -> pd.DataFrame:
    """Return the coefficients of each label, and alpha over the whole sets of labels.

    Parameters
    ----------
    ratings : mapping of str to array-like (n_items, n_raters)
        For each label, 1 or 0 by each rater; None and NaN are missing. Rows and columns are the same items and
        raters for every label.
    interval, groups
        As in :func:`krippendorff_alpha`.

    Returns
    -------
    pandas.DataFrame
        Columns ``label``, ``coefficient``, ``value``, ``low``, ``high``, ``n_items``, ``n_ratings``, ``n_raters``,
        ``reason``. Cohen's kappa is given for every pair of raters. The label ``samples`` compares whole sets,
        of the items for which a rater answered every label.

    Examples
    --------
    >>> table = agreement_table({"hate": [[1, 1], [0, 0], [1, 0]], "threat": [[0, 0], [1, 1], [0, 0]]}, n_resamples=0)
    >>> table.loc[table.coefficient == "Krippendorff's alpha", ["label", "value"]].round(3)
        label  value
    0    hate  0.444
    4  threat  1.000
    """
    options: dict[str, Any] = {
        "interval": interval.having(**settings),
        "groups": groups,
    }
    rows: list[tuple[str, Agreement]] = []
    for label, table in ratings.items():
        frame = pd.DataFrame(table)
        rows += [(label, krippendorff_alpha(frame, **options)), (label, fleiss_kappa(frame, **options))]
        rows.append((label, gwet_ac1(frame, values=(0, 1), **options)))
        for first, second in combinations(frame.columns, 2):
            kappa = cohen_kappa(frame[[first, second]], **options)
            rows.append((label, replace(kappa, coefficient=f"Cohen's kappa ({first}, {second})")))
    if len(ratings) > 1:
        sets = label_sets(ratings)
        rows += [("samples", krippendorff_alpha(sets, distance=d, **options)) for d in ("masi", "jaccard")]
    fields = [*Agreement.__dataclass_fields__]
    return pd.DataFrame(
        [(label, *(getattr(result, field) for field in fields)) for label, result in rows],
        columns=["label", *fields],
    )


def rater_confusion(ratings: Any) -> pd.DataFrame:
    """Return how often two ratings of one item were each pair of values (Krippendorff's coincidences).

    Each item counts as often as it has ratings, whatever their number; the diagonal is agreement.

    Parameters
    ----------
    ratings : array-like or DataFrame (n_items, n_raters)
        One row an item, one column a rater; None and NaN are missing.

    Returns
    -------
    pandas.DataFrame
        Symmetric, values by values; its sum is the number of ratings of items with two or more.

    Examples
    --------
    >>> rater_confusion([["hate", "hate"], ["hate", "none"], ["none", "none"]])
          hate  none
    hate   2.0   1.0
    none   1.0   2.0
    """
    coded = encode(ratings)
    counts = coded.counts[coded.n_ratings >= 2]
    each = counts / np.maximum(counts.sum(axis=1, keepdims=True) - 1, 1.0)
    table = counts.T @ each - np.diag(each.sum(axis=0))
    return pd.DataFrame(table, index=list(coded.values), columns=list(coded.values))


def _chance_corrected(coded: Ratings, chance: Callable[[FloatArray], FloatArray]) -> Statistic:
    """Return (agreement - chance) / (1 - chance), with the chance taken from the mean shares of the values."""
    r = coded.n_ratings
    rated, paired = r >= 1, r >= 2
    pairs = np.maximum(r * (r - 1), 1.0)
    agreeing = np.where(paired, (coded.counts * (coded.counts - 1)).sum(axis=1) / pairs, 0.0)
    shares = coded.counts / np.maximum(r, 1.0)[:, None]

    def statistic(W: FloatArray) -> FloatArray:
        agreement = divide(W @ agreeing, W @ paired)
        by_chance = chance(divide(W @ shares, (W @ rated)[:, None]))
        return divide(agreement - by_chance, 1 - by_chance)[:, None]

    return statistic
