"""Names of the files in a folder of results."""

from __future__ import annotations

METRICS = "metrics.json"
PREDICTIONS = "predictions.csv"
SLICES = "slices.json"
COMPARISON = "comparison.json"
PAGE = "report.html"

EVALUATION_FILES = (
    METRICS, PREDICTIONS, SLICES, "tables.md", "tables.tex", "methods.md", "citation.bib", PAGE
)  # fmt: skip
"""What an evaluation may write, beside ``figures/``."""

COMPARISON_FILES = (COMPARISON, "tables.md", "tables.tex", "methods.md", "citation.bib", PAGE)
"""What a comparison may write, beside ``figures/``."""
