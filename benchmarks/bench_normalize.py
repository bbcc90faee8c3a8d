"""How fast the profiles are beside camel-tools' five functions, in one process.

    python benchmarks/bench_normalize.py --posts posts.txt.gz

Reads one post a line (plain or gzip). Each repeat times camel-tools and then every profile on the same posts; a ratio
is camel-tools' time over ours in the same repeat, so that a busy machine weighs on both. Also checks that the
``camel`` profile writes what camel-tools writes, and counts the posts that each step which undoes dodges has changed.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

from rightsnlp.text.diff import explain_normalization
from rightsnlp.text.normalize import normalize, normalize_batch
from rightsnlp.text.profiles import PROFILES


def camel(posts: list[str]) -> list[str]:
    return [
        dediac_ar(
            normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(normalize_unicode(post))))
        )
        for post in posts
    ]


def seconds(function: Callable[[list[str]], object], posts: list[str]) -> float:
    gc.collect()
    start = time.process_time()
    function(posts)
    return time.process_time() - start


def describe(values: list[float]) -> str:
    low, middle, high = np.quantile(values, [0, 0.5, 1])
    return f"min {low:6.2f}  median {middle:6.2f}  max {high:6.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=Path, required=True, help="one post a line, plain or .gz")
    parser.add_argument("--limit", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args()
    reader = gzip.open if arguments.posts.suffix == ".gz" else open
    with reader(arguments.posts, "rt", encoding="utf-8") as lines:
        posts = [line.rstrip("\n") for line, _ in zip(lines, range(arguments.limit), strict=False)]
    print(
        f"{len(posts):,} posts, {sum(map(len, posts)) / len(posts):.0f} characters each, {arguments.repeats} repeats"
    )

    for name in PROFILES:
        normalize_batch(posts[:1000], name)  # tables and lexicon are built on first use
    camel(posts[:1000])
    reference: list[float] = []
    taken: dict[str, list[float]] = {name: [] for name in PROFILES}
    for _ in range(arguments.repeats):
        reference.append(seconds(camel, posts))
        for name in PROFILES:
            taken[name].append(seconds(lambda batch, name=name: normalize_batch(batch, name), posts))
    print(f"camel-tools, microseconds a post   {describe([t / len(posts) * 1e6 for t in reference])}")
    for name, times in taken.items():
        ratios = [theirs / ours for theirs, ours in zip(reference, times, strict=True)]
        print(f"{name:8} microseconds a post       {describe([t / len(posts) * 1e6 for t in times])}")
        print(f"{name:8} times as fast             {describe(ratios)}")
    one_by_one = seconds(lambda batch: [normalize(post) for post in batch], posts[:5000])
    print(f"social, one call a post: {one_by_one / len(posts[:5000]) * 1e6:.0f} microseconds a post")

    differing = sum(
        ours != theirs for ours, theirs in zip(normalize_batch(posts, "camel"), camel(posts), strict=True)
    )
    print(f"camel profile differs from camel-tools on {differing} of {len(posts):,} posts")
    undone: Counter[str] = Counter()
    for post in posts:
        steps = {step.name for step in explain_normalization(post) if step.name.startswith("undo_")}
        undone.update(steps or ())
        undone["any"] += bool(steps)
    for name, count in undone.most_common():
        print(f"{name:18} changed {count:5} posts ({count / len(posts):.3%})")


if __name__ == "__main__":
    main()
