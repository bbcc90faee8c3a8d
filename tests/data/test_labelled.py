"""Answers are read in the forms that people keep them; blank is unknown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rightsnlp.data.labelled import read_labelled
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy, simple_taxonomy


def write(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "posts.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_column_a_label(tmp_path: Path) -> None:
    path = write(tmp_path, "text,hate_speech,incitement\na,1,\nb,no,yes\nc,لا,نعم\n")
    cases = read_labelled(path, load_taxonomy())
    expected = [[1, np.nan, np.nan], [0, 1, np.nan], [0, 1, np.nan]]
    np.testing.assert_array_equal(cases.Y, expected)
    assert cases.frame["text"].tolist() == ["a", "b", "c"]


def test_joined_labels_leave_unknown_what_cannot_be_read(tmp_path: Path) -> None:
    path = write(
        tmp_path, "text,report,labels\na,,hate_speech|incitement\nb,they removed it,wrongful_removal\n"
    )
    expected = [[1, 1, np.nan], [0, 0, 1]]
    np.testing.assert_array_equal(read_labelled(path, load_taxonomy()).Y, expected)


def test_verified_labels_win_over_labels(tmp_path: Path) -> None:
    path = write(tmp_path, "text,labels,verified_labels\na,hate_speech,none_of_these\n")
    assert read_labelled(path, load_taxonomy()).Y[0, 0] == 0


def test_what_nobody_has_verified_is_unknown(tmp_path: Path) -> None:
    path = write(tmp_path, "text,verified_labels\na,\nb,incitement\n")
    np.testing.assert_array_equal(
        read_labelled(path, load_taxonomy()).Y, [[np.nan, np.nan, np.nan], [0, 1, np.nan]]
    )


def test_labels_that_a_model_gave_are_no_answers(tmp_path: Path) -> None:
    path = write(tmp_path, "text,labels,p_hate_speech\na,hate_speech,0.9\n")
    with pytest.raises(SchemaError, match="its labels are those that a model gave"):
        read_labelled(path, load_taxonomy())


def test_copies_of_a_text_share_a_group(tmp_path: Path) -> None:
    path = write(tmp_path, "text,spam\nصباح الخير,1\nصباح الخير !!,1\nمساء الخير,0\n")
    groups = read_labelled(path, simple_taxonomy(["spam"])).groups
    assert groups[0] == groups[1] != groups[2]


def test_a_column_of_groups_is_taken_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "text,spam,family\na,1,x\nb,0,x\n")
    assert read_labelled(path, simple_taxonomy(["spam"])).groups.tolist() == ["x", "x"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("text\na\n", "has no answers"),
        ("text,spam\na,maybe\n", "row 1, column 'spam': neither a yes nor a no"),
    ],
)
def test_what_holds_no_answers_is_refused(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        read_labelled(write(tmp_path, content), simple_taxonomy(["spam"]))
