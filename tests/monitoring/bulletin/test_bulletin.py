"""The bulletin: the same figures in both languages, nothing hidden shown, nothing loaded, no case text."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("babel", reason="the bulletin needs the extra monitoring")
pytest.importorskip("jinja2", reason="the bulletin needs the extra monitoring")
pytest.importorskip("matplotlib", reason="the bulletin needs the extra monitoring")

from rightsnlp.exceptions import OutputFileError
from rightsnlp.monitoring.bulletin.figures import Bulletin, BulletinSettings, make_bulletin
from rightsnlp.monitoring.bulletin.files import write_bulletin
from rightsnlp.monitoring.bulletin.speech import Speech
from rightsnlp.monitoring.cases import CaseTable
from rightsnlp.monitoring.sample import is_sample, sample_path
from rightsnlp.monitoring.statistics.breaks import read_breaks

LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫٪", "0123456789,.%")


@pytest.fixture(scope="module")
def made(sample: CaseTable) -> Bulletin:
    breaks = read_breaks(sample_path("breaks.toml"))
    return make_bulletin(sample, BulletinSettings(breaks=breaks, synthetic=is_sample(sample.sha256)))


@pytest.fixture(scope="module")
def folder(made: Bulletin, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bulletin")
    write_bulletin(made, path)
    return path


def page(folder: Path, language: str) -> str:
    return (folder / f"bulletin.{language}.html").read_text(encoding="utf-8")


class Cells(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "td":
            self.found.append("")
        self._inside = tag == "td"

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def numbers(html: str) -> list[list[str]]:
    parser = Cells()
    parser.feed(html)
    return [re.findall(r"[\d.,]+%?|\*", cell.translate(LATIN)) for cell in parser.found]


def test_both_languages_have_the_same_figures(folder: Path) -> None:
    english, arabic = (numbers(page(folder, language)) for language in ("en", "ar"))
    counted = [(a, b) for a, b in zip(english, arabic, strict=True) if "day" not in str(a)]
    plain = [pair for pair in counted if len(pair[0]) == len(pair[1]) and not any("Q" in x for x in pair[0])]
    assert len(plain) > 0.85 * len(counted)
    different = [pair for pair in plain if pair[0] != pair[1]]
    assert not different


def test_the_arabic_page_runs_from_right_to_left(folder: Path) -> None:
    assert '<html lang="ar" dir="rtl">' in page(folder, "ar")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_page_loads_nothing_and_says_what_it_is(folder: Path, language: str) -> None:
    html = page(folder, language)
    assert not re.search(r"<script|src=|@import|url\((?!#)", html)
    assert set(re.findall(r'href="([^"#][^"]*)"', html)) <= {"data:,", "bulletin.en.html", "bulletin.ar.html"}
    say = Speech(language)
    assert say("synthetic") in html
    assert say("statement", "selection") in html
    assert html.count('role="img" aria-label="') == 3


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_table_can_be_heard(folder: Path, language: str) -> None:
    html = page(folder, language)
    assert html.count("<table") == html.count("<caption") > 10
    assert "<td" not in re.sub(r'<tr><th scope="row".*?</tr>', "", html)


def test_no_hidden_cell_is_in_any_file(folder: Path, made: Bulletin) -> None:
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["figures"]
    for figure in figures:
        pairs = [pair for pair in figure["of"].items() if pair[1] != "all"]
        if figure["figure"] == "count":
            assert figure.get("suppressed", False) == made.suppression.hides(*pairs)
    for table in made.counts:
        with (folder / "tables" / f"{table.rows}-by-period.csv").open(
            encoding="utf-8-sig", newline=""
        ) as stream:
            for row in csv.DictReader(stream):
                for period in table.column_values:
                    hidden = made.suppression.hides((table.rows, row[table.rows]), ("period", period))
                    assert (row[period] == "*") == (hidden and row[table.rows] != "total")


def test_no_text_of_a_case_is_in_any_file(folder: Path) -> None:
    with sample_path().open(encoding="utf-8", newline="") as stream:
        texts = {row["text"] for row in csv.DictReader(stream)}
    for path in folder.rglob("*"):
        if path.suffix in {".html", ".json", ".csv", ".svg"}:
            content = path.read_text(encoding="utf-8-sig")
            assert not any(text in content for text in texts)


def test_every_figure_has_n_and_a_signature_or_is_left_out(folder: Path) -> None:
    figures = json.loads((folder / "figures.json").read_text(encoding="utf-8"))["figures"]
    assert len(figures) > 300
    assert all(figure["signature"] and ("n" in figure or figure["suppressed"]) for figure in figures)


def test_tables_pass_their_own_check(folder: Path) -> None:
    from rightsnlp.monitoring.statistics.sums import check_sums

    for path in (folder / "tables").glob("*-by-period.csv"):
        found = check_sums(path)
        assert found.checked > 8
        assert not found.mismatches


def test_the_record_names_every_file(folder: Path) -> None:
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert set(record["outputs"]) | {"run.json"} == there


def test_a_bulletin_is_never_replaced_unasked(folder: Path, made: Bulletin) -> None:
    with pytest.raises(OutputFileError, match="exists already"):
        write_bulletin(made, folder)


@pytest.mark.parametrize(
    ("n", "arabic"),
    [
        (0, "لا حالات"),
        (1, "حالة واحدة"),
        (2, "حالتان"),
        (3, "٣ حالات"),
        (11, "١١ حالة"),
        (100, "١٠٠ حالة"),
        (1_103, "١٬١٠٣ حالات"),
    ],
)
def test_arabic_plurals(n: int, arabic: str) -> None:
    assert Speech("ar").counted("case", n) == arabic
