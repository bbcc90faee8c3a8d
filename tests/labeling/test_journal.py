"""A journal remembers what was done, refuses to go on with something else, and never trusts what was changed."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.exceptions import InputFileError, OutputFileError
from rightsnlp.labeling.journal import Journal

KEY = {"input": "0", "model": "1"}
CHUNKS = [(1, "a" * 64, [["a", None, 0.5], ["ب"]]), (3, "b" * 64, [["c"]]), (4, "c" * 64, [["\ud800"], []])]


def write(path: Path) -> bytes:
    with Journal(path, KEY) as journal:
        for chunk in CHUNKS:
            journal.add(*chunk)
    return path.read_bytes()


def found(path: Path) -> list[list[list[object]] | None]:
    with Journal(path, KEY, resume=True) as journal:
        return [journal.find(first, digest) for first, digest, _ in CHUNKS]


def test_cells_come_back_for_the_rows_that_they_answer(tmp_path: Path) -> None:
    write(tmp_path / "j")
    assert found(tmp_path / "j") == [cells for _, _, cells in CHUNKS]


def test_cells_answer_no_other_rows(tmp_path: Path) -> None:
    write(tmp_path / "j")
    with Journal(tmp_path / "j", KEY, resume=True) as journal:
        assert journal.find(1, "b" * 64) is None
        assert journal.find(2, "a" * 64) is None


def test_a_line_torn_by_a_crash_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "j"
    path.write_bytes(write(path)[:-3])
    with Journal(path, KEY, resume=True) as journal:
        assert journal.find(*CHUNKS[2][:2]) is None
        journal.add(*CHUNKS[2])
    assert found(path) == [cells for _, _, cells in CHUNKS]


@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_bit_that_flips_never_gives_other_cells(
    tmp_path_factory: pytest.TempPathFactory, at: float, bit: int
) -> None:
    path = tmp_path_factory.mktemp("flips") / "j"
    content = bytearray(write(path))
    content[int(at * len(content))] ^= 1 << bit
    path.write_bytes(content)
    for cells, (_, _, written) in zip(found(path), CHUNKS, strict=True):
        assert cells in (None, written)


@pytest.mark.parametrize("seed", range(20))
def test_lines_that_are_lost_doubled_or_moved_never_give_other_cells(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "j"
    lines = write(path).splitlines(keepends=True)
    path.write_bytes(b"".join(random.Random(seed).choices(lines, k=5)))
    for cells, (_, _, written) in zip(found(path), CHUNKS, strict=True):
        assert cells in (None, written)


def test_two_records_that_contradict_each_other_are_both_done_again(tmp_path: Path) -> None:
    write(tmp_path / "j")
    with Journal(tmp_path / "j", KEY, resume=True) as journal:
        journal.add(1, "d" * 64, [["other"], ["other"]])
    with Journal(tmp_path / "j", KEY, resume=True) as journal:
        assert journal.find(1, "a" * 64) is None
        assert journal.find(1, "d" * 64) is None
        assert journal.dropped == 1


def test_a_record_of_another_run_is_not_taken(tmp_path: Path) -> None:
    write(tmp_path / "j")
    with Journal(tmp_path / "k", KEY | {"model": "2"}) as journal:
        journal.add(1, "a" * 64, [["of another model"], []])
    head = (tmp_path / "j").read_bytes().splitlines(keepends=True)[0]
    foreign = (tmp_path / "k").read_bytes().splitlines(keepends=True)[1]
    (tmp_path / "j").write_bytes(head + foreign)
    assert found(tmp_path / "j") == [None, None, None]


def test_what_was_interrupted_is_not_lost_by_accident(tmp_path: Path) -> None:
    write(tmp_path / "j")
    with pytest.raises(OutputFileError, match="--resume"):
        Journal(tmp_path / "j", KEY)
    with Journal(tmp_path / "j", KEY, force=True) as journal:
        assert journal.find(1, "a" * 64) is None


@pytest.mark.parametrize(
    ("other", "said"),
    [({"input": "2"}, "another input"), ({"input": "2", "model": "2"}, "another input and another model")],
)
def test_another_input_or_model_is_refused_by_name(tmp_path: Path, other: dict[str, str], said: str) -> None:
    write(tmp_path / "j")
    with pytest.raises(InputFileError, match=f"belongs to {said};"):
        Journal(tmp_path / "j", KEY | other, resume=True)


@pytest.mark.parametrize("content", [b"", b'["0123', None])
def test_a_run_killed_before_its_first_rows_is_begun_again(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "j"
    path.write_bytes(write(path).splitlines(keepends=True)[0] if content is None else content)
    for options in ({"resume": True}, {}):
        with Journal(path, KEY | {"input": "other"}, **options) as journal:  # type: ignore[arg-type]
            assert journal.find(1, "a" * 64) is None


def test_it_is_gone_when_its_work_is_done(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", KEY) as journal:
        journal.add(*CHUNKS[0])
        journal.remove()
    assert not (tmp_path / "j").exists()


def test_no_work_leaves_no_journal(tmp_path: Path) -> None:
    with Journal(tmp_path / "j", KEY):
        pass
    assert not (tmp_path / "j").exists()


@pytest.mark.parametrize("options", [{}, {"resume": True}, {"force": True}])
@pytest.mark.parametrize("content", [b"text\nnot ours\n", b"x"])
def test_a_file_that_is_not_a_journal_is_left_alone(
    tmp_path: Path, options: dict[str, bool], content: bytes
) -> None:
    path = tmp_path / "j"
    path.write_bytes(content)
    with pytest.raises(OutputFileError, match="holds something else"):
        Journal(path, KEY, **options)
    assert path.read_bytes() == content


@pytest.mark.parametrize("options", [{}, {"resume": True}, {"force": True}])
def test_a_link_is_never_followed(tmp_path: Path, options: dict[str, bool]) -> None:
    for name in ("there", "nowhere"):
        (tmp_path / "j").symlink_to(tmp_path / name)
        (tmp_path / "there").write_bytes(b"")
        with pytest.raises(OutputFileError, match="is a link"):
            Journal(tmp_path / "j", KEY, **options)
        (tmp_path / "j").unlink()
    assert not (tmp_path / "nowhere").exists()


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    write(tmp_path / "j")
    assert stat.S_IMODE((tmp_path / "j").stat().st_mode) == 0o600


HOLD = "import sys, pathlib; from rightsnlp.labeling.journal import Journal\n"
HOLD += "with Journal(pathlib.Path(sys.argv[1]), {}) as j: j.add(1, 'a', [[1]]); print(flush=True); sys.stdin.read()"


@pytest.mark.parametrize("options", [{}, {"resume": True}, {"force": True}])
def test_one_process_at_a_time_until_it_dies(tmp_path: Path, options: dict[str, bool]) -> None:
    path = tmp_path / "j"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    ) as other:
        assert other.stdout
        other.stdout.readline()
        before = path.read_bytes()
        with pytest.raises(OutputFileError, match="another run is writing this output now"):
            Journal(path, {}, **options)
        assert path.read_bytes() == before
        other.kill()
    with Journal(path, {}, resume=True) as journal:
        assert journal.find(1, "a") == [[1]]
