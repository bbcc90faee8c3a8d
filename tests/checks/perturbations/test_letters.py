"""A letter may change, the word may not become another one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.checks.perturbations.catalogue import PERTURBATIONS
from rightsnlp.checks.perturbations.letters import LOOKALIKES, keyboard_neighbours
from rightsnlp.text.lexicon import fold, rasm, shipped_lexicon

letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ"
words = st.text(letters, min_size=1, max_size=9)
posts = st.lists(words, max_size=8).map(" ".join)
seeds = st.integers(0, 100)


def written(name, text, seed=0):
    return PERTURBATIONS[name](text, seed=seed, strength=1.0)


@settings(deadline=None)
@given(posts, seeds)
def test_without_dots_every_word_keeps_its_shape(text, seed):
    assert rasm(fold(written("dropped_dots", text, seed))) == rasm(fold(text))


def test_a_word_that_would_lose_its_dots_and_become_another_keeps_them():
    assert written("dropped_dots", "ذهب") == "دهٮ"
    # حال, حمل, دم and سعر are words.
    assert written("dropped_dots", "خال جمل ذم شعر") == "خال جمل ذم شعر"


@settings(deadline=None)
@given(posts, seeds)
def test_a_look_alike_stands_for_one_letter_of_a_word(text, seed):
    out = written("look_alikes", text, seed)
    assert len(out) == len(text)
    for new, old in zip(out.split(), text.split(), strict=True):
        changed = [(a, b) for a, b in zip(new, old, strict=True) if a != b]
        assert len(changed) <= 1
        assert all(sign in LOOKALIKES[letter] for sign, letter in changed)


@pytest.mark.parametrize("name", ["persian_letters", "hamza", "teh_marbuta", "alef_maksura"])
@settings(deadline=None)
@given(text=posts, seed=seeds)
def test_spellings_that_readers_do_not_tell_apart_fold_to_the_same_letters(name, text, seed):
    assert fold(written(name, text, seed)) == fold(text)


def test_hamza_teh_marbuta_and_alef_maksura_are_confused_as_people_do():
    assert written("hamza", "مسؤول") == "مسوول"
    assert written("hamza", "أحمد") in {"احمد", "إحمد"}
    assert written("hamza", "المدرسة") == "المدرسة"  # not the article
    assert written("teh_marbuta", "المدرسة") == "المدرسه"
    assert written("teh_marbuta", "هذه") == "هذة"
    assert written("teh_marbuta", "قتله") == "قتله"  # قتلة are killers
    assert written("alef_maksura", "إلى في") == "إلي فى"


@settings(deadline=None)
@given(st.lists(st.text("123456789", min_size=1, max_size=5), max_size=5), seeds)
def test_a_number_keeps_its_value_in_other_digits(numbers, seed):
    text = " ".join(numbers)
    out = written("digits", text, seed)
    assert "".join(str(unicodedata.digit(c)) if c != " " else c for c in out) == text
    assert not set(out) & set("0123456789")


def test_numbers_in_words_and_links_stay():
    assert written("digits", "3rab https://example.org/12 v2") == "3rab https://example.org/12 v2"


@settings(deadline=None)
@given(posts, seeds)
def test_a_slip_hits_a_key_beside_the_one_that_was_meant_inside_a_long_word(text, seed):
    out = written("typing_errors", text, seed)
    for new, old in zip(out.split(), text.split(), strict=True):
        changed = [place for place, (a, b) in enumerate(zip(new, old, strict=True)) if a != b]
        assert len(changed) <= 1
        for place in changed:
            assert 0 < place < len(old) - 1
            assert len(old) >= 5
            assert new[place] in keyboard_neighbours()[old[place]]
            assert not shipped_lexicon().known(fold(new))


def test_a_slip_makes_no_other_word_and_touches_no_denial():
    # القاب is a word, though a rare one, and ا lies beside ل.
    slips = {written("typing_errors", "القلب", seed) for seed in range(100)}
    assert "القاب" not in slips
    assert len(slips) > 2
    for seed in range(50):
        denials = written("typing_errors", "ليسوا وبدون لايوجد ماعندهم", seed).split()
        for new, denial in zip(denials, ("ليس", "وبدون", "لا", "ما"), strict=True):
            assert new.startswith(denial)


def test_words_in_letters_of_other_languages_get_no_slip():
    assert written("typing_errors", "پاکستان چلبونه") == "پاکستان چلبونه"


def test_the_keyboard_is_arabic_101():
    near = keyboard_neighbours()
    assert set(near["ض"]) == set("صش")
    assert set(near["ل"]) == set("فغبار")
    assert set(near["ا"]) == set("غعلتى")
    assert all(letter in near[other] for letter, others in near.items() for other in others)
