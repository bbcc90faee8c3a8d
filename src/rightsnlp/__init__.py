"""Label reported online content for a digital-rights monitor.

Importing this package is inert: it loads no pandas, scikit-learn or torch, opens no file and no connection. Each name
below is loaded on first use (PEP 562).

Examples
--------
>>> import rightsnlp
>>> rightsnlp.normalize("السَّلامُ عليكــم")
'السلام عليكم'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rightsnlp._lazy import load_name

if TYPE_CHECKING:
    from rightsnlp.classification.linear import LinearClassifier
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.data.cases import load_cases
    from rightsnlp.data.corpora import load_corpus
    from rightsnlp.evaluation.report import evaluate
    from rightsnlp.exceptions import RightsNLPError
    from rightsnlp.labeling.frame import label
    from rightsnlp.taxonomy import load_taxonomy
    from rightsnlp.text.normalize import normalize
    from rightsnlp.text.redact import redact
    from rightsnlp.text.transformer import ArabicNormalizer

__version__ = "0.1.0"

_HOME = {
    "ArabicNormalizer": "text.transformer",
    "LinearClassifier": "classification.linear",
    "RightsNLPError": "exceptions",
    "evaluate": "evaluation.report",
    "label": "labeling.frame",
    "load_cases": "data.cases",
    "load_corpus": "data.corpora",
    "load_model": "classification.persistence",
    "load_taxonomy": "taxonomy",
    "normalize": "text.normalize",
    "redact": "text.redact",
}

__all__ = [
    "ArabicNormalizer",
    "LinearClassifier",
    "RightsNLPError",
    "__version__",
    "evaluate",
    "label",
    "load_cases",
    "load_corpus",
    "load_model",
    "load_taxonomy",
    "normalize",
    "redact",
]


def __getattr__(name: str) -> object:
    return load_name(__name__, _HOME, name)


def __dir__() -> list[str]:
    return __all__
