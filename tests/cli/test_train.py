"""``rightsnlp train`` makes a model folder from a table or a recipe, the same bytes each time."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp.classification.persistence import load_model

Run = Callable[..., CompletedProcess[str]]

RECIPE = """
name = "small"
version = "1"
[features]
bits = 12
[classifier]
n_folds = 2
[cases]
weight = 1.0
[aims.hate_speech]
precision = 0.5
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "posts.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["post", "spam", "greeting"])
        for number in range(60):
            writer.writerow([f"اربح جائزة الآن {number}", 1, 0])
            writer.writerow([f"صباح الخير يا جماعة {number}", 0, "" if number % 5 == 0 else 1])
            writer.writerow([f"خبر عن المدينة {number}", 0, 0])
    return path


def test_a_table_makes_a_model_that_labels(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    done = rightsnlp("train", table, "--label-columns", "spam,greeting", "-o", "model")
    assert done.returncode == 0, done.stderr
    assert "| posts.csv | spam |" in done.stdout
    model = load_model(tmp_path / "model")
    assert model.labels_ == ("spam", "greeting")
    assert model.predict_proba(["اربح جائزة"])[0, 0] > 0.5
    assert "posts.csv" in (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    assert rightsnlp("label", table, "--model", "model").returncode == 0


def test_a_model_that_is_there_is_kept(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "config.json").write_text("mine", encoding="utf-8")
    done = rightsnlp("train", table, "--label-columns", "spam", "-o", "model")
    assert done.returncode == 2
    assert "holds a model already" in done.stderr
    assert (tmp_path / "model" / "config.json").read_text(encoding="utf-8") == "mine"


def test_a_recipe_gives_the_same_bytes_each_time(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "recipe.toml").write_text(RECIPE, encoding="utf-8")
    for name in ("a", "b"):
        done = rightsnlp("train", "--recipe", "recipe.toml", "-o", name, "--quiet")
        assert (done.returncode, done.stderr) == (0, "")
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert files == [
        "README.md", "SHA256SUMS", "config.json", "evaluation.json", "recipe.toml", "weights.safetensors",
    ]  # fmt: skip
    for file in files:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file


BAD = {
    "neither": ([], "got neither DATA nor --recipe"),
    "both": (["posts.csv", "--recipe", "r.toml"], "got both DATA and --recipe"),
    "no labels": (["posts.csv"], "label columns: got none"),
    "no such column": (["posts.csv", "--label-columns", "love"], "has no answers to judge by"),
    "no recipe": (["--recipe", "none.toml"], "none.toml: cannot be read"),
}


@pytest.mark.parametrize(("arguments", "said"), BAD.values(), ids=BAD)
def test_what_cannot_be_trained_is_one_line(
    rightsnlp: Run, table: Path, arguments: list[str], said: str
) -> None:
    assert table.exists()
    done = rightsnlp("train", *arguments, "-o", "model")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_recipe_with_corpora_asks_for_their_folder(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text(RECIPE + '[[corpora]]\nname = "osact4"\n', encoding="utf-8")
    done = rightsnlp("train", "--recipe", "r.toml", "-o", "model")
    assert done.returncode == 2
    assert "pass --corpora DIR" in done.stderr
