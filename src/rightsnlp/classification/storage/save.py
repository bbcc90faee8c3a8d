"""Write a fitted model as a folder that says what it is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rightsnlp.classification.storage.describe import LinearModel, describe
from rightsnlp.classification.storage.folder import CONFIG, SUMS, WEIGHTS, checksums
from rightsnlp.classification.storage.head import check_head
from rightsnlp.classification.storage.strict_json import parse_json
from rightsnlp.exceptions import InvalidArgumentError, NotFittedError, OutputFileError, RightsNLPError
from rightsnlp.provenance import atomic_path, write_text


def save_model(
    model: LinearModel,
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
