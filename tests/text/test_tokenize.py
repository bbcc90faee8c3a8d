"""Tokens and words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.tokenize import tokenize, words


@pytest.mark.parametrize(
    "whole",
    [
        "القُدْسُ",
        "اللّٰهُ",
        "كتــاب",
        "رَحْمَٰن",
        "می\u200cخواهم",
        "3arab",
        "7'aleel",
        "don't",
        "don’t",
        "l'eau",
        "covid19",
        "#لن_نرحل",
        "#SaveSheikhJarrah",
        "@USER",
        "@noor_7",
        "مستخدم@",
        'צה"ל',
        "ג׳ורג׳"[:-1],
        "שָׁלוֹם",
        "2:191",
        "1,500.75",
        "٣٫٥",
        "10:30",
        "😂",
        "👍🏽",
        "👨‍👩‍👧‍👦",
        "👩🏽‍⚕️",
        "🇵🇸",
        "❤️",
        "❤️‍🔥",
        "1️⃣",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "हिन्दी",
    ],
)
def test_a_word_or_emoji_is_one_token(whole: str) -> None:
    assert words(f"قال {whole} هنا") == ["قال", whole, "هنا"]
    assert [token.text for token in tokenize(whole)] == [whole]


@pytest.mark.parametrize("link", ["https://example.org/a?b=c#d", "www.example.ps", "noor@example.org"])
def test_links_are_tokens_but_no_words(link: str) -> None:
    assert [token.text for token in tokenize(f"({link})!")] == ["(", link, ")", "!"]
    assert words(f"({link})!") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("نعم،لا", ["نعم", "،", "لا"]),
        ("al-Quds", ["al", "-", "Quds"]),
        ("'quoted'", ["'", "quoted", "'"]),
        ("🇵🇸🇱🇧", ["🇵🇸", "🇱🇧"]),
        ("😂😂", ["😂", "😂"]),
        ("قال...", ["قال", "..."]),
        ("سطر<LF>سطر", ["سطر", "<LF>", "سطر"]),
        ("حلو😂جدا", ["حلو", "😂", "جدا"]),
        ("\u202aنعم\u202c \u200f", ["نعم"]),
        ("", []),
    ],
)
def test_tokens_part_at(text: str, expected: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == expected


@given(st.text(st.characters(codec=None), max_size=80))
def test_tokens_stand_where_they_say_and_leave_out_only_what_is_not_seen(text: str) -> None:
    tokens = tokenize(text)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    covered = {place for token in tokens for place in range(token.start, token.end)}
    left_out = {c for place, c in enumerate(text) if place not in covered}
    assert not any(c.isalnum() for c in left_out)


@pytest.mark.parametrize(
    "hostile",
    [
        "ا\u064e" * 50_000,
        "\u064e" * 100_000,
        "1." * 50_000,
        "'" * 100_000,
        "a'" * 50_000,
        "👨\u200d" * 50_000,
        "a@" * 50_000,
        "x" * 100_000,
    ],
)
def test_hostile_texts_are_tokenised(hostile: str) -> None:
    assert tokenize(hostile)


def test_an_unknown_backend_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="backend: got 'spacy'"):
        words("نعم", backend="spacy")  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [None, 3, b"x"])
def test_what_is_no_text_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidArgumentError, match="text: got"):
        tokenize(wrong)  # type: ignore[arg-type]
