"""A verified sample from plan to estimate: nothing can be changed unseen."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.monitoring.prevalence.plan import draw, make_plan
from rightsnlp.monitoring.prevalence.record import add_step, read_record
from rightsnlp.monitoring.prevalence.sampling import (
    close_sample,
    draw_sample,
    estimate_from_sample,
    plan_sample,
)
from rightsnlp.monitoring.prevalence.stratified import stratified_prevalence

RNG = np.random.default_rng(2)
TRUTH = RNG.random(2_000) < 0.15
SCORES = 1 / (1 + np.exp(-RNG.normal(np.where(TRUTH, 1.2, -1.6), 1.1)))
IDS = [f"c{i:04}" for i in range(len(SCORES))]


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    path = tmp_path / "scored.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case_id", "text", "p"])
        writer.writerows((i, f"post {i}", f"{s:.6f}") for i, s in zip(IDS, SCORES, strict=True))
    return path


def answer(drawn: Path, path: Path) -> Path:
    """A person who is always right."""
    with drawn.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        row["verified_labels"] = "hate_speech" if TRUTH[IDS.index(row["case_id"])] else "none_of_these"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def run(folder: Path, collection: Path) -> tuple[Path, Path]:
    record = folder / "record.jsonl"
    plan_sample(collection, record, label="hate_speech", score="p", width=0.06)
    draw_sample(record, collection, folder / "draw.csv")
    return record, answer(folder / "draw.csv", folder / "answers.csv")


def test_from_plan_to_estimate(tmp_path: Path, collection: Path) -> None:
    record, answers = run(tmp_path, collection)
    close_sample(record, answers)
    found = estimate_from_sample(record, collection, answers)
    assert found.prevalence.low < TRUTH.mean() < found.prevalence.high
    assert found.prevalence.high - found.prevalence.low <= 0.065
    assert found.design_effect < 1
    assert [entry.step for entry in read_record(record)] == ["plan", "draw", "answers", "estimate"]


def test_who_verifies_sees_no_score(tmp_path: Path, collection: Path) -> None:
    run(tmp_path, collection)
    header = (tmp_path / "draw.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert header == "case_id,text,verified_labels"


def test_the_same_plan_draws_the_same_cases() -> None:
    plan = make_plan(IDS, SCORES, label="x", seed=3)
    backwards = draw(plan, IDS[::-1], SCORES[::-1])
    assert draw(plan, IDS, SCORES) == backwards
    assert draw(make_plan(IDS, SCORES, label="x", seed=4), IDS, SCORES) != backwards


def test_another_collection_is_refused() -> None:
    plan = make_plan(IDS, SCORES, label="x")
    with pytest.raises(InvalidArgumentError, match="not those of the plan"):
        draw(plan, IDS, np.roll(SCORES, 1))


def test_answers_changed_after_they_were_sealed_are_refused(tmp_path: Path, collection: Path) -> None:
    record, answers = run(tmp_path, collection)
    close_sample(record, answers)
    answers.write_text(answers.read_text().replace("none_of_these", "hate_speech", 1), encoding="utf-8")
    with pytest.raises(SchemaError, match="not sealed in the record"):
        estimate_from_sample(record, collection, answers)


def test_answers_cannot_be_sealed_twice(tmp_path: Path, collection: Path) -> None:
    record, answers = run(tmp_path, collection)
    close_sample(record, answers)
    with pytest.raises(SchemaError, match="expected 'estimate'"):
        close_sample(record, answers)


def test_answers_of_other_cases_are_refused(tmp_path: Path, collection: Path) -> None:
    record, answers = run(tmp_path, collection)
    lines = answers.read_text(encoding="utf-8").splitlines(keepends=True)
    answers.write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(SchemaError, match="not those that were drawn"):
        close_sample(record, answers)


@given(st.data())
def test_no_step_of_a_record_can_be_changed_unseen(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("record") / "record.jsonl"
    from rightsnlp.monitoring.prevalence.record import start_record

    start_record(path, make_plan(IDS[:100], SCORES[:100], label="x"))
    add_step(path, "draw", {"n": 3, "ids_sha256": "0"})
    lines = path.read_text(encoding="utf-8").splitlines()
    which = data.draw(st.integers(0, 1))
    entry = json.loads(lines[which])
    field = data.draw(st.sampled_from(["step", "at", "previous", "seal", "content"]))
    entry[field] = {"n": 4} if field == "content" else entry[field][::-1] + "x"
    lines[which] = json.dumps(entry)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"does not hold|does not begin"):
        read_record(path)


def test_the_stratified_estimate_is_the_textbooks() -> None:
    """Cochran's weighted mean, and its variance to a few parts in a hundred (ours smooths shares of 0 and 1)."""
    sizes, n, k = [5_000, 1_000], [200, 200], [10, 120]
    strata = np.repeat([0, 1], n)
    labels = np.concatenate([np.arange(m) < j for m, j in zip(n, k, strict=True)])
    found = stratified_prevalence(sizes, strata, labels)
    weight, share = np.array(sizes) / 6_000, np.array(k) / np.array(n)
    variance = (weight**2 * (1 - np.array(n) / sizes) * share * (1 - share) / (np.array(n) - 1)).sum()
    assert found.prevalence.value == pytest.approx((weight * share).sum())
    half = (found.prevalence.high - found.prevalence.low) / 2
    assert half == pytest.approx(1.96 * np.sqrt(variance), rel=0.06)


def test_repeated_posts_tell_less_than_as_many_different_ones() -> None:
    labels = np.repeat([1, 0, 0, 0, 0, 0, 0, 1, 0, 0] * 4, 10)
    alone = stratified_prevalence([50_000], np.zeros(400, int), labels)
    together = stratified_prevalence(
        [50_000], np.zeros(400, int), labels, clusters=np.repeat(np.arange(40), 10)
    )
    assert together.design_effect > 5 * alone.design_effect


def test_a_stratum_that_nobody_looked_at_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match="1 of 2 strata have no verified case"):
        stratified_prevalence([10, 10], [0, 0], [0, 1])


def test_a_wider_interval_takes_fewer_cases() -> None:
    narrow, wide = (sum(make_plan(IDS, SCORES, label="x", width=w).n) for w in (0.04, 0.1))
    assert narrow > 2 * wide
