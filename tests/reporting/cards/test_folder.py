"""The card of a model's folder is made from the files in it, and held against them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rightsnlp.checks.robustness.report import RobustnessReport, RobustnessResult
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.exceptions import InputFileError, InvalidArgumentError
from rightsnlp.reporting.cards.folder import CARD, check_folder_card, folder_card
from rightsnlp.taxonomy import load_taxonomy

HASH = "0" * 64
AIM = {"precision": 0.6, "false_positive_rate": 0.01, "recall": 0.8, "confidence": 0.95}
SOURCE = {"name": "a.csv", "n_train": 9, "known": [9], "positive": [3], "files": {"a.csv": "f" * 64}}
CONFIG = {
    "name": "m",
    "version": "1",
    "sha256": HASH,
    "taxonomy": load_taxonomy().to_dict(),
    "thresholds": {"hate_speech": {"assign": 0.5, "review": 0.1, "aim": AIM}},
    "training": {"sources": [SOURCE]},
}
FACTS = """
license = "mit"
languages = ["ar"]
citation = "Somebody (2026)."
command = "rightsnlp train a.csv -o m"
gaps = ["It knows no Hebrew."]
gaps_ar = ["لا يعرف العبرية."]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    report = evaluate_arrays(
        [1, 1, 0, 0] * 10, [0.9, 0.4, 0.2, 0.1] * 10, ["hate_speech"], n_resamples=20, split="a.csv/dev",
        model={"name": "m", "sha256": HASH},
    )  # fmt: skip
    (tmp_path / "evaluation.json").write_text(json.dumps({"a.csv": report.to_dict()}), encoding="utf-8")
    (tmp_path / "card.toml").write_text(FACTS, encoding="utf-8")
    (tmp_path / CARD).write_text(folder_card(tmp_path, CONFIG), encoding="utf-8")
    return tmp_path


def test_a_card_that_was_just_written_holds(folder: Path) -> None:
    assert check_folder_card(folder, CONFIG) == []


def test_without_a_card_toml_there_is_none_or_a_draft(folder: Path) -> None:
    (folder / "card.toml").unlink()
    with pytest.raises(InvalidArgumentError, match="license, languages, citation"):
        folder_card(folder, CONFIG)
    assert "**Draft.**" in folder_card(folder, CONFIG, draft=True)


def test_a_changed_card_is_told_by_section_and_by_field(folder: Path) -> None:
    path = folder / CARD
    text = path.read_text(encoding="utf-8").replace("It knows no Hebrew.", "None.")
    path.write_text(text.replace("license: mit", "license: gpl"), encoding="utf-8")
    assert check_folder_card(folder, CONFIG) == ["head: 'license' differs", 'section "Known gaps": differs']


def test_figures_of_another_model_are_told(folder: Path) -> None:
    problems = check_folder_card(folder, CONFIG | {"sha256": "1" * 64})
    assert problems[0] == "evaluation.json, a.csv: was measured on another model (000000000000)"
    assert 'section "(first)": differs' in problems


def test_a_card_that_is_missing_is_told(folder: Path) -> None:
    (folder / CARD).unlink()
    assert check_folder_card(folder, CONFIG) == ["README.md: is missing"]


def test_what_else_was_measured_is_taken_from_the_folder(folder: Path) -> None:
    result = MetricResult("hate_speech", "false_positive_rate", 0.1, 0.0, 0.2, 50, 0)
    (folder / "legitimate.json").write_text(json.dumps({"news": result.to_dict()}), encoding="utf-8")
    drop = RobustnessResult("tatweel", "hate_speech", "recall", 0.75, 0.5, 0.25, 0.1, 0.4, 40, 38, 5, 1)
    report = RobustnessReport((drop,), (), {"model": {"sha256": HASH}})
    (folder / "robustness.json").write_text(json.dumps(report.to_dict()), encoding="utf-8")
    text = folder_card(folder, CONFIG)
    assert "| news | hate_speech | 0.100 [0.000, 0.200] | 50 |" in text
    assert "| tatweel | recall | 0.750 | +0.250 [0.100, 0.400] |" in text


@pytest.mark.parametrize("content", ["{", "[1]"])
def test_figures_that_are_no_json_are_refused(folder: Path, content: str) -> None:
    (folder / "functional.json").write_text(content, encoding="utf-8")
    with pytest.raises(InputFileError, match=r"functional\.json"):
        folder_card(folder, CONFIG)
