"""The comparison in docs/ shows what its commands give."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture
def tables(project_root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(project_root / "benchmarks")
    import comparison_tables

    return comparison_tables


@pytest.fixture
def document(project_root: Path) -> str:
    return (project_root / "docs" / "comparison.md").read_text(encoding="utf-8")


def block(document: str, name: str) -> str:
    found = re.search(rf"<!-- {name}: .*? -->\n(.*?)\n<!-- end of {name} -->", document, re.DOTALL)
    assert found, name
    return found[1]


def test_every_block_is_filled_in_and_closed(document: str) -> None:
    opened = re.findall(r"<!-- ([\w-]+): written by .*? -->", document)
    assert opened == re.findall(r"<!-- end of ([\w-]+) -->", document)
    assert all(block(document, name).strip() for name in opened)


def test_the_first_table_names_every_system_that_is_ahead_in_what_the_others_show(
    document: str, tables
) -> None:
    listed = block(document, "ahead")
    for corpus in tables.CORPORA:
        header, _, *rows = block(document, f"{corpus}-figures").splitlines()
        systems = [cell.strip() for cell in header.strip("|").split("|")][1:]
        for row in rows:
            metric, *cells = (cell.strip() for cell in row.strip("|").split("|"))
            if metric != "average precision":
                continue
            values = dict(zip(systems, (float(cell.split()[0]) for cell in cells), strict=True))
            ahead = {name for name, value in values.items() if value > values["rightsnlp-base"]}
            assert {name for name in systems if f"| {corpus} | {metric} | {name} |" in listed} == ahead


@pytest.mark.corpora
def test_the_base_models_column_is_what_rightsnlp_evaluate_gives(
    document: str, tables, corpora_dir: Path, tmp_path: Path
) -> None:
    from rightsnlp.cli import cli

    run = tmp_path / "rightsnlp-base"
    arguments = ["evaluate", str(corpora_dir), "--corpus", "osact4", "-o", str(run), "--quiet"]
    cli.main(arguments, standalone_mode=False)
    report = tables.read_run(run).report
    rows = [line.strip("|").split("|") for line in block(document, "osact4-figures").splitlines()]
    assert rows[0][1].strip() == "rightsnlp-base"
    shown = {row[0].strip(): row[1].strip() for row in rows[2:]}
    names = {metric: tables.metric_title(metric) for metric in tables.METRICS}
    assert shown == {names[metric]: tables.figure_cell(report, metric) for metric in tables.METRICS}


def test_a_block_is_replaced_and_one_without_a_place_is_refused(tables) -> None:
    text = "a\n<!-- one: written by x -->\nold\n<!-- end of one -->\nb\n"
    assert tables.with_blocks(text, {"one": "new"}) == text.replace("old", "new")
    with pytest.raises(SystemExit, match="two"):
        tables.with_blocks(text, {"one": "new", "two": "new"})


def test_false_alarms_are_counted_where_half_of_the_positives_are_found(tables) -> None:
    positives, others = np.array([0.9, 0.6, 0.5, 0.1]), np.array([0.95, 0.6, 0.59, 0.2])
    assert tables.cut_at_recall(positives) == 0.6
    every = np.ones((1, 4))
    assert tables.false_alarm_rate(positives, others, every, every).tolist() == [0.5]
    # Drawn four times, the last positive alone sets the cut.
    last = np.array([[0.0, 0.0, 0.0, 4.0]])
    assert tables.false_alarm_rate(positives, others, last, every).tolist() == [1.0]
