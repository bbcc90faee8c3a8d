"""Every word of the catalogue is there in English and in Arabic, and says the same with the same values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest

import rightsnlp
from rightsnlp.evaluation import definitions
from rightsnlp.evaluation.arrays import DECISION_CODES
from rightsnlp.evaluation.comparing.significance import Correction, Test
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.direction import without_marks
from rightsnlp.rendering.words import Messages, label_title, load_words, phrase
from rightsnlp.taxonomy import load_taxonomy

ARABIC = re.compile("[\u0600-\u06ff]")
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
        yield from walk(section, node)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_both_languages_have_every_word() -> None:
    assert [path for path, words in entries() if set(words) != {"en", "ar"}] == []
    assert [path for path, words in entries() if not all(words.values())] == []


def test_arabic_words_are_arabic() -> None:
    bare = {path for path, words in entries() if not ARABIC.search(words["ar"])}
    # Symbols and names of methods are the same in both.
    alike = {
        "text.n",
        "interval_methods.wilson",
        "gaps.remark",
        "plots.system",
        "reasons.several",
        "reasons.said",
    }
    assert bare == alike


def test_both_languages_fill_in_the_same() -> None:
    # Where English says "44 posts", Arabic gives the number alone, so that no noun has to agree with it.
    pairs = {path: (fields(words["en"]), fields(words["ar"])) for path, words in entries()}
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


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_average_test_correction_and_decision_has_words(language: str) -> None:
    words = Messages(language)
    wanted = {
        "averages": ("micro", "macro", "weighted", "samples"),
        "tests": get_args(Test),
        "corrections": get_args(Correction),
        "decisions": DECISION_CODES,
    }
    for section, keys in wanted.items():
        assert all(words(section, key) for key in keys)


@pytest.mark.parametrize("label", load_taxonomy().names)
def test_a_shipped_label_has_its_title(label: str) -> None:
    for language in ("en", "ar"):
        title = load_taxonomy()[label].title[language]
        assert label_title(label, language) == title
        assert Messages(language).label(label).lower() == title.lower()


def test_a_number_in_an_arabic_phrase_keeps_its_order() -> None:
    said = phrase("chance", "ar", value="0.180")
    assert "\u20680.180\u2069" in said
    assert without_marks(said).endswith("0.180")


def test_every_word_is_used() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8")
        for path in Path(rightsnlp.__file__).parent.rglob("*")
        if path.suffix in {".py", ".j2"}
    )
    # Some keys are put together where they are used: by metric, decision, direction or field.
    made = (
        "comparisons",
        "gaps",
        "key",
        "languages",
        "metrics",
        "verdicts",
        "signature",
        "averages",
        "interval_methods",
    )
    unused = [
        path
        for path, _ in entries()
        if path.partition(".")[0] not in made
        and not re.search(rf"""["']{re.escape(path.split(".")[1])}["']""", source)
    ]
    assert unused == []


def test_another_language_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="expected one of en, ar"):
        Messages("fr")
