"""Curves carry the figures of the report, and say when there is none."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import precision_score, recall_score

pytest.importorskip("matplotlib")

from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.precision_recall import precision_recall_curve
from rightsnlp.evaluation.risk_coverage import risk_coverage_curve
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.numbers import interval, number
from rightsnlp.reporting.plots import plot_precision_recall, plot_risk_coverage

RNG = np.random.default_rng(0)
Y = (RNG.random(200) < 0.3).astype(float)
P = np.clip(0.4 * Y + 0.6 * RNG.random(200), 0, 1)
Q = RNG.random(200)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_average_precision_in_the_legend_is_the_reports(words, language):
    groups = np.arange(200) // 2
    expected = evaluate_arrays(Y, P, ["hate_speech"], groups=groups).get("hate_speech", "average_precision")
    curve = precision_recall_curve(Y, P, label="hate_speech", groups=groups)
    said = " ".join(words(plot_precision_recall(curve, language=language)))
    assert f"{number(expected.value)} {interval(expected.low, expected.high)}" in said
    assert number(Y.mean()) in said


def test_thresholds_are_marked_with_precision_and_recall(words):
    curves = {name: precision_recall_curve(Y, p, n_resamples=20) for name, p in (("a", P), ("b", Q))}
    figure = plot_precision_recall(curves, thresholds={"a": [0.5, 0.999999], "b": 0.5})
    precision, recall = precision_score(Y, P >= 0.5), recall_score(Y, P >= 0.5)
    said = words(figure)
    assert f"a: threshold 0.5: precision {precision:.3f}, recall {recall:.3f}" in said
    assert "a: threshold 0.999999: undefined, nothing is assigned" in said
    dots = [line for line in figure.axes[0].lines if len(line.get_xdata()) == 1]
    assert (dots[0].get_xdata()[0], dots[0].get_ydata()[0]) == pytest.approx((recall, precision))


def test_the_band_holds_the_curve():
    figure = plot_precision_recall(precision_recall_curve(Y, P, n_resamples=200))
    (band,) = figure.axes[0].collections
    vertices = band.get_paths()[0].vertices
    assert vertices[:, 1].min() >= 0
    assert vertices[:, 1].max() <= 1
    assert np.ptp(vertices[:, 1]) > 0.2


@pytest.mark.parametrize(
    ("plot", "curve"),
    [(plot_precision_recall, precision_recall_curve), (plot_risk_coverage, risk_coverage_curve)],
)
def test_a_system_without_a_figure_is_named_with_the_reason(words, plot, curve):
    outputs = {"ours": P, "silent": np.full(200, np.nan)}
    said = words(plot({name: curve(Y, p, n_resamples=20) for name, p in outputs.items()}))
    assert any("silent: undefined: no probability where the answer is known" in text for text in said)
    assert any("silent: n = 0" in text for text in said)


@pytest.mark.parametrize("plot", [plot_precision_recall, plot_risk_coverage])
@pytest.mark.parametrize("n", [0, 7])
def test_more_systems_than_colours_are_refused(plot, n):
    with pytest.raises(InvalidArgumentError, match=f"got {n} systems"):
        plot(dict.fromkeys(map(str, range(n)), precision_recall_curve(Y, P, n_resamples=5)))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_risk_coverage_figure_is_its_table(words, language):
    found = risk_coverage_curve(Y, P)
    figure = plot_risk_coverage(found, language=language)
    curve, area = found.table, found.area
    line, end = figure.axes[0].lines
    assert line.get_ydata() == pytest.approx(curve["risk"].to_numpy())
    assert end.get_ydata()[0] == curve["risk"].iloc[-1]
    said = " ".join(words(figure))
    assert f"{number(area.value)} {interval(area.low, area.high)}" in said
    last = curve.iloc[-1]
    assert f"{number(last['risk'])} {interval(last['low'], last['high'])}" in said
    assert "200" in said


def test_few_posts_give_a_curve_and_no_interval(words):
    said = words(plot_precision_recall(precision_recall_curve([1, 0], [0.9, 0.1], n_resamples=50)))
    assert "average precision 1.000 no interval" in said
