"""Posts come as texts or as frames of cases; what is missing is empty, what is no text is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rightsnlp.classification.posts import as_fields, given, take


@pytest.mark.parametrize(
    "posts",
    [["a", None], ("a", np.nan), np.array(["a", ""]), pd.Series(["a", None]), pd.Series(["a", pd.NA])],
)
def test_every_sequence_of_texts_is_taken(posts: object) -> None:
    assert as_fields(posts) == {"text": ["a", ""]}  # type: ignore[arg-type]


def test_a_frame_gives_its_evidence_and_nothing_else() -> None:
    frame = pd.DataFrame({"report": ["r"], "platform": ["x"], "text": ["t"], "action": [None]})
    assert as_fields(frame) == {"text": ["t"], "report": ["r"], "action": [""]}


def test_given_means_at_least_one_field_with_something_in_it() -> None:
    fields = {"report": ["", " ", "r", ""], "action": ["removed", "Unknown", "", "none"]}
    assert given(fields, ["report", "action"]).tolist() == [True, False, True, False]
    assert given(fields, ["text"]).tolist() == [False] * 4


def test_rows_are_taken_in_the_form_they_came_in() -> None:
    rows = np.array([1, 0])
    assert take(["a", "b"], rows) == ["b", "a"]
    assert take(pd.DataFrame({"text": ["a", "b"]}), rows)["text"].tolist() == ["b", "a"]
