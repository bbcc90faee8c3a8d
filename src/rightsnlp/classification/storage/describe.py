"""A fitted model as plain settings and tensors, in the newest protocol."""

from __future__ import annotations

from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.calibration import Calibrator
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.selective import Thresholds
from rightsnlp.classification.storage.head import FORMAT, PROTOCOL
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.taxonomy import Taxonomy

Tensors: TypeAlias = dict[str, NDArray[Any]]


class LinearModel(Protocol):
    """What is stored of a linear classifier; its attributes are those of the fitted classifier."""

    labels_: tuple[str, ...]
    taxonomy_: Taxonomy
    features_: HashedNgrams
    coef_: NDArray[np.float32]
    intercept_: NDArray[np.float64]
    prior_: NDArray[np.float64]
    calibrators_: tuple[Calibrator, ...]
    script_calibrators_: dict[str, dict[str, Calibrator]]
    thresholds_: dict[str, Thresholds]


def describe(model: LinearModel) -> tuple[dict[str, Any], Tensors]:
    """Return a fitted model's settings and weights in the newest protocol.

    Returns
    -------
    config : dict
        All of ``config.json`` but name, version and training.
    tensors : dict of str to ndarray
    """
    with np.errstate(over="ignore"):
        coef = np.ascontiguousarray(model.coef_.astype(np.float16))
    if not np.isfinite(coef).all():
        raise InvalidArgumentError(
            "model: a weight is not finite in half precision",
            expected="weights below 65,504",
            remedy="fit with a smaller C",
        )
    config: dict[str, Any] = {
        "format": FORMAT,
        "protocol": PROTOCOL,
        "kind": "linear",
        "labels": list(model.labels_),
        "taxonomy": model.taxonomy_.to_dict(),
        "features": model.features_.to_dict(),
        "calibrators": [calibrator.to_dict() for calibrator in model.calibrators_],
        "script_calibrators": {
            label: {script: calibrator.to_dict() for script, calibrator in by_script.items()}
            for label, by_script in model.script_calibrators_.items()
        },
        "thresholds": {label: chosen.to_dict() for label, chosen in model.thresholds_.items()},
    }
    tensors: Tensors = {
        "coef": coef,
        "intercept": np.ascontiguousarray(model.intercept_),
        "prior": np.ascontiguousarray(model.prior_),
    }
    return config, tensors
