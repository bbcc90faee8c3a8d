from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.steps.entities import decode_entities

PIECES = st.sampled_from(["&", "amp", "lt", ";", "#", "3", "8", "x", "26", "&amp;", "a", " ", "not", "&#38;"])


def decode(text):
    return apply_edits(text, decode_entities(text))


@pytest.mark.parametrize("written", ["<", "قدس", "&", '"', "<a href='x'>"])
@pytest.mark.parametrize("times", [1, 2, 5])
def test_escapes_of_any_depth_are_taken_off(written, times):
    escaped = written
    for _ in range(times):
        escaped = html.escape(escaped)

    assert decode(escaped) == written


@given(st.lists(PIECES, max_size=20).map("".join))
def test_nothing_is_left_to_decode(text):
    assert decode(decode(text)) == decode(text)


@pytest.mark.parametrize("text", ["AT&T", "a && b;", "&nothing;", "& lt;", "&;", "&#;", "&#x;", ";;;", "&lt"])
def test_what_is_no_entity_stays(text):
    assert decode(text) == text


def test_an_entity_comes_from_all_that_was_written_for_it():
    assert list(decode_entities("a &amp;#38;lt; b")) == [(2, 14, "<")]
