"""The measurement of loading and memory, on a handful of posts: that it runs, not how fast."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


def test_it_prints_both_ways_of_labelling_at_two_sizes(
    run_benchmark: Callable[..., str], tiny_corpora: Path
) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("memory is read from /proc, which this system does not have")
    printed = run_benchmark("bench_load.py", tiny_corpora, "--posts", 40, "--label-posts", 20, "--runs", 1)
    assert "| import and load |" in printed
    rows = [line.strip("| ").split(" | ") for line in printed.splitlines() if line.startswith("|")]
    assert [row[:2] for row in rows[-4:]] == [
        ["predict_proba", "20"],
        ["predict_proba", "40"],
        ["rightsnlp label", "10"],
        ["rightsnlp label", "20"],
    ]
    assert all(float(row[2]) > 10 for row in rows[-4:])
