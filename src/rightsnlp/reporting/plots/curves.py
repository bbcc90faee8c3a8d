"""Curves of one or several systems: precision against recall, risk against coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from rightsnlp.evaluation.arrays import IntArray
from rightsnlp.evaluation.precision_recall import RECALLS, PrecisionRecallCurve
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.evaluation.risk_coverage import RiskCoverageCurve
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.numbers import estimate, level, number
from rightsnlp.rendering.words import Language, label_title, metric_title, phrase
from rightsnlp.reporting.plots.sheet import (
    COLORS,
    LINES,
    MARKERS,
    QUIET,
    drawing_title,
    new_sheet,
    style,
    undefined_text,
    write_axes,
    write_legend,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Curve = TypeVar("Curve", PrecisionRecallCurve, RiskCoverageCurve)
MarkedThresholds: TypeAlias = float | Sequence[float] | Mapping[str, float | Sequence[float]] | None

_MOST_POINTS = 400
"""More than a page shows; a curve of more steps is thinned to it."""

_BODY, _LEGEND_LINE = 3.9, 0.17


def plot_precision_recall(
    curves: PrecisionRecallCurve | Mapping[str, PrecisionRecallCurve],
    *,
    thresholds: MarkedThresholds = None,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw precision against recall with a bootstrap band, and average precision with its interval.

    Parameters
    ----------
    curves : PrecisionRecallCurve, or mapping of str to PrecisionRecallCurve
        What :func:`rightsnlp.evaluation.precision_recall.precision_recall_curve` gave, of a system, or of each of up
        to six on the same posts.
    thresholds : float, sequence of float, or mapping of system to these, optional
        Marked on the curve, with precision and recall in the legend.
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
        When there are no words in the language, or more than six systems.

    Examples
    --------
    >>> from rightsnlp.evaluation.precision_recall import precision_recall_curve
    >>> curve = precision_recall_curve([1, 0, 1, 0], [0.9, 0.2, 0.6, 0.7])
    >>> figure = plot_precision_recall(curve, thresholds=0.5)  # doctest: +SKIP
    """
    systems = _systems(curves)
    first = next(iter(systems.values()))
    entries: list[tuple[Any, str]] = []
    marked = {name: _marks(thresholds, name) for name in systems}
    n_entries = len(systems) + 1 + sum(len(marks) for marks in marked.values())
    with style():
        figure = new_sheet(
            _BODY + _LEGEND_LINE * n_entries,
            title=drawing_title("precision_recall", language, label=label_title(first.label, language))
            if title is None
            else title,
            notes=[phrase("band", language, level=level(first.confidence)), *_n_notes(systems, language)],
            signature=signature,
            language=language,
        )
        axes = figure.subplots()
        for rank, (name, curve) in enumerate(systems.items()):
            steps = curve.steps
            system = phrase("system", language, name=name) if name else ""
            look: dict[str, Any] = {"color": COLORS[rank], "linestyle": LINES[rank], "linewidth": 1.6}
            if steps.reason is not None:
                (line,) = axes.plot([], [], **look)
                entries.append((line, system + undefined_text(steps.reason, language)))
                continue
            if curve.low is not None and curve.high is not None:
                band: dict[str, Any] = {"color": COLORS[rank], "alpha": 0.18, "linewidth": 0}
                axes.fill_between(RECALLS, curve.low, curve.high, step="pre", **band)
            recall, precision = steps.curve()
            shown = _thinned(recall.size)
            (line,) = axes.plot(recall[shown], precision[shown], drawstyle="steps-pre", **look)
            said = _estimate(curve.average_precision, language)
            entries.append((line, system + phrase("ap", language, value=said)))
            for place, threshold in enumerate(marked[name]):
                at = steps.at(threshold)
                if at is None:
                    (dot,) = axes.plot([], [], marker="x", color=COLORS[rank], linestyle="none")
                    entries.append(
                        (dot, system + phrase("threshold_unmet", language, threshold=f"{threshold:g}"))
                    )
                    continue
                (dot,) = axes.plot(
                    [at[0]],
                    [at[1]],
                    marker=MARKERS[(rank + place) % len(MARKERS)],
                    markersize=7,
                    color=COLORS[rank],
                    markeredgecolor="white",
                    linestyle="none",
                    clip_on=False,
                    zorder=5,
                )
                text = phrase(
                    "threshold",
                    language,
                    threshold=f"{threshold:g}",
                    precision=number(at[1]),
                    recall=number(at[0]),
                )
                entries.append((dot, system + text))
        chance = axes.axhline(first.prevalence, color=QUIET, linestyle=(0, (2, 2)), linewidth=1)
        entries.append((chance, phrase("chance", language, value=number(first.prevalence))))
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
        write_axes(axes, metric_title("recall", language), metric_title("precision", language), language)
        write_legend(axes, entries, language)
    return figure


def plot_risk_coverage(
    curves: RiskCoverageCurve | Mapping[str, RiskCoverageCurve],
    *,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw the risk among the posts decided against their share, when the least certain go to people first.

    Parameters
    ----------
    curves : RiskCoverageCurve, or mapping of str to RiskCoverageCurve
        What :func:`rightsnlp.evaluation.risk_coverage.risk_coverage_curve` gave, of a system, or of each of up to six
        on the same posts.
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
        When there are no words in the language, or more than six systems.

    Examples
    --------
    >>> from rightsnlp.evaluation.risk_coverage import risk_coverage_curve
    >>> figure = plot_risk_coverage(risk_coverage_curve([1, 0, 1, 0], [0.9, 0.2, 0.6, 0.7]))  # doctest: +SKIP
    """
    systems = _systems(curves)
    first = next(iter(systems.values()))
    entries: list[tuple[Any, str]] = []
    top = 0.0
    with style():
        figure = new_sheet(
            _BODY + _LEGEND_LINE * 2 * len(systems),
            title=drawing_title("risk_coverage", language, label=label_title(first.label, language))
            if title is None
            else title,
            notes=[
                phrase("risk_band", language, level=level(first.confidence)),
                *_n_notes(systems, language),
            ],
            signature=signature,
            language=language,
        )
        axes = figure.subplots()
        for rank, (name, curve) in enumerate(systems.items()):
            table, area = curve.table, curve.area
            system = phrase("system", language, name=name) if name else ""
            look: dict[str, Any] = {"color": COLORS[rank], "linestyle": LINES[rank], "linewidth": 1.6}
            if table.empty:
                (line,) = axes.plot([], [], **look)
                entries.append((line, system + undefined_text(area.reason, language)))
                continue
            last = table.iloc[-1]
            shown = table.iloc[_thinned(len(table))]
            axes.fill_between(
                shown["coverage"], shown["low"], shown["high"], color=COLORS[rank], alpha=0.18, linewidth=0
            )
            (line,) = axes.plot(shown["coverage"], shown["risk"], **look)
            (dot,) = axes.plot(
                [1.0],
                [last["risk"]],
                marker=MARKERS[rank],
                color=COLORS[rank],
                linestyle="none",
                clip_on=False,
            )
            said = estimate(area.value, area.low, area.high, no_interval="–")
            entries.append((line, system + phrase("aurc", language, value=said)))
            said = estimate(last["risk"], last["low"], last["high"], no_interval="–")
            entries.append((dot, system + phrase("risk_of_all", language, value=said)))
            # Few posts have wide bands; they may leave the picture, the curve itself may not.
            settled = table.loc[table["coverage"] >= 0.2, "high"].max()
            top = max(top, float(table["risk"].max()), float(settled))
        axes.set(xlim=(0, 1), ylim=(0, min(1.0, 1.08 * top) or 1.0))
        write_axes(axes, phrase("coverage", language), phrase("risk", language), language)
        write_legend(axes, entries, language)
    return figure


def _systems(curves: Curve | Mapping[str, Curve]) -> dict[str, Curve]:
    given = dict(curves) if isinstance(curves, Mapping) else {"": curves}
    if not 1 <= len(given) <= len(COLORS):
        raise InvalidArgumentError(
            f"curves: got {len(given)} systems",
            expected=f"1 to {len(COLORS)}",
            remedy="draw fewer in one figure",
        )
    return given


def _marks(thresholds: MarkedThresholds, system: str) -> list[float]:
    marks = thresholds.get(system) if isinstance(thresholds, Mapping) else thresholds
    return (
        [] if marks is None else [float(mark) for mark in np.atleast_1d(np.asarray(marks, dtype=np.float64))]
    )


def _n_notes(curves: Mapping[str, Curve], language: Language) -> list[str]:
    """Return n for all systems at once where it is the same, else for each."""
    notes = {}
    for name, curve in curves.items():
        notes[name] = phrase(
            "n_known",
            language,
            n=f"{curve.n:,}",
            positive=f"{curve.n_positive:,}",
            left_out=f"{curve.n_left_out:,}",
        )
    if len(set(notes.values())) == 1:
        return [next(iter(notes.values()))]
    return [phrase("system", language, name=name) + note for name, note in notes.items()]


def _estimate(result: MetricResult, language: Language) -> str:
    no_interval = phrase("no_interval", language)
    return estimate(result.value, result.low, result.high, no_interval=no_interval)


def _thinned(n: int) -> IntArray:
    return np.unique(np.linspace(0, n - 1, min(n, _MOST_POINTS)).round().astype(np.int64))
