"""Counts, shares, times and changes: the sample's known figures, and other people's implementations."""

from __future__ import annotations

import datetime
import math
from typing import Any

import numpy as np
import pytest

from rightsnlp.exceptions import SchemaError
from rightsnlp.monitoring.cases import CaseTable
from rightsnlp.monitoring.statistics.breaks import SeriesBreak, break_between, read_breaks
from rightsnlp.monitoring.statistics.counts import CountTable, count_by
from rightsnlp.monitoring.statistics.fields import field_of
from rightsnlp.monitoring.statistics.periods import compare_counts, count_ratio
from rightsnlp.monitoring.statistics.shares import SHARES, shares_of
from rightsnlp.monitoring.statistics.times import Durations, durations_of, log_rank, median_time


def test_the_known_counts_by_quarter(sample: CaseTable, known: dict[str, Any]) -> None:
    table = count_by(field_of(sample, "platform"), field_of(sample, "period"))
    assert dict(zip(table.column_values, table.column_totals.tolist(), strict=True)) == known["by_quarter"]
    assert table.total == known["cases"]


@pytest.mark.parametrize("rule", SHARES, ids=lambda rule: rule.name)
def test_the_known_shares(sample: CaseTable, known: dict[str, Any], rule: Any) -> None:
    table = count_by(field_of(sample, "platform"), field_of(sample, rule.field))
    found = shares_of(table, rule)[-1]
    assert [found.k, found.n] == known[rule.name]
    assert found.low < found.value < found.high


def test_every_field_parts_the_cases(sample: CaseTable) -> None:
    for name in ("restoration", "response", "region", "notice_given", "stated_reason"):
        field = field_of(sample, name)
        assert sum(int(field.mask(value).sum()) for value in field.values) == len(sample)


def test_a_wrong_total_names_its_cells() -> None:
    with pytest.raises(SchemaError, match=r"the total of q=2 is 5, its parts make 4; the total of all is 8"):
        CountTable("p", "q", ("x",), ("1", "2"), [[3, 4]], [7], [3, 5], 8)


def test_the_median_keeps_open_cases() -> None:
    days, observed = np.array([5, 10, 20, 30, 30, 30]), np.array([True, True, True, False, False, False])
    assert median_time("x", Durations(days, observed)).days == 20
    assert math.isinf(median_time("x", Durations(days, observed & (days < 20))).days)


def test_median_and_interval_agree_with_statsmodels() -> None:
    statsmodels = pytest.importorskip("statsmodels.api")
    rng = np.random.default_rng(3)
    wait = rng.weibull(0.9, 300) * 20 + 1
    days, observed = np.minimum(wait, 40).astype(int), wait <= 40
    found = median_time("x", Durations(days, observed))
    curve = statsmodels.SurvfuncRight(days, observed.astype(int))
    assert found.days == curve.quantile(0.5)
    assert (found.low, found.high) == pytest.approx(curve.quantile_ci(0.5, method="cloglog"), abs=1)


def test_log_rank_agrees_with_scipy(sample: CaseTable) -> None:
    from scipy.stats import CensoredData, logrank

    durations, mask = durations_of(sample, "response")
    platform = field_of(sample, "platform")
    groups = type(platform)("platform", platform.values, platform.codes[mask])
    found = log_rank(durations, groups, ["facebook", "x"])[0]
    parts = [durations.select(groups.mask(name)) for name in ("facebook", "x")]
    theirs = logrank(*(CensoredData.right_censored(part.days, ~part.observed) for part in parts))
    assert abs(found.statistic) == pytest.approx(abs(theirs.statistic), rel=1e-6)
    assert found.p == pytest.approx(theirs.pvalue, rel=1e-6, abs=1e-12)


def test_nothing_is_compared_across_a_break() -> None:
    changed = SeriesBreak(datetime.date(2024, 9, 15), "x", {"en": "another source"})
    rows = [
        ("x", "2024-Q2", "2024-Q3", 20, 60),
        ("x", "2024-Q4", "2025-Q1", 20, 60),
        ("tiktok", "2024-Q2", "2024-Q3", 20, 60),
    ]
    first, second, third = compare_counts(rows, [changed], field="platform")
    assert first.broken is changed
    assert math.isnan(first.value)
    assert (second.value, third.value) == (3.0, 3.0)


def test_changes_are_adjusted_for_their_number() -> None:
    one = compare_counts([("a", "2024", "2025", 20, 40)])[0].p
    ten = compare_counts([(str(i), "2024", "2025", 20, 40) for i in range(10)])[0].p
    assert ten == pytest.approx(10 * one)


def test_a_ratio_to_nothing_is_infinite_and_no_case_is_unknown() -> None:
    assert math.isinf(count_ratio(0, 9)[0])
    assert math.isnan(count_ratio(0, 0)[0])


def test_breaks_are_data(tmp_path: Any) -> None:
    path = tmp_path / "breaks.toml"
    path.write_text(
        '[[breaks]]\ndate = 2024-01-28\nplatform = "x"\nen = "another source"\n', encoding="utf-8"
    )
    (found,) = read_breaks(path)
    assert break_between([found], "2023-Q4", "2024-Q1", field="platform", value="x") is found
    path.write_text('[[breaks]]\nplatform = "x"\n', encoding="utf-8")
    with pytest.raises(SchemaError, match="break 1 has no date"):
        read_breaks(path)
