"""Near-duplicate groups of many short posts: time, memory, and what is missed.

    python benchmarks/bench_dedup.py --n 1000000

The posts are made here: words drawn from a made-up Arabic vocabulary with Zipf's frequencies, one post in ten a
near copy of an earlier one. Recall is measured against comparing all pairs of the first 5,000.
"""

from __future__ import annotations

import argparse
import resource
import time

import numpy as np

from rightsnlp.data.overlap.dedup import fold_words, near_duplicate_groups
from rightsnlp.data.overlap.minhash import N_PERMUTATIONS, jaccard, shingle, signatures, similar_pairs

LETTERS = np.array(list("ابتثجحخدذرزسشصضطظعغفقكلمنهوي"))


def make_posts(n: int, seed: int = 0) -> list[str]:
    rng = np.random.default_rng(seed)
    vocabulary = ["".join(rng.choice(LETTERS, rng.integers(2, 8))) for _ in range(200_000)]
    lengths = rng.integers(3, 30, n)
    draws = (rng.zipf(1.3, int(lengths.sum())) - 1) % len(vocabulary)
    ends = np.cumsum(lengths)
    posts: list[str] = []
    for i, (start, end) in enumerate(zip(ends - lengths, ends, strict=True)):
        if i and i % 10 == 0:
            words = posts[rng.integers(0, i)].split()
            words[rng.integers(0, len(words))] = vocabulary[draws[start]]
            posts.append("@USER " + " ".join(words))
        else:
            posts.append(" ".join(vocabulary[draw] for draw in draws[start:end]))
    return posts


def recall(posts: list[str], threshold: float) -> str:
    words = [found for found in fold_words(posts) if found]
    sets = shingle(words, 3)
    n = len(words)
    expected: set[tuple[int, int]] = set()
    for i in range(n - 1):
        pairs = np.stack([np.full(n - i - 1, i), np.arange(i + 1, n)], axis=1)
        expected |= {(int(a), int(b)) for a, b in pairs[jaccard(sets, pairs) >= threshold]}
    found = {(int(a), int(b)) for a, b in similar_pairs(sets, threshold)}
    right, wrong = len(found & expected), len(found - expected)
    return f"pairs at {threshold}: {len(expected)} by comparing all, {right} of them found, {wrong} wrong"


def compare_with_rensa(posts: list[str]) -> str:
    import rensa

    sets = shingle([found for found in fold_words(posts) if found], 3)
    offsets = sets.offsets.astype(np.uint64)
    start = time.perf_counter()
    signatures(sets)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    for low in range(0, len(offsets) - 1, 10_000):
        high = min(low + 10_000, len(offsets) - 1)
        part = sets.hashes[int(offsets[low]) : int(offsets[high])]
        rows = offsets[low : high + 1] - offsets[low]
        matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(part, rows, N_PERMUTATIONS, 1)
        np.array(matrix.to_rows(), dtype=np.uint32)
    theirs = time.perf_counter() - start
    return f"signatures of {len(offsets) - 1:,} posts: NumPy {ours:.2f} s, rensa (as an array) {theirs:.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=1_000_000)
    parser.add_argument("--threshold", type=float, default=0.7)
    arguments = parser.parse_args()
    posts = make_posts(arguments.n)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    start = time.perf_counter()
    groups = near_duplicate_groups(posts, arguments.threshold)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    repeats = len(groups) - len(np.unique(groups))
    print(f"{len(posts):,} posts: {seconds:.0f} s, peak {peak:.2f} GiB (posts alone {before:.2f} GiB)")
    print(f"{repeats:,} posts beyond the first of their group")
    print(recall(posts[:5_000], arguments.threshold))
    print(compare_with_rensa(posts[:100_000]))


if __name__ == "__main__":
    main()
