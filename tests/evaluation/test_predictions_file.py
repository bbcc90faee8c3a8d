"""Predictions as a file: exact for this library, and read from anybody."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rightsnlp import label
from rightsnlp.data.tables.io import write_table
from rightsnlp.evaluation.predictions import Predictions, judge
from rightsnlp.evaluation.predictions_file import read_predictions, write_predictions
from rightsnlp.exceptions import SchemaError

TINY = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
PROBABILITIES = st.one_of(st.just(float("nan")), st.floats(0, 1))


def saved(folder: Path, name: str = "answers.csv", **columns: object) -> Path:
    write_table(pd.DataFrame(columns, dtype=object), folder / name, force=True)
    return folder / name


@TINY
@given(
    rows=st.lists(
        st.tuples(PROBABILITIES, st.sampled_from([1.0, 0.0, float("nan")])), min_size=1, max_size=20
    ),
    slices=st.sampled_from(["ar", "=he", "'@x", "-1", "", "a,b", 'a"b', "عربي"]),
    name=st.sampled_from(["p.csv", "p.jsonl", "p.parquet"]),
)
def test_what_is_written_reads_back_exactly(
    tmp_path: Path, rows: list[tuple[float, float]], slices: str, name: str
) -> None:
    P, Y = np.array(rows)[:, :1], np.array(rows)[:, 1:]
    written = Predictions(
        ("x",),
        Y,
        P,
        groups=list(range(len(rows))),
        slices=pd.DataFrame({"language": [slices] * len(rows), "target": [["a", "b"]] * len(rows)}),
        legitimate={"news": np.arange(len(rows)) % 2 == 0},
    )
    write_predictions(written, tmp_path / name, force=True)
    read = read_predictions(tmp_path / name)
    for field in ("Y", "P", "groups", "ids"):
        np.testing.assert_array_equal(getattr(read, field), getattr(written, field))
    assert read.slices.equals(written.slices)
    assert read.legitimate["news"].tolist() == written.legitimate["news"].tolist()
    assert read.labels == ("x",)


def test_the_figures_of_a_file_read_back_are_the_same(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    written = Predictions(
        ("x",), rng.integers(0, 2, (40, 1)), rng.random((40, 1)), groups=rng.integers(0, 30, 40)
    )
    write_predictions(written, tmp_path / "p.csv")
    assert (
        judge(read_predictions(tmp_path / "p.csv"), n_resamples=50).metrics
        == judge(written, n_resamples=50).metrics
    )


@pytest.mark.parametrize(
    "column", ["p_spam", "prob_spam", "probability_spam", "score_spam", "P-Spam", "spam"]
)
def test_probabilities_are_found_under_the_names_people_use(tmp_path: Path, column: str) -> None:
    read = read_predictions(saved(tmp_path, **{column: [0.25, None]}), labels=["spam"])
    assert read.P[0, 0] == 0.25
    assert np.isnan(read.P[1, 0])
    assert read.decisions is None


@pytest.mark.parametrize("column", ["decision_spam", "pred_spam", "prediction_spam", "Spam"])
@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["assigned", "not_assigned", "review"], ["assigned", "not_assigned", "review"]),
        ([1, 0, None], ["assigned", "not_assigned", "insufficient"]),
        (["1.0", "0.0", None], ["assigned", "not_assigned", "insufficient"]),
        (["Yes", "no", ""], ["assigned", "not_assigned", "insufficient"]),
        (["نعم", "لا", "?"], ["assigned", "not_assigned", "insufficient"]),
        ([True, False, True], ["assigned", "not_assigned", "assigned"]),
    ],
)
def test_decisions_are_read_in_the_words_people_use(
    tmp_path: Path, column: str, cells: list[object], words: list[str]
) -> None:
    read = read_predictions(
        saved(tmp_path, "human.xlsx", **{column: cells}, note=["a", "b", "c"]), labels=["spam"]
    )
    assert read.decisions.ravel().tolist() == words
    assert np.isnan(read.P).all()


@pytest.mark.parametrize("name", ["labels", "predicted_labels", "prediction"])
def test_one_column_may_name_the_labels_that_hold(tmp_path: Path, name: str) -> None:
    read = read_predictions(saved(tmp_path, **{name: ["a;b", "", "b", "none", "a|b"]}), labels=["a", "b"])
    assert (read.decisions == "assigned").astype(int).tolist() == [[1, 1], [0, 0], [0, 1], [0, 0], [1, 1]]


def test_lists_of_labels_are_read_from_json_lines(tmp_path: Path) -> None:
    read = read_predictions(saved(tmp_path, "api.jsonl", labels=[["a"], []]), labels=["a"])
    assert read.decisions.ravel().tolist() == ["assigned", "not_assigned"]


def test_a_table_that_this_library_labelled_is_read(tmp_path: Path) -> None:
    frame = label(pd.DataFrame({"case_id": ["c1", "c2"], "text": ["صباح الخير", "good morning"]}))
    read = read_predictions(saved(tmp_path, **{c: frame[c].tolist() for c in frame}))
    assert read.labels == ("hate_speech", "incitement", "wrongful_removal")
    assert read.ids.tolist() == ["c1", "c2"]
    assert read.decisions[:, 2].tolist() == ["insufficient", "insufficient"]
    assert read.P[:, 0].tolist() == frame["p_hate_speech"].tolist()


def test_a_label_with_probabilities_alone_is_decided_at_one_half_beside_decisions(tmp_path: Path) -> None:
    read = read_predictions(saved(tmp_path, a=["yes", "no"], p_b=[0.5, 0.4]), labels=["a", "b"])
    assert read.decisions.tolist() == [["assigned", "assigned"], ["not_assigned", "not_assigned"]]
    assert read.thresholds == {"b": 0.5}


def test_labels_are_found_where_none_are_named(tmp_path: Path) -> None:
    assert read_predictions(saved(tmp_path, p_spam=[0.5], note=["a"])).labels == ("spam",)
    assert read_predictions(saved(tmp_path, incitement=[1], p_value=[7])).labels == ("incitement",)


def test_labels_that_the_table_does_not_speak_of_are_left_out(tmp_path: Path) -> None:
    assert read_predictions(saved(tmp_path, p_a=[0.5]), labels=["a", "b"]).labels == ("a",)


@pytest.mark.parametrize(
    "cells", [["0,1", "0,9"], ["٠٫١", "٠٫٩"], ["10%", "90 %"], ["١٠٪", "٩٠٪"], ["0.1", ".9"]]
)
def test_probabilities_are_read_in_the_forms_that_people_write(tmp_path: Path, cells: list[str]) -> None:
    assert read_predictions(saved(tmp_path, p_spam=cells), labels=["spam"]).P.ravel().tolist() == [0.1, 0.9]


def test_what_none_means_in_a_column_of_decisions_is_asked(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=r"may mean no or unknown \(2 of 3 rows\)"):
        read_predictions(saved(tmp_path, spam=["none", "yes", "none"]), labels=["spam"])


def test_a_label_may_be_called_by_its_title(tmp_path: Path) -> None:
    read = read_predictions(saved(tmp_path, **{"خطاب كراهية": ["نعم", "لا"]}))
    assert (read.labels, read.decisions.ravel().tolist()) == (("hate_speech",), ["assigned", "not_assigned"])


def test_the_output_of_a_pipeline_names_one_label_for_each_post(tmp_path: Path) -> None:
    read = read_predictions(
        saved(tmp_path, case_id=["1", "2"], label=["normal", "hate_speech"], score=[0.9, 0.8])
    )
    assert read.decisions[:, read.labels.index("hate_speech")].tolist() == ["not_assigned", "assigned"]


def test_rows_that_this_library_numbered_itself_have_no_identifiers(tmp_path: Path) -> None:
    write_predictions(Predictions(("x",), [[1], [0]], [[0.9], [0.1]]), tmp_path / "p.csv")
    keys = read_predictions(tmp_path / "p.csv").keys
    assert keys is not None
    assert (dict(keys.ids), dict(keys.numbers)) == ({}, {"id": ("1", "2")})


def test_a_third_partys_own_columns_are_no_answers_of_ours(tmp_path: Path) -> None:
    read = read_predictions(saved(tmp_path, p_a=[0.5], group=["@someone"], slice_x=["y"]), labels=["a"])
    assert read.groups is None
    assert read.slices.empty
    assert np.isnan(read.Y).all()


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            {"p_a": [0.5, 1.5]},
            "row 2, column 'p_a': cannot be used (1 of 2 rows); expected a probability",
        ),
        ({"p_a": [0.5, "secret"]}, "row 2, column 'p_a'"),
        ({"p_a": [0.5, float("inf")]}, "row 2, column 'p_a'"),
        ({"a": [1, "secret"]}, "row 2, column 'a': neither a yes nor a no (1 of 2 rows); expected assigned"),
        (
            {"labels": ["a", "secret"]},
            "row 2, column 'labels': names what is none of the labels (1 of 2 rows)",
        ),
        ({"other": [1]}, "holds no answer for any of a"),
        ({"p_a": [0.5], "prob_a": [0.5]}, "columns 'p_a' and 'prob_a' both answer for 'a'"),
        ({"y_a": [2], "p_a": [0.5]}, "row 1, column 'y_a'"),
        ({"p_a": []}, "has no rows"),
    ],
)
def test_what_cannot_be_used_is_refused_by_row_and_column_without_the_cell(
    tmp_path: Path, columns: dict[str, list[object]], words: str
) -> None:
    with pytest.raises(SchemaError, match=re.escape(words)) as caught:
        read_predictions(
            saved(tmp_path, "answers.jsonl" if columns.get("p_a") else "answers.csv", **columns), labels=["a"]
        )
    assert "secret" not in str(caught.value)
