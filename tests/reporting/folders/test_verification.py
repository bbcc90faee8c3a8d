"""A report is verified: whatever was changed after it was written is found and named."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

from rightsnlp.evaluation.evaluation_data import load_evaluation_data
from rightsnlp.evaluation.predictions import Predictions, predict
from rightsnlp.evaluation.predictions_file import read_predictions
from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.reporting.folders.evaluation import write_report
from rightsnlp.reporting.folders.verification import Verification, verify_report
from rightsnlp.reporting.settings import RunSettings


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rng = np.random.default_rng(3)
    path = tmp_path / "posts.csv"
    pd.DataFrame(
        {
            "case_id": [f"c{i}" for i in range(50)],
            "text": [f"a post of our own, number {i // 2}" for i in range(50)],
            "hate_speech": rng.integers(0, 2, 50),
            "platform": np.where(np.arange(50) % 3, "x", "facebook"),
            "news": np.arange(50) % 5 == 0,
        }
    ).to_csv(path, index=False)
    return path


@pytest.fixture
def report(tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    data = load_evaluation_data(table, legitimate=["news"])
    P = np.random.default_rng(4).random((50, 1))
    given, _ = data.answered(
        Predictions(("hate_speech",), np.full((50, 1), np.nan), P, model={"name": "demo"})
    )
    write_report(given, tmp_path / "run", settings=RunSettings(command="demo"), n_resamples=40)
    return tmp_path / "run"


def failed(verification: Verification) -> dict[str, str]:
    return {check.name: check.detail for check in verification.checks if not check.holds}


def edit(path: Path, change: Callable[[str], str]) -> None:
    old = path.read_text(encoding="utf-8")
    new = change(old)
    assert new != old
    path.write_text(new, encoding="utf-8")


def test_the_package_gives_the_function_whatever_was_imported_before() -> None:
    import rightsnlp.reporting

    assert rightsnlp.reporting.verify_report is verify_report


def test_what_was_not_changed_holds(report: Path, table: Path) -> None:
    verification = verify_report(report, table)
    assert failed(verification) == {}
    assert verification.holds
    assert str(verification).endswith(
        "The report holds: its figures follow from its predictions, on these data."
    )
    names = set(verification.to_frame()["check"])
    assert {
        "hash of the data",
        "answers for hate_speech",
        "figures",
        "slices.json",
        "tables.tex",
        "methods.md",
    } <= names


def test_a_changed_figure_is_named_with_both_values(report: Path, table: Path) -> None:
    data = json.loads((report / "metrics.json").read_text(encoding="utf-8"))
    (figure,) = [m for m in data["metrics"] if (m["label"], m["metric"]) == ("hate_speech", "f1")]
    true, figure["value"] = figure["value"], 0.99
    (report / "metrics.json").write_text(json.dumps(data), encoding="utf-8")
    found = failed(verify_report(report, table))
    assert found["figure"] == f"hate_speech f1 value is {true:.6g}, metrics.json says 0.99"
    assert "tables.md" in found, "its table was made from other figures"


def test_a_changed_bound_of_an_interval_is_found(report: Path, table: Path) -> None:
    data = json.loads((report / "metrics.json").read_text(encoding="utf-8"))
    data["metrics"][3]["low"] += 1e-6
    (report / "metrics.json").write_text(json.dumps(data), encoding="utf-8")
    assert " low is " in failed(verify_report(report, table))["figure"]


def test_a_changed_probability_is_found_by_figure_and_by_hash(report: Path, table: Path) -> None:
    frame = pd.read_csv(report / "predictions.csv", encoding="utf-8-sig")
    frame.loc[7, "p_hate_speech"] = 1 - frame.loc[7, "p_hate_speech"]
    frame.to_csv(report / "predictions.csv", index=False, encoding="utf-8-sig")
    found = failed(verify_report(report, table))
    assert found["predictions.csv"] == "was changed"
    assert "hate_speech" in found["figure"]


def test_an_answer_changed_in_the_predictions_is_named_by_row(report: Path, table: Path) -> None:
    frame = pd.read_csv(report / "predictions.csv", encoding="utf-8-sig")
    frame.loc[7, "y_hate_speech"] = 1 - frame.loc[7, "y_hate_speech"]
    frame.to_csv(report / "predictions.csv", index=False, encoding="utf-8-sig")
    found = failed(verify_report(report, table))
    assert found["answers for hate_speech"] == "1 of 50 rows differ: row 8 of predictions.csv"


def test_an_answer_changed_in_the_data_is_named_by_row(report: Path, table: Path) -> None:
    frame = pd.read_csv(table)
    frame.loc[3, "hate_speech"] = 1 - frame.loc[3, "hate_speech"]
    frame.to_csv(table, index=False)
    found = failed(verify_report(report, table))
    assert "row 4 of predictions.csv" in found["answers for hate_speech"]
    assert "hash of the data" in found


def test_a_post_changed_in_the_data_is_found_by_hash_and_never_printed(report: Path, table: Path) -> None:
    edit(table, lambda text: text.replace("our own, number 9", "somebody else"))
    verification = verify_report(report, table)
    assert "hash of the data" in failed(verification)
    assert "somebody" not in str(verification)


class Echo:
    """A model that gives one answer to all posts."""

    labels_ = ("hate_speech",)
    model_info_: ClassVar = {"name": "demo", "sha256": "ab" * 32}

    def __init__(self, p: float) -> None:
        self.p = p

    def predict_proba(self, posts: pd.DataFrame) -> np.ndarray:
        return np.full((len(posts), 1), self.p)


def test_the_model_is_asked_again_when_it_is_at_hand(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    data = load_evaluation_data(table)
    write_report(predict(Echo(0.6), data.posts, data.answers, **data.about), tmp_path / "run", n_resamples=40)
    assert verify_report(tmp_path / "run", table, model=Echo(0.6 + 1e-9)).holds
    found = failed(verify_report(tmp_path / "run", table, model=Echo(0.4)))
    assert set(found) == {
        "probabilities of the model for hate_speech",
        "decisions of the model for hate_speech",
    }


def test_the_table_that_was_judged_is_matched_and_held_against_the_report(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    ids = [f"c{row}" for row in range(50)]
    pd.read_csv(table).assign(case_id=ids).to_csv(table, index=False)
    given = pd.DataFrame({"id": ids, "p_hate_speech": np.random.default_rng(4).random(50)})
    given.to_csv(tmp_path / "api.csv", index=False)
    data = load_evaluation_data(table)
    ordered, _ = data.answered(read_predictions(tmp_path / "api.csv"))
    write_report(ordered, tmp_path / "run", n_resamples=40)
    given.sample(frac=1, random_state=1).to_csv(tmp_path / "sorted.csv", index=False)
    held = verify_report(tmp_path / "run", table, predictions=tmp_path / "sorted.csv")
    assert held.holds
    assert "rows matched by identifier" in str(held)
    given.assign(p_hate_speech=1 - given["p_hate_speech"]).to_csv(tmp_path / "other.csv", index=False)
    found = failed(verify_report(tmp_path / "run", table, predictions=tmp_path / "other.csv"))
    assert "probabilities of the file for hate_speech" in found


@pytest.mark.parametrize("column", ["platform", "news"])
def test_a_changed_slice_or_subset_is_found(report: Path, table: Path, column: str) -> None:
    frame = pd.read_csv(table)
    frame.loc[0, column] = {"platform": "telegram", "news": not frame.loc[0, "news"]}[column]
    frame.to_csv(table, index=False)
    assert any(column in name for name in failed(verify_report(report, table)))


def test_rows_that_are_gone_are_counted(report: Path, table: Path) -> None:
    pd.read_csv(table).iloc[:-2].to_csv(table, index=False)
    assert failed(verify_report(report, table))["rows"] == "50 in predictions.csv, 48 in the data"


@pytest.mark.parametrize("name", ["tables.md", "tables.tex", "methods.md", "citation.bib"])
def test_a_text_that_no_longer_follows_is_named_by_line(report: Path, table: Path, name: str) -> None:
    edit(report / name, lambda text: text.replace("0", "8", 1))
    assert "does not follow from metrics.json" in failed(verify_report(report, table))[name]


def test_a_changed_slice_figure_is_named(report: Path, table: Path) -> None:
    data = json.loads((report / "slices.json").read_text(encoding="utf-8"))
    data["slice_metrics"][0]["value"] = 0.123
    (report / "slices.json").write_text(json.dumps(data), encoding="utf-8")
    assert "platform" in failed(verify_report(report, table))["slices.json, slice_metrics"]


@pytest.mark.parametrize("name", ["slices.json", "tables.tex"])
def test_a_file_that_is_missing_is_named(report: Path, table: Path, name: str) -> None:
    (report / name).unlink()
    assert failed(verify_report(report, table))[name] == "is missing"


def test_a_changed_seed_is_found(report: Path, table: Path) -> None:
    data = json.loads((report / "metrics.json").read_text(encoding="utf-8"))
    data["signature"]["seed"] = 1
    (report / "metrics.json").write_text(json.dumps(data), encoding="utf-8")
    assert failed(verify_report(report, table))


def test_a_changed_threshold_is_found(report: Path, table: Path) -> None:
    data = json.loads((report / "metrics.json").read_text(encoding="utf-8"))
    data["signature"]["thresholds"]["hate_speech"] = 0.2
    (report / "metrics.json").write_text(json.dumps(data), encoding="utf-8")
    assert "figure" in failed(verify_report(report, table))


def test_what_is_no_report_is_refused(tmp_path: Path, report: Path, table: Path) -> None:
    with pytest.raises(InputFileError, match="cannot be read"):
        verify_report(tmp_path, table)
    (report / "metrics.json").write_text("{", encoding="utf-8")
    with pytest.raises(SchemaError, match="is not JSON"):
        verify_report(report, table)
    (report / "metrics.json").write_text("{}", encoding="utf-8")
    with pytest.raises(SchemaError, match="is no evaluation"):
        verify_report(report, table)


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "figures/../../secret"])
def test_a_file_outside_the_folder_is_never_opened(report: Path, table: Path, name: str) -> None:
    (report.parent / "secret").write_text("theirs", encoding="utf-8")
    metrics = json.loads((report / "metrics.json").read_text(encoding="utf-8"))
    metrics["files"][name] = "0" * 64
    (report / "metrics.json").write_text(json.dumps(metrics), encoding="utf-8")
    with pytest.raises(SchemaError, match="lies outside the folder"):
        verify_report(report, table)


@pytest.mark.parametrize("name", ["metrics.json", "predictions.csv", "tables.tex"])
def test_a_link_out_of_the_folder_is_never_followed(report: Path, table: Path, name: str) -> None:
    (report / name).rename(report.parent / "elsewhere")
    (report / name).symlink_to(report.parent / "elsewhere")
    with pytest.raises(SchemaError, match="lies outside the folder"):
        verify_report(report, table)
