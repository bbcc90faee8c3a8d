"""Where personal data stand, over all kinds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.text.redaction.personal_data import KINDS, find


def _found(text: str) -> list[tuple[str, str]]:
    return [(kind, text[start:end]) for start, end, kind in find(text)]


@pytest.mark.parametrize("digits", ["٠٥٩٩١٢٣٤٥٦", "۰۵۹۹۱۲۳۴۵۶", "０５９９１２３４５６"])
def test_digits_of_other_scripts_are_read(digits: str) -> None:
    assert _found(f"رقمي {digits}") == [("phone", digits)]


def test_direction_marks_do_not_hide_a_number() -> None:
    assert _found("\u202a+970 59\u200f9 123456\u202c") == [("phone", "+970 59\u200f9 123456")]


def test_the_first_rule_that_takes_something_has_it() -> None:
    assert _found("https://example.org/0599123456?m=a@example.org") == [
        ("url", "https://example.org/0599123456?m=a@example.org")
    ]


@pytest.mark.parametrize(
    "text",
    ["#القدس", "#48", "7/10/2023", "2023-10-07", "1948-1967", "سورة 2:191", "قرار 2334", "35,000 شهيد"],
)
def test_what_is_public_is_left(text: str) -> None:
    assert not find(text)


def test_a_number_in_a_hashtag_is_found() -> None:
    assert _found("#رقمي_0599123456") == [("phone", "0599123456")]


@pytest.mark.parametrize("written", [*(f"[{kind}]" for kind in KINDS), "@user_3f9a", "@user_0123a"])
def test_what_redaction_writes_is_not_found_again(written: str) -> None:
    assert not find(f"call {written} 5")


def test_a_handle_that_only_looks_like_a_pseudonym_is_found() -> None:
    assert _found("@user_1234 @user_3F9A @user_zzz1") == [
        ("handle", "@user_1234"), ("handle", "@user_3F9A"), ("handle", "@user_zzz1"),
    ]  # fmt: skip


@given(
    st.text(
        st.one_of(st.sampled_from("0123456789٠١٩+-./ @#_:()[]°'\"Nab,،و\n\u200f"), st.characters(codec=None)),
        max_size=60,
    )
)
def test_finds_lie_in_the_text_in_order_and_none_over_another(text: str) -> None:
    found = find(text)
    assert all(0 <= m.start < m.end <= len(text) and m.kind in KINDS for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
