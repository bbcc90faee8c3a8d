"""What a post looks like: shares that lie between 0 and 1, and signs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.classification.ngrams.pieces import pieces_of
from rightsnlp.classification.ngrams.shape import SHAPE_FEATURES, shape_features


def shape(*texts: str) -> list[dict[str, float]]:
    rows = shape_features(pieces_of(texts).kinds)
    return [dict(zip(SHAPE_FEATURES, map(float, row), strict=True)) for row in rows]


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_every_feature_lies_between_0_and_1(texts: list[str]) -> None:
    rows = shape_features(pieces_of(texts).kinds)
    assert rows.shape == (len(texts), len(SHAPE_FEATURES))
    assert ((rows >= 0) & (rows <= 1)).all()


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_a_post_does_not_depend_on_its_batch(texts: list[str]) -> None:
    together = shape_features(pieces_of(texts).kinds)
    alone = np.vstack([shape_features(pieces_of([text]).kinds) for text in texts])
    np.testing.assert_array_equal(together, alone)


def test_scripts_are_shares_of_what_is_no_blank() -> None:
    mixed, hebrew = shape("قدس abc", "שלום")
    assert mixed["arabic"] == mixed["latin"] == 0.5
    assert hebrew["hebrew"] == 1


def test_signs_count_up_to_five() -> None:
    few, many = shape("لا!!", "لا" + "!" * 9)
    assert few["exclamations"] == pytest.approx(0.4)
    assert many["exclamations"] == 1


def test_both_question_marks_are_one_sign() -> None:
    arabic, latin = shape("متى؟", "متى?")
    assert arabic["questions"] == latin["questions"] > 0


def test_an_empty_post_has_no_shape() -> None:
    assert set(shape("")[0].values()) == {0.0}


def test_length_is_no_feature() -> None:
    short, long = shape("خبر", "خبر" * 50)
    assert short == long
