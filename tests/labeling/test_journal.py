"""A journal remembers what was done, and refuses to go on with something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.exceptions import InputFileError, OutputFileError
from rightsnlp.labeling.journal import Journal

KEY = {"input": "0", "model": "1"}


def write(path: Path, *rows: list[object]) -> None:
    with Journal(path, KEY) as journal:
        journal.add(rows)


def test_rows_come_back_in_order(tmp_path: Path) -> None:
    write(tmp_path / "j", ["a", None, 0.5], ["ب"])
    with Journal(tmp_path / "j", KEY, resume=True) as journal:
        assert journal.done == 2
        assert list(journal.rows()) == [["a", None, 0.5], ["ب"]]


def test_a_line_torn_by_a_crash_is_done_again(tmp_path: Path) -> None:
    write(tmp_path / "j", ["a"], ["b"])
    path = tmp_path / "j"
    path.write_bytes(path.read_bytes()[:-3])
    with Journal(path, KEY, resume=True) as journal:
        assert journal.done == 1
        journal.add([["c"]])
        assert list(journal.rows()) == [["a"], ["c"]]


def test_what_was_interrupted_is_not_lost_by_accident(tmp_path: Path) -> None:
    write(tmp_path / "j", ["a"])
    with pytest.raises(OutputFileError, match="--resume"):
        Journal(tmp_path / "j", KEY)
    with Journal(tmp_path / "j", KEY, force=True) as journal:
        assert journal.done == 0


def test_another_input_or_model_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "j", ["a"])
    with pytest.raises(InputFileError, match="another input, model or setting"):
        Journal(tmp_path / "j", KEY | {"model": "2"}, resume=True)


def test_it_is_gone_when_its_work_is_done(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", KEY) as journal:
        journal.remove()
    assert not (tmp_path / "j").exists()
