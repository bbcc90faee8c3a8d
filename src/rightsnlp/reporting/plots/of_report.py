"""The drawings of a report: which are drawn, under which name, and their files."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.reporting.tables import known_labels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LANGUAGES = ("en", "ar")
_SLICED = ("f1", "false_positive_rate")
_MOST = 6

Drawings = dict[str, dict[str, "Figure"]]


def draw_figures(predictions: Predictions, report: EvaluationReport, slices: pd.DataFrame | None) -> Drawings:
    """Return the figures of one system by name and language.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    from rightsnlp.reporting import plots

    drawings: Drawings = {}
    known = known_labels(report)
    if not known:
        return drawings
    judged = predictions.select(known)
    signature = report.signature
    how = {"confidence": signature["confidence"], "signature": signature}
    curve = how | {
        "groups": judged.groups,
        "n_resamples": signature["n_resamples"],
        "seed": signature["seed"],
    }
    for label, (y, p) in _scored(judged).items():
        cut = judged.thresholds.get(label, math.nan)
        _both(drawings, f"reliability-{label}", plots.plot_reliability, y, p, label=label, **curve)
        marks = None if math.isnan(cut) else cut
        _both(
            drawings,
            f"precision-recall-{label}",
            plots.plot_precision_recall,
            y,
            p,
            label=label,
            thresholds=marks,
            **curve,
        )
        if marks is not None:
            _both(
                drawings,
                f"risk-coverage-{label}",
                plots.plot_risk_coverage,
                y,
                p,
                label=label,
                threshold=cut,
                **curve,
            )
    _both(
        drawings,
        "confusion",
        plots.plot_confusion,
        judged.Y,
        judged.P,
        known,
        thresholds=dict(judged.thresholds) or None,
        decisions=judged.decisions,
        **how,
    )
    if slices is None:
        return drawings
    for label in known:
        for metric in _SLICED:
            rows = slices[(slices["label"] == label) & (slices["metric"] == metric)]
            if rows["value"].notna().any():
                name = f"slices-{metric}-{label}"
                overall = report.get(label, metric)
                _both(drawings, name, plots.plot_slices, slices, label, metric, overall=overall, **how)
    return drawings


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
    systems: Mapping[str, Predictions], comparisons: Sequence[Comparison], **how: Any
) -> Drawings:
    """Return the figures of a comparison: the differences, and the curves of all systems.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    from rightsnlp.reporting import plots

    drawings: Drawings = {}
    # What cannot be compared has nothing to draw; tables and page say why.
    drawn = [comparison for comparison in comparisons if math.isfinite(comparison.difference)]
    if drawn:
        look = {name: how[name] for name in ("confidence", "signature")}
        _both(drawings, "comparison", plots.plot_comparison, drawn, **look)
    scored = {name: _scored(predictions) for name, predictions in systems.items()}
    first = next(iter(systems.values()))
    for label in dict.fromkeys(label for found in scored.values() for label in found):
        ranked = {name: found[label] for name, found in scored.items() if label in found}
        if 1 < len(ranked) <= _MOST:
            y = next(iter(ranked.values()))[0]
            curves = {name: p for name, (_, p) in ranked.items()}
            name = f"precision-recall-{label}"
            _both(
                drawings,
                name,
                plots.plot_precision_recall,
                y,
                curves,
                label=label,
                groups=first.groups,
                **how,
            )
    return drawings


def save_figures(drawings: Drawings, folder: Path, language: str) -> dict[str, dict[str, str]]:
    """Write each figure as SVG and PNG in one language; return the SVG of all languages for the page."""
    from rightsnlp.reporting import plots

    pages: dict[str, dict[str, str]] = {}
    for name, by_language in drawings.items():
        svg, _ = plots.save_figure(by_language[language], folder / _file_name(name, taken=len(pages)))
        pages[name] = {
            spoken: _element(svg) if spoken == language else plots.figure_svg(figure)
            for spoken, figure in by_language.items()
        }
    return pages


def _file_name(name: str, *, taken: int) -> str:
    """Return a name of letters of any script, digits and dashes; labels that differ in signs alone get a number."""
    slug = re.sub(r"[\W_]+", "-", name).strip("-")
    return slug if slug == name.replace("_", "-") else f"{slug}-{taken + 1}"


def _element(svg: Path) -> str:
    """Return the element of an SVG file, which a page takes without the file's prolog."""
    text = svg.read_text(encoding="utf-8")
    return text[text.index("<svg") :].rstrip()


def _both(drawings: Drawings, name: str, draw: Callable[..., Any], *inputs: Any, **options: Any) -> None:
    drawings[name] = {language: draw(*inputs, language=language, **options) for language in LANGUAGES}
