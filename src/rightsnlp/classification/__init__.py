"""Models of posts: hashed n-grams, linear heads, calibration, thresholds, explanations, and files that hold them.

Importing this package is inert: names are loaded on first use (PEP 562).
"""

from __future__ import annotations

from rightsnlp._lazy import make_lazy

__all__ = make_lazy(
    __name__,
    {
        "Aim": "rightsnlp.classification.selective",
        "HashedNgrams": "rightsnlp.classification.ngrams.features",
        "LinearClassifier": "rightsnlp.classification.linear.classifier",
        "Thresholds": "rightsnlp.classification.selective",
        "choose_thresholds": "rightsnlp.classification.selective",
        "explain_case": "rightsnlp.classification.explaining.explanation",
        "fetch_model": "rightsnlp.classification.storage.fetch",
        "load_model": "rightsnlp.classification.persistence",
        "model_names": "rightsnlp.classification.persistence",
        "push": "rightsnlp.classification.hub",
        "save_model": "rightsnlp.classification.storage.save",
    },
)
