"""Label Studio: its interface, its tasks, and its JSON export."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.annotation.label_studio import label_studio_config, to_label_studio
from rightsnlp.data.annotation.label_studio_answers import from_label_studio
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy, load_taxonomy, simple_taxonomy

TAXONOMY = load_taxonomy()
TEXTS = st.text(st.characters(exclude_categories=())).filter(
    lambda text: json.loads(json.dumps(text)) == text
)
CHOSEN = st.one_of(
    st.just(["none_of_these"]),
    st.lists(st.sampled_from(["hate_speech", "incitement"]), min_size=1, unique=True),
)


def choices(*labels: str) -> dict[str, Any]:
    return {
        "id": "Dx_aB91ISN",
        "from_name": "labels",
        "to_name": "text",
        "type": "choices",
        "value": {"choices": list(labels)},
    }


def annotation(*labels: str, by: Any = 1, skipped: bool = False) -> dict[str, Any]:
    return {
        "id": 1001,
        "completed_by": by,
        "result": [choices(*labels)] if labels else [],
        "was_cancelled": skipped,
        "ground_truth": False,
        "lead_time": 4.2,
    }


def task(*annotations: dict[str, Any], **data: str) -> dict[str, Any]:
    return {"id": 31, "data": {"text": "كلام", **data}, "annotations": list(annotations), "project": 8}


class TestInterface:
    root = ET.fromstring(label_studio_config(TAXONOMY))

    def test_reads_right_to_left(self) -> None:
        assert "direction: rtl" in self.root.attrib["style"]

    def test_shows_every_field_that_a_label_is_read_from(self) -> None:
        shown = {text.attrib["value"] for text in self.root.iter("Text")}
        assert shown >= {"$text", "$report", "$action", "$stated_reason"}

    def test_never_fetches_what_a_post_links_to(self) -> None:
        assert {text.attrib["valueType"] for text in self.root.iter("Text")} == {"text"}

    def test_several_labels_may_be_chosen_and_one_must_be(self) -> None:
        boxes = self.root.find("Choices")
        assert boxes is not None
        assert boxes.attrib["choice"] == "multiple"
        assert boxes.attrib["required"] == "true"

    def test_boxes_have_titles_in_both_languages_and_store_the_labels_name(self) -> None:
        boxes = {box.attrib["alias"]: box.attrib["value"] for box in self.root.iter("Choice")}
        assert list(boxes) == [*TAXONOMY.names, "none_of_these"]
        for label in TAXONOMY.labels:
            assert label.title["ar"] in boxes[label.name]
            assert label.title["en"] in boxes[label.name]

    def test_a_taxonomy_without_titles_shows_names(self) -> None:
        root = ET.fromstring(label_studio_config(simple_taxonomy(["a & b", '<"c">'])))
        assert [box.attrib["value"] for box in root.iter("Choice")][:2] == ["a & b", '<"c">']


class TestTasks:
    def test_hold_what_the_interface_asks_for(self) -> None:
        asked = {text.attrib["value"][1:] for text in TestInterface.root.iter("Text")}
        (made,) = to_label_studio(pd.DataFrame({"text": ["كلام"]}), TAXONOMY)
        assert asked <= set(made["data"])
        assert "predictions" not in made

    def test_where_and_when_a_post_stood_is_one_line(self) -> None:
        frame = pd.DataFrame(
            {"text": ["كلام"], "platform": ["tiktok"], "content_type": [""], "language": ["ar"]}
        )
        assert to_label_studio(frame, TAXONOMY)[0]["data"]["about"] == "tiktok · ar"

    def test_suggestions_are_predictions_of_the_interface(self) -> None:
        frame = pd.DataFrame({"text": ["a", "b", "c"]})
        suggested = [[1, 1, np.nan], [0, 0, np.nan], [np.nan] * 3]
        made = to_label_studio(frame, TAXONOMY, suggestions=suggested, model_version="m 1")
        (first,) = made[0]["predictions"]
        assert first["model_version"] == "m 1"
        assert first["result"] == [
            {k: v for k, v in choices("hate_speech", "incitement").items() if k != "id"}
        ]
        assert made[1]["predictions"][0]["result"][0]["value"] == {"choices": ["none_of_these"]}
        assert "predictions" not in made[2]

    def test_predictions_are_no_answers(self) -> None:
        made = to_label_studio(pd.DataFrame({"text": ["a"]}), TAXONOMY, suggestions=[[1, 0, np.nan]])
        found = from_label_studio(made, TAXONOMY)
        assert not found.answered.any()
        assert found.annotators == []


class TestExport:
    def test_several_annotators_of_one_case(self) -> None:
        both = task(annotation("hate_speech", by=1), annotation("none_of_these", by=2), case_id="9")
        found = from_label_studio([both], TAXONOMY)
        np.testing.assert_array_equal(found.Y[:, 0], [1, 0])
        assert found.annotator.tolist() == ["1", "2"]
        assert found.frame["case_id"].tolist() == ["9", "9"]

    def test_an_annotator_is_a_number_and_never_an_address(self) -> None:
        user = {"id": 12, "email": "layla@example.org", "first_name": "Layla", "last_name": ""}
        found = from_label_studio([task(annotation("incitement", by=user))], TAXONOMY)
        assert found.annotator.tolist() == ["12"]
        assert "layla" not in found.to_frame().to_csv().lower()

    def test_an_answer_without_a_user_is_kept(self) -> None:
        found = from_label_studio([task(annotation("incitement", by=None))], TAXONOMY)
        assert found.annotator.tolist() == ["unknown"]

    def test_a_skipped_task_is_no_answer(self) -> None:
        found = from_label_studio([task(annotation("hate_speech", skipped=True))], TAXONOMY)
        assert np.isnan(found.Y).all()
        assert found.annotator.tolist() == ["1"]

    def test_submitted_without_a_choice_is_no_answer(self) -> None:
        found = from_label_studio([task(annotation())], TAXONOMY)
        assert not found.answered.any()
        assert (found.tally.answers, found.tally.empty) == (0, 1)

    def test_tasks_that_came_from_elsewhere_are_called_by_their_number(self) -> None:
        assert from_label_studio([task(annotation("incitement"))], TAXONOMY).frame["case_id"].tolist() == [
            "31"
        ]

    def test_an_unknown_label_is_refused(self) -> None:
        with pytest.raises(SchemaError, match="task 2: 1 of the labels chosen are not in the taxonomy"):
            from_label_studio([task(), task(annotation("spam"))], TAXONOMY)

    @pytest.mark.parametrize(
        "content",
        [
            {"tasks": []},
            ["a task"],
            [{"text": "كلام", "sentiment": "hate_speech"}],
            [task() | {"annotations": {"1": {}}}],
            [task() | {"annotations": [7]}],
            [task() | {"annotations": [{"completed_by": 1}]}],
            [task() | {"annotations": [{"result": [{"type": "choices", "value": {"rating": 3}}]}]}],
            [task() | {"annotations": [{"result": [{"type": "labels", "value": {"labels": ["PER"]}}]}]}],
            [task() | {"annotations": [{"result": [choices() | {"value": {"choices": [["a", "b"]]}}]}]}],
        ],
    )
    def test_what_is_no_export_of_such_a_project_is_refused(self, content: Any) -> None:
        with pytest.raises(SchemaError, match="not in the form of Label Studio's JSON export") as caught:
            from_label_studio(content, TAXONOMY)
        assert "كلام" not in str(caught.value)

    def test_comments_beside_the_choices_do_no_harm(self) -> None:
        comment = {"from_name": "why", "to_name": "text", "type": "textarea", "value": {"text": ["لأن"]}}
        said = annotation("incitement")
        said["result"].append(comment)
        assert from_label_studio([task(said)], TAXONOMY).Y[0, 1] == 1


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
    tasks = json.loads(json.dumps(to_label_studio(frame, TAXONOMY)))
    for made, (_, _, labels) in zip(tasks, cases, strict=True):
        made["annotations"] = [annotation(*labels, by=5), annotation(by=6, skipped=True)]
    found = from_label_studio(json.loads(json.dumps(tasks)), TAXONOMY)
    said = found.answered
    for column in frame:
        assert found.frame.loc[said, column].tolist() == frame[column].tolist()
    readable = frame["text"].str.strip() != ""
    expected = [[float(name in labels) for name in ("hate_speech", "incitement")] for *_, labels in cases]
    np.testing.assert_array_equal(found.Y[said][readable, :2], np.reshape(expected, (-1, 2))[readable])
    assert np.isnan(found.Y[~said]).all()


def test_other_label_sets_come_back_too() -> None:
    taxonomy: Taxonomy = simple_taxonomy(["spam", "ham"])
    made = to_label_studio(pd.DataFrame({"text": ["a"]}), taxonomy)
    made[0]["annotations"] = [annotation("ham")]
    np.testing.assert_array_equal(from_label_studio(made, taxonomy).Y, [[0, 1]])
