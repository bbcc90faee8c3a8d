"""Numbers that prove themselves: identity numbers, bank accounts and cards, and where they stand in a text.

The finders work on text whose digits and signs are ASCII already (see :mod:`rightsnlp.text.redaction.personal_data`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Spans = Iterator[tuple[int, int]]

# Length of an IBAN by country, of the countries whose residents write to a monitor of this region.
# From the registry of ISO 13616 (SWIFT, 2024, "IBAN Registry").
IBAN_LENGTHS = {
    "AE": 23, "AT": 20, "BE": 16, "BH": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EG": 29, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IT": 27, "JO": 30, "KW": 30,
    "LB": 28, "LU": 20, "LY": 25, "MA": 28, "MR": 27, "NL": 18, "NO": 15, "OM": 23, "PL": 28, "PS": 29, "PT": 25,
    "QA": 29, "RO": 24, "SA": 24, "SD": 18, "SE": 24, "SO": 23, "TN": 24, "TR": 26, "YE": 30,
}  # fmt: skip


def passes_luhn(digits: str) -> bool:
    """Return whether the last digit checks the others by the formula of Luhn (ISO/IEC 7812-1).

    Every second digit from the right is doubled and its own digits are added; the whole sum ends in 0. The identity
    numbers of Israel and Palestine, nine digits, are checked so too.

    Parameters
    ----------
    digits : str
        ASCII digits only.

    Examples
    --------
    >>> passes_luhn("79927398713"), passes_luhn("79927398710")
    (True, False)
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_card_number(digits: str) -> bool:
    """Return whether digits are a payment card's: a known issuer's prefix, its length, and the check digit.

    Examples
    --------
    >>> is_card_number("4111111111111111"), is_card_number("4111111111111112")
    (True, False)
    """
    two, four, length = int(digits[:2] or 0), int(digits[:4] or 0), len(digits)
    known = (
        (digits.startswith("4") and length in (16, 19))
        or (length == 16 and (51 <= two <= 55 or 2221 <= four <= 2720 or four == 6011 or two in (62, 65)))
        or (length == 15 and two in (34, 37))
        or (length == 14 and two in (36, 38))
    )
    return known and passes_luhn(digits)


def is_identity_number(digits: str) -> bool:
    """Return whether nine digits are an Israeli or Palestinian identity number by their check digit.

    One random number in ten is; digits that are all the same, and round numbers, are not taken for one.

    Examples
    --------
    >>> is_identity_number("123456782"), is_identity_number("123456789"), is_identity_number("300006000")
    (True, False, False)
    """
    return len(digits) == 9 and len(set(digits)) > 1 and not digits.endswith("000") and passes_luhn(digits)


def is_egyptian_identity_number(digits: str) -> bool:
    """Return whether fourteen digits are built as an Egyptian national number: century, date of birth, governorate.

    Examples
    --------
    >>> is_egyptian_identity_number("29001150112345"), is_egyptian_identity_number("29013450112345")
    (True, False)
    """
    if len(digits) != 14 or digits[0] not in "23":
        return False
    month, day, governorate = int(digits[3:5]), int(digits[5:7]), int(digits[7:9])
    return 1 <= month <= 12 and 1 <= day <= 31 and (1 <= governorate <= 35 or governorate == 88)


def is_iban(account: str) -> bool:
    """Return whether letters and digits without spaces are an IBAN: its country's length, and the check digits.

    The first four characters are moved to the end, letters become numbers from 10 for A, and the whole leaves 1 when it
    is divided by 97 (ISO 13616).

    Examples
    --------
    >>> is_iban("PS92PALS000000000400123456702"), is_iban("PS93PALS000000000400123456702")
    (True, False)
    """
    account = account.upper()
    if IBAN_LENGTHS.get(account[:2]) != len(account) or not (account.isascii() and account.isalnum()):
        return False
    return int("".join(str(int(character, 36)) for character in account[4:] + account[:4])) % 97 == 1


_IBAN_START = re.compile(r"(?:(?<![A-Za-z0-9])|(?<=iban))[A-Z]{2}[0-9]{2}(?=[ \-]?[A-Z0-9])", re.IGNORECASE)
_IBAN_CHARACTER = re.compile(r"[ \-]?([A-Za-z0-9])")
_CARD = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][.,\-])"
    r"(?:\d{4}(?P<s>[ \-]?)\d{4}(?P=s)\d{4}(?P=s)\d{4}(?:(?P=s)\d{3})?|\d{4}(?P<t>[ \-]?)\d{6}(?P=t)\d{4,5})"
    r"(?![0-9A-Za-z])(?![.,\-]\d)"
)
_COUNTED = (
    r"(?! ?(?:دولار|شيكل|شيقل|دينار|جنيه|ريال|ليرة|يورو|مليون|ألف|الف|نسمة|شخص|مشاهدة|متابع|مشترك"
    r"|usd|nis|dollars?|people|views|followers|שקל|ש\"ח))"
)
_NINE = re.compile(
    r"(?<![0-9A-Za-z_#+$€£₪])(?<![0-9][.,\-/:])(?P<number>\d{9}|\d{8}-\d|\d-\d{7}-\d)"
    rf"(?![0-9A-Za-z_%$€£₪])(?![.,\-/:]\d){_COUNTED}",
    re.IGNORECASE,
)
_LIKE_PHONE = re.compile(r"(?:0[234689][2-9]|0[57]|5)\d+$")
_FOURTEEN = re.compile(r"(?<![0-9A-Za-z_#])[23]\d{13}(?![0-9A-Za-z_])")
_NAMES = (
    r"(?:هوي[ةه]|هويت[يهك]|هويتها|(?:الرقم|رقم[يهك]|رقمها) (?:الوطني|القومي)|(?:السجل|سجل[هي]|سجلها) المدني"
    r"|(?<!\w)ת[.]ז[.]?|ת[\"״]ז|תעודת זהות|מספר זהות"
    r"|\b(?:id|identity|national id)(?: card)?(?: number| no\.?| num)?)"
)
_ANNOUNCED = re.compile(
    rf"{_NAMES}[^0-9\n+]{{0,12}}(?<![0-9A-Za-z#])(?P<number>\d(?:[ \-]?\d){{7,13}})(?![0-9A-Za-z_%])(?![.,/]\d)",
    re.IGNORECASE,
)


def find_ibans(text: str) -> Spans:
    """Yield the start and end of IBANs, in one piece or in groups.

    Examples
    --------
    >>> list(find_ibans("PS92 PALS 0000 0000 0400 1234 5670 2 please"))
    [(0, 36)]
    """
    for start in _IBAN_START.finditer(text):
        length = IBAN_LENGTHS.get(start.group()[:2].upper())
        account, end = start.group(), start.end()
        while length and len(account) < length and (following := _IBAN_CHARACTER.match(text, end)):
            account += following.group(1)
            end = following.end()
        if length and not text[end : end + 1].isalnum() and is_iban(account):
            yield start.start(), end


def find_cards(text: str) -> Spans:
    """Yield the start and end of payment card numbers, in one piece or in an issuer's groups.

    Examples
    --------
    >>> list(find_cards("4111 1111 1111 1111"))
    [(0, 19)]
    """
    for match in _CARD.finditer(text):
        if is_card_number(re.sub(r"\D", "", match.group())):
            yield match.span()


def find_announced_identity_numbers(text: str) -> Spans:
    """Yield the start and end of eight to fourteen digits that a word for identity number stands before.

    Examples
    --------
    >>> list(find_announced_identity_numbers("هوية رقم 123456789"))
    [(9, 18)]
    """
    for match in _ANNOUNCED.finditer(text):
        yield match.span("number")


def find_identity_numbers(text: str) -> Spans:
    """Yield the start and end of identity numbers that are known by themselves, by their check digit or their build.

    Nine digits that are written as a telephone number would be are left for that.

    Examples
    --------
    >>> list(find_identity_numbers("123456782, 123456789"))
    [(0, 9)]
    """
    for match in _NINE.finditer(text):
        digits = re.sub(r"\D", "", match.group("number"))
        if is_identity_number(digits) and not _LIKE_PHONE.match(match.group("number")):
            yield match.span("number")
    for match in _FOURTEEN.finditer(text):
        if is_egyptian_identity_number(match.group()):
            yield match.span()
