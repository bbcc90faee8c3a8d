"""Label Studio's exports: which question is read, what is an answer, a skip or neither, and what is refused by name."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.annotation.label_studio import to_label_studio
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

    def test_predictions_are_no_answers(self) -> None:
        made = to_label_studio(pd.DataFrame({"text": ["a"]}), TAXONOMY, suggestions=[[1, 0, np.nan]])
        found = from_label_studio(made, TAXONOMY)
        assert not found.answered.any()
        assert found.annotators == []

    def test_comments_beside_the_choices_do_no_harm(self) -> None:
        comment = {"from_name": "why", "to_name": "text", "type": "textarea", "value": {"text": ["لأن"]}}
        said = annotation("incitement")
        said["result"].append(comment)
        assert from_label_studio([task(said)], TAXONOMY).Y[0, 1] == 1


def other(name: str, *chosen: str) -> dict[str, Any]:
    return choices(*chosen) | {"from_name": name}


class TestFormsOfExport:
    def test_of_two_questions_the_one_named_labels_is_read(self) -> None:
        said = annotation("incitement")
        said["result"].append(other("dialect", "Levantine"))
        assert from_label_studio([task(said)], TAXONOMY).Y[0, 1] == 1

    def test_else_the_only_one_whose_choices_are_labels(self) -> None:
        said = annotation() | {"result": [other("dialect", "Levantine"), other("kind", "incitement")]}
        assert from_label_studio([task(said)], TAXONOMY).Y[0, 1] == 1
        both = annotation() | {"result": [other("first", "incitement"), other("second", "hate_speech")]}
        with pytest.raises(SchemaError, match=r"2 questions have choices \(first, second\)"):
            from_label_studio([task(both)], TAXONOMY)

    def test_a_comment_alone_is_no_answer(self) -> None:
        note = {"type": "textarea", "from_name": "note", "value": {"text": ["غير واضح"]}}
        found = from_label_studio(
            [
                task(annotation() | {"result": [note]}, case_id="1"),
                task(annotation("incitement"), case_id="2"),
            ],
            TAXONOMY,
        )
        assert found.answered.tolist() == [False, True]
        assert (found.tally.entries, found.tally.answers, found.tally.empty) == (2, 1, 1)

    def test_titles_are_names(self) -> None:
        said = annotation("خطاب كراهية · Hate speech", "Incitement (claim)")
        assert from_label_studio([task(said)], TAXONOMY).Y[0, :2].tolist() == [1, 1]

    @pytest.mark.parametrize("key", ["tweet", "post", "نص المنشور", "content"])
    def test_the_post_may_stand_under_another_key(self, key: str) -> None:
        data = {"id": 9, "data": {key: "كلام", "id": "c9"}, "annotations": [annotation("none_of_these")]}
        found = from_label_studio([data], TAXONOMY)
        assert found.frame.iloc[0].to_dict() == {"case_id": "c9", "text": "كلام"}
        assert found.Y[0, 0] == 0

    def test_a_post_that_is_not_found_is_refused_with_the_keys(self) -> None:
        data = {"data": {"blob": "سر"}, "annotations": [annotation("none_of_these")]}
        with pytest.raises(SchemaError, match="1 of 1 cases hold no post; their keys are blob") as caught:
            from_label_studio([data], TAXONOMY)
        assert "سر" not in str(caught.value)

    def test_the_answers_of_version_0_are_refused_by_their_key(self) -> None:
        old = {"data": {"text": "كلام"}, "completions": [annotation("incitement")]}
        with pytest.raises(SchemaError, match="completions: 1 of 2 tasks"):
            from_label_studio([old, task()], TAXONOMY)

    def test_a_project_of_regions_says_nothing_of_labels(self) -> None:
        found = from_label_studio(
            [task(annotation(), case_id="1"), task(annotation(), case_id="2")], TAXONOMY
        )
        assert not found.answered.any()
        assert str(found.tally).startswith("2 entries: 0 answers, 0 skipped, 2 unknown (2 without a choice")

    def test_a_task_that_stands_there_twice_counts_once(self) -> None:
        found = from_label_studio([task(annotation("incitement"))] * 2, TAXONOMY)
        assert (len(found), found.tally.repeated) == (1, 1)

    def test_two_posts_under_one_identifier_are_refused(self) -> None:
        tasks = [
            task(annotation("incitement"), case_id="1"),
            task(annotation("incitement"), case_id="1", text="آخر"),
        ]
        with pytest.raises(
            SchemaError, match="task 2: another post under the identifier of the case of task 1"
        ):
            from_label_studio(tasks, TAXONOMY)

    @pytest.mark.parametrize(
        "labels", ["incitement", {"choices": ["incitement"]}, '{"choices": ["incitement"]}']
    )
    def test_minimal_json_and_csv_are_read(self, labels: Any) -> None:
        rows = [{"id": 1, "text": "كلام", "labels": labels, "annotator": 4, "annotation_id": 8}]
        found = from_label_studio([*rows, {"id": 2, "text": "آخر", "labels": ""}], TAXONOMY)
        np.testing.assert_array_equal(found.Y[:, 1], [1, np.nan])
        assert (found.annotators, found.tally.unopened) == (["4"], 1)

    def test_addresses_of_annotators_become_numbers(self) -> None:
        rows = [
            {"text": "a", "id": k, "labels": "incitement", "annotator": f"{k}@example.org"} for k in (7, 8)
        ]
        found = from_label_studio(rows, TAXONOMY)
        assert found.annotators == ["annotator-1", "annotator-2"]


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
