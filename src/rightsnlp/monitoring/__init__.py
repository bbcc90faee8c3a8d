"""The monitor's desk: statistics that add up, prevalence, drift, a bulletin, escalation. No model is needed.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "CaseTable": "rightsnlp.monitoring.cases",
        "read_cases": "rightsnlp.monitoring.cases",
    },
)
