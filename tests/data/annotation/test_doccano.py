"""doccano: its labels, its records, and its JSONL export."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.annotation.doccano import doccano_labels, from_doccano, to_doccano
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
TEXTS = st.text(st.characters(exclude_categories=())).filter(
    lambda text: json.loads(json.dumps(text)) == text
)
CHOSEN = st.one_of(
    st.just(["none_of_these"]),
    st.lists(st.sampled_from(["hate_speech", "incitement"]), unique=True),
)


def exported(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return records as doccano gives them back: with a number, and comments."""
    return [
        {"id": 40 + i, **record, "Comments": []} for i, record in enumerate(json.loads(json.dumps(records)))
    ]


def test_labels_can_be_imported_with_a_colour_each() -> None:
    labels = doccano_labels(TAXONOMY)
    assert [label["text"] for label in labels] == [*TAXONOMY.names, "none_of_these"]
    assert len({label["background_color"] for label in labels}) == len(labels)


class TestRecords:
    def test_a_post_alone_is_shown_as_it_is(self) -> None:
        (record,) = to_doccano(pd.DataFrame({"text": ["كلام"]}), TAXONOMY)
        assert record["text"] == "كلام"
        assert record["label"] == []

    def test_what_else_a_label_rests_on_is_shown_under_the_post(self) -> None:
        frame = pd.DataFrame({"text": ["كلام"], "report": ["حذفوه"], "action": ["removed"]})
        shown = to_doccano(frame, TAXONOMY)[0]["text"]
        assert shown.index("كلام") < shown.index("حذفوه") < shown.index("removed")

    def test_a_case_without_a_post_is_not_empty(self) -> None:
        (record,) = to_doccano(pd.DataFrame({"text": [""], "report": ["حذفوه"]}), TAXONOMY)
        assert "حذفوه" in record["text"]

    def test_suggestions_are_labels(self) -> None:
        suggested = [[1, 0, np.nan], [0, 0, np.nan]]
        records = to_doccano(pd.DataFrame({"text": ["a", "b"]}), TAXONOMY, suggestions=suggested)
        assert [record["label"] for record in records] == [["hate_speech"], ["none_of_these"]]


class TestExport:
    def test_each_annotator_has_a_file(self) -> None:
        files = {
            "amal": [{"id": 1, "text": "كلام", "label": ["hate_speech"]}],
            "sami": [{"id": 1, "text": "كلام", "label": ["none_of_these"]}],
        }
        found = from_doccano(files, TAXONOMY)
        assert found.annotator.tolist() == ["amal", "sami"]
        np.testing.assert_array_equal(found.Y, [[1, 0, np.nan], [0, 0, np.nan]])
        assert found.ratings()["hate_speech"].shape == (1, 2)

    @pytest.mark.parametrize("label", [[], None, ""])
    def test_a_case_without_labels_was_not_answered(self, label: Any) -> None:
        found = from_doccano({"amal": [{"id": 1, "text": "كلام", "label": label}]}, TAXONOMY)
        assert np.isnan(found.Y).all()
        assert not found.answered.any()

    def test_one_label_may_stand_without_a_list(self) -> None:
        assert from_doccano({"a": [{"text": "b", "label": "incitement"}]}, TAXONOMY).Y[0, 1] == 1

    @pytest.mark.parametrize(
        "said",
        [
            {"labels": ["incitement"]},
            {"label": ["تحريض"]},
            {"cats": {"hate_speech": 0.0, "incitement": 1.0, "wrongful_removal": 0.0}},
            {"annotations": [{"label": "incitement", "user": 4}]},
        ],
    )
    def test_labels_stand_under_several_keys(self, said: dict[str, Any]) -> None:
        found = from_doccano({"a": [{"id": 1, "text": "b", **said}]}, TAXONOMY)
        np.testing.assert_array_equal(found.Y[:, :2], [[0, 1]])
        assert found.annotators == (["4"] if "annotations" in said else ["a"])

    def test_a_0_for_each_label_is_an_answer(self) -> None:
        found = from_doccano({"a": [{"text": "b", "cats": {"hate_speech": 0, "incitement": 0}}]}, TAXONOMY)
        np.testing.assert_array_equal(found.Y[0, :2], [0, 0])

    def test_a_record_that_names_its_user_is_that_users(self) -> None:
        found = from_doccano({"all": [{"text": "b", "labels": ["incitement"], "username": "7"}]}, TAXONOMY)
        assert found.annotators == ["7"]

    def test_what_nobody_has_confirmed_has_no_annotator(self) -> None:
        found = from_doccano({"unknown": [{"id": 1, "text": "b", "label": []}]}, TAXONOMY)
        assert (found.annotators, found.tally.unopened) == ([], 1)

    def test_labels_by_number_are_refused_by_their_key(self) -> None:
        with pytest.raises(SchemaError, match="the key annotations names labels by number"):
            from_doccano({"a": [{"text": "b", "annotations": [{"label": 1, "user": 1}]}]}, TAXONOMY)

    def test_records_without_any_known_key_are_counted_and_refused(self) -> None:
        lines = [{"text": "b", "topic": "x"}, {"text": "c", "label": ["incitement"]}]
        with pytest.raises(
            SchemaError, match=r"record 1 of annotator a: holds no labels .* \(1 records in all\)"
        ):
            from_doccano({"a": lines}, TAXONOMY)

    def test_the_key_of_version_1_5_is_read(self) -> None:
        found = from_doccano({"a": [{"id": 3, "data": "كلام", "label": ["incitement"]}]}, TAXONOMY)
        assert found.frame.iloc[0].to_dict() == {"case_id": "3", "text": "كلام"}

    def test_metadata_that_only_some_records_have_may_be_null(self) -> None:
        found = from_doccano({"a": [{"text": "b", "platform": None, "label": ["incitement"]}]}, TAXONOMY)
        assert found.frame["platform"].tolist() == [""]

    def test_an_unknown_label_is_refused(self) -> None:
        with pytest.raises(SchemaError, match="record 1 of annotator a: 1 of the labels chosen"):
            from_doccano({"a": [{"text": "b", "label": ["spam"]}]}, TAXONOMY)

    @pytest.mark.parametrize(
        "record",
        [
            "كلام",
            [],
            {"label": ["incitement"]},
            {"text": "كلام", "label": [[0, 4, "PER"]]},
            {"text": "كلام", "label": 4},
        ],
    )
    def test_what_is_no_record_of_such_a_project_is_refused(self, record: Any) -> None:
        with pytest.raises(SchemaError, match="not in the form of doccano's JSONL export") as caught:
            from_doccano({"a": [record]}, TAXONOMY)
        assert "كلام" not in str(caught.value)


@given(st.lists(st.tuples(TEXTS, TEXTS, CHOSEN), min_size=1, max_size=4))
def test_whatever_json_holds_comes_back_as_it_was(cases: list[tuple[str, str, list[str]]]) -> None:
    frame = pd.DataFrame(
        [
            {"case_id": str(i), "text": text, "report": report + "."}
            for i, (text, report, _) in enumerate(cases)
        ],
        columns=["case_id", "text", "report"],
        dtype=object,
    )
    records = to_doccano(frame, TAXONOMY)
    for record, (_, _, labels) in zip(records, cases, strict=True):
        record["label"] = labels
    found = from_doccano({"a": exported(records)}, TAXONOMY)
    for column in frame:
        assert found.frame[column].tolist() == frame[column].tolist()
    assert found.answered.tolist() == [bool(labels) for *_, labels in cases]
    readable = (frame["text"].str.strip() != "") & found.answered
    expected = [[float(name in labels) for name in ("hate_speech", "incitement")] for *_, labels in cases]
    np.testing.assert_array_equal(found.Y[readable, :2], np.reshape(expected, (-1, 2))[readable])
