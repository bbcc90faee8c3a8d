"""Forest plots of slices, of robustness drops and of differences between systems."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.evaluation.slicing.columns import MISSING
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.numbers import count, estimate, level, number, p_value
from rightsnlp.rendering.reasons import Reason
from rightsnlp.rendering.words import Language, Messages, label_title, metric_title, phrase
from rightsnlp.reporting.plots.forest import ForestPanel, ForestRow, plot_forest
from rightsnlp.reporting.plots.sheet import drawing_title

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SLICE_COLUMNS = ("column", "slice", "label", "metric", "value", "low", "high", "n", "small", "reason")
_DROP_COLUMNS = (
    *("perturbation", "label", "metric", "before", "after", "drop", "low", "high"),
    *("n", "n_changed", "n_lost", "n_gained"),
)


def plot_slices(
    frame: pd.DataFrame,
    label: str,
    metric: str,
    *,
    overall: MetricResult | None = None,
    confidence: float = 0.95,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw one figure slice by slice, one panel per column, with n beside it; small slices are hollow.

    Parameters
    ----------
    frame : DataFrame
        What :func:`rightsnlp.evaluation.slicing.slices.slice_metrics` gave.
    label, metric : str
        The figure.
    overall : MetricResult, optional
        The figure on all posts, ``report.get(label, metric)``: a line with its interval.
    confidence : float
        The level that the frame was made with.
    signature, language, title
        As in :func:`rightsnlp.reporting.plots.plot_reliability`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed (extra ``plots``).
    InvalidArgumentError
        When the frame lacks a column or the figure.
    """
    _check_columns(frame, _SLICE_COLUMNS, "slice_metrics")
    rows = frame[(frame["label"] == label) & (frame["metric"] == metric)]
    if rows.empty:
        known = ", ".join(
            f"{a} {b}" for a, b in frame[["label", "metric"]].drop_duplicates().itertuples(index=False)
        )
        raise InvalidArgumentError(
            f"label, metric: got {label!r}, {metric!r}",
            expected=f"one of {known}",
            remedy="pass it to slice_metrics",
        )
    line = (overall.value, overall.low, overall.high) if overall else (math.nan,) * 3
    panels = [
        ForestPanel(
            str(column),
            tuple(
                ForestRow(
                    _slice_name(str(row["slice"]), language),
                    float(row["value"]),
                    float(row["low"]),
                    float(row["high"]),
                    (f"{row['n']:,}",),
                    hollow=bool(row["small"]),
                    reason=_said(row["reason"]),
                )
                for row in part.to_dict("records")
            ),
            *line,
        )
        for column, part in rows.groupby("column", sort=False)
    ]
    said = estimate(overall.value, overall.low, overall.high, no_interval="–") if overall else ""
    name = metric_title(metric, language)
    heading = drawing_title(
        "slices", language, metric=name[:1].upper() + name[1:], label=label_title(label, language)
    )
    return plot_forest(
        panels,
        [phrase("interval", language, level=level(confidence)), phrase("n", language)],
        name,
        title=heading if title is None else title,
        notes=[phrase("slices_note", language, level=level(confidence))],
        keys=(phrase("filled", language), phrase("small", language)),
        line=phrase("overall", language, value=said) if overall else "",
        signature=signature,
        language=language,
    )


def plot_robustness(
    frame: pd.DataFrame,
    *,
    confidence: float = 0.95,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw what each figure loses under each perturbation, one panel per label and metric.

    Parameters
    ----------
    frame : DataFrame
        Columns ``perturbation``, ``label``, ``metric``, ``before``, ``after``, ``drop`` (before minus after), ``low``,
        ``high``, ``n``, ``n_changed``, ``n_lost``, ``n_gained``, and ``reason`` where a figure may be undefined:
        ``RobustnessReport.to_frame()``. Filter it first where it holds more figures than a page does.
    confidence : float
        The level that the frame was made with.
    signature, language, title
        As in :func:`rightsnlp.reporting.plots.plot_reliability`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed (extra ``plots``).
    InvalidArgumentError
        When the frame is empty or lacks a column.
    """
    _check_columns(frame, _DROP_COLUMNS, "the robustness check")
    panels = [
        ForestPanel(
            f"{label_title(str(label), language)}: {metric_title(str(metric), language)}",
            tuple(
                ForestRow(
                    _perturbation_name(str(row["perturbation"]), language),
                    float(row["drop"]),
                    float(row["low"]),
                    float(row["high"]),
                    (
                        number(row["before"]),
                        number(row["after"]),
                        *(count(row[name]) for name in ("n_changed", "n_lost", "n_gained", "n")),
                    ),
                    hollow=not (row["low"] > 0 or row["high"] < 0),
                    reason=_said(row.get("reason")),
                )
                for row in part.to_dict("records")
            ),
            line=0.0,
        )
        for (label, metric), part in frame.groupby(["label", "metric"], sort=False)
    ]
    return plot_forest(
        panels,
        [
            phrase("drop_interval", language, level=level(confidence)),
            *(phrase(key, language) for key in ("before", "after", "changed", "lost", "gained", "n")),
        ],
        phrase("drop", language),
        title=drawing_title("robustness", language) if title is None else title,
        notes=[phrase("robustness_note", language, level=level(confidence))],
        keys=(phrase("excludes_zero", language), phrase("includes_zero", language)),
        signature=signature,
        language=language,
        signed=True,
    )


def plot_comparison(
    comparisons: Iterable[Comparison],
    *,
    confidence: float = 0.95,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw the differences between systems with their paired intervals, one panel per label and metric.

    Parameters
    ----------
    comparisons : iterable of Comparison
        What :func:`rightsnlp.evaluation.comparing.significance.compare` gave. A mark is filled where a difference is
        shown.
    confidence : float
        The level that they were made with.
    signature, language, title
        As in :func:`rightsnlp.reporting.plots.plot_reliability`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed (extra ``plots``).
    InvalidArgumentError
        When there is no comparison.
    """
    given = tuple(comparisons)
    if not given:
        raise InvalidArgumentError(
            "comparisons: got none", expected="one or more", remedy="call compare first"
        )
    figures = dict.fromkeys((c.label, c.metric) for c in given)
    panels = [
        ForestPanel(
            f"{label_title(label, language)}: {metric_title(metric, language)}",
            tuple(
                ForestRow(
                    f"{c.a} − {c.b}",
                    c.difference,
                    c.low,
                    c.high,
                    (number(c.value_a), number(c.value_b), p_value(c.p_adjusted), f"{c.n:,}"),
                    hollow=not c.shown,
                    reason=c.reason,
                )
                for c in given
                if (c.label, c.metric) == (label, metric)
            ),
            line=0.0,
        )
        for label, metric in figures
    ]
    corrections = dict.fromkeys(Messages(language)("corrections", c.correction) for c in given)
    return plot_forest(
        panels,
        [
            phrase("difference_interval", language, level=level(confidence)),
            *(phrase(key, language) for key in ("first", "second", "p_value", "n")),
        ],
        phrase("difference", language),
        title=drawing_title("comparison", language) if title is None else title,
        notes=[
            phrase(
                "comparison_note",
                language,
                level=level(confidence),
                family=", ".join(dict.fromkeys(f"{c.n_comparisons:,}" for c in given)),
                correction=", ".join(corrections),
            )
        ],
        keys=(phrase("shown", language), phrase("not_shown", language)),
        signature=signature,
        language=language,
        signed=True,
    )


def _perturbation_name(name: str, language: Language) -> str:
    from rightsnlp.checks.perturbations.catalogue import PERTURBATIONS

    known = PERTURBATIONS.get(name)
    return known.title_ar if known and language == "ar" else name


def _said(reason: object) -> Reason | None:
    """Return a reason; a frame that has none there may hold another missing value."""
    return reason if isinstance(reason, Reason) else None


def _slice_name(name: str, language: Language) -> str:
    return Messages(language)("slices", "missing") if name == MISSING else name


def _check_columns(frame: pd.DataFrame, columns: Iterable[str], source: str) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing or frame.empty:
        raise InvalidArgumentError(
            f"frame: without the column {missing[0]!r}" if missing else "frame: got no rows",
            expected=f"what {source} gave",
            remedy="pass that frame",
        )
