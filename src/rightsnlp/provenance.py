"""Hashes, atomic files and run records: where a result came from, without a local path in it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rightsnlp.exceptions import InputFileError, OutputFileError
from rightsnlp.temporary import private_folder

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
            f"{shown_name(Path(path))}: cannot be read ({error.strerror})",
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
        When the file exists and ``force`` is false; when it is a folder, a link or a device, whatever is forced;
        when its folder is missing or cannot be written to.
    """
    path = Path(path)
    try:
        mode = path.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        mode = None
    except (OSError, ValueError) as error:
        raise unwritable(path, error) from None
    if mode is not None and stat.S_ISDIR(mode):
        raise OutputFileError(
            f"{shown_name(path)}: is a folder", expected="a file name", remedy="pass -o with a file name"
        )
    if mode is not None and not stat.S_ISREG(mode):
        raise OutputFileError(
            f"{shown_name(path)}: is {'a link' if stat.S_ISLNK(mode) else 'a device'}, which is never written to",
            expected="the name of a new or an ordinary file",
            remedy="pass -o with another name",
        )
    if mode is not None and not force:
        raise OutputFileError(
            f"{shown_name(path)}: exists already",
            expected="a new file name",
            remedy="pass --force to replace it, or -o with another name",
        )
    folder = path.parent
    if not folder.is_dir():
        raise OutputFileError(
            f"{shown_name(folder)}: the folder for the output does not exist",
            expected="a folder that exists",
            remedy="make the folder first",
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputFileError(
            f"{shown_name(folder.resolve())}: the folder cannot be written to",
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
    if path.exists() and source.exists() and path.samefile(source):
        raise OutputFileError(
            f"{shown_name(path)}: is the input itself, which is never replaced",
            expected="another file name",
            remedy="pass -o with another name",
        )
    return check_output(path, force=force)


@contextmanager
def atomic_path(path: str | Path, *, force: bool = False, like: Path | None = None) -> Iterator[Path]:
    """Yield a path in a private folder beside ``path`` that takes its place when the block ends without error.

    Whatever goes wrong inside, ``path`` holds either its old content or the whole new one.

    Parameters
    ----------
    path : str or Path
    force : bool
        Replace what is there.
    like : Path, optional
        The input: nobody may read the output who may not read it.

    Raises
    ------
    OutputFileError
        As :func:`check_output`, or when the disk refuses the file.
    """
    path = check_output(path, force=force)
    try:
        with private_folder(path) as folder:
            temporary = folder / path.name
            yield temporary
            publish(temporary, path, force=force, like=like)
    except OSError as error:
        raise unwritable(path, error) from None


def publish(temporary: Path, path: Path, *, force: bool = False, like: Path | None = None) -> None:
    """Give a finished file its name, durably; see :func:`atomic_path`.

    Raises
    ------
    OutputFileError
        When something of that name appeared meanwhile and ``force`` is false.
    OSError
        When the disk refuses it.
    """
    with temporary.open("rb+") as stream:
        os.fsync(stream.fileno())
    allowed = 0o777 if like is None else like.stat().st_mode | 0o600
    temporary.chmod(0o666 & ~_umask() & allowed)
    check_output(path, force=force)
    if force:
        temporary.replace(path)
    else:
        _name(temporary, path)
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _name(temporary: Path, path: Path) -> None:
    """Name a file so that nothing is ever replaced, not even what appears in this very moment."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        check_output(path)
        raise
    except (OSError, NotImplementedError):
        temporary.replace(path)  # a file system without hard links


def unwritable(path: Path, error: Exception) -> OutputFileError:
    """Return the error for a file that the disk or the system refuses."""
    reason = getattr(error, "strerror", None) or type(error).__name__
    return OutputFileError(
        f"{shown_name(path)}: cannot be written ({reason})",
        expected="room on the disk and permission to write",
        remedy="free space, or pass -o with a file in another folder",
    )


def shown_name(path: Path) -> str:
    r"""Return a file's name as text: bytes that are no UTF-8 as escapes.

    Examples
    --------
    >>> shown_name(Path("cases/a\udce3.csv"))
    'a\\xe3.csv'
    """
    return os.fsencode(path.name).decode("utf-8", "backslashreplace")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_text(path: str | Path, text: str, *, force: bool = False, like: Path | None = None) -> None:
    """Write a text file in UTF-8, atomically; see :func:`atomic_path` for the arguments and the errors."""
    with atomic_path(path, force=force, like=like) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: str | Path, data: object, *, force: bool = False) -> None:
    """Write JSON in UTF-8 with sorted keys, atomically; see :func:`atomic_path` for the errors."""
    write_text(path, json_text(data), force=force)


def json_text(data: object) -> str:
    """Return JSON with sorted keys; what UTF-8 cannot hold (half of a surrogate pair) as escapes."""
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = json.dumps(data, ensure_ascii=True, indent=2, sort_keys=True) + "\n"
    return text


def versions() -> dict[str, str]:
    """Return the versions of Python, of this library and of what its figures depend on."""
    # It loads a fifth of what a process that only labels needs.
    from importlib import metadata

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
