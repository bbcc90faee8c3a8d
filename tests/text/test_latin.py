"""N-grams of words in Latin letters, and the model over them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.text import latin

WORDS = st.lists(
    st.text(st.characters(exclude_characters=" ", codec=None), min_size=1, max_size=9), min_size=1, max_size=6
)


def _slow_ngrams(word: str) -> int:
    bounded = f" {word} "
    longest = latin.LONGEST_NGRAM
    return sum(max(0, len(bounded) - n + 1) for n in range(1, longest + 1)) - 2


@given(WORDS)
def test_every_ngram_of_every_word_has_a_bucket(words: list[str]) -> None:
    owners, buckets = latin.ngram_buckets(words)
    assert np.bincount(owners, minlength=len(words)).tolist() == [_slow_ngrams(word) for word in words]
    assert buckets.min() >= 0
    assert buckets.max() < 2**latin.BUCKET_BITS


@given(WORDS, WORDS)
def test_a_words_ngrams_do_not_depend_on_its_neighbours(before: list[str], after: list[str]) -> None:
    owners, buckets = latin.ngram_buckets([*before, "3arabi", *after])
    alone = latin.ngram_buckets(["3arabi"])[1]
    assert sorted(buckets[owners == len(before)]) == sorted(alone)


def test_no_words_have_no_ngrams() -> None:
    owners, buckets = latin.ngram_buckets([])
    assert owners.size == buckets.size == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("3ala 3'azze 9ba7", ["3ala", "3'azze", "9ba7"]),
        ("don't l’eau", ["don't", "l’eau"]),
        ("2024 100 %", []),
        ("été İstanbul ağaç", ["été", "İstanbul", "ağaç"]),
        ("القدس", []),
    ],
)
def test_words_hold_a_latin_letter(text: str, words: list[str]) -> None:
    assert latin.WORD.findall(text) == words


def test_probabilities_add_up_and_do_not_depend_on_the_batch() -> None:
    posts = [["shu", "sar"], ["good", "morning", "all"], ["merci"]]
    model = latin.shipped_model()
    together = model.post_probabilities(posts)
    assert together.shape == (3, len(latin.POST_LANGUAGES))
    assert together.sum(axis=1) == pytest.approx(1)
    assert np.array_equal(together, np.vstack([model.post_probabilities([post]) for post in posts]))


def test_neighbours_are_heard_within_a_post_only() -> None:
    model = latin.shipped_model()
    joined = model.word_probabilities(model.score_words([["ana", "man"]]))
    parted = model.word_probabilities(model.score_words([["ana"], ["man"]]))
    assert not np.allclose(joined, parted)


def test_the_shipped_model_is_small() -> None:
    path = latin.resources.files("rightsnlp.text") / "data" / latin.MODEL_FILE
    assert len(path.read_bytes()) < 300_000
