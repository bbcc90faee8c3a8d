from __future__ import annotations

import pytest

from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.steps.emoji import emoji_names, replace_emoji


def named(text, language="english"):
    return apply_edits(text, replace_emoji(language)(text))


@pytest.mark.parametrize(
    ("emoji", "name"),
    [
        ("😂", "face with tears of joy"),
        ("❤", "red heart"),
        ("❤\ufe0f", "red heart"),
        ("💪🏻", "flexed biceps"),
        ("🇱🇧", "Lebanon"),
        ("5\ufe0f\u20e3", "keycap 5"),
        ("👨\u200d👩\u200d👧", "family man woman girl"),
        ("🍉\u200d🔥", "watermelon fire"),
        ("✊🏿", "raised fist"),
    ],
)
def test_one_emoji_of_several_characters_has_one_name(emoji, name):
    assert named(emoji) == f" {name} "


def test_names_are_to_be_had_in_arabic():
    assert named("بدنا 🍉", "arabic") == "بدنا  بطيخ "


@pytest.mark.parametrize("text", ["قتل 5 # *", "→", "∑", "1", "#", "\u20e3"])
def test_signs_that_are_no_emoji_stay(text):
    assert named(text, "remove") == text


def test_two_emoji_are_two():
    assert named("😂😂", "remove") == "  "


def test_every_name_is_there_in_both_languages():
    english, arabic = emoji_names("english"), emoji_names("arabic")

    assert english.keys() == arabic.keys()
    assert len(english) > 1_800
    assert all(english.values())
    assert all(any("\u0600" <= letter <= "\u06ff" for letter in name) for name in arabic.values())


def test_a_name_holds_no_emoji():
    assert all(named(name) == name for name in emoji_names("english").values())
