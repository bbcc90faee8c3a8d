"""``rightsnlp label`` on the files a monitor has: everything comes back, nothing runs, nothing is half-written."""

from __future__ import annotations

import csv
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pandas as pd
import pytest

from rightsnlp.classification.persistence import find_model
from rightsnlp.data.tables.io import read_table
from rightsnlp.data.tables.spreadsheet import unescape_formula
from rightsnlp.provenance import sha256_file

Run = Callable[..., CompletedProcess[str]]

HEADER = ["رقم", "نص المنشور", "الوصف", "الإجراء"]
ROWS = [
    ["1", "صباح الخير يا جماعة", "", ""],
    ["2", "اللهم ارحم الشهداء", "حذفوا الخبر مع أنه عزاء", "حذف"],
    ["3", '=HYPERLINK("http://example.org")', "", ""],
    ["4", "-12.5", "", ""],
    ["5", "سطر أول\nسطر ثان, مع فاصلة", "", ""],
]
SECRET = "كلامسري"


def write_csv(
    path: Path, rows: list[list[str]] = ROWS, encoding: str = "utf-8-sig", header: list[str] = HEADER
) -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def test_a_form_export_comes_back_labelled(rightsnlp: Run, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "cases.csv")
    before = source.read_bytes()
    done = rightsnlp("label", "cases.csv")
    assert (done.returncode, done.stdout) == (0, "")
    assert source.read_bytes() == before
    table = read_table(tmp_path / "cases.labelled.csv")
    assert list(table.columns[:5]) == [*HEADER, "labels"]
    assert [[unescape_formula(cell) for cell in row] for row in table[HEADER].to_numpy().tolist()] == ROWS
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "cases.csv",
        "cases.labelled.csv",
        "cases.run.json",
    ]


def test_the_record_says_what_was_done_without_a_path(rightsnlp: Run, tmp_path: Path) -> None:
    source = write_csv(tmp_path / "cases.csv")
    rightsnlp("label", source)
    text = (tmp_path / "cases.run.json").read_text(encoding="utf-8")
    record = json.loads(text)
    assert record["inputs"] == {"cases.csv": sha256_file(source)}
    assert record["outputs"] == {"cases.labelled.csv": sha256_file(tmp_path / "cases.labelled.csv")}
    assert record["counts"]["rows"] == 5
    assert record["counts"]["formula_cells_made_inert"] == 1
    assert record["model"]["name"] == "rightsnlp-base"
    assert str(tmp_path) not in text


def test_a_formula_is_inert_in_csv_and_in_excel(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv")
    rightsnlp("label", "cases.csv")
    rightsnlp("label", "cases.csv", "-o", "sheet.xlsx")
    raw = (tmp_path / "cases.labelled.csv").read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK" in raw
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl comes with the development extra")
    sheet = openpyxl.load_workbook(tmp_path / "sheet.xlsx").active
    assert sheet.cell(4, 2).data_type == "s"
    assert sheet.cell(4, 2).value == ROWS[2][1]
    assert sheet.sheet_view.rightToLeft


@pytest.mark.parametrize("encoding", ["cp1256", "utf-8-sig", "utf-16"])
def test_what_a_spreadsheet_saved_opens_again_in_a_spreadsheet(
    rightsnlp: Run, tmp_path: Path, encoding: str
) -> None:
    write_csv(tmp_path / "cases.csv", encoding=encoding, header=["رقم", "عمود النص", "ملاحظة", "حالة"])
    done = rightsnlp("label", "cases.csv", "--text-column", "عمود النص")
    assert done.returncode == 0
    written = (tmp_path / "cases.labelled.csv").read_bytes()
    assert written.startswith("\ufeff".encode())
    assert ROWS[0][1] in written.decode("utf-8-sig")


@pytest.mark.parametrize("extension", ["xlsx", "jsonl", "parquet"])
def test_every_format_comes_back_in_itself(rightsnlp: Run, tmp_path: Path, extension: str) -> None:
    frame = pd.DataFrame({"text": ["صباح الخير", "مساء الخير"], "n": [1.5, 2.5]})
    path = tmp_path / f"cases.{extension}"
    match extension:
        case "xlsx":
            frame.to_excel(path, index=False, engine="xlsxwriter")
        case "jsonl":
            frame.to_json(path, orient="records", lines=True, force_ascii=False)
        case _:
            frame.to_parquet(path)
    assert rightsnlp("label", path).returncode == 0
    back = read_table(tmp_path / f"cases.labelled.{extension}")
    assert back[["text", "n"]].to_numpy().tolist() == frame.to_numpy().tolist()
    assert 0 <= back["priority"].iloc[0] <= 1


def test_rejected_rows_come_back_and_are_listed(rightsnlp: Run, tmp_path: Path) -> None:
    long = "ب" * 1_100_000
    rows = [["1", "صباح الخير", "", ""], ["2", long, "", ""], ["3", "", "", ""], ["4", f"{SECRET}\0", "", ""]]
    write_csv(tmp_path / "cases.csv", rows)
    done = rightsnlp("label", "cases.csv")
    assert done.returncode == 1
    assert SECRET not in done.stderr + done.stdout
    assert "3 of 4 rows were not labelled; see cases.rejected.csv" in done.stderr
    listed = read_table(tmp_path / "cases.rejected.csv")
    assert listed[["row", "column", "rule"]].to_numpy().tolist() == [
        ["2", "نص المنشور", "too_long"],
        ["3", "نص المنشور", "no_text"],
        ["4", "نص المنشور", "nul_character"],
    ]
    back = read_table(tmp_path / "cases.labelled.csv")
    assert back["نص المنشور"].tolist() == [row[1] for row in rows]
    assert back["warnings"].tolist() == [
        "",
        "rejected:too_long",
        "rejected:no_text",
        "rejected:nul_character",
    ]


def test_a_lone_surrogate_is_rejected_and_kept(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('{"text": "a\\ud800"}\n{"text": "b"}\n', encoding="utf-8")
    assert rightsnlp("label", "cases.jsonl").returncode == 1
    lines = (tmp_path / "cases.labelled.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[0])["text"] == "a\ud800"
    assert json.loads(lines[0])["warnings"] == "rejected:lone_surrogate"


BAD = {
    "missing file": (None, [], "there is no such file"),
    "empty file": (b"", [], "is empty"),
    "wrong encoding": (f"text\n{SECRET}\n".encode()[:-2] + b"\xff\n", [], "broken byte at position"),
    "no text column": (f"{SECRET} {SECRET},b\n1,2\n".encode(), [], "no text column"),
    "duplicate headers": (b"text,a,text\n1,2,3\n", [], "columns 1 and 3 have the same header"),
    "not the text column": (b"text\na\n", ["--text-column", "post"], "got 'post'"),
    "no such folder": (b"text\na\n", ["-o", "none/out.csv"], "does not exist"),
    "the input as output": (b"text\na\n", ["-o", "cases.csv", "--force"], "is the input itself"),
    "no such model": (b"text\na\n", ["--model", "best"], "'best' is neither"),
    "an extension of no format": (b"text\na\n", ["-o", "out.doc"], "'.doc' names no table format"),
}


@pytest.mark.parametrize(("content", "options", "said"), BAD.values(), ids=BAD)
def test_bad_input_is_one_line_and_exit_code_2(
    rightsnlp: Run, tmp_path: Path, content: bytes | None, options: list[str], said: str
) -> None:
    if content is not None:
        (tmp_path / "cases.csv").write_bytes(content)
    done = rightsnlp("label", "cases.csv", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error: ")
    assert SECRET not in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ([] if content is None else ["cases.csv"])


def test_an_output_that_exists_is_kept(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv")
    (tmp_path / "cases.labelled.csv").write_text("mine", encoding="utf-8")
    done = rightsnlp("label", "cases.csv")
    assert done.returncode == 2
    assert "pass --force" in done.stderr
    assert (tmp_path / "cases.labelled.csv").read_text(encoding="utf-8") == "mine"
    assert rightsnlp("label", "cases.csv", "--force").returncode == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv")
    tmp_path.chmod(0o555)
    try:
        done = rightsnlp("label", "cases.csv")
    finally:
        tmp_path.chmod(0o755)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_a_model_with_a_changed_byte_is_refused(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv")
    folder = tmp_path / "model"
    folder.mkdir()
    for file in ("config.json", "weights.safetensors", "SHA256SUMS"):
        (folder / file).write_bytes((find_model() / file).read_bytes())
    weights = bytearray((folder / "weights.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "weights.safetensors").write_bytes(bytes(weights))
    done = rightsnlp("label", "cases.csv", "--model", "model")
    assert done.returncode == 2
    assert "model/weights.safetensors: is not the file that was saved" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_standard_input_is_labelled(rightsnlp: Run, tmp_path: Path) -> None:
    done = rightsnlp("label", "-", "-o", "out.csv", stdin="text\nصباح الخير\n".encode())
    assert done.returncode == 0
    assert read_table(tmp_path / "out.csv")["text"].tolist() == ["صباح الخير"]


def test_standard_input_without_an_output_says_what_to_do(rightsnlp: Run) -> None:
    done = rightsnlp("label", "-", stdin=b"text\na\n")
    assert done.returncode == 2
    assert "pass -o" in done.stderr


def test_redacted_output_holds_no_handle_and_the_same_one_twice_is_the_same(
    rightsnlp: Run, tmp_path: Path
) -> None:
    rows = [["1", "يا @someone_real كيفك", "", ""], ["2", "سلام @someone_real اتصل على 0599123456", "", ""]]
    write_csv(tmp_path / "cases.csv", rows)
    done = rightsnlp("label", "cases.csv", "--redact")
    assert done.returncode == 0
    posts = read_table(tmp_path / "cases.labelled.csv")["نص المنشور"].tolist()
    assert "someone_real" not in "".join(posts)
    assert "0599123456" not in "".join(posts)
    pseudonyms = [word for post in posts for word in post.split() if word.startswith("@user_")]
    assert len(pseudonyms) == 2
    assert len(set(pseudonyms)) == 1
    record = json.loads((tmp_path / "cases.run.json").read_text(encoding="utf-8"))
    assert record["counts"]["redacted"]["handle"] == 2
    assert record["counts"]["redacted"]["phone"] == 1


def test_quiet_prints_nothing(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv")
    done = rightsnlp("label", "cases.csv", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_pipe_gets_no_progress_bar(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv")
    assert "\r" not in rightsnlp("label", "cases.csv").stderr


def test_an_interrupted_command_can_be_resumed(tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv", [[str(n), f"منشور رقم {n}", "", ""] for n in range(60_000)])
    command = [sys.executable, "-m", "rightsnlp", "label", "cases.csv"]
    running = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    journal = tmp_path / "cases.labelled.csv.partial.jsonl"
    for _ in range(600):
        if journal.exists() and journal.stat().st_size > 10_000:
            break
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "--resume goes on" in said
    assert "Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv", journal.name]
    assert subprocess.run([*command, "--resume", "--quiet"], cwd=tmp_path, check=False).returncode == 0
    assert len(read_table(tmp_path / "cases.labelled.csv")) == 60_000
    assert not journal.exists()


def test_a_folder_is_labelled_into_another(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_csv(tmp_path / "in" / "a.csv")
    (tmp_path / "in" / "b.csv").write_text("post,note\nhello,b\n", encoding="utf-8")
    (tmp_path / "in" / "c.csv.gz").write_bytes(gzip.compress(b"text\nhello\n"))
    done = rightsnlp("label", "in", "-o", "out", "--quiet")
    assert done.returncode == 0, done.stderr
    names = ["a", "b", "c"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        f"{name}.{end}" for name in names for end in ("labelled.csv", "run.json")
    )


def test_one_table_of_several_that_cannot_be_labelled_stops_no_other(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", header=["a", "b", "c", "d"])
    write_csv(tmp_path / "b.csv")
    done = rightsnlp("label", "a.csv", "b.csv", "--quiet")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "no text column" in done.stderr
    assert (tmp_path / "b.labelled.csv").exists()


def test_two_processes_write_the_same(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv")
    assert rightsnlp("label", "cases.csv", "-o", "one.csv").returncode == 0
    assert rightsnlp("label", "cases.csv", "-o", "two.csv", "--jobs", "2").returncode == 0
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_the_input_is_never_the_journal(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "o.csv.partial.jsonl").write_text('{"text": "a"}\n', encoding="utf-8")
    done = rightsnlp("label", "o.csv.partial.jsonl", "-o", "o.csv", "--force")
    assert done.returncode == 2
    assert "is the input itself" in done.stderr
    assert (tmp_path / "o.csv.partial.jsonl").read_text(encoding="utf-8") == '{"text": "a"}\n'


def test_an_output_may_have_the_name_of_a_list_of_rejected_rows(rightsnlp: Run, tmp_path: Path) -> None:
    write_csv(tmp_path / "cases.csv")
    assert rightsnlp("label", "cases.csv", "-o", "cases.rejected.csv").returncode == 0
    assert len(read_table(tmp_path / "cases.rejected.csv")) == len(ROWS)
