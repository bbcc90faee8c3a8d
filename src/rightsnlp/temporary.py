"""A private folder beside an output for what is being written; what a killed run left there is removed by the next."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from rightsnlp.locking import try_lock

_LOCK = ".lock"


@contextmanager
def private_folder(output: Path) -> Iterator[Path]:
    """Yield an empty folder on the disk of ``output`` that only this user may open; it goes when the block ends.

    Its name begins with ``.rightsnlp-`` and a hash of the output's name. Folders of that name whose process is no
    longer there are removed first: they are what a kill or a power cut left.

    Raises
    ------
    OSError
        When the folder cannot be made.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     with private_folder(Path(place, "out.csv")) as folder:
    ...         _ = (folder / "part").write_text("text", encoding="utf-8")
    ...     list(Path(place).iterdir())
    []
    """
    prefix = f".rightsnlp-{hashlib.blake2b(os.fsencode(output.name), digest_size=4).hexdigest()}-"
    _remove_abandoned(output.parent, prefix)
    folder = Path(mkdtemp(dir=output.parent, prefix=prefix, suffix=".tmp"))
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try_lock(lock)
        yield folder
    finally:
        os.close(lock)
        shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(parent: Path, prefix: str) -> None:
    with suppress(OSError):
        for folder in sorted(parent.iterdir()):
            if not (folder.name.startswith(prefix) and folder.name.endswith(".tmp")):
                continue
            if folder.is_symlink() or not folder.is_dir() or not _is_ours(folder):
                continue
            if _is_abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    return not hasattr(os, "geteuid") or folder.stat().st_uid == os.geteuid()


def _is_abandoned(folder: Path) -> bool:
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return True  # killed before it could make its lock
    try:
        return try_lock(lock)
    finally:
        os.close(lock)
