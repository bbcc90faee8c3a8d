"""Scripts and the language guess."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.script import (
    LANGUAGES,
    SCRIPTS,
    detect_language,
    detect_languages,
    latin_words,
    script_shares,
    word_languages,
)

GOLDEN = Path(__file__).parents[1] / "golden" / "language.tsv"
POSTS = [
    line.split("\t")
    for line in GOLDEN.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(("language", "post"), POSTS)
def test_the_written_posts_get_the_language_a_reader_gives_them(language: str, post: str) -> None:
    assert detect_language(post).language == language


@pytest.mark.parametrize(
    ("text", "script"), [("عربي", "arabic"), ("ﻋﺮﺑﻲ", "arabic"), ("עברית", "hebrew"), ("Latin é", "latin"),
                         ("Привет", "cyrillic"), ("中文", "other"), ("12 !؟ ٣ 🙂", "none"), ("", "none")]
)  # fmt: skip
def test_a_text_in_one_script_is_all_of_it(text: str, script: str) -> None:
    assert script_shares(text)[script] == 1


def test_white_space_has_no_share_and_marks_belong_to_no_script() -> None:
    shares = script_shares("ab  \n عر\u064e1")
    assert (shares["latin"], shares["arabic"], shares["none"]) == pytest.approx((2 / 6, 2 / 6, 2 / 6))


@given(ANY_TEXT)
def test_shares_are_of_every_script_and_add_up_to_one(text: str) -> None:
    shares = script_shares(text)
    assert tuple(shares) == SCRIPTS
    assert sum(shares.values()) == pytest.approx(1)


@given(st.lists(st.one_of(ANY_TEXT, st.sampled_from([post for _, post in POSTS])), max_size=8))
def test_a_guess_does_not_depend_on_the_other_posts(texts: list[str]) -> None:
    together = detect_languages(texts)
    assert together == [detect_language(text) for text in texts]
    assert all(guess.language in LANGUAGES and 0 <= guess.probability <= 1 for guess in together)


def test_a_guess_does_not_depend_on_the_chunk() -> None:
    posts = [post for _, post in POSTS]
    assert detect_languages(posts * 150)[-len(posts) :] == detect_languages(posts)


def test_no_posts_give_no_guesses() -> None:
    assert detect_languages([]) == []


def test_links_handles_and_placeholders_say_nothing() -> None:
    bare = detect_language("ana ra7 3al souq")
    assert detect_language("RT @USER ana ra7 3al souq https://example.org/the-old-town URL") == bare


def test_a_clear_post_is_surer_than_a_doubtful_one() -> None:
    assert (
        detect_language("wallah ma b3ref shu bedi a7ki").probability
        > detect_language("mama bali").probability
    )


@given(ANY_TEXT)
def test_words_lie_in_the_text_in_order_and_have_letters(text: str) -> None:
    spans = word_languages(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(any(c.isalpha() for c in text[start:end]) for start, end, _ in spans)


def test_words_of_a_mixed_post_have_their_own_languages() -> None:
    text = "القدس و Jerusalem וירושלים 2024 @noor"
    assert [(text[a:b], language) for a, b, language in word_languages(text)] == [
        ("القدس", "ar"), ("و", "ar"), ("Jerusalem", "en"), ("וירושלים", "he"),
    ]  # fmt: skip


def test_arabizi_words_stand_out_in_english() -> None:
    text = "they told me yalla ya 7abibi and left the room"
    arabizi = [text[a:b] for a, b, language in word_languages(text) if language == "arabizi"]
    assert arabizi == ["yalla", "ya", "7abibi"]


def test_a_post_is_mixed_from_a_fifth_of_its_words_on() -> None:
    assert detect_language("كلمة ثانية ثالثة رابعة Jerusalem").language == "mixed"
    assert detect_language("كلمة ثانية ثالثة رابعة خامسة Jerusalem").language == "ar"


def test_latin_words_are_folded() -> None:
    assert latin_words("SHOOOOF 3ala @noor www.example.org 2024 ما") == ["shoof", "3ala"]


@pytest.mark.parametrize(
    "hostile", ["1" * 100_000, "a" * 100_000, "a." * 50_000, "1'" * 50_000, "@" * 100_000, 'א"' * 50_000]
)
def test_hostile_texts_are_guessed_like_others(hostile: str) -> None:
    assert detect_language(hostile).language in LANGUAGES


@pytest.mark.parametrize("wrong", [None, 1.5, b"bytes"])
def test_what_is_no_text_is_refused_by_its_place(wrong: object) -> None:
    with pytest.raises(InvalidArgumentError, match=r"texts\[1\]: got"):
        detect_languages(["fine", wrong])  # type: ignore[list-item]
    with pytest.raises(InvalidArgumentError):
        script_shares(wrong)  # type: ignore[arg-type]


@pytest.mark.corpora
def test_arabic_comments_are_arabic(corpora_dir: Path) -> None:
    lines = (corpora_dir / "aj-comments" / "AJ-dev.tsv").read_text(encoding="utf-8").splitlines()
    guesses = detect_languages([line.split("\t")[1] for line in lines[1:]])
    assert sum(guess.language == "ar" for guess in guesses) > 0.995 * len(guesses)
