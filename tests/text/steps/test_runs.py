from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.steps.runs import limit_runs, squeeze_spaces


def limited(text, letters, symbols):
    return apply_edits(text, limit_runs(letters, symbols)(text))


@pytest.mark.parametrize(
    ("text", "letters", "symbols", "expected"),
    [
        ("ههههه!!!!!", 2, 3, "هه!!!"),
        ("ههههه!!!!!", 0, 1, "ههههه!"),
        ("ههههه!!!!!", 1, 0, "ه!!!!!"),
        ("10000000", 1, 1, "10000000"),
        ("a    b", 1, 1, "a    b"),
        ("ههاهه", 2, 2, "ههاهه"),
        ("AAaa", 1, 1, "Aa"),
    ],
)
def test_letters_and_signs_have_their_own_limit(text, letters, symbols, expected):
    assert limited(text, letters, symbols) == expected


@given(text=st.text(alphabet="ها! 1😂"), letters=st.integers(0, 4), symbols=st.integers(0, 4))
def test_limiting_again_changes_nothing(text, letters, symbols):
    once = limited(text, letters, symbols)

    assert limited(once, letters, symbols) == once


@given(st.text(alphabet="ab \t"))
def test_one_space_stays_between_words_and_none_at_the_ends(text):
    text = text.replace("\t", " ")

    assert apply_edits(text, squeeze_spaces(text)) == " ".join(text.split())
