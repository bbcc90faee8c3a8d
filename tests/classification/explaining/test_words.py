"""The words of an explanation are there in both languages."""

from __future__ import annotations

import pytest

from rightsnlp.classification.explaining.words import words_of
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS, Decision


def test_decisions_and_fields_have_words() -> None:
    assert {*Decision, *EVIDENCE_FIELDS} <= words_of("en").keys() == words_of("ar").keys()


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="language: got 'fr'"):
        words_of("fr")
