"""A model as a folder that says what it is, and is checked before it is used.

``config.json`` holds the settings and a protocol number, ``weights.safetensors`` the numbers, ``SHA256SUMS`` the
hash of both. Nothing in it is ever executed. A folder with another byte than was written is refused by name, and
so is one of a protocol that this version does not know.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rightsnlp.classification.model_folder import (
    CONFIG,
    SUMS,
    WEIGHTS,
    ModelFiles,
    checksums,
    read_model_files,
)
from rightsnlp.classification.protocols import PROTOCOL, READERS, check_head, describe, read_tensors
from rightsnlp.classification.strict_json import parse_json
from rightsnlp.data.shipped import shipped_folder
from rightsnlp.exceptions import (
    InvalidArgumentError,
    ModelFormatError,
    NotFittedError,
    OutputFileError,
    RightsNLPError,
)
from rightsnlp.provenance import atomic_path, sha256_file, write_text

if TYPE_CHECKING:
    from rightsnlp.classification.linear import LinearClassifier

__all__ = [
    "PROTOCOL",
    "find_model",
    "load_model",
    "model_info",
    "model_names",
    "read_config",
    "save_model",
]

DEFAULT_MODEL = "rightsnlp-base"


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
    NotFittedError
        When the model is not fitted.
    InvalidArgumentError
        When what is to be written could not be read back.
    OutputFileError
        When the folder holds a model already, or cannot be written.
    """
    from safetensors.numpy import save

    if not hasattr(model, "coef_"):
        raise NotFittedError("model: is not fitted yet", expected="a fitted model", remedy="call fit first")
    folder = Path(folder)
    config, tensors = describe(model)
    config |= {"name": name or folder.resolve().name, "version": version, "training": training or {}}
    content = {CONFIG: _config_bytes(config), WEIGHTS: save(tensors)}
    if (folder / CONFIG).exists() and not force:
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
    for file, data in content.items():
        with atomic_path(folder / file, force=True) as temporary:
            temporary.write_bytes(data)
    # Last: until the hashes fit, a folder that was written half-way is refused.
    write_text(folder / SUMS, checksums(content), force=True)


def load_model(name_or_folder: str | Path | None = None) -> LinearClassifier:
    """Load a model: the one that ships, another by name, one from a folder, or one from the Hugging Face hub.

    Parameters
    ----------
    name_or_folder : str or Path, optional
        Default: ``rightsnlp-base``. ``hf://owner/name`` or ``hf://owner/name@revision`` asks the hub; see
        :func:`rightsnlp.classification.hub.fetch_model`. Nothing else ever opens a connection.

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
        model = READERS[config["protocol"]](config, tensors)
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
            from rightsnlp.classification.hub import fetch_model

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


def _config_bytes(config: dict[str, Any]) -> bytes:
    """Return the bytes of ``config.json``, which the reader's own rules were held against."""
    try:
        text = json.dumps(config, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"
        data = text.encode("utf-8")
        check_head(parse_json(data))
    except (TypeError, ValueError, RecursionError, RightsNLPError) as error:
        raise InvalidArgumentError(
            f"name, version or training: cannot be stored ({error})",
            expected="plain data that JSON can hold",
            remedy="convert it first",
        ) from None
    return data
