"""The files of a model are read once, within their size, and only as they were written."""

from __future__ import annotations

import subprocess
from pathlib import Path
from shutil import which

import pytest

from rightsnlp.classification.storage.folder import checksums, read_model_files
from rightsnlp.exceptions import ModelFormatError

CONTENT = {"config.json": b"{}", "weights.safetensors": b"\0" * 100}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in CONTENT.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "SHA256SUMS").write_text(checksums(CONTENT), encoding="utf-8")
    return tmp_path


def test_what_was_written_is_read(folder: Path) -> None:
    files = read_model_files(folder)
    assert (files.config, files.weights) == tuple(CONTENT.values())


def test_the_hash_covers_both_files(folder: Path) -> None:
    before = read_model_files(folder).sha256
    changed = {**CONTENT, "config.json": b"[]"}
    (folder / "config.json").write_bytes(b"[]")
    with pytest.raises(ModelFormatError, match=r"config\.json: is not the file that was saved"):
        read_model_files(folder)
    (folder / "SHA256SUMS").write_text(checksums(changed), encoding="utf-8")
    assert read_model_files(folder).sha256 != before


def test_other_files_may_lie_beside_them(folder: Path) -> None:
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    read_model_files(folder)


@pytest.mark.skipif(which("sha256sum") is None, reason="sha256sum is not installed")
def test_the_system_reads_the_sums_too(folder: Path) -> None:
    subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, check=True, capture_output=True
    )
