from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rightsnlp.data.labelled import read_corpus
from rightsnlp.exceptions import SchemaError


def table(folder: Path, text: str) -> Path:
    path = folder / "posts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_labels_are_read_and_what_is_not_said_is_unknown(tmp_path: Path) -> None:
    corpus = read_corpus(table(tmp_path, "text,hate_speech,incitement\nأول,1,\nثان,0,1\n"))

    assert corpus.name == "posts"
    assert corpus.labels == ("hate_speech", "incitement", "wrongful_removal")
    np.testing.assert_array_equal(corpus.Y, [[1, np.nan, np.nan], [0, 1, np.nan]])
    assert corpus.split.tolist() == ["all", "all"]


def test_joined_labels_and_the_split_of_cases_are_read(tmp_path: Path) -> None:
    corpus = read_corpus(
        table(tmp_path, "text,labels,action,split\nأول,hate_speech,,dev\nثان,,removed,train\n")
    )

    np.testing.assert_array_equal(corpus.Y, [[1, 0, np.nan], [0, 0, 0]])
    assert corpus.split.tolist() == ["dev", "train"]


def test_a_table_without_labels_has_unknown_ones(tmp_path: Path) -> None:
    corpus = read_corpus(table(tmp_path, "نص المنشور\nأول\n"))

    assert corpus.texts == ["أول"]
    assert np.isnan(corpus.Y).all()


def test_a_case_without_a_post_shows_its_report(tmp_path: Path) -> None:
    assert read_corpus(table(tmp_path, "text,report\n,حذفوا منشوري\nأول,\n")).texts == ["حذفوا منشوري", "أول"]


def test_the_text_column_may_have_any_name(tmp_path: Path) -> None:
    assert read_corpus(table(tmp_path, "what they wrote\nأول\n"), text_column="what they wrote").texts == [
        "أول"
    ]


def test_a_functional_suite_is_a_table_of_posts_too(tmp_path: Path) -> None:
    text = "functionality,case_id,test_case,label_gold,labels\nf,1,أول,hateful,hate_speech\n"
    corpus = read_corpus(table(tmp_path, text))

    assert corpus.texts == ["أول"]
    assert corpus.Y[0, 0] == 1


def test_a_table_without_a_text_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="no text column"):
        read_corpus(table(tmp_path, "colour\nred\n"))
