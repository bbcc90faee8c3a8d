"""The folder of an evaluation: whole or not there, nothing replaced unasked, no post in it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.evaluation.predictions_file import read_predictions
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.exceptions import InvalidArgumentError, OutputFileError
from rightsnlp.provenance import sha256_file
from rightsnlp.reporting.folders import evaluation as report_folder
from rightsnlp.reporting.folders.evaluation import references, write_report
from rightsnlp.reporting.settings import RunSettings

ALWAYS = {"predictions.csv", "metrics.json", "tables.md", "tables.tex", "methods.md", "citation.bib"}


def predictions(*, sliced: bool = True, n: int = 60) -> Predictions:
    rng = np.random.default_rng(1)
    y = rng.integers(0, 2, n).astype(float)
    slices = {"language": np.where(np.arange(n) % 3, "ar", "he"), "one": ["same"] * n}
    return Predictions(
        ("hate_speech",),
        y[:, None],
        np.clip(0.5 * y + 0.6 * rng.random(n), 0, 1)[:, None],
        slices=pd.DataFrame(slices) if sliced else pd.DataFrame(),
        legitimate={"news": np.arange(n) < 20},
        model={"name": "demo", "sha256": "ab" * 32},
        split="demo/dev",
        data_sha256="cd" * 32,
    )


@pytest.fixture
def no_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [
        name for name in sys.modules if name.startswith(("matplotlib", "rightsnlp.evaluation.plot"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "matplotlib", None)


@pytest.mark.usefixtures("no_matplotlib")
def test_without_the_extra_all_but_drawings_and_page_is_written(tmp_path: Path) -> None:
    written = write_report(predictions(), tmp_path / "run", n_resamples=30)
    assert {path.name for path in (tmp_path / "run").iterdir()} == {*ALWAYS, "slices.json"}
    assert written.missing == "run: pip install 'rightsnlp[plots]'"


def test_with_the_extra_there_are_drawings_and_a_page(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="the extra 'plots' is not installed")
    pytest.importorskip("jinja2", reason="the extra 'plots' is not installed")
    written = write_report(predictions(), tmp_path, n_resamples=30, language="ar")
    assert written.missing == ""
    assert {"report.html", "figures/confusion.svg", "figures/confusion.png"} <= set(written.files)
    assert 'lang="ar"' in (tmp_path / "report.html").read_text(encoding="utf-8")[:200]


@pytest.mark.usefixtures("no_matplotlib")
class TestWithoutDrawings:
    """What does not hang on the drawings is tested without them: they take most of the time."""

    def test_without_slice_columns_there_is_no_file_of_slices(self, tmp_path: Path) -> None:
        write_report(predictions(sliced=False), tmp_path, n_resamples=30)
        assert not (tmp_path / "slices.json").exists()

    def test_metrics_state_figures_settings_and_the_hash_of_every_file(self, tmp_path: Path) -> None:
        written = write_report(
            predictions(), tmp_path, settings=RunSettings(command="rightsnlp evaluate x"), n_resamples=30
        )
        data = json.loads((tmp_path / "metrics.json").read_text(encoding="utf-8"))
        assert EvaluationReport.from_dict(data).to_dict() == written.report.to_dict()
        assert data["run"]["reference"] == {"language": "ar"}
        assert data["run"]["command"] == "rightsnlp evaluate x"
        assert set(data["files"]) == set(written.files) - {"metrics.json"}
        assert all(sha256_file(tmp_path / name) == digest for name, digest in data["files"].items())

    def test_the_predictions_are_those_that_were_judged(self, tmp_path: Path) -> None:
        write_report(predictions(), tmp_path, n_resamples=30)
        read = read_predictions(tmp_path / "predictions.csv")
        np.testing.assert_array_equal(read.P, predictions().P)
        np.testing.assert_array_equal(read.Y, predictions().Y)

    def test_an_earlier_report_is_kept(self, tmp_path: Path) -> None:
        (tmp_path / "tables.tex").write_text("mine", encoding="utf-8")
        with pytest.raises(OutputFileError, match=r"tables.tex: exists already"):
            write_report(predictions(), tmp_path, n_resamples=30)
        assert [path.name for path in tmp_path.iterdir()] == ["tables.tex"]

    def test_force_leaves_nothing_of_the_earlier_report_and_all_of_the_users(self, tmp_path: Path) -> None:
        (tmp_path / "figures").mkdir()
        for name in ("slices.json", "figures/old.svg", "notes.txt"):
            (tmp_path / name).write_text("old", encoding="utf-8")
        write_report(predictions(sliced=False), tmp_path, n_resamples=30, force=True)
        assert {path.name for path in tmp_path.iterdir() if path.is_file()} == {*ALWAYS, "notes.txt"}
        assert not list((tmp_path / "figures").iterdir())

    def test_a_run_that_fails_leaves_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(report_folder, "write_json", full)
        with pytest.raises(OutputFileError, match="No space left"):
            write_report(predictions(), tmp_path / "run", n_resamples=30)
        assert not list((tmp_path / "run").iterdir())

    def test_a_folder_that_cannot_be_made_is_refused_before_any_work(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("", encoding="utf-8")
        with pytest.raises(OutputFileError, match="the folder cannot be made"):
            write_report(predictions(), tmp_path / "file" / "run")

    def test_the_same_predictions_give_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            write_report(predictions(), tmp_path / name, n_resamples=30)
        for path in (tmp_path / "one").iterdir():
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_slices_are_held_against_the_largest_unless_another_is_named() -> None:
    assert references(predictions(), None) == {"language": "ar"}
    assert references(predictions(), "he") == {"language": "he"}
    assert references(predictions(), "language=he") == {"language": "he"}
    assert references(predictions(), {"language": "he"}) == {"language": "he"}


def test_a_reference_that_is_no_slice_is_refused() -> None:
    for asked in ("fr", "language=fr", "platform=he"):
        with pytest.raises(InvalidArgumentError, match="reference: got"):
            references(predictions(), asked)
    with pytest.raises(InvalidArgumentError, match="a value of a slice column"):
        references(predictions(sliced=False), "he")
