"""Forest plots of slices, drops and differences hold the numbers of their tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

pytest.importorskip("matplotlib")

from rightsnlp.checks.perturbations.catalogue import PERTURBATIONS
from rightsnlp.evaluation import compare, evaluate_arrays, slice_metrics
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.reasons import Reason
from rightsnlp.reporting.plots import plot_comparison, plot_robustness, plot_slices

RNG = np.random.default_rng(0)
Y = (RNG.random(200) < 0.3).astype(float)
P = np.clip(0.4 * Y + 0.6 * RNG.random(200), 0, 1)
LANGUAGE = pd.Series(["ar"] * 150 + ["he"] * 45 + ["en"] * 5, name="language")
SLICES = slice_metrics(
    Y,
    P,
    ["hate_speech"],
    LANGUAGE,
    figures=[("hate_speech", "precision"), ("hate_speech", "f1")],
    n_resamples=50,
)
DROPS = pd.DataFrame(
    {
        "perturbation": ["tatweel", "dropped_dots", "arabizi"],
        "label": "hate_speech",
        "metric": "f1",
        "before": 0.5,
        "after": [0.49, 0.31, np.nan],
        "drop": [0.01, 0.19, np.nan],
        "low": [-0.02, 0.12, np.nan],
        "high": [0.04, 0.26, np.nan],
        "n": 1200,
        "n_changed": [3, 31, 12],
        "n_lost": [2, 28, 12],
        "n_gained": [1, 3, 0],
        "reason": [None, None, Reason("nothing_assigned")],
    }
)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_slice_stands_with_value_interval_and_n(words, language):
    overall = evaluate_arrays(Y, P, ["hate_speech"], n_resamples=50).get("hate_speech", "precision")
    figure = plot_slices(SLICES, "hate_speech", "precision", overall=overall, language=language)
    said = words(figure)
    for row in SLICES[SLICES["metric"] == "precision"].itertuples():
        assert f"{row.value:.3f} [{row.low:.3f}, {row.high:.3f}]" in said
        assert f"{row.n:,}" in said
        assert row.slice in said
    assert any(f"{overall.value:.3f} [{overall.low:.3f}" in text for text in said)


def test_a_figure_that_was_not_sliced_is_refused():
    with pytest.raises(InvalidArgumentError, match="recall"):
        plot_slices(SLICES, "hate_speech", "recall")
    with pytest.raises(InvalidArgumentError, match="small"):
        plot_slices(SLICES.drop(columns="small"), "hate_speech", "f1")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_drops_stand_with_interval_counts_and_n(words, language):
    said = words(plot_robustness(DROPS, language=language))
    name = {"en": "dropped_dots", "ar": PERTURBATIONS["dropped_dots"].title_ar}[language]
    for text in (name, "+0.190 [+0.120, +0.260]", "0.310", "28", "3", "1,200"):
        assert text in said
    assert any("undefined" in text or "غير معرّف" in text for text in said)


def test_a_drop_whose_interval_holds_0_is_hollow():
    axes = plot_robustness(DROPS).axes[0]
    marks = {
        line.get_xdata()[0]: line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "o"
    }
    assert (marks[0.01] == "#ffffff", marks[0.19] == "#ffffff") == (True, False)


def test_a_frame_without_rows_is_refused():
    with pytest.raises(InvalidArgumentError, match="no rows"):
        plot_robustness(DROPS[:0])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_differences_stand_with_interval_p_and_n(words, language):
    results = compare(
        Y,
        {"ours": P, "random": RNG.random(200), "silent": np.zeros(200)},
        ["hate_speech"],
        figures=[("hate_speech", "average_precision"), ("hate_speech", "precision")],
        n_resamples=100,
    )
    said = words(plot_comparison(results, language=language))
    for one in results:
        assert f"{one.a} − {one.b}" in said
        if np.isfinite(one.difference):
            assert any(text.startswith(f"{one.difference:+.3f}") for text in said)
    assert "200" in said
    assert any("undefined" in text or "غير معرّف" in text for text in said)


def test_no_comparison_is_refused():
    with pytest.raises(InvalidArgumentError, match="comparisons"):
        plot_comparison([])
