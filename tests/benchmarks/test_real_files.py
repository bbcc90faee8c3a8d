"""The script that runs the commands on files as people have them: rows that say right or wrong, and an exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "real_files.py"


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def folder(tmp_path: Path, labels: str) -> Path:
    made = tmp_path / "12-doccano-old-and-labels-key"
    made.mkdir()
    lines = [
        f'{{"id": {k}, "text": "كلام {k}", {said}}}'
        for k, said in ((1, labels), (2, '"label": ["none_of_these"]'))
    ]
    for name in ("labels-key.jsonl", "cats.jsonl", "v18.jsonl"):
        (made / name).write_text("\n".join(lines), encoding="utf-8")
    (made / "annotations.jsonl").write_text('{"text": "a", "annotations": [{"label": 1}]}', encoding="utf-8")
    (tmp_path / "99-nobody-knows").mkdir()
    return tmp_path


def test_files_that_come_out_right_are_said_to_be(tmp_path: Path) -> None:
    done = run(folder(tmp_path, '"label": ["hate_speech"]'))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 right, 0 wrong" in done.stdout
    assert "unknown 99-nobody-knows" in done.stdout


def test_a_wrong_outcome_is_seen_in_the_exit_code(tmp_path: Path) -> None:
    done = run(folder(tmp_path, '"label": ["incitement"]'))
    assert done.returncode == 1
    assert "1 right, 3 wrong" in done.stdout
