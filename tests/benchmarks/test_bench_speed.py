"""The comparison of speed, on a handful of posts: that it runs, not how fast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("fasttext", reason="fastText is for development only")


def test_it_prints_a_row_a_system_and_a_ratio_for_all_but_ours(
    run_benchmark: Callable[..., str], tiny_corpora: Path
) -> None:
    printed = run_benchmark("bench_speed.py", tiny_corpora, "--posts", 20, "--repetitions", 2)
    in_one, by_kind, whole = (
        [line.strip("| ").split(" | ") for line in table.split("|---|---|---|\n")[1].splitlines()]
        for table in printed.split("\n\n")
        if table.startswith("|")
    )
    assert [row[0] for row in in_one] == ["rightsnlp", "fastText", "TF-IDF char_wb", "TF-IDF char"]
    assert [len(row) for row in in_one] == [2, 3, 3, 3]
    assert {len(row) for row in by_kind} == {3}
    assert [row[0] for row in whole] == ["rightsnlp", "fastText"]
