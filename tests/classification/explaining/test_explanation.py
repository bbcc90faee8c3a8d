"""An explanation holds the decision and every term of the sum that led to it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rightsnlp.classification.explaining.explanation import explain_case
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import Decision
from rightsnlp.taxonomy import Taxonomy

TAXONOMY = Taxonomy.from_dict(
    {
        "name": "t",
        "version": "1",
        "labels": [
            {"name": "night"},
            {"name": "removed", "reads": ["text", "report", "action"], "needs_any": ["report", "action"]},
        ],
    }
)
CASE = {"text": "ليلة سيئة bad night", "report": "it was hidden", "action": "removed", "platform": 7}


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    frame = pd.DataFrame(
        {
            "text": ["good day", "يوم جميل", "bad night", "ليلة سيئة"] * 10,
            "report": ["it was hidden", "spam"] * 20,
            "action": ["removed", "none"] * 20,
        }
    )
    Y = np.array([[0, 1], [0, 0], [1, 1], [1, 0]] * 10, dtype=float)
    return LinearClassifier(labels=TAXONOMY, features=HashedNgrams(bits=12)).fit(frame, Y)


@pytest.mark.parametrize("label", ["night", "removed"])
def test_the_terms_add_up_to_the_logit_and_the_decision_is_the_models(
    model: LinearClassifier, label: str
) -> None:
    found = explain_case(model, CASE, label)
    assert found.intercept + sum(e.total for e in found.fields) == pytest.approx(found.logit, abs=1e-4)
    assert found.decision == model.decide(pd.DataFrame([CASE]))[0][label]


def test_words_are_those_of_the_original_text_in_order(model: LinearClassifier) -> None:
    (evidence,) = explain_case(model, "ليلةٌ سيّئة  and a bad night", "night").fields
    words = [evidence.text[word.start : word.end] for word in evidence.words]
    assert words == ["ليلةٌ", "سيّئة", "and", "a", "bad", "night"]


def test_only_fields_that_the_label_reads_and_the_case_has_are_there(model: LinearClassifier) -> None:
    assert [e.field for e in explain_case(model, CASE, "night").fields] == ["text"]
    case = {**CASE, "text": None, "report": ""}
    assert [e.field for e in explain_case(model, case, "removed").fields] == ["action"]


def test_a_row_of_a_frame_is_a_case(model: LinearClassifier) -> None:
    row = pd.DataFrame([CASE]).iloc[0]
    assert explain_case(model, row, "removed") == explain_case(model, CASE, "removed")


def test_where_the_case_lacks_what_the_label_needs_no_word_is_evidence(model: LinearClassifier) -> None:
    found = explain_case(model, "bad night", "removed")
    assert found.decision.decision == Decision.INSUFFICIENT
    assert found.strongest() == []


def test_the_strongest_words_speak_for_or_against(model: LinearClassifier) -> None:
    weights = [word.weight for word in explain_case(model, "good day bad night", "night").strongest(4)]
    assert [abs(w) for w in weights] == sorted((abs(w) for w in weights), reverse=True)
    assert min(weights) < 0 < max(weights)


@pytest.mark.parametrize(
    "post",
    [
        None,
        7,
        b"bytes",
        ["a post"],
        pd.DataFrame([CASE]),
        {},
        {"platform": "x"},
        {"text": 7},
        np.array(["a"]),
    ],
)
def test_what_is_no_post_and_no_case_is_refused(model: LinearClassifier, post: Any) -> None:
    with pytest.raises(InvalidArgumentError):
        explain_case(model, post, "night")


def test_a_label_that_is_none_is_refused(model: LinearClassifier) -> None:
    with pytest.raises(InvalidArgumentError, match="label: got 'day'"):
        explain_case(model, "a", "day")


def test_it_shows_itself_in_a_notebook_and_in_a_terminal(model: LinearClassifier) -> None:
    found = explain_case(model, "bad night", "night")
    assert found._repr_html_() == found.to_html("en")
    assert str(found) == found.to_text("en")
