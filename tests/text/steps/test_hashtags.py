from __future__ import annotations

import pytest

from rightsnlp.text.offsets import apply_edits
from rightsnlp.text.steps.hashtags import split_hashtag_words, split_hashtags


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("#القدس_تنتفض", "# القدس تنتفض"),
        ("#SaveSheikhJarrah", "# Save Sheikh Jarrah"),
        ("#UNRWASchools", "# UNRWA Schools"),
        ("#gaza", "# gaza"),
        ("#__a__b_", "#  a b "),
        ("#غزة#رفح", "# غزة# رفح"),
        ("＃غزة", "＃ غزة"),
        ("#1 # ##", "# 1 # ##"),
        ("כדור#ירושלים_של", "כדור# ירושלים של"),
    ],
)
def test_tags_part_at_underscores_and_camel_case(tag, words):
    assert apply_edits(tag, split_hashtags(tag)) == words


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("#القدستنتفض", "# القدس تنتفض"),
        ("#أنقذواغزة", "# أنقذوا غزة"),
        ("#غزة_تحتالقصف", "# غزة تحت القصف"),
        ("#فلسطين", "# فلسطين"),
        ("#الفلسطينيون", "# الفلسطينيون"),
        ("#زعكلمشتروب", "# زعكلمشتروب"),
        ("#فلس_طين", "# فلسطين"),
        ("#من_هم", "# من هم"),
        ("#SaveGaza", "# Save Gaza"),
        ("#" + "القدس" * 13, "# " + "القدس" * 13),
    ],
)
def test_with_words_tags_also_part_where_the_table_makes_it_plain(tag, words):
    assert apply_edits(tag, split_hashtag_words(tag)) == words


@pytest.mark.parametrize("split", [split_hashtags, split_hashtag_words])
def test_outside_tags_nothing_parts(split):
    assert list(split("القدستنتفض SaveGaza a_b")) == []
