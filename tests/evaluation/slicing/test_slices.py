"""Slices show every part of the data with its uncertainty, and who is flagged too often."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.slicing.columns import MISSING, slice_masks
from rightsnlp.evaluation.slicing.panels import REST
from rightsnlp.evaluation.slicing.slices import over_enforcement_table, slice_metrics
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import newcombe, wilson


def sample(n=300, seed=0):
    rng = np.random.default_rng(seed)
    language = pd.Series(rng.choice(["ar", "he", "en"], n, p=[0.6, 0.3, 0.1]), name="language")
    Y = (rng.random((n, 1)) < 0.4).astype(float)
    noise = np.where(language == "ar", 0.45, 0.15)[:, None]
    P = np.clip(0.5 + 0.3 * (Y - 0.5) + noise * rng.normal(size=Y.shape), 0, 1)
    return Y, P, language


def row(frame, **values):
    found = frame
    for column, value in values.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_a_slice_has_the_figures_of_its_posts_alone():
    Y, P, language = sample()
    frame = slice_metrics(Y, P, ["hate"], language, n_resamples=50)
    inside = (language == "he").to_numpy()
    alone = evaluate_arrays(Y[inside], P[inside], ["hate"], n_resamples=20)
    for metric in ("precision", "recall", "f1", "false_positive_rate"):
        found = row(frame, slice="he", metric=metric)
        expected = alone.get("hate", metric)
        assert found.value == pytest.approx(expected.value)
        assert (found.n, found.support) == (expected.n, expected.support)


def test_the_gap_is_to_all_others_or_to_a_named_reference():
    Y, P, language = sample()
    figures = [("hate", "roc_auc")]
    rest = slice_metrics(Y, P, ["hate"], language, figures=figures, n_resamples=50)
    named = slice_metrics(
        Y, P, ["hate"], language, figures=figures, reference={"language": "he"}, n_resamples=50
    )
    others = (language != "ar").to_numpy()
    expected = evaluate_arrays(Y[others], P[others], ["hate"], n_resamples=20).get("hate", "roc_auc").value
    ar = row(rest, slice="ar")
    assert ar.reference == REST
    assert ar.gap == pytest.approx(ar.value - expected)
    assert row(named, slice="ar").gap == pytest.approx(ar.value - row(named, slice="he").value)
    assert row(named, slice="he").reference == ""
    assert math.isnan(row(named, slice="he").gap)


def test_shares_have_wilsons_interval_and_their_gap_newcombes():
    Y, P, language = sample()
    options = {
        "figures": [("hate", "false_positive_rate")],
        "reference": {"language": "he"},
        "n_resamples": 20,
    }
    frame = slice_metrics(Y, P, ["hate"], language, **options)
    ar, he = row(frame, slice="ar"), row(frame, slice="he")
    k = [round(r.value * r.n) for r in (ar, he)]
    assert (ar.low, ar.high) == pytest.approx(wilson(k[0], ar.n))
    assert (ar.gap_low, ar.gap_high) == pytest.approx(newcombe(k[0], ar.n, k[1], he.n))


def test_with_groups_all_is_bootstrapped():
    Y, P, language = sample()
    options = {"figures": [("hate", "false_positive_rate")], "n_resamples": 200}
    plain = slice_metrics(Y, P, ["hate"], language, **options)
    grouped = slice_metrics(Y, P, ["hate"], language, groups=np.arange(300) // 10, **options)
    assert row(grouped, slice="ar").gap == row(plain, slice="ar").gap
    assert row(grouped, slice="ar").gap_low != row(plain, slice="ar").gap_low


def test_small_slices_are_marked_and_shown():
    Y, P, language = sample()
    frame = slice_metrics(Y, P, ["hate"], language, figures=[("hate", "recall")], min_n=30, n_resamples=50)
    assert row(frame, slice="en").small
    assert row(frame, slice="en").n == row(frame, slice="en").support < 30
    assert math.isfinite(row(frame, slice="en").value)
    assert not row(frame, slice="ar").small


def test_few_positives_make_a_figure_small_however_many_posts_there_are():
    Y = np.zeros(200)
    Y[:5] = 1.0
    frame = slice_metrics(
        Y,
        Y,
        ["a"],
        pd.Series(["x"] * 200),
        figures=[("a", "f1"), ("a", "false_positive_rate")],
        n_resamples=20,
    )
    assert frame.set_index("metric").small.to_dict() == {"f1": True, "false_positive_rate": False}


def test_a_gap_without_an_interval_says_why():
    Y, P, language = sample(60)
    Y[:, 0] = 0.0
    Y[np.flatnonzero(language == "he")[0], 0] = 1.0
    Y[np.flatnonzero(language == "ar")[:20], 0] = 1.0
    frame = slice_metrics(
        Y, P, ["a"], language, figures=[("a", "recall")], groups=np.arange(60), n_resamples=50
    )
    found = row(frame, slice="he")
    assert math.isfinite(found.gap)
    assert math.isnan(found.gap_low)
    assert str(found.reason).startswith("gap: no interval: undefined in ")


def test_a_slice_without_positives_says_so():
    frame = slice_metrics(
        [1, 0, 0, 0], [0.9, 0.1, 0.2, 0.3], ["a"], pd.Series(["x", "x", "y", "y"]), figures=[("a", "recall")],
        n_resamples=20,
    )  # fmt: skip
    assert math.isnan(row(frame, slice="y").value)
    assert str(row(frame, slice="y").reason) == "no positive among the known answers"


def test_several_columns_are_sliced_one_after_the_other():
    Y, P, language = sample(60)
    columns = pd.DataFrame({"language": language, "length": np.arange(60)})
    frame = slice_metrics(Y, P, ["a"], columns, figures=[("a", "f1")], n_resamples=20)
    assert frame.column.unique().tolist() == ["language", "length"]
    assert (frame[frame.column == "length"].posts == 15).all()


def test_simultaneous_intervals_of_gaps_are_wider():
    Y, P, language = sample()
    one, all_together = (
        slice_metrics(Y, P, ["a"], language, figures=[("a", "f1")], simultaneous=s, n_resamples=400)
        for s in (False, True)
    )
    assert (all_together.gap_high - all_together.gap_low > one.gap_high - one.gap_low).all()
    assert (all_together.low == one.low).all()


def test_one_slice_alone_has_no_gap():
    frame = slice_metrics(
        [1, 0], [0.9, 0.1], ["a"], pd.Series(["x", "x"]), figures=[("a", "f1")], n_resamples=20
    )
    assert frame.gap.isna().all()
    assert frame.reference.tolist() == [""]


def test_a_column_with_sets_puts_a_post_in_several_slices():
    targets = pd.Series([["women", "migrants"], ["women"], [], None])
    frame = slice_metrics(
        [1, 0, 1, 0], [0.9, 0.1, 0.8, 0.7], ["a"], targets, figures=[("a", "f1")], n_resamples=20
    )
    assert frame.set_index("slice").posts.to_dict() == {"women": 2, "migrants": 1, MISSING: 2}


def test_numbers_dates_and_gaps_become_slices():
    assert {k: m.sum() for k, m in slice_masks(pd.Series(["a", "", None, "a"])).items()} == {
        "a": 2,
        MISSING: 2,
    }
    dates = pd.Series(pd.to_datetime(["2024-01-05", "2024-01-28", "2024-02-01", None]))
    assert list(slice_masks(dates)) == ["2024-01", "2024-02", MISSING]
    assert list(slice_masks(pd.Series([1, 2, 1]))) == ["1", "2"]
    bands = slice_masks(pd.Series([*np.arange(100.0), None]))
    assert {k: m.sum() for k, m in bands.items()} == {
        "0–24": 25,
        "25–49": 25,
        "50–74": 25,
        "75–99": 25,
        MISSING: 1,
    }
    assert list(slice_masks(pd.Series([True, False, True]))) == ["True", "False"]


def test_a_reference_that_is_no_slice_is_refused():
    with pytest.raises(InvalidArgumentError, match="he, x"):
        slice_metrics([1, 0], [0.9, 0.1], ["a"], pd.Series(["x", "he"], name="l"), reference={"l": "fr"})
    with pytest.raises(InvalidArgumentError, match="columns: got 3 rows"):
        slice_metrics([1, 0], [0.9, 0.1], ["a"], pd.Series(["x", "y", "z"]))


def enforcement(flagged_ar, flagged_he, missed_ar=0, missed_he=0, n=100, **options):
    """Return the table for n legitimate and n hateful posts in each of two languages."""
    Y = np.repeat([0, 1, 0, 1], n)
    flags = np.concatenate(
        [
            np.arange(n) < flagged_ar,
            np.arange(n) >= missed_ar,
            np.arange(n) < flagged_he,
            np.arange(n) >= missed_he,
        ]
    )
    language = pd.Series(np.repeat(["ar", "ar", "he", "he"], n))
    table = over_enforcement_table(
        Y, flags.astype(float), ["hate"], language, "he", n_resamples=20, **options
    )
    return table.set_index(["error", "group"]).verdict.to_dict()


def test_over_and_under_enforcement_are_named():
    assert enforcement(30, 5, missed_ar=5, missed_he=40) == {
        ("false_positive", "ar"): "over-enforced: flagged more often",
        ("false_positive", "he"): "reference",
        ("miss", "ar"): "missed less often",
        ("miss", "he"): "reference",
    }
    assert enforcement(5, 30, missed_ar=40, missed_he=5)["miss", "ar"] == "under-enforced: missed more often"


def test_no_difference_shown_is_said():
    verdicts = enforcement(6, 5, missed_ar=10, missed_he=9)
    assert verdicts["false_positive", "ar"] == verdicts["miss", "ar"] == "no difference shown"


def test_too_few_posts_give_no_verdict():
    assert enforcement(20, 0, n=20)["false_positive", "ar"] == "too few posts to say"


def test_a_miss_rate_mirrors_recall():
    Y, P, language = sample()
    table = over_enforcement_table(Y, P, ["hate"], language, "he", n_resamples=20)
    recall = row(
        slice_metrics(Y, P, ["hate"], language, figures=[("hate", "recall")], n_resamples=20), slice="ar"
    )
    miss = row(table, group="ar", error="miss")
    assert (miss.rate, miss.low, miss.high) == pytest.approx(
        (1 - recall.value, 1 - recall.high, 1 - recall.low)
    )
    assert miss.difference_low <= miss.difference <= miss.difference_high
