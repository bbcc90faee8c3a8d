"""Answers are read in the forms that people keep them; blank is unknown."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.labelled import read_case_table, read_corpus, read_labelled
from rightsnlp.exceptions import InputFileError, SchemaError
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


def test_labels_are_read_and_what_is_not_said_is_unknown(tmp_path: Path) -> None:
    corpus = read_corpus(write(tmp_path, "text,hate_speech,incitement\nأول,1,\nثان,0,1\n"))

    assert corpus.name == "posts"
    assert corpus.labels == ("hate_speech", "incitement", "wrongful_removal")
    np.testing.assert_array_equal(corpus.Y, [[1, np.nan, np.nan], [0, 1, np.nan]])
    assert corpus.split.tolist() == ["all", "all"]


def test_joined_labels_and_the_split_of_cases_are_read(tmp_path: Path) -> None:
    corpus = read_corpus(
        write(tmp_path, "text,labels,action,split\nأول,hate_speech,,dev\nثان,,removed,train\n")
    )

    np.testing.assert_array_equal(corpus.Y, [[1, 0, np.nan], [0, 0, 0]])
    assert corpus.split.tolist() == ["dev", "train"]


def test_a_table_without_labels_has_unknown_ones(tmp_path: Path) -> None:
    corpus = read_corpus(write(tmp_path, "نص المنشور\nأول\n"))

    assert corpus.texts == ["أول"]
    assert np.isnan(corpus.Y).all()


def test_a_case_without_a_post_shows_its_report(tmp_path: Path) -> None:
    assert read_corpus(write(tmp_path, "text,report\n,حذفوا منشوري\nأول,\n")).texts == ["حذفوا منشوري", "أول"]


def test_the_text_column_may_have_any_name(tmp_path: Path) -> None:
    assert read_corpus(write(tmp_path, "what they wrote\nأول\n"), text_column="what they wrote").texts == [
        "أول"
    ]


def test_a_functional_suite_is_a_table_of_posts_too(tmp_path: Path) -> None:
    text = "functionality,case_id,test_case,label_gold,labels\nf,1,أول,hateful,hate_speech\n"
    corpus = read_corpus(write(tmp_path, text))

    assert corpus.texts == ["أول"]
    assert corpus.Y[0, 0] == 1


def test_a_table_without_a_text_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="no text column"):
        read_corpus(write(tmp_path, "colour\nred\n"))


@pytest.mark.parametrize(
    ("column", "none", "hate"),
    [
        ("labels", "", "hate_speech"),
        ("labels", "none_of_these", "hate_speech | incitement"),
        ("labels", "لا شيء", "خطاب كراهية"),
        ("labels", "normal", "Hate Speech;incitement"),
        ("labels", "[]", '["hate_speech"]'),
        ("labels", "none_of_these", '{"choices": ["hate_speech", "incitement"]}'),
        ("label", "normal", "خطاب كراهية · Hate speech"),
        ("verified_labels", "none of these", "hate_speech، incitement"),
        ("hate_speech", "0", "1"),
        ("Hate Speech", "لا", "نعم"),
        ("خطاب كراهية", "٠", "١"),
        ("hate_speech", "FALSE", "TRUE"),
    ],
)
def test_answers_are_read_in_every_form_that_people_keep(
    tmp_path: Path, column: str, none: str, hate: str
) -> None:
    path = tmp_path / "posts.csv"
    rows = {"text": ["كلام", "حشرات"], column: [none, hate]}
    pd.DataFrame(rows).to_csv(path, index=False)
    assert read_labelled(path, load_taxonomy()).Y[:, 0].tolist() == [0, 1]


def test_lists_in_json_lines_are_answers(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    lines = (
        {"text": "a", "labels": []},
        {"text": "b", "labels": ["hate_speech"]},
        {"text": "c", "labels": None},
    )
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert read_labelled(path, load_taxonomy()).Y[:, 0].tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            "text,hate_speech\na,none\nb,yes\nc,none\n",
            "row 1, column 'hate_speech': a word or mark that may mean",
        ),
        ("text,hate_speech\na,\nb,x\n", r"may mean no or unknown \(1 of 2 rows\)"),
        ("text,labels\na,hate\nb,hate\n", r"names what is none of the labels \(2 of 2 rows\)"),
        ("text,hate_speech,Hate Speech\na,1,0\n", "columns 'hate_speech' and 'Hate Speech' both answer"),
    ],
)
def test_what_may_mean_two_things_is_asked_about(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(SchemaError, match=said):
        read_labelled(write(tmp_path, content), load_taxonomy())


def test_it_is_said_what_blank_cells_were_taken_for(tmp_path: Path) -> None:
    labels = read_case_table(write(tmp_path, "text,labels\na,\nb,incitement\n")).answers_source(
        load_taxonomy()
    )
    assert labels == "answers from 'labels'; 1 of 2 cells are blank, read as: no label applies"
    export = "text,labels,annotation_id,lead_time\na,,1,2\n"
    assert "read as: unknown" in read_case_table(write(tmp_path, export)).answers_source(load_taxonomy())
    assert np.isnan(read_labelled(write(tmp_path, export), load_taxonomy()).Y).all()


def test_a_broken_row_is_refused_or_noted_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, "text,note\na,x\nbroken\nb,y\n")
    with pytest.raises(InputFileError, match="row 2 breaks the rule too_few_cells"):
        read_case_table(path)
    cases = read_case_table(path, keep_going=True)
    assert (cases.table.index.tolist(), cases.n_rows, cases.rejected) == ([1, 3], 3, {2})
    assert cases.frame["text"].tolist() == ["a", "b"]
