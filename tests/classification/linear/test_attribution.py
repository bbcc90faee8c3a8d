"""Explanations are exact: the shares of the original's characters add up to the logit."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.classification.linear.attribution import attribute
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import Decision

POSTS = ["صباح الخير يا جماعة", "مساء الخير للجميع", "شتيمة قبيحة للناس", "كلام قبيح وشتيمة"] * 10


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    Y = np.tile([[0.0], [0.0], [1.0], [1.0]], (10, 1))
    return LinearClassifier(labels=["abuse"], features=HashedNgrams(bits=14)).fit(POSTS, Y)


PIECES = st.sampled_from(
    [
        *POSTS[:4],
        "شـتـيـمـة",
        "قبيحٌة",
        "😀",
        "kalam 2abi7",
        "@user",
        "http://a.b",
        " ",
        "هههههههه",
        "#كلام_قبيح",
    ]
)


@given(st.lists(PIECES | st.text(max_size=10), max_size=6).map(" ".join))
@settings(deadline=None)
def test_the_shares_add_up_to_the_logit(model: LinearClassifier, text: str) -> None:
    others = ["", text, POSTS[2]]
    (reading, _), *rest = model.readings(others)
    assert not rest
    found = attribute(model, reading, np.array([1, 2]), "abuse", "text")
    assert found.of(0).shape == (len(text),)
    logits = model.decision_function(others)[1:, 0]
    assert (found.total + model.intercept_[0]).tolist() == pytest.approx(logits.tolist(), abs=1e-4)


@given(st.lists(st.lists(PIECES | st.text(max_size=4), max_size=4).map(" ".join), min_size=1, max_size=4))
@settings(deadline=None)
def test_the_words_of_several_texts_are_their_runs_without_blanks(
    model: LinearClassifier, texts: list[str]
) -> None:
    reading, _ = next(model.readings(texts))
    found = attribute(model, reading, np.arange(len(texts)), "abuse", "text")
    words = list(zip(*(values.tolist() for values in found.words()), strict=True))
    expected = [
        (nth, word.start(), word.end(), found.of(nth)[word.start() : word.end()].sum())
        for nth, text in enumerate(texts)
        for word in re.finditer(r"\S+", text)
    ]
    assert words == expected


def test_the_evidence_of_a_batch_is_that_of_its_posts_one_by_one(model: LinearClassifier) -> None:
    posts = [*POSTS[:4], "", "kalam 2abi7 ya jama3a", "شـتـيـمـة! #كلام_قبيح &amp; ق.ب.ي.ح"]
    decisions, evidence = model.decide_and_explain(posts)
    assert decisions == model.decide(posts)
    assert any(evidence)
    for post, decided, found in zip(posts, decisions, evidence, strict=True):
        shown = decided["abuse"].decision in {Decision.ASSIGNED, Decision.REVIEW}
        assert found == ({"abuse": model.explain([post], "abuse")[0]} if shown else {})


def test_evidence_read_from_arabizi_lies_on_the_words_as_they_were_written() -> None:
    posts = ["سلام", "العرب", "سلام يا", "يا العرب"] * 10
    model = LinearClassifier(labels=["abuse"], features=HashedNgrams(bits=16)).fit(posts, [0, 1, 0, 1] * 10)
    text = "hello el 3arab"
    spans = model.explain([text], "abuse")[0]
    assert text[spans[0].start : spans[0].end] == "3arab"


def test_a_span_lies_on_the_words_of_the_original(model: LinearClassifier) -> None:
    text = "صباح الخير 😀 شـتـيـمـة قبيحةٌ"
    spans = model.explain([text], "abuse")[0]
    words = {text[span.start : span.end] for span in spans[:2]}
    assert words == {"شـتـيـمـة", "قبيحةٌ"}


def test_spans_come_strongest_first_and_no_more_than_asked(model: LinearClassifier) -> None:
    spans = model.explain(["شتيمة قبيحة كلام قبيح وشتيمة"], "abuse", n_spans=3)[0]
    assert len(spans) == 3
    assert [span.weight for span in spans] == sorted((span.weight for span in spans), reverse=True)


def test_a_post_without_letters_has_no_spans(model: LinearClassifier) -> None:
    assert model.explain(["", "   "], "abuse") == [[], []]


def test_a_label_that_is_not_there_is_refused(model: LinearClassifier) -> None:
    with pytest.raises(InvalidArgumentError, match="label: got 'spam'"):
        model.explain(["a"], "spam")
