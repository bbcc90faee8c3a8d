"""Folders, patterns, archives and standard input stand for the tables in them."""

from __future__ import annotations

import gzip
import io
import stat
from pathlib import Path

import pytest

from rightsnlp.exceptions import InputFileError
from rightsnlp.labeling.incoming import find_tables, spooled, unpacked

OURS = [
    "a.labelled.csv",
    "a.rejected.csv",
    "a.run.json",
    "a.labelled.csv.partial.jsonl",
    ".a.csv",
    "a.txt.bak",
]


def test_a_folder_stands_for_the_tables_that_came(tmp_path: Path) -> None:
    for name in ["b.xlsx", "a.csv", "c.jsonl.gz", *OURS]:
        (tmp_path / name).touch()
    assert [path.name for path in find_tables([tmp_path])] == ["a.csv", "b.xlsx", "c.jsonl.gz"]


def test_a_pattern_stands_for_what_it_matches_and_a_file_for_itself_once(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.xlsx"):
        (tmp_path / name).touch()
    found = find_tables([tmp_path / "b.csv", tmp_path / "*.csv"])
    assert [path.name for path in found] == ["b.csv", "a.csv"]


def test_a_folder_without_a_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="no table is there"):
        find_tables([tmp_path])


def test_an_archive_is_unpacked_where_nobody_else_reads_and_goes_away(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv.gz"
    path.write_bytes(gzip.compress(b"text\na\n"))
    with unpacked(path, tmp_path / "out.csv") as plain:
        assert (plain.name, plain.read_bytes()) == ("cases.csv", b"text\na\n")
        assert stat.S_IMODE(plain.parent.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "content", [b"text\n", gzip.compress(b"text\na\n")[:-5], b"\x1f\x8b\x08" + b"\0" * 30]
)
def test_a_broken_archive_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "cases.csv.gz"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match="cannot be unpacked"), unpacked(path, tmp_path / "out.csv"):
        pass
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("content", "name"), [(b"text\na\n", "stdin.csv"), (b'{"text": "a"}', "stdin.jsonl")]
)
def test_standard_input_is_kept_private_and_goes_away(tmp_path: Path, content: bytes, name: str) -> None:
    with spooled(io.BytesIO(content), tmp_path / "out.csv") as path:
        assert (path.name, path.read_bytes()) == (name, content)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == []
