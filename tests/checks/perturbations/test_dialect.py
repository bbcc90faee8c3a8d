"""The same words as a dialect or as Arabizi writes them."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.checks.perturbations.catalogue import PERTURBATIONS
from rightsnlp.checks.perturbations.dialect import ARABIZI_LETTERS, dialect_spellings
from rightsnlp.text.lexicon import fold

posts = st.lists(st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ", min_size=1, max_size=9), max_size=8).map(
    " ".join
)
DENIALS = {fold(word) for word in ("لا", "لم", "لن", "ما", "ليس", "ليست", "مش", "مو", "غير", "بدون")}


def outcomes(text):
    return {PERTURBATIONS["dialect_spellings"](text, seed=seed, strength=1.0) for seed in range(200)}


def test_a_word_is_written_as_some_dialect_writes_it():
    assert outcomes("هذا") == {"هاد", "هيدا"}
    assert {"ليش", "ليه"} <= outcomes("لماذا")
    assert outcomes("شجرة") == {"شجرة"}


def test_a_post_stays_in_one_dialect():
    assert outcomes("هذا لماذا الآن") >= {"هاد ليش هلأ", "هيدا ليش هلق"}
    assert all(not ("هيدا" in out and "هلأ" in out) for out in outcomes("هذا لماذا الآن"))


def test_conjunction_and_article_stay_before_the_word():
    assert outcomes("وهذا") == {"وهاد", "وهيدا"}
    assert "والكدب" in outcomes("والكذب")
    assert outcomes("المثل") == {"المثل"}  # the proverb is not the particle


def test_vowel_signs_and_hamza_do_not_hide_a_word():
    assert outcomes("هٰذا") == {"هاد", "هيدا"}
    assert outcomes("إذا") == outcomes("اذا") == {"ازا"}


def test_the_table_holds_no_denial_and_no_empty_cell():
    for table in dialect_spellings():
        for spellings in table.values():
            for word, options in spellings.items():
                assert word
                for option in options:
                    assert option.strip() == option != ""
                    assert fold(option) not in DENIALS
    assert not DENIALS & {fold(word) for spellings in dialect_spellings()[0].values() for word in spellings}


@settings(deadline=None)
@given(posts, st.integers(0, 50))
def test_arabizi_leaves_no_arabic_letter_and_needs_no_strength(text, seed):
    one = PERTURBATIONS["arabizi"]
    out = one(text, seed=seed, strength=1.0)
    assert one(text, seed=seed, strength=0.1) == out
    assert re.fullmatch(r"[a-z0-9 ]*", out)


def test_a_writer_of_arabizi_keeps_one_habit():
    for seed in range(20):
        out = PERTURBATIONS["arabizi"]("شمس شارع شباب", seed=seed)
        assert len({re.match("sh|ch", word).group() for word in out.split()}) == 1


def test_arabizi_reads_as_people_write_it():
    outs = {PERTURBATIONS["arabizi"]("والله قالوا حبيبي يا عرب", seed=seed) for seed in range(300)}
    assert "wallh qalo 7bibi ya 3rb" in outs
    assert PERTURBATIONS["arabizi"]("مُحَمَد", seed=1) == "mo7amad"
    assert set(ARABIZI_LETTERS) >= set("ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ")
