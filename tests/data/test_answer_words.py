"""One vocabulary of answers: what is known is read, what has two meanings is asked about, the rest is refused."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.answer_words import LabelNames, joined_column, word_of, yes_or_no
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy, simple_taxonomy

NAMES = LabelNames(load_taxonomy())
SETS = st.lists(st.sampled_from(load_taxonomy().names), min_size=1, unique=True)


@pytest.mark.parametrize(
    ("cells", "word"),
    [
        ([1, 1.0, "1", "1.0", True, "YES", " yes ", "نعم", "١"], "yes"),
        ([0, 0.0, "0", False, "No", "لا", "٠", "לא"], "no"),
        ([None, float("nan"), "", " ", "NaN", "?", "لا أعرف", "غير معروف"], "unknown"),
        (["none", "None", "-", "x", "لا شيء", "✓"], "either"),
        (["perhaps", "0.5", "2", "نعم ولا"], ""),
    ],
)
def test_a_word_has_one_meaning_in_the_whole_library(cells: list[Any], word: str) -> None:
    assert {word_of(cell) for cell in cells} == {word}


def test_a_column_of_yes_and_no_with_gaps() -> None:
    np.testing.assert_array_equal(
        yes_or_no(["نعم", 0, None], column="spam", file="posts.csv"), [1.0, 0.0, np.nan]
    )


def test_a_refusal_says_how_many_rows_and_never_what_they_hold() -> None:
    with pytest.raises(SchemaError, match=r"posts.csv: row 2, column 'spam': .* \(2 of 3 rows\)") as caught:
        yes_or_no([1, "secret", "secret"], column="spam", file="posts.csv")
    assert "secret" not in str(caught.value)


@given(SETS, st.sampled_from(["|", " | ", ";", ",", ", ", "، ", "\n"]), st.sampled_from(["en", "ar", ""]))
def test_labels_are_read_whatever_parts_them_and_in_whatever_language(
    names: list[str], mark: str, language: str
) -> None:
    written = [load_taxonomy()[name].title.get(language, name) for name in names]
    for cell in (mark.join(written), written, tuple(written), np.array(written), repr(written)):
        assert NAMES.sets([cell], column="labels", file="posts.csv") == [frozenset(names)]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("none_of_these", frozenset()),
        (["none_of_these"], frozenset()),
        ({"hate_speech": 1, "incitement": 0}, frozenset({"hate_speech"})),
        ({"hate_speech": False, "incitement": False}, frozenset()),
        ('{"choices": ["incitement"]}', frozenset({"incitement"})),
        ("خِطَابُ كراهيّة", frozenset({"hate_speech"})),
        ("", None),
        ([], None),
        (None, None),
    ],
)
def test_other_forms_of_one_cell(cell: Any, names: frozenset[str] | None) -> None:
    assert NAMES.sets([cell], column="labels", file="posts.csv") == [names]


@pytest.mark.parametrize(
    "cell", ["hate", "hate_speech|love", ["hate_speech", "love"], {"hate_speech": 0.7}, 7, "|"]
)
def test_what_is_no_label_is_refused(cell: Any) -> None:
    with pytest.raises(SchemaError, match="names what is none of the labels"):
        NAMES.sets([cell], column="labels", file="posts.csv")


def test_a_label_beside_none_of_these_is_refused() -> None:
    with pytest.raises(SchemaError, match="has a label and none_of_these"):
        NAMES.sets(["hate_speech|none_of_these"], column="labels", file="posts.csv")


def test_labels_of_ones_own_are_known_by_their_names() -> None:
    names = LabelNames(simple_taxonomy(["normal", "سبام"]))
    assert names.sets(["normal", "سبام"], column="labels", file="x") == [
        frozenset({"normal"}),
        frozenset({"سبام"}),
    ]
    assert names.sets(["hate_speech"], column="labels", file="x") == [frozenset()]


def test_no_two_kinds_of_word_overlap() -> None:
    from rightsnlp.data.answer_words import _words

    kinds = [_words()[kind] for kind in ("yes", "no", "unknown", "either")]
    assert not any(one & other for one, other in combinations(kinds, 2))


def test_what_a_person_verified_comes_before_what_stands_in_labels() -> None:
    assert joined_column(["labels", "Verified Labels"]) == ("Verified Labels", False)
    assert joined_column(["التصنيف"]) == ("التصنيف", False)
