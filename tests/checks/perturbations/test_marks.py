"""Tatweel, length, vowel signs and signs between letters come to a word; its letters stay."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.checks.perturbations.catalogue import PERTURBATIONS
from rightsnlp.checks.perturbations.marks import BETWEEN_LETTERS

words = st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ\u064e\u0651", min_size=1, max_size=9)
posts = st.lists(words, max_size=8).map(" ".join)
seeds = st.integers(0, 100)


def written(name, text, seed=0):
    return PERTURBATIONS[name](text, seed=seed, strength=1.0)


@settings(deadline=None)
@given(posts, seeds)
def test_tatweel_goes_and_the_text_is_as_it_was(text, seed):
    out = written("tatweel", text, seed)
    assert out.replace("ـ", "") == text
    assert not re.search("[ادذرزوأإآؤةىء][\u064b-\u0652]*ـ", out)  # these join no letter after them


@settings(deadline=None)
@given(posts, seeds)
def test_a_long_vowel_is_written_three_times_or_more(text, seed):
    out = written("elongation", text, seed)
    assert re.sub(r"(.)\1*", r"\1", out) == re.sub(r"(.)\1*", r"\1", text)
    for new, old in zip(out.split(), text.split(), strict=True):
        assert new == old or re.search(r"([اويى])\1\1", new)


@settings(deadline=None)
@given(posts, seeds)
def test_signs_between_letters_go_and_the_letters_are_as_they_were(text, seed):
    out = written("split_letters", text, seed)
    signs = f"[{re.escape(''.join(BETWEEN_LETTERS))}]"
    assert re.sub(signs, "", out) == re.sub(signs, "", text)


def test_words_parted_by_spaces_stay_apart():
    spaced = [out for seed in range(60) if "  " in (out := written("split_letters", "كتب على الجدار", seed))]
    assert spaced
    for out in spaced:
        assert [word.replace(" ", "") for word in re.split(" {2,}", out.strip())] == ["كتب", "على", "الجدار"]


@settings(deadline=None)
@given(posts, seeds)
def test_vowel_signs_go_and_the_letters_are_as_they_were(text, seed):
    marks = "[\u064b-\u0652]"
    assert re.sub(marks, "", written("diacritics", text, seed)) == re.sub(marks, "", text)


def test_only_signs_that_the_spelling_leaves_no_choice_about():
    assert written("diacritics", "مدينة") == "مدين\u064eة"
    assert written("diacritics", "إنسان") == "إ\u0650نس\u064eان"
    assert written("diacritics", "شكرا") == "شكر\u064bا"
    assert written("diacritics", "كتابا") == "كت\u064eابا"  # the last may be a tanwin
    assert written("diacritics", "حياة") == "حي\u064eاة"
    # Active or passive, article or verb, silent alef: the spelling does not tell.
    silent = "قتل بالبيت والبيت وبالاسم قتلوا مائة"
    assert written("diacritics", silent) == silent
    assert written("diacritics", "مدِينة") == "مدِينة"  # who writes signs has written them
