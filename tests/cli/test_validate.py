"""``rightsnlp validate`` says what would happen, by row, column and rule, and writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]


def test_a_table_that_can_be_labelled(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("نص المنشور,الإجراء\nصباح الخير,حذف\n", encoding="utf-8")
    done = rightsnlp("validate", "cases.csv")
    assert done.returncode == 0
    assert "cases.csv: csv, utf-8, 1 rows, 2 columns" in done.stdout
    assert "text <- نص المنشور" in done.stdout
    assert "action <- الإجراء" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["cases.csv"]


def test_bad_rows_are_named_by_row_column_and_rule(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("text,reported_at\nكلامسري,soon\n,2024-01-01\na\n", encoding="utf-8")
    done = rightsnlp("validate", "cases.csv")
    assert done.returncode == 1
    assert "warning: row 1, column reported_at: bad_date" in done.stdout
    assert "error: row 2, column text: no_text" in done.stdout
    assert "error: row 3: too_few_cells" in done.stdout
    assert "1 rows can be labelled, 2 cannot" in done.stdout
    assert "كلامسري" not in done.stdout


def test_a_missing_file_is_exit_code_2(rightsnlp: Run) -> None:
    done = rightsnlp("validate", "none.csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "error: none.csv: there is no such file; expected a file; check the name and the folder\n"
    )
