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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{len(cases):,} cases: read {read - began:.1f} s, count {done - read:.1f} s, "
        f"together {done - began:.1f} s of processor time, peak memory {peak:.2f} GB"
    )


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
