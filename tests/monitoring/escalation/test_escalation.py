"""What goes to a company, what comes back, and that doing it twice changes nothing."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.monitoring.cases import CaseTable, read_cases
from rightsnlp.monitoring.escalation.addresses import same_address
from rightsnlp.monitoring.escalation.escalate import REPORT, escalate
from rightsnlp.monitoring.escalation.matching import Message, match_answers
from rightsnlp.monitoring.escalation.reconcile import reconcile
from rightsnlp.monitoring.sample import sample_path

DAY = datetime.date(2026, 1, 2)


@pytest.fixture(scope="module")
def cases() -> CaseTable:
    return read_cases(sample_path(), texts=True)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_company_gets_what_its_form_asks_for_and_nobodys_name(tmp_path: Path, cases: CaseTable) -> None:
    made = escalate(cases, "meta", tmp_path, day=DAY)
    table = rows(tmp_path / made.table)
    assert tuple(table[0]) == REPORT
    assert {row["platform"] for row in table} == {"Facebook", "Instagram", "Messenger"}
    text = (tmp_path / made.table).read_text(encoding="utf-8")
    assert "@reader" not in text
    assert "mail.example" not in text
    assert "M00" not in text


def test_escalating_twice_changes_nothing(tmp_path: Path, cases: CaseTable) -> None:
    escalate(cases, "x", tmp_path, day=DAY)
    before = state(tmp_path)
    again = escalate(cases, "x", tmp_path, day=DAY + datetime.timedelta(days=1))
    assert (again.table, again.sent) == ("", 0)
    assert state(tmp_path) == before


def test_without_consent_or_address_a_case_stays(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    header = "case_id,platform,url,report,consent\n"
    path.write_text(
        f"{header}1,X,https://x.com/a/1,r,no\n2,X,,r,yes\n3,X,https://x.com/a/3,r,yes\n", encoding="utf-8"
    )
    made = escalate(read_cases(path, texts=True), "x", tmp_path / "out", day=DAY)
    assert (made.sent, made.without_consent, made.without_address) == (1, 1, 1)


def test_an_unknown_company_is_refused(tmp_path: Path, cases: CaseTable) -> None:
    with pytest.raises(InvalidArgumentError, match="got 'myspace'"):
        escalate(cases, "myspace", tmp_path)


def test_answers_come_back_to_their_cases_once(tmp_path: Path, cases: CaseTable) -> None:
    escalate(cases, "meta", tmp_path, day=DAY)
    escalate(cases, "x", tmp_path, day=DAY)
    found = reconcile(tmp_path / "register.csv", sample_path("responses.csv"))
    assert (found.matched + found.unmatched + found.doubtful, found.unmatched) == (found.answers, 6)
    register = rows(tmp_path / "register.csv")
    answered = [row for row in register if row["answer"]]
    assert len(answered) == len({row["answer"] for row in answered}) == found.matched
    assert {row["matched_by"] for row in answered} == {"url", "text"}
    before = state(tmp_path)
    assert not reconcile(tmp_path / "register.csv", sample_path("responses.csv")).changed
    assert state(tmp_path) == before


def test_a_register_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "register.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="not those of a register"):
        reconcile(tmp_path / "register.csv", sample_path("responses.csv"))


LONG = "they closed the road to the old town this morning and nobody was told of it before"


def test_reference_before_address_before_text() -> None:
    sent = [Message("R1", "https://x.com/a/1", LONG), Message("R2", "https://x.com/a/2", "")]
    found = match_answers(sent, [Message("r1", "", ""), Message("", "https://twitter.com/a/2?s=1", "")])
    assert [(m.answer, m.report, m.by) for m in found.matches] == [(0, 0, "reference"), (1, 1, "url")]
    (match,) = match_answers(sent, [Message("", "", LONG.replace("morning", "morning,") + "!")]).matches
    assert (match.report, match.by) == (0, "text")


@pytest.mark.parametrize(
    ("sent", "answers", "why"),
    [
        ([("R1", "x.com/1"), ("R2", "x.com/1")], [("", "x.com/1")], "several reports with one url"),
        ([("R1", "x.com/1")], [("", "x.com/1"), ("", "www.x.com/1")], "several answers with one url"),
        ([("R1", "x.com/1"), ("R2", "x.com/2")], [("R1", "x.com/2")], "the reference is one report's, the address"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_left_to_a_person(sent: list, answers: list, why: str) -> None:
    found = match_answers([Message(*m, "") for m in sent], [Message(*m, "") for m in answers])
    assert not found.matches
    assert all(doubt.why.startswith(why) for doubt in found.doubts)


MESSAGES = st.lists(
    st.builds(
        Message,
        st.sampled_from(["", "R1", "R2"]),
        st.sampled_from(["", "x.com/1", "x.com/2"]),
        st.sampled_from(["", LONG, f"{LONG} x"]),
    ),
    max_size=5,
)


@given(MESSAGES, MESSAGES)
def test_matching_is_one_to_one_and_leaves_no_answer_out(sent: list[Message], answers: list[Message]) -> None:
    found = match_answers(sent, answers)
    assert len({match.report for match in found.matches}) == len(found.matches)
    places = [*(m.answer for m in found.matches), *(d.answer for d in found.doubts), *found.unmatched]
    assert sorted(places) == list(range(len(answers)))


@given(st.text(max_size=40))
def test_any_text_can_be_compared_as_an_address(text: str) -> None:
    assert same_address(text) == same_address(f" {text} ")
