"""No cell that we write can run in a spreadsheet program, and every cell can be had back."""

from __future__ import annotations

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
    "\t=1",
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


CELLS = st.text(alphabet=st.sampled_from("'=+-@＝ \t1a.(")) | st.text()


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
