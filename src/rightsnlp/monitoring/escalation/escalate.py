"""The reports of cases for one company: what a trusted partner's form asks for, and nothing more of a person."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.monitoring.cases import CaseTable
from rightsnlp.monitoring.escalation.register import COLUMNS, read_register, write_rows
from rightsnlp.monitoring.vocabulary import company_of, load_vocabulary, value_title
from rightsnlp.text.redaction.redact import Redactor

REPORT = (
    "reference", "platform", "url", "action", "stated_reason", "category", "published_at", "action_at",
    "reported_at", "evidence_sha256", "narrative",
)  # fmt: skip
"""Columns of the table that a company gets."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """What one run wrote.

    Attributes
    ----------
    table : str
        Name of the new table; empty where nothing was new.
    sent, known, without_consent, without_address : int
        Cases in the new table; cases that the register has already; cases whose reporter did not consent; cases that
        have no address, which no company can find.
    """

    table: str
    sent: int
    known: int
    without_consent: int
    without_address: int


def escalate(
    cases: CaseTable, company: str, folder: str | Path, *, day: datetime.date | None = None
) -> Escalation:
    """Write the table of the cases that a company has not been sent, and enter them in the register.

    Run again it finds nothing new and changes nothing.

    Parameters
    ----------
    cases : CaseTable
        Read with ``texts=True``.
    company : str
        Such as ``meta``; the platforms of each are in the vocabulary.
    folder : str or Path
        Of the register and of all tables; it is made where it does not exist.
    day : date, optional
        The day of sending. Default: today.

    Returns
    -------
    Escalation

    Raises
    ------
    InvalidArgumentError
        When no case is of this company.
    """
    day = day or datetime.date.today()
    frame = cases.frame
    platforms = frame["platform"].astype(object) if "platform" in frame else pd.Series("", index=frame.index)
    mine = frame[platforms.map(lambda name: company_of(name) if isinstance(name, str) else "") == company]
    if mine.empty:
        raise InvalidArgumentError(
            f"company: got {company!r}, and no case is on a platform of it",
            expected=f"one of {', '.join(load_vocabulary()['companies'])}, or a platform's own name",
            remedy="check the name and the column platform",
        )
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    register = read_register(folder / "register.csv")
    sent = set(register.loc[register["company"] == company, "case_id"])
    known = mine["case_id"].isin(sent)
    refused = mine["consent"].astype(object).eq("no") if "consent" in mine else known & False
    lost = _column(mine, "url").eq("")
    new = mine[~known & ~refused & ~lost]
    counts = {
        "sent": len(new),
        "known": int(known.sum()),
        "without_consent": int((refused & ~known).sum()),
        "without_address": int((lost & ~known & ~refused).sum()),
    }
    if new.empty:
        return Escalation("", **counts)
    name = _free_name(folder, company, day)
    report, entries = _rows(new, company, day, name)
    write_rows(report, folder / name)
    write_rows(pd.concat([register, entries], ignore_index=True), folder / "register.csv")
    return Escalation(name, **counts)


def _rows(
    new: pd.DataFrame, company: str, day: datetime.date, table: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows for the company, and those for the register."""
    redactor = Redactor()
    texts, narratives = _column(new, "text"), _column(new, "report")
    clean = {text: redactor.redact(text).text for text in narratives.unique()}
    given = _column(new, "text_sha256")
    evidence = [
        known or (hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() if text else "")
        for known, text in zip(given, texts, strict=True)
    ]
    shared = pd.DataFrame(
        {
            "reference": [_reference(company, identifier) for identifier in new["case_id"]],
            "case_id": new["case_id"].to_numpy(),
            "company": company,
            "platform": _column(new, "platform").to_numpy(),
            "url": _column(new, "url").to_numpy(),
            "evidence_sha256": evidence,
            "text": texts.to_numpy(),
            "sent_at": day.isoformat(),
            "table": table,
        }
    )
    report = shared[["reference", "url", "evidence_sha256"]].assign(
        platform=[value_title("platform", name, "en") for name in shared["platform"]],
        action=[value_title("action", value, "en") for value in _column(new, "action")],
        stated_reason=_column(new, "stated_reason").to_numpy(),
        category=_column(new, "violation_type").to_numpy(),
        narrative=narratives.map(clean).to_numpy(),
        **{name: _days(new, name) for name in ("published_at", "action_at", "reported_at")},
    )
    return report[list(REPORT)], shared.reindex(columns=list(COLUMNS), fill_value="")


def _reference(company: str, case_id: str) -> str:
    """Return the reference under which a company knows a case: it tells nothing of the case's number here."""
    return "R" + hashlib.sha256(f"{company}\0{case_id}".encode()).hexdigest()[:12].upper()


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    """Return a column as text, empty where nothing is stated or the register lacks it."""
    if name not in frame:
        return pd.Series("", index=frame.index, dtype=object)
    column = frame[name].astype(object)
    return column.where(column.notna(), "")


def _days(frame: pd.DataFrame, name: str) -> list[str]:
    if name not in frame:
        return [""] * len(frame)
    return [day.date().isoformat() if day == day else "" for day in frame[name]]


def _free_name(folder: Path, company: str, day: datetime.date) -> str:
    number = 1
    while (
        folder / (name := f"{company}-{day.isoformat()}{f'-{number}' if number > 1 else ''}.csv")
    ).exists():
        number += 1
    return name
