"""Time 1,000 resamples of all metrics on 10,000 posts and 3 labels; run: python benchmarks/bench_bootstrap.py."""

from __future__ import annotations

import os
import time

import numpy as np

from rightsnlp.evaluation import evaluate_arrays


def main(n: int = 10_000, n_resamples: int = 1000) -> None:
    rng = np.random.default_rng(0)
    Y = (rng.random((n, 3)) < [0.2, 0.1, 0.05]).astype(float)
    P = np.clip(0.3 * Y + 0.7 * rng.random((n, 3)), 0, 1)
    Y[rng.random((n, 3)) < 0.1] = np.nan
    groups = rng.integers(0, n // 4, n)
    print(f"{n:,} posts, 3 labels, {n_resamples:,} resamples, {os.cpu_count()} cores")
    for name, options in (
        ("posts", {}),
        ("groups", {"groups": groups}),
        ("percentile", {"method": "percentile"}),
    ):
        start = time.perf_counter()
        report = evaluate_arrays(Y, P, ["a", "b", "c"], n_resamples=n_resamples, **options)
        seconds = time.perf_counter() - start
        print(f"{name:<10}  {seconds:6.2f} s  {len(report.metrics)} figures")


if __name__ == "__main__":
    main()
