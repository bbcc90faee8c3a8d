"""The rate of labelling beside that of probabilities, on a handful of posts: that it runs, not how fast."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import rightsnlp

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")


def test_it_prints_a_row_a_version_and_how_they_compare(
    run_benchmark: Callable[..., str], tiny_corpora: Path
) -> None:
    sources = Path(rightsnlp.__file__).parent.parent
    asked = ("--posts", 20, "--repetitions", 1, "--sources", sources)
    printed = run_benchmark("bench_label.py", tiny_corpora, *asked)
    rows = [line.strip("| ").split(" | ") for line in printed.splitlines() if line.startswith("|")][2:]
    assert [row[0] for row in rows] == ["this version", "the other"]
    assert [len(row) for row in rows] == [4, 4]
    assert "times as fast as the other" in printed
