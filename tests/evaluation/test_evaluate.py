"""Any object with labels and probabilities can be judged; one that decides is judged by its decisions."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from rightsnlp.evaluation.evaluate import Model, answers_for, evaluate
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.records import Decision, LabelDecision

POSTS = ["one two", "three", "four five six", "seven"]


class Counter:
    """Takes a post with two words or more for positive."""

    labels_ = ("long", "short")

    def predict_proba(self, posts):
        words = np.array([len(post.split()) for post in posts])
        return np.column_stack([words / 4, 1 - words / 4])


class Deciding(Counter):
    model_info_ = {"name": "demo", "version": "1", "sha256": "ab" * 32}  # noqa: RUF012

    def decide(self, posts):
        rows = []
        for p in self.predict_proba(posts):
            first = Decision.ASSIGNED if p[0] >= 0.7 else Decision.REVIEW
            rows.append(
                {
                    "long": LabelDecision("long", first, float(p[0]), 0.7),
                    "short": LabelDecision("short", Decision.INSUFFICIENT, math.nan, math.nan),
                }
            )
        return rows


Y = [[1, 0], [0, 1], [1, 0], [0, 1]]


def test_probabilities_alone_are_judged_at_one_half():
    report = evaluate(Counter(), POSTS, Y, n_resamples=20)
    assert isinstance(Counter(), Model)
    assert report.get("long", "f1").value == 1.0
    assert report.signature["thresholds"] == {"long": 0.5, "short": 0.5}
    assert report.signature["model"] == {"name": "Counter"}


def test_a_model_that_decides_is_judged_by_its_decisions_and_thresholds():
    report = evaluate(Deciding(), POSTS, Y, n_resamples=20)
    assert report.get("long", "recall").value == 0.5
    assert report.get("long", "recall_with_review").value == 1.0
    assert report.get("long", "roc_auc").value == 1.0
    assert report.get("short", "coverage").value == 0.0
    assert math.isnan(report.get("short", "brier").value)
    assert report.signature["thresholds"] == {"long": 0.7, "short": None}
    assert report.signature["decisions"] == "given"
    assert "model:name=demo,sha256=abababababab,version=1" in report.signature_line


def test_thresholds_given_take_the_place_of_its_decisions():
    report = evaluate(Deciding(), POSTS, Y, thresholds=0.5, n_resamples=20)
    assert report.get("long", "f1").value == 1.0
    assert report.signature["decisions"] == "thresholds"


def test_answers_in_a_frame_are_found_by_name():
    frame = pd.DataFrame(
        {"short": [0, 1, 0, 1], "other": 5, "long": pd.array([1, None, 1, 0], dtype="Int64")}
    )
    assert answers_for(frame, ["long", "short"]).tolist()[0] == [1.0, 0.0]
    report = evaluate(Counter(), POSTS, frame, n_resamples=20)
    assert report.get("long", "coverage").n == 3


def test_a_label_without_a_column_is_unknown():
    report = evaluate(Counter(), POSTS, pd.Series([1, 0, 1, 0], name="long"), n_resamples=20)
    assert report.get("long", "f1").value == 1.0
    assert str(report.get("short", "f1").reason) == "no post has a known answer"


def test_posts_may_be_a_frame():
    class OnFrame(Counter):
        def predict_proba(self, posts):
            return super().predict_proba(posts["text"])

    report = evaluate(OnFrame(), pd.DataFrame({"text": POSTS}), Y, n_resamples=20)
    plain = evaluate(Counter(), POSTS, Y, n_resamples=20)
    assert report.signature["data_sha256"] == plain.signature["data_sha256"]


def test_options_go_through():
    report = evaluate(
        Counter(),
        POSTS,
        Y,
        n_resamples=30,
        split="dev",
        data_sha256="c" * 64,
        legitimate=np.array([True] * 4),
    )
    assert report.signature["n_resamples"] == 30
    assert report.signature["data_sha256"] == "c" * 64
    assert report.get("long", "false_positive_rate[legitimate]").value == 0.0


def test_what_does_not_fit_is_refused():
    with pytest.raises(InvalidArgumentError, match="posts, Y"):
        evaluate(Counter(), POSTS[:3], Y)
    with pytest.raises(SchemaError, match="columns"):
        evaluate(Counter(), POSTS, pd.DataFrame({"hate": [1, 0, 1, 0]}))
