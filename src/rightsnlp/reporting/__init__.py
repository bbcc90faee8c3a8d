"""Evaluations as pages, tables, plots, cards and folders.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "ReportContent": "rightsnlp.reporting.page.content",
        "render_html": "rightsnlp.reporting.page.html",
        "verify_report": "rightsnlp.reporting.folders.verification",
        "write_report": "rightsnlp.reporting.folders.evaluation",
    },
)
