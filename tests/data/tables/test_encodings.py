"""A text file's encoding is found from its bytes, or refused with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.data.tables.encodings import detect_encoding
from rightsnlp.exceptions import InputFileError

ARABIC = "النص,الإجراء\nتم حذف منشوري عن القدس,حذف\n" * 20
HEBREW = "טקסט\nשלום לכולם ובוקר טוב\n" * 20


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1256", "cp1256"),
    ],
)
def test_arabic_is_read_in_every_encoding_that_comes_in(tmp_path: Path, encoding: str, found: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes(ARABIC.encode(encoding))
    assert detect_encoding(path) == found
    assert path.read_bytes().decode(found) == ARABIC


def refuse(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "cases.csv"
    path.write_bytes(data)
    with pytest.raises(InputFileError) as caught:
        detect_encoding(path)
    return str(caught.value)


def test_broken_utf8_is_not_taken_for_windows_1256(tmp_path: Path) -> None:
    broken = ARABIC.encode()[:31] + b"\xff" + ARABIC.encode()[32:]
    assert "broken byte at position" in refuse(tmp_path, broken)


def test_hebrew_in_windows_1255_is_not_read_as_arabic(tmp_path: Path) -> None:
    assert "cp1255" in refuse(tmp_path, HEBREW.encode("cp1255"))


@pytest.mark.parametrize("magic", [b"PK\x03\x04", b"PAR1", b"%PDF", b"\x1f\x8b"])
def test_a_binary_file_under_a_wrong_name_is_said_to_be_one(tmp_path: Path, magic: bytes) -> None:
    assert "not text" in refuse(tmp_path, magic + b"\x00\x01" * 50)


def test_noise_is_refused(tmp_path: Path) -> None:
    assert "none that is known" in refuse(tmp_path, bytes(range(128, 256)) * 4)


def test_a_break_far_into_the_file_is_found_at_its_place(tmp_path: Path) -> None:
    data = "ب".encode() * 1_000_000
    assert "position 1000000" in refuse(tmp_path, data[:1_000_000] + b"\xd8\xff" + data)
