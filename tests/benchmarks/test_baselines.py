"""The systems that the base model is measured against."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

TEXTS = ["صباح الخير", "مساء الخير\nيا جماعة", "طقس سيئ اليوم", "يوم سيئ جدا"] * 5
Y = np.array([0, 0, 1, 1] * 5)


@pytest.fixture(params=["char", "char_wb", "fastText"])
def baseline(request: pytest.FixtureRequest, project_root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(project_root / "benchmarks")
    import baselines

    if request.param != "fastText":
        return baselines.TfidfBaseline(request.param)
    pytest.importorskip("fasttext", reason="fastText is for development only")
    return baselines.FastTextBaseline()


def test_it_learns_and_gives_the_probability_of_class_1(baseline) -> None:
    p = baseline.fit(TEXTS, Y).predict_proba(["صباح الخير يا جماعة", "طقس سيئ جدا"])
    assert p.shape == (2,)
    assert p[0] < p[1]
    assert ((p >= 0) & (p <= 1.001)).all()


def test_it_predicts_classes_that_are_no_numbers_from_0_on(baseline) -> None:
    found = baseline.fit(TEXTS, np.where(Y == 1, 7, 3)).predict(TEXTS[:4])
    assert found.tolist() == [3, 3, 7, 7]


def test_an_empty_post_and_one_of_two_lines_are_posts(baseline) -> None:
    p = baseline.fit(TEXTS, Y).predict_proba(["", "صباح\nالخير"])
    assert np.isfinite(p).all()


def test_the_same_posts_give_the_same_answers(baseline) -> None:
    first = baseline.fit(TEXTS, Y).predict_proba(TEXTS[:4])
    assert baseline.fit(TEXTS, Y).predict_proba(TEXTS[:4]).tolist() == first.tolist()
