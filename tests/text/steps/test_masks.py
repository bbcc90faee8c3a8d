from __future__ import annotations

import pytest

from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.steps.masks import TOKENS, mask, mask_placeholders


def masked(kind, text):
    found = mask(kind, keep_token=True)
    assert found.rewrite(text) == apply_edits(text, found.edits(text))
    return found.rewrite(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("url", "https://example.org/a_(b)?c=d#e"), ("url", "HTTP://EXAMPLE.ORG"), ("url", "www.example.org"),
        ("url", "t.co/abc"), ("url", "news.example.ps"), ("url", "youtu.be/x-y_z"),
        ("email", "first.last+tag@mail.example.org"),
        ("user", "@a"), ("user", "@Some_One99"), ("user", "@name.surname"), ("user", "@a@b"),
        ("phone", "0599123456"), ("phone", "+972-54-123-4567"), ("phone", "+970 (59) 912 3456"),
        ("phone", "٠٥٩٩ ١٢٣ ٤٥٦"), ("phone", "00201001234567"),
    ],
)  # fmt: skip
def test_all_of_it_becomes_one_token(kind, text):
    assert masked(kind, text) == f" {TOKENS[kind]} "
    assert masked(kind, f"شوف {text} هون") == f"شوف  {TOKENS[kind]}  هون"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("url", "انتهى.بدأ"), ("url", "file.pdf"), ("url", "3.14"), ("url", "a.b"), ("url", "http"), ("email", "a@b"),
        ("email", "@name"), ("user", "a@b"), ("user", "@ "), ("user", "@محمد"), ("phone", "1948-1967"),
        ("phone", "2023"), ("phone", "12345678"), ("phone", "0.5"), ("phone", "05/10/2023"), ("phone", "x0599123456"),
    ],
)  # fmt: skip
def test_what_only_looks_like_it_stays(kind, text):
    assert masked(kind, text) == text


def test_dropping_leaves_one_space_so_that_words_stay_apart():
    assert mask("user", keep_token=False).rewrite("قبل@user بعد") == "قبل  بعد"


@pytest.mark.parametrize(
    ("written", "token"),
    [
        ("URL", "url"), ("@url", "url"), ("HTTPURL", "url"), ("[رابط]", "url"), ("USER", "user"), ("@USER", "user"),
        ("@user", "user"), ("USERNAME", "user"), ("مستخدم@", "user"), ("@مستخدم", "user"), ("[مستخدم]", "user"),
    ],
)  # fmt: skip
def test_placeholders_of_corpora_become_our_tokens(written, token):
    assert mask_placeholders(keep_token=True).rewrite(written) == f" {TOKENS[token]} "


@pytest.mark.parametrize("noise", ["<LF>", "RT", "RT:"])
def test_placeholders_for_nothing_become_a_space(noise):
    assert mask_placeholders(keep_token=True).rewrite(noise) == " "


@pytest.mark.parametrize("word", ["SORT", "CURLY", "user", "url", "rt", "مستخدم", "URLS", "USERS", "xUSER"])
def test_words_that_hold_a_placeholder_stay(word):
    assert list(mask_placeholders(keep_token=True).edits(word)) == []
