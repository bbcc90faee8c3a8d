"""A column becomes slices: words, months, bands; never the posts."""

from __future__ import annotations

import pandas as pd
import pytest

from rightsnlp.evaluation.slicing.columns import MAX_SLICES, slice_values
from rightsnlp.exceptions import InvalidArgumentError


@pytest.mark.parametrize("name", ["text", "report"])
def test_a_post_is_no_slice(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match="no text of posts"):
        slice_values(pd.Series(["one"], name=name))


def test_a_column_of_many_words_is_no_slice_and_its_words_are_not_printed() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        slice_values(pd.Series([f"secret {i}" for i in range(MAX_SLICES + 1)], name="notes"))
    assert "secret" not in str(caught.value)


def test_numbers_of_many_values_stay_numbers_and_few_become_words() -> None:
    assert slice_values(pd.Series(range(40), name="length")).dtype == float
    assert slice_values(pd.Series([2023, 2024, None], name="year")).tolist() == ["2023", "2024", ""]


def test_a_post_may_be_in_several_slices() -> None:
    assert slice_values(pd.Series([["a", "b"], None], name="target_group")).tolist() == [["a", "b"], ""]
