"""Drift between two periods: found where it is, rarely where it is not, and no person named."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rightsnlp.exceptions import SchemaError
from rightsnlp.monitoring.drift.report import compare_periods
from rightsnlp.monitoring.drift.shifts import category_shift
from rightsnlp.monitoring.drift.words import rising_words, shipped_terms

RNG = np.random.default_rng(8)


def period(n: int, *, platform: float = 0.5, bias: float = 0.0, extra: str = "") -> pd.DataFrame:
    scores = RNG.random(n)
    return pd.DataFrame(
        {
            "platform": np.where(RNG.random(n) < platform, "x", "facebook").astype(object),
            "text": [f"road closed near the town number {i} {extra}" for i in range(n)],
            "p": scores,
            "y": (RNG.random(n) < np.clip(scores + bias, 0, 1)).astype(float),
        }
    )


def compare(before: pd.DataFrame, after: pd.DataFrame):
    return compare_periods(before, after, scores={"hate_speech": "p"}, labels={"hate_speech": "y"})


def moved(report) -> set[tuple[str, str]]:
    return {(shift.kind, shift.name) for shift in report.shifts if shift.p < 0.05}


def test_each_shift_is_found_where_it_is() -> None:
    assert ("input", "platform") in moved(compare(period(800), period(800, platform=0.8)))
    assert moved(compare(period(2000), period(2000, bias=0.15))) == {("calibration", "hate_speech")}
    longer = compare(period(400), period(400, extra="and the water was cut again for the third day"))
    assert ("input", "length") in moved(longer)


def test_a_calibration_that_moved_asks_for_verification_first() -> None:
    assert (
        compare(period(2000), period(2000, bias=0.15)).advice[0].startswith("verify again and calibrate anew")
    )


def test_without_a_shift_a_report_is_rarely_alarmed() -> None:
    alarms = sum(bool(moved(compare(period(200), period(200)))) for _ in range(40))
    assert alarms <= 6


def test_arabic_after_english_is_another_script() -> None:
    arabic = period(100).assign(text="أغلقوا الطريق صباح اليوم")
    assert ("input", "script") in moved(compare(period(100), arabic))


def test_a_rising_name_is_counted_and_not_shown() -> None:
    before, after = ["the road is open"] * 80, ["Zaynab Mirsky was arrested"] * 30 + ["the road is open"] * 50
    found = rising_words(before, [f"{text} {i}" for i, text in enumerate(after)], terms=["arrested"])
    assert [word.word for word in found.shown] == ["arrested"]
    assert found.withheld == 3
    assert "zaynab" not in repr(found)
    assert "zaynab" in repr(rising_words(before, after, show_all=True))


def test_handles_and_links_are_no_words() -> None:
    after = ["@someone see https://example.org/zaynab"] * 30
    assert {word.word for word in rising_words(["a"] * 30, after, show_all=True).shown} == {"see"}


def test_the_list_of_terms_is_folded_as_posts_are() -> None:
    assert {"ازاله", "arrest"} <= shipped_terms() or {"إزالة", "arrest"} <= shipped_terms()


def test_rare_values_are_taken_together() -> None:
    many = [f"v{i}" for i in range(100)]
    assert category_shift("region", many + ["a"] * 300, many[::-1] + ["a"] * 300).p > 0.9


def test_tables_with_nothing_in_common_are_refused() -> None:
    with pytest.raises(SchemaError, match="no field in common"):
        compare_periods(pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]}))
