"""Telephone numbers in the ways that people of the region write them.

Works on text whose digits are ASCII already (see :mod:`rightsnlp.text.redaction.personal_data`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SEPARATOR = r"[ .\-/]?"
# No digit, Latin letter or money sign may touch a number; Arabic letters may, as in "و0599...".
_BEFORE = r"(?<![0-9A-Za-z#$€£₪])(?<![0-9]\.)"
_AFTER = r"(?![0-9A-Za-z_%$€£₪])(?!\.\d)"

# How many digits follow a country's calling code (ITU E.164 national numbering plans), from land lines to mobiles.
_LENGTHS = {
    "970": (8, 9), "972": (8, 9), "962": (8, 9), "961": (7, 8), "20": (8, 10), "963": (8, 9), "964": (8, 10),
    "965": (8, 8), "966": (8, 9), "967": (7, 9), "968": (8, 8), "971": (8, 9), "973": (8, 8), "974": (8, 8),
    "90": (10, 10), "1": (10, 10), "44": (9, 10), "49": (7, 11), "33": (9, 9), "212": (9, 9), "213": (8, 9),
    "216": (8, 8), "218": (8, 9), "249": (9, 9), "31": (9, 9), "32": (8, 9), "39": (8, 10), "34": (9, 9),
    "46": (7, 9),
}  # fmt: skip
_OTHER_CODES = (
    r"(?:7|2[137-9]\d|2[2456]\d|27|3[06]|3[57-8]\d|4[0135678]|42\d|5[1-8]|50\d|59\d|6[0-6]|6[7-9]\d|8[1246]"
    r"|8[058]\d|9[1-58]|99\d)"
)


def _digits(fewest: int, most: int | None = None) -> str:
    return rf"\d(?:{_SEPARATOR}\d){{{fewest - 1},{(most or fewest) - 1}}}"


def _area(code: str) -> str:
    return rf"(?:\({code}\)|{code})(?: ?[\-/] ?|[ .])?"


def _abroad(code: str, fewest: int, most: int) -> str:
    # The trunk 0 may stand between in brackets, as may a part of the number.
    area_in_brackets = rf"\(0?\d{{1,3}}\){_SEPARATOR}{_digits(fewest - 3, most - 1)}"
    return rf"{code}\)?[ .\-/]{{0,2}}(?:\(0\) ?)?(?:{area_in_brackets}|0?{_digits(fewest, most)})"


_INTERNATIONAL = "|".join(
    [
        *(_abroad(code, *lengths) for code, lengths in _LENGTHS.items()),
        rf"{_OTHER_CODES}{_SEPARATOR}{_digits(7, 11)}",
    ]
)
_NATIONAL = "|".join(
    [
        _area(r"05\d") + _digits(7, 8),  # Palestine, Israel, the Gulf: mobile; Turkey: one digit more
        _area(r"07\d") + _digits(7, 8),  # Jordan: mobile; Israel: internet; Iraq: one digit more
        _area(r"09\d") + _digits(7),  # Syria, Libya, Sudan: mobile
        _area(r"01[0125]") + _digits(8),  # Egypt: mobile
        r"0[67]\d{8}",  # Morocco, France: mobile
        # Palestine, Israel, Jordan: land line.
        _area(r"0[2-9]") + r"[2-9]\d{2}[ .\-]?(?:\d{4}|\d{2}[ .\-]\d{2})",
        _area(r"0[23]") + r"[2-9]\d{3}[ .\-]?\d{4}",  # Egypt: Cairo, Alexandria
        _area(r"0[13-9]") + r"\d{3}[ .\-]?\d{3}",  # Lebanon: land line, and mobile 03
        r"(?:7[01689]|81)[ .\-/]\d{3}[ .\-]?\d{3}",  # Lebanon: mobile
        r"(?<!\d[.\-])0[1-9](?:[ .\-]\d{2}){4}(?![.\-]\d)",  # in pairs, as in France and the Maghreb
        r"1[ \-]?[78]00[ \-]?\d{3}[ \-]?\d{3}",  # Israel, Palestine: free and shared-cost
        r"\([2-9]\d{2}\) ?[2-9]\d{2}[ .\-]\d{4}|[2-9]\d{2}-[2-9]\d{2}-\d{4}",  # North America
        # Mobile numbers with a calling code but no +, which may have slipped to the end; and without the trunk 0.
        r"(?:97[02]5\d{8}|9627[789]\d{7}|961(?:3|7\d|81)\d{6}|201[0125]\d{8}|96[36][59]\d{8}|9715\d{8}|9647\d{9})\+?",
        r"(?:97[02][ \-]5\d|962[ \-]7[789]|20[ \-]1[0125]\d)[ \-]?" + _digits(7),
        r"5\d{8}",
    ]
)
_PLUS = r"(?<![A-Za-z_+])(?:\+ ?|\(\+(?=\d{1,3}\)))|(?<![0-9A-Za-z_+])00 ?"
_NUMBER = re.compile(rf"(?:{_PLUS})(?:{_INTERNATIONAL}){_AFTER}|{_BEFORE}(?:{_NATIONAL}){_AFTER}")

# After one of these words, any seven to twelve digits that are no sum of money.
_NAMES = (
    r"(?:جوال|موبايل|محمول|هاتف|تلفون|تليفون|اتصل|اتصال|واتس|وتساب|رقمي|رقمه|رقمها|للتواصل|للاستفسار|للحجز|نقال"
    r"|\b(?:call|phone|mobile|tel|whatsapp|cell|fax)|טלפון|נייד|פלאפון|וואטסאפ|וואצאפ|חייגו)"
)
_MONEY = r" ?(?:دولار|شيكل|شيقل|دينار|جنيه|مليون|ألف|الف)"
_ANNOUNCED = re.compile(
    rf"{_NAMES}[^0-9\n+]{{0,20}}{_BEFORE}(?P<number>{_digits(7, 12)}){_AFTER}(?!{_MONEY})", re.IGNORECASE
)
_WRITTEN_DATE = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20)\d\d")


def find_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of telephone numbers; they may overlap.

    Examples
    --------
    >>> [(*span,) for span in find_numbers("0599-123456 or +962 7 9012 3456")]
    [(0, 11), (15, 31)]
    """
    for match in _NUMBER.finditer(text):
        if not _is_count_or_date(match.group()):
            yield match.span()
    for match in _ANNOUNCED.finditer(text):
        if not _is_count_or_date(match.group("number")):
            yield match.span("number")


def _is_count_or_date(number: str) -> bool:
    digits = re.sub(r"\D", "", number)
    return digits.endswith("00000") or bool(_WRITTEN_DATE.fullmatch(number))
