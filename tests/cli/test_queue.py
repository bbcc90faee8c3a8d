"""``rightsnlp queue`` writes what to verify next, whole rows in order, and never over what is there."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp.data.tables.io import read_table
from rightsnlp.data.tables.spreadsheet import unescape_formula

Run = Callable[..., CompletedProcess[str]]

HEADER = ["رقم", "نص المنشور", "reason", "labels", "p_spam", "decision_spam", "priority"]
SECRET = "كلامسري"


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "cases.labelled.csv"
    rows = [[str(k), f"منشور{k} قصير", "=1+1", "", f"{k / 40:.3f}", "review", "0.5"] for k in range(40)]
    rows[39][1] = "'=HYPERLINK(1)"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEADER, *rows])
    return path


def test_the_queue_is_written_beside_the_table(rightsnlp: Run, labelled: Path, tmp_path: Path) -> None:
    before = labelled.read_bytes()
    done = rightsnlp("queue", labelled, "-n", 10)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "10 cases of 40, 1 of them drawn at random" in done.stderr
    assert "wrote cases.queue.csv" in done.stderr
    assert labelled.read_bytes() == before
    queue = read_table(tmp_path / "cases.queue.csv")
    assert list(queue.columns) == [
        *HEADER,
        "queue_position", "queue_reason", "queue_choice", "stands_for", "sampling_probability", "verified_labels",
    ]  # fmt: skip
    assert queue["queue_position"].tolist() == [str(k) for k in range(1, 11)]
    ruled = queue[queue["queue_choice"] == "likely"]
    assert ruled["رقم"].tolist() == [str(k) for k in range(39, 30, -1)]
    assert set(queue["verified_labels"]) == {""}


def test_cells_come_back_as_they_were_and_inert(rightsnlp: Run, labelled: Path, tmp_path: Path) -> None:
    rightsnlp("queue", labelled, "-n", 1, "--explore", 0)
    (row,) = read_table(tmp_path / "cases.queue.csv").to_dict("records")
    assert (row["نص المنشور"], row["reason"]) == ("'=HYPERLINK(1)", "'=1+1")
    assert unescape_formula(row["نص المنشور"]) == "=HYPERLINK(1)"


def test_the_same_command_gives_the_same_bytes(rightsnlp: Run, labelled: Path, tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        options = ("-n", 10, "--explore", 0.5, "--seed", seed, "-q", "-o", f"{name}.csv")
        done = rightsnlp("queue", labelled, *options)
        assert (done.returncode, done.stderr) == (0, "")
    a, b, c = ((tmp_path / f"{name}.csv").read_bytes() for name in "abc")
    assert a == b != c


def test_a_workbook_reads_from_right_to_left(rightsnlp: Run, labelled: Path, tmp_path: Path) -> None:
    done = rightsnlp(
        "queue", labelled, "-n", 3, "--language", "ar", "--strategy", "threshold", "-o", "queue.xlsx"
    )
    assert done.returncode == 0, done.stderr
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl comes with the development extra")
    sheet = openpyxl.load_workbook(tmp_path / "queue.xlsx").active
    assert sheet.sheet_view.rightToLeft
    assert "القرار متروك لشخص" in sheet.cell(2, HEADER.index("priority") + 3).value


def test_verified_cases_are_left_out_of_the_next_queue(rightsnlp: Run, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(
        "text,p_spam,decision_spam,verified_labels\nأ,0.9,review,spam\nب,0.8,review,\nج,0.7,review,none_of_these\n",
        encoding="utf-8",
    )
    assert rightsnlp("queue", path, "-n", 5).returncode == 0
    queue = read_table(tmp_path / "cases.queue.csv")
    assert queue["text"].tolist() == ["ب"]
    assert list(queue.columns).count("verified_labels") == 1


def test_a_row_of_broken_form_is_told_of(rightsnlp: Run, labelled: Path) -> None:
    with labelled.open("a", encoding="utf-8") as stream:
        stream.write("41,one,two\n")
    done = rightsnlp("queue", labelled, "-n", 5)
    assert done.returncode == 1
    assert "1 rows could not be read" in done.stderr


def test_a_queue_that_is_there_is_kept(rightsnlp: Run, labelled: Path, tmp_path: Path) -> None:
    (tmp_path / "cases.queue.csv").write_text("mine", encoding="utf-8")
    done = rightsnlp("queue", labelled)
    assert done.returncode == 2
    assert (tmp_path / "cases.queue.csv").read_text(encoding="utf-8") == "mine"
    assert rightsnlp("queue", labelled, "--force").returncode == 0


BAD = {
    "missing": (None, [], "there is no such file"),
    "not labelled": (f"text\n{SECRET}\n", [], "run: rightsnlp label on the table first"),
    "no text": ("p_spam,decision_spam\n0.5,review\n", [], "no text column"),
    "no probability": (f"text,p_spam,decision_spam\na,{SECRET},review\n", [], "row 1, column 'p_spam'"),
    "share": ("text,p_spam,decision_spam\na,0.1,review\n", ["--explore", "2"], "explore: got 2.0"),
    "none": ("text,p_spam,decision_spam\na,0.1,review\n", ["-n", "0"], "n: got 0"),
    "onto itself": (
        "text,p_spam,decision_spam\na,0.1,review\n",
        ["-o", "cases.csv", "--force"],
        "is the input itself",
    ),
    "format": (
        "text,p_spam,decision_spam\na,0.1,review\n",
        ["-o", "queue.doc"],
        "'.doc' names no table format",
    ),
}


@pytest.mark.parametrize(("content", "arguments", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line_and_exit_code_2(
    rightsnlp: Run, tmp_path: Path, content: str | None, arguments: list[str], said: str
) -> None:
    if content is not None:
        (tmp_path / "cases.csv").write_text(content, encoding="utf-8")
    done = rightsnlp("queue", "cases.csv", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert SECRET not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ([] if content is None else ["cases.csv"])
