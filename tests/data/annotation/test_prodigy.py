"""Prodigy's answers: choices, single labels, and what was ignored."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rightsnlp.data.annotation.prodigy import from_prodigy
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
OPTIONS = [{"id": name, "text": name} for name in (*TAXONOMY.names, "none_of_these")]


def choice(*accepted: str, answer: str = "accept", **more: Any) -> dict[str, Any]:
    return {
        "text": "كلام",
        "_input_hash": 7,
        "options": OPTIONS,
        "accept": list(accepted),
        "answer": answer,
        **more,
    }


def single(label: str, answer: str, **more: Any) -> dict[str, Any]:
    return {"text": "كلام", "_input_hash": 7, "label": label, "answer": answer, **more}


def test_what_was_accepted_of_a_choice_holds() -> None:
    found = from_prodigy(
        [choice("incitement", _annotator_id="set-a"), choice("none_of_these", _annotator_id="b")], TAXONOMY
    )
    np.testing.assert_array_equal(found.Y[:, :2], [[0, 1], [0, 0]])
    assert found.annotators == ["b", "set-a"]


def test_options_that_are_numbered_are_called_by_their_text() -> None:
    numbered = [{"id": k, "text": name} for k, name in enumerate(TAXONOMY.names)]
    assert from_prodigy([choice("1") | {"options": numbered}], TAXONOMY).Y[0, 1] == 1


def test_nothing_chosen_says_no_label_only_where_there_was_no_choice_that_says_so() -> None:
    assert from_prodigy([choice()], TAXONOMY).tally.empty == 1
    assert from_prodigy([choice() | {"options": OPTIONS[:-1]}], TAXONOMY).Y[0, 0] == 0


@pytest.mark.parametrize("answer", ["ignore", "reject"])
def test_what_was_ignored_or_rejected_is_a_skip(answer: str) -> None:
    found = from_prodigy([choice("incitement", answer=answer)], TAXONOMY)
    assert (found.tally.skipped, found.answered.tolist()) == (1, [False])


def test_labels_one_at_a_time_are_one_answer_and_the_others_stay_unknown() -> None:
    found = from_prodigy([single("incitement", "accept"), single("hate_speech", "reject")], TAXONOMY)
    np.testing.assert_array_equal(found.Y, [[0, 1, np.nan]])
    only = from_prodigy([single("hate_speech", "reject")], TAXONOMY)
    np.testing.assert_array_equal(only.Y, [[0, np.nan, np.nan]])


def test_yes_and_no_to_one_label_are_refused() -> None:
    with pytest.raises(SchemaError, match="accepted and rejected the same label"):
        from_prodigy([single("incitement", "accept"), single("incitement", "reject")], TAXONOMY)


@pytest.mark.parametrize(
    "record",
    ["كلام", {"text": "كلام"}, {"text": "كلام", "spans": [], "answer": "accept"}, single("x", "maybe")],
)
def test_other_tasks_are_refused_with_their_number(record: Any) -> None:
    with pytest.raises(SchemaError, match=r"record 2: is no classification task of Prodigy \(1 of 2"):
        from_prodigy([choice("incitement"), record], TAXONOMY)


def test_a_label_that_is_not_known_is_refused_when_it_was_rejected_too() -> None:
    with pytest.raises(SchemaError, match="not in the taxonomy"):
        from_prodigy([single("spam", "reject")], TAXONOMY)


def test_identifiers_in_the_metadata_count() -> None:
    assert from_prodigy([choice("incitement", meta={"case_id": "c9"})], TAXONOMY).frame[
        "case_id"
    ].tolist() == ["c9"]
