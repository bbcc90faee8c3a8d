"""A batch tells of each post where its characters came from, as if the post had been alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.text import batch
from rightsnlp.text.batch import build_batch_normalizer
from rightsnlp.text.pipeline import build_pipeline
from rightsnlp.text.profiles import PROFILES, get_profile

POSTS = [
    "القُدس  عاصمة",
    " ق.ت.ل  ",
    "",
    "RT @USER #غزة_الآن https://a.example &amp;lt; ههههههه",
    "\0",
    "غ🔪زة… ٮٮٮ",
    "kifak ya 7abibi",
]


def same_as_alone(posts: list[str], profile: str) -> None:
    together = build_batch_normalizer(get_profile(profile)).run_with_offsets(posts)
    for index, post in enumerate(posts):
        found, alone = (
            together.with_offsets(index),
            build_pipeline(get_profile(profile)).run_with_offsets(post),
        )
        assert together.texts[index] == found.text == alone.text
        assert (found.starts.tolist(), found.ends.tolist()) == (alone.starts.tolist(), alone.ends.tolist())


@pytest.mark.parametrize("profile", PROFILES)
def test_offsets_are_those_of_the_post_alone(profile: str) -> None:
    same_as_alone(POSTS, profile)


def test_the_size_of_chunks_shows_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "CHUNK_POSTS", 3)
    monkeypatch.setattr(batch, "CHUNK_CHARACTERS", 10)
    same_as_alone(POSTS * 2, "social")


@given(
    st.lists(
        st.text(alphabet="اأبقت ـَ.*5a@#_هههه\0ٮ\u200d😂\ufe0f…&;lt", max_size=14) | st.sampled_from(POSTS),
        max_size=5,
    )
)
@settings(max_examples=200, deadline=None)
def test_whatever_the_posts_hold(posts: list[str]) -> None:
    same_as_alone(posts, "social")
