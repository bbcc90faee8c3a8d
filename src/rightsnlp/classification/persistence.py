"""A model as a folder that says what it is, and is checked before it is used.

``config.json`` holds the settings and a protocol number, ``weights.safetensors`` the numbers, ``SHA256SUMS`` the
hash of both. Nothing in it is ever executed. A folder with another byte than was written is refused by name, and
so is one of a protocol that this version does not know.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from rightsnlp.classification.calibration import Calibrator
from rightsnlp.classification.features import HashedNgrams
from rightsnlp.classification.linear import LinearClassifier
from rightsnlp.classification.selective import Thresholds
from rightsnlp.data.shipped import shipped_folder
from rightsnlp.exceptions import InvalidArgumentError, ModelFormatError, OutputFileError, RightsNLPError
from rightsnlp.provenance import atomic_path, sha256_file, write_json, write_text
from rightsnlp.taxonomy import Taxonomy

PROTOCOL = 1
DEFAULT_MODEL = "rightsnlp-base"

_CONFIG, _WEIGHTS, _SUMS = "config.json", "weights.safetensors", "SHA256SUMS"
_MAX_BYTES = 512 << 20


def save_model(
    model: LinearClassifier,
    folder: str | Path,
    *,
    name: str | None = None,
    version: str = "1",
    training: dict[str, Any] | None = None,
    force: bool = False,
) -> None:
    """Write a fitted model into a folder.

    Parameters
    ----------
    model : LinearClassifier
    folder : str or Path
        Made if missing.
    name : str, optional
        Default: the folder's name.
    version : str
        Version of the model, not of the library.
    training : dict, optional
        What it was trained on, as plain data.
    force : bool
        Whether to replace a model that is there.

    Raises
    ------
    OutputFileError
        When the folder holds a model already, or cannot be written.
    """
    from safetensors.numpy import save_file

    folder = Path(folder)
    if (folder / _CONFIG).exists() and not force:
        raise OutputFileError(
            f"{folder.name}: holds a model already",
            expected="a new folder",
            remedy="pass --force to replace it, or -o with another folder",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFileError(
            f"{folder.name}: cannot be made ({error.strerror})",
            expected="a folder that can be written to",
            remedy="pass -o with another folder",
        ) from None
    config = {
        "format": "rightsnlp-model",
        "protocol": PROTOCOL,
        "kind": "linear",
        "name": name or folder.resolve().name,
        "version": version,
        "labels": list(model.labels_),
        "taxonomy": model.taxonomy_.to_dict(),
        "features": model.features_.to_dict(),
        "calibrators": [calibrator.to_dict() for calibrator in model.calibrators_],
        "thresholds": {label: chosen.to_dict() for label, chosen in model.thresholds_.items()},
        "training": training or {},
    }
    tensors: dict[str, np.ndarray[Any, Any]] = {
        "coef": np.ascontiguousarray(model.coef_.astype(np.float16)),
        "intercept": np.ascontiguousarray(model.intercept_),
        "prior": np.ascontiguousarray(model.prior_),
    }
    with atomic_path(folder / _WEIGHTS, force=True) as temporary:
        save_file(tensors, temporary)
    write_json(folder / _CONFIG, config, force=True)
    sums = "".join(f"{sha256_file(folder / file)}  {file}\n" for file in (_CONFIG, _WEIGHTS))
    write_text(folder / _SUMS, sums, force=True)


def load_model(name_or_folder: str | Path | None = None) -> LinearClassifier:
    """Load a model: the one that ships, another by name, or one from a folder.

    Parameters
    ----------
    name_or_folder : str or Path, optional
        Default: ``rightsnlp-base``.

    Returns
    -------
    LinearClassifier
        Fitted; its ``model_info_`` holds name, version and hash.

    Raises
    ------
    ModelFormatError
        When there is no such model, or its folder is incomplete, changed, or of a newer protocol.

    Examples
    --------
    >>> load_model().labels_
    ('hate_speech', 'incitement', 'wrongful_removal')
    """
    folder = find_model(name_or_folder)
    _check_sums(folder)
    config = _read_config(folder)
    try:
        model = _build(config, _read_tensors(folder))
    except RightsNLPError as error:
        raise ModelFormatError(f"{folder.name}/{_CONFIG}: {error}") from None
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelFormatError(
            f"{folder.name}/{_CONFIG}: {type(error).__name__} at {error}",
            expected="what save_model wrote",
            remedy="train or fetch the model again",
        ) from None
    model.model_info_ = model_info(folder, config)
    return model


def model_names() -> list[str]:
    """Return the names of the models that ship.

    Examples
    --------
    >>> "rightsnlp-base" in model_names()
    True
    """
    return sorted(path.parent.name for path in shipped_folder("models").glob(f"*/{_CONFIG}"))


def find_model(name_or_folder: str | Path | None = None) -> Path:
    """Return the folder of a model, given its name or the folder itself.

    Raises
    ------
    ModelFormatError
        When there is none.
    """
    asked = DEFAULT_MODEL if name_or_folder is None else name_or_folder
    shipped = shipped_folder("models") / str(asked)
    if isinstance(asked, str) and asked == Path(asked).name and (shipped / _CONFIG).is_file():
        return shipped
    folder = Path(asked)
    if not (folder / _CONFIG).is_file():
        raise ModelFormatError(
            f"model: {folder.name!r} is neither the name of a shipped model nor a folder with {_CONFIG}",
            expected=f"one of {', '.join(model_names()) or '(none)'}, or a folder",
            remedy="run: rightsnlp models list",
        )
    return folder


def read_config(name_or_folder: str | Path | None = None) -> dict[str, Any]:
    """Return a model's checked ``config.json``.

    Raises
    ------
    ModelFormatError
        As :func:`load_model`.
    """
    folder = find_model(name_or_folder)
    _check_sums(folder)
    return {**_read_config(folder), **model_info(folder, _read_config(folder))}


def model_info(folder: Path, config: dict[str, Any]) -> dict[str, str]:
    """Return name, version and hash of a model; the hash covers the settings and the weights."""
    return {
        "name": str(config["name"]),
        "version": str(config["version"]),
        "sha256": sha256_file(folder / _SUMS),
    }


def _check_sums(folder: Path) -> None:
    sums = folder / _SUMS
    expected: dict[str, str] = {}
    if sums.is_file():
        for line in sums.read_text(encoding="utf-8", errors="replace").splitlines():
            digest, _, file = line.partition("  ")
            expected[file] = digest
    if set(expected) != {_CONFIG, _WEIGHTS}:
        raise ModelFormatError(
            f"{folder.name}/{_SUMS}: is missing or does not name {_CONFIG} and {_WEIGHTS}",
            expected="a complete model folder",
            remedy="fetch the model again",
        )
    for file, digest in expected.items():
        path = folder / file
        if not path.is_file():
            raise ModelFormatError(
                f"{folder.name}/{file}: is missing",
                expected="a complete folder",
                remedy="fetch the model again",
            )
        if path.stat().st_size > _MAX_BYTES:
            raise ModelFormatError(
                f"{folder.name}/{file}: has {path.stat().st_size:,} bytes",
                expected=f"at most {_MAX_BYTES:,}",
                remedy="fetch the model again",
            )
        if sha256_file(path) != digest:
            raise ModelFormatError(
                f"{folder.name}/{file}: is not the file that was saved (its SHA-256 differs from {_SUMS})",
                expected="unchanged bytes",
                remedy="fetch the model again",
            )


def _read_config(folder: Path) -> dict[str, Any]:
    try:
        config = json.loads((folder / _CONFIG).read_text(encoding="utf-8"))
    except (ValueError, OSError, RecursionError) as error:
        raise ModelFormatError(
            f"{folder.name}/{_CONFIG}: is not JSON ({type(error).__name__})",
            expected="what save_model wrote",
            remedy="fetch the model again",
        ) from None
    if not isinstance(config, dict) or config.get("format") != "rightsnlp-model":
        raise ModelFormatError(
            f"{folder.name}/{_CONFIG}: does not say that it is a model of rightsnlp",
            expected='"format": "rightsnlp-model"',
            remedy="check the folder",
        )
    protocol = config.get("protocol")
    if not isinstance(protocol, int) or not 1 <= protocol <= PROTOCOL:
        raise ModelFormatError(
            f"{folder.name}/{_CONFIG}: protocol {protocol!r}",
            expected=f"1 to {PROTOCOL}",
            remedy="a newer rightsnlp wrote this model; run: pip install --upgrade rightsnlp",
        )
    if config.get("kind") != "linear":
        raise ModelFormatError(
            f"{folder.name}/{_CONFIG}: kind {config.get('kind')!r}",
            expected="'linear'",
            remedy="run: pip install --upgrade rightsnlp",
        )
    return config


def _read_tensors(folder: Path) -> dict[str, np.ndarray[Any, Any]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        tensors: dict[str, np.ndarray[Any, Any]] = load_file(folder / _WEIGHTS)
    except (SafetensorError, OSError, KeyError) as error:
        raise ModelFormatError(
            f"{folder.name}/{_WEIGHTS}: is not a safetensors file ({type(error).__name__})",
            expected="what save_model wrote",
            remedy="fetch the model again",
        ) from None
    return tensors


def _build(config: dict[str, Any], tensors: dict[str, np.ndarray[Any, Any]]) -> LinearClassifier:
    taxonomy = Taxonomy.from_dict(config["taxonomy"])
    features = HashedNgrams.from_dict(config["features"])
    n_labels = len(taxonomy.names)
    expected = {
        "coef": ((features.n_buckets, n_labels), np.float16),
        "intercept": ((n_labels,), np.float64),
        "prior": ((n_labels,), np.float64),
    }
    if set(tensors) != set(expected):
        raise InvalidArgumentError(
            f"weights: holds {sorted(tensors)}",
            expected=f"{sorted(expected)}",
            remedy="fetch the model again",
        )
    for name, (shape, kind) in expected.items():
        tensor = tensors[name]
        if tensor.shape != shape or tensor.dtype != kind or not np.isfinite(tensor).all():
            raise InvalidArgumentError(
                f"weights: {name} is {tensor.dtype} {tensor.shape}, or holds what is not finite",
                expected=f"finite {np.dtype(kind)} {shape}",
                remedy="fetch the model again",
            )
    calibrators = tuple(Calibrator.from_dict(entry) for entry in config["calibrators"])
    if len(calibrators) != n_labels:
        raise InvalidArgumentError(
            f"calibrators: got {len(calibrators)}", expected=f"{n_labels}", remedy="fetch the model again"
        )
    model = LinearClassifier(taxonomy, features=features)
    model.taxonomy_ = taxonomy
    model.labels_ = taxonomy.names
    model.features_ = features
    model.coef_ = tensors["coef"].astype(np.float32)
    model.intercept_ = tensors["intercept"]
    model.prior_ = tensors["prior"]
    model.calibrators_ = calibrators
    model.thresholds_ = {
        taxonomy[label].name: Thresholds.from_dict(entry) for label, entry in config["thresholds"].items()
    }
    return model
