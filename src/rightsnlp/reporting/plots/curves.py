"""Curves of one or several systems: precision against recall, risk against coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import BootstrapResult, bootstrap
from rightsnlp.evaluation.precision_recall import RECALLS, PrecisionRecall
from rightsnlp.evaluation.risk_coverage import area_under_risk_coverage, risk_coverage_curve
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.numbers import interval, number
from rightsnlp.rendering.plot_labels import (
    Language,
    check_language,
    label_title,
    phrase,
    reason_text,
)
from rightsnlp.reporting.plots.sheet import (
    COLORS,
    LINES,
    MARKERS,
    QUIET,
    new_sheet,
    percent,
    style,
    write_axes,
    write_legend,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Systems: TypeAlias = npt.ArrayLike | Mapping[str, npt.ArrayLike]
MarkedThresholds: TypeAlias = float | Sequence[float] | Mapping[str, float | Sequence[float]] | None

_MOST_POINTS = 400
"""More than a page shows; a curve of more steps is thinned to it."""

_BODY, _LEGEND_LINE = 3.9, 0.17


def plot_precision_recall(
    y: npt.ArrayLike,
    p: Systems,
    *,
    label: str = "",
    thresholds: MarkedThresholds = None,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw precision against recall with a bootstrap band, and average precision with its interval.

    The curve is that of :class:`rightsnlp.evaluation.precision_recall.PrecisionRecall`.

    Parameters
    ----------
    y : array-like (n,)
        Answers: 1, 0, NaN (unknown; left out and counted).
    p : array-like (n,), or mapping of str to array-like
        Probabilities of a system, or of each of up to six; NaN for none.
    label : str
        Name of the label.
    thresholds : float, sequence of float, or mapping of system to these, optional
        Marked on the curve, with precision and recall in the legend.
    groups, n_resamples, confidence, seed
        As in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`, whose interval of average precision this is.
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
        When shapes or values do not fit, or there are more than six systems.

    Examples
    --------
    >>> figure = plot_precision_recall([1, 0, 1, 0], [0.9, 0.2, 0.6, 0.7], thresholds=0.5)  # doctest: +SKIP
    """
    check_language(language)
    systems, answers = _systems(y, p), a.check_answers(y, 1)[:, 0]
    prevalence = float(np.nanmean(answers)) if np.isfinite(answers).any() else float("nan")
    entries: list[tuple[Any, str]] = []
    marked = {name: _marks(thresholds, name) for name in systems}
    n_entries = len(systems) + 1 + sum(len(marks) for marks in marked.values())
    with style():
        figure = new_sheet(
            _BODY + _LEGEND_LINE * n_entries,
            title=phrase("precision_recall_title", language, label=label_title(label, language))
            if title is None
            else title,
            notes=[
                phrase("band", language, level=percent(confidence)),
                *_n_notes(answers, systems, language),
            ],
            signature=signature,
            language=language,
        )
        axes = figure.subplots()
        for rank, (name, scores) in enumerate(systems.items()):
            steps = PrecisionRecall.of(answers, scores)
            system = phrase("system", language, name=name) if name else ""
            look: dict[str, Any] = {"color": COLORS[rank], "linestyle": LINES[rank], "linewidth": 1.6}
            if steps.reason:
                (line,) = axes.plot([], [], **look)
                entries.append((line, system + reason_text(steps.reason, language)))
                continue
            boot = bootstrap(
                steps.statistic,
                answers.size,
                n_resamples=n_resamples,
                confidence=confidence,
                seed=seed,
                groups=groups,
            )
            if np.isfinite(boot.low[0]):
                tail = (1 - confidence) / 2
                low, high = np.nanquantile(boot.resamples[:, 1:], [tail, 1 - tail], axis=0)
                axes.fill_between(RECALLS, low, high, step="pre", color=COLORS[rank], alpha=0.18, linewidth=0)
            recall, precision = steps.curve()
            shown = _thinned(recall.size)
            (line,) = axes.plot(recall[shown], precision[shown], drawstyle="steps-pre", **look)
            entries.append((line, system + phrase("ap", language, value=_estimate(boot, language))))
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
        chance = axes.axhline(prevalence, color=QUIET, linestyle=(0, (2, 2)), linewidth=1)
        entries.append((chance, phrase("chance", language, value=number(prevalence))))
        axes.set(xlim=(0, 1), ylim=(0, 1.02))
        write_axes(axes, phrase("recall", language), phrase("precision", language), language)
        write_legend(axes, entries, language)
    return figure


def plot_risk_coverage(
    y: npt.ArrayLike,
    p: Systems,
    *,
    label: str = "",
    threshold: float = 0.5,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw the risk among the posts decided against their share, when the least certain go to people first.

    Parameters
    ----------
    y, p, label
        As in :func:`plot_precision_recall`.
    threshold, groups, n_resamples, confidence, seed
        As in :func:`rightsnlp.evaluation.risk_coverage.risk_coverage_curve`.
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
        When shapes or values do not fit, or there are more than six systems.

    Examples
    --------
    >>> figure = plot_risk_coverage([1, 0, 1, 0], [0.9, 0.2, 0.6, 0.7])  # doctest: +SKIP
    """
    check_language(language)
    systems, answers = _systems(y, p), a.check_answers(y, 1)[:, 0]
    how: dict[str, Any] = {
        "threshold": threshold,
        "groups": groups,
        "n_resamples": n_resamples,
        "confidence": confidence,
        "seed": seed,
    }
    entries: list[tuple[Any, str]] = []
    top = 0.0
    with style():
        figure = new_sheet(
            _BODY + _LEGEND_LINE * 2 * len(systems),
            title=phrase("risk_coverage_title", language, label=label_title(label, language))
            if title is None
            else title,
            notes=[
                phrase("risk_band", language, level=percent(confidence)),
                *_n_notes(answers, systems, language),
            ],
            signature=signature,
            language=language,
        )
        axes = figure.subplots()
        for rank, (name, scores) in enumerate(systems.items()):
            curve, area = (
                risk_coverage_curve(answers, scores, **how),
                area_under_risk_coverage(answers, scores, **how),
            )
            system = phrase("system", language, name=name) if name else ""
            look: dict[str, Any] = {"color": COLORS[rank], "linestyle": LINES[rank], "linewidth": 1.6}
            if curve.empty:
                (line,) = axes.plot([], [], **look)
                entries.append((line, system + reason_text(area.reason, language)))
                continue
            last = curve.iloc[-1]
            shown = curve.iloc[_thinned(len(curve))]
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
            said = f"{number(area.value)} {interval(area.low, area.high)}"
            entries.append((line, system + phrase("aurc", language, value=said)))
            said = f"{number(last['risk'])} {interval(last['low'], last['high'])}"
            entries.append((dot, system + phrase("risk_of_all", language, value=said)))
            # Few posts have wide bands; they may leave the picture, the curve itself may not.
            settled = curve.loc[curve["coverage"] >= 0.2, "high"].max()
            top = max(top, float(curve["risk"].max()), float(settled))
        axes.set(xlim=(0, 1), ylim=(0, min(1.0, 1.08 * top) or 1.0))
        write_axes(axes, phrase("coverage", language), phrase("risk", language), language)
        write_legend(axes, entries, language)
    return figure


def _systems(y: npt.ArrayLike, p: Systems) -> dict[str, a.FloatArray]:
    n = a.check_answers(y, 1).shape[0]
    given = p if isinstance(p, Mapping) else {"": p}
    if not 1 <= len(given) <= len(COLORS):
        raise InvalidArgumentError(
            f"p: got {len(given)} systems",
            expected=f"1 to {len(COLORS)}",
            remedy="draw fewer in one figure",
        )
    return {str(name): a.check_probabilities(scores, (n, 1))[:, 0] for name, scores in given.items()}


def _marks(thresholds: MarkedThresholds, system: str) -> list[float]:
    marks = thresholds.get(system) if isinstance(thresholds, Mapping) else thresholds
    return (
        [] if marks is None else [float(mark) for mark in np.atleast_1d(np.asarray(marks, dtype=np.float64))]
    )


def _n_notes(y: a.FloatArray, systems: Mapping[str, a.FloatArray], language: Language) -> list[str]:
    """Return n for all systems at once where it is the same, else for each."""
    notes = {}
    for name, scores in systems.items():
        known = ~np.isnan(y) & ~np.isnan(scores)
        notes[name] = phrase(
            "n_known",
            language,
            n=f"{int(known.sum()):,}",
            positive=f"{int(y[known].sum()):,}",
            left_out=f"{int((~known).sum()):,}",
        )
    if len(set(notes.values())) == 1:
        return [next(iter(notes.values()))]
    return [phrase("system", language, name=name) + note for name, note in notes.items()]


def _estimate(boot: BootstrapResult, language: Language) -> str:
    bounds = interval(float(boot.low[0]), float(boot.high[0]))
    return f"{number(float(boot.value[0]))} {bounds if bounds != '–' else phrase('no_interval', language)}"


def _thinned(n: int) -> a.IntArray:
    return np.unique(np.linspace(0, n - 1, min(n, _MOST_POINTS)).round().astype(np.int64))
