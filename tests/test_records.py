"""Vocabularies are closed lists without repeats; a decision prints as its word."""

from __future__ import annotations

import pytest

from rightsnlp import records
from rightsnlp.records import CASE_FIELDS, EVIDENCE_FIELDS, NO_ACTION, Decision


@pytest.mark.parametrize("name", ["CASE_FIELDS", "EVIDENCE_FIELDS", "ACTIONS", "OUTCOMES"])
def test_a_vocabulary_has_no_repeats(name: str) -> None:
    values = getattr(records, name)
    assert len(set(values)) == len(values)


def test_evidence_is_a_field_of_the_case() -> None:
    assert set(EVIDENCE_FIELDS) <= set(CASE_FIELDS)


def test_an_action_that_says_nothing_is_none() -> None:
    assert frozenset({"", "none", "unknown"}) == NO_ACTION


def test_a_decision_is_its_word() -> None:
    assert [str(decision) for decision in Decision] == ["assigned", "not_assigned", "review", "insufficient"]
