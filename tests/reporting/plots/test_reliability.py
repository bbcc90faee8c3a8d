"""The reliability diagram shows the table it is made from."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from rightsnlp.evaluation.calibration_error import reliability_curve, reliability_table
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.rendering.numbers import interval, number
from rightsnlp.reporting.plots import plot_reliability

RNG = np.random.default_rng(0)
P = RNG.random(400)
Y = (RNG.random(400) < P**2).astype(float)
Y[:10] = np.nan


def test_points_bars_and_counts_are_those_of_the_table(words):
    figure = plot_reliability(reliability_curve(Y, P, n_bins=10, n_resamples=20))
    table = reliability_table(Y, P, n_bins=10)
    curve, counts = figure.axes
    points = curve.containers[0].lines[0]
    assert points.get_xdata() == pytest.approx(table["probability"].to_numpy())
    assert points.get_ydata() == pytest.approx(table["frequency"].to_numpy())
    ends = np.array([segment[:, 1] for segment in curve.containers[0].lines[2][0].get_segments()])
    assert ends == pytest.approx(table[["low", "high"]].to_numpy())
    assert [bar.get_height() for bar in counts.patches] == table["n"].tolist()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_calibration_error_is_the_reports(words, language):
    error = evaluate_arrays(Y, P, ["hate_speech"]).get("hate_speech", "ece")
    curve = reliability_curve(Y, P, label="hate_speech")
    found = (curve.error.value, curve.error.low, curve.error.high)
    assert found == pytest.approx((error.value, error.low, error.high))
    said = " ".join(words(plot_reliability(curve, language=language)))
    assert f"{number(error.value)} {interval(error.low, error.high)}" in said
    assert "390" in said
    assert {"en": "Hate speech", "ar": "خطاب كراهية"}[language] in said


def test_bins_of_equal_mass_keep_a_histogram_of_equal_width():
    figure = plot_reliability(reliability_curve(Y, P, n_bins=5, binning="mass", n_resamples=20))
    assert sum(bar.get_height() for bar in figure.axes[1].patches) == 390


def test_without_a_known_answer_the_reason_is_written(words):
    figure = plot_reliability(reliability_curve([np.nan, np.nan], [0.2, 0.4]))
    assert any("undefined: no probability where the answer is known" in text for text in words(figure))
    assert any("n = 0" in text for text in words(figure))


def test_a_title_and_a_signature_of_ones_own(words):
    curve = reliability_curve(Y, P, n_resamples=20)
    said = words(plot_reliability(curve, title="Mine", signature={"seed": 0, "split": "dev"}))
    assert "Mine" in said
    assert "seed:0|split:dev" in said
    assert not any("Reliability" in text for text in words(plot_reliability(curve, title="")))


def test_an_error_that_a_report_has_is_not_computed_again():
    error = evaluate_arrays(Y, P, ["spam"], n_resamples=20).get("spam", "ece")
    assert reliability_curve(Y, P, label="spam", error=error).error is error
