"""A blank is no answer, none_of_these is one, and what a model wrote is never taken for a person's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.labelled import read_verified
from rightsnlp.data.verified import DONE, verified_answers, verified_mask
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy, simple_taxonomy


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize("status", DONE)
def test_a_status_says_that_a_case_is_verified(status: str) -> None:
    cases = pd.DataFrame({"text": ["a", "b"], "review_status": [f" {status.upper()} ", "open"]})
    assert verified_mask(cases).tolist() == [True, False]


def test_a_status_without_labels_says_none_of_them() -> None:
    cases = pd.DataFrame({"text": ["a", "b"], "verified_labels": ["", ""], "review_status": ["done", ""]})
    assert verified_answers(cases, load_taxonomy())[:, 0].tolist()[0] == 0
    assert np.isnan(verified_answers(cases, load_taxonomy())[1]).all()


def test_a_label_that_cannot_be_read_from_the_case_stays_unknown() -> None:
    cases = pd.DataFrame(
        {"text": ["a", "b"], "report": ["", "they removed it"], "verified_labels": "none_of_these"}
    )
    assert np.isnan(verified_answers(cases, load_taxonomy())[:, 2]).tolist() == [True, False]


def test_labels_that_a_model_does_not_have_are_passed_over() -> None:
    cases = pd.DataFrame({"text": ["a", "b"], "verified_labels": ["hate_speech | incitement", "incitement"]})
    known = load_taxonomy()
    hate = type(known)(known.name, known.version, (known["hate_speech"],))
    assert verified_answers(cases, hate)[:, 0].tolist() == [1, 0]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("love", "row 2, column 'verified_labels': names what is none of the labels"),
        ("hate_speech|none_of_these", "row 2, column 'verified_labels': has a label and none"),
    ],
)
def test_answers_that_are_none_are_refused(cell: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        verified_answers(pd.DataFrame({"text": ["a", "b"], "verified_labels": ["", cell]}), load_taxonomy())


def test_only_verified_cases_are_read_and_copies_share_a_group(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "text,labels,verified_labels\n"
        "صباح الخير,hate_speech,none_of_these\nمساء,hate_speech,\nصباح الخير !!,,incitement\n",
    )
    cases = read_verified(path, load_taxonomy())
    assert cases.frame["text"].tolist() == ["صباح الخير", "صباح الخير !!"]
    np.testing.assert_array_equal(cases.Y, [[0, 0, np.nan], [0, 1, np.nan]])
    assert cases.groups[0] == cases.groups[1]


def test_a_column_a_label_is_read_where_there_are_no_verified_labels(tmp_path: Path) -> None:
    path = write(tmp_path, "text,hate_speech,incitement\na,1,\nb,0,1\nc,,\n")
    np.testing.assert_array_equal(
        read_verified(path, load_taxonomy()).Y, [[1, np.nan, np.nan], [0, 1, np.nan]]
    )
    asked = read_verified(path, load_taxonomy(), label_columns=["incitement"])
    np.testing.assert_array_equal(asked.Y, [[np.nan, 1, np.nan]])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text,labels,p_hate_speech\na,hate_speech,0.9\n", "has no such column"),
        ("text,verified_labels\na,\n", "none of its 1 cases is verified"),
        ("text,spam\na,\n", "none of its 1 cases is verified"),
    ],
)
def test_a_table_that_nobody_verified_is_refused(tmp_path: Path, content: str, said: str) -> None:
    taxonomy = simple_taxonomy(["spam"]) if "spam" in content else load_taxonomy()
    with pytest.raises(SchemaError, match=said):
        read_verified(write(tmp_path, content), taxonomy)


def test_a_column_that_is_asked_for_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="has no column 'incitement'"):
        read_verified(write(tmp_path, "text\na\n"), load_taxonomy(), label_columns=["incitement"])
