"""Numbers as people write them: Arabic digits, decimal commas, percents."""

from __future__ import annotations

import re
import unicodedata

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?", re.IGNORECASE)
_MARKS = str.maketrans({"٫": ".", "٪": "%", "−": "-", "\u200e": None, "\u200f": None, "\u061c": None})


def western_digits(text: str) -> str:
    """Return a text with all decimal digits as 0 to 9, and full-width forms as their plain ones.

    Examples
    --------
    >>> western_digits("١٢٫٥"), western_digits("４２")
    ('12٫5', '42')
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.decimal(mark)) if mark.isdecimal() else mark for mark in plain)


def read_number(cell: str) -> float | None:
    """Return the number that a cell holds: ``0.9``, ``0,9``, ``٠٫٩``, ``90 %``; None where it holds none.

    A comma is a decimal comma where it is the only mark; ``1,234.5`` is no number, because it could be two.

    Examples
    --------
    >>> read_number("0,9"), read_number("٠٫٩"), read_number("90 %"), read_number("high")
    (0.9, 0.9, 0.9, None)
    """
    plain = western_digits(cell).translate(_MARKS).replace("،", ",").strip()
    share = plain.endswith("%") or plain.startswith("%")
    plain = plain.strip("%").strip()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        return None
    # The division of the decimal text keeps 90 % at 0.9, where a multiplication by 0.01 would not.
    return float(plain) / 100 if share else float(plain)
