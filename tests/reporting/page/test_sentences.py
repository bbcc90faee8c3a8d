"""Sentences of the report: numbers that are not reordered, names that cannot harm, and the right words."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

Markup = pytest.importorskip("markupsafe", reason="extra plots").Markup

from rightsnlp.evaluation import evaluate_arrays
from rightsnlp.rendering.words import Messages
from rightsnlp.reporting.page.sentences import Words, ltr, name, shown_gaps

EN, AR = Words(Messages("en")), Words(Messages("ar"))

Y = np.array([1.0] * 44 + [0.0] * 56)
P = np.array([0.9] * 19 + [0.1] * 25 + [0.8] * 13 + [0.2] * 43)


def text(markup: Markup) -> str:
    return markup.striptags().replace("\u00a0", " ")


@pytest.fixture(scope="module")
def report():
    return evaluate_arrays(Y, P, ["hate_speech"], n_resamples=40)


def test_key_figures_are_said_in_words_with_n_and_interval(report) -> None:
    said = [text(sentence) for sentence, _ in EN.key_figures(report, "hate_speech", None)]
    assert said[:3] == [
        "Of 44 posts known to be hate speech, the system assigned 19: 43 % [30, 58].",
        "Of 32 posts that the system assigned, 19 rightly: 59 % [42, 74].",
        "Of 56 posts known not to be hate speech, the system wrongly assigned 13: 23 % [14, 36].",
    ]
    assert said[3].startswith("Ranked by probability: average precision 0.")
    assert "random order would reach about 0.440" in said[3]


def test_key_figures_are_said_in_arabic(report) -> None:
    said = [text(sentence) for sentence, _ in AR.key_figures(report, "hate_speech", None)]
    assert said[0] == "من المنشورات التي يصحّ عليها الوسم وعددها 44، وسم النظام 19: 43 % [30, 58]."


def test_what_was_left_to_people_is_said_only_where_something_was() -> None:
    words = np.where(P > 0.5, "assigned", np.where(P < 0.15, "review", "not_assigned"))[:, None]
    left = evaluate_arrays(Y, P, ["hate_speech"], decisions=words, n_resamples=40)
    said = " ".join(text(sentence) for sentence, _ in EN.key_figures(left, "hate_speech", "ours"))
    assert "ours assigned or sent to a person 44: 100.0 %" in said
    assert "Of 100 posts, ours decided 75 itself and left 25 to people: 75 % [66, 82] decided." in said


def test_thresholds_are_told_and_a_missing_one_too(report) -> None:
    assert text(EN.threshold(report, "hate_speech")) == "Assigned from a probability of 0.5 on."
    none = evaluate_arrays(Y, P, ["hate_speech"], thresholds=math.nan, n_resamples=5)
    assert text(EN.threshold(none, "hate_speech")).startswith("No threshold met the aim")
    given_words = np.where(P > 0.5, "assigned", "not_assigned")[:, None]
    told = evaluate_arrays(Y, None, ["hate_speech"], decisions=given_words, n_resamples=5)
    assert not EN.threshold(told, "hate_speech")


def test_gaps_are_sorted_by_what_they_mean() -> None:
    answers = np.column_stack([Y, np.full(100, np.nan), np.zeros(100)])
    report = evaluate_arrays(
        answers, np.column_stack([P, P, P]), ["hate_speech", "incitement", "spam"], n_resamples=40
    )
    missing, remarks = ([text(sentence) for sentence in part] for part in EN.gaps(report))
    assert "incitement (claim): no figure at all: no post has a known answer." in missing
    assert any(line.startswith("spam: recall, F1, ") and "undefined: no positive" in line for line in missing)
    assert any("mean of labels (macro)" in line and "without incitement" in line for line in remarks)


def test_only_gaps_that_are_shown_and_not_small_are_told_the_widest_first() -> None:
    row = {
        "column": "language", "slice": "ar", "posts": 90, "label": "hate_speech", "metric": "recall", "value": 0.5,
        "low": 0.4, "high": 0.6, "n": 90, "support": 90, "small": False, "reference": "(all others)", "gap": -0.1,
        "gap_low": -0.2, "gap_high": -0.05, "reason": None,
    }  # fmt: skip
    frame = pd.DataFrame(
        [
            row,
            row | {"slice": "he", "gap": 0.3, "gap_low": 0.1, "gap_high": 0.5},
            row | {"slice": "small", "small": True},
            row | {"slice": "unsure", "gap_high": 0.05},
            row | {"slice": "unknown", "gap_low": math.nan, "gap_high": math.nan},
        ]
    )
    told = shown_gaps(frame)
    assert [one["slice"] for one in told] == ["he", "ar"]
    assert text(EN.slice_gap(told[1])) == (
        "language ar: recall of hate speech is 0.500 (n = 90), that is 0.100 [0.050, 0.200] below all others."
    )
    assert "أدنى من كل ما عداها بمقدار 0.100 [0.050, 0.200]" in text(AR.slice_gap(told[1]))


@given(st.text())
def test_no_name_gets_markup_into_the_page(hostile: str) -> None:
    for shown in (
        name(hostile),
        ltr(hostile),
        EN.say("slices", "caption_alone", column=hostile),
        EN.metric(hostile),
    ):
        inside = (
            str(shown).replace("<bdi>", "").replace("</bdi>", "").replace('<bdi dir="ltr" class="num">', "")
        )
        assert "<" not in inside
        assert ">" not in inside
