"""Cases that belong together: pairs are told apart, frames judged alike."""

from __future__ import annotations

import pandas as pd
import pytest

from rightsnlp.checks.functional.consistency import case_groups, consistency
from rightsnlp.intervals import wilson


def cases(*rows: tuple[str, bool, bool], language: str = "ar") -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["case_id", "expected", "assigned"])
    return frame.assign(label="hate_speech", language=language)


def group(unit: str, **members: list[str]) -> pd.DataFrame:
    rows = [(unit, name, case) for name, ids in members.items() for case in ids]
    return pd.DataFrame(rows, columns=["unit", "group", "case_id"])


@pytest.mark.parametrize(
    ("assigned", "held"), [((True, False), 1), ((True, True), 0), ((False, False), 0), ((False, True), 0)]
)
def test_a_pair_with_two_answers_is_told_apart_only_where_both_are_right(
    assigned: tuple[bool, bool], held: int
) -> None:
    (found,) = consistency(
        cases(("1", True, assigned[0]), ("2", False, assigned[1])), group("pair", a=["1", "2"])
    )
    assert (found.unit, found.asked, found.n, found.held) == ("pair", "told apart", 1, held)
    assert (found.low, found.high) == wilson(held, 1)


@pytest.mark.parametrize(("assigned", "held"), [((True, True), 1), ((False, False), 1), ((True, False), 0)])
def test_a_frame_with_one_answer_is_judged_alike_right_or_wrong(
    assigned: tuple[bool, bool], held: int
) -> None:
    (found,) = consistency(
        cases(("1", True, assigned[0]), ("2", True, assigned[1])), group("frame", t=["1", "2"])
    )
    assert (found.asked, found.held) == ("judged alike", held)


def test_a_group_needs_two_cases_with_a_known_answer() -> None:
    assert consistency(cases(("1", True, True)), group("pair", a=["1", "2"])) == ()
    assert consistency(cases(("1", True, True)), case_groups(pd.DataFrame({"case_id": ["1"]}))) == ()


def test_languages_are_counted_apart() -> None:
    both = pd.concat(
        [
            cases(("1", True, True), ("2", True, True)),
            cases(("3", True, True), ("4", True, False), language="he"),
        ]
    )
    found = consistency(both, group("frame", a=["1", "2"], b=["3", "4"]))
    assert [(one.language, one.held) for one in found] == [("ar", 1), ("he", 0)]


def test_a_case_and_the_one_it_was_made_from_are_a_group() -> None:
    frame = pd.DataFrame({"case_id": ["1", "2", "3"], "ref_case_id": ["", "1", "1"]})
    found = case_groups(frame)
    assert set(found["unit"]) == {"reference"}
    assert found.groupby("group")["case_id"].apply(sorted).to_dict() == {"2": ["1", "2"], "3": ["1", "3"]}


def test_a_reference_that_is_no_case_of_the_suite_makes_no_group() -> None:
    assert case_groups(pd.DataFrame({"case_id": ["1"], "ref_case_id": ["9"]})).empty


def test_multilingual_hatechecks_numbers_are_found_within_the_language() -> None:
    frame = pd.DataFrame(
        {
            "case_id": ["arabic-1", "arabic-12", "arabic-13"],
            "templ_id": ["1", "5", "6"],
            "ref_case_id": ["", "1.0", "1.0"],
            "ref_templ_id": ["", "1.0", "2.0"],
        }
    )
    found = case_groups(frame)
    # The third names a template that the first is not of: it must mean another case.
    assert found["case_id"].tolist() == ["arabic-1", "arabic-12"]
