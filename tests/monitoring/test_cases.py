"""A register is read whole: what is wrong has a row and a rule, what is missing is counted, nothing is guessed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rightsnlp.data.tables.io import write_table
from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.monitoring.cases import LONG_TEXT, CaseTable, read_cases
from rightsnlp.monitoring.history import case_history

Register = Callable[..., Path]

CASE = {
    "case_id": "1",
    "platform": "Facebook",
    "action": "removed",
    "reported_at": "2025-01-05",
    "outcome": "pending",
}


def lines(cases: CaseTable) -> list[str]:
    return [str(problem) for problem in cases.problems]


def test_the_sample_gives_its_known_figures(sample: CaseTable, known: dict[str, Any]) -> None:
    assert len(sample) == known["cases"]
    assert sample.duplicates == known["known_duplicates"]
    assert len(sample.problems.refused_rows()) == known["refused_rows"]
    for field in ("platform", "action", "region"):
        counts = sample.frame[field].value_counts()
        assert counts[counts > 0].to_dict() == known[f"by_{field}"]
    assert sample.frame["reopened_at"].notna().sum() == known["reopened"]


def test_words_in_english_and_arabic_are_one(register: Register) -> None:
    cases = read_cases(
        register({**CASE, "platform": "تويتر", "outcome": "تمت الاستعادة", "action": "حذف المنشور"})
    )
    assert cases.frame.loc[0, ["platform", "outcome", "action"]].tolist() == ["x", "restored", "removed"]


def test_arabic_headers_are_known(register: Register) -> None:
    path = register(
        {"رقم الحالة": "7", "المنصة": "فيسبوك", "تاريخ البلاغ": "٢٠٢٥-٠١-٠٥", "تاريخ التصعيد": "2025-01-06"}
    )
    frame = read_cases(path).frame
    assert {"case_id", "platform", "reported_at", "escalated_at"} <= set(frame)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"escalated_at": "2025-01-04"}, "row 1, escalated_at < reported_at: a later step has an earlier date; "),
        ({"action": "shouted at"}, "row 1, action: the action is none of removed, "),
        ({"outcome": "perhaps"}, "row 1, outcome: the outcome is none of restored, "),
        ({"reported_at": "2025-02-30"}, "row 1, reported_at: the date cannot be read, or there is no such day; "),
        ({"reported_at": "2925-01-05"}, "row 1, reported_at: the date lies after the day"),
        ({"appealed": "perhaps"}, "row 1, appealed: the answer is neither yes nor no"),
        ({"resolved_at": "2025-03-01"}, "row 1, outcome: the case has an end and was not reopened"),
        ({"case_id": ""}, "row 1, case_id: the case has no case_id"),
    ],
)  # fmt: skip
def test_each_fault_is_one_clear_line(register: Register, change: dict[str, str], line: str) -> None:
    cases = read_cases(register({**CASE, **change}, {**CASE, "case_id": "2"}))
    assert len(lines(cases)) == 1
    assert lines(cases)[0].startswith(line)


def test_two_cases_with_one_id_count_once(register: Register) -> None:
    cases = read_cases(register(CASE, {**CASE, "platform": "X"}))
    assert len(cases) == 1
    assert lines(cases) == ["row 2, case_id: an earlier row has the same case_id; the row is left out"]


def test_what_is_missing_is_counted(register: Register) -> None:
    cases = read_cases(register(CASE, {**CASE, "case_id": "2", "platform": "", "action": "shouted at"}))
    assert (cases.missing["platform"], cases.missing["action"], cases.missing["outcome"]) == (1, 1, 0)


def test_a_known_duplicate_is_in_no_figure(register: Register) -> None:
    cases = read_cases(register({**CASE, "duplicate_of": ""}, {**CASE, "case_id": "2", "duplicate_of": "1"}))
    assert (len(cases), cases.duplicates) == (1, 1)


def test_a_narrative_in_a_field_of_values_is_never_a_value(register: Register) -> None:
    cases = read_cases(register({**CASE, "stated_reason": "a long story " * 10}))
    assert cases.frame["stated_reason"].tolist() == [LONG_TEXT]


def test_other_formats_give_the_same(register: Register, tmp_path: Path, sample: CaseTable) -> None:
    import pandas as pd

    frame = pd.DataFrame([{**CASE, "reported_at": datetime.datetime(2025, 1, 5, 10)}], dtype=object)
    for name in ("register.xlsx", "register.parquet", "register.jsonl"):
        write_table(frame, tmp_path / name)
        assert read_cases(tmp_path / name).as_of == datetime.date(2025, 1, 5), name


def test_a_history_is_in_order_of_its_dates(register: Register) -> None:
    cases = read_cases(register({**CASE, "escalated_at": "2025-01-06", "answered_at": "2025-02-01"}))
    events = case_history(cases.frame.iloc[0].to_dict())
    assert [(event.name, event.date.isoformat()) for event in events] == [
        ("documented", "2025-01-05"),
        ("escalated", "2025-01-06"),
        ("answered", "2025-02-01"),
    ]


def test_a_table_without_any_field_is_refused(register: Register) -> None:
    with pytest.raises(SchemaError, match="none of the 2 columns is a field of a case"):
        read_cases(register({"colour": "red", "size": "1"}))


def test_a_register_of_refused_rows_only_is_refused(register: Register) -> None:
    with pytest.raises(InputFileError, match="none of its 1 rows can be used"):
        read_cases(register({**CASE, "escalated_at": "2024-01-01"}))
