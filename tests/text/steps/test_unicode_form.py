from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.steps.unicode_form import form_edits, may_change, to_form

FORMS = pytest.mark.parametrize("form", ["NFC", "NFKC"])
# Marks, Hangul and Indic vowels, and signs that decompose to something that joins what stands before.
JOINING = st.text(
    alphabet="aاىו\u0301\u0323\u0653\u0654\u064b\u0651\u05b8\u05bc각가ㅏㄱﾞカ\u09c7\u09be\u0dca…ﷺﻻﹷ\uff21Å\u2126",
    max_size=12,
)


@FORMS
@given(text=JOINING)
@example(text="…\u0338")
def test_edits_write_what_unicodedata_writes(form, text):
    assert apply_edits(text, form_edits(text, form)) == unicodedata.normalize(form, text)


@FORMS
@given(text=st.text())
def test_so_for_any_text(form, text):
    assert apply_edits(text, form_edits(text, form)) == unicodedata.normalize(form, text)
    assert to_form(text, form) == unicodedata.normalize(form, text)


@FORMS
@given(text=JOINING.map(lambda text: text * 400))
def test_long_texts_too(form, text):
    assert to_form(text, form) == unicodedata.normalize(form, text)


@FORMS
@given(text=st.one_of(JOINING, st.text()))
def test_a_text_without_the_characters_of_may_change_is_in_form(form, text):
    changing = set(may_change(form))
    kept = "".join(character for character in text if character not in changing)

    assert unicodedata.is_normalized(form, kept)


@FORMS
def test_so_for_every_pair_with_every_character_that_may_follow(form):
    changing = set(may_change(form))
    others = [chr(code) for code in range(0x30000) if chr(code) not in changing]

    assert unicodedata.is_normalized(form, "".join(others))


def test_only_the_changed_cluster_is_an_edit():
    assert list(form_edits("غزة e\u0301 غزة", "NFC")) == [(4, 6, "é")]
