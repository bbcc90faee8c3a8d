"""Figures that can be cited: metrics with intervals, comparisons, slices, agreement.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "Agreement": "rightsnlp.evaluation.agreement.result",
        "Comparison": "rightsnlp.evaluation.comparing.comparison",
        "EvaluationReport": "rightsnlp.evaluation.results",
        "MetricResult": "rightsnlp.evaluation.results",
        "Predictions": "rightsnlp.evaluation.predictions",
        "agreement_table": "rightsnlp.evaluation.agreement.coefficients",
        "almost_stochastic_order": "rightsnlp.evaluation.comparing.stochastic_order",
        "benjamini_hochberg": "rightsnlp.evaluation.comparing.corrections",
        "cliffs_delta": "rightsnlp.evaluation.comparing.stochastic_order",
        "clopper_pearson": "rightsnlp.intervals",
        "cohen_kappa": "rightsnlp.evaluation.agreement.coefficients",
        "compare": "rightsnlp.evaluation.comparing.significance",
        "compare_runs": "rightsnlp.evaluation.comparing.stochastic_order",
        "comparison_frame": "rightsnlp.evaluation.comparing.comparison",
        "evaluate": "rightsnlp.evaluation.evaluate",
        "evaluate_arrays": "rightsnlp.evaluation.metrics",
        "expected_calibration_error": "rightsnlp.evaluation.calibration_error",
        "fleiss_kappa": "rightsnlp.evaluation.agreement.coefficients",
        "gwet_ac1": "rightsnlp.evaluation.agreement.coefficients",
        "holm": "rightsnlp.evaluation.comparing.corrections",
        "judge": "rightsnlp.evaluation.predictions",
        "krippendorff_alpha": "rightsnlp.evaluation.agreement.coefficients",
        "newcombe": "rightsnlp.intervals",
        "over_enforcement_table": "rightsnlp.evaluation.slicing.slices",
        "predict": "rightsnlp.evaluation.predictions",
        "rater_confusion": "rightsnlp.evaluation.agreement.coefficients",
        "read_predictions": "rightsnlp.evaluation.predictions_file",
        "reliability_table": "rightsnlp.evaluation.calibration_error",
        "slice_metrics": "rightsnlp.evaluation.slicing.slices",
        "wilson": "rightsnlp.intervals",
        "write_predictions": "rightsnlp.evaluation.predictions_file",
    },
)
