"""Prevalence from scores: right under prior shift, and a warning where the assumption fails."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.monitoring.prevalence.quantify import (
    adjusted_count,
    em_prior_shift,
    probabilistic_adjusted_count,
)
from rightsnlp.monitoring.prevalence.shift import shift_p_value

METHODS = [adjusted_count, probabilistic_adjusted_count, em_prior_shift]
COVERAGE = Path(__file__).parents[3] / "docs" / "figures" / "prevalence-coverage.json"


def scored(
    rng: np.random.Generator, n: int, share: float, moved: float = 0.0
) -> tuple[np.ndarray, np.ndarray]:
    truth = rng.random(n) < share
    logit = rng.normal(np.where(truth, 1.1, -1.6) + moved, 1.15)
    return truth, 1 / (1 + np.exp(-logit))


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("share", [0.02, 0.12, 0.6])
def test_prior_shift_is_corrected(method, share) -> None:
    rng = np.random.default_rng(4)
    truth, scores = scored(rng, 20_000, share)
    test, test_scores = scored(rng, 4_000, 0.3)
    found = method(scores, test_scores, test)
    assert found.value == pytest.approx(truth.mean(), abs=0.02)
    assert found.low <= found.value <= found.high
    assert not found.warnings


@pytest.mark.parametrize("method", METHODS)
def test_a_shift_of_the_scores_is_warned_of(method) -> None:
    rng = np.random.default_rng(4)
    _, scores = scored(rng, 3_000, 0.12, moved=0.7)
    test, test_scores = scored(rng, 600, 0.3)
    assert "fit no mixture" in method(scores, test_scores, test).warnings[0]


def test_the_warning_is_rare_without_a_shift() -> None:
    rng = np.random.default_rng(5)
    p_values = []
    for _ in range(100):
        _, scores = scored(rng, 1_500, 0.12)
        test, test_scores = scored(rng, 500, 0.3)
        p_values.append(shift_p_value(scores, test_scores, test))
    assert np.mean(np.array(p_values) < 0.05) < 0.13


@pytest.mark.parametrize("method", METHODS)
def test_the_interval_carries_the_test_sets_uncertainty(method) -> None:
    rng = np.random.default_rng(6)
    _, scores = scored(rng, 50_000, 0.12)
    small, large = ((n, *scored(rng, n, 0.3)) for n in (150, 5_000))
    widths = []
    for _, test, test_scores in (small, large):
        found = method(scores, test_scores, test)
        widths.append(found.high - found.low)
    assert widths[0] > 2 * widths[1]


def test_a_classifier_that_tells_nothing_is_refused() -> None:
    rng = np.random.default_rng(6)
    with pytest.raises(InvalidArgumentError, match="score no higher"):
        adjusted_count(rng.random(50), [0.2] * 10, [0, 1] * 5)


def test_a_test_set_of_one_kind_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="both of them present"):
        adjusted_count([0.5], [0.2, 0.3], [1, 1])


def test_the_committed_simulation_covers_under_prior_shift() -> None:
    """Coverage of 93 to 97 in 100, up to the simulation's own uncertainty."""
    results = json.loads(COVERAGE.read_text(encoding="utf-8"))["results"]
    judged = [
        r for r in results if "covariate" not in r["scenario"] and r["method"] != "plain count from 0.5"
    ]
    assert len(judged) == 16
    for result in judged:
        assert result["coverage_high"] >= 0.93, result
        assert result["coverage_low"] <= 0.97 or result["method"] == "stratified sample", result


def test_the_committed_simulation_says_what_covariate_shift_does() -> None:
    results = json.loads(COVERAGE.read_text(encoding="utf-8"))["results"]
    shifted = [r for r in results if "covariate" in r["scenario"]]
    assert all(r["coverage"] >= 0.93 for r in shifted if r["method"] == "stratified sample")
    corrected = [r for r in shifted if r["method"] not in {"stratified sample", "plain count from 0.5"}]
    assert all(r["coverage"] < 0.5 and r["warned"] > 0.9 for r in corrected)
