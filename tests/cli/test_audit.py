from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from rightsnlp.cli.audit import audit
from rightsnlp.exceptions import OutputFileError


@pytest.fixture
def tables(tmp_path: Path) -> tuple[str, str, str]:
    """A training table, one that shares a post with it, one that does not."""
    contents = {"train": "صباح الخير يا جماعة", "same": "صباح الخير، يا جماعة!", "other": "مساء النور"}
    for name, text in contents.items():
        (tmp_path / f"{name}.csv").write_text(f"text\n{text}\n", encoding="utf-8")
    return tuple(str(tmp_path / f"{name}.csv") for name in contents)


def test_a_leaking_test_set_is_reported_with_exit_code_one(tables: tuple[str, str, str]) -> None:
    result = CliRunner().invoke(audit, [tables[0], tables[1]])

    assert result.exit_code == 1
    assert "1 of 1 (100.0%)" in result.output
    assert "صباح" not in result.output


def test_a_clean_pair_exits_with_zero(tables: tuple[str, str, str]) -> None:
    assert CliRunner().invoke(audit, [tables[0], tables[2]]).exit_code == 0


def test_the_report_can_be_written_and_is_not_overwritten(
    tables: tuple[str, str, str], tmp_path: Path
) -> None:
    output = tmp_path / "report.json"
    CliRunner().invoke(audit, [tables[0], tables[2], "-o", str(output)])
    again = CliRunner().invoke(audit, [tables[0], tables[2], "-o", str(output)])

    assert json.loads(output.read_text(encoding="utf-8"))["n_exact"] == 0
    assert isinstance(again.exception, OutputFileError)


def test_corpora_are_named_with_their_part(tmp_path: Path) -> None:
    for part, text in (("train", "أول\tOFF\tHS\n"), ("dev", "ثان\tOFF\tHS\n")):
        path = tmp_path / "osact4" / f"OSACT2020-sharedTask-{part}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    result = CliRunner().invoke(audit, ["osact4:train", "osact4:dev", "--corpora", str(tmp_path)])

    assert result.exit_code == 0
    assert "# Audit: osact4:train (training) against osact4:dev (test)" in result.output
