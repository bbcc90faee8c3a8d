"""What comes from outside cannot drive a terminal, nor be markup in Markdown; what is harmless stays as it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.rendering.escapes import code_span, markdown_text, terminal_text, with_hidden


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a\u202eb", ["RLO"]),
        ("\u2066a\u2069", ["LRI", "PDI"]),
        ("سلام\u200f.", ["RLM"]),
        ("\x1b[31m", ["U+001B"]),
        ("a\0b\r\u2028", ["U+0000", "U+000D", "U+2028"]),
        ("\ud800", ["U+D800"]),
        ("a\ufeff\u200b\u00ad", ["BOM", "ZWSP", "SHY"]),
        ("می\u200cخواهم", []),
        ("👩\u200d👧", []),
        ("\u0601\u06dd", []),
        ("line\n\tnext", []),
    ],
)
def test_what_would_only_be_felt_is_named(text: str, names: list[str]) -> None:
    assert [part for part, hidden in with_hidden(text) if hidden] == names


@given(st.text(st.characters()))
def test_what_is_seen_is_left_as_it_was(text: str) -> None:
    parts = list(with_hidden(text))
    seen = iter(text)
    assert all(any(c == s for s in seen) for part, hidden in parts if not hidden for c in part)
    assert sum(1 if hidden else len(part) for part, hidden in parts) == len(text)


@given(st.text())
def test_a_terminal_gets_one_line_without_control_characters(text: str) -> None:
    shown = terminal_text(text)
    assert not any(hidden for _, hidden in with_hidden(shown))
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hate_speech", "hate_speech"),
        ("_hate_", r"\_hate\_"),
        ("snake__case", r"snake\_\_case"),
        ("0.5 [0.4, 0.6]", "0.5 [0.4, 0.6]"),
        ("[−0.025, +0.100]", "[−0.025, +0.100]"),
        ("[0.4, 0.6](x)", r"\[0.4, 0.6\](x)"),
        ("[0.4]: x", r"\[0.4\]: x"),
        ("rate[news]", "rate[news]"),
        ("rate[news](x)", r"rate\[news\](x)"),
        ("rate[_news_]", r"rate\[\_news\_\]"),
        ("![x](y)", r"!\[x\](y)"),
        ("<b>&amp;", "&lt;b>&amp;amp;"),
        ("a|b*c`d~e", r"a\|b\*c\`d\~e"),
        ("back\\slash", r"back\\slash"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("> quote", r"\> quote"),
        ("-0.025", "-0.025"),
        ("https://x.y www.x.y", r"https:\//x.y www\.x.y"),
        ("two\nlines", "two lines"),
        ("خطاب_كراهية", "خطاب_كراهية"),
    ],
)
def test_markdown_shows_a_text_as_it_stands(text: str, shown: str) -> None:
    assert markdown_text(text) == shown


def test_code_ends_where_it_should() -> None:
    assert code_span("a ` b\n`` c") == "`a  b  c`"
