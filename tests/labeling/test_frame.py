"""A frame in, the same frame out, with the added columns in their order."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import rightsnlp
from rightsnlp.exceptions import SchemaError
from rightsnlp.labeling.frame import added_columns, priority
from rightsnlp.records import Decision, LabelDecision

ADDED = [
    "labels",
    "p_hate_speech",
    "decision_hate_speech",
    "p_incitement",
    "decision_incitement",
    "p_wrongful_removal",
    "decision_wrongful_removal",
    "priority",
    "evidence",
    "language",
    "model",
    "warnings",
]

CASES = pd.DataFrame(
    {
        "رقم": [7, 8, 9, 10],
        "نص المنشور": ["صباح الخير", "هؤلاء حشرات قذرة يجب طردهم", None, ""],
        "البلاغ": ["", None, "حذفوا منشوري عن المدرسة", ""],
        "الإجراء": ["", "", "حذف", ""],
    },
    index=[3, 1, 2, 0],
)


@pytest.fixture(scope="module")
def labelled() -> pd.DataFrame:
    return rightsnlp.label(CASES)


def test_rows_and_columns_come_back_unchanged_and_in_order(labelled: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(labelled[list(CASES.columns)], CASES)


def test_the_added_columns_stand_in_their_order(labelled: pd.DataFrame) -> None:
    assert list(labelled.columns) == [*CASES.columns, *ADDED]


def test_a_post_alone_is_insufficient_for_wrongful_removal(labelled: pd.DataFrame) -> None:
    first = labelled.iloc[0]
    assert first["decision_wrongful_removal"] == "insufficient"
    assert np.isnan(first["p_wrongful_removal"])


def test_a_report_alone_is_insufficient_for_the_post(labelled: pd.DataFrame) -> None:
    third = labelled.iloc[2]
    assert third["decision_hate_speech"] == third["decision_incitement"] == "insufficient"
    assert third["decision_wrongful_removal"] in {"assigned", "review", "not_assigned"}


def test_a_case_without_any_text_comes_back_with_the_rule(labelled: pd.DataFrame) -> None:
    last = labelled.iloc[3]
    assert last["warnings"] == "rejected:no_text"
    assert pd.isna(last["decision_hate_speech"])


def test_labels_are_those_assigned(labelled: pd.DataFrame) -> None:
    for _, row in labelled.iloc[:3].iterrows():
        assigned = [
            name
            for name in ("hate_speech", "incitement", "wrongful_removal")
            if row[f"decision_{name}"] == "assigned"
        ]
        assert row["labels"] == "|".join(assigned)


def test_evidence_points_into_the_original_text(labelled: pd.DataFrame) -> None:
    row = labelled.iloc[1]
    evidence = json.loads(row["evidence"])
    assert evidence
    for label, spans in evidence.items():
        assert row[f"decision_{label}"] in {"assigned", "review"}
        for span in spans:
            start, end = map(int, span.split(":"))
            assert row["نص المنشور"][start:end].strip()


def test_the_model_is_named_with_its_hash(labelled: pd.DataFrame) -> None:
    assert labelled["model"].iloc[0].startswith("rightsnlp-base ")


def test_a_column_that_is_there_already_is_kept() -> None:
    frame = rightsnlp.label(pd.DataFrame({"text": ["a"], "language": ["klingon"], "labels": ["mine"]}))
    assert frame["language"].tolist() == ["klingon"]
    assert frame["labels"].tolist() == ["mine"]
    assert "rightsnlp_language" in frame
    assert "rightsnlp_labels" in frame


def test_no_cases_give_no_rows() -> None:
    frame = rightsnlp.label(pd.DataFrame({"text": []}))
    assert len(frame) == 0
    assert list(frame.columns) == ["text", *ADDED]


def test_a_frame_without_text_is_refused() -> None:
    with pytest.raises(SchemaError, match="no text column"):
        rightsnlp.label(pd.DataFrame({"x": ["a"]}))


def test_the_names_of_the_columns_follow_the_labels() -> None:
    assert added_columns(["hate_speech", "incitement", "wrongful_removal"]) == ADDED


def test_priority_is_the_chance_that_a_label_holds() -> None:
    decided = {
        "a": LabelDecision("a", Decision.REVIEW, 0.5, 0.9),
        "b": LabelDecision("b", Decision.NOT_ASSIGNED, 0.2, 0.9),
        "c": LabelDecision("c", Decision.INSUFFICIENT, float("nan"), 0.9),
    }
    assert priority(decided) == pytest.approx(1 - 0.5 * 0.8)
