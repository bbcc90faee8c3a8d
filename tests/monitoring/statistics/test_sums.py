"""Published tables held against their own sums."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.exceptions import SchemaError
from rightsnlp.monitoring.statistics.sums import check_sums, read_cell


def write(folder: Path, text: str) -> Path:
    path = folder / "published.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ('as of,total,calls,insults\n14 Nov 2023,"1,447",573,904\n', "573 (calls) + 904 (insults) make 1,477: -30"),
        ("kind,cases\nby platforms,538\nharmful,2910\ntotal,3452\n", "2,910 (harmful) make 3,448: +4"),
        ("المنصة,العدد\nفيسبوك,٥٣٨\nإكس,٢٬٩١٠\nالمجموع,٣٬٤٥٢\n", "make 3,448: +4"),
    ],
)  # fmt: skip
def test_published_totals_that_do_not_add_up_are_found(tmp_path: Path, table: str, line: str) -> None:
    (mismatch,) = check_sums(write(tmp_path, table)).mismatches
    assert line in str(mismatch)


@pytest.mark.parametrize(
    "table",
    [
        "platform,2024,2025,total\nMeta,3,4,7\nX,5,6,11\ntotal,8,10,18\n",
        "year,total,Meta,X\n2024,12,5,7\n2025,3,1,2\n",
        "platform,cases,share\nMeta,3,30 %\nX,7,70 %\ntotal,10,100 %\n",
        "platform,cases\nMeta,*\nX,7\nY,<5\ntotal,10\n",
        "place,cases\nA,1\nB,2\ntotal,3\nC,4\ntotal,4\n",
        "name;total;a;b\nq;1 447;543;904\n",
    ],
)
def test_sound_tables_pass(tmp_path: Path, table: str) -> None:
    found = check_sums(write(tmp_path, table))
    assert found.checked
    assert not found.mismatches


def test_a_hidden_cell_cannot_excuse_a_total_that_is_too_small(tmp_path: Path) -> None:
    (mismatch,) = check_sums(write(tmp_path, "platform,cases\nMeta,*\nX,7\ntotal,5\n")).mismatches
    assert "make at least 7: -2" in str(mismatch)


def test_a_table_without_totals_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="no total with parts beside it"):
        check_sums(write(tmp_path, "platform,cases\nMeta,3\n"))


@pytest.mark.parametrize("text", ["", "n/a", "2024-01-05", "1.5", "12 %"])
def test_what_is_no_count_is_none(text: str) -> None:
    assert read_cell(text) is None
