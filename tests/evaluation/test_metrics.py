"""A report holds every figure with its interval, how that was made, and what the reader must know."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rightsnlp.evaluation.metrics import evaluate_arrays, metric_value, risk_coverage_curve
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import wilson


def sample(n=400, seed=0):
    rng = np.random.default_rng(seed)
    Y = (rng.random((n, 2)) < [0.3, 0.1]).astype(float)
    P = np.clip(0.35 * Y + 0.65 * rng.random((n, 2)), 0, 1)
    return Y, P


def test_every_figure_has_an_interval_around_it():
    Y, P = sample()
    report = evaluate_arrays(Y, P, ["a", "b"], n_resamples=200)
    assert {m.label for m in report.metrics} == {"a", "b", "micro", "macro", "weighted", "samples"}
    for figure in report.metrics:
        assert figure.low <= figure.value <= figure.high or figure.metric in {"ece", "adaptive_ece"}, figure
        assert figure.method in {"wilson", "bca", "basic"}
        assert figure.n > 0


def test_shares_of_independent_posts_have_wilsons_interval():
    Y, P = sample()
    precision = evaluate_arrays(Y, P, ["a", "b"], n_resamples=50).get("a", "precision")
    assert precision.method == "wilson"
    assert (precision.low, precision.high) == wilson(round(precision.value * precision.n), precision.n)


def test_with_groups_shares_are_bootstrapped_over_groups():
    Y, P = sample(100)
    twice = [np.repeat(x, 5, axis=0) for x in (Y, P)]
    naive = evaluate_arrays(*twice, ["a", "b"], n_resamples=400)
    grouped = evaluate_arrays(*twice, ["a", "b"], groups=np.repeat(np.arange(100), 5), n_resamples=400)
    once = evaluate_arrays(Y, P, ["a", "b"], n_resamples=400, strata=np.zeros(100))
    for metric in ("recall", "f1", "average_precision"):
        widths = [r.get("a", metric).high - r.get("a", metric).low for r in (naive, grouped, once)]
        # Five copies of each post are no more evidence than one.
        assert widths[0] < 0.6 * widths[1]
        assert widths[1] == pytest.approx(widths[2], rel=0.25)
    assert grouped.get("a", "recall").method == "bca"
    assert grouped.signature["resampled"] == "100 groups"


def test_none_of_n_keeps_an_upper_bound_with_groups_too():
    Y, P = np.zeros((60, 1)), np.zeros((60, 1))
    single = evaluate_arrays(Y, P, ["a"], n_resamples=50).get("a", "false_positive_rate")
    grouped = evaluate_arrays(Y, P, ["a"], n_resamples=50, groups=np.repeat(np.arange(30), 2))
    grouped = grouped.get("a", "false_positive_rate")
    assert (single.low, single.high) == wilson(0, 60)
    assert (grouped.low, grouped.high) == wilson(0, 30)


def test_strata_alone_do_not_empty_the_interval_either():
    report = evaluate_arrays(np.zeros(20), np.zeros(20), ["a"], strata=np.arange(20) % 2, n_resamples=50)
    assert report.get("a", "false_positive_rate").high == wilson(0, 20)[1]


def test_few_groups_are_a_warning_in_words():
    Y, P = sample(100)
    report = evaluate_arrays(Y, P, ["a", "b"], groups=np.arange(100) % 6, n_resamples=50)
    assert "the interval is rough: only 6 groups" in str(report.get("a", "f1").reason)


def test_a_perfect_ranking_has_no_pretended_certainty():
    report = evaluate_arrays([1, 1, 0, 0], [0.9, 0.8, 0.1, 0.2], ["a"], n_resamples=50)
    auc = report.get("a", "roc_auc")
    assert auc.value == 1.0
    assert math.isnan(auc.low)
    assert "no interval" in str(auc.reason)


def test_one_post_and_all_unknown_do_not_break_it():
    evaluate_arrays([1], [0.9], ["a"], n_resamples=20)
    report = evaluate_arrays([[math.nan]], [[math.nan]], ["a"], n_resamples=20)
    assert all(math.isnan(m.value) and m.reason and not m.method for m in report.metrics)


def test_the_same_seed_gives_the_same_report():
    Y, P = sample()
    one, two, other = (evaluate_arrays(Y, P, ["a", "b"], n_resamples=50, seed=s).to_dict() for s in (1, 1, 2))
    assert one == two
    assert one["metrics"] != other["metrics"]


def test_the_order_of_posts_does_not_change_a_figure():
    Y, P = sample()
    order = np.random.default_rng(0).permutation(len(Y))
    one = evaluate_arrays(Y, P, ["a", "b"], n_resamples=20)
    two = evaluate_arrays(Y[order], P[order], ["a", "b"], n_resamples=20)
    for figure in one.metrics:
        assert two.get(figure.label, figure.metric).value == pytest.approx(figure.value, abs=1e-12)


def test_the_signature_states_what_the_figures_rest_on():
    Y, P = sample(50)
    signature = evaluate_arrays(
        Y, P, ["a", "b"], thresholds={"a": 0.4, "b": math.nan}, n_resamples=20, seed=7, split="dev"
    ).signature
    assert signature["thresholds"] == {"a": 0.4, "b": None}
    assert (signature["split"], signature["seed"], signature["n_resamples"], signature["n"]) == (
        "dev",
        7,
        20,
        50,
    )
    assert signature["interval"] == "wilson+bca"
    assert set(signature["versions"]) == {"rightsnlp", "numpy", "scikit-learn"}
    assert len(signature["data_sha256"]) == 64


def test_decisions_without_probabilities_are_judged():
    report = evaluate_arrays([1, 0], None, ["a"], decisions=["assigned", "not_assigned"], n_resamples=20)
    assert report.get("a", "f1").value == 1.0
    assert report.signature["thresholds"] == {}
    assert report.signature["decisions"] == "given"


def test_metric_value_is_the_reports_value():
    Y, P = sample()
    report = evaluate_arrays(Y, P, ["a", "b"], n_resamples=20)
    for label, metric in (("macro", "f1"), ("a", "roc_auc"), ("samples", "jaccard"), ("micro", "precision")):
        assert metric_value(Y, P, ["a", "b"], metric, label) == report.get(label, metric).value
    with pytest.raises(InvalidArgumentError):
        metric_value(Y, P, ["a", "b"], "nonsense")


def test_the_risk_coverage_curve_ends_at_the_risk_of_deciding_all():
    Y, P = sample()
    curve = risk_coverage_curve(Y[:, 0], P[:, 0], n_resamples=5).table
    everything = metric_value(Y[:, :1], P[:, :1], ["a"], "risk", "a")
    assert curve.coverage.iloc[-1] == 1.0
    assert curve.risk.iloc[-1] == pytest.approx(everything)
    assert curve.coverage.is_monotonic_increasing


def test_the_risk_coverage_curve_keeps_equally_certain_posts_together():
    curve = risk_coverage_curve([1, 0, 1], [0.8, 0.2, 0.8], n_resamples=5).table
    assert curve.n.tolist() == [3]
