from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.text import batch
from rightsnlp.text.batch import build_batch_normalizer
from rightsnlp.text.pipeline import build_pipeline
from rightsnlp.text.profiles import get_profile
from rightsnlp.text.settings import NormalizationSettings

SOCIAL = get_profile("social")


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(batch, "CHUNK_POSTS", 3)
    monkeypatch.setattr(batch, "CHUNK_CHARACTERS", 10)


def test_the_size_of_chunks_shows_nowhere(small_chunks):
    posts = ["ق.ت.ل", "", "حرّة " * 9, "\0", "#غزة_الآن", "ههههه", " "] * 3

    assert build_batch_normalizer(SOCIAL).run(posts) == [build_pipeline(SOCIAL).run(post) for post in posts]


def test_no_posts_give_no_posts():
    assert build_batch_normalizer(SOCIAL).run([]) == []


def test_runs_and_spaces_end_with_their_post():
    settings = NormalizationSettings(max_letter_run=2, squeeze_whitespace=True)

    assert build_batch_normalizer(settings).run(["هه", "هه", " ه", "  ", "ه "]) == ["هه", "هه", "ه", "", "ه"]


def test_a_post_may_hold_the_mark_that_parts_posts():
    assert build_batch_normalizer(get_profile("camel")).run(["\0أ\0", "أ", "\0"]) == ["\0ا\0", "ا", "\0"]


def test_surrogates_stay_two_characters():
    assert build_batch_normalizer(SOCIAL).run(["\ud83d\ude00"]) == ["\ud83d\ude00"]


@given(
    texts=st.lists(st.text(alphabet="اأبقت ـَ.*5a@#_هههه\0ٮ\u200d😂\ufe0f", max_size=12), max_size=6),
    letters=st.integers(0, 3),
    symbols=st.integers(0, 3),
    squeeze=st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_a_batch_is_its_posts_one_by_one_whatever_is_asked_for(texts, letters, symbols, squeeze):
    profile = SOCIAL.replace(max_letter_run=letters, max_symbol_run=symbols, squeeze_whitespace=squeeze)

    assert build_batch_normalizer(profile).run(texts) == [build_pipeline(profile).run(text) for text in texts]
