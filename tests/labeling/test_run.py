"""A run that was interrupted goes on where it stopped, and ends in the same bytes."""

from __future__ import annotations

import csv
import json
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

import rightsnlp
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.exceptions import InputFileError, OutputFileError
from rightsnlp.labeling import run as module
from rightsnlp.labeling.journal import Journal
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


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_number_of_jobs_changes_nothing(cases: Path, model: LinearClassifier) -> None:
    one = label_file(cases, cases.with_name("a.csv"), model=model)
    two = label_file(cases, cases.with_name("b.csv"), model=model, jobs=2)
    assert two.output.read_bytes() == one.output.read_bytes()
    assert two.counts == one.counts


@pytest.mark.parametrize("named", [0, 1, 2, 3])
def test_a_run_that_dies_while_it_names_its_results_is_finished_by_resume(
    cases: Path, model: LinearClassifier, monkeypatch: pytest.MonkeyPatch, named: int
) -> None:
    whole = label_file(cases, cases.with_name("whole.csv"), model=model)
    calls = []

    def die(*arguments: Any, **options: Any) -> None:
        if len(calls) == named:
            raise KeyboardInterrupt
        calls.append(publish(*arguments, **options))

    publish = module.publish
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(module, "publish", die)
        patched.setattr(Journal, "remove", die)
        label_file(cases, cases.with_name("out.csv"), model=model)
    with pytest.raises(OutputFileError, match="--resume"):
        label_file(cases, cases.with_name("out.csv"), model=model)
    run = label_file(cases, cases.with_name("out.csv"), model=model, resume=True)
    assert run.output.read_bytes() == whole.output.read_bytes()
    assert names(cases.parent) == sorted(
        [
            "cases.csv",
            *(f"{stem}.{end}" for stem in ("out", "whole") for end in ("csv", "rejected.csv", "run.json")),
        ]
    )


def test_a_file_that_is_not_the_interrupted_runs_is_not_replaced(
    cases: Path, model: LinearClassifier
) -> None:
    out = cases.with_name("out.csv")
    with pytest.raises(KeyboardInterrupt):
        label_file(cases, out, model=model, progress=stop_after(1))
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputFileError, match="exists already"):
        label_file(cases, out, model=model, resume=True)
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("put_back", [False, True])
def test_an_input_that_changes_meanwhile_is_refused(
    cases: Path, model: LinearClassifier, put_back: bool
) -> None:
    content = cases.read_bytes()

    def change(chunks: Iterable[Any], _: int) -> Iterator[Any]:
        yield next(iter(chunks))
        cases.write_bytes(content.replace("منشور".encode(), "خبر".encode()))
        if put_back:
            cases.write_bytes(content)
        yield from chunks

    with pytest.raises(InputFileError, match="was changed while it was read"):
        label_file(cases, model=model, progress=change)
    assert not cases.with_name("cases.labelled.csv").exists()


def test_changed_options_are_named(cases: Path, model: LinearClassifier) -> None:
    with pytest.raises(KeyboardInterrupt):
        label_file(cases, model=model, progress=stop_after(1))
    with pytest.raises(InputFileError, match="belongs to another --redact; "):
        label_file(cases, model=model, redact=True, resume=True)


def test_a_table_without_rows_comes_back_with_the_added_columns(
    tmp_path: Path, model: LinearClassifier
) -> None:
    (tmp_path / "cases.csv").write_text("text\n", encoding="utf-8")
    run = label_file(tmp_path / "cases.csv", model=model)
    assert run.counts["rows"] == 0
    assert run.output.read_text(encoding="utf-8-sig").startswith("text,labels,")


def test_a_list_of_rejected_rows_goes_only_when_an_earlier_run_wrote_it(
    cases: Path, model: LinearClassifier
) -> None:
    run = label_file(cases, model=model)
    assert run.rejected is not None
    cases.write_text("text\na\n", encoding="utf-8")
    label_file(cases, model=model, force=True)
    assert not run.rejected.exists()
    run.rejected.write_text("mine", encoding="utf-8")
    again = label_file(cases, model=model, force=True)
    assert run.rejected.read_text(encoding="utf-8") == "mine"
    assert again.notes == ("cases.rejected.csv is not of this run, and was left as it is",)


def test_nobody_may_read_what_is_written_who_may_not_read_the_input(
    cases: Path, model: LinearClassifier
) -> None:
    cases.chmod(0o600)
    label_file(cases, model=model)
    assert {stat.S_IMODE(path.stat().st_mode) for path in cases.parent.iterdir()} == {0o600}


def test_malformed_lines_are_kept_as_they_stood(tmp_path: Path, model: LinearClassifier) -> None:
    lines = ['{"text": "a", "text": "b"}', '{"text": ', "[1]"]
    (tmp_path / "cases.jsonl").write_text("\n".join([*lines, '{"text": "ok"}']), encoding="utf-8")
    run = label_file(tmp_path / "cases.jsonl", model=model)
    assert run.rejected is not None
    with run.rejected.open(encoding="utf-8-sig", newline="") as stream:
        listed = [(row["rule"], row["line"]) for row in csv.DictReader(stream)]
    assert listed == list(zip(["repeated_key", "not_json", "not_an_object"], lines, strict=True))


def test_the_record_states_the_hash_of_an_archive_that_was_labelled(
    cases: Path, model: LinearClassifier
) -> None:
    import gzip

    from rightsnlp.provenance import sha256_file

    packed = cases.with_name("packed.csv.gz")
    packed.write_bytes(gzip.compress(cases.read_bytes()))
    plain = label_file(cases, model=model).output.read_bytes()
    run = label_file(packed, model=model)
    assert run.output.name == "packed.labelled.csv"
    assert run.output.read_bytes() == plain
    record = json.loads(run.record.read_text(encoding="utf-8"))
    assert record["inputs"] == {"packed.csv.gz": sha256_file(packed)}
