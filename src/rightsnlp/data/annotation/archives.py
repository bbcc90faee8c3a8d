"""Files that annotation tools export: JSON or JSON Lines, and archives of them."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from rightsnlp.exceptions import InputFileError

_DEPTH = 3
# What an archive may unpack to, with the archives in it; exports are text that people wrote.
_UNPACKED = 256 << 20
_TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".parquet", ".conll", ".xml")


def json_records(text: str) -> list[Any]:
    r"""Return the records of JSON Lines, or of one JSON array or object.

    Raises
    ------
    ValueError, RecursionError
        When it is neither.

    Examples
    --------
    >>> json_records('[{"a": 1}]') == json_records('{"a": 1}\n') == [{"a": 1}]
    True
    """
    if text.lstrip()[:1] == "[":
        whole = json.loads(text)
        return whole if isinstance(whole, list) else [whole]
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        return [json.loads(line) for line in lines]
    except ValueError:
        # One object, printed over several lines.
        return [json.loads(text)]


def doccano_files(path: Path) -> dict[str, list[Any]]:
    """Return the records of each annotator: of a file, or of an archive, archives inside it included.

    Raises
    ------
    InputFileError
        When an archive holds no JSON Lines, tables beside them, or more than can be unpacked.
    OSError, ValueError, RecursionError, zipfile.BadZipFile
        When a file cannot be read.
    """
    if path.suffix.lower() != ".zip":
        return {path.stem: json_records(path.read_text(encoding="utf-8-sig"))}
    found: dict[str, list[Any]] = {}
    with path.open("rb") as stream:
        left = list(_unpacked(stream, path.name, _DEPTH))
    tables = [name for name, _ in left if name.lower().endswith(_TABLES)]
    for name, content in left:
        if name.lower().endswith((".jsonl", ".json")):
            records = json_records(content.decode("utf-8-sig"))
            found.setdefault(PurePosixPath(name).stem, []).extend(records)
    if not found or tables:
        raise InputFileError(
            f"{path.name}: holds {len(tables):,} tables and {len(found):,} files of JSON Lines",
            expected="one .jsonl for each annotator, and no other form",
            remedy="export the project as JSONL",
        )
    return found


def _unpacked(stream: IO[bytes], name: str, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive, and of the archives in it."""
    with zipfile.ZipFile(stream) as archive:
        members = [one for one in archive.infolist() if not one.is_dir() and not _is_litter(one.filename)]
        if depth == 0 or sum(one.file_size for one in members) > _UNPACKED:
            raise InputFileError(
                f"{name}: unpacks to more than {_UNPACKED >> 20} MiB, or is too deeply packed",
                expected=f"an export of a project, in at most {_DEPTH} archives one inside the other",
                remedy="unpack it, and import the files one by one",
            )
        for member in members:
            content = archive.read(member)
            if member.filename.lower().endswith(".zip"):
                yield from _unpacked(io.BytesIO(content), member.filename, depth - 1)
            else:
                yield member.filename, content


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1].startswith(".")
