"""What carries hate speech over from some corpora to one that was never seen: ways that were tried, side by side.

    python benchmarks/bench_domain_shift.py DIR

DIR holds the public corpora. Each of l-hsab, osact4, osact5 and mlma is left out in turn; a head is trained on the
other three, with the features and the regularisation of the shipped recipe. Printed: average precision for hate_speech
on all posts of the corpus left out, its mean, and the mean share of clean comments by news readers (aj-comments, dev)
that score above the threshold which finds half of the hate. The last column is the difference of the mean average
precision to the first row, with a 95 % paired bootstrap interval over groups of posts.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from sklearn.metrics import average_precision_score

from rightsnlp.classification.linear.heads import Regularisation, Sample, fit_head
from rightsnlp.data.corpora.corpus import load_corpus
from rightsnlp.training.recipe import default_recipe, read_recipe

CORPORA = ("l-hsab", "osact4", "osact5", "mlma")
MORE = ("armi", "egyptian-5way")
NEWS = "aj-comments"
N_UNLABELLED = 20_000
N_RESAMPLES = 500
RECALL = 0.5


@dataclass(frozen=True)
class Source:
    """The posts of a corpus of which hate_speech is known."""

    X: csr_matrix
    y: np.ndarray
    groups: np.ndarray
    split: np.ndarray

    def take(self, rows: np.ndarray) -> Source:
        """Return the source of some rows."""
        return Source(self.X[rows], self.y[rows], self.groups[rows], self.split[rows])


Sources = dict[str, Source]
Scorer = Callable[[Sources], np.ndarray]
"""From the sources to train on, by name, to one weight a feature."""


def sample_of(
    sources: Sources, *, weights: dict[str, float] | None = None, one_domain: bool = False
) -> Sample:
    sizes = {name: source.y.size for name, source in sources.items()}
    # Clean comments alone would be explained by an intercept of their own.
    domain = {NEWS: next(iter(sources)), "pseudo": next(iter(sources))}
    return Sample(
        csr_matrix(vstack([source.X for source in sources.values()], format="csr")),
        np.concatenate([source.y for source in sources.values()]),
        np.concatenate([source.groups for source in sources.values()]),
        np.concatenate([np.full(n, "all" if one_domain else domain.get(k, k)) for k, n in sizes.items()]),
        np.concatenate([np.full(n, (weights or {}).get(k, 1.0)) for k, n in sizes.items()]),
    )


def fit(sample: Sample, how: Regularisation) -> np.ndarray:
    return fit_head(sample, how, class_weight="balanced")[0]


def ratios(sources: Sources) -> np.ndarray:
    """Return the log ratio of each feature's shares in the two classes, by source: (sources, features)."""
    rows = []
    for source in sources.values():
        presence = source.X.copy()
        presence.data[:] = 1
        positive = np.asarray(presence[source.y == 1].sum(axis=0)).ravel() + 1
        negative = np.asarray(presence[source.y == 0].sum(axis=0)).ravel() + 1
        rows.append(np.log(positive / positive.sum()) - np.log(negative / negative.sum()))
    return np.array(rows)


def with_features(sources: Sources, scale: np.ndarray) -> Sources:
    scaled = {}
    for name, source in sources.items():
        X = source.X.copy()
        X.data *= scale[X.indices].astype(np.float32)
        scaled[name] = replace(source, X=X)
    return scaled


def seen_in_two(sources: Sources) -> np.ndarray:
    found = sum((np.bincount(s.X.indices, minlength=s.X.shape[1]) > 0).astype(int) for s in sources.values())
    return (found >= 2).astype(float)


def agreement(sources: Sources) -> np.ndarray:
    """Return how far the sources agree on what a feature says: 1 when they do, towards 0 when they contradict."""
    found = ratios(sources)
    mean = np.abs(found.mean(axis=0))
    return mean / (mean + found.std(axis=0) + 1e-9)


def strategies(data: Sources, unlabelled: csr_matrix, how: Regularisation) -> dict[str, Scorer]:
    news = data[NEWS].take(np.flatnonzero(data[NEWS].split == "train"))
    more = {name: data[name] for name in MORE}

    def scaled(scale: Callable[[Sources], np.ndarray]) -> Scorer:
        return lambda sources: fit(sample_of(with_features(sources, scale(sources))), how) * scale(sources)

    def by_size(sources: Sources) -> np.ndarray:
        mean = np.mean([source.y.size for source in sources.values()])
        return fit(sample_of(sources, weights={k: mean / s.y.size for k, s in sources.items()}), how)

    def taught_by_itself(sources: Sources) -> np.ndarray:
        coef = fit(sample_of(sources), how)
        score = unlabelled @ coef
        low, high = np.quantile(score, [0.5, 0.98])
        rows = np.flatnonzero((score <= low) | (score >= high))
        groups = np.array([f"pseudo-{row}" for row in rows])
        pseudo = Source(unlabelled[rows], (score[rows] >= high).astype(float), groups, groups)
        return fit(sample_of({**sources, "pseudo": pseudo}, weights={"pseudo": 0.3}), how)

    return {
        "an intercept for each corpus": lambda s: fit(sample_of(s), how),
        "one intercept for all": lambda s: fit(sample_of(s, one_domain=True), how),
        "corpora weigh the same": by_size,
        "features seen in two corpora or more": scaled(seen_in_two),
        "weaker penalty where corpora agree": scaled(agreement),
        "contrast 0": lambda s: fit(sample_of(s), replace(how, contrast=0.0)),
        "clean news comments as negatives": lambda s: fit(sample_of({**s, NEWS: news}), how),
        "and armi, egyptian-5way": lambda s: fit(
            sample_of({**s, NEWS: news, **more}, weights={"egyptian-5way": 0.6}), how
        ),
        "self-training on unlabelled posts": taught_by_itself,
    }


def load(folder: str) -> tuple[Sources, csr_matrix]:
    features = read_recipe(default_recipe()).features
    data: Sources = {}
    for name in (*CORPORA, *MORE, NEWS):
        corpus = load_corpus(name, folder)
        known = np.flatnonzero(np.isfinite(corpus.Y[:, 0]))
        corpus = corpus.select(known)
        data[name] = Source(features.transform(corpus.texts), corpus.Y[:, 0], corpus.groups, corpus.split)
    with gzip.open(Path(folder) / "unlabelled" / "arabic_posts.txt.gz", "rt", encoding="utf-8") as lines:
        posts = [line.rstrip("\n") for line in lines]
    rows = np.random.default_rng(0).choice(len(posts), min(N_UNLABELLED, len(posts)), replace=False)
    return data, features.transform([posts[row] for row in np.sort(rows)])


def difference(data: Sources, ours: list[np.ndarray], first: list[np.ndarray]) -> str:
    rng = np.random.default_rng(0)
    codes = [np.unique(data[name].groups, return_inverse=True)[1] for name in CORPORA]
    gaps = []
    for _ in range(N_RESAMPLES):
        gap = []
        for name, code, a, b in zip(CORPORA, codes, ours, first, strict=True):
            size = code.max() + 1
            weight = np.bincount(rng.integers(0, size, size), minlength=size)[code]
            y = data[name].y
            gap.append(
                average_precision_score(y, a, sample_weight=weight)
                - average_precision_score(y, b, sample_weight=weight)
            )
        gaps.append(np.mean(gap))
    low, high = np.quantile(gaps, [0.025, 0.975])
    return f"{np.mean(gaps):+.3f} [{low:+.3f}, {high:+.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", metavar="DIR")
    folder = parser.parse_args().folder
    recipe = read_recipe(default_recipe())
    how = Regularisation(float(recipe.classifier["C"]), float(recipe.classifier["contrast"]))
    data, unlabelled = load(folder)
    clean = data[NEWS].take(np.flatnonzero(data[NEWS].split == "dev"))
    print(
        "| trained on the other three corpora with | " + " | ".join(CORPORA) + " | mean | news above | gain |"
    )
    print("|---" * (len(CORPORA) + 4) + "|")
    first: list[np.ndarray] = []
    for name, train in strategies(data, unlabelled, how).items():
        scores, news = [], []
        for held in CORPORA:
            coef = train({other: data[other] for other in CORPORA if other != held})
            score = data[held].X @ coef
            cut = np.quantile(score[data[held].y == 1], 1 - RECALL)
            scores.append(score)
            news.append(float((clean.X @ coef >= cut).mean()))
        precision = [average_precision_score(data[c].y, s) for c, s in zip(CORPORA, scores, strict=True)]
        first = first or scores
        cells = [
            *(f"{value:.3f}" for value in precision),
            f"{np.mean(precision):.3f}",
            f"{np.mean(news):.1%}",
        ]
        gain = "–" if scores is first else difference(data, scores, first)
        print(f"| {name} | " + " | ".join([*cells, gain]) + " |", flush=True)
    sizes = ", ".join(f"{name} {data[name].y.size:,} ({int(data[name].y.sum()):,})" for name in CORPORA)
    print(f"\nPosts (positives): {sizes}; clean news comments {clean.y.size:,}.")


if __name__ == "__main__":
    main()
