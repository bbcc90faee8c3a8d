"""Comparisons find real differences, do not find absent ones, and say in words what is not shown."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from rightsnlp.evaluation.comparing.comparison import Comparison, comparison_frame
from rightsnlp.evaluation.comparing.significance import compare
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.exceptions import InvalidArgumentError


def systems(n=300, seed=0, noise=(0.3, 0.3)):
    """Return answers and the probabilities of as many systems as there are levels of noise."""
    rng = np.random.default_rng(seed)
    Y = (rng.random((n, 2)) < [0.35, 0.15]).astype(float)
    outputs = {
        f"s{i}": np.clip(0.5 + 0.4 * (Y - 0.5) + level * rng.normal(size=Y.shape), 0, 1)
        for i, level in enumerate(noise)
    }
    return Y, outputs


@pytest.mark.parametrize("test", ["approximate_randomisation", "paired_bootstrap"])
def test_a_clear_difference_is_shown(test):
    Y, outputs = systems(noise=(0.1, 0.5))
    (result,) = compare(Y, outputs, ["a", "b"], n_resamples=500, test=test)
    assert result.shown
    assert result.p_value == pytest.approx(1 / 501)
    assert 0 < result.low < result.difference < result.high
    assert result.sentence().startswith("s0 has a higher, that is better, macro F1 than s1")


@pytest.mark.parametrize("test", ["approximate_randomisation", "paired_bootstrap"])
def test_a_system_does_not_differ_from_itself(test):
    Y, outputs = systems(n=60, noise=(0.3,))
    (result,) = compare(Y, {"x": outputs["s0"], "y": outputs["s0"]}, ["a", "b"], n_resamples=100, test=test)
    assert result.difference == 0
    assert result.p_value == 1.0
    assert result.sentence().startswith("No difference shown between x and y in macro F1")


def test_values_and_interval_are_those_of_the_reports():
    Y, outputs = systems()
    (result,) = compare(Y, outputs, ["a", "b"], figures=[("a", "roc_auc")], n_resamples=100)
    values = [
        evaluate_arrays(Y, P, ["a", "b"], n_resamples=20).get("a", "roc_auc").value for P in outputs.values()
    ]
    assert (result.value_a, result.value_b) == pytest.approx(tuple(values))
    assert result.difference == pytest.approx(values[0] - values[1])


def test_randomisation_of_accuracy_equals_the_exact_test_of_signs():
    # Exchanging answers changes accuracy only where the systems differ: McNemar's exact test.
    Y = np.ones(40)
    x, y = np.ones(40), np.ones(40)
    x[:3] = 0.0
    y[3:13] = 0.0
    (result,) = compare(Y, {"x": x, "y": y}, ["a"], figures=[("samples", "exact_match")], n_resamples=20_000)
    assert result.p_value == pytest.approx(stats.binomtest(3, 13).pvalue, abs=0.012)


def test_groups_are_exchanged_whole():
    Y, outputs = systems(n=40, noise=(0.2, 0.35), seed=5)
    copied = {name: np.repeat(P, 10, axis=0) for name, P in outputs.items()}
    options = {"figures": [("macro", "f1")], "n_resamples": 400}
    (once,) = compare(Y, outputs, ["a", "b"], **options)
    (grouped,) = compare(
        np.repeat(Y, 10, axis=0), copied, ["a", "b"], groups=np.repeat(np.arange(40), 10), **options
    )
    (naive,) = compare(np.repeat(Y, 10, axis=0), copied, ["a", "b"], **options)
    assert grouped.p_value == pytest.approx(once.p_value, abs=0.08)
    assert naive.p_value < grouped.p_value


def test_several_comparisons_are_corrected_together():
    Y, outputs = systems(noise=(0.2, 0.3, 0.4))
    figures = [("macro", "f1"), ("a", "average_precision")]
    results = compare(Y, outputs, ["a", "b"], figures=figures, n_resamples=200)
    assert [(r.a, r.b) for r in results[::2]] == [("s0", "s1"), ("s0", "s2"), ("s1", "s2")]
    assert {r.n_comparisons for r in results} == {6}
    assert all(r.p_adjusted >= r.p_value for r in results)
    raw = compare(Y, outputs, ["a", "b"], figures=figures, n_resamples=200, correction="none")
    assert all(r.p_adjusted == r.p_value for r in raw)


def test_a_baseline_limits_the_pairs():
    Y, outputs = systems(n=60, noise=(0.2, 0.3, 0.4))
    results = compare(Y, outputs, ["a", "b"], baseline="s1", n_resamples=50)
    assert [(r.a, r.b) for r in results] == [("s0", "s1"), ("s2", "s1")]


def test_lower_is_better_for_errors():
    Y, outputs = systems(noise=(0.1, 0.5))
    (result,) = compare(Y, outputs, ["a", "b"], figures=[("a", "brier")], n_resamples=200)
    assert result.sentence().startswith("s0 has a lower, that is better, a Brier score than s1")


def test_decisions_and_own_thresholds_are_taken():
    Y = [1, 1, 0, 0, 1, 0]
    words = ["assigned", "assigned", "not_assigned", "review", "assigned", "not_assigned"]
    (result,) = compare(
        Y,
        {"words": words, "numbers": [0.3, 0.3, 0.1, 0.1, 0.3, 0.1]},
        ["a"],
        figures=[("a", "f1")],
        thresholds={"numbers": 0.25},
        n_resamples=50,
    )
    assert (result.value_a, result.value_b) == (1.0, 1.0)


def test_what_is_undefined_for_one_cannot_be_compared_and_does_not_count():
    Y, outputs = systems(n=60, noise=(0.2, 0.3))
    outputs["silent"] = np.zeros_like(Y)
    results = compare(Y, outputs, ["a", "b"], figures=[("a", "precision")], n_resamples=100)
    undefined = [r for r in results if math.isnan(r.difference)]
    assert len(undefined) == 2
    assert not any(r.shown for r in undefined)
    assert undefined[0].sentence() == (
        "s0 and silent cannot be compared in a precision: undefined for silent (nothing was assigned)."
    )
    defined = next(r for r in results if not math.isnan(r.difference))
    assert defined.p_adjusted == defined.p_value


def test_the_legitimate_subset_and_costs_can_be_compared():
    Y, outputs = systems(n=80, noise=(0.1, 0.6))
    mask = np.arange(80) < 40
    results = compare(
        Y,
        outputs,
        ["a", "b"],
        figures=[("a", "false_positive_rate[legitimate]"), ("a", "cost")],
        legitimate=mask,
        costs={"false_positive": 5.0, "false_negative": 1.0},
        n_resamples=100,
    )
    assert all(r.difference < 0 for r in results)


def test_the_words_do_not_claim_more_than_both_test_and_interval_carry():
    made = {
        "a": "x", "b": "y", "label": "macro", "metric": "f1", "value_a": 0.6, "value_b": 0.5, "difference": 0.1,
        "p_value": 0.01, "n": 100, "n_comparisons": 1, "alpha": 0.05, "test": "paired_bootstrap",
        "correction": "holm",
    }  # fmt: skip
    assert Comparison(**made, low=0.02, high=0.2, p_adjusted=0.01).shown
    assert not Comparison(**made, low=-0.02, high=0.2, p_adjusted=0.01).shown
    not_shown = Comparison(**made, low=-0.02, high=0.2, p_adjusted=0.2)
    assert not_shown.sentence().endswith("A difference of up to 0.200 is not ruled out.")


def test_the_frame_has_the_sentence():
    Y, outputs = systems(n=40)
    frame = comparison_frame(compare(Y, outputs, ["a", "b"], n_resamples=50))
    assert frame.loc[0, "sentence"].startswith("No difference shown")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"baseline": "other"}, "baseline"),
        ({"test": "t-test"}, "test"),
        ({"correction": "bonferroni"}, "correction"),
        ({"figures": [("a", "accuracy")]}, "accuracy"),
    ],
)
def test_wrong_options_are_refused(options, word):
    Y, outputs = systems(n=20)
    with pytest.raises(InvalidArgumentError, match=word):
        compare(Y, outputs, ["a", "b"], **options)


def test_one_system_is_not_enough():
    Y, outputs = systems(n=20, noise=(0.1,))
    with pytest.raises(InvalidArgumentError, match="two systems"):
        compare(Y, outputs, ["a", "b"])


@pytest.mark.slow
@pytest.mark.parametrize("test", ["approximate_randomisation", "paired_bootstrap"])
def test_without_a_difference_one_is_rarely_shown(test):
    shown = 0
    for seed in range(200):
        Y, outputs = systems(n=150, seed=seed)
        (result,) = compare(Y, outputs, ["a", "b"], n_resamples=200, test=test, seed=seed)
        shown += result.p_value < 0.05
    # 200 trials at 5 %: 10 expected, 99.9 % of the time 20 or fewer.
    assert shown <= 20


@pytest.mark.parametrize("metric", ["average_precision", "roc_auc"])
def test_what_is_made_from_the_order_does_not_depend_on_the_scale(metric: str) -> None:
    rng = np.random.default_rng(0)
    y = (rng.random(300) < 0.3).astype(float)
    first, second = (np.clip(share * y + (1 - share) * rng.random(300), 0, 1) for share in (0.4, 0.25))
    p = [
        compare(y, {"a": first, "b": scores}, ["x"], figures=[("x", metric)], n_resamples=200)[0].p_value
        for scores in (second, second**8)
    ]
    assert p[0] == p[1]
