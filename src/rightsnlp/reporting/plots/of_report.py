"""The drawings of a report: which are drawn, under which name, and their files."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.calibration_error import reliability_curve
from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.evaluation.precision_recall import precision_recall_curve
from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.evaluation.risk_coverage import risk_coverage_curve
from rightsnlp.rendering.words import DIRECTIONS
from rightsnlp.reporting.page.content import Drawing
from rightsnlp.reporting.tables import known_labels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_SLICED = ("f1", "false_positive_rate")
_MOST = 6


@dataclass(frozen=True)
class Drawn:
    """One figure before it is written: its kind, its name, and what is drawn in each language."""

    kind: str
    name: str
    figures: Mapping[str, Figure]


def draw_figures(
    predictions: Predictions, report: EvaluationReport, slices: pd.DataFrame | None
) -> list[Drawn]:
    """Return the figures of one system.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    from rightsnlp.reporting import plots

    drawn: list[Drawn] = []
    known = known_labels(report)
    if not known:
        return drawn
    judged = predictions.select(known)
    signature = report.signature
    confidence = signature["confidence"]
    how: dict[str, Any] = {
        "groups": judged.groups,
        "n_resamples": signature["n_resamples"],
        "confidence": confidence,
        "seed": signature["seed"],
    }
    for label, (y, p) in _scored(judged).items():
        cut = judged.thresholds.get(label, math.nan)
        marks = None if math.isnan(cut) else cut
        reliability = reliability_curve(y, p, label=label, error=report.get(label, "ece"), **how)
        ranked = precision_recall_curve(y, p, label=label, **how)
        drawn += [
            _each("reliability", label, plots.plot_reliability, reliability, signature=signature),
            _each(
                "precision_recall",
                label,
                plots.plot_precision_recall,
                ranked,
                thresholds=marks,
                signature=signature,
            ),
        ]
        if marks is not None:
            decided = risk_coverage_curve(y, p, label=label, threshold=cut, **how)
            drawn.append(
                _each("risk_coverage", label, plots.plot_risk_coverage, decided, signature=signature)
            )
    drawn.append(
        _each(
            "confusion",
            "",
            plots.plot_confusion,
            judged.Y,
            judged.P,
            known,
            thresholds=dict(judged.thresholds) or None,
            decisions=judged.decisions,
            confidence=confidence,
            signature=signature,
        )
    )
    if slices is None:
        return drawn
    for label in known:
        for metric in _SLICED:
            rows = slices[(slices["label"] == label) & (slices["metric"] == metric)]
            if rows["value"].notna().any():
                look = {
                    "overall": report.get(label, metric),
                    "confidence": confidence,
                    "signature": signature,
                }
                drawn.append(
                    _each("slices", f"{metric}-{label}", plots.plot_slices, slices, label, metric, **look)
                )
    return drawn


def _scored(predictions: Predictions) -> dict[str, tuple[a.FloatArray, a.FloatArray]]:
    """Return answers and probabilities of the labels whose posts can be ranked: both answers, and two probabilities."""
    found = {}
    P = np.where(predictions.codes == a.INSUFFICIENT, np.nan, predictions.P)
    for j, label in enumerate(predictions.labels):
        y, p = predictions.Y[:, j], P[:, j]
        both = ~np.isnan(y) & ~np.isnan(p)
        if np.unique(y[both]).size > 1 and np.unique(p[both]).size > 1:
            found[label] = (y, p)
    return found


def draw_comparison(
    systems: Mapping[str, Predictions], comparisons: Sequence[Comparison], *, signature: Mapping[str, Any]
) -> list[Drawn]:
    """Return the figures of a comparison: the differences, and the curves of all systems.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    from rightsnlp.reporting import plots

    drawn: list[Drawn] = []
    how = {name: signature[name] for name in ("n_resamples", "confidence", "seed")}
    # What cannot be compared has nothing to draw; tables and page say why.
    finite = [comparison for comparison in comparisons if math.isfinite(comparison.difference)]
    if finite:
        look = {"confidence": signature["confidence"], "signature": signature}
        drawn.append(_each("comparison", "", plots.plot_comparison, finite, **look))
    scored = {name: _scored(predictions) for name, predictions in systems.items()}
    first = next(iter(systems.values()))
    for label in dict.fromkeys(label for found in scored.values() for label in found):
        ranked = {name: found[label] for name, found in scored.items() if label in found}
        if 1 < len(ranked) <= _MOST:
            y = next(iter(ranked.values()))[0]
            curves = {
                name: precision_recall_curve(y, p, label=label, groups=first.groups, **how)
                for name, (_, p) in ranked.items()
            }
            drawn.append(
                _each("precision_recall", label, plots.plot_precision_recall, curves, signature=signature)
            )
    return drawn


def save_figures(drawn: Sequence[Drawn], folder: Path, language: str) -> tuple[Drawing, ...]:
    """Write each figure as SVG and PNG in one language; return those of all languages for the page."""
    from rightsnlp.reporting.plots.file import alternative_text, figure_svg, write_figure

    pages = []
    for number, one in enumerate(drawn, start=1):
        svg = {spoken: figure_svg(figure) for spoken, figure in one.figures.items()}
        alternative = {spoken: alternative_text(figure) for spoken, figure in one.figures.items()}
        write_figure(one.figures[language], svg[language], folder / _file_name(one.name, number))
        pages.append(Drawing(one.kind, svg, alternative))
    return tuple(pages)


def _file_name(name: str, number: int) -> str:
    """Return a name of letters of any script, digits and dashes; labels that differ in signs alone get a number."""
    slug = re.sub(r"[\W_]+", "-", name).strip("-")
    return slug if slug == name.replace("_", "-") else f"{slug}-{number}"


def _each(kind: str, of: str, draw: Callable[..., Any], *inputs: Any, **options: Any) -> Drawn:
    """Draw one figure in every language."""
    figures = {language: draw(*inputs, language=language, **options) for language in DIRECTIONS}
    return Drawn(kind, f"{kind}-{of}" if of else kind, figures)
