"""In a terminal: lines that add up, and no character that drives the terminal."""

from __future__ import annotations

import unicodedata

import pytest

from rightsnlp.classification.explaining.explanation import explain_case
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    posts = ["good day", "يوم جميل", "bad night", "ليلة سيئة"] * 10
    return LinearClassifier(labels=["night"], features=HashedNgrams(bits=12)).fit(posts, [0, 0, 1, 1] * 10)


def test_decision_words_and_sum_are_told(model: LinearClassifier) -> None:
    lines = explain_case(model, "a bad night, a good day", "night").to_text().splitlines()
    assert lines[0].startswith("night: ")
    assert lines[1].startswith("Calibrated probability: 0.")
    assert any(line.endswith("Post: bad") and "++" in line for line in lines)
    assert any(line.endswith("Post: good") and "−−" in line for line in lines)
    assert "= Score (log-odds)" in lines[-2]
    assert lines[-1].startswith("A person decides.")


def test_it_speaks_arabic(model: LinearClassifier) -> None:
    assert "القرار للإنسان" in explain_case(model, "ليلة", "night").to_text("ar")


@pytest.mark.parametrize("text", ["bad\x1b[2Jnight", "bad\u202enight \r\b\0 \u2066x\ud800", "a" * 1000])
def test_a_post_cannot_drive_the_terminal(model: LinearClassifier, text: str) -> None:
    shown = explain_case(model, text, "night").to_text()
    assert {unicodedata.category(character) for character in shown if character != "\n"} & {
        "Cc",
        "Cf",
        "Cs",
    } == set()
    assert max(map(len, shown.splitlines())) < 200


def test_an_empty_post_is_insufficient(model: LinearClassifier) -> None:
    text = explain_case(model, "", "night").to_text()
    assert "insufficient" in text
    assert "Needed, one of: Post" in text
