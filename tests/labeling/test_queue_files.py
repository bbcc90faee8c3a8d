"""The queue of a file: whole rows by number, whatever the table has beside them, and a count of what was done."""

from __future__ import annotations

import json
from pathlib import Path

from rightsnlp.data.tables.io import read_table
from rightsnlp.labeling.queue_files import queue_file


def test_it_says_what_it_did(tmp_path: Path) -> None:
    source = tmp_path / "cases.csv"
    rows = "".join(f"منشور{k},0.{k},review,n{k}\n" for k in range(10)) + "broken\n"
    source.write_text("text,p_spam,decision_spam,note\n" + rows, encoding="utf-8")
    run = queue_file(source, n=4, explore=0.5)
    assert (run.output.name, run.rows, run.unreadable, run.chosen, run.drawn) == (
        "cases.queue.csv",
        11,
        1,
        4,
        2,
    )


def test_a_row_keeps_its_own_cells_after_a_broken_one(tmp_path: Path) -> None:
    source = tmp_path / "cases.csv"
    source.write_text(
        "text,p_spam,decision_spam,note\nbroken\nأ,0.1,review,x\nب,0.9,review,y\n", encoding="utf-8"
    )
    queue = read_table(queue_file(source, n=1, explore=0).output)
    assert queue[["text", "note"]].values.tolist() == [["ب", "y"]]


def test_lines_of_json_keep_their_types(tmp_path: Path) -> None:
    source = tmp_path / "cases.jsonl"
    line = {"text": "=1+1", "p_spam": 0.5, "decision_spam": "review", "views": 3}
    source.write_text(json.dumps(line) + "\n", encoding="utf-8")
    run = queue_file(source, tmp_path / "queue.jsonl", n=1, explore=0)
    (written,) = (json.loads(line) for line in run.output.read_text(encoding="utf-8").splitlines())
    assert {name: written[name] for name in line} == line
    assert (written["queue_position"], written["verified_labels"]) == (1, "")
