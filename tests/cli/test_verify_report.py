"""``rightsnlp verify-report``: exit code 0 for a report that holds, 1 for one that does not."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from subprocess import CompletedProcess

import pandas as pd

Run = Callable[..., CompletedProcess[str]]
DRAWS = all(map(find_spec, ("matplotlib", "jinja2")))  # the extra plots


def test_a_report_holds_until_it_is_touched(rightsnlp: Run, tmp_path: Path) -> None:
    answers = [0, 1] * 20
    pd.DataFrame({"text": [f"our own post {i}" for i in range(40)], "hate_speech": answers}).to_csv(
        tmp_path / "posts.csv", index=False
    )
    pd.DataFrame({"p_hate_speech": [0.1 + 0.02 * i for i in range(40)]}).to_csv(
        tmp_path / "api.csv", index=False
    )
    done = rightsnlp(
        "evaluate", "posts.csv", "--predictions", "api.csv", "-o", "run", "--resamples", 50, "-q"
    )
    assert done.returncode == 0, done.stderr

    holds = rightsnlp("verify-report", "run", "posts.csv")
    assert holds.returncode == 0, holds.stdout
    assert "The report holds" in holds.stdout
    assert all(line.startswith("holds ") for line in holds.stdout.splitlines()[:-2])

    page = tmp_path / "run" / ("report.html" if DRAWS else "tables.tex")
    page.write_text(page.read_text(encoding="utf-8").replace("0", "9", 1), encoding="utf-8")
    differs = rightsnlp("verify-report", "run", "posts.csv")
    assert differs.returncode == 1
    assert f"DIFFERS  {page.name}: " in differs.stdout

    missing = rightsnlp("verify-report", "nowhere", "posts.csv")
    assert missing.returncode == 2
