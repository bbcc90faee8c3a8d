"""The record of a sample: a file to which each step is added with a seal over it and over the step before.

Whoever changes, drops or reorders a step breaks every seal after it. The record cannot tell that it was thrown away and
begun anew: note the first seal elsewhere, such as in a message to a colleague, before anybody looks at a case.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.monitoring.prevalence.plan import SamplingPlan
from rightsnlp.provenance import write_text

Step = Literal["plan", "draw", "answers", "estimate"]
STEPS: tuple[Step, ...] = ("plan", "draw", "answers", "estimate")
_BEGINNING = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One sealed step."""

    step: Step
    at: str
    content: dict[str, Any]
    previous: str
    seal: str


def seal_of(step: str, at: str, content: dict[str, Any], previous: str) -> str:
    """Return the seal of a step: a SHA-256 over what it says and over the seal before.

    Examples
    --------
    >>> seal_of("plan", "2025-01-01", {}, "0") != seal_of("plan", "2025-01-01", {}, "1")
    True
    """
    plain = json.dumps(
        [step, at, content, previous], ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()


def start_record(path: str | Path, plan: SamplingPlan, *, force: bool = False) -> Entry:
    """Write a new record with the plan as its first step.

    Raises
    ------
    OutputFileError
        When the file exists and ``force`` is false.
    """
    entry = _entry("plan", plan.to_dict(), _BEGINNING)
    write_text(path, _line(entry), force=force)
    return entry


def add_step(path: str | Path, step: Step, content: dict[str, Any]) -> Entry:
    """Add the next step to a record, whose seals must hold.

    The last step may come again: an estimate on sealed answers can be made twice. No other can.

    Raises
    ------
    SchemaError
        When the record is broken, or the step is not the one that comes next.
    """
    entries = read_record(path)
    last = entries[-1].step
    due = STEPS[min(STEPS.index(last) + 1, len(STEPS) - 1)]
    if step != due:
        raise SchemaError(
            f"{Path(path).name}: got the step {step!r} after {last!r}",
            expected=f"{due!r}",
            remedy="each step is done once, in the order plan, draw, answers, estimate; begin a new record",
        )
    entry = _entry(step, content, entries[-1].seal)
    write_text(path, "".join(map(_line, [*entries, entry])), force=True)
    return entry


def read_record(path: str | Path) -> list[Entry]:
    """Read a record and check every seal.

    Raises
    ------
    InputFileError
        When the file is missing or no record.
    SchemaError
        When a seal does not hold; the message names the first step that was changed.
    """
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = [Entry(**json.loads(line)) for line in lines]
    except (OSError, ValueError, TypeError) as error:
        raise InputFileError(
            f"{path.name}: is no record of a sample ({type(error).__name__})",
            expected="a file that rightsnlp sample plan wrote",
            remedy="check the path",
        ) from None
    previous = _BEGINNING
    for number, entry in enumerate(entries, start=1):
        sealed = seal_of(entry.step, entry.at, entry.content, entry.previous)
        if entry.previous != previous or sealed != entry.seal:
            raise SchemaError(
                f"{path.name}: the seal of step {number} ({entry.step}) does not hold",
                expected="a record that nobody changed",
                remedy="take the record as it was first written; what follows a broken seal proves nothing",
            )
        previous = entry.seal
    if not entries or entries[0].step != "plan":
        raise SchemaError(
            f"{path.name}: does not begin with a plan", expected="a plan first", remedy="begin a new record"
        )
    return entries


def plan_of(entries: list[Entry]) -> SamplingPlan:
    """Return the plan with which a record begins."""
    return SamplingPlan.from_dict(entries[0].content)


def _entry(step: Step, content: dict[str, Any], previous: str) -> Entry:
    at = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    # Through JSON and back, so that what is sealed is what will be read.
    plain: dict[str, Any] = json.loads(json.dumps(content))
    return Entry(step, at, plain, previous, seal_of(step, at, plain, previous))


def _line(entry: Entry) -> str:
    fields = {name: getattr(entry, name) for name in ("step", "at", "content", "previous", "seal")}
    return json.dumps(fields, ensure_ascii=False, sort_keys=True) + "\n"
