"""Any metric by any column: where a system is worse, how sure that is, and who is flagged too often."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.panel import MetricPanel
from rightsnlp.evaluation.slicing.columns import slice_masks
from rightsnlp.evaluation.slicing.panels import SlicedColumn, SlicePart, slice_pairs, slice_strata
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, IntervalSettings

MIN_N = 30
"""Below this number of posts a figure is marked as small."""

_MORE = {"false_positive": "over-enforced: flagged more often", "miss": "under-enforced: missed more often"}
_LESS = {"false_positive": "flagged less often", "miss": "missed less often"}
_METRICS = ("precision", "recall", "f1", "false_positive_rate")


def slice_metrics(
    Y: npt.ArrayLike,
    P: npt.ArrayLike | None,
    labels: Sequence[str],
    columns: pd.DataFrame | pd.Series,
    *,
    figures: Sequence[tuple[str, str]] | None = None,
    reference: Mapping[str, Any] | None = None,
    thresholds: a.Thresholds = None,
    decisions: npt.ArrayLike | None = None,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    min_n: int = MIN_N,
    simultaneous: bool = False,
    costs: Mapping[str, float] | None = None,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> pd.DataFrame:
    """Compute figures on each slice of the posts, and the gap to a reference.

    Parameters
    ----------
    Y, P, labels, thresholds, decisions, groups, costs, interval
        As in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`.
    columns : DataFrame or Series (n rows)
        What to slice by, such as language, script, platform, period. A cell may hold a list or a set of values
        (target groups): the post is then in several slices. Numbers with many values are cut in four bands of
        equal mass, dates by month. A missing value is a slice of its own.
    figures : sequence of (label, metric), optional
        Default: precision, recall, F1 and false-positive rate of each label.
    reference : mapping of str to value, optional
        For a column, the slice that the others are compared with. Default: each is compared with all others.
    min_n : int
        Below this number of posts, or of positives for a figure that rests on them, it is marked ``small``; it is
        shown all the same.
    simultaneous : bool
        Widen the intervals of the gaps so that all of them together cover with ``confidence`` (Bonferroni).

    Returns
    -------
    pandas.DataFrame
        One row a column, slice and figure: ``column``, ``slice``, ``posts``, ``label``, ``metric``, ``value``,
        ``low``, ``high``, ``n``, ``support``, ``small``, ``reference``, ``gap`` (slice minus reference),
        ``gap_low``, ``gap_high``, ``reason``.

    Raises
    ------
    InvalidArgumentError
        When shapes do not fit, or a reference is no slice of its column.

    Notes
    -----
    Shares get Wilson's interval and their gaps Newcombe's, as long as posts are independent and the two slices
    have none in common; everything else is bootstrapped, slice and reference together.

    Examples
    --------
    >>> import pandas as pd
    >>> Y, P = [1, 0, 1, 0, 0, 0], [0.9, 0.8, 0.7, 0.1, 0.6, 0.2]
    >>> frame = slice_metrics(Y, P, ["spam"], pd.Series(["ar", "ar", "he", "he", "ar", "he"], name="language"),
    ...                       figures=[("spam", "false_positive_rate")], n_resamples=50)
    >>> frame[["slice", "value", "n", "small", "gap"]]
      slice  value  n  small  gap
    0    ar    1.0  2   True  1.0
    1    he    0.0  2   True -1.0
    """
    interval = interval.having(**settings)
    confidence = interval.confidence
    judged = a.judge(Y, P, labels, thresholds=thresholds, decisions=decisions)
    a.check_costs(costs)
    n = judged.Y.shape[0]
    frame = columns.to_frame(columns.name or "column") if isinstance(columns, pd.Series) else columns
    if len(frame) != n:
        raise InvalidArgumentError(
            f"columns: got {len(frame)} rows",
            expected=f"one per post, {n}",
            remedy="filter both in the same way",
        )
    keys = (
        [(name, metric) for name in judged.labels for metric in _METRICS]
        if figures is None
        else list(figures)
    )
    units = a.check_groups(groups, n)
    masks = {str(name): slice_masks(frame[name]) for name in frame.columns}
    pairs_of = {
        name: slice_pairs(name, slices, (reference or {}).get(name)) for name, slices in masks.items()
    }
    n_gaps = len(keys) * sum(bool(other) for pairs in pairs_of.values() for _, other, _ in pairs)
    gap_confidence = 1 - (1 - confidence) / max(n_gaps, 1) if simultaneous else confidence

    def panel(mask: a.BoolArray) -> MetricPanel:
        return MetricPanel(
            judged.Y[mask], judged.P[mask], judged.codes[mask], judged.labels, costs=costs, with_review=True
        )

    rows: list[dict[str, Any]] = []
    for column, slices in masks.items():
        pairs = pairs_of[column]
        parts = {
            name: SlicePart(name, mask, panel(mask))
            for name, mask in {**slices, **{other: mask for _, other, mask in pairs if other}}.items()
        }
        apart = bool((np.sum(list(slices.values()), axis=0) <= 1).all())
        study = SlicedColumn(parts, [(one, other) for one, other, _ in pairs], keys, units, apart)
        boot = bootstrap(
            study.statistic,
            n,
            n_resamples=interval.n_resamples,
            confidence=np.repeat([confidence, gap_confidence], len(pairs) * len(keys)),
            method=interval.method,
            seed=interval.seed,
            groups=units,
            strata=slice_strata(slices) if apart and units is None else None,
        )
        rows += [{"column": column, **row} for row in study.rows(boot, min_n, confidence, gap_confidence)]
    return pd.DataFrame(rows)


def over_enforcement_table(
    Y: npt.ArrayLike,
    P: npt.ArrayLike | None,
    labels: Sequence[str],
    column: pd.Series,
    reference: Any,
    *,
    thresholds: a.Thresholds = None,
    decisions: npt.ArrayLike | None = None,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    min_n: int = MIN_N,
    interval: Interval = Interval(),
    **settings: Unpack[IntervalSettings],
) -> pd.DataFrame:
    """Compare, group by group, how often what is legitimate is flagged and what is not is missed.

    A higher false-positive rate than the reference's is over-enforcement, a higher miss rate under-enforcement.
    The intervals of the differences cover all groups and labels together (Bonferroni).

    Parameters
    ----------
    Y, P, labels, thresholds, decisions, groups, interval
        As in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`.
    column : Series (n,)
        The group of each post, such as its language.
    reference : value
        The group that the others are held against.
    min_n : int
        With fewer posts than this no verdict is given.

    Returns
    -------
    pandas.DataFrame
        One row a label, error and group: ``label``, ``error`` (``false_positive`` or ``miss``), ``group``,
        ``rate``, ``low``, ``high``, ``n``, ``difference``, ``difference_low``, ``difference_high``, ``verdict``.

    References
    ----------
    BSR (2022), Human rights due diligence of Meta's impacts in Israel and Palestine in May 2021: Arabic content
    was over-enforced and Hebrew content under-enforced.

    Examples
    --------
    >>> import pandas as pd
    >>> Y, flagged = [0] * 200, [1.0] * 30 + [0.0] * 70 + [1.0] * 5 + [0.0] * 95
    >>> language = pd.Series(["ar"] * 100 + ["he"] * 100)
    >>> table = over_enforcement_table(Y, flagged, ["hate"], language, "he", n_resamples=50)
    >>> table.loc[table.error == "false_positive", ["group", "rate", "difference", "verdict"]]
      group  rate  difference                           verdict
    0    ar  0.30        0.25  over-enforced: flagged more often
    1    he  0.05         NaN                         reference
    """
    series = column.rename("group")
    figures = [(label, metric) for label in labels for metric in ("false_positive_rate", "recall")]
    frame = slice_metrics(
        Y,
        P,
        labels,
        series,
        figures=figures,
        reference={"group": reference},
        thresholds=thresholds,
        decisions=decisions,
        groups=groups,
        min_n=min_n,
        simultaneous=True,
        interval=interval.having(**settings),
    )
    missed = frame["metric"] == "recall"
    table = pd.DataFrame(
        {
            "label": frame["label"],
            "error": np.where(missed, "miss", "false_positive"),
            "group": frame["slice"],
            # A miss is what recall leaves: its rate mirrors recall, and so do the bounds.
            "rate": np.where(missed, 1 - frame["value"], frame["value"]),
            "low": np.where(missed, 1 - frame["high"], frame["low"]),
            "high": np.where(missed, 1 - frame["low"], frame["high"]),
            "n": frame["n"],
            "difference": np.where(missed, -frame["gap"], frame["gap"]),
            "difference_low": np.where(missed, -frame["gap_high"], frame["gap_low"]),
            "difference_high": np.where(missed, -frame["gap_low"], frame["gap_high"]),
        }
    )
    enough = dict(
        zip(zip(frame["label"], frame["metric"], frame["slice"], strict=True), ~frame["small"], strict=True)
    )
    table["verdict"] = [
        _verdict(row, reference=str(reference), enough=enough[key] and enough[*key[:2], str(reference)])
        for row, key in zip(table.to_dict("records"), enough, strict=True)
    ]
    rank = {label: i for i, label in enumerate(labels)}
    order = np.lexsort((table["error"], table["label"].map(rank)))
    return table.iloc[order].reset_index(drop=True)


def _verdict(row: Mapping[Hashable, Any], *, reference: str, enough: bool) -> str:
    if row["group"] == reference:
        return "reference"
    if not enough:
        return "too few posts to say"
    if row["difference_low"] > 0:
        return _MORE[row["error"]]
    if row["difference_high"] < 0:
        return _LESS[row["error"]]
    return "no difference shown"
