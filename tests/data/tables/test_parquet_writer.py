"""A column's type holds for all of its rows, whatever the first ones were."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from rightsnlp.data.tables import parquet_writer
from rightsnlp.data.tables.io import open_writer
from rightsnlp.data.tables.parquet_writer import ParquetWriter
from rightsnlp.exceptions import OutputFileError


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_writer, "_BATCH", 3)


def test_numbers_become_text_when_a_later_row_holds_text(tmp_path: Path) -> None:
    values = [1.5, 2.0, None, 4.0, 5.0, 6.0, "كلام", 8.0]
    with ParquetWriter(tmp_path / "p.parquet", ["n", "m"]) as writer:
        for value in values:
            writer.write([value, 0.5])
    back = pq.read_table(tmp_path / "p.parquet")
    assert back["n"].to_pylist() == ["1.5", "2", None, "4", "5", "6", "كلام", "8"]
    assert back["m"].to_pylist() == [0.5] * len(values)
    assert [path.name for path in tmp_path.iterdir()] == ["p.parquet"]


def test_a_cell_that_contradicts_its_column_is_refused_without_its_content(tmp_path: Path) -> None:
    types = {"n": pa.int64()}
    with (
        pytest.raises(
            OutputFileError, match="column 1: holds a cell that Parquet cannot hold as int64"
        ) as raised,
        ParquetWriter(tmp_path / "p.parquet", ["n"], types=types) as writer,
    ):
        writer.write(["كلامسري"])
        writer.close()
    assert "كلامسري" not in str(raised.value)


def test_half_of_a_surrogate_pair_in_a_header(tmp_path: Path) -> None:
    with ParquetWriter(tmp_path / "p.parquet", ["k\ud800"]) as writer:
        writer.write(["v"])
    assert pq.read_table(tmp_path / "p.parquet").to_pylist() == [{"k?": "v"}]


def test_json_lines_hold_no_number_that_json_lacks(tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    with open_writer(path, ["a", "b"], "jsonl") as writer:
        writer.write([float("nan"), {"deep": [float("inf"), -float("inf"), 1.0]}])

    def refuse(name: str) -> None:
        pytest.fail(name)

    assert json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse) == {
        "a": None,
        "b": {"deep": ["Infinity", "-Infinity", 1.0]},
    }
