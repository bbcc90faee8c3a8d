"""What a run is asked to label: files, folders, patterns, gzip archives, standard input."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import BinaryIO

from rightsnlp.data.tables.io import is_table
from rightsnlp.exceptions import InputFileError
from rightsnlp.provenance import shown_name
from rightsnlp.temporary import private_folder

_BLOCK = 1 << 20
_OURS = (".labelled", ".rejected", ".queue", ".redacted", ".run", ".partial")


def find_tables(places: Sequence[Path]) -> list[Path]:
    """Return the tables that files, folders and patterns name, each once, in order.

    A folder stands for the tables in it, without those that this program wrote; a pattern for what it matches.

    Raises
    ------
    InputFileError
        When a folder or a pattern holds no table.
    """
    found: dict[Path, None] = {}
    for place in places:
        if place.is_dir():
            tables = [path for path in sorted(place.iterdir()) if _is_incoming(path)]
        elif not place.exists() and any(mark in str(place) for mark in "*?["):
            tables = [Path(name) for name in sorted(glob(str(place), recursive=True))]  # noqa: PTH207
            tables = [path for path in tables if _is_incoming(path)]
        else:
            tables = [place]
        if not tables:
            raise InputFileError(
                f"{shown_name(place)}: no table is there",
                expected="CSV, Excel, JSON Lines or Parquet files",
                remedy="check the name",
            )
        found.update(dict.fromkeys(tables))
    return list(found)


def _is_incoming(path: Path) -> bool:
    plain = unpacked_name(path)
    written = any(part in _OURS for part in Path(plain.stem).suffixes)
    return path.is_file() and is_table(plain) and not written and not path.name.startswith(".")


def unpacked_name(path: Path) -> Path:
    """Return the name of what a gzip archive holds, and any other name as it is.

    Examples
    --------
    >>> unpacked_name(Path("cases.csv.gz")).name, unpacked_name(Path("cases.csv")).name
    ('cases.csv', 'cases.csv')
    """
    return path.with_suffix("") if path.suffix.lower() == ".gz" else path


@contextmanager
def unpacked(path: Path, beside: Path) -> Iterator[Path]:
    """Yield a file to read: an archive's content, kept in a private folder until the block ends, or the file itself.

    Raises
    ------
    InputFileError
        When the archive cannot be unpacked.
    OSError
        When the disk cannot hold what it unpacks to.
    """
    if path.suffix.lower() != ".gz" or not path.is_file():
        yield path
        return
    with private_folder(beside) as folder:
        plain = folder / unpacked_name(path).name
        with gzip.open(path) as archive, plain.open("xb") as file:
            while block := _read(archive, path):
                file.write(block)
        yield plain


def _read(archive: gzip.GzipFile, path: Path) -> bytes:
    try:
        return archive.read(_BLOCK)
    except (OSError, EOFError, zlib.error) as error:
        raise InputFileError(
            f"{shown_name(path)}: cannot be unpacked ({type(error).__name__})",
            expected="a complete gzip archive",
            remedy="pack the file again",
        ) from None


@contextmanager
def spooled(stream: BinaryIO, beside: Path) -> Iterator[Path]:
    """Yield a private file with what a stream holds; it goes when the block ends.

    Raises
    ------
    InputFileError
        When the stream is empty.
    """
    first = stream.read(1)
    if not first:
        raise InputFileError(
            "standard input: is empty", expected="a table", remedy="check the command before the pipe"
        )
    with private_folder(beside) as folder:
        path = folder / ("stdin.jsonl" if first == b"{" else "stdin.csv")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(first)
            while block := stream.read(_BLOCK):
                file.write(block)
        yield path
