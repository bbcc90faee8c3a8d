"""Thresholds keep their promise on posts that were not seen, or none is given."""

from __future__ import annotations

import numpy as np
import pytest

from rightsnlp.classification.selective import Aim, Thresholds, choose_thresholds
from rightsnlp.exceptions import InvalidArgumentError


def draw(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Posts whose probabilities are calibrated by construction."""
    p = rng.beta(0.5, 1.5, n)
    return (rng.random(n) < p).astype(float), p


def test_the_promise_on_precision_holds_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    aim = Aim(precision=0.7, false_positive_rate=None, confidence=0.9)
    truth_y, truth_p = draw(rng, 400_000)
    broken = given_at_all = 0
    for _ in range(200):
        chosen = choose_thresholds(*draw(rng, 1_500), aim).assign
        if chosen is not None:
            given_at_all += 1
            broken += truth_y[truth_p >= chosen].mean() < aim.precision
    assert given_at_all > 150
    assert broken / 200 <= 0.1


def test_the_promise_holds_where_each_post_has_copies() -> None:
    rng = np.random.default_rng(1)
    aim = Aim(precision=0.7, false_positive_rate=None, confidence=0.9)
    truth_y, truth_p = draw(rng, 400_000)
    broken = 0
    for _ in range(200):
        y, p = draw(rng, 300)
        copied = choose_thresholds(np.repeat(y, 5), np.repeat(p, 5), aim, groups=np.repeat(np.arange(300), 5))
        once = choose_thresholds(y, p, aim)
        assert (copied.assign, copied.review) == (once.assign, once.review)
        if copied.assign is not None:
            broken += truth_y[truth_p >= copied.assign].mean() < aim.precision
    assert broken / 200 <= 0.1


def test_the_promise_on_legitimate_speech_is_held_against_its_bound() -> None:
    rng = np.random.default_rng(0)
    y, p = draw(rng, 5_000)
    legitimate = rng.beta(1, 20, 2_000)
    aim = Aim(precision=0.3, false_positive_rate=0.01)
    strict = choose_thresholds(y, p, aim, legitimate_p=legitimate).assign
    free = choose_thresholds(y, p, Aim(precision=0.3, false_positive_rate=None)).assign
    assert strict is not None
    assert free is not None
    assert strict > free
    assert (legitimate >= strict).mean() <= 0.01


def test_too_few_posts_prove_nothing() -> None:
    y, p = np.array([1.0, 0.0] * 5), np.array([0.99, 0.01] * 5)
    assert choose_thresholds(y, p, Aim(precision=0.9, recall=0.9)).assign is None
    assert choose_thresholds(y, p, Aim(precision=0.9, recall=0.9)).review is None


def test_review_never_starts_above_assigned() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        y, p = draw(rng, 2_000)
        chosen = choose_thresholds(y, p, Aim(precision=0.35, recall=0.1, false_positive_rate=None))
        if chosen.assign is not None and chosen.review is not None:
            assert chosen.review <= chosen.assign


def test_unknown_labels_are_left_out_and_counted() -> None:
    y, p = draw(np.random.default_rng(0), 1_000)
    y[::2] = np.nan
    chosen = choose_thresholds(y, p, Aim())
    assert (chosen.n, chosen.n_positive) == (500, int(np.nansum(y)))


def test_a_round_trip_as_plain_data_changes_nothing() -> None:
    chosen = choose_thresholds(*draw(np.random.default_rng(0), 1_000), Aim())
    assert Thresholds.from_dict(chosen.to_dict()) == chosen


def test_a_threshold_that_is_no_probability_is_refused() -> None:
    data = Thresholds(0.5, 0.1, Aim()).to_dict() | {"assign": 1.5}
    with pytest.raises(InvalidArgumentError, match=r"assign: got 1\.5"):
        Thresholds.from_dict(data)


@pytest.mark.parametrize("name", ["precision", "recall", "confidence", "false_positive_rate"])
def test_an_aim_is_a_share(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"{name}: got 95"):
        Aim(**{name: 95})


def test_a_review_budget_goes_before_the_recall() -> None:
    rng = np.random.default_rng(0)
    y = (rng.random(4_000) < 0.3).astype(float)
    p = np.clip(0.3 * y + 0.6 * rng.random(4_000), 0, 1)
    free = choose_thresholds(y, p, Aim(false_positive_rate=None, recall=0.95))
    aim = Aim.within_budget(reviews=20, cases=400, false_positive_rate=None, recall=0.95)
    held = choose_thresholds(y, p, aim)
    assert free.review is not None
    assert held.review is not None
    assert held.review > free.review
    top = 1.0 if held.assign is None else held.assign
    assert ((p >= held.review) & (p < top)).mean() <= 0.05


def test_a_budget_that_no_threshold_keeps_puts_nothing_up_by_threshold() -> None:
    y = np.repeat([0.0, 1.0], 50)
    chosen = choose_thresholds(y, np.full(100, 0.99), Aim(review_share=0.01, false_positive_rate=None))
    assert chosen.review == 1


def test_the_budget_is_held_against_the_cases_as_they_come_in() -> None:
    y = np.repeat([0.0, 1.0], 500)
    p = np.where(y == 1, 0.9, 0.1)
    aim = Aim(precision=0.999, review_share=0.2, false_positive_rate=None, recall=0.9)
    quiet = choose_thresholds(y, p, aim, incoming_p=np.full(1_000, 0.05))
    assert quiet.review == 0.9
    assert choose_thresholds(y, p, aim, incoming_p=np.full(1_000, 0.95)).review == 0.96
