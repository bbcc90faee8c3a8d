"""What a system loses when posts are written differently.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "RobustnessReport": "rightsnlp.checks.robustness.report",
        "robustness": "rightsnlp.checks.robustness.run",
        "robustness_from_predictions": "rightsnlp.checks.robustness.run",
    },
)
