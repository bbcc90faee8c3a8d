"""How soon the base model is there in a fresh process, and how much memory it takes to label a million posts.

    python benchmarks/bench_load.py DIR [--posts 1000000] [--label-posts 200000] [--runs 9] [--model NAME]

DIR holds the public corpora; their unlabelled posts are repeated until there are enough. Loading is ``import
rightsnlp`` and ``load_model()`` in a new interpreter that does nothing else, by the clock and by the processor, which
differ where other work shares the machine. Memory is the largest resident size of the process (VmHWM), after
``predict_proba`` over the posts as they are read from a CSV file, 2,000 at a time, and after ``rightsnlp label`` of
such a file, which also reads every row twice more, guesses languages and explains what is assigned or up for review.
Half as many posts beside each show whether it grows.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

import numpy as np

from rightsnlp.data.corpora.corpus import load_corpus

PREDICT, LABEL = "predict_proba", "rightsnlp label"

LOAD = """
import json, sys, time
start, busy = time.perf_counter(), time.process_time()
import rightsnlp
model = rightsnlp.load_model(*sys.argv[1:])
loaded = time.perf_counter() - start, time.process_time() - busy
model.predict_proba(["مرحبا"])
print(json.dumps([*loaded, time.perf_counter() - start, time.process_time() - busy]))
"""

RUN = """
import csv, json, sys, time
from itertools import islice
from pathlib import Path
kind, source, *model = sys.argv[1:]
if kind == "predict_proba":
    import rightsnlp
    loaded = rightsnlp.load_model(*model)
    with open(source, encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        while posts := [row["text"] for row in islice(rows, 2000)]:
            loaded.predict_proba(posts)
else:
    from rightsnlp.cli import cli
    try:
        cli(["label", source, "-o", source + ".labelled.csv", "--quiet", *(f"--model={name}" for name in model)])
    except SystemExit as end:
        if end.code:
            raise
status = Path("/proc/self/status").read_text(encoding="ascii")
print(json.dumps([int(status.split("VmHWM:")[1].split()[0]) * 1024 / 1e6, time.process_time()]))
"""


def child(program: str, *arguments: str) -> list[float]:
    """Run a program in a new interpreter and return the numbers it prints last."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def write_posts(path: Path, posts: list[str], n: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["case_id", "text"])
        writer.writerows(enumerate(islice(cycle(posts), n), start=1))


def span(values: np.ndarray) -> str:
    return f"{np.median(values):.3f} ({values.min():.3f} to {values.max():.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", metavar="DIR")
    parser.add_argument("--posts", type=int, default=1_000_000)
    parser.add_argument("--label-posts", type=int, default=200_000)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--model", help="default: the one that ships")
    options = parser.parse_args()
    model = [options.model] if options.model else []
    child(LOAD, *model)  # files that were never read are read from the disk, which is not ours to measure
    runs = np.array([child(LOAD, *model) for _ in range(options.runs)])
    print(f"{options.runs} fresh processes: median (smallest to largest)\n")
    print("| | seconds by the clock | seconds of processor time |\n|---|---|---|")
    print(f"| import and load | {span(runs[:, 0])} | {span(runs[:, 1])} |")
    print(f"| import, load, first answer | {span(runs[:, 2])} | {span(runs[:, 3])} |", flush=True)
    if not Path("/proc/self/status").exists():
        print("\nMemory is read from /proc, which this system does not have.")
        return
    posts = load_corpus("unlabelled", options.corpora).texts
    print("\n| what | posts | peak memory, MB | microseconds of processor time a post |\n|---|---|---|---|")
    for kind, most in ((PREDICT, options.posts), (LABEL, options.label_posts)):
        for n in (most // 2, most):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "posts.csv"
                write_posts(path, posts, n)
                peak, seconds = child(RUN, kind, str(path), *model)
            print(f"| {kind} | {n:,} | {peak:.0f} | {seconds / n * 1e6:.0f} |", flush=True)


if __name__ == "__main__":
    main()
