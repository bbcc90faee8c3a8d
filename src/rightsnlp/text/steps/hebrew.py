"""Hebrew points, accents, final letters and punctuation: tables from one character to what is written instead."""

from __future__ import annotations

Table = dict[str, str]

NIQQUD: Table = dict.fromkeys(
    "\u05b0\u05b1\u05b2\u05b3\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05ba\u05bb\u05bc", ""
)
NIQQUD |= dict.fromkeys("\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7", "")
CANTILLATION: Table = {chr(code): "" for code in (*range(0x0591, 0x05B0), 0x05BD)}
FINAL_LETTERS: Table = dict(zip("ךםןףץ", "כמנפצ", strict=True))
GERSHAYIM: Table = {"״": '"', "׳": "'"}
