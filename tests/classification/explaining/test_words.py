"""What is hidden in a text is named; both languages say the same things."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.classification.explaining.words import WORDS, signed, with_hidden, words_of
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS, Decision


def test_both_languages_have_every_word() -> None:
    assert WORDS["en"].keys() == WORDS["ar"].keys()
    assert {*Decision, *EVIDENCE_FIELDS} <= WORDS["en"].keys()
    assert all(re.search("[\u0621-\u064a]", words) for words in WORDS["ar"].values())
    assert all(not re.search("[\u0600-\u06ff]", words) for words in WORDS["en"].values())


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="language: got 'fr'"):
        words_of("fr")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a\u202eb", ["RLO"]),
        ("\u2066a\u2069", ["LRI", "PDI"]),
        ("سلام\u200f.", ["RLM"]),
        ("\x1b[31m", ["U+001B"]),
        ("a\0b\r\u2028", ["U+0000", "U+000D", "U+2028"]),
        ("\ud800", ["U+D800"]),
        ("a\ufeff\u200b\u00ad", ["BOM", "ZWSP", "SHY"]),
        ("می\u200cخواهم", []),
        ("👩\u200d👧", []),
        ("\u0601\u06dd", []),
        ("line\n\tnext", []),
    ],
)
def test_what_would_only_be_felt_is_named(text: str, names: list[str]) -> None:
    assert [part for part, hidden in with_hidden(text) if hidden] == names


@given(st.text(st.characters()))
def test_what_is_seen_is_left_as_it_was(text: str) -> None:
    parts = list(with_hidden(text))
    seen = iter(text)
    assert all(any(c == s for s in seen) for part, hidden in parts if not hidden for c in part)
    assert sum(1 if hidden else len(part) for part, hidden in parts) == len(text)


@pytest.mark.parametrize(("value", "shown"), [(0.0, "+0.00"), (-1.005, "−1.00"), (12.345, "+12.35")])
def test_numbers_have_a_sign(value: float, shown: str) -> None:
    assert signed(value) == shown
