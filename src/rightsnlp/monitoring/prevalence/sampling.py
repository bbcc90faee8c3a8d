"""A verified sample from plan to estimate, file by file: what ``rightsnlp sample`` and ``prevalence`` do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rightsnlp.data.tables.io import as_text, read_table, write_table
from rightsnlp.exceptions import SchemaError
from rightsnlp.monitoring.prevalence.plan import SamplingPlan, draw, make_plan, stratum_of
from rightsnlp.monitoring.prevalence.record import Entry, add_step, plan_of, read_record, start_record
from rightsnlp.monitoring.prevalence.stratified import StratifiedPrevalence, stratified_prevalence
from rightsnlp.provenance import sha256_file, sha256_texts

ANSWER = "verified_labels"
NONE = "none_of_these"


def read_scored(path: str | Path, score: str) -> tuple[pd.DataFrame, list[str], NDArray[np.float64]]:
    """Read a collection with scores; cases without a score are left out.

    Returns
    -------
    tuple
        The frame of the cases with a score, their identifiers, their scores.

    Raises
    ------
    SchemaError
        When there is no column ``case_id`` or ``score``, or when a score is no number.
    """
    frame = read_table(path)
    _need(frame, Path(path).name, "case_id", score)
    texts = frame[score].map(lambda cell: as_text(cell).strip())
    frame = frame[texts != ""].reset_index(drop=True)
    try:
        scores = np.array([float(text) for text in texts[texts != ""]])
    except ValueError:
        raise SchemaError(
            f"{Path(path).name}: the column {score!r} holds what is no number",
            expected="one probability a case",
            remedy="name the column of the scores with --score",
        ) from None
    return frame, [as_text(cell).strip() for cell in frame["case_id"]], scores


def _need(frame: pd.DataFrame, name: str, *columns: str) -> None:
    missing = [column for column in columns if column not in frame]
    if missing:
        raise SchemaError(
            f"{name}: has no column {missing[0]!r}",
            expected=", ".join(columns),
            remedy="name the column as it stands in the header",
        )


def plan_sample(
    collection: str | Path,
    record: str | Path,
    *,
    label: str,
    score: str,
    width: float = 0.06,
    confidence: float = 0.95,
    n_strata: int = 5,
    seed: int = 0,
    force: bool = False,
) -> tuple[SamplingPlan, Entry]:
    """Make a plan for a collection and begin a record with it; see :func:`make_plan`."""
    _, ids, scores = read_scored(collection, score)
    plan = make_plan(
        ids,
        scores,
        label=label,
        score=score,
        width=width,
        confidence=confidence,
        n_strata=n_strata,
        seed=seed,
    )
    return plan, start_record(record, plan, force=force)


def draw_sample(
    record: str | Path, collection: str | Path, output: str | Path, *, force: bool = False
) -> int:
    """Write the cases to verify, without their scores, and seal which they are.

    Drawing again from the same collection gives the same cases and adds nothing to the record.

    Returns
    -------
    int
        How many cases were drawn.
    """
    entries = read_record(record)
    plan = plan_of(entries)
    frame, ids, scores = read_scored(collection, plan.score)
    drawn = draw(plan, ids, scores)
    place = {identifier: row for row, identifier in enumerate(ids)}
    blind = frame.iloc[[place[identifier] for identifier in drawn]]
    blind = blind[[name for name in blind if name != plan.score and plan.label not in str(name)]]
    blind = blind.drop(columns=ANSWER, errors="ignore").assign(**{ANSWER: ""})
    write_table(blind, output, force=force)
    if len(entries) == 1:
        add_step(record, "draw", {"n": len(drawn), "ids_sha256": sha256_texts(drawn)})
    return len(drawn)


def close_sample(record: str | Path, answers: str | Path) -> tuple[int, int]:
    """Seal the answers of the people who verified.

    Returns
    -------
    tuple of int
        Cases verified, and cases drawn.

    Raises
    ------
    SchemaError
        When the answers are of other cases than were drawn, or an answer cannot be read.
    """
    entries = read_record(record)
    ids, labels = _read_answers(answers, plan_of(entries).label)
    _check_drawn(entries, ids)
    verified = int(np.isfinite(labels).sum())
    content = {"sha256": sha256_file(answers), "n": verified, "n_with_label": int(np.nansum(labels))}
    add_step(record, "answers", content)
    return verified, len(ids)


def estimate_from_sample(
    record: str | Path, collection: str | Path, answers: str | Path, *, clusters: str = ""
) -> StratifiedPrevalence:
    """Estimate the prevalence from sealed answers, and seal the estimate.

    Parameters
    ----------
    record, collection, answers : str or Path
    clusters : str
        A column of the collection that says which cases belong together, such as ``duplicate_group``.

    Raises
    ------
    SchemaError
        When the answers are not those that were sealed.
    """
    entries = read_record(record)
    plan = plan_of(entries)
    sealed = next((entry for entry in entries if entry.step == "answers"), None)
    if sealed is None or sealed.content["sha256"] != sha256_file(answers):
        raise SchemaError(
            f"{Path(answers).name}: these answers are not sealed in the record",
            expected="the file that was given to rightsnlp sample close",
            remedy="run: rightsnlp sample close RECORD ANSWERS",
        )
    frame, ids, scores = read_scored(collection, plan.score)
    draw(plan, ids, scores)
    place = {identifier: row for row, identifier in enumerate(ids)}
    answered, labels = _read_answers(answers, plan.label)
    known = np.isfinite(labels)
    rows = np.array([place[identifier] for identifier in answered])[known]
    if clusters:
        _need(frame, Path(collection).name, clusters)
    found = stratified_prevalence(
        plan.sizes,
        stratum_of(scores[rows], plan.edges),
        labels[known],
        clusters=frame[clusters].map(as_text).to_numpy()[rows] if clusters else None,
        confidence=plan.confidence,
    )
    p = found.prevalence
    add_step(
        record,
        "estimate",
        {
            "value": p.value,
            "low": p.low,
            "high": p.high,
            "n": p.n,
            "n_verified": p.n_verified,
            "clusters": clusters,
        },
    )
    return found


def _read_answers(path: str | Path, label: str) -> tuple[list[str], NDArray[np.float64]]:
    """Return identifiers, and 1, 0 or NaN for each: from ``verified_labels``, or from a column named as the label."""
    frame = read_table(path)
    name = Path(path).name
    _need(frame, name, "case_id")
    column = ANSWER if ANSWER in frame else label
    _need(frame, name, column)
    cells = [as_text(cell).strip() for cell in frame[column]]
    labels = [_answer(cell, label, column == ANSWER) for cell in cells]
    bad = [number for number, value in enumerate(labels, start=1) if value is None]
    if bad:
        raise SchemaError(
            f"{name}: row {bad[0]}, {column}: the answer cannot be read",
            expected=f"labels with | between, or {NONE}" if column == ANSWER else "0 or 1",
            remedy="correct the cell, or leave it empty where nobody has verified the case",
        )
    ids = [as_text(cell).strip() for cell in frame["case_id"]]
    return ids, np.array([np.nan if value is None else value for value in labels])


def _answer(cell: str, label: str, listed: bool) -> float | None:
    if not cell:
        return np.nan
    if not listed:
        return {"1": 1.0, "0": 0.0, "yes": 1.0, "no": 0.0}.get(cell.casefold())
    return float(label in {part.strip() for part in cell.split("|")})


def _check_drawn(entries: Sequence[Entry], ids: list[str]) -> None:
    drawn = next((entry for entry in entries if entry.step == "draw"), None)
    if drawn is None or sha256_texts(ids) != drawn.content["ids_sha256"]:
        raise SchemaError(
            f"answers: their {len(ids)} cases are not those that were drawn, or stand in another order",
            expected="every case that rightsnlp sample draw wrote, in its order",
            remedy="fill the file that was drawn; leave cells empty where a case was not verified",
        )


def read_verified(
    path: str | Path, score: str, label: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read verified cases with scores.

    Returns
    -------
    tuple of ndarray of float64, shape (n,)
        Scores, and 1 or 0; cases that nobody verified are left out.

    Raises
    ------
    SchemaError
        When a column is missing or an answer cannot be read.
    """
    _, ids, scores = read_scored(path, score)
    answered, labels = _read_answers(path, label)
    answer_of = dict(zip(answered, labels, strict=True))
    found = np.array([answer_of[identifier] for identifier in ids])
    return scores[np.isfinite(found)], found[np.isfinite(found)]
