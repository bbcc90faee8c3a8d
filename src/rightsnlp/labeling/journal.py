"""What a run has labelled so far, kept on disk so that an interrupted run can go on.

The journal holds the added cells only, a JSON line a row, never a post. Its first line says which input, model
and settings it belongs to.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from rightsnlp.exceptions import InputFileError, OutputFileError


class Journal:
    """The journal of one run; use it as a context manager.

    Parameters
    ----------
    path : Path
    key : dict
        What the run depends on: hashes of input and model, settings.
    resume : bool
        Go on with the journal that is there.
    force : bool
        Start again although one is there.

    Raises
    ------
    OutputFileError
        When a journal is there and neither ``resume`` nor ``force`` is given, or it cannot be made.
    InputFileError
        When it belongs to another input, model or setting.
    """

    def __init__(self, path: Path, key: dict[str, Any], *, resume: bool = False, force: bool = False) -> None:
        self.path = path
        self.done = 0
        if path.exists() and resume:
            self.done = self._check(key)
            self._stream = path.open("a", encoding="utf-8", newline="\n")
            return
        if path.exists() and not force:
            raise OutputFileError(
                f"{path.name}: an earlier run was interrupted and left its work here",
                expected="a decision about that work",
                remedy="pass --resume to go on with it, or --force to start again",
            )
        try:
            self._stream = path.open("w", encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputFileError(
                f"{path.name}: cannot be made ({error.strerror})",
                expected="a folder that can be written to",
                remedy="pass -o with a file in another folder",
            ) from None
        self._stream.write(json.dumps(key, sort_keys=True) + "\n")

    def _check(self, key: dict[str, Any]) -> int:
        data = self.path.read_bytes()
        # A line that was being written when the run died has no end; it is done again.
        whole = data[: data.rfind(b"\n") + 1]
        head, _, rest = whole.partition(b"\n")
        try:
            found = json.loads(head)
        except ValueError:
            found = None
        if found != key:
            raise InputFileError(
                f"{self.path.name}: belongs to another input, model or setting",
                expected="the same command as before",
                remedy="pass --force to start again",
            )
        if len(whole) != len(data):
            with self.path.open("rb+") as stream:
                stream.truncate(len(whole))
        return rest.count(b"\n")

    def add(self, rows: Sequence[Sequence[Any]]) -> None:
        """Append the added cells of some rows and hand them to the operating system."""
        self._stream.writelines(json.dumps(list(row), ensure_ascii=False) + "\n" for row in rows)
        self._stream.flush()
        self.done += len(rows)

    def rows(self) -> Iterator[list[Any]]:
        """Yield the added cells of every row, from the first."""
        with self.path.open(encoding="utf-8") as stream:
            next(stream)
            for line in stream:
                yield json.loads(line)

    def remove(self) -> None:
        """Delete the journal: its content is in the output now."""
        self._stream.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
