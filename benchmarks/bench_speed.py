"""Posts a second from raw posts to probabilities: the base model, fastText and TF-IDF, on one core, in one process.

    python benchmarks/bench_speed.py DIR [--posts 50000] [--repetitions 7] [--model NAME]

DIR holds the public corpora. The posts are the first of the unlabelled ones. fastText and TF-IDF are trained on the
hate_speech of two corpora; how long that takes is not counted. The base model normalises, gives three labels and
calibrates them; fastText gives its best label, after line breaks are replaced; TF-IDF gives one probability.

What is counted is the time of the processor, which on a machine with nothing else to do is the time of the clock; other
work on the machine slows all of them by way of memory and cache, so each repetition goes through the posts in ten
parts and the systems take turns at each, in an order that rotates. A ratio is of one repetition's sums. Given are the
medians, and the smallest and the largest.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

import rightsnlp
from baselines import FastTextBaseline, TfidfBaseline, as_lines
from rightsnlp.data.corpora.corpus import load_corpus

TRAINED_ON = ("l-hsab", "osact4")
OURS = "rightsnlp"
PARTS = 10


def stay_on_one_core() -> str:
    if not hasattr(os, "sched_setaffinity"):
        return "one thread (this system cannot bind a process to a core)"
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return "one core"


def systems(corpora: str, model: str | None) -> dict[str, Callable[[list[str]], Any]]:
    loaded = [load_corpus(name, corpora) for name in TRAINED_ON]
    y = np.concatenate([corpus.Y[:, 0] for corpus in loaded])
    known = np.isfinite(y)
    texts = [text for corpus in loaded for text in corpus.texts]
    texts = [texts[row] for row in np.flatnonzero(known)]
    y = y[known].astype(int)
    fasttext = FastTextBaseline().fit(texts, y).model_
    return {
        OURS: rightsnlp.load_model(model).predict_proba,
        "fastText": lambda posts: fasttext.predict(as_lines(posts)),
        "TF-IDF char_wb": TfidfBaseline("char_wb").fit(texts, y).predict_proba,
        "TF-IDF char": TfidfBaseline("char").fit(texts, y).predict_proba,
    }


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


def span(values: np.ndarray, form: str) -> str:
    return f"{np.median(values):{form}} ({values.min():{form}} to {values.max():{form}})"


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
    with threadpool_limits(1):
        seconds = measure(systems(options.corpora, options.model), posts, options.repetitions)
    print(f"{len(posts):,} posts, {where}, {options.repetitions} repetitions: median (smallest to largest)\n")
    print(f"| system | posts a second of processor time | {OURS} is so many times as fast |")
    print("|---|---|---|")
    for name, taken in seconds.items():
        ratio = "" if name == OURS else span(taken / seconds[OURS], ".2f")
        print(f"| {name} | {span(len(posts) / taken, ',.0f')} | {ratio} |")


if __name__ == "__main__":
    main()
