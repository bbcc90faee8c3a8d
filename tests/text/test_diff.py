from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.diff import Step, explain_normalization, render_diff
from rightsnlp.text.normalize import normalize


def test_each_step_that_acted_shows_before_and_after():
    assert explain_normalization("@ahmad القـدس") == [
        Step("mentions", "@ahmad القـدس", "  القـدس"),
        Step("strip_tatweel", "  القـدس", "  القدس"),
        Step("squeeze_whitespace", "  القدس", "القدس"),
    ]


@pytest.mark.parametrize("profile", ["minimal", "search", "social", "camel"])
@given(text=st.text(alphabet="اأقـَ. ٮ5@#_&;\u200b😂Aa", max_size=20))
@settings(max_examples=100, deadline=None)
def test_the_steps_lead_from_the_text_to_its_normal_form(profile, text):
    steps = explain_normalization(text, profile)

    assert [text, *(step.after for step in steps)] == [
        *(step.before for step in steps),
        normalize(text, profile),
    ]
    assert all(step.before != step.after for step in steps)


def test_nothing_to_do_shows_nothing():
    assert explain_normalization("القدس", "minimal") == []
    assert render_diff([]) == ""


def test_an_unknown_profile_is_refused():
    with pytest.raises(InvalidArgumentError, match="profile: got 'x'"):
        explain_normalization("القدس", "x")


def test_a_terminal_gets_every_text_in_a_right_to_left_isolate():
    lines = render_diff([Step("fold_alef", "أ", "ا")]).splitlines()

    assert lines == ["fold_alef", "  - \u2067أ\u2069", "  + \u2067ا\u2069"]


@pytest.mark.parametrize("control", ["\x1b[31m", "\u202e", "\u2069", "\n", "\x9b", "\0", "\ud800"])
def test_a_post_cannot_steer_the_terminal_or_the_page(control):
    steps = [Step("x", f"a{control}", "a")]
    code = f"<U+{ord(control[0]):04X}>"

    for shown in (render_diff(steps).replace("\u2067", "").replace("a\u2069", "a").replace(">\u2069", ">"),
                  explain_with(steps)._repr_html_()):  # fmt: skip
        assert control[0] not in shown.replace("\n  - ", "").replace("\n  + ", "")
        assert code in html.unescape(shown)


def test_a_notebook_gets_a_table_right_to_left_with_the_changes_marked():
    table = explain_normalization("<b>أ</b>", "camel")._repr_html_()

    assert table.count('dir="rtl"') == 2
    assert "&lt;b&gt;<del>أ</del>&lt;/b&gt;" in table
    assert "&lt;b&gt;<ins>ا</ins>&lt;/b&gt;" in table


def test_a_very_long_text_is_shown_without_comparing():
    table = explain_normalization("أ" * 3_000, "camel")._repr_html_()

    assert re.findall("<(?:del|ins)>", table) == []


def explain_with(steps):
    found = explain_normalization("")
    found.extend(steps)
    return found
