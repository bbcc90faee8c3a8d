"""Every word of the report is there in English and in Arabic, and says the same with the same values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import numpy as np
import pytest

from rightsnlp.evaluation import definitions, evaluate_arrays
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.words import Messages, load_words

ARABIC = re.compile("[\u0600-\u06ff]")
ARABIC_ALONE = "comparisons"
"""A section whose English words are those of the library itself."""

METRICS = [
    *definitions.LABEL_METRICS,
    definitions.RECALL_WITH_REVIEW,
    definitions.COST,
    definitions.EXACT_MATCH,
    definitions.JACCARD,
]


def entries() -> Iterator[tuple[str, dict[str, str]]]:
    def walk(path: str, node: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
        if "ar" in node and isinstance(node["ar"], str):
            yield path, node
        else:
            for key, value in node.items():
                yield from walk(f"{path}.{key}", value)

    for section, node in load_words().items():
        if section != "reasons":
            yield from walk(section, node)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_every_word() -> None:
    lacking = [path for path, words in entries() if {"en", "ar"} - set(words) and ARABIC_ALONE not in path]
    assert lacking == []
    assert [path for path, words in entries() if not all(words.values())] == []


def test_arabic_words_are_arabic() -> None:
    bare = {path for path, words in entries() if not ARABIC.search(words["ar"])}
    # Symbols and names of methods are the same in both.
    assert bare == {"text.n", "interval_methods.wilson", "gaps.remark"}


def test_both_languages_fill_in_the_same() -> None:
    # Where English says "44 posts", Arabic gives the number alone, so that no noun has to agree with it.
    pairs = {path: (fields(words["en"]), fields(words["ar"])) for path, words in entries() if "en" in words}
    unlike = {
        path
        for path, (english, arabic) in pairs.items()
        if not (english - {"posts", "label"} <= arabic <= english | {"n"})
    }
    assert unlike == set()


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("metric", [metric.name for metric in METRICS] + ["false_positive_rate[news]"])
def test_every_metric_has_a_title_and_a_sentence(metric: str, language: str) -> None:
    named = Messages(language).metric(metric)
    assert named.title != metric or metric in {
        "precision",
        "recall",
        "coverage",
        "risk",
        "specificity",
        "cost",
    }
    assert named.explanation.endswith(".")
    assert "{" not in named.title


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
def test_english_titles_are_those_of_the_metrics_themselves(metric: definitions.Metric) -> None:
    assert Messages("en").metric(metric.name).title == metric.title


@pytest.mark.parametrize(
    "need", [need for metric in (*METRICS, definitions.legitimate_metric("أخبار")) for need in metric.needs]
)
def test_every_reason_is_told_in_arabic(need: definitions.Need) -> None:
    said = Messages("ar").reason(need.reason)
    assert ARABIC.search(said)
    assert not re.search("[a-z]", said)
    assert Messages("en").reason(need.reason) == need.reason


def reasons_in_use() -> list[MetricResult]:
    """Figures of little data with gaps, whose notes are those that the library gives in practice."""
    rng = np.random.default_rng(0)
    Y = np.array(
        [[1, 0, np.nan], [0, 0, np.nan], [1, np.nan, np.nan], [0, 0, np.nan], [0, 1, np.nan], [0, 0, np.nan]]
    )
    P = rng.random((6, 3))
    P[0, 0] = np.nan
    labels = ["hate_speech", "incitement", "wrongful_removal"]
    gappy = evaluate_arrays(
        Y, P, labels, groups=list("aabbcd"), n_resamples=60, legitimate={"news": np.zeros(6, bool)}
    )
    silent = evaluate_arrays(Y, P, labels, thresholds=2.0, n_resamples=60)
    return [result for report in (gappy, silent) for result in report.metrics if result.reason]


def test_reasons_in_use_are_told_in_arabic() -> None:
    found = reasons_in_use()
    assert len({result.reason for result in found}) > 8
    left = {result.reason for result in found if re.search("[a-z]{3}", Messages("ar").reason(result.reason))}
    assert left == {"no known negative in the subset 'news'"}


def test_a_reason_nobody_translated_is_left_as_it_is() -> None:
    assert Messages("ar").reason("the moon was full") == "the moon was full"


def test_reasons_inside_reasons_are_translated_with_the_labels_in_them() -> None:
    said = Messages("ar").reason(
        "undefined for hate_speech, spam (nothing was assigned); no miscalibration shown"
    )
    assert said == "غير معرّف في خطاب كراهية، spam (لم يوسم شيء)؛ لم يظهر خلل في المعايرة"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("reliability-hate_speech", "Reliability diagram – hate speech"),
        ("precision-recall-my-label", "Precision and recall – my-label"),
        (
            "slices-false_positive_rate-incitement",
            "Figures by slice – false-positive rate – incitement (claim)",
        ),
        ("confusion", "Right and wrong decisions"),
        ("sunspots", "sunspots"),
    ],
)
def test_figures_are_titled_by_kind_metric_and_label(name: str, title: str) -> None:
    assert Messages("en").drawing(name).title == title


def test_another_language_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="expected one of en, ar"):
        Messages("fr")
