"""A file that changes while it is read is noticed, even when it is put back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rightsnlp.exceptions import InputFileError
from rightsnlp.labeling.stable_input import StableInput
from rightsnlp.provenance import sha256_file


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text("text\na\n", encoding="utf-8")
    return path


def test_a_file_at_rest_is_confirmed_with_its_hash(source: Path) -> None:
    stable = StableInput(source)
    assert stable.sha256 == sha256_file(source)
    stable.check()
    stable.confirm()


def test_a_file_that_is_written_over_is_refused(source: Path) -> None:
    stable = StableInput(source)
    assert stable.sha256
    source.write_text("text\nb\n", encoding="utf-8")
    with pytest.raises(InputFileError, match="was changed while it was read"):
        stable.check()


def test_a_file_that_is_put_back_with_its_times_is_refused(source: Path) -> None:
    stable = StableInput(source)
    assert stable.sha256
    kept = source.with_name("kept")
    source.rename(kept)
    source.write_text("text\nb\n", encoding="utf-8")
    times = kept.stat()
    source.unlink()
    kept.rename(source)
    os.utime(source, ns=(times.st_atime_ns, times.st_mtime_ns))
    with pytest.raises(InputFileError, match="changed"):
        stable.confirm()


def test_a_file_that_goes_away_is_refused(source: Path) -> None:
    stable = StableInput(source)
    assert stable.sha256
    source.unlink()
    with pytest.raises(InputFileError, match="changed"):
        stable.confirm()
