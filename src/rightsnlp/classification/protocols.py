"""What a model's ``config.json`` and weights mean, kind by kind and protocol by protocol.

A protocol has one reader. A reader takes nothing for granted: every key it does not know is refused by name, and
every number is looked at before it is used. To add a protocol, add a reader to :data:`READERS`, let
:func:`~rightsnlp.classification.storage.describe.describe` write it, and keep a model of it in
``tests/classification/protocols``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from reprlib import repr as shortened
from typing import Any

import numpy as np

from rightsnlp.classification.calibration import CALIBRATED_SCRIPTS, Calibrator
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.selective import Thresholds
from rightsnlp.classification.storage.describe import Tensors
from rightsnlp.classification.storage.head import MAX_NAME, is_line
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.taxonomy import Taxonomy
from rightsnlp.text.profiles import get_profile

_HEAD = frozenset({"format", "protocol", "kind", "name", "version", "labels", "taxonomy", "training"})
_FEATURES_1 = frozenset({"kind", "version", "bits", "char_ngrams", "word_ngrams", "profile"})
_AIM_1 = frozenset({"precision", "false_positive_rate", "recall", "confidence"})
_AIM_2 = _AIM_1 | {"review_share"}
_MAY_BE_NULL = frozenset({"false_positive_rate", "review_share"})


def read_tensors(data: bytes) -> Tensors:
    """Return the tensors of a safetensors file.

    Raises
    ------
    InvalidArgumentError
        When it is none: its header is too large, tensors overlap, a type is unknown.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        tensors: Tensors = load(data)
    except (SafetensorError, KeyError, ValueError, TypeError, OverflowError) as error:
        raise InvalidArgumentError(
            f"is not a safetensors file of numbers ({type(error).__name__})",
            expected="what save_model wrote",
            remedy="fetch the model again",
        ) from None
    return tensors


def _read_1(config: dict[str, Any], tensors: Tensors) -> LinearClassifier:
    """Protocol 1: features of version 1, one calibrator a label, thresholds by label."""
    return _read(config, tensors, _features_1, _AIM_1)


def _read_2(config: dict[str, Any], tensors: Tensors) -> LinearClassifier:
    """Protocol 2: features of version 1 or 2, weights for their shape, calibrators by script, and aims with reviews."""
    rest = dict(config)
    by_label = rest.pop("script_calibrators", {})  # a model without any may leave them out
    model = _read(rest, tensors, _features_2, _AIM_2)
    model.script_calibrators_ = _script_calibrators(by_label, model.taxonomy_)
    return model


def _read(
    config: dict[str, Any],
    tensors: Tensors,
    read_features: Callable[[Any], HashedNgrams],
    aim: frozenset[str],
) -> LinearClassifier:
    _keys(config, "config", _HEAD | {"features", "calibrators", "thresholds"})
    taxonomy = _taxonomy(config)
    features = read_features(config["features"])
    n_labels = len(taxonomy.names)
    _check_weights(tensors, n_rows=features.n_features, n_labels=n_labels)
    entries = _list(config["calibrators"], "calibrators")
    if len(entries) != n_labels:
        raise _refusal(f"calibrators: got {len(entries)}", f"{n_labels}")
    calibrators = tuple(_calibrator_1(entry, f"calibrators[{at}]") for at, entry in enumerate(entries))
    thresholds = {
        taxonomy[label].name: _thresholds(entry, f"thresholds.{label}", aim)
        for label, entry in _mapping(config["thresholds"], "thresholds").items()
    }
    return _fitted(taxonomy, features, tensors, calibrators, thresholds)


def _features_1(entry: Any) -> HashedNgrams:
    return _features(entry, 1, _FEATURES_1)


def _features_2(entry: Any) -> HashedNgrams:
    if _mapping(entry, "features").get("version") == 1:
        return _features_1(entry)
    return _features(entry, 2, _FEATURES_1 | {"arabizi", "shape"})


def _features(entry: Any, version: int, keys: frozenset[str]) -> HashedNgrams:
    _keys(entry, "features", keys)
    if entry["kind"] != "hashed-ngrams" or entry["version"] != version:
        raise _refusal(
            f"features: {shortened(entry['kind'])} {shortened(entry['version'])}",
            f"'hashed-ngrams' {version}",
        )
    for name in sorted(keys & {"arabizi", "shape"}):
        if not isinstance(entry[name], bool):
            raise _refusal(f"features.{name}: is {type(entry[name]).__name__}", "true or false")
    ngrams = _list(entry["char_ngrams"], "features.char_ngrams")
    for name, value in (("bits", entry["bits"]), ("word_ngrams", entry["word_ngrams"])):
        _whole(value, f"features.{name}")
    if len(ngrams) != 2:
        raise _refusal("features.char_ngrams: is no pair", "[shortest, longest]")
    for value in ngrams:
        _whole(value, "features.char_ngrams")
    get_profile(_text(entry["profile"], "features.profile"))
    return HashedNgrams.from_dict(entry)


def _calibrator_1(entry: Any, where: str) -> Calibrator:
    method = _mapping(entry, where).get("method")
    if method == "isotonic":
        _keys(entry, where, {"method", "knots", "values"})
        for key in ("knots", "values"):
            for value in _list(entry[key], f"{where}.{key}"):
                _number(value, f"{where}.{key}")
    else:
        _keys(entry, where, {"method", "slope", "intercept"})
        for key in ("slope", "intercept"):
            _number(entry[key], f"{where}.{key}")
    return Calibrator.from_dict(entry)


def _script_calibrators(entry: Any, taxonomy: Taxonomy) -> dict[str, dict[str, Calibrator]]:
    found: dict[str, dict[str, Calibrator]] = {}
    for label, entries in _mapping(entry, "script_calibrators").items():
        where = f"script_calibrators.{shortened(label)}"
        if not _mapping(entries, where) or label not in taxonomy.names:
            raise _refusal(
                f"{where}: is empty, or of no label of the model", "a label's calibrators by script"
            )
        for script in entries:
            if script not in CALIBRATED_SCRIPTS:
                raise _refusal(f"{where}: has a script {shortened(script)}", f"{sorted(CALIBRATED_SCRIPTS)}")
        found[label] = {script: _calibrator_1(one, f"{where}.{script}") for script, one in entries.items()}
    return found


def _thresholds(entry: Any, where: str, aim: frozenset[str]) -> Thresholds:
    _keys(entry, where, {"assign", "review", "aim", "n", "n_positive", "n_legitimate"})
    _keys(entry["aim"], f"{where}.aim", aim)
    for key in ("assign", "review"):
        if entry[key] is not None:
            _number(entry[key], f"{where}.{key}")
    for key, value in entry["aim"].items():
        if not (key in _MAY_BE_NULL and value is None):
            _number(value, f"{where}.aim.{key}")
    for key in ("n", "n_positive", "n_legitimate"):
        _whole(entry[key], f"{where}.{key}")
    return Thresholds.from_dict(entry)


def _taxonomy(config: dict[str, Any]) -> Taxonomy:
    entry = config["taxonomy"]
    _keys(entry, "taxonomy", {"name", "version", "labels"})
    for at, label in enumerate(_list(entry["labels"], "taxonomy.labels")):
        where = f"taxonomy.labels[{at}]"
        _keys(label, where, {"name", "title", "definition", "reads", "needs_any"})
        if not is_line(label["name"]):
            raise _refusal(f"{where}.name: is not one line of text", f"1 to {MAX_NAME} characters")
        for key in ("title", "definition"):
            for value in _mapping(label[key], f"{where}.{key}").values():
                _text(value, f"{where}.{key}")
        for key in ("reads", "needs_any"):
            for value in _list(label[key], f"{where}.{key}"):
                _text(value, f"{where}.{key}")
    taxonomy = Taxonomy.from_dict(entry)
    if config["labels"] != list(taxonomy.names):
        raise _refusal("labels: are not those of the taxonomy", "the same names in the same order")
    return taxonomy


def _check_weights(tensors: Tensors, *, n_rows: int, n_labels: int) -> None:
    expected = {
        "coef": ((n_rows, n_labels), np.float16),
        "intercept": ((n_labels,), np.float64),
        "prior": ((n_labels,), np.float64),
    }
    if set(tensors) != set(expected):
        raise _refusal(f"weights: holds {shortened(sorted(tensors))}", f"{sorted(expected)}")
    for name, (shape, kind) in expected.items():
        tensor = tensors[name]
        if tensor.shape != shape or tensor.dtype != kind or not np.isfinite(tensor).all():
            raise _refusal(
                f"weights: {name} is {tensor.dtype} {tensor.shape}, or holds what is not finite",
                f"finite {np.dtype(kind)} {shape}",
            )
    if not ((tensors["prior"] >= 0) & (tensors["prior"] <= 1)).all():
        raise _refusal("weights: prior is no share", "0 to 1")


def _fitted(
    taxonomy: Taxonomy,
    features: HashedNgrams,
    tensors: Tensors,
    calibrators: tuple[Calibrator, ...],
    thresholds: dict[str, Thresholds],
) -> LinearClassifier:
    model = LinearClassifier(taxonomy, features=features)
    model.taxonomy_ = taxonomy
    model.labels_ = taxonomy.names
    model.features_ = features
    model.coef_ = tensors["coef"].astype(np.float32, order="F")
    model.intercept_ = tensors["intercept"].copy()
    model.prior_ = tensors["prior"].copy()
    model.calibrators_ = calibrators
    model.script_calibrators_ = {}
    model.thresholds_ = thresholds
    return model


def _refusal(what: str, expected: str) -> InvalidArgumentError:
    return InvalidArgumentError(what, expected=expected, remedy="fetch the model again")


def _keys(entry: Any, where: str, known: frozenset[str] | set[str]) -> None:
    found = _mapping(entry, where)
    for key in found:
        if key not in known:
            raise _refusal(
                f"{where}: has a key {shortened(key)} that this protocol does not know", f"{sorted(known)}"
            )
    for key in sorted(known):
        if key not in found:
            raise _refusal(f"{where}: lacks {key!r}", f"{sorted(known)}")


def _mapping(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _refusal(f"{where}: is {type(value).__name__}", "an object")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _refusal(f"{where}: is {type(value).__name__}", "a list")
    return value


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise _refusal(f"{where}: is {type(value).__name__}", "text")
    return value


def _number(value: Any, where: str) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refusal(f"{where}: is {type(value).__name__}", "a number")
    # A whole number of JSON may have more digits than a float can hold.
    if abs(value) > 1e300:
        raise _refusal(f"{where}: is too large", "a number below 1e300")


def _whole(value: Any, where: str) -> None:
    if type(value) is not int or not 0 <= value < 1 << 53:
        raise _refusal(f"{where}: is no count", "a whole number")


READERS: Mapping[tuple[str, int], Callable[[dict[str, Any], Tensors], LinearClassifier]] = {
    ("linear", 1): _read_1,
    ("linear", 2): _read_2,
}
"""The reader of each kind of model and protocol."""
