"""How long statistics on a million cases and the matching of 100,000 take, and the memory they need.

Times are of the processor, so that other work on the machine does not count.

Run: python benchmarks/bench_monitor.py [N_CASES]
"""

from __future__ import annotations

import csv
import resource
import sys
import tempfile
import time
from pathlib import Path

from rightsnlp.monitoring.bulletin.figures import make_bulletin
from rightsnlp.monitoring.cases import read_cases
from rightsnlp.monitoring.escalation.escalate import escalate
from rightsnlp.monitoring.escalation.reconcile import reconcile
from rightsnlp.monitoring.sample import sample_path


def main(n_cases: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.csv"
        copy_sample(path, n_cases)
        began = time.process_time()
        cases = read_cases(path)
        read = time.process_time()
        make_bulletin(cases)
        done = time.process_time()
        seconds = match_back(Path(folder), 100_000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{len(cases):,} cases: read {read - began:.1f} s, count {done - read:.1f} s, "
        f"together {done - began:.1f} s of processor time, peak memory {peak:.2f} GB"
    )
    print(f"100,000 cases escalated in {seconds[0]:.1f} s, 70,000 answers matched in {seconds[1]:.1f} s")


def match_back(folder: Path, n_cases: int) -> tuple[float, float]:
    """Escalate cases and match answers with them, a third of them by nearly the same text only."""
    path, out, answers = folder / "sent.csv", folder / "out", folder / "answers.csv"
    with (
        path.open("w", encoding="utf-8", newline="") as stream,
        answers.open("w", encoding="utf-8", newline="") as back,
    ):
        sent, came = csv.writer(stream), csv.writer(back)
        sent.writerow(["case_id", "platform", "url", "text", "report", "action"])
        came.writerow(["url", "text", "outcome", "date"])
        for i in range(n_cases):
            words = " ".join(
                f"word{(i * step) % 1_000_003}" for step in (1, 3, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
            )
            sent.writerow([f"c{i}", "X", f"https://x.com/a/{i}", words, f"my post {i} is gone", "removed"])
            if i % 10 < 7:
                by_text = i % 3 == 0
                url, text = ("", f"{words} again") if by_text else (f"http://twitter.com/a/{i}?s=1", "")
                came.writerow([url, text, "restored", "2026-01-05"])
    began = time.process_time()
    escalate(read_cases(path, texts=True), "x", out)
    done = time.process_time()
    found = reconcile(out / "register.csv", answers)
    assert found.matched >= 0.99 * found.answers, found
    return done - began, time.process_time() - done


def copy_sample(path: Path, n_cases: int) -> None:
    """Write the sample again and again, each time with other identifiers."""
    with sample_path().open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(rows[0])
        for number in range(n_cases):
            row = rows[1 + number % (len(rows) - 1)]
            writer.writerow([f"{row[0]}-{number // (len(rows) - 1)}", *row[1:]])


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
