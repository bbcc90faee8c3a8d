"""Posts a second from raw posts to probabilities: the base model, fastText and TF-IDF, on one core.

    python benchmarks/bench_speed.py DIR [--posts 50000] [--repetitions 7] [--model NAME]

DIR holds the public corpora. The posts are the first of the unlabelled ones. fastText (vectors of 50 numbers in
200,000 buckets, characters 2 to 5, pairs of words) and TF-IDF are trained on the hate_speech of two corpora; how long
that takes is not counted. The base model normalises, gives three labels and calibrates them; fastText gives its best
label, after line breaks are replaced; TF-IDF gives one probability.

First table, in one process: what is counted is the time of the processor, which on a machine with nothing else to do
is the time of the clock; other work on the machine slows all of them by way of memory and cache, so each repetition
goes through the posts in ten parts and the systems take turns at each, in an order that rotates. A ratio is of one
repetition's sums. Second table, the same of posts of one kind, ours beside fastText: short, long, with mark-up. Third
table: whole processes by the clock, from the start of Python to the last answer, reading the posts included, the two
systems taking turns. Given are the medians, and the smallest and the largest.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

import rightsnlp
from baselines import FastTextBaseline, TfidfBaseline, as_lines
from rightsnlp.data.corpora.corpus import load_corpus

TRAINED_ON = ("l-hsab", "osact4")
OURS, THEIRS = "rightsnlp", "fastText"
PARTS = 10
_MARK_UP = re.compile(r"[#@&<]|://|[A-Za-z]")
# One post a line on standard input; line breaks within posts are replaced before.
_PROCESSES = {
    OURS: """
import sys
import rightsnlp
posts = sys.stdin.buffer.read().decode("utf-8").split("\\n")
print(len(rightsnlp.load_model(sys.argv[1] or None).predict_proba(posts)))
""",
    THEIRS: """
import sys
import fasttext
posts = sys.stdin.buffer.read().decode("utf-8").split("\\n")
print(len(fasttext.load_model(sys.argv[1]).predict(posts)[0]))
""",
}


def stay_on_one_core() -> str:
    if not hasattr(os, "sched_setaffinity"):
        return "one thread (this system cannot bind a process to a core)"
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return "one core"


def training_posts(corpora: str) -> tuple[list[str], np.ndarray]:
    loaded = [load_corpus(name, corpora) for name in TRAINED_ON]
    y = np.concatenate([corpus.Y[:, 0] for corpus in loaded])
    texts = [text for corpus in loaded for text in corpus.texts]
    known = np.flatnonzero(np.isfinite(y))
    return [texts[row] for row in known], y[known].astype(int)


def measure(
    tried: dict[str, Callable[[list[str]], Any]], posts: list[str], repetitions: int
) -> dict[str, np.ndarray]:
    """Return the seconds that each system took in each repetition."""
    for predict in tried.values():
        predict(posts[:1000])
    seconds = {name: np.zeros(repetitions) for name in tried}
    names = list(tried)
    size = -(-len(posts) // PARTS)
    for repetition in range(repetitions):
        for part, first in enumerate(range(0, len(posts), size)):
            turn = (repetition + part) % len(names)
            for name in names[turn:] + names[:turn]:
                start = time.process_time()
                tried[name](posts[first : first + size])
                seconds[name][repetition] += time.process_time() - start
    return seconds


def measure_processes(arguments: dict[str, str], posts: list[str], repetitions: int) -> dict[str, np.ndarray]:
    """Return the seconds by the clock that a process of each system took in each repetition."""
    lines = "\n".join(as_lines(posts)).encode("utf-8", "replace")
    one_thread = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    seconds = {name: np.zeros(repetitions) for name in arguments}
    for repetition in range(repetitions):
        for name in list(arguments)[:: 1 if repetition % 2 else -1]:
            command = [sys.executable, "-c", _PROCESSES[name], arguments[name]]
            start = time.perf_counter()
            done = subprocess.run(command, input=lines, env=one_thread, check=True, stdout=subprocess.PIPE)
            seconds[name][repetition] = time.perf_counter() - start
            assert int(done.stdout) == len(posts), name
    return seconds


def kinds(posts: list[str]) -> dict[str, list[str]]:
    length = np.array([len(post) for post in posts])
    short, long = np.quantile(length, [0.25, 0.75])
    found = {
        f"short (at most {short:.0f} characters)": [post for post in posts if len(post) <= short],
        f"long (at least {long:.0f} characters)": [post for post in posts if len(post) >= long],
        "with links, handles, hashtags or Latin letters": [post for post in posts if _MARK_UP.search(post)],
    }
    return {name: chosen for name, chosen in found.items() if chosen}


def span(values: np.ndarray, form: str) -> str:
    return f"{np.median(values):{form}} ({values.min():{form}} to {values.max():{form}})"


def print_table(seconds: dict[str, np.ndarray], n_posts: int, unit: str) -> None:
    print(f"| system | posts a second {unit} | {OURS} is so many times as fast |")
    print("|---|---|---|")
    for name, taken in seconds.items():
        ratio = "" if name == OURS else span(taken / seconds[OURS], ".2f")
        print(f"| {name} | {span(n_posts / taken, ',.0f')} | {ratio} |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", metavar="DIR")
    parser.add_argument("--posts", type=int, default=50_000)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--model", help="default: the one that ships")
    options = parser.parse_args()
    where = stay_on_one_core()
    posts = load_corpus("unlabelled", options.corpora).texts[: options.posts]
    texts, y = training_posts(options.corpora)
    fasttext = FastTextBaseline(dim=50, bucket=200_000, word_ngrams=2).fit(texts, y).model_
    both: dict[str, Callable[[list[str]], Any]] = {
        OURS: rightsnlp.load_model(options.model).predict_proba,
        THEIRS: lambda batch: fasttext.predict(as_lines(batch)),
    }
    others = {
        f"TF-IDF {analyzer}": TfidfBaseline(analyzer).fit(texts, y).predict_proba
        for analyzer in ("char_wb", "char")
    }
    repetitions = options.repetitions
    with threadpool_limits(1):
        print(f"{len(posts):,} posts, {where}, {repetitions} repetitions: median (smallest to largest)\n")
        print_table(measure(both | others, posts, repetitions), len(posts), "of processor time")
        print(f"\n| posts | how many | {OURS} is so many times as fast as {THEIRS} |\n|---|---|---|")
        for name, chosen in kinds(posts).items():
            seconds = measure(both, chosen, repetitions)
            print(f"| {name} | {len(chosen):,} | {span(seconds[THEIRS] / seconds[OURS], '.2f')} |")
    print(f"\nWhole processes, {len(posts):,} posts:\n")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model.bin"
        fasttext.save_model(str(file))
        arguments = {OURS: options.model or "", THEIRS: str(file)}
        print_table(measure_processes(arguments, posts, repetitions), len(posts), "by the clock")


if __name__ == "__main__":
    main()
