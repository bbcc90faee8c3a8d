"""A company's answers entered in the register; what does not fit goes to two lists for a person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rightsnlp.data.tables.io import as_text, read_table
from rightsnlp.exceptions import InputFileError
from rightsnlp.monitoring.dates import UNREADABLE, DateOrder, as_date, parse_days
from rightsnlp.monitoring.escalation.matching import Matching, Message, match_answers
from rightsnlp.monitoring.escalation.register import read_register, write_rows
from rightsnlp.monitoring.vocabulary import find_fields, fold_value
from rightsnlp.provenance import sha256_texts

_ANSWER = ("outcome", "answered_at", "matched_by", "similarity", "answer")


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What one run found.

    Attributes
    ----------
    answers : int
        Distinct answers in the file.
    matched, unmatched, doubtful : int
    changed : bool
        Whether any file was written.
    """

    answers: int
    matched: int
    unmatched: int
    doubtful: int
    changed: bool


def reconcile(
    register: str | Path, responses: str | Path, *, dates: DateOrder | None = None
) -> Reconciliation:
    """Match a company's answers with the register and enter them.

    Beside the register two lists are written, named after the responses: ``NAME.unmatched.csv`` and
    ``NAME.doubtful.csv``. Run twice it changes nothing: what this file answered before is matched again from the
    start, what other files answered stays.

    Parameters
    ----------
    register, responses : str or Path
        ``responses`` has a reference, an address or a text in each row, an outcome, and perhaps a date.
    dates : {"day-first", "month-first"}, optional

    Returns
    -------
    Reconciliation

    Raises
    ------
    InputFileError
        When there is no register.
    SchemaError
        When the responses have no column by which they could be matched.
    """
    register, responses = Path(register), Path(responses)
    if not register.exists():
        raise InputFileError(
            f"{register.name}: there is no such register",
            expected="the register that rightsnlp escalate wrote",
            remedy="check the path",
        )
    sent, answers = read_register(register), _read_answers(responses, dates)
    again = sent["answer"].isin(set(answers["answer"]))
    sent.loc[again, list(_ANSWER)] = ""
    waiting = sent.index[sent["answer"] == ""]
    found = match_answers(_messages(sent.loc[waiting]), _messages(answers))
    given = answers.iloc[[match.answer for match in found.matches]]
    entered = given[["outcome", "answered_at", "answer"]].assign(
        matched_by=[match.by for match in found.matches],
        similarity=[f"{match.similarity:g}" if match.by == "text" else "" for match in found.matches],
    )
    sent.loc[waiting[[match.report for match in found.matches]], list(_ANSWER)] = entered[
        list(_ANSWER)
    ].to_numpy()
    lists = _lists(found, answers, sent.loc[waiting, "reference"].tolist())
    written = [write_rows(sent, register)]
    for name, rows in lists.items():
        written.append(write_rows(rows, register.with_name(f"{responses.stem}.{name}.csv")))
    return Reconciliation(
        len(answers), len(found.matches), len(found.unmatched), len(found.doubts), any(written)
    )


def _read_answers(path: Path, order: DateOrder | None) -> pd.DataFrame:
    """Return the distinct answers: row, reference, url, text, outcome, answered_at, and a hash of all these."""
    frame = read_table(path).map(as_text)
    fields = find_fields(list(map(str, frame.columns)))
    given = {name: frame[column].str.strip().tolist() for name, column in fields.items()}
    empty = [""] * len(frame)
    days = given.get("answered_at") or given.get("resolved_at") or given.get("reported_at") or empty
    numbers = parse_days("date", days, order)
    answers = pd.DataFrame(
        {
            "row": range(1, len(frame) + 1),
            **{name: given.get(name, empty) for name in ("reference", "url", "text")},
            "outcome": [fold_value("outcome", v) or "unknown" for v in given.get("outcome", empty)],
            "answered_at": [as_date(n).isoformat() if n > UNREADABLE else "" for n in numbers],
        },
        dtype=object,
    )
    columns = ["reference", "url", "text", "outcome", "answered_at"]
    answers["answer"] = [
        sha256_texts(row)[:16] for row in answers[columns].itertuples(index=False, name=None)
    ]
    return answers.drop_duplicates("answer", ignore_index=True)


def _messages(frame: pd.DataFrame) -> list[Message]:
    rows = zip(frame["reference"], frame["url"], frame["text"], strict=True)
    return [Message(*row) for row in rows]


def _lists(found: Matching, answers: pd.DataFrame, references: list[str]) -> dict[str, pd.DataFrame]:
    shown = ["row", "reference", "url", "outcome", "answered_at"]
    unmatched = answers.iloc[list(found.unmatched)][shown]
    doubtful = answers.iloc[[doubt.answer for doubt in found.doubts]][shown].assign(
        why=[doubt.why for doubt in found.doubts],
        candidates=["|".join(references[place] for place in doubt.reports) for doubt in found.doubts],
    )
    return {"unmatched": unmatched, "doubtful": doubtful}
