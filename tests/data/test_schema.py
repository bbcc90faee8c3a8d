"""Columns are found under the headers that forms use; problems name row, column and rule, never content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.schema import MAX_CHARACTERS, RULES, CaseBuilder, Problem, canonical_action, map_columns
from rightsnlp.data.tables.readers import BadRow
from rightsnlp.exceptions import SchemaError
from rightsnlp.records import ACTIONS


def test_a_form_in_arabic_is_understood() -> None:
    columns = ["طابع زمني", "رقم البلاغ", "نص المنشور", "وصف الانتهاك", "المنصة", "الإجراء", "السبب"]
    assert map_columns(columns) == {
        "case_id": "رقم البلاغ",
        "platform": "المنصة",
        "text": "نص المنشور",
        "report": "وصف الانتهاك",
        "reported_at": "طابع زمني",
        "action": "الإجراء",
        "stated_reason": "السبب",
    }


def test_an_exact_name_wins_over_another_header() -> None:
    assert map_columns(["Post", "text"])["text"] == "text"


def test_the_text_column_can_be_named() -> None:
    assert map_columns(["عمود", "text"], text_column="عمود")["text"] == "عمود"


def test_a_text_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"got 'nope', which is none of the 1 columns"):
        map_columns(["text"], text_column="nope")


def test_a_table_without_text_is_refused_without_its_headers() -> None:
    with pytest.raises(SchemaError, match="pass --text-column") as caught:
        map_columns(["this header is really a post", "b"])
    assert "really a post" not in str(caught.value)


@pytest.mark.parametrize(
    ("given_as", "action"),
    [
        ("Removed", "removed"),
        ("إزالة", "removed"),
        ("تعليق الحساب", "account_suspended"),
        ("حظر الظل", "demoted"),
    ],
)
def test_actions_are_read_as_forms_write_them(given_as: str, action: str) -> None:
    assert canonical_action(given_as) == action


def test_every_action_is_its_own_word() -> None:
    assert [canonical_action(action) for action in ACTIONS] == list(ACTIONS)


COLUMNS = ["case_id", "text", "report", "action", "reported_at"]


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (["1", "", " ", "removed", ""], "text", "no_text"),
        (["1", "x" * (MAX_CHARACTERS + 1), "", "", ""], "text", "too_long"),
        (["1", "a\0b", "", "", ""], "text", "nul_character"),
        (["1", "a", "\ud800", "", ""], "report", "lone_surrogate"),
        (["1", "a", "", "exiled", ""], "action", "unknown_action"),
        (["1", "a", "", "", "soon"], "reported_at", "bad_date"),
        (BadRow("too_few_cells", ["1"]), "", "too_few_cells"),
    ],
)
def test_a_bad_row_is_reported_by_row_column_and_rule(
    row: list[str] | BadRow, column: str, rule: str
) -> None:
    _, problems = CaseBuilder(COLUMNS).build(7, row)
    assert problems == [Problem(7, column, rule)]
    assert rule in RULES


def test_what_can_be_labelled_all_the_same_is_a_warning() -> None:
    rejecting = {rule for rule in RULES if Problem(1, "", rule).rejects}
    assert rejecting == {
        "too_few_cells", "too_many_cells", "not_json", "not_an_object", "no_text", "too_long",
        "nul_character", "lone_surrogate", "repeated_key",
    }  # fmt: skip


def test_a_repeated_identifier_is_a_warning_on_the_later_row() -> None:
    builder = CaseBuilder(COLUMNS)
    row = ["1", "a", "", "", ""]
    assert builder.build(1, row)[1] == []
    assert builder.build(2, row)[1] == [Problem(2, "case_id", "repeated_case_id")]


def test_dates_are_read_in_the_forms_people_write() -> None:
    builder = CaseBuilder(["text", "reported_at"])
    for date in ("2024-01-28", "28/01/2024 14:00", "2024-01-28T12:00:00Z", "Jan 28, 2024"):
        assert builder.build(1, ["a", date])[1] == []


@given(st.lists(st.none() | st.text() | st.integers() | st.floats() | st.booleans(), min_size=5, max_size=5))
def test_any_row_becomes_a_case_of_texts(row: list[object]) -> None:
    case, _ = CaseBuilder(COLUMNS).build(1, row)
    assert set(case) == set(COLUMNS)
    assert all(isinstance(value, str) for value in case.values())
