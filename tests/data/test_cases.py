"""Our own cases: in the taxonomy's words, split by family, unknown where a label cannot be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.cases import label_matrix, load_cases
from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.records import ACTIONS, OUTCOMES
from rightsnlp.taxonomy import load_taxonomy

CASES = load_cases()


def test_there_are_enough_of_every_label() -> None:
    assert len(CASES) >= 300
    assert (np.nansum(CASES.Y, axis=0) >= 60).all()


def test_a_family_stands_in_one_part() -> None:
    parts = CASES.frame.groupby("family")["split"].nunique()
    assert (parts == 1).all()


def test_identifiers_are_unique() -> None:
    assert CASES.frame["case_id"].is_unique


def test_vocabularies_are_kept() -> None:
    assert set(CASES.frame["action"]) <= {"", *ACTIONS}
    assert set(CASES.frame["outcome"]) <= {"", *OUTCOMES}


def test_every_case_says_why() -> None:
    assert (CASES.frame["why"].str.len() > 10).all()


def test_no_wrongful_removal_rests_on_a_post_alone() -> None:
    wrongful = CASES.frame[CASES.frame["labels"].str.contains("wrongful_removal")]
    alone = (wrongful["report"] == "") & wrongful["action"].isin(["", "none", "unknown"])
    assert not alone.any()


def test_halves_of_a_pair_differ_in_their_labels() -> None:
    paired = CASES.frame[CASES.frame["pair"] != ""]
    for pair, halves in paired.groupby("pair"):
        assert len(halves) == 2, pair
        assert halves["labels"].nunique() == 2, pair
        assert halves["family"].nunique() == 1, pair


def test_what_cannot_be_read_is_unknown() -> None:
    frame = pd.DataFrame({"text": ["", "a"], "report": ["b", ""], "action": ["", "none"], "labels": ["", ""]})
    expected = [[np.nan, np.nan, 0.0], [0.0, 0.0, np.nan]]
    np.testing.assert_array_equal(label_matrix(frame, load_taxonomy()), expected)


def test_a_label_that_is_none_is_refused_without_naming_it() -> None:
    with pytest.raises(SchemaError, match="1 of its labels are not in the taxonomy"):
        label_matrix(pd.DataFrame({"text": ["a"], "labels": ["love"]}), load_taxonomy())


def test_a_file_that_is_no_case_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="cannot be read"):
        load_cases(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_text("text\na\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="has no column 'report'"):
        load_cases(tmp_path / "x.csv")
