"""RightsCheck is complete, consistent, and in nobody's training data."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.cases import load_cases
from rightsnlp.data.corpora.corpus import corpus_names, load_corpus
from rightsnlp.data.overlap.dedup import near_duplicate_groups
from rightsnlp.data.suites import load_suite
from rightsnlp.shipped import shipped_folder

FOLDER = shipped_folder("datasets") / "rightscheck"
SUITE = load_suite(FOLDER / "cases.csv")
KNOWN = pd.read_csv(FOLDER / "functionalities.csv", dtype=str, keep_default_na=False)


def test_there_are_enough_functionalities_and_cases() -> None:
    sizes = SUITE.frame.groupby(["language", "functionality"]).size()
    assert (sizes >= 20).all()
    assert len(sizes["ar"]) >= 40
    assert len(sizes["he"]) >= 15


def test_every_functionality_says_what_a_failure_would_mean() -> None:
    assert set(KNOWN["functionality"]) == set(SUITE.functionality)
    for column in ("description", "description_ar", "failure", "failure_ar"):
        assert (KNOWN[column].str.len() > 15).all(), column


def test_half_of_it_is_speech_to_be_left_alone() -> None:
    assert (SUITE.frame["label_gold"] == "non-hateful").mean() >= 0.4


def test_identifiers_are_unique() -> None:
    assert SUITE.frame["case_id"].is_unique


def test_no_wrongful_removal_rests_on_a_post_alone() -> None:
    wrongful = SUITE.frame[SUITE.frame["labels"].str.contains("wrongful_removal")]
    assert ((wrongful["report"] != "") | (wrongful["action"] != "")).all()


def overlapping(texts: list[str]) -> np.ndarray:
    """Return the suite's cases that share a near-duplicate group with one of ``texts``."""
    ours = [text or report for text, report in zip(SUITE.texts, SUITE.frame["report"], strict=True)]
    groups = near_duplicate_groups([*ours, *texts])
    return np.flatnonzero(np.isin(groups[: len(ours)], groups[len(ours) :]))


def test_nothing_of_it_is_among_our_own_cases() -> None:
    frame = load_cases().frame
    assert overlapping([*frame["text"], *frame["report"][frame["report"] != ""]]).size == 0


@pytest.mark.corpora
def test_nothing_of_it_is_in_a_public_corpus(corpora_dir: Path) -> None:
    texts = [text for name in corpus_names() for text in load_corpus(name, corpora_dir).texts]
    assert overlapping(texts).size == 0
