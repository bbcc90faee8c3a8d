"""What the command evaluate does, as a function: figures, how rows were matched, and where answers were read from."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.intervals import Interval
from rightsnlp.reporting.evaluate_file import evaluate_file

FEW = Interval(n_resamples=20)


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    path = tmp_path / "posts.csv"
    frame = {"case_id": [f"c{k}" for k in range(12)], "text": [f"منشور {k}" for k in range(12)]}
    pd.DataFrame({**frame, "hate_speech": [1, 0, 0] * 4, "platform": ["x", "y"] * 6}).to_csv(
        path, index=False
    )
    return path


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "api.csv"
    ids = [f"c{k}" for k in reversed(range(12))]
    pd.DataFrame({"id": ids, "p_hate_speech": [0.1, 0.1, 0.9] * 4}).to_csv(path, index=False)
    return path


def test_predictions_are_judged_in_the_order_of_the_posts(posts: Path, answers: Path) -> None:
    done = evaluate_file(posts, predictions=answers, interval=FEW, slices=["platform"])
    assert done.report.get("hate_speech", "precision").value == 1
    assert done.report.signature["n_resamples"] == 20
    assert done.match is not None
    assert done.match.by == "identifier"
    assert done.source == "answers from 'hate_speech'; a blank cell is unknown"
    assert done.slices is not None
    assert done.written is None


def test_what_is_written_says_how_rows_were_matched(posts: Path, answers: Path, tmp_path: Path) -> None:
    done = evaluate_file(posts, predictions=answers, interval=FEW, output=tmp_path / "run")
    assert done.written is not None
    metrics = (tmp_path / "run" / "metrics.json").read_text(encoding="utf-8")
    assert "rows matched by identifier (case_id and id): 12 of 12, 0 left out" in metrics


def test_a_model_and_predictions_are_one_too_many(posts: Path, answers: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="both are given"):
        evaluate_file(posts, predictions=answers, model="rightsnlp-base")


def test_rows_that_do_not_fit_leave_nothing_behind(posts: Path, answers: Path, tmp_path: Path) -> None:
    pd.read_csv(answers).iloc[1:].to_csv(answers, index=False)
    with pytest.raises(SchemaError, match="1 of the 12 posts are not among the 11 rows"):
        evaluate_file(posts, predictions=answers, output=tmp_path / "run")
    assert not (tmp_path / "run" / "metrics.json").exists()
