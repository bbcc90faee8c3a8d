"""``rightsnlp redact`` writes a copy without what identifies a person by rule."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from rightsnlp.data.tables.io import read_table

Run = Callable[..., CompletedProcess[str]]


def test_a_table_comes_back_redacted_and_counted(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text(
        "case_id,text,phone of reporter,reported_at\n"
        "12345678,اتصل على 0599123456 أو @abu_ali,+970 599 123 456,2024-01-28\n",
        encoding="utf-8",
    )
    done = rightsnlp("redact", "cases.csv")
    assert done.returncode == 0
    row = read_table(tmp_path / "cases.redacted.csv").iloc[0]
    assert row["case_id"] == "12345678"
    assert row["reported_at"] == "2024-01-28"
    assert "0599123456" not in row["text"]
    assert "abu_ali" not in row["text"]
    assert "599" not in row["phone of reporter"]
    assert "phone: 2" in done.stderr
    assert "names of people were not looked for" in done.stderr


def test_the_input_is_never_replaced(rightsnlp: Run, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("text\n@abu_ali\n", encoding="utf-8")
    done = rightsnlp("redact", "cases.csv", "-o", "cases.csv", "--force")
    assert done.returncode == 2
    assert path.read_text(encoding="utf-8") == "text\n@abu_ali\n"
