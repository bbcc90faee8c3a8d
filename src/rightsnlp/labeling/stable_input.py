"""The proof that a file was the same from the first reading of it to the last."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from rightsnlp.exceptions import InputFileError
from rightsnlp.provenance import sha256_file, shown_name


class StableInput:
    """An input file that must not change while it is read.

    What tells one state of a file from another is kept before the first reading (which file it is, its size, the
    time of its last change) and held against what is found later; at the end its bytes are hashed again as well. A
    program may set back a file's time of modification, but not that of its last change of any kind (``st_ctime``).

    Parameters
    ----------
    path : Path

    Attributes
    ----------
    sha256 : str
        Of the bytes, hashed at the first use.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._state = _state(path)

    @cached_property
    def sha256(self) -> str:  # noqa: D102
        return sha256_file(self.path)

    def check(self) -> None:
        """Refuse a file that is not in the state it was in at first; cheap enough to be asked at every chunk.

        Raises
        ------
        InputFileError
        """
        if _state(self.path) != self._state:
            raise self._changed()

    def confirm(self) -> None:
        """Refuse a file whose state or whose bytes are not those of the first reading.

        Raises
        ------
        InputFileError
        """
        self.check()
        if sha256_file(self.path) != self.sha256:
            raise self._changed()
        self.check()

    def _changed(self) -> InputFileError:
        return InputFileError(
            f"{shown_name(self.path)}: was changed while it was read",
            expected="a file that stays as it is until the run ends",
            remedy="nothing was written; run again with --force when the file is at rest",
        )


def _state(path: Path) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)  # noqa: PTH116  a link is followed, as reading does
    except OSError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
