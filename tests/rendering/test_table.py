"""A table in a terminal, in Markdown, in HTML and in LaTeX: the same cells, and no name that breaks it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.rendering.escapes import latex_text, with_hidden
from rightsnlp.rendering.table import Table, html_tables, latex_tables, markdown_tables

HOSTILE = "a|b_c <script> {x} \\input{y} $1 100% خطاب_كراهية שנאה\n\\end{tabular}"


def test_no_name_breaks_a_markdown_table() -> None:
    text = markdown_tables([Table("t", HOSTILE, ("name",), ((HOSTILE,),), notes=(HOSTILE,))], [HOSTILE])
    assert "<script>" not in text.replace("`" + " ".join(HOSTILE.split()) + "`", "")
    row = next(line for line in text.splitlines() if line.startswith("| a"))
    assert row.replace("\\|", "").count("|") == 2


def test_no_name_breaks_a_latex_table() -> None:
    text = latex_tables([Table("t", HOSTILE, ("name",), ((HOSTILE,),))], [HOSTILE])
    body = text.split("\\begin{table}", 1)[1]
    assert body.count("\\end{tabular}") == 1
    assert body.count("{") - body.count("\\{") == body.count("}") - body.count("\\}")
    assert "\\textarabic{خطاب}\\_\\textarabic{كراهية}" in body
    assert "\\texthebrew{שנאה}" in body


@pytest.mark.parametrize("mark", list("\\{}$&#_%~^<>"))
def test_every_special_mark_is_escaped(mark: str) -> None:
    assert latex_text(mark) != mark


def test_a_minus_is_a_minus_and_a_bracket_no_option() -> None:
    text = latex_tables([Table("t", "T", ("a", "b"), (("-x", "[-0.2, 0.1]"),), frozenset({1}))], [])
    assert "-x & {[$-$0.2, 0.1]}" in text


def test_a_name_stands_once_a_block() -> None:
    text = latex_tables([Table("t", "T", ("a", "b"), (("x", "1"), ("x", "2"), ("y", "3")))], [])
    assert "x & 1 \\\\\n & 2 \\\\\n\\addlinespace\ny & 3" in text


def test_a_table_of_many_rows_may_break_over_pages() -> None:
    text = latex_tables([Table("t", "T", ("a",), tuple((str(i),) for i in range(60)))], [])
    assert text.count("\\begin{longtable}") == text.count("\\end{longtable}") == 1
    assert "\\begin{table}" not in text


def test_a_terminal_gets_columns_with_numbers_on_the_right_and_names_once_per_block() -> None:
    table = Table(
        "t", "T", ("name", "n", "note"), (("x", "1", ""), ("x", "20", "few"), ("y", "3", "")), frozenset({1})
    )
    assert table.to_text().splitlines() == [
        "name   n  note",
        "----  --  ----",
        "x      1",
        "      20  few",
        "",
        "y      3",
    ]


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_nothing_in_a_cell_drives_a_terminal(cells: list[str]) -> None:
    text = Table("t", "T", ("name",), tuple((cell,) for cell in cells), notes=tuple(cells)).to_text()
    lines = text.split("\n")
    assert not any(hidden for line in lines for _, hidden in with_hidden(line))


class Tags(HTMLParser):
    """The tags of a piece of HTML, and the texts of its cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_no_name_breaks_an_html_table() -> None:
    found = Tags(html_tables([Table("t", HOSTILE, ("name",), ((HOSTILE,),), notes=(HOSTILE,))], HOSTILE))
    assert set(found.tags) == {"style", "table", "thead", "tbody", "tr", "th", "td", "p"}
    assert [text for text in found.texts if "script" in text] == [HOSTILE, HOSTILE, HOSTILE]


def test_all_forms_hold_the_same_cells() -> None:
    table = Table("t", "T", ("name", "n"), (("Xa", "1"), ("Yb", "2")), frozenset({1}), notes=("Few.",))
    for text in (table.to_text(), table.to_markdown(), html_tables([table], ""), table.to_latex()):
        places = [text.find(cell) for cell in ("Xa", "Yb", "Few.")]
        assert -1 not in places
        assert places == sorted(places)
