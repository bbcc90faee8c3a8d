from __future__ import annotations

from importlib import resources

import pytest

from rightsnlp.text.lexicon import MINIMUM_COUNT, Lexicon, count_words, fold, rasm, shipped_lexicon


@pytest.fixture
def lexicon():
    return Lexicon({"القدس": 50, "تنتفض": 20, "كتاب": 30, "لا": 90, "ان": 80, "شهيد": 40})


@pytest.mark.parametrize("word", ["كتاب", "الكتاب", "وكتاب", "بالكتاب"])
def test_a_word_is_known_alone_or_after_what_is_written_together_with_it(lexicon, word):
    assert lexicon.known(word)


@pytest.mark.parametrize("word", ["", "تاب", "كتابي", "الل", "وان"])
def test_other_strings_are_not(lexicon, word):
    assert not lexicon.known(word)


def test_words_written_together_part_where_all_of_it_is_known(lexicon):
    assert lexicon.split("القدستنتفض") == ["القدس", "تنتفض"]
    assert lexicon.split("لاالقدس") == ["لا", "القدس"]
    assert lexicon.split("القدسززز") is None
    assert lexicon.split("القدس") is None
    assert lexicon.split("") is None


def test_shards_of_two_letters_part_nothing(lexicon):
    assert lexicon.split("كتابان") is None


def test_words_of_one_shape_are_found_without_their_dots(lexicon):
    assert lexicon.same_shape("سهٮد") == ["شهيد"]
    assert lexicon.same_shape("السهٮد") == ["الشهيد"]
    assert rasm("حمد") == rasm("جمد")


def test_counting_folds_and_drops_what_is_rare():
    assert count_words(["القُدس لنا", "القدس", "هنا"], minimum=2) == {"القدس": 2}


def test_the_shipped_words_are_folded_counted_and_arabic():
    lexicon = shipped_lexicon()

    assert 8_000 < len(lexicon.counts) < 12_000
    assert all(count >= MINIMUM_COUNT for count in lexicon.counts.values())
    assert all(word == fold(word) and word.isalpha() for word in lexicon.counts)


def test_the_shipped_table_says_where_it_is_from():
    table = resources.files("rightsnlp.text") / "data" / "word_counts.tsv"

    assert "Apache-2.0" in table.read_text(encoding="utf-8").partition("\n")[0]
