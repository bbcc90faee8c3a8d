"""The monitor's desk: statistics that add up, prevalence, drift, a bulletin, escalation. No model is needed.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "BulletinSettings": "rightsnlp.monitoring.bulletin.figures",
        "CaseTable": "rightsnlp.monitoring.cases",
        "adjusted_count": "rightsnlp.monitoring.prevalence.quantify",
        "check_sums": "rightsnlp.monitoring.statistics.sums",
        "compare_periods": "rightsnlp.monitoring.drift.report",
        "em_prior_shift": "rightsnlp.monitoring.prevalence.quantify",
        "make_bulletin": "rightsnlp.monitoring.bulletin.figures",
        "probabilistic_adjusted_count": "rightsnlp.monitoring.prevalence.quantify",
        "read_breaks": "rightsnlp.monitoring.statistics.breaks",
        "read_cases": "rightsnlp.monitoring.cases",
        "stratified_prevalence": "rightsnlp.monitoring.prevalence.stratified",
        "suppress": "rightsnlp.monitoring.statistics.suppression",
        "write_bulletin": "rightsnlp.monitoring.bulletin.files",
    },
)
