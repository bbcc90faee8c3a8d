"""Our own cases: in the taxonomy's words, split by family, unknown where a label cannot be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.cases import label_matrix, load_cases
from rightsnlp.data.overlap.dedup import near_duplicate_groups
from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.records import ACTIONS, OUTCOMES
from rightsnlp.shipped import shipped_folder
from rightsnlp.taxonomy import load_taxonomy

CASES = load_cases()


def test_there_are_enough_cases_of_every_label() -> None:
    assert len(CASES) >= 4_000
    assert (np.nansum(CASES.Y, axis=0) >= 600).all()


def test_two_in_five_are_speech_to_be_left_alone() -> None:
    bare = (CASES.frame["labels"] == "") | (CASES.frame["negative_kind"] != "")
    assert bare.mean() >= 0.4
    kinds = CASES.frame["negative_kind"].value_counts()
    assert len(kinds.drop("", errors="ignore")) >= 18


def test_there_are_enough_minimal_pairs() -> None:
    assert CASES.frame.loc[CASES.frame["pair"] != "", "pair"].nunique() >= 700


def test_the_varieties_that_a_monitor_reads_are_there() -> None:
    shares = CASES.frame["dialect"].value_counts(normalize=True)
    assert shares[["palestinian", "lebanese", "syrian", "jordanian"]].sum() >= 0.45
    assert shares["msa"] >= 0.18
    assert {"egyptian", "gulf", "maghrebi", "hebrew", "arabizi", "english", "mixed"} <= set(shares.index)


def test_every_action_of_the_vocabulary_occurs() -> None:
    assert set(ACTIONS) <= set(CASES.frame["action"])


def test_hardly_a_case_repeats_another_outside_its_pair() -> None:
    frame = CASES.frame
    groups = near_duplicate_groups((frame["text"] + " " + frame["report"]).tolist())
    units = frame["pair"].where(frame["pair"] != "", frame["case_id"])
    crowded = units.groupby(groups).nunique()
    assert np.isin(groups, crowded.index[crowded > 1]).mean() < 0.03


def test_families_are_split_seventy_fifteen_fifteen() -> None:
    parts = CASES.frame.drop_duplicates("family")["split"].value_counts(normalize=True)
    assert parts["train"] == pytest.approx(0.70, abs=0.04)
    assert parts["dev"] == pytest.approx(0.15, abs=0.03)
    assert parts["test"] == pytest.approx(0.15, abs=0.03)


def test_the_second_pass_is_kept_with_every_disagreement_resolved() -> None:
    passes = pd.read_csv(
        shipped_folder("datasets") / "rightsnlp-cases" / "second_pass.csv", dtype=str, keep_default_na=False
    )
    assert len(passes) >= 600
    differ = passes[passes["first"] != passes["second"]]
    assert (differ["reason"].str.len() > 20).all()
    kept = passes.merge(CASES.frame[["case_id", "labels"]], on="case_id")
    assert len(kept) == len(passes)
    assert (kept["resolved"] == kept["labels"]).all()


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
    with pytest.raises(
        SchemaError, match=r"column 'labels': names what is none of the labels \(1 of 1 rows\)"
    ):
        label_matrix(pd.DataFrame({"text": ["a"], "labels": ["love"]}), load_taxonomy())


def test_a_file_that_is_no_case_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="cannot be read"):
        load_cases(tmp_path / "none.csv")
    (tmp_path / "x.csv").write_text("text\na\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="has no column 'report'"):
        load_cases(tmp_path / "x.csv")
