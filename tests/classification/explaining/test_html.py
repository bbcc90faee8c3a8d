"""The page shows the original text, shades whole words, escapes what comes from outside, and can be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.classification.explaining.explanation import Explanation, explain_case
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.rendering.escapes import with_hidden
from rightsnlp.rendering.numbers import typeset_signed
from rightsnlp.taxonomy import Taxonomy

CSS = (
    resources.files("rightsnlp.classification.explaining")
    .joinpath("explanation.css")
    .read_text(encoding="utf-8")
)
TAXONOMY = Taxonomy.from_dict(
    {
        "name": "t",
        "version": "1",
        "labels": [
            {"name": "night", "title": {"en": "Night", "ar": "ليل"}},
            {"name": "removed", "reads": ["text", "report"], "needs_any": ["report"]},
        ],
    }
)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</section></div><style>*{display:none}</style>",
    "&lt;b&gt; &amp; &#60;",
    "<!-- a comment",
    "bad\u202enight\u2066 \x1b[2J \0 \ud800",
]


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    posts = ["good day", "يوم جميل", "bad night", "ليلة سيئة"] * 10
    Y = [[0, 0], [0, 1], [1, 0], [1, 1]] * 10
    cases = {"text": posts, "report": posts}
    import pandas as pd

    return LinearClassifier(labels=TAXONOMY, features=HashedNgrams(bits=12)).fit(pd.DataFrame(cases), Y)


class Page(HTMLParser):
    """What a browser would see: tags, and the text of posts and of the shaded words in them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[tuple[str, str]] = []
        self.posts: list[str] = []
        self.shaded: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        kind = dict(attrs).get("class") or ""
        self.open.append((tag, kind))
        if kind == "post":
            self.posts.append("")
        elif tag == "mark" and self._in_post():
            self.shaded.append(("", kind))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self._in_post():
            self.posts[-1] += data
            if any(tag == "mark" for tag, _ in self.open):
                self.shaded[-1] = (self.shaded[-1][0] + data, self.shaded[-1][1])

    def _in_post(self) -> bool:
        return any(kind == "post" for _, kind in self.open)


def page(explanation: Explanation, language: str = "en") -> Page:
    return Page(explanation.to_html(language))  # type: ignore[arg-type]


def visible(text: str) -> str:
    return "".join(part for part, _ in with_hidden(text))


@pytest.mark.parametrize("text", ["ليلةٌ سيّئة, a bad night!", *HOSTILE])
def test_the_original_text_is_shown_and_nothing_in_it_is_a_tag(model: LinearClassifier, text: str) -> None:
    seen = page(explain_case(model, text, "night"))
    assert seen.posts == [visible(text)]
    assert seen.tags <= {
        "style", "section", "h3", "h4", "p", "div", "span", "mark", "bdi", "table", "tr", "th", "td",
    }  # fmt: skip
    assert seen.attributes <= {"class", "lang", "dir", "title"}
    assert seen.open == []


@settings(max_examples=60, deadline=None)
@given(text=st.text(st.characters(), max_size=60))
def test_any_text_is_shown_as_it_is(model: LinearClassifier, text: str) -> None:
    seen = page(explain_case(model, text, "night"))
    # A parser reads a carriage return as a line break; here it is named before it gets there.
    assert seen.posts == ([visible(text)] if text else [])
    assert seen.open == []


def test_a_hostile_label_title_is_escaped(model: LinearClassifier) -> None:
    taxonomy = Taxonomy.from_dict({
        "name": "t", "version": "1", "labels": [{"name": "<script>", "title": {"en": "<img src=x>"}}],
    })  # fmt: skip
    model = LinearClassifier(labels=taxonomy, features=HashedNgrams(bits=8)).fit(["a", "b"] * 9, [0, 1] * 9)
    assert "<img" not in explain_case(model, "a", "<script>").to_html()


def test_whole_words_are_shaded(model: LinearClassifier) -> None:
    text = "كانت ليلة سيئة وليست يومًا جميلًا, a good day"
    shaded = page(explain_case(model, text, "night")).shaded
    assert shaded
    assert {word for word, _ in shaded} <= set(text.split())


def test_for_and_against_differ_by_more_than_colour(model: LinearClassifier) -> None:
    kinds = dict(page(explain_case(model, "good bad", "night")).shaded)
    assert kinds["bad"].startswith("for ")
    assert kinds["good"].startswith("against ")
    assert "text-decoration-style: solid" in CSS
    assert "text-decoration-style: dotted" in CSS


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_has_its_direction_and_the_post_its_own(
    model: LinearClassifier, language: str, direction: str
) -> None:
    html = explain_case(model, "ليلة", "night").to_html(language)  # type: ignore[arg-type]
    assert f'lang="{language}" dir="{direction}"' in html
    assert '<div class="post" dir="auto">' in html


def test_the_sum_the_probability_and_the_threshold_are_shown(model: LinearClassifier) -> None:
    found = explain_case(model, "bad night", "night")
    text = re.sub("<style>.*?</style>|<[^>]+>", " ", found.to_html(), flags=re.DOTALL).replace("−", "-")
    for value in (found.intercept, found.fields[0].total, found.logit):
        assert typeset_signed(value, 2).replace("−", "-") in text
    assert f"{found.decision.probability:.2f}" in text
    assert "Night: assigned" in text


def test_where_the_case_lacks_what_the_label_needs_nothing_is_shaded(model: LinearClassifier) -> None:
    html = explain_case(model, "bad night", "removed").to_html()
    assert "<mark" not in html
    assert "Needed, one of: Report" in html
    assert "nan" not in html


def test_a_megabyte_is_cut_where_it_is_shown_and_not_where_it_counts(model: LinearClassifier) -> None:
    found = explain_case(model, "bad night " * 20_000, "night")
    assert len(found.to_html()) < 200_000
    assert "characters: 195,0" in found.to_html()
    assert found.intercept + found.fields[0].total == pytest.approx(found.logit, rel=5e-3)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_text_can_be_read_on_its_ground_in_light_and_dark() -> None:
    themes = [
        dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block))
        for block in CSS.split("{")
        if "--page:" in block
    ]
    assert len(themes) == 3
    assert themes[1] == themes[2]
    for theme in themes:
        grounds = [colour for name, colour in theme.items() if re.fullmatch(r"(for|against)-\d", name)]
        assert len(grounds) == 8
        assert all(_contrast(theme["ink"], ground) >= 4.5 for ground in (*grounds, theme["page"]))
        assert _contrast(theme["quiet"], theme["page"]) >= 4.5
        assert all(_contrast(theme[f"{sign}-line"], theme["page"]) >= 3 for sign in ("for", "against"))
