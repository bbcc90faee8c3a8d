"""What Excel cannot hold is refused by name, before any work, and never dropped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from rightsnlp.data.tables import excel_writer
from rightsnlp.data.tables.excel_writer import ExcelWriter, check_capacity
from rightsnlp.data.tables.io import open_table, read_table
from rightsnlp.exceptions import OutputFileError


def table(tmp_path: Path, header: str, *rows: str) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    return path


def test_a_table_that_would_be_too_wide_with_the_added_columns(tmp_path: Path) -> None:
    reader = open_table(table(tmp_path, ",".join(f"c{n}" for n in range(16_380))))
    check_capacity("xlsx", reader, 4)
    with pytest.raises(OutputFileError, match="16,384 columns and this table would have 16,385"):
        check_capacity("xlsx", reader, 5)
    check_capacity("csv", reader, 5)


def test_a_table_of_too_many_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel_writer, "_EXCEL_ROWS", 2)
    check_capacity("xlsx", open_table(table(tmp_path, "text", "a", "b")), 1)
    with pytest.raises(OutputFileError, match="this table has more"):
        check_capacity("xlsx", open_table(table(tmp_path, "text", "a", "b", "c")), 1)
    with pytest.raises(OutputFileError), ExcelWriter(tmp_path / "x.xlsx", ["text"]) as writer:
        for _ in range(3):
            writer.write(["a"])


@pytest.mark.parametrize(
    ("text", "fits"), [("a" * 32_767, True), ("a" * 32_768, False), ("😀" * 16_384, False)]
)
def test_a_cell_that_is_too_long_as_excel_counts(tmp_path: Path, text: str, fits: bool) -> None:
    reader = open_table(table(tmp_path, "text", text))
    if fits:
        check_capacity("xlsx", reader, 1)
        return
    with pytest.raises(OutputFileError, match="row 1, column 1: the cell has 32,768 characters"):
        check_capacity("xlsx", reader, 1)
    with pytest.raises(OutputFileError), ExcelWriter(tmp_path / "x.xlsx", ["text"]) as writer:
        writer.write([text])


def test_a_date_before_excels_first_is_kept_as_text(tmp_path: Path) -> None:
    with ExcelWriter(tmp_path / "x.xlsx", ["a", "b"]) as writer:
        writer.write([dt.date(1850, 1, 2), dt.date(1950, 1, 2)])
    assert read_table(tmp_path / "x.xlsx").to_numpy().tolist() == [["1850-01-02", dt.date(1950, 1, 2)]]


def test_the_parts_of_a_workbook_lie_beside_it_alone(tmp_path: Path) -> None:
    with ExcelWriter(tmp_path / "x.xlsx", ["a"]) as writer:
        writer.write(["text"])
        assert all(path.parent == tmp_path for path in tmp_path.rglob("*"))
    assert [path.name for path in tmp_path.iterdir()] == ["x.xlsx"]
