"""Emoji, tags, handles and links come to a post, sentences change places; every word stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.checks.perturbations.catalogue import PERTURBATIONS
from rightsnlp.checks.perturbations.posts import NEUTRAL_EMOJI

words = st.text("ابتجحدرسصطعفقكلمنهوي", min_size=1, max_size=8)
posts = st.lists(words, min_size=1, max_size=12).flatmap(
    lambda found: st.lists(
        st.sampled_from([" ", " ", ". ", "، ", "\n", "؟ "]), min_size=len(found), max_size=len(found)
    ).map(lambda signs: "".join(word + sign for word, sign in zip(found, signs, strict=True)).strip())
)
seeds = st.integers(0, 100)


def written(name, text, seed=0):
    return PERTURBATIONS[name](text, seed=seed, strength=1.0)


@settings(deadline=None)
@given(posts, seeds)
def test_neutral_emoji_come_between_words(text, seed):
    out = written("emoji", text, seed)
    found = re.findall("|".join(NEUTRAL_EMOJI), out)
    assert 1 <= len(found) <= 3
    assert re.sub(f" (?:{'|'.join(NEUTRAL_EMOJI)})", "", out) == text


@settings(deadline=None)
@given(posts, seeds)
def test_a_tag_holds_two_or_three_words_in_their_order(text, seed):
    out = written("hashtags", text, seed)
    for tag in re.findall(r"#\S+", out):
        assert tag.count("_") in {1, 2}
        assert re.fullmatch(r"#\w+", tag)
    assert re.sub("[#_ ]", "", out) == text.replace(" ", "")


def test_a_vowel_sign_would_end_a_tag():
    assert "#" not in written("hashtags", "القُدس لنا")


@settings(deadline=None)
@given(posts, seeds)
def test_a_mention_comes_before_and_a_link_after(text, seed):
    assert re.fullmatch(rf"@user_\d{{6}} {re.escape(text)}", written("mention", text, seed))
    assert re.fullmatch(rf"{re.escape(text)} https://example\.org/[a-z0-9]{{8}}", written("link", text, seed))


@settings(deadline=None)
@given(posts, seeds)
def test_sentences_change_places_whole(text, seed):
    def sentences(text):
        return sorted(part.strip() for part in re.split(r"[.\n]", text))

    assert sentences(written("word_order", text, seed)) == sentences(text)


@pytest.mark.parametrize(
    "text",
    [
        "الطقس جميل اليوم والسوق مفتوح غدا",  # one sentence
        "الطقس جميل اليوم. هذا خبر كاذب تماما",  # leans on the first
        "الطقس جميل اليوم. ولكن السوق مغلق غدا",
        "هل الطقس جميل اليوم؟ السوق مفتوح كل يوم",  # question and answer
        "يقولون الطقس جميل اليوم. السوق مفتوح كل يوم",  # somebody else's words
        "كتب «الطقس جميل اليوم». السوق مفتوح كل يوم",
        "الطقس جميل اليوم @USER. السوق مفتوح كل يوم",
        "الطقس جميل اليوم.. السوق مفتوح كل يوم",  # a pause
        "جميل جدا. السوق مفتوح كل يوم",  # too short to stand alone
    ],
)
def test_sentences_that_lean_on_each_other_keep_their_places(text):
    assert all(written("word_order", text, seed) == text for seed in range(5))


def test_two_statements_change_places():
    text = "الطقس جميل اليوم. السوق مفتوح كل يوم. وصل القطار في موعده"
    assert written("word_order", text) == "السوق مفتوح كل يوم. الطقس جميل اليوم. وصل القطار في موعده"
