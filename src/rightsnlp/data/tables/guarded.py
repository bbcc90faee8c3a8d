"""Read formats whose parsers a file can blow up in a second process, which may take only so much memory.

A workbook with two distant cells or a page that unpacks to gigabytes ends the process that reads it. Here that is a
child: it sends rows as they come, and when it dies, the parent says so in one line. The parent takes nothing but plain
values from it.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

from rightsnlp.data.tables.readers import BadRow, ExcelReader, ParquetReader, TableReader
from rightsnlp.exceptions import InputFileError, RightsNLPError

_GIB = 1 << 30
_ROWS = 500
_CHARACTERS = 1 << 20
_PLAIN = {
    "datetime", "decimal", "zoneinfo", "uuid", "pandas._libs.tslibs.timestamps", "pandas._libs.tslibs.timedeltas",
}  # fmt: skip
_READERS: dict[str, Callable[[Path], TableReader]] = {"parquet": ParquetReader, "xlsx": ExcelReader}


class GuardedReader:
    """A table that a child process reads; it has the attributes of the reader that works there.

    Parameters
    ----------
    path : Path
    format : {"parquet", "xlsx"}

    Raises
    ------
    InputFileError
        When the file cannot be read, or not within the memory that a reader may take: half of the machine's, from 2 to
        8 GiB (not limited where the system cannot).
    """

    name: str
    columns: tuple[str, ...]

    def __init__(self, path: Path, format: str) -> None:  # noqa: A002
        self.format = format
        self._path = path
        self._child: subprocess.Popen[bytes] | None = self._start()
        facts = self._receive(self._child)
        schema = facts.pop("schema", None)
        self.__dict__.update(facts)
        if schema is not None:
            import pyarrow as pa

            self.schema = pa.ipc.read_schema(pa.py_buffer(schema))

    def rows(self) -> Iterator[list[Any] | BadRow]:
        """Yield the rows in order, from the first one, each time it is called."""
        child, self._child = self._child, None
        if child is None:
            child = self._start()
            self._receive(child)
        try:
            assert child.stdin is not None
            with contextlib.suppress(OSError):  # a child that is gone is told of below
                child.stdin.write(b"\n")
                child.stdin.flush()
            while batch := self._receive(child):
                for row in batch:
                    yield BadRow(*row) if isinstance(row, tuple) else row
        finally:
            _end(child)

    def __del__(self) -> None:
        child = self.__dict__.get("_child")
        if child is not None:
            _end(child)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", __name__, os.path.abspath(self._path), self.format],  # noqa: PTH100
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # what a parser prints there may hold cells
            env={**os.environ, "ARROW_DEFAULT_MEMORY_POOL": "system", "RUST_BACKTRACE": "0"},
        )

    def _receive(self, child: subprocess.Popen[bytes]) -> Any:
        assert child.stdout is not None
        try:
            kind, value = _Plain(child.stdout).load()
        except (EOFError, pickle.UnpicklingError, ValueError, TypeError):
            _end(child)
            raise InputFileError(
                f"{self._path.name}: cannot be read within {_limit() // _GIB} GiB of memory, or is broken",
                expected=f"a complete {self.format} file of a size that this machine can hold",
                remedy="save it again from the program that made it, or as CSV",
            ) from None
        if kind == "error":
            _end(child)
            what, expected, remedy = value
            raise InputFileError(what, expected=expected, remedy=remedy)
        return value


class _Plain(pickle.Unpickler):  # noqa: S301  the point of it is what it refuses
    """Takes plain values and dates: a parser that a file has taken over can send nothing that runs here."""

    def find_class(self, module: str, name: str) -> Any:
        if module not in _PLAIN or "." in name:
            raise pickle.UnpicklingError
        return super().find_class(module, name)


class _Plainly(pickle.Pickler):
    """Sends values so that :class:`_Plain` takes them: a time zone by its name alone."""

    def reducer_override(self, value: Any) -> Any:
        return (zoneinfo.ZoneInfo, (value.key,)) if isinstance(value, zoneinfo.ZoneInfo) else NotImplemented


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    child.wait()


def _limit() -> int:
    try:
        half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, ValueError, OSError):
        half = 0
    return min(max(half, 2 * _GIB), 8 * _GIB)


def _serve(path: Path, format: str, requests: IO[bytes], answers: IO[bytes]) -> None:  # noqa: A002
    """Open the table, tell what it is, and send its rows when they are asked for."""

    def send(kind: str, value: Any) -> None:
        _Plainly(answers, protocol=5).dump((kind, value))
        answers.flush()

    try:
        reader: TableReader = _READERS[format](path)
        facts = {name: value for name, value in vars(reader).items() if not name.startswith("_")}
        facts.pop("path", None)
        if "schema" in facts:
            facts["schema"] = facts["schema"].serialize().to_pybytes()
        send("table", facts)
        if not requests.readline():
            return
        for batch in _batches(reader.rows()):
            send("rows", batch)
        send("rows", [])
    except RightsNLPError as error:
        send("error", (error.what, error.expected, error.remedy))
    except BaseException as error:  # of packages that raise what they like, panics included
        send(
            "error",
            (
                f"{path.name}: cannot be read as {format} ({type(error).__name__})",
                f"a complete {format} file",
                "save it again from the program that made it, or as CSV",
            ),
        )


def _batches(rows: Iterator[list[Any] | BadRow]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    characters = 0
    for row in rows:
        batch.append((row.rule, row.cells) if isinstance(row, BadRow) else row)
        cells = batch[-1][1] if isinstance(row, BadRow) else row
        characters += sum(len(cell) for cell in cells if isinstance(cell, str | bytes))
        if len(batch) >= _ROWS or characters > _CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


if __name__ == "__main__":
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_limit(), _limit()))
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints is no answer
    with contextlib.suppress(BrokenPipeError):  # the parent wants no more
        _serve(Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer, channel)
