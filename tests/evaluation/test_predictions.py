"""Predictions: what a system said, row by row, judged as the system itself would be."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.identifiers import RowKeys
from rightsnlp.evaluation.evaluate import evaluate
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.predictions import Predictions, judge, predict
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import Decision, LabelDecision


class Scorer:
    labels_ = ("long",)

    def predict_proba(self, posts: list[str]) -> np.ndarray:
        return np.array([[min(len(post) / 10, 1.0)] for post in posts])


class Decider(Scorer):
    def decide(self, posts: list[str]) -> list[dict[str, LabelDecision]]:
        return [
            {"long": LabelDecision("long", Decision.ASSIGNED if p > 0.7 else Decision.REVIEW, float(p), 0.7)}
            for p in self.predict_proba(posts)[:, 0]
        ]


POSTS, ANSWERS = ["a", "four", "sentence", "ten letters"], [0, 0, 1, 1]


@pytest.mark.parametrize("model", [Scorer(), Decider()])
def test_judging_predictions_gives_the_figures_of_judging_the_model(model: Scorer) -> None:
    groups = ["x", "x", "y", "z"]
    judged = judge(predict(model, POSTS, ANSWERS, groups=groups, data_sha256="d"), n_resamples=50)
    asked = evaluate(model, POSTS, ANSWERS, groups=groups, data_sha256="d", n_resamples=50)
    assert judged.to_dict() == asked.to_dict()


def test_a_model_that_decides_is_taken_at_its_word() -> None:
    predictions = predict(Decider(), POSTS, ANSWERS)
    assert predictions.decisions.ravel().tolist() == ["review", "review", "assigned", "assigned"]
    assert (predictions.thresholds, predictions.thresholds_from) == ({"long": 0.7}, "model")
    assert predict(Decider(), POSTS, ANSWERS, thresholds=0.3).decisions is None


def test_without_decisions_the_threshold_is_one_half_and_says_so() -> None:
    predictions = predict(Scorer(), POSTS, ANSWERS)
    assert (predictions.thresholds, predictions.thresholds_from) == ({"long": 0.5}, "default")


def test_a_threshold_that_no_one_could_choose_is_not_a_number() -> None:
    predictions = Predictions(("x",), [[1]], [[0.9]], thresholds={"x": None})  # type: ignore[dict-item]
    assert math.isnan(predictions.thresholds["x"])
    assert judge(predictions, n_resamples=9).signature["thresholds"] == {"x": None}


def test_groups_are_kept_as_numbers_and_nothing_else() -> None:
    predictions = Predictions(("x",), [[1]] * 4, [[0.5]] * 4, groups=["@someone", None, "@someone", None])
    assert predictions.groups.tolist() == [0, 1, 0, 2]


def test_a_human_gives_decisions_alone() -> None:
    none = np.full((2, 1), np.nan)
    predictions = Predictions(("x",), [[1], [0]], none, decisions=[["assigned"], ["assigned"]])
    report = judge(predictions, n_resamples=9)
    assert report.get("x", "precision").value == 0.5
    assert str(report.get("x", "average_precision").reason) == "no probability where the answer is known"


@given(st.permutations(range(6)))
def test_rows_are_matched_by_identifier_in_any_order(order: list[int]) -> None:
    P = np.linspace(0, 1, 6)[:, None]
    ids = np.array(list("abcdef"), dtype=object)
    shuffled = Predictions(("x",), np.zeros((6, 1))[order], P[order], ids=ids[order], groups=ids[order])
    ordered, match = shuffled.in_order_of(RowKeys("posts", 6, ids={"id": tuple(ids)}))
    assert ordered.P.tolist() == P.tolist()
    assert (match.by, match.left_out) == ("identifier", 0)


def test_rows_without_identifiers_are_matched_by_place() -> None:
    unnamed = Predictions(("x",), [[1], [0]], [[0.9], [0.1]])
    ordered, match = unnamed.in_order_of(RowKeys("posts", 2, ids={"id": ("post-7", "post-2")}))
    assert ordered.P.tolist() == unnamed.P.tolist()
    assert match.by == "place"


def test_labels_can_be_left_out() -> None:
    predictions = Predictions(("x", "y"), [[1, 0]], [[0.9, 0.2]], thresholds={"x": 0.3, "y": 0.4})
    only = predictions.select(["y"])
    assert (only.labels, only.P.tolist(), only.thresholds) == (("y",), [[0.2]], {"y": 0.4})
    with pytest.raises(InvalidArgumentError, match="got 'z'"):
        predictions.select(["z"])


def test_a_frame_of_predictions_has_a_column_for_everything_and_none_for_posts() -> None:
    frame = predict(
        Decider(),
        POSTS,
        ANSWERS,
        groups=[1, 1, 2, 3],
        slices=pd.DataFrame({"language": ["ar", "ar", "he", "he"]}),
        legitimate={"news": np.array([True, False, False, False])},
    ).to_frame()
    assert frame.columns.tolist() == [
        "id", "group", "y_long", "p_long", "decision_long", "slice_language", "legitimate_news",
    ]  # fmt: skip
    assert not set(POSTS) & set(frame.astype(str).to_numpy().ravel())


@pytest.mark.parametrize("field", ["slices", "ids", "groups"])
def test_what_has_another_number_of_rows_is_refused(field: str) -> None:
    value = pd.DataFrame({"language": ["ar"]}) if field == "slices" else ["1"]
    with pytest.raises(InvalidArgumentError, match=field):
        Predictions(("x",), [[1], [0]], [[0.9], [0.1]], **{field: value})


def test_an_answer_is_unknown_and_not_negative() -> None:
    Y, P = np.array([[1.0], [np.nan], [0.0]]), np.array([[0.9], [0.8], [0.1]])
    judged = judge(Predictions(("x",), Y, P), n_resamples=9)
    assert judged.to_dict() == evaluate_arrays(Y, P, ["x"], n_resamples=9).to_dict()
    assert judged.get("x", "precision").n == 1
