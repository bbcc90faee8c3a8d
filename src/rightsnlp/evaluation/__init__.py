"""Figures that can be cited: metrics with intervals, comparisons, slices, agreement.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import load_name

_HOME = {
    "Agreement": "coefficient",
    "Comparison": "comparison",
    "EvaluationReport": "results",
    "FunctionalReport": "functional_report",
    "MetricResult": "results",
    "Predictions": "predictions",
    "agreement_table": "agreement",
    "almost_stochastic_order": "stochastic_order",
    "benjamini_hochberg": "corrections",
    "cliffs_delta": "stochastic_order",
    "clopper_pearson": "intervals",
    "cohen_kappa": "agreement",
    "compare": "significance",
    "compare_runs": "stochastic_order",
    "comparison_frame": "comparison",
    "evaluate": "report",
    "evaluate_arrays": "metrics",
    "evaluate_suite": "functional",
    "evaluate_suite_predictions": "functional",
    "expected_calibration_error": "calibration_error",
    "fleiss_kappa": "agreement",
    "gwet_ac1": "agreement",
    "holm": "corrections",
    "judge": "predictions",
    "krippendorff_alpha": "agreement",
    "newcombe": "intervals",
    "over_enforcement_table": "slices",
    "predict": "predictions",
    "rater_confusion": "agreement",
    "read_predictions": "predictions_file",
    "reliability_table": "calibration_error",
    "slice_metrics": "slices",
    "verify_report": "verification",
    "wilson": "intervals",
    "write_predictions": "predictions_file",
    "write_report": "report_folder",
}

__all__ = sorted(_HOME)


def __getattr__(name: str) -> object:
    return load_name(__name__, _HOME, name)


def __dir__() -> list[str]:
    return __all__
