"""A model that was started from another is a whole one, names its base, and says what it owes to whom."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.persistence import load_model
from rightsnlp.classification.selective import Aim
from rightsnlp.classification.storage.save import save_model
from rightsnlp.exceptions import OutputFileError
from rightsnlp.training.adaptation_files import train_from_verified

POSTS = ["صباح الخير يا جماعة", "مباراة جميلة اليوم", "شتيمة قبيحة للناس", "كلام قبيح وشتيمة"] * 10
ANSWERS = np.tile([[0.0], [0.0], [1.0], [1.0]], (10, 1))


@pytest.fixture
def base(tmp_path: Path) -> Path:
    model = LinearClassifier(["abuse"], features=HashedNgrams(bits=10), n_folds=2).fit(POSTS, ANSWERS)
    model.choose_thresholds(POSTS * 10, np.tile(ANSWERS, (10, 1)), {"abuse": Aim(false_positive_rate=None)})
    save_model(model, tmp_path / "base")
    return tmp_path / "base"


def write(tmp_path: Path, n: int) -> Path:
    rows = [f"اطردوهم كلهم {k},abuse\nافتتاح معرض الكتاب {k},none_of_these\n" for k in range(n)]
    (tmp_path / "verified.csv").write_text("text,verified_labels\n" + "".join(rows), encoding="utf-8")
    return tmp_path / "verified.csv"


def test_too_few_cases_give_the_base_under_another_name(base: Path, tmp_path: Path) -> None:
    told = train_from_verified(write(tmp_path, 2), base, tmp_path / "mine")
    assert "kept: 2 positives and 2 negatives are verified" in told
    mine, started = load_model(tmp_path / "mine"), load_model(base)
    assert mine.decide(POSTS) == started.decide(POSTS)
    assert mine.model_info_["name"] == "mine"


def test_the_record_travels_with_the_model(base: Path, tmp_path: Path) -> None:
    told = train_from_verified(write(tmp_path, 25), base, tmp_path / "mine")
    config = json.loads((tmp_path / "mine" / "config.json").read_text(encoding="utf-8"))
    (record,) = config["training"]["adaptation"]
    assert (record["label"], record["n"], record["change"]) == ("abuse", 50, "weights")
    assert config["training"]["base"]["sha256"] == load_model(base).model_info_["sha256"]
    assert told in (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")


def test_its_figures_are_of_cases_held_out(base: Path, tmp_path: Path) -> None:
    train_from_verified(write(tmp_path, 25), base, tmp_path / "mine")
    (report,) = json.loads((tmp_path / "mine" / "evaluation.json").read_text(encoding="utf-8")).values()
    assert report["signature"]["split"] == "held out in cross-validation"


def test_a_model_that_is_there_is_kept(base: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputFileError, match="holds a model already"):
        train_from_verified(write(tmp_path, 25), base, base)
