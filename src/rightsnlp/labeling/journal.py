"""What a run has labelled so far, kept on disk so that an interrupted run can go on.

The journal holds the added cells only, never a post. It is JSON Lines: a header that says which input, model and
settings it belongs to, then a record a chunk. Every line is ``["CHECKSUM", {...}]``; the checksum covers the record's
bytes and, by its key, the header. A record says which rows it answers and gives a hash of what stood in them. A line
that is torn, changed, or of another run does not match its checksum; it is left out, and its rows are done again. Why
not a database: ``docs/reliability.md``.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

from rightsnlp.exceptions import InputFileError, OutputFileError
from rightsnlp.locking import try_lock
from rightsnlp.provenance import shown_name

_START = b'["'
_CHECK = 32  # hexadecimal digits
_OWN = {"journal": "rightsnlp-label", "protocol": 2}
_OPEN = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class _Place(NamedTuple):
    offset: int
    length: int
    rows: int
    sha256: str


class Journal:
    """The journal of one run, and its lock: one process at a time holds it. Use it as a context manager.

    Parameters
    ----------
    path : Path
    key : dict
        What the run depends on: hashes of input and model, settings.
    resume : bool
        Go on with the work that is there.
    force : bool
        Start again although there is work.
    restart : bool
        With ``resume``, start again as well: of a run that redacts nothing can be used, since its pseudonyms hang on
        a secret that is never kept.

    Attributes
    ----------
    dropped : int
        Lines that could not be trusted.
    published : dict of str to str
        File name to SHA-256 of the results that the interrupted run had finished and was about to name.

    Raises
    ------
    OutputFileError
        When another process is writing the same output, when there is work and neither ``resume`` nor ``force`` is
        given, or when the file is a link, is not a journal, or cannot be made.
    InputFileError
        When the work there belongs to another input, model or setting.
    """

    def __init__(
        self,
        path: Path,
        key: dict[str, Any],
        *,
        resume: bool = False,
        force: bool = False,
        restart: bool = False,
    ) -> None:
        self.path = path
        self.dropped = 0
        self.published: dict[str, str] = {}
        self._places: dict[int, _Place] = {}
        self._worked = False
        header = json.dumps({**_OWN, "key": key}, sort_keys=True).encode()
        self._key = hashlib.blake2b(header).digest()
        self._stream = self._locked()
        try:
            if not self._is_ours():
                raise OutputFileError(
                    f"{shown_name(path)}: is needed for the work of this run, and holds something else",
                    expected="no file of that name, or the work of an interrupted run",
                    remedy="move it away, or pass -o with another name",
                )
            self._take_over(header, resume=resume, force=force)
            if restart:
                self._places = {}
        except BaseException:
            self._stream.close()
            raise

    def _locked(self) -> BinaryIO:
        for _ in range(10):
            try:
                descriptor = os.open(self.path, _OPEN | os.O_CREAT, 0o600)
            except OSError as error:
                link = self.path.is_symlink()
                raise OutputFileError(
                    f"{shown_name(self.path)}: "
                    + (
                        "is a link, which is never followed" if link else f"cannot be made ({error.strerror})"
                    ),
                    expected="a folder that can be written to",
                    remedy="pass -o with a file in another folder",
                ) from None
            stream = os.fdopen(descriptor, "rb+")
            if not try_lock(descriptor):
                stream.close()
                raise OutputFileError(
                    f"{shown_name(self.path)}: another run is writing this output now",
                    expected="one run at a time for each output",
                    remedy="wait until it ends, or pass -o with another name",
                )
            if self._is_named(descriptor):
                return stream
            stream.close()  # the run that held it ended and took it away: make a new one
        raise OutputFileError(
            f"{shown_name(self.path)}: other runs come and go on this output",
            expected="one run at a time for each output",
            remedy="wait until they end",
        )

    def _is_named(self, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), self.path.lstat())
        except FileNotFoundError:
            return False

    def _is_ours(self) -> bool:
        """Whether the file is empty, or at least one line of it is a header as only a journal has it."""
        self._stream.seek(0)
        start = self._stream.readline(1 << 20)
        whole = start.endswith(b"\n")
        mark = b'{"journal": "rightsnlp-label"'
        return start == b"" or mark in start or (whole and self._has_records()) or _begins_like_one(start)

    def _has_records(self) -> bool:
        return any(_parse(line, self._key) is not None for line in self._stream)

    def _take_over(self, header: bytes, *, resume: bool, force: bool) -> None:
        self._stream.seek(0)
        found = _parse(self._stream.readline(), b"")
        self._index()
        work = bool(self._places or self.published)
        if resume and found is not None and found != json.loads(header) and not self._is_bare():
            raise InputFileError(
                f"{shown_name(self.path)}: belongs to {_difference(found, json.loads(header))}",
                expected="the same command on the same file as before",
                remedy="repeat the earlier command with --resume, or pass --force alone to start again",
            )
        if not (resume or force) and not self._is_bare():
            raise OutputFileError(
                f"{shown_name(self.path)}: an earlier run was interrupted and left its work here",
                expected="a decision about that work",
                remedy="pass --resume to go on with it, or --force to start again",
            )
        if not (resume and work):
            self._places, self.published = {}, {}
            self._stream.seek(0)
            self._stream.truncate()
            self._append(header, b"")
            return
        # A line without an end was being written when the run died; the next one must not continue it.
        size = self._stream.seek(0, os.SEEK_END)
        self._stream.seek(size - 1)
        if self._stream.read(1) != b"\n":
            self._write(b"\n")

    def _is_bare(self) -> bool:
        """Whether nothing stands behind the first line."""
        self._stream.seek(0)
        self._stream.readline()
        return not self._stream.read(1)

    def _index(self) -> None:
        """Find the records that can be trusted; two that contradict each other cannot."""
        self._stream.seek(0)
        offset, contradicted = 0, set()
        for number, line in enumerate(self._stream):
            record = _parse(line, self._key)
            place = None if record is None else _placed(record, offset, len(line))
            if record is not None and "published" in record:
                self.published = {str(k): str(v) for k, v in record["published"].items()}
            elif place is None:
                self.dropped += number > 0
            else:
                first = int(record["first"]) if record else 0
                old = self._places.setdefault(first, place)
                if old[2:] != place[2:]:
                    contradicted.add(first)
            offset += len(line)
        for first in contradicted:
            del self._places[first]
            self.dropped += 1

    def find(self, first: int, rows_sha256: str) -> list[list[Any]] | None:
        """Return the cells of the chunk that begins with row ``first`` when they answer exactly these rows."""
        place = self._places.get(first)
        if place is None or place.sha256 != rows_sha256:
            return None
        self._stream.seek(place.offset)
        record = _parse(self._stream.read(place.length), self._key)
        cells = None if record is None else record["cells"]
        return cells if isinstance(cells, list) else None

    def add(self, first: int, rows_sha256: str, cells: Sequence[Sequence[Any]]) -> None:
        """Append the added cells of some rows and hand them to the operating system.

        Raises
        ------
        OutputFileError
            When the disk refuses them.
        """
        record = {"first": first, "rows": len(cells), "sha256": rows_sha256, "cells": [*map(list, cells)]}
        self._append(json.dumps(record).encode(), self._key)
        self._worked = True

    def publish(self, files: dict[str, str]) -> None:
        """Note the results that are about to be named, so that a later run knows them for its own.

        Raises
        ------
        OutputFileError
            When the disk refuses the note.
        """
        self._append(json.dumps({"published": files}).encode(), self._key)
        os.fsync(self._stream.fileno())

    def _append(self, record: bytes, key: bytes) -> None:
        self._write(_START + _checksum(record, key) + b'", ' + record + b"]\n")

    def _write(self, line: bytes) -> None:
        try:
            self._stream.seek(0, os.SEEK_END)
            self._stream.write(line)
            self._stream.flush()
        except OSError as error:
            raise OutputFileError(
                f"{shown_name(self.path)}: cannot be written ({error.strerror})",
                expected="room on the disk",
                remedy="free space, then run the same command with --resume",
            ) from None

    def remove(self) -> None:
        """Delete the journal: its content is in the output now."""
        self.path.unlink(missing_ok=True)
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._stream.closed:
            return
        if not (self._places or self.published or self._worked):
            self.remove()  # no work was done: nothing to keep
        with suppress(OSError):  # of a full disk, which was said when the line was written
            self._stream.close()


def _checksum(record: bytes, key: bytes) -> bytes:
    return hashlib.blake2b(record, key=key, digest_size=_CHECK // 2).hexdigest().encode()


def _parse(line: bytes, key: bytes) -> dict[str, Any] | None:
    """Return the record in a line, or None when the line is not exactly what was written under this key."""
    check, record = line[2 : 2 + _CHECK], line[_CHECK + 5 : -2]
    if line != _START + check + b'", ' + record + b"]\n" or check != _checksum(record, key):
        return None
    found = json.loads(record)
    return found if isinstance(found, dict) else None


def _placed(record: dict[str, Any], offset: int, length: int) -> _Place | None:
    if len(record.get("cells", ())) != record.get("rows"):
        return None
    return _Place(offset, length, record["rows"], record["sha256"])


def _begins_like_one(start: bytes) -> bool:
    """Whether a line without an end may be a header that was being written when the run died."""
    return not start.endswith(b"\n") and len(start) <= _CHECK + 6 and start.startswith(_START)


def _difference(found: dict[str, Any], wanted: dict[str, Any]) -> str:
    old, new = found.get("key"), wanted["key"]
    if not isinstance(old, dict):
        return "another version of this program"
    names = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    return f"another {' and another '.join(name.replace('_', ' ') for name in names)}"
