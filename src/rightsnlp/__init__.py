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

from rightsnlp._lazy import make_lazy
from rightsnlp._version import __version__

if TYPE_CHECKING:
    from rightsnlp.classification.linear.classifier import LinearClassifier
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.data.cases import load_cases
    from rightsnlp.data.corpora.corpus import load_corpus
    from rightsnlp.evaluation.evaluate import evaluate
    from rightsnlp.exceptions import RightsNLPError
    from rightsnlp.labeling.frame import label
    from rightsnlp.taxonomy import load_taxonomy
    from rightsnlp.text.normalize import normalize
    from rightsnlp.text.redaction.redact import redact
    from rightsnlp.text.transformer import ArabicNormalizer

make_lazy(
    __name__,
    {
        "ArabicNormalizer": "rightsnlp.text.transformer",
        "LinearClassifier": "rightsnlp.classification.linear.classifier",
        "RightsNLPError": "rightsnlp.exceptions",
        "evaluate": "rightsnlp.evaluation.evaluate",
        "label": "rightsnlp.labeling.frame",
        "load_cases": "rightsnlp.data.cases",
        "load_corpus": "rightsnlp.data.corpora.corpus",
        "load_model": "rightsnlp.classification.persistence",
        "load_taxonomy": "rightsnlp.taxonomy",
        "normalize": "rightsnlp.text.normalize",
        "redact": "rightsnlp.text.redaction.redact",
    },
)

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
