"""Posts with known answers: what is sliced by, what is known to be protected speech, whether a model saw them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.evaluation.evaluation_data import EvaluationData, load_evaluation_data
from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.provenance import sha256_file


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "posts.csv"
    pd.DataFrame(
        {
            "رقم الحالة": ["c1", "c2", "c3", "c4"],
            "text": ["صباح الخير", "good morning", "שלום לכולם", "مساء الخير"],
            "hate_speech": [1, 0, 0, None],
            "platform": ["x", "facebook", "x", "x"],
            "region": ["one"] * 4,
            "news": [0, 1, 1, None],
        }
    ).to_csv(path, index=False)
    return path


def test_identifiers_and_hash_are_the_tables(table: Path) -> None:
    data = load_evaluation_data(table)
    assert data.ids == ["c1", "c2", "c3", "c4"]
    assert data.data_sha256 == sha256_file(table)
    assert data.answers["hate_speech"].tolist()[:3] == [1, 0, 0]
    assert np.isnan(data.answers["hate_speech"][3])


def test_the_usual_columns_are_sliced_by_where_they_vary(table: Path) -> None:
    assert load_evaluation_data(table).slices.columns.tolist() == ["platform"]


def test_language_script_and_length_are_worked_out_when_asked_for(table: Path) -> None:
    slices = load_evaluation_data(table, slices=["language", "script", "length"]).slices
    assert slices["language"].tolist() == ["ar", "en", "he", "ar"]
    assert slices["script"].tolist() == ["arabic", "latin", "hebrew", "arabic"]
    assert slices["length"].tolist() == ["10", "12", "10", "10"]


def test_a_slice_column_that_is_not_there_is_refused(table: Path) -> None:
    with pytest.raises(SchemaError, match="have no column 'age'"):
        load_evaluation_data(table, slices=["age"])


def test_posts_are_no_slices(table: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="no text of posts"):
        load_evaluation_data(table, slices=["text"])


def test_protected_speech_is_a_column_of_ones(table: Path) -> None:
    assert load_evaluation_data(table, legitimate=["news"]).legitimate["news"].tolist() == [
        False,
        True,
        True,
        False,
    ]
    with pytest.raises(SchemaError, match="row 2, column 'platform': neither a yes nor a no"):
        load_evaluation_data(table, legitimate=["platform"])


def test_predictions_take_answers_groups_and_slices_of_the_data(table: Path) -> None:
    data = load_evaluation_data(table)
    given = Predictions(
        ("other", "hate_speech"), np.zeros((4, 2)), np.full((4, 2), 0.5), ids=["c4", "c3", "c2", "c1"]
    )
    found, match = data.answered(given)
    assert match.by == "identifier"
    assert found.labels == ("hate_speech",)
    assert found.Y.ravel().tolist()[:3] == [1, 0, 0]
    assert found.ids.tolist() == data.ids
    assert found.slices["platform"].tolist() == ["x", "facebook", "x", "x"]


def test_predictions_of_other_labels_are_refused(table: Path) -> None:
    with pytest.raises(SchemaError, match="are of other"):
        load_evaluation_data(table).answered(Predictions(("other",), np.zeros((4, 1)), np.zeros((4, 1))))


@pytest.mark.parametrize(
    ("split", "digest", "seen"),
    [
        ("demo/dev", "", "tuned"),
        ("demo/train", "", "trained"),
        ("demo/all", "", "trained"),
        ("other/dev", "", ""),
        ("mine.csv", "abc", "trained"),
    ],
)
def test_what_a_model_saw_in_training_is_known(split: str, digest: str, seen: str) -> None:
    data = EvaluationData([], pd.DataFrame(), "demo", split, digest, None)
    assert data.seen_by({"sources": [{"name": "demo", "files": {"mine.csv": "abc"}}]}) == seen


@pytest.mark.corpora
def test_a_corpus_gives_its_dev_part(corpora_dir: Path) -> None:
    data = load_evaluation_data(corpora_dir, corpus="osact4")
    assert (data.split, data.ids, len(data)) == ("osact4/dev", None, len(data.posts))
