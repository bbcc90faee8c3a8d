"""Hashes, atomic files and run records: where a result came from, without a local path in it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from rightsnlp.exceptions import InputFileError, OutputFileError

_BLOCK = 1 << 20
_RECORDED_PACKAGES = ("numpy", "scipy", "scikit-learn", "pandas", "safetensors")


def sha256_file(path: str | Path) -> str:
    """Return the SHA-256 of a file's bytes as 64 hexadecimal digits.

    Raises
    ------
    InputFileError
        When the file cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with Path(path).open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise InputFileError(
            f"{Path(path).name}: cannot be read ({error.strerror})",
            expected="a file that exists and may be read",
            remedy="check the path and its permissions",
        ) from None
    return digest.hexdigest()


def sha256_texts(texts: Iterable[str]) -> str:
    """Return the SHA-256 of a sequence of texts, unambiguous in where one ends.

    Examples
    --------
    >>> sha256_texts(["a", "b"]) == sha256_texts(["ab", ""])
    False
    """
    digest = hashlib.sha256()
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return digest.hexdigest()


def check_output(path: str | Path, *, force: bool = False) -> Path:
    """Refuse early a path that cannot or must not be written.

    Raises
    ------
    OutputFileError
        When the file exists and ``force`` is false, when its folder is missing or cannot be written to.
    """
    path = Path(path)
    if path.is_dir():
        raise OutputFileError(
            f"{path.name}: is a folder", expected="a file name", remedy="pass -o with a file name"
        )
    if path.exists() and not force:
        raise OutputFileError(
            f"{path.name}: exists already",
            expected="a new file name",
            remedy="pass --force to replace it, or -o with another name",
        )
    folder = path.parent
    if not folder.is_dir():
        raise OutputFileError(
            f"{folder.name}: the folder for the output does not exist",
            expected="a folder that exists",
            remedy="make the folder first",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputFileError(
            f"{folder.resolve().name}: the folder cannot be written to",
            expected="a folder you may write to",
            remedy="pass -o with a file in another folder",
        )
    return path


def make_folder(folder: str | Path) -> Path:
    """Make the folder for results, where it is missing, and return it.

    Raises
    ------
    OutputFileError
        When it cannot be made.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFileError(
            f"{folder.name}: the folder cannot be made ({error.strerror})",
            expected="a folder that can be written to",
            remedy="pass -o with another folder",
        ) from None
    return folder


def check_target(path: Path, source: Path, *, force: bool = False) -> Path:
    """Refuse what :func:`check_output` refuses, and the input itself whatever is forced: it is the evidence.

    Raises
    ------
    OutputFileError
    """
    check_output(path, force=force)
    if path.exists() and path.samefile(source):
        raise OutputFileError(
            f"{path.name}: is the input itself, which is never replaced",
            expected="another file name",
            remedy="pass -o with another name",
        )
    return path


@contextmanager
def atomic_path(path: str | Path, *, force: bool = False) -> Iterator[Path]:
    """Yield a temporary path beside ``path`` that takes its place when the block ends without error.

    Whatever goes wrong inside, ``path`` holds either its old content or the whole new one.

    Raises
    ------
    OutputFileError
        As :func:`check_output`, or when the disk refuses the file.
    """
    path = check_output(path, force=force)
    temporary: Path | None = None
    try:
        handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
        os.close(handle)
        temporary = Path(name)
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        # mkstemp makes files private to the user; a result is as readable as any other new file.
        temporary.chmod(0o666 & ~_umask())
        if path.exists() and not force:
            check_output(path, force=False)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise OutputFileError(
            f"{path.name}: cannot be written ({error.strerror or type(error).__name__})",
            expected="room on the disk and permission to write",
            remedy="free space, or pass -o with a file in another folder",
        ) from None
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_text(path: str | Path, text: str, *, force: bool = False) -> None:
    """Write a text file in UTF-8, atomically; see :func:`atomic_path` for the errors."""
    with atomic_path(path, force=force) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: str | Path, data: object, *, force: bool = False) -> None:
    """Write JSON in UTF-8 with sorted keys, atomically; see :func:`atomic_path` for the errors."""
    write_text(path, json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n", force=force)


def versions() -> dict[str, str]:
    """Return the versions of Python, of this library and of what its figures depend on."""
    from rightsnlp._version import __version__

    found = {"rightsnlp": __version__, "python": platform.python_version()}
    for name in _RECORDED_PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


@dataclass(frozen=True)
class RunRecord:
    """What a run did, for the file beside its output.

    Attributes
    ----------
    command : str
        Name of the command.
    inputs, outputs : dict of str to str
        File name (no folder) to SHA-256.
    model : dict
        Name, version and SHA-256 of the model, where one was used.
    settings : dict
        The options that shaped the result.
    counts : dict
        What was read, labelled, rejected, warned of.
    """

    command: str
    inputs: dict[str, str]
    outputs: dict[str, str]
    model: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=versions)
    platform: str = f"{sys.platform}-{platform.machine()}"

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data."""
        return {"record": "rightsnlp-run", "protocol": 1, **asdict(self)}

    def save(self, path: str | Path, *, force: bool = False) -> None:
        """Write the record as JSON, atomically."""
        write_json(path, self.to_dict(), force=force)
