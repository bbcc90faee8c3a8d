"""The character model of Arabic spelling."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.text.spelling import ALPHABET, LONGEST_NGRAM, SpellingModel, decode, encode, shipped_spelling

NGRAMS = st.dictionaries(
    st.text(st.sampled_from(ALPHABET), min_size=1, max_size=LONGEST_NGRAM), st.integers(1, 10**6)
)


@given(NGRAMS)
def test_counts_come_back_from_a_file_within_a_sixteenth_of_their_logarithm(counts: dict[str, int]) -> None:
    decoded = decode(encode(counts))
    assert decoded.keys() == counts.keys()
    assert all(abs(math.log(decoded[ngram] / count)) <= 1 / 32 + 1e-9 for ngram, count in counts.items())


def test_the_longest_string_that_was_seen_decides() -> None:
    model = SpellingModel({" ": 10, "ا": 10, "ب": 10, "اب": 9, "بب": 1})
    assert model.log_probability("ا", "ب") == pytest.approx(math.log(9 / 10))


def test_a_shorter_string_costs() -> None:
    model = SpellingModel({"ا": 10, "ب": 10, "ت": 80, "اب": 5})
    assert model.log_probability("ات", "ب") < math.log(10 / 100)


def _probability(word: str) -> float:
    model = shipped_spelling()
    bounded = f" {word} "
    return sum(model.log_probability(bounded[:end], bounded[end]) for end in range(1, len(bounded)))


@pytest.mark.parametrize(("right", "wrong"), [("فلسطين", "فلستين"), ("صباح", "سباح"), ("كتير", "كطير")])
def test_words_are_likelier_than_misspellings(right: str, wrong: str) -> None:
    assert _probability(right) > _probability(wrong)
