"""Arabic letters, marks and signs: tables from one character to what is written instead of it."""

from __future__ import annotations

import unicodedata

Table = dict[str, str]


def _removed(*ranges: tuple[int, int]) -> Table:
    return {chr(code): "" for first, last in ranges for code in range(first, last + 1)}


ALEF: Table = dict.fromkeys("آأإٱ", "ا")
HAMZA: Table = {"ؤ": "و", "ئ": "ي"}
ALEF_MAKSURA: Table = {"ى": "ي"}
TEH_MARBUTA: Table = {"ة": "ه"}

DIACRITICS = _removed((0x064B, 0x0652))
SUPERSCRIPT_ALEF: Table = {"\u0670": ""}
# Signs of recitation, of honour after names, of other languages, and hamza or madda that joined no letter.
OTHER_MARKS = _removed(
    (0x0610, 0x061A),
    (0x0653, 0x065F),
    (0x06D6, 0x06DC),
    (0x06DF, 0x06E4),
    (0x06E7, 0x06E8),
    (0x06EA, 0x06ED),
    (0x0898, 0x089F),
    (0x08CA, 0x08E1),
    (0x08E3, 0x08FF),
)
TATWEEL: Table = {"\u0640": ""}

# The same letter under another code point: Persian and Urdu keyboards, and telephones that offer them.
LETTER_VARIANTS: Table = {
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("یۍېے", "ي"),
    **dict.fromkeys("ہھەۀۂ", "ه"),
    "ۃ": "ة",
    "ٲ": "أ",
    "ٳ": "إ",
}
# Sounds that Arabic spelling lacks, and letters of the Maghreb and of other languages, as the letter that most Arabic
# writers put for them.
FOREIGN_LETTERS: Table = {
    **dict.fromkeys("گڭݣڬ", "ك"),
    **dict.fromkeys("ڤڥڢ", "ف"),
    **dict.fromkeys("ڨڧ", "ق"),
    "چ": "ج",
    "پ": "ب",
    "ژ": "ز",
    "ڠ": "غ",
    "ۋ": "و",
}

DIGITS: Table = {chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)}
PUNCTUATION: Table = {
    **dict(zip("،؛؟٪٫٬۔٭⸮", ",;?%.,.*?", strict=True)),
    **dict.fromkeys("‘’‚‛‹›", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("‐‑–—―", "-"),
}

# Words and phrases that are one sign. Unicode gives the last no spelling and the one before it a Persian one:
# both are spelled as camel-tools does.
LIGATURES: Table = {
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFDF0, 0xFDFC)},
    "\ufdfc": "ريال",
    "\ufdfd": "بسم الله الرحمن الرحيم",
}


def _shapes() -> Table:
    table = {}
    for code in (*range(0xFB50, 0xFDF0), *range(0xFE70, 0xFEFD)):
        # A mark that stands alone decomposes to a space and the mark: the space is not the writer's.
        table[chr(code)] = unicodedata.normalize("NFKC", chr(code)).lstrip(" ")
    return {shape: letters for shape, letters in table.items() if shape != letters}


PRESENTATION_FORMS = _shapes()
