"""No cell that we write can run in a spreadsheet program, and every cell can be had back."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rightsnlp.data.tables.spreadsheet import escape_formula, unescape_formula

DANGEROUS = [
    "=HYPERLINK(1)",
    "+1+1",
    "-1-cmd",
    "@SUM(1)",
    " =1",
    "@A1:IF(1,2)",
    "@A1 INDEX(A1:A9,1)",
    "@name 'http://example.org/[x]S'!A1",
    "＝1",
    "=cmd|' /C calc'!A0",
    "@a (1)",
]
HARMLESS = ["", "سلام", "-12", "+3.5", "1,200", "@name hello", "@name", "a=b", "'quoted'", "12:30"]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_what_could_run_gets_an_apostrophe(cell: str) -> None:
    assert escape_formula(cell) == "'" + cell


@pytest.mark.parametrize("cell", HARMLESS)
def test_what_cannot_run_stays_as_it_is(cell: str) -> None:
    assert escape_formula(cell) == cell


SPLIT = {
    'hello;=HYPERLINK("x")': 'hello;\'=HYPERLINK("x")',
    "a\n=1+1": "a\n'=1+1",
    "\t=1": "'\t'=1",
    "=1;=2": "'=1;'=2",
    "a; +name": "a;' +name",
    "a;@SUM(1)": "a;'@SUM(1)",
}


@pytest.mark.parametrize(("cell", "written"), SPLIT.items())
def test_what_another_list_separator_would_make_a_cell_is_inert_as_well(cell: str, written: str) -> None:
    assert escape_formula(cell) == written


@pytest.mark.parametrize("cell", ["fine ;-)", "a;b", "one\ntwo", "x;-5", "a\n@name hello", "a\n-----\nb"])
def test_ordinary_signs_after_a_separator_stay_as_they_are(cell: str) -> None:
    assert escape_formula(cell) == cell


CELLS = st.text(alphabet=st.sampled_from("'=+-@＝ \t1a.(;\n")) | st.text()


@given(CELLS)
@example("'=1")
@example("''=1")
@example("'-5")
def test_escaping_is_undone_exactly(cell: str) -> None:
    assert unescape_formula(escape_formula(cell)) == cell


@given(CELLS)
def test_no_written_cell_starts_a_formula(cell: str) -> None:
    written = escape_formula(cell).lstrip()
    number = written.lstrip("+-").replace(".", "").replace(",", "").strip().isdecimal()
    assert not written.startswith(("=", "+", "-", "＝")) or number


@given(CELLS)
def test_no_part_of_a_written_cell_starts_a_formula(cell: str) -> None:
    for part in re.split("[;\t\r\n]", escape_formula(cell))[1:]:
        assert not re.match(r"\s*[=＝]\s*[\w(]", part)
