"""A model as a folder that says what it is, and is checked before it is used.

``config.json`` holds the settings and a protocol number, ``weights.safetensors`` the numbers, ``SHA256SUMS`` the
hash of both. Nothing in it is ever executed. A folder with another byte than was written is refused by name, and
so is one of a protocol that this version does not know.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.protocols import READERS, read_tensors
from rightsnlp.classification.storage.fetch import fetch_model
from rightsnlp.classification.storage.folder import (
    CONFIG,
    SUMS,
    WEIGHTS,
    ModelFiles,
    read_model_files,
)
from rightsnlp.classification.storage.head import PROTOCOL, check_head
from rightsnlp.classification.storage.strict_json import parse_json
from rightsnlp.exceptions import (
    InvalidArgumentError,
    ModelFormatError,
    RightsNLPError,
)
from rightsnlp.provenance import sha256_file
from rightsnlp.shipped import shipped_folder

__all__ = [
    "PROTOCOL",
    "find_model",
    "load_model",
    "model_info",
    "model_names",
    "read_config",
]

DEFAULT_MODEL = "rightsnlp-base"


def load_model(name_or_folder: str | Path | None = None) -> LinearClassifier:
    """Load a model: the one that ships, another by name, one from a folder, or one from the Hugging Face hub.

    Parameters
    ----------
    name_or_folder : str or Path, optional
        Default: ``rightsnlp-base``. ``hf://owner/name`` or ``hf://owner/name@revision`` asks the hub; see
        :func:`rightsnlp.classification.storage.fetch.fetch_model`. Nothing else ever opens a connection.

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
    files = read_model_files(folder)
    config = _parse_config(files, folder)
    file = WEIGHTS
    try:
        tensors = read_tensors(files.weights)
        file = CONFIG
        model = READERS[config["kind"], config["protocol"]](config, tensors)
    except RightsNLPError as error:
        raise ModelFormatError(f"{folder.name}/{file}: {error}") from None
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        # Nothing is known to come here; a reader that overlooks something must still refuse, not crash.
        raise ModelFormatError(
            f"{folder.name}/{CONFIG}: {type(error).__name__}",
            expected="what save_model wrote",
            remedy="train or fetch the model again",
        ) from None
    model.model_info_ = _info(config, files.sha256)
    return model


def model_names() -> list[str]:
    """Return the names of the models that ship.

    Examples
    --------
    >>> "rightsnlp-base" in model_names()
    True
    """
    return sorted(path.parent.name for path in shipped_folder("models").glob(f"*/{CONFIG}"))


def find_model(name_or_folder: str | Path | None = None) -> Path:
    """Return the folder of a model, given its name, the folder itself, or its place on the hub.

    Raises
    ------
    InvalidArgumentError
        When it is neither text nor a path.
    ModelFormatError
        When there is none.
    """
    asked = DEFAULT_MODEL if name_or_folder is None else name_or_folder
    if not isinstance(asked, str | os.PathLike):
        raise InvalidArgumentError(
            f"model: got {type(asked).__name__}",
            expected="the name of a shipped model, or a folder",
            remedy="run: rightsnlp models list",
        )
    if isinstance(asked, str):
        if asked.startswith("hf://"):
            return fetch_model(asked)
        shipped = shipped_folder("models") / asked
        if asked and asked == Path(asked).name and os.path.isfile(shipped / CONFIG):  # noqa: PTH113
            return shipped
    folder = Path(asked)
    # os.path says no where pathlib raises: to a name that is too long, or holds a NUL.
    if not str(asked) or not os.path.isfile(folder / CONFIG):  # noqa: PTH113
        raise ModelFormatError(
            f"model: {folder.name[:80]!r} is neither the name of a shipped model nor a folder with {CONFIG}",
            expected=f"one of {', '.join(model_names()) or '(none)'}, a folder, or hf://owner/name",
            remedy="run: rightsnlp models list",
        )
    return folder.absolute()


def read_config(name_or_folder: str | Path | None = None) -> dict[str, Any]:
    """Return a model's ``config.json`` with its hash, after the files were held against their hashes.

    Raises
    ------
    ModelFormatError
        As :func:`load_model`.
    """
    folder = find_model(name_or_folder)
    files = read_model_files(folder)
    config = _parse_config(files, folder)
    return {**config, **_info(config, files.sha256)}


def model_info(folder: Path, config: dict[str, Any]) -> dict[str, str]:
    """Return name, version and hash of a model; the hash covers the settings and the weights."""
    return _info(config, sha256_file(folder / SUMS))


def _info(config: dict[str, Any], sha256: str) -> dict[str, str]:
    return {"name": config["name"], "version": config["version"], "sha256": sha256}


def _parse_config(files: ModelFiles, folder: Path) -> dict[str, Any]:
    try:
        config = parse_json(files.config)
        check_head(config)
    except RightsNLPError as error:
        raise ModelFormatError(f"{folder.name}/{CONFIG}: {error}") from None
    checked: dict[str, Any] = config
    return checked
