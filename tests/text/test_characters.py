from __future__ import annotations

import re
import unicodedata

import pytest

from rightsnlp.text import characters


@pytest.mark.parametrize(
    ("character", "kinds"),
    [
        ("ق", characters.LETTER | characters.ARABIC),
        ("ٮ", characters.LETTER | characters.ARABIC | characters.DOTLESS),
        ("a", characters.LETTER | characters.FOREIGN),
        ("5", characters.FOREIGN),
        (".", characters.SYMBOL | characters.SIGN),
        ("😂", characters.SYMBOL | characters.SIGN),
        ("א", characters.LETTER),
        ("𠀀", characters.LETTER),
        (" ", 0),
        ("\0", 0),
        ("\ud800", 0),
    ],
)
def test_what_kind_a_character_is(character, kinds):
    assert characters.kinds()[ord(character)] == kinds


def test_the_table_agrees_with_the_questions_for_every_character():
    table = characters.kinds()
    letters = {code for code in range(0x110000) if characters.is_letter(chr(code))}
    symbols = {code for code in range(0x110000) if unicodedata.category(chr(code))[0] in "PS"}

    assert {code for code in range(0x110000) if table[code] & characters.LETTER} == letters
    assert {code for code in range(0x110000) if table[code] & characters.SYMBOL} == symbols


def test_the_ranges_of_emoji_hold_emoji_and_no_letter():
    pattern = re.compile(f"[{characters.EMOJI}]")

    assert all(pattern.match(emoji) for emoji in "😂❤☹⌚🇵🏻🍉✊")
    assert not any(pattern.match(other) for other in "aقא5#©中")
