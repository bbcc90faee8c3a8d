"""The files of a model: which they are, how large they may be, and that they are the bytes that were written.

Every file is read once, and what was hashed is what is used: a folder that changes between the check and the use
changes nothing.
"""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from rightsnlp.exceptions import ModelFormatError

CONFIG, WEIGHTS, SUMS = "config.json", "weights.safetensors", "SHA256SUMS"
MODEL_FILES: tuple[str, ...] = (CONFIG, WEIGHTS, SUMS)
"""What a model is made of."""

COMPANION_FILES: tuple[str, ...] = ("README.md", "evaluation.json", "recipe.toml")
"""What may lie beside it for people to read; never needed to use the model, and covered by no hash."""

MAX_BYTES: dict[str, int] = {
    CONFIG: 16 << 20,
    WEIGHTS: 512 << 20,
    SUMS: 4 << 10,
    **dict.fromkeys(COMPANION_FILES, 16 << 20),
}
"""Largest size of each file."""

_LINE = re.compile(r"([0-9a-f]{64})  ([^/\\\s]+)")


@dataclass(frozen=True)
class ModelFiles:
    """The checked content of a model folder.

    Attributes
    ----------
    config, weights : bytes
    sha256 : str
        Hash of ``SHA256SUMS``, and so of both.
    """

    config: bytes
    weights: bytes
    sha256: str


def read_model_files(folder: Path) -> ModelFiles:
    """Read a model folder's files and hold them against their hashes.

    Raises
    ------
    ModelFormatError
        When a file is missing, too large, no plain file, a link that leads out of the folder, or not the bytes
        that were saved.
    """
    sums = read_file(folder, SUMS)
    digests = _parse_sums(sums, folder.name)
    content = {}
    for name in (CONFIG, WEIGHTS):
        content[name] = read_file(folder, name)
        if hashlib.sha256(content[name]).hexdigest() != digests[name]:
            raise ModelFormatError(
                f"{folder.name}/{name}: is not the file that was saved (its SHA-256 differs from {SUMS})",
                expected="unchanged bytes",
                remedy="fetch the model again",
            )
    return ModelFiles(content[CONFIG], content[WEIGHTS], hashlib.sha256(sums).hexdigest())


def read_file(folder: Path, name: str) -> bytes:
    """Return the bytes of one of a model's files, after a look at what it is and how large.

    Raises
    ------
    ModelFormatError
        As :func:`read_model_files`.
    """
    where = f"{folder.name}/{name}"
    try:
        path = (folder / name).resolve(strict=True)
        if not path.is_relative_to(_root(folder.resolve())):
            raise ModelFormatError(
                f"{where}: is a link that leads out of the folder",
                expected="a file",
                remedy="copy the file itself into the folder",
            )
        # Before it is opened: opening a pipe would wait for ever.
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ModelFormatError(f"{where}: is no file", expected="a file", remedy="fetch the model again")
        limit = MAX_BYTES[name]
        if status.st_size <= limit:
            with path.open("rb") as stream:
                data = stream.read(limit + 1)
            if len(data) <= limit:
                return data
    except FileNotFoundError:
        raise ModelFormatError(
            f"{where}: is missing", expected="a complete model folder", remedy="fetch the model again"
        ) from None
    except (OSError, RuntimeError) as error:
        raise ModelFormatError(
            f"{where}: cannot be read ({type(error).__name__})",
            expected="a file that may be read",
            remedy="check the folder and its permissions",
        ) from None
    raise ModelFormatError(
        f"{where}: has {status.st_size:,} bytes",
        expected=f"at most {limit:,}",
        remedy="fetch the model again",
    )


def checksums(content: dict[str, bytes]) -> str:
    """Return the text of ``SHA256SUMS``, which ``sha256sum --check`` reads too.

    Examples
    --------
    >>> checksums({"config.json": b"{}"}).split()[1]
    'config.json'
    """
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items())


def _root(folder: Path) -> Path:
    """Return where a folder's links may lead: nowhere else, but in the hub's cache to the blobs of the same model.

    The cache is ``models--owner--name/snapshots/<commit>/config.json`` → ``models--owner--name/blobs/<hash>``.
    """
    if folder.parent.name == "snapshots" and folder.parents[1].name.startswith("models--"):
        return folder.parents[1]
    return folder


def _parse_sums(data: bytes, folder: str) -> dict[str, str]:
    lines = data.decode("utf-8", "replace").removesuffix("\n").split("\n")
    matches = [_LINE.fullmatch(line) for line in lines]
    digests = {match[2]: match[1] for match in matches if match}
    if set(digests) != {CONFIG, WEIGHTS} or len(lines) != len(digests):
        raise ModelFormatError(
            f"{folder}/{SUMS}: does not name {CONFIG} and {WEIGHTS} with a hash each, and nothing else",
            expected="a complete model folder",
            remedy="fetch the model again",
        )
    return digests
