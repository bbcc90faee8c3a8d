"""The words in figures are there in both languages and hold the same values."""

from __future__ import annotations

import re
import string

import pytest
from rightsnlp.rendering.plot_labels import check_language, label_title, metric_title, phrase, reason_text

from rightsnlp.evaluation.definitions import LABEL_METRICS
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering import plot_labels
from rightsnlp.rendering.direction import without_marks
from rightsnlp.taxonomy import load_taxonomy

ARABIC = re.compile("[\u0621-\u064a]")


@pytest.mark.parametrize("key", plot_labels._PHRASES)
def test_both_languages_name_the_same_values(key):
    english, arabic = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for text in plot_labels._PHRASES[key]
    )
    assert english == arabic


def test_every_metric_has_an_arabic_name():
    for metric in LABEL_METRICS:
        assert ARABIC.search(metric_title(metric.name, "ar"))
    assert "news" in metric_title("false_positive_rate[news]", "ar")


def test_every_reason_for_an_undefined_figure_is_told_in_arabic():
    for metric in LABEL_METRICS:
        for need in metric.needs:
            assert not re.search("[a-z]{3}", reason_text(need.reason, "ar"))


def test_an_unknown_reason_is_told_as_it_came():
    assert "no case" in reason_text("no case", "ar")
    assert reason_text("", "en") == "undefined: no reason given"


@pytest.mark.parametrize("label", load_taxonomy().names)
def test_a_shipped_label_has_its_title(label):
    for language in ("en", "ar"):
        assert label_title(label, language) == load_taxonomy()[label].title[language]


def test_a_number_in_an_arabic_phrase_keeps_its_order():
    said = phrase("chance", "ar", value="0.180")
    assert "\u20680.180\u2069" in said
    assert without_marks(said).endswith("0.180")


def test_another_language_is_refused():
    with pytest.raises(InvalidArgumentError, match="language"):
        check_language("fr")
