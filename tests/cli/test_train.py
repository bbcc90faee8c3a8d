"""``rightsnlp train`` makes a model folder from a table or a recipe, the same bytes each time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pytest

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.persistence import load_model
from rightsnlp.classification.selective import Aim
from rightsnlp.classification.storage.save import save_model

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
        "README.md", "SHA256SUMS", "config.json", "evaluation.json", "legitimate.json", "recipe.toml",
        "weights.safetensors",
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


@pytest.fixture
def base(tmp_path: Path) -> str:
    posts = ["اربح جائزة الآن", "صباح الخير يا جماعة", "خبر عن المدينة", "وصفة كعك"] * 10
    answers = np.tile([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [0.0, 0.0]], (10, 1))
    model = LinearClassifier(["spam", "greeting"], features=HashedNgrams(bits=12), n_folds=2).fit(
        posts, answers
    )
    model.choose_thresholds(posts * 9, np.tile(answers, (9, 1)), {"spam": Aim(false_positive_rate=None)})
    save_model(model, tmp_path / "base")
    return "base"


def write_verified(tmp_path: Path, n: int, column: str = "verified_labels") -> Path:
    """Verified cases in words that the base has not seen, and as many that nobody has verified."""
    path = tmp_path / "verified.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["post", "labels", column])
        for number in range(n):
            writer.writerow([f"اشترك وشارك الرابط {number}", "", "spam"])
            writer.writerow([f"اجتماع الجمعية مساء {number}", "spam", "none_of_these"])
            writer.writerow([f"لم يقرأه أحد {number}", "spam", ""])
    return path


def test_a_model_is_adapted_to_verified_cases_and_labels(rightsnlp: Run, base: str, tmp_path: Path) -> None:
    done = rightsnlp("train", write_verified(tmp_path, 30), "--start-from", base, "-o", "mine")
    assert done.returncode == 0, done.stderr
    assert "adapting base to 60 verified cases" in done.stderr
    assert "| spam | 60 | 30 | weights, C = " in done.stdout
    assert "- `greeting`: kept: 0 positives and 60 negatives are verified" in done.stdout
    mine, started = load_model(tmp_path / "mine"), load_model(tmp_path / "base")
    post = ["اشترك وشارك الرابط"]
    assert mine.predict_proba(post)[0, 0] > started.predict_proba(post)[0, 0]
    training = json.loads((tmp_path / "mine" / "config.json").read_text(encoding="utf-8"))["training"]
    assert training["base"] == started.model_info_
    assert training["thresholds"]["spam"].startswith("as in base; what they promise was shown on its data")
    card = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    assert started.model_info_["sha256"] in card
    done = rightsnlp("label", "verified.csv", "--model", "mine")
    assert done.returncode == 0, done.stderr


def test_adapting_twice_gives_the_same_bytes(rightsnlp: Run, base: str, tmp_path: Path) -> None:
    verified = write_verified(tmp_path, 30)
    for name in ("a/m", "b/m"):
        done = rightsnlp("train", verified, "--start-from", base, "-o", name, "--quiet")
        assert (done.returncode, done.stderr) == (0, "")
    for file in sorted(path.name for path in (tmp_path / "a/m").iterdir()):
        assert (tmp_path / "a/m" / file).read_bytes() == (tmp_path / "b/m" / file).read_bytes(), file


def test_thresholds_are_chosen_again_when_asked(rightsnlp: Run, base: str, tmp_path: Path) -> None:
    verified = write_verified(tmp_path, 60)
    done = rightsnlp("train", verified, "--start-from", base, "--choose-thresholds", "-o", "mine")
    assert done.returncode == 0, done.stderr
    assert load_model(tmp_path / "mine").thresholds_["spam"].n == 120


def test_a_column_a_label_will_do(rightsnlp: Run, base: str, table: Path) -> None:
    done = rightsnlp("train", table, "--start-from", base, "--label-columns", "greeting", "-o", "mine")
    assert done.returncode == 0, done.stderr
    assert "| spam | 0 | 0 | kept |" in done.stdout


NO_START = {
    "a recipe": (["--recipe", "r.toml", "--start-from", "base"], "got --recipe and --start-from"),
    "thresholds alone": (
        ["verified.csv", "--label-columns", "spam", "--choose-thresholds"],
        "got --choose-thresholds",
    ),
    "no such model": (["verified.csv", "--start-from", "best"], "'best' is neither"),
    "no label of it": (
        ["verified.csv", "--start-from", "base", "--label-columns", "love"],
        "'love' is no label of base",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), NO_START.values(), ids=NO_START)
def test_what_cannot_be_started_from_is_one_line(
    rightsnlp: Run, base: str, tmp_path: Path, arguments: list[str], said: str
) -> None:
    write_verified(tmp_path, 3)
    done = rightsnlp("train", *arguments, "-o", "mine")
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_table_that_nobody_verified_is_refused(rightsnlp: Run, base: str, tmp_path: Path) -> None:
    done = rightsnlp("train", write_verified(tmp_path, 3, column="notes"), "--start-from", base, "-o", "mine")
    assert done.returncode == 2
    assert "verified_labels: the table has no such column" in done.stderr
