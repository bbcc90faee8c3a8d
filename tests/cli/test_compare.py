"""``rightsnlp compare`` and ``rightsnlp verify-report`` on what ``rightsnlp evaluate`` wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pandas as pd
import pytest

Run = Callable[..., CompletedProcess[str]]
DRAWS = all(map(find_spec, ("matplotlib", "jinja2")))  # the extra plots


@pytest.fixture
def runs(rightsnlp: Run, tmp_path: Path) -> Path:
    rng = np.random.default_rng(0)
    answers = rng.integers(0, 2, 80)
    pd.DataFrame({"text": [f"our own post {i}" for i in range(80)], "hate_speech": answers}).to_csv(
        tmp_path / "posts.csv", index=False
    )
    for name, noise in (("careful", 0.05), ("hasty", 0.45)):
        wrong = rng.random(80) < noise
        pd.DataFrame({"hate_speech": np.where(wrong, 1 - answers, answers)}).to_csv(
            tmp_path / f"{name}.csv", index=False
        )
        done = rightsnlp(
            "evaluate", "posts.csv", "--predictions", f"{name}.csv", "-o", name, "--resamples", 50, "-q"
        )
        assert done.returncode == 0, done.stderr
    return tmp_path


def test_two_runs_are_compared_in_words_tables_and_a_page(rightsnlp: Run, runs: Path) -> None:
    done = rightsnlp(
        "compare", "careful", "hasty", "-o", "both", "--figure", "hate_speech:f1", "--resamples", 300
    )
    assert done.returncode == 0, done.stderr
    assert "careful has a higher, that is better, hate_speech F1 than hasty" in done.stdout
    assert "\\textbf{" in (runs / "both" / "tables.tex").read_text(encoding="utf-8")
    data = json.loads((runs / "both" / "comparison.json").read_text(encoding="utf-8"))
    assert data["command"] == (
        "rightsnlp compare careful hasty --output both --figure hate_speech:f1 --resamples 300"
    )
    if DRAWS:
        assert (runs / "both" / "report.html").stat().st_size > 1000
        assert (runs / "both" / "figures" / "comparison.png").is_file()
    again = rightsnlp("compare", "careful", "hasty", "-o", "both")
    assert again.returncode == 2
    assert "exists already" in again.stderr


def test_runs_on_other_data_are_refused(rightsnlp: Run, runs: Path) -> None:
    table = pd.read_csv(runs / "posts.csv")
    table.loc[0, "hate_speech"] = 1 - table.loc[0, "hate_speech"]
    table.to_csv(runs / "posts.csv", index=False)
    rightsnlp(
        "evaluate",
        "posts.csv",
        "--predictions",
        "hasty.csv",
        "-o",
        "hasty",
        "--resamples",
        50,
        "-q",
        "--force",
    )
    done = rightsnlp("compare", "careful", "hasty")
    assert done.returncode == 2
    assert "not the same data" in done.stderr


def test_what_is_no_run_is_refused(rightsnlp: Run, tmp_path: Path) -> None:
    done = rightsnlp("compare", "a", "b")
    assert done.returncode == 2
    assert "a/metrics.json: cannot be read" in done.stderr
