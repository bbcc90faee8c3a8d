"""A file that blows up its parser ends a child process, and this one says so."""

from __future__ import annotations

import datetime as dt
import pickle
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from rightsnlp.data.tables.guarded import GuardedReader, _Plain
from rightsnlp.data.tables.io import open_table
from rightsnlp.exceptions import InputFileError


def test_rows_types_and_schema_come_through(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    frame = pd.DataFrame(
        {"text": ["a", None], "when": [dt.datetime(2024, 1, 2, tzinfo=dt.UTC)] * 2, "n": [1, 2]}
    )
    frame.to_parquet(path)
    reader = open_table(path)
    assert (reader.name, reader.format, reader.columns) == ("t.parquet", "parquet", ("text", "when", "n"))
    for _ in range(2):
        rows = list(reader.rows())
        assert rows == [["a", frame["when"][0], 1], [None, frame["when"][1], 2]]
    assert reader.schema.field("n").type == pa.int64()  # type: ignore[attr-defined]


def test_times_of_every_kind_come_through(tmp_path: Path) -> None:
    zones = [None, "UTC", "Asia/Gaza", "+02:00"]
    columns = {
        f"{unit} {zone}": pa.array([1_700_000_001], pa.timestamp(unit, tz=zone))
        for unit in ("s", "us", "ns")
        for zone in zones
    }
    columns |= {unit: pa.array([5], pa.duration(unit)) for unit in ("s", "ns")}
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    expected = pq.read_table(tmp_path / "t.parquet").to_pylist()[0]
    assert list(open_table(tmp_path / "t.parquet").rows()) == [list(expected.values())]


def test_a_workbook_with_two_distant_cells(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "text")
        sheet.write_string(1_048_575, 16_383, "a")
    with pytest.raises(InputFileError, match="cannot be read within"):
        open_table(path)


@pytest.mark.parametrize("at", [40, 200, -60, -20])
def test_parquet_with_bytes_that_changed(tmp_path: Path, at: int) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": [f"post {n}" for n in range(500)]}), path)
    content = bytearray(path.read_bytes())
    content[at : at + 8] = b"\xff" * 8
    path.write_bytes(content)
    with suppress(InputFileError):  # whatever else comes out is what this test looks for
        list(open_table(path).rows())


def test_a_date_that_python_cannot_hold_is_refused_without_its_row(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": ["a"], "t": pa.array([2**61], pa.timestamp("us"))}), path)
    with pytest.raises(InputFileError, match="cannot be read as parquet"):
        list(open_table(path).rows())


def test_a_reader_that_is_not_read_leaves_no_process(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table({"text": ["a"]}), path)
    reader = GuardedReader(path, "parquet")
    child = reader._child
    assert child is not None
    del reader
    assert child.poll() is not None


def test_a_child_can_send_nothing_that_runs() -> None:
    import io

    assert _Plain(io.BytesIO(pickle.dumps([1, "a", dt.date(2024, 1, 2)]))).load() == [
        1,
        "a",
        dt.date(2024, 1, 2),
    ]
    with pytest.raises(pickle.UnpicklingError):
        _Plain(io.BytesIO(pickle.dumps(print))).load()
