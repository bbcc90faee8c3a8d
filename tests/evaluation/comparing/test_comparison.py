"""The result of a comparison in words, in both languages."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.rendering.direction import without_marks
from rightsnlp.rendering.reasons import Reason

UNDEFINED = Reason.of("undefined_for_system", system="ours", reason=Reason("nothing_assigned"))
COMPARISON = Comparison(
    "ours", "theirs", "hate_speech", "f1", 0.6, 0.5, 0.1, 0.02, 0.18, 0.004, 0.012, 500, 3, 0.05,
    "approximate_randomisation", "holm",
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "ours has a higher, that is better, hate_speech F1 than theirs: 0.600 against 0.500, difference +0.100"),
        ({"metric": "brier"}, "ours has a higher, that is worse, hate_speech Brier score than theirs"),
        ({"difference": -0.1, "low": -0.18, "high": -0.02}, "-0.100 [-0.180, -0.020] (p = 0.012, Holm over 3"),
        ({"p_adjusted": 0.3, "low": -0.02}, "n = 500). A difference of up to 0.180 is not ruled out."),
        ({"difference": math.nan, "reason": UNDEFINED}, "F1: undefined for ours (nothing was assigned)."),
        ({"n_comparisons": 1, "p_adjusted": 0.0001}, "(p < 0.001, approximate randomisation, n = 500)."),
    ],
)  # fmt: skip
def test_comparisons_are_said_in_english(change: dict[str, object], said: str) -> None:
    assert said in replace(COMPARISON, **change).sentence()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "نتيجة ours أعلى، أي أفضل، من نتيجة theirs في مقياس F1 (خطاب كراهية): 0.600 مقابل 0.500"),
        ({"metric": "brier"}, "نتيجة ours أعلى، أي أسوأ، من نتيجة theirs في درجة براير"),
        ({"difference": -0.1, "low": -0.18, "high": -0.02}, "نتيجة ours أدنى، أي أسوأ،"),
        ({"p_adjusted": 0.3, "low": -0.02}, "ولا يُستبعد فرق يصل إلى 0.180."),
        ({"difference": math.nan, "reason": UNDEFINED}, "لم يوسم شيء"),
        ({"n_comparisons": 1, "p_adjusted": 0.0001}, "p < 0.001، اختبار التبديل"),
    ],
)  # fmt: skip
def test_comparisons_are_said_in_arabic(change: dict[str, object], said: str) -> None:
    sentence = replace(COMPARISON, **change).sentence("ar")
    assert said in without_marks(sentence)
    assert "{" not in sentence


def test_every_number_in_arabic_keeps_its_own_direction() -> None:
    for part in ("0.600", "+0.100 [+0.020, +0.180]", "p = 0.012", "n = 500"):
        assert f"\u2068{part}\u2069" in COMPARISON.sentence("ar")


def test_plain_data_has_the_reason_as_a_code_and_the_sentence() -> None:
    data = replace(COMPARISON, difference=math.nan, reason=UNDEFINED).to_dict()
    assert data["difference"] is None
    assert data["reason"] == {
        "code": "undefined_for_system",
        "system": "ours",
        "reason": {"code": "nothing_assigned"},
    }
    assert COMPARISON.to_dict()["shown"] is True
