"""Figures for a paper and for a page: one style, English or Arabic, every number with its interval and n.

Each function returns a :class:`matplotlib.figure.Figure`, made without pyplot and without a change to the user's
settings. They need matplotlib (extra ``plots``).
"""

from __future__ import annotations

from rightsnlp.reporting.plots.curves import plot_precision_recall, plot_risk_coverage
from rightsnlp.reporting.plots.estimates import plot_comparison, plot_robustness, plot_slices
from rightsnlp.reporting.plots.file import figure_svg, save_figure
from rightsnlp.reporting.plots.matrix import plot_confusion, plot_functional
from rightsnlp.reporting.plots.reliability import plot_reliability

__all__ = [
    "figure_svg",
    "plot_comparison",
    "plot_confusion",
    "plot_functional",
    "plot_precision_recall",
    "plot_reliability",
    "plot_risk_coverage",
    "plot_robustness",
    "plot_slices",
    "save_figure",
]
