"""Tests of a system beyond its figures: functional suites, and the same posts written differently.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "FunctionalReport": "rightsnlp.checks.functional.report",
        "evaluate_suite": "rightsnlp.checks.functional.suite",
        "evaluate_suite_predictions": "rightsnlp.checks.functional.suite",
    },
)
