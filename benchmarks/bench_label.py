"""Posts a second from a frame of cases to a labelled one, evidence included, beside probabilities alone.

    python benchmarks/bench_label.py DIR [--posts 8000] [--repetitions 7] [--sources src/ of another version]

DIR holds the public corpora. The posts are the first of the unlabelled ones, in a frame of one column. Labelling and
probabilities take turns in one process, on one core. With ``--sources``, a process with the library in that folder
takes turns with one of this version, in each repetition. What is counted is the time of the processor; given are the
medians, and the smallest and the largest, and the most memory that a process took (as Linux tells it).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

import numpy as np

_ONE_PROCESS = """
import gc, json, sys, time
import pandas as pd
import rightsnlp
posts = json.load(sys.stdin)
frame = pd.DataFrame({"text": posts})
model = rightsnlp.load_model()
model.predict_proba(posts)
rightsnlp.label(frame[:1000], model=model)
seconds = {"predict_proba": [], "label": []}
runs = {
    "predict_proba": lambda: model.predict_proba(posts),
    "label": lambda: rightsnlp.label(frame, model=model),
}
for _ in range(3):
    for name, run in runs.items():
        gc.collect()
        start = time.process_time()
        run()
        seconds[name].append(time.process_time() - start)
# Not ru_maxrss, which a process has from the one that started it.
status = dict(line.split(":", 1) for line in open("/proc/self/status", encoding="utf-8"))
print(json.dumps({"seconds": seconds, "memory": int(status["VmHWM"].split()[0]) / 1024}))
"""


def run(posts: list[str], sources: str | None) -> tuple[dict[str, float], float]:
    """Return the median seconds of each of the two in a fresh process, and its memory in MB."""
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if sources:
        environment["PYTHONPATH"] = sources
    done = subprocess.run(
        [sys.executable, "-c", _ONE_PROCESS],
        input=json.dumps(posts),
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = json.loads(done.stdout)
    return {name: float(np.median(taken)) for name, taken in found["seconds"].items()}, found["memory"]


def main() -> None:
    from bench_speed import span, stay_on_one_core
    from rightsnlp.data.corpora.corpus import load_corpus

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", metavar="DIR")
    parser.add_argument("--posts", type=int, default=8_000)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--sources", help="folder with the package of another version")
    options = parser.parse_args()
    where = stay_on_one_core()
    posts = load_corpus("unlabelled", options.corpora).texts[: options.posts]
    versions = {"this version": None, **({"the other": options.sources} if options.sources else {})}
    label: dict[str, list[float]] = {name: [] for name in versions}
    share: dict[str, list[float]] = {name: [] for name in versions}
    memory: dict[str, list[float]] = {name: [] for name in versions}
    for repetition in range(options.repetitions):
        for name in list(versions)[:: 1 if repetition % 2 else -1]:
            seconds, megabytes = run(posts, versions[name])
            label[name].append(seconds["label"])
            share[name].append(seconds["predict_proba"] / seconds["label"])
            memory[name].append(megabytes)
    print(f"{len(posts):,} posts, {where}, {options.repetitions} repetitions: median (smallest to largest)\n")
    print("| version | posts labelled a second | share of the rate of predict_proba | most memory, MB |")
    print("|---|---|---|---|")
    for name in versions:
        rate = span(len(posts) / np.array(label[name]), ",.0f")
        print(
            f"| {name} | {rate} | {span(np.array(share[name]), '.2f')} | {span(np.array(memory[name]), '.0f')} |"
        )
    if options.sources:
        ratio = np.array(label["the other"]) / np.array(label["this version"])
        print(f"\nThis version labels {span(ratio, '.1f')} times as fast as the other.")


if __name__ == "__main__":
    main()
