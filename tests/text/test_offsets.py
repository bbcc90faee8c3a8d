from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.text.offsets import Edit, apply_edits, apply_edits_with_offsets, identity


@st.composite
def texts_with_edits(draw):
    text = draw(st.text(max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Edit(start, end, draw(st.text(max_size=4))) for start, end in pairs]


@given(texts_with_edits())
def test_both_ways_to_apply_edits_write_the_same(case):
    text, edits = case

    assert apply_edits_with_offsets(identity(text), edits).text == apply_edits(text, edits)


@given(texts_with_edits(), st.data())
def test_offsets_stay_in_order_through_any_edits(case, data):
    text, edits = case
    found = apply_edits_with_offsets(identity(text), edits)
    cut = data.draw(st.integers(0, len(found.text)))
    found = apply_edits_with_offsets(found, [Edit(cut, cut, "+"), Edit(cut, len(found.text), "")])

    assert len(found.starts) == len(found.text) == len(found.ends)
    assert (found.starts <= found.ends).all()
    assert (np.diff(found.starts) >= 0).all()
    assert (np.diff(found.ends) >= 0).all()


@given(texts_with_edits())
def test_a_kept_character_comes_from_itself(case):
    text, edits = case
    found = apply_edits_with_offsets(identity(text), [edit._replace(replacement="") for edit in edits])

    assert [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)] == list(found.text)


def test_what_is_written_for_a_range_comes_from_all_of_it():
    found = apply_edits_with_offsets(identity("abcd"), [Edit(1, 3, "xyz")])

    assert found.text == "axyzd"
    assert found.starts.tolist() == [0, 1, 1, 1, 3]
    assert found.ends.tolist() == [1, 3, 3, 3, 4]


def test_what_is_put_in_comes_from_the_place_between_its_neighbours():
    found = apply_edits_with_offsets(identity("#ab"), [Edit(1, 1, " ")])

    assert (found.starts.tolist(), found.ends.tolist()) == ([0, 1, 1, 2], [1, 1, 2, 3])


def test_something_put_into_nothing_comes_from_its_start():
    found = apply_edits_with_offsets(identity(""), [Edit(0, 0, "x")])

    assert (found.starts.tolist(), found.ends.tolist()) == ([0], [0])


@pytest.mark.parametrize(
    ("start", "end", "span"), [(0, 2, (0, 4)), (1, 2, (3, 4)), (1, 1, (3, 3)), (2, 2, (4, 4))]
)
def test_a_span_of_the_result_is_a_span_of_the_original(start, end, span):
    found = apply_edits_with_offsets(identity("a--b"), [Edit(1, 3, "")])

    assert found.original_span(start, end) == span


def test_the_span_of_an_empty_text_is_empty():
    assert identity("").original_span(0, 0) == (0, 0)
