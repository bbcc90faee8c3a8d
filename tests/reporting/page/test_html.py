"""The report is one safe file with the same content in both languages."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("jinja2", reason="extra plots")

from rightsnlp.evaluation import evaluate_arrays, over_enforcement_table, slice_metrics
from rightsnlp.exceptions import InvalidArgumentError, MissingExtraError
from rightsnlp.reporting.page.content import Drawing, ReportContent
from rightsnlp.reporting.page.html import render_html

from .example_report import example_content

VOID = {"meta", "link", "img", "br", "circle", "path"}
HOSTILE = "</script><script>alert(1)</script><b onclick='x'>\"&"


class Outline(HTMLParser):
    """Checks that tags are closed in order, and counts what stands in each language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.counts: dict[str, dict[str, int]] = {"en": {}, "ar": {}}
        self.addresses: list[str] = []
        self.styled: list[str] = []
        self._language = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "div" and given.get("class") == "language":
            self._language = str(given["id"])
        if self._language:
            counts = self.counts[self._language]
            counts[tag] = counts.get(tag, 0) + 1
        self.ids += [str(given["id"])] if "id" in given else []
        self.addresses += [str(given[key]) for key in ("href", "src", "action", "data") if key in given]
        self.styled += [name for name in given if name == "style" or name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, self.getpos()


@pytest.fixture(scope="module")
def content() -> ReportContent:
    return example_content()


@pytest.fixture(scope="module")
def page(content: ReportContent) -> str:
    return render_html(content)


def plain(page: str, language: str) -> str:
    """Return the words of one language."""
    block = re.split(r'<div class="language" id="\w+"', page)[1 + ["en", "ar"].index(language)]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", block))


def test_tags_are_closed_and_identifiers_are_given_once(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    assert len(outline.ids) == len(set(outline.ids))


def test_both_languages_hold_the_same_parts(page: str) -> None:
    english, arabic = Outline(page).counts.values()
    for tag in (
        "section",
        "table",
        "caption",
        "tr",
        "th",
        "td",
        "article",
        "figure",
        "img",
        "pre",
        "li",
        "svg",
    ):
        assert english[tag] == arabic[tag], tag


def test_the_page_refers_to_nothing_outside_itself(page: str) -> None:
    outline = Outline(page)
    assert {address.partition(":")[0] for address in outline.addresses if not address.startswith("#")} == {
        "data"
    }
    assert {address[1:] for address in outline.addresses if address.startswith("#")} <= set(outline.ids)
    assert "url(" not in page
    assert "@import" not in page


def test_only_the_one_style_and_script_are_admitted(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'").split("; ")
    assert rules[0] == "default-src 'none'"
    for tag in ("style", "script"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in rules
    assert "unsafe" not in policy[1]
    assert Outline(page).styled == []


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_opens_in_the_language_that_was_asked_for(
    content: ReportContent, language: str, direction: str
) -> None:
    page = render_html(content, language)
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert re.findall(r'id="(\w+)" lang="\w+" dir="\w+" data-default', page) == [language]


def test_another_language_is_refused(content: ReportContent) -> None:
    with pytest.raises(InvalidArgumentError, match="default_language"):
        render_html(content, "fr")


def test_without_jinja_the_extra_is_named(content: ReportContent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'rightsnlp\[plots\]'"):
        render_html(content)


def test_names_from_data_cannot_become_markup() -> None:
    Y, P = np.array([1.0, 1, 0, 0, 0, 0]), np.array([0.9, 0.4, 0.6, 0.1, 0.1, 0.2])
    column = pd.Series([HOSTILE, "b"] * 3, name=HOSTILE)
    report = evaluate_arrays(
        Y,
        P,
        [HOSTILE],
        n_resamples=5,
        split=HOSTILE,
        legitimate={HOSTILE: np.ones(6, bool)},
        model={"name": HOSTILE},
    )
    hostile = ReportContent(
        title=HOSTILE,
        names=(HOSTILE,),
        systems=(report,),
        slices=slice_metrics(Y, P, [HOSTILE], column, n_resamples=5),
        over_enforcement=over_enforcement_table(Y, P, [HOSTILE], column, "b", n_resamples=5),
        figures=(Drawing(HOSTILE, {"en": "<svg/>"}, {"en": HOSTILE}),),
        methods={"en": HOSTILE},
        citation=HOSTILE,
        command=HOSTILE,
    )
    page = render_html(hostile)
    outline = Outline(page)
    assert outline.open == []
    assert outline.styled == []
    assert page.count("<script>") == 1
    assert "alert(1)</script>" not in page


def test_a_figure_stands_in_the_page_as_an_image_with_its_own_words(content: ReportContent) -> None:
    svg = '<svg xmlns="x"><a/></svg>'
    page = render_html(replace(content, figures=(Drawing("confusion", {"en": svg}, {"en": "19 & 25"}),)))
    assert page.count('alt="19 &amp; 25"') == 2
    data = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert data is not None
    assert base64.b64decode(data[1]).decode() == svg


def test_what_is_lacking_is_said_and_has_no_heading() -> None:
    report = evaluate_arrays([1, 1, 0, 0], [0.9, 0.4, 0.2, 0.1], ["spam"], n_resamples=20)
    page = render_html(ReportContent("title", ("ours",), (report,)))
    for words in ("No functional tests were run.", "No slices: ", "No test of robustness", "No other system"):
        assert words in plain(page, "en")
    assert "لم تُجرَ اختبارات وظيفية." in plain(page, "ar")
    found = set(re.findall(r'<section id="(\w+)-en"', page))
    assert found == {"summary", "gaps", "metrics", "glossary", "signature"}


def test_every_part_is_there_when_it_is_given(page: str) -> None:
    found = re.findall(r'<section id="(\w+)-en"', page)
    assert found == [
        "summary", "gaps", "metrics", "comparisons", "slices", "over_enforcement", "functional", "robustness",
        "figures", "methods", "glossary", "signature",
    ]  # fmt: skip


def test_small_slices_are_marked_and_not_hidden(page: str) -> None:
    small = re.search(r"<th scope=\"row\"><bdi>خليجية</bdi> <b class=\"badge small\">small</b>", page)
    assert small is not None


def test_a_failure_is_told_with_what_it_means_in_the_readers_language(page: str) -> None:
    assert "4 of 10 wrong, 4 of these in review. A threat would be missed." in plain(page, "en")
    assert "أخطاء 4 من 10، منها للمراجعة 4. يفوت النظامَ تهديد." in plain(page, "ar")


def test_perturbations_have_names_in_both_languages(page: str) -> None:
    assert "dropped dots" in plain(page, "en")
    assert "حروف بلا نقاط" in plain(page, "ar")


def test_the_page_is_the_same_every_time(content: ReportContent, page: str) -> None:
    assert render_html(content) == page
