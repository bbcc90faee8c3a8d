"""Tables of every format come in with their types and go out again unchanged."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rightsnlp.data.tables.io import open_table, read_table, table_format, write_table
from rightsnlp.data.tables.readers import MISSING, BadRow
from rightsnlp.data.tables.spreadsheet import unescape_formula
from rightsnlp.exceptions import InputFileError, InvalidArgumentError, OutputFileError

FRAME = pd.DataFrame(
    {"case_id": ["1", "2"], "text": ["صباح الخير\nيا جماعة", '=قال "نعم", ثم مشى'], "n": [1.5, None]},
    dtype=object,
)


@pytest.mark.parametrize("extension", ["csv", "xlsx", "jsonl", "parquet"])
def test_a_table_comes_back_as_it_was_written(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"cases.{extension}"
    write_table(FRAME, path)
    back = read_table(path)
    assert list(back.columns) == list(FRAME.columns)
    assert [unescape_formula(text) for text in back["text"]] == FRAME["text"].tolist()
    assert [str(value) for value in back["n"]] in (["1.5", ""], ["1.5", "None"])


@given(rows=st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.text("a\n\",;' \t="))))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_any_text_survives_csv(tmp_path: Path, rows: list[tuple[str, str]]) -> None:
    path = tmp_path / "any.csv"
    write_table(pd.DataFrame(rows, columns=["text", "other"], dtype=object), path, force=True)
    reader = open_table(path)
    assert [tuple(unescape_formula(cell) for cell in row) for row in reader.rows()] == rows  # type: ignore[union-attr]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(f'"id"{delimiter}"a, text; here"\n1{delimiter}x\n', encoding="utf-8")
    assert open_table(path).columns == ("id", "a, text; here")


def test_a_spreadsheets_export_in_windows_1256_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes("رقم;النص\r\n1;تم حذف منشوري عن القدس\r\n".encode("cp1256"))
    assert read_table(path)["النص"].tolist() == ["تم حذف منشوري عن القدس"]


def test_rows_of_another_length_stand_in_their_place(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("a,b\n1\n1,2\n1,2,3\n1,2,\n\n", encoding="utf-8")
    assert list(open_table(path).rows()) == [
        BadRow("too_few_cells", ["1", ""]),
        ["1", "2"],
        BadRow("too_many_cells", ["1", "2,3"]),
        ["1", "2"],
    ]


def test_json_lines_keep_types_and_know_a_missing_key_from_null(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"text": "a", "n": 1}\n{"text": null}\nnot json\n[1]\n', encoding="utf-8")
    rows = list(open_table(path).rows())
    assert rows[:2] == [["a", 1], [None, MISSING]]
    assert [row.rule for row in rows[2:] if isinstance(row, BadRow)] == ["not_json", "not_an_object"]


def test_excel_gives_numbers_and_dates_their_types(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    frame = pd.DataFrame({"text": ["=1+1"], "n": [3], "at": [dt.datetime(2024, 1, 28, 12, 0)]}, dtype=object)
    write_table(frame, path)
    assert list(open_table(path).rows()) == [["=1+1", 3.0, dt.datetime(2024, 1, 28, 12, 0)]]


def test_an_excel_file_holds_no_formula(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="openpyxl comes with the development extra")
    path = tmp_path / "cases.xlsx"
    write_table(pd.DataFrame({"text": ['=HYPERLINK("x")', "http://example.org"]}, dtype=object), path)
    cells = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2)]
    assert [(cell.data_type, cell.hyperlink) for cell in cells] == [("s", None), ("s", None)]


def test_a_json_line_that_utf8_cannot_hold_is_written_as_an_escape(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    write_table(pd.DataFrame({"text": ["\ud800"]}, dtype=object), path)
    assert json.loads(path.read_text(encoding="utf-8")) == {"text": "\ud800"}


BAD_FILES = {
    "missing": (None, "there is no such file"),
    "empty": (b"", "is empty"),
    "blank": (b"\n\n", "no header line"),
    "repeated": (b"a,b,a\n1,2,3\n", "columns 1 and 3 have the same header"),
    "excel": (b"PK\x03\x04rest", "is a ZIP or Excel file, not text"),
}


@pytest.mark.parametrize(("content", "said"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_file_that_is_no_table_is_refused_in_one_line(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "cases.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputFileError, match=said) as caught:
        open_table(path)
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("extension", ["xlsx", "parquet"])
def test_a_broken_binary_file_is_refused(tmp_path: Path, extension: str) -> None:
    path = tmp_path / f"cases.{extension}"
    path.write_bytes(b"not this format")
    with pytest.raises(InputFileError, match="cannot be read as"):
        open_table(path)


def test_an_encoding_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("text\na\n", encoding="utf-8")
    with pytest.raises(InputFileError, match="encoding: got 'klingon'"):
        open_table(path, encoding="klingon")


def test_a_wrong_encoding_is_said_without_the_text(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_bytes("text\nسلام\n".encode("cp1256"))
    with pytest.raises(InputFileError, match="cannot be read as utf-8"):
        read_table(path, encoding="utf-8")


def test_an_extension_of_no_format_is_refused() -> None:
    with pytest.raises(InvalidArgumentError, match=r"\.doc"):
        table_format("cases.doc")


def test_a_cell_too_long_for_excel_is_an_error_that_names_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    with pytest.raises(OutputFileError, match="pass --format csv"):
        write_table(pd.DataFrame({"text": ["a" * 40_000]}), path)
    assert not path.exists()


RECORDS = [{"id": 1, "text": "كلام"}, {"id": 2, "text": "[سطر]\nآخر"}]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(RECORDS, ensure_ascii=False),
        json.dumps(RECORDS, ensure_ascii=False, indent=2),
        "\ufeff[\n" + ",\n".join(map(json.dumps, RECORDS)) + "\n]\n",
        json.dumps({key: {str(row): one[key] for row, one in enumerate(RECORDS)} for key in ("id", "text")}),
        "\n".join(map(json.dumps, RECORDS)),
    ],
)
def test_one_array_and_columns_of_json_hold_the_same_rows_as_lines(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.json"
    path.write_text(text, encoding="utf-8")
    assert read_table(path).to_dict("records") == RECORDS


def test_one_object_over_several_lines_is_one_case(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text(json.dumps(RECORDS[0], indent=2), encoding="utf-8")
    assert read_table(path).to_dict("records") == RECORDS[:1]


def test_lines_that_are_arrays_are_no_cases(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text('{"text": "a"}\n[1, 2]\nbroken\n', encoding="utf-8")
    rows = list(open_table(path).rows())
    assert [getattr(row, "rule", "") for row in rows] == ["", "not_an_object", "not_json"]


def test_an_object_of_an_array_that_repeats_a_key_is_one_broken_row(tmp_path: Path) -> None:
    path = tmp_path / "cases.json"
    path.write_text('[{"text": "a"}, {"text": "b", "text": "c"}, 7]', encoding="utf-8")
    rows = list(open_table(path).rows())
    assert [getattr(row, "rule", "") for row in rows] == ["", "repeated_key", "not_an_object"]
