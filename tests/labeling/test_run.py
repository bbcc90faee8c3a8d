"""A run that was interrupted goes on where it stopped, and ends in the same bytes."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import rightsnlp
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.exceptions import OutputFileError
from rightsnlp.labeling import run as module
from rightsnlp.labeling.run import label_file


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    return rightsnlp.load_model()


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "CHUNK", 10)
    path = tmp_path / "cases.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case_id", "text"])
        writer.writerows([n, f"منشور رقم {n}" if n % 7 else ""] for n in range(35))
    return path


def stop_after(n_chunks: int) -> Any:
    def progress(chunks: Iterable[Any], _: int) -> Iterator[Any]:
        for number, chunk in enumerate(chunks):
            if number == n_chunks:
                raise KeyboardInterrupt
            yield chunk

    return progress


def test_an_interrupted_run_goes_on_and_ends_the_same(cases: Path, model: LinearClassifier) -> None:
    whole = label_file(cases, cases.with_name("whole.csv"), model=model)
    out = cases.with_name("out.csv")
    with pytest.raises(KeyboardInterrupt):
        label_file(cases, out, model=model, progress=stop_after(2), force=True)
    assert not out.exists()
    labelled: list[int] = []
    decide = model.decide

    def counting(posts: Any) -> Any:
        labelled.append(len(posts))
        return decide(posts)

    model.decide = counting  # type: ignore[method-assign]
    try:
        resumed = label_file(cases, out, model=model, resume=True, force=True)
    finally:
        del model.decide
    assert out.read_bytes() == whole.output.read_bytes()
    assert sum(labelled) < 15
    assert resumed.counts == whole.counts
    assert not list(cases.parent.glob("*.partial.jsonl"))


def test_an_interrupted_run_is_not_started_over_by_accident(cases: Path, model: LinearClassifier) -> None:
    with pytest.raises(KeyboardInterrupt):
        label_file(cases, model=model, progress=stop_after(1))
    with pytest.raises(OutputFileError, match="pass --resume"):
        label_file(cases, model=model)


def test_the_journal_holds_no_post(cases: Path, model: LinearClassifier) -> None:
    with pytest.raises(KeyboardInterrupt):
        label_file(cases, model=model, progress=stop_after(2))
    (journal,) = cases.parent.glob("*.partial.jsonl")
    assert "منشور" not in journal.read_text(encoding="utf-8")


def test_progress_is_told_of_every_row(cases: Path, model: LinearClassifier) -> None:
    seen = []

    def progress(chunks: Iterable[Any], total: int) -> Iterator[Any]:
        seen.append(total)
        for chunk in chunks:
            seen.append(len(chunk))
            yield chunk

    label_file(cases, model=model, progress=progress)
    assert seen == [35, 10, 10, 10, 5]


def test_the_chunk_size_changes_nothing(
    cases: Path, model: LinearClassifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = label_file(cases, cases.with_name("a.csv"), model=model).output.read_bytes()
    monkeypatch.setattr(module, "CHUNK", 1_000)
    assert label_file(cases, cases.with_name("b.csv"), model=model, force=True).output.read_bytes() == small
