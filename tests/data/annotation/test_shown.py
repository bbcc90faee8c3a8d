"""What annotators see: what the labels rest on, and no more."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.annotation.shown import shown_cases, suggested_choices
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()


class TestWhatAnnotatorsSee:
    def test_names_addresses_and_earlier_labels_stay_behind(self) -> None:
        frame = pd.DataFrame(
            {
                "text": ["كلام"],
                "url": ["https://example.org/p/1"],
                "reviewer": ["سلمى"],
                "labels": ["hate_speech"],
                "outcome": ["restored"],
            }
        )
        assert shown_cases(frame) == [
            {"case_id": "row-1", "text": "كلام", "report": "", "action": "", "stated_reason": ""}
        ]

    def test_missing_cells_are_empty(self) -> None:
        frame = pd.DataFrame(
            {"case_id": [7, None], "text": ["a", "b"], "platform": [np.nan, "x"]}, dtype=object
        )
        first, second = shown_cases(frame)
        assert (first["case_id"], first["platform"]) == ("7", "")
        assert second["case_id"] == "row-2"

    def test_a_case_with_nothing_to_read_is_refused(self) -> None:
        with pytest.raises(SchemaError, match="case 2: neither a post nor a report"):
            shown_cases(pd.DataFrame({"text": ["a", " "]}))

    def test_two_cases_of_one_identifier_are_refused(self) -> None:
        with pytest.raises(SchemaError, match="1 cases have the identifier of an earlier one"):
            shown_cases(pd.DataFrame({"case_id": ["1", "1"], "text": ["a", "b"]}))

    def test_suggestions_must_fit_cases_and_labels(self) -> None:
        with pytest.raises(InvalidArgumentError, match=r"suggestions: got shape \(1, 2\)"):
            suggested_choices([[1, 0]], 1, TAXONOMY)
