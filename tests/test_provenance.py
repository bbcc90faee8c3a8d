"""Hashes are unambiguous, files are whole or not there, records hold no local path."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InputFileError, OutputFileError
from rightsnlp.provenance import (
    RunRecord,
    atomic_path,
    check_output,
    sha256_file,
    sha256_texts,
    versions,
    write_json,
)


def test_the_hash_of_a_file_is_that_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert sha256_file(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_the_hash_of_a_missing_file_is_an_error_of_one_line(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="none: cannot be read"):
        sha256_file(tmp_path / "none")


@given(st.lists(st.text()), st.lists(st.text()))
def test_two_lists_of_texts_have_one_hash_only_when_they_are_equal(a: list[str], b: list[str]) -> None:
    assert (sha256_texts(a) == sha256_texts(b)) == (a == b)


def test_a_file_that_exists_is_replaced_only_by_force(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_json(path, 1)
    with pytest.raises(OutputFileError, match="--force"):
        write_json(path, 2)
    write_json(path, 2, force=True)
    assert json.loads(path.read_text(encoding="utf-8")) == 2


def test_a_failure_leaves_the_old_content_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(ZeroDivisionError), atomic_path(path, force=True) as temporary:
        temporary.write_text("half", encoding="utf-8")
        raise ZeroDivisionError
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with pytest.raises(OutputFileError, match="exists already"), atomic_path(path) as temporary:
        temporary.write_text("ours", encoding="utf-8")
        path.write_text("theirs", encoding="utf-8")
    assert path.read_text(encoding="utf-8") == "theirs"


def test_a_result_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    write_json(tmp_path / "ours.json", 1)
    (tmp_path / "plain").write_text("", encoding="utf-8")
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("ours.json", "plain")]
    assert modes[0] == modes[1]


def test_a_folder_that_is_missing_is_said_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="does not exist"):
        check_output(tmp_path / "none" / "out.csv")


def test_a_folder_is_no_output(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="is a folder"):
        check_output(tmp_path)


def test_a_record_names_versions_and_no_path(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    RunRecord("label", {"in.csv": "0" * 64}, {"out.csv": "1" * 64}).save(path)
    record = json.loads(path.read_text(encoding="utf-8"))
    assert record["protocol"] == 1
    assert record["versions"] == versions()
    assert str(tmp_path) not in path.read_text(encoding="utf-8")


def test_a_link_is_never_written_to_even_by_force(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("theirs", encoding="utf-8")
    for name in ("theirs", "nowhere"):
        (tmp_path / "out").symlink_to(tmp_path / name)
        with pytest.raises(OutputFileError, match="is a link"):
            write_json(tmp_path / "out", 1, force=True)
        (tmp_path / "out").unlink()
    assert (tmp_path / "theirs").read_text(encoding="utf-8") == "theirs"
    assert not (tmp_path / "nowhere").exists()


def test_a_device_is_never_replaced_even_by_force(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "out")
    with pytest.raises(OutputFileError, match="is a device"):
        write_json(tmp_path / "out", 1, force=True)
    assert stat.S_ISFIFO((tmp_path / "out").stat().st_mode)


@pytest.mark.parametrize(("mode", "result"), [(0o600, 0o600), (0o640, 0o640), (0o400, 0o600), (0o666, 0o644)])
def test_nobody_may_read_an_output_who_may_not_read_the_input(tmp_path: Path, mode: int, result: int) -> None:
    source = tmp_path / "in"
    source.touch()
    source.chmod(mode)
    before = os.umask(0o022)
    try:
        with atomic_path(tmp_path / "out", like=source) as temporary:
            temporary.touch()
            assert stat.S_IMODE(temporary.parent.stat().st_mode) == 0o700
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == result


def test_a_name_that_is_too_long_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="cannot be written"):
        write_json(tmp_path / ("a" * 300), 1)


def test_what_utf_8_cannot_hold_is_written_as_escapes(tmp_path: Path) -> None:
    write_json(tmp_path / "out", {"k\ud800": "س"})
    assert json.loads((tmp_path / "out").read_text(encoding="utf-8")) == {"k\ud800": "س"}
