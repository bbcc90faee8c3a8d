from __future__ import annotations

import unicodedata

import pytest

from rightsnlp.text.steps import arabic, hebrew, invisible

STRIPPED = {
    "DIACRITICS": arabic.DIACRITICS,
    "SUPERSCRIPT_ALEF": arabic.SUPERSCRIPT_ALEF,
    "OTHER_MARKS": arabic.OTHER_MARKS,
    "NIQQUD": hebrew.NIQQUD,
    "CANTILLATION": hebrew.CANTILLATION,
}


@pytest.mark.parametrize("table", STRIPPED.values(), ids=STRIPPED)
def test_only_marks_are_stripped(table):
    assert {unicodedata.category(mark) for mark in table} == {"Mn"}
    assert set(table.values()) == {""}


def test_no_mark_is_in_two_tables():
    marks = [mark for table in STRIPPED.values() for mark in table]

    assert len(marks) == len(set(marks))


def test_every_mark_of_the_arabic_block_is_in_a_table():
    block = {chr(code) for code in range(0x0600, 0x0700) if unicodedata.category(chr(code)) == "Mn"}

    assert block <= {*arabic.DIACRITICS, *arabic.SUPERSCRIPT_ALEF, *arabic.OTHER_MARKS}


def test_every_mark_of_the_hebrew_block_is_in_a_table():
    block = {chr(code) for code in range(0x0590, 0x0600) if unicodedata.category(chr(code)) == "Mn"}

    assert block == {*hebrew.NIQQUD, *hebrew.CANTILLATION}


def test_a_shape_is_written_in_letters_of_the_arabic_block():
    # Ornate brackets and the dots of teaching charts have no letters and are not in the table.
    letters = set("".join(arabic.PRESENTATION_FORMS.values()))

    assert all("\u0600" <= letter <= "\u06ff" for letter in letters - {" "})
    assert len(arabic.PRESENTATION_FORMS) > 500


def test_digits_keep_their_value():
    assert all(unicodedata.digit(old) == int(new) for old, new in arabic.DIGITS.items())
    assert len(arabic.DIGITS) == 20


def test_controls_of_direction_are_exactly_unicodes():
    directional = {"ALM", "LRM", "RLM"}
    controls = {
        character
        for character in map(chr, range(0x3000))
        if unicodedata.bidirectional(character)
        in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    }

    assert set(invisible.BIDI) == controls | {"\u061c", "\u200e", "\u200f"}
    assert len(directional) == 3
