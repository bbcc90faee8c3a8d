"""A tenth of the fault suite: kills, damage, other writers, changed inputs, full disks and broken files do no harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the suite forks")
def test_the_short_form_of_the_fault_suite(project_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, project_root / "benchmarks" / "faults.py", "--short"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "| journal: bits flipped, lines lost, doubled, torn, moved | 50 |" in done.stdout
