"""Which encoding a text file is in: UTF-8, UTF-16 or Windows-1256, or a refusal that says why."""

from __future__ import annotations

import codecs
from itertools import pairwise
from pathlib import Path

from rightsnlp.exceptions import InputFileError

_BLOCK = 1 << 20
_SAMPLE = 1 << 20
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = {
    b"PK\x03\x04": "a ZIP or Excel file",
    b"\xd0\xcf\x11\xe0": "an old Excel file",
    b"PAR1": "a Parquet file",
    b"\x89PNG": "an image",
    b"%PDF": "a PDF file",
    b"\x1f\x8b": "a gzip file",
}


def detect_encoding(path: str | Path) -> str:
    """Return the Python name of the encoding that a text file is in.

    A byte order mark decides; otherwise the whole file must be UTF-8; otherwise a file whose bytes read as
    Arabic words in Windows-1256 is taken as that. Nothing is ever replaced or skipped.

    Raises
    ------
    InputFileError
        When the file is binary, is UTF-8 with broken bytes, or fits none of these.
    """
    path = Path(path)
    with path.open("rb") as stream:
        head = stream.read(_SAMPLE)
    for magic, kind in _BINARY.items():
        if head.startswith(magic):
            raise InputFileError(
                f"{path.name}: is {kind}, not text",
                expected="a text file",
                remedy="give the file the extension of its kind",
            )
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    utf16 = _utf16_without_bom(head)
    if utf16:
        return utf16
    broken = _first_broken_utf8(path)
    if broken is None:
        return "utf-8"
    return _single_byte(path, head, broken)


def _utf16_without_bom(head: bytes) -> str | None:
    """Half of the bytes of UTF-16 text with any Latin in it (delimiters, digits) are NUL, on one side."""
    sample = head[: 2 * (min(len(head), 4096) // 2)]
    if len(sample) < 16:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.15 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.15 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _first_broken_utf8(path: Path) -> int | None:
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = 0
    with path.open("rb") as stream:
        while True:
            block = stream.read(_BLOCK)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return offset - held + error.start
            if not block:
                return None
            offset += len(block)


def _single_byte(path: Path, head: bytes, broken: int) -> str:
    high = [byte for byte in head if byte >= 0x80]
    lead_pairs = sum(head.count(bytes([lead])) for lead in (0xD7, 0xD8, 0xD9, 0xDA, 0xDB))
    continued = sum(1 for first, second in pairwise(head) if 0xD7 <= first <= 0xDB and 0x80 <= second <= 0xBF)
    if lead_pairs and continued > 0.8 * lead_pairs and continued > 0.25 * len(high):
        raise InputFileError(
            f"{path.name}: is UTF-8 with a broken byte at position {broken}",
            expected="UTF-8 throughout",
            remedy="export the file again as UTF-8, or pass --encoding",
        )
    arabic = sum(1 for byte in high if 0xC1 <= byte <= 0xDF or byte in _CP1256_LATE_LETTERS)
    early = sum(1 for byte in high if 0xC1 <= byte <= 0xDF)
    if high and arabic > 0.7 * len(high) and early > 0.2 * len(high):
        return "cp1256"
    raise InputFileError(
        f"{path.name}: the encoding is none that is known (first byte that is not UTF-8: {broken})",
        expected="UTF-8, UTF-16 or Windows-1256",
        remedy="export the file again as UTF-8, or pass --encoding with its name (for Hebrew: cp1255)",
    )


# Letters of Windows-1256 above 0xDF; the rest of that range holds French letters and marks.
_CP1256_LATE_LETTERS = frozenset({0xE1, 0xE3, 0xE4, 0xE5, 0xE6, 0xEC, 0xED, 0x81, 0x8D, 0x8E, 0x90, 0x98})
