"""A model card says what the model is for, what it is not for, and every figure with its interval."""

from __future__ import annotations

import json

from rightsnlp.data.shipped import shipped_folder
from rightsnlp.evaluation.card import figures, model_card
from rightsnlp.evaluation.metrics import evaluate_arrays

REPORT = evaluate_arrays([1, 1, 0, 0] * 10, [0.9, 0.4, 0.2, 0.1] * 10, ["hate_speech"], n_resamples=20)
SOURCE = {"name": "rightsnlp-cases", "n_train": 40, "known": [40], "positive": [20]}
INFO = {"name": "m", "version": "1", "sha256": "0" * 64}


def test_it_says_that_our_own_cases_are_synthetic() -> None:
    assert "is synthetic" in model_card(INFO, {"sources": [SOURCE]}, {"x": REPORT})
    other = model_card(INFO, {"sources": [SOURCE | {"name": "mine.csv"}]}, {"x": REPORT})
    assert "is synthetic" not in other


def test_figures_have_n_and_intervals() -> None:
    value = REPORT.get("hate_speech", "average_precision")
    table = figures({"x": REPORT})
    assert f"| x | hate_speech | 40 | 20 | {value.value:.3f} [{value.low:.3f}, {value.high:.3f}] |" in table


def test_the_shipped_card_is_what_the_program_writes() -> None:
    from rightsnlp.classification.persistence import read_config
    from rightsnlp.evaluation.results import EvaluationReport

    folder = shipped_folder("models") / "rightsnlp-base"
    config = read_config("rightsnlp-base")
    written = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    reports = {name: EvaluationReport.from_dict(data) for name, data in written.items()}
    assert (folder / "README.md").read_text(encoding="utf-8") == model_card(
        config, config["training"], reports
    )
