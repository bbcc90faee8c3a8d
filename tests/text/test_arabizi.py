"""Arabizi into Arabic script."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.arabizi import transliterate, transliterate_batch, transliterate_word
from rightsnlp.text.lexicon import fold

GOLDEN = Path(__file__).parents[1] / "golden" / "arabizi.tsv"
ROWS = [
    line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
][1:]


@pytest.mark.parametrize(("part", "least"), [("tuned", 0.90), ("held", 0.85)])
def test_most_written_pairs_are_spelled_as_a_reader_would(part: str, least: float) -> None:
    pairs = [(latin, arabic.split("|")) for name, latin, arabic in ROWS if name == part]
    right = [fold(transliterate(latin, every_word=True)) in map(fold, accepted) for latin, accepted in pairs]
    exact = [transliterate(latin, every_word=True) in accepted for latin, accepted in pairs]
    share = sum(right) / len(pairs)
    print(
        f"{part}: {sum(right)} of {len(pairs)} ({share:.3f}) with letters unified, {sum(exact)} to the letter"
    )
    assert len(pairs) >= 60
    assert share >= least


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("el 3arab", "العرب"),
        ("el-3arab", "العرب"),
        ("wel 3arab", "والعرب"),
        ("bel balad", "بالبلد"),
        ("esh shams", "الشمس"),
        ("w ba3dein shu sar", "وبعدين شو صار"),
        ("SHUUUU SAR MA3AK", "شو صار معك"),
    ],
)
def test_prefixes_are_joined_and_stretched_or_capital_letters_read(text: str, expected: str) -> None:
    assert transliterate(text, every_word=True) == expected


def test_the_same_word_in_two_scripts_shares_its_evidence() -> None:
    assert transliterate("ya3ni el 3arab mesh hon").split()[1] == "العرب"


@pytest.mark.parametrize(
    "text",
    [
        "good morning my dear friends",
        "القدس لنا ٢٠٢٤",
        "שלום לכולם",
        "2024 7 3",
        "https://example.org/7abibi @el_3arab",
        "",
        "😂",
    ],
)
def test_what_is_no_arabizi_stays_as_it_is(text: str) -> None:
    assert transliterate(text) == text


def test_english_beside_arabizi_stays() -> None:
    assert transliterate("ana ra7 3al beit, see you tomorrow morning").endswith(", see you tomorrow morning")


@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert isinstance(transliterate(text, every_word=True), str)


@given(st.text("abdeghiklmnorstuwy2356789' ", max_size=30))
def test_text_without_latin_letters_is_never_touched(text: str) -> None:
    once = transliterate(text, every_word=True)
    assert any(c.isascii() and c.isalpha() for c in once) or transliterate(once, every_word=True) == once


def test_a_batch_is_its_posts() -> None:
    texts = ["shu sar", "القدس", "", "good morning"]
    assert transliterate_batch(texts) == [transliterate(text) for text in texts]


def test_what_is_too_long_for_a_word_stays() -> None:
    assert transliterate_word("sa" * 50) == "sa" * 50


@pytest.mark.parametrize("wrong", [None, 3, b"x"])
def test_what_is_no_text_is_refused(wrong: object) -> None:
    with pytest.raises(InvalidArgumentError, match="text: got"):
        transliterate(wrong)  # type: ignore[arg-type]
