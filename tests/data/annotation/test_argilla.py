"""Argilla's records, of every version, as the same answers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rightsnlp.data.annotation.argilla import from_argilla
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
CHOSEN = ["incitement"]
V1 = {"text": "كلام", "id": "c1", "annotation": CHOSEN, "annotation_agent": "u1", "status": "Validated"}
FEEDBACK = {
    "fields": {"text": "كلام"},
    "external_id": "c1",
    "responses": [{"user_id": "u1", "status": "submitted", "values": {"labels": {"value": CHOSEN}}}],
}
V2 = {
    "id": "c1",
    "fields": {"text": "كلام"},
    "suggestions": {"labels": {"value": ["hate_speech"]}},
    "responses": {"labels": [{"value": CHOSEN, "user_id": "u1"}]},
}
FLAT = {
    "id": "c1",
    "text": "كلام",
    "labels.responses": [CHOSEN],
    "labels.responses.users": ["u1"],
    "status": "completed",
}
HUB = {
    "external_id": "c1",
    "text": "كلام",
    "labels": [{"user_id": "u1", "value": CHOSEN, "status": "submitted"}],
}


@pytest.mark.parametrize("record", [V1, FEEDBACK, V2, FLAT, HUB])
def test_every_version_is_read(record: dict[str, Any]) -> None:
    found = from_argilla([record], TAXONOMY)
    np.testing.assert_array_equal(found.Y[:, :2], [[0, 1]])
    assert found.annotators == ["u1"]
    assert found.frame[["case_id", "text"]].values.tolist() == [["c1", "كلام"]]


@pytest.mark.parametrize(
    ("status", "kind"), [("discarded", "skipped"), ("draft", "empty"), ("submitted", "answers")]
)
def test_what_was_discarded_is_a_skip_and_a_draft_no_answer(status: str, kind: str) -> None:
    response = {"user_id": "u1", "status": status, "values": {"labels": {"value": CHOSEN}}}
    tally = from_argilla([FEEDBACK | {"responses": [response]}], TAXONOMY).tally
    assert (tally.entries, getattr(tally, kind)) == (1, 1)


def test_suggestions_are_no_answers_and_a_case_that_nobody_opened_is_kept() -> None:
    found = from_argilla([V2 | {"responses": {}}], TAXONOMY)
    assert (len(found), found.tally.unopened) == (1, 1)


def test_of_several_questions_none_of_which_is_named_labels_none_is_guessed() -> None:
    both = {"topic": [{"value": "x", "user_id": "u1"}], "tone": [{"value": "y", "user_id": "u1"}]}
    with pytest.raises(SchemaError, match=r"2 questions have responses \(tone, topic\)"):
        from_argilla([V2 | {"responses": both}], TAXONOMY)


@pytest.mark.parametrize("record", ["كلام", {"text": "كلام"}, {"text": "كلام", "label": ["incitement"]}])
def test_other_records_are_refused_with_their_number(record: Any) -> None:
    with pytest.raises(SchemaError, match="1 of 2 records are not in the form") as caught:
        from_argilla([V2, record], TAXONOMY)
    assert "كلام" not in str(caught.value)


def test_a_question_of_another_kind_is_refused() -> None:
    with pytest.raises(SchemaError, match="record 1: its response is of a question that has no labels"):
        from_argilla([V2 | {"responses": {"labels": [{"value": 4, "user_id": "u1"}]}}], TAXONOMY)
