"""How the answers of annotators become arrays, whatever the tool."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rightsnlp.data.annotation.answers import (
    NOBODY,
    Annotations,
    Answer,
    gather,
)
from rightsnlp.data.answer_words import NONE_OF_THESE
from rightsnlp.data.labelled import read_labelled
from rightsnlp.evaluation import agreement_table
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
POST = {"case_id": "1", "text": "كلام", "report": ""}
REPORT = {"case_id": "2", "text": "", "report": "حذفوا منشوري عن الحفلة"}


def answer(
    case: dict[str, str], annotator: str, *chosen: str, skipped: bool = False, place: str = "task 1"
) -> Answer:
    return Answer(case, annotator, None if skipped else frozenset(chosen), place)


def gathered(*answers: Answer) -> Annotations:
    return gather(answers, TAXONOMY)


class TestAnswers:
    def test_one_row_an_annotator_and_case(self) -> None:
        found = gathered(answer(POST, "a", "hate_speech"), answer(POST, "b", NONE_OF_THESE))
        np.testing.assert_array_equal(found.Y, [[1, 0, np.nan], [0, 0, np.nan]])
        assert found.annotator.tolist() == ["a", "b"]
        assert found.frame["case_id"].tolist() == ["1", "1"]

    def test_a_skipped_case_is_unknown_throughout(self) -> None:
        found = gathered(answer(POST, "a", skipped=True))
        assert np.isnan(found.Y).all()
        assert not found.answered.any()
        assert found.annotators == ["a"]

    def test_a_case_that_nobody_opened_has_no_annotator(self) -> None:
        found = gathered(answer(POST, NOBODY, skipped=True))
        assert len(found) == 1
        assert found.annotators == []

    def test_a_label_is_unknown_where_the_case_lacks_what_it_is_read_from(self) -> None:
        found = gathered(answer(POST, "a", "wrongful_removal"), answer(REPORT, "a", "wrongful_removal"))
        np.testing.assert_array_equal(found.Y, [[0, 0, np.nan], [np.nan, np.nan, 1]])
        assert found.unreadable == 1

    def test_an_answer_takes_the_place_of_a_skip_in_any_order(self) -> None:
        skip, said = answer(POST, "a", skipped=True), answer(POST, "a", "incitement")
        for found in (gathered(skip, said), gathered(said, skip)):
            np.testing.assert_array_equal(found.Y, [[0, 1, np.nan]])

    def test_two_answers_of_one_annotator_to_one_case_are_refused(self) -> None:
        again = answer(POST, "a", NONE_OF_THESE, place="task 9")
        with pytest.raises(
            SchemaError, match="task 9: a second answer by one annotator to the case of task 1"
        ):
            gathered(answer(POST, "a", "hate_speech"), again)

    def test_a_label_that_is_not_in_the_taxonomy_is_refused_without_being_quoted(self) -> None:
        with pytest.raises(
            SchemaError, match="task 1: 1 of the labels chosen are not in the taxonomy"
        ) as caught:
            gathered(answer(POST, "a", "سري"))
        assert "سري" not in str(caught.value)

    def test_none_of_these_beside_a_label_is_refused(self) -> None:
        with pytest.raises(SchemaError, match="none_of_these stands beside a label"):
            gathered(answer(POST, "a", "hate_speech", NONE_OF_THESE))

    def test_no_answers_at_all_are_an_empty_table(self) -> None:
        found = gathered()
        assert found.Y.shape == (0, 3)
        assert found.to_frame().columns.tolist() == ["case_id", "annotator", "answered", *TAXONOMY.names]

    def test_its_repr_shows_no_post(self) -> None:
        found = gathered(answer(POST, "a", "hate_speech"))
        assert repr(found) == "Annotations(n=1, cases=1, annotators=1)"


class TestRatings:
    def test_cases_by_annotators_with_gaps(self) -> None:
        found = gathered(
            answer(REPORT, "b", "wrongful_removal"),
            answer(POST, "b", "hate_speech"),
            answer(POST, "a", NONE_OF_THESE),
            answer(REPORT, "a", skipped=True),
        )
        hate = found.ratings()["hate_speech"]
        assert hate.index.tolist() == ["2", "1"]
        assert hate.columns.tolist() == ["a", "b"]
        np.testing.assert_array_equal(hate, [[np.nan, np.nan], [0, 1]])

    def test_agreement_is_computed_from_them(self) -> None:
        answers = []
        for number in range(8):
            case = {"case_id": str(number), "text": "كلام", "report": "شكوى"}
            same = "hate_speech" if number % 2 else NONE_OF_THESE
            answers += [answer(case, "a", same), answer(case, "b", same)]
        table = agreement_table(gathered(*answers).ratings(), n_resamples=0)
        alpha = table[(table.label == "hate_speech") & (table.coefficient == "Krippendorff's alpha")]
        assert alpha["value"].tolist() == [1.0]
        assert alpha["n_items"].tolist() == [8]


def test_the_table_is_one_that_the_library_reads(tmp_path: Path) -> None:
    found = gathered(answer(POST, "a", "hate_speech"), answer(REPORT, "a", skipped=True))
    path = tmp_path / "answers.csv"
    found.to_frame().to_csv(path, index=False)
    cases = read_labelled(path, TAXONOMY)
    np.testing.assert_array_equal(cases.Y, found.Y)
    assert cases.frame["text"].tolist() == ["كلام", ""]
