"""``rightsnlp stats``: exit codes, clear lines, and the check of published sums."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp.monitoring.sample import sample_path

Run = Callable[..., CompletedProcess[str]]


def test_the_published_totals_that_do_not_add_up(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        'date,total,calls,insults\n14 Nov 2023,"1,447",573,904\n', encoding="utf-8"
    )
    (tmp_path / "b.csv").write_text("kind,2025\nplatforms,538\nharmful,2910\ntotal,3452\n", encoding="utf-8")
    for name, made in (("a.csv", "make 1,477: -30"), ("b.csv", "make 3,448: +4")):
        done = rightsnlp("stats", "check", name)
        assert (done.returncode, made in done.stdout) == (1, True)


def test_sums_that_hold(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("kind,2025\na,5\nb,6\ntotal,11\n", encoding="utf-8")
    done = rightsnlp("stats", "check", "a.csv")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "1 totals checked, 0 of them not the sum of their parts\n"


def test_problems_are_lines_and_nothing_is_written(rightsnlp: Run, tmp_path: Path) -> None:
    done = rightsnlp("stats", sample_path(), "--problems", "-o", "out")
    assert done.returncode == 1
    assert done.stderr.count("an earlier row has the same case_id") == 8
    assert not (tmp_path / "out").exists()


def test_a_bulletin(rightsnlp: Run, tmp_path: Path) -> None:
    pytest.importorskip("babel", reason="the bulletin needs the extra monitoring")
    pytest.importorskip("matplotlib", reason="the bulletin needs the extra monitoring")
    done = rightsnlp("stats", sample_path(), "--period", "year", "-o", "out")
    assert done.returncode == 1, done.stderr
    assert "1,620 cases of 1,684 rows" in done.stderr
    assert (tmp_path / "out" / "bulletin.ar.html").exists()
