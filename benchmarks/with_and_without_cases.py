"""What our own cases add: hate speech learnt without them and with them, side by side.

    python benchmarks/with_and_without_cases.py DIR [--test]

DIR holds the public corpora. Both models are trained by the shipped recipe, one without ``rightsnlp-cases``.
Average precision for hate_speech, with 95 % intervals, on the dev part of each corpus, on RightsCheck, and on the
dev part of our cases; with ``--test`` on their test part instead, which is for reporting and never for tuning. The
last column is the difference, with a paired bootstrap interval. The other two labels are learnt from our cases alone,
so only the shipped model is shown.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np
import pandas as pd
from sklearn.metrics import average_precision_score

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.persistence import load_model
from rightsnlp.data.cases import load_cases
from rightsnlp.data.suites import load_suite
from rightsnlp.shipped import shipped_folder
from rightsnlp.taxonomy import Taxonomy, load_taxonomy
from rightsnlp.training.recipe import as_cases, default_recipe, load_parts, read_recipe

N_RESAMPLES = 1000


def fit(parts: tuple, recipe) -> LinearClassifier:
    known = load_taxonomy()
    hate = Taxonomy(known.name, known.version, (known["hate_speech"],))
    posts = pd.concat([as_cases(part.train) for part in parts], ignore_index=True)
    return LinearClassifier(hate, features=recipe.features, **recipe.classifier).fit(
        posts,
        np.concatenate([part.train.Y[:, :1] for part in parts]),
        groups=np.concatenate([part.train.groups for part in parts]),
        domains=np.concatenate([np.full(len(p.train), p.source.domain or p.source.name) for p in parts]),
        sample_weight=np.concatenate([np.full(len(part.train), part.source.weight) for part in parts]),
    )


def interval(values: list[float]) -> str:
    low, high = np.nanquantile(values, [0.025, 0.975])
    return f"[{low:.3f}, {high:.3f}]"


def row(name: str, y: np.ndarray, a: np.ndarray, b: np.ndarray, groups: np.ndarray) -> str:
    rng = np.random.default_rng(0)
    names, codes = np.unique(groups, return_inverse=True)
    first, second, gaps = [], [], []
    for _ in range(N_RESAMPLES):
        weight = np.bincount(rng.integers(0, len(names), len(names)), minlength=len(names))[codes]
        if not weight[y == 1].sum():
            continue
        p, q = (average_precision_score(y, s, sample_weight=weight) for s in (a, b))
        first.append(p)
        second.append(q)
        gaps.append(q - p)
    p, q = average_precision_score(y, a), average_precision_score(y, b)
    cells = (
        f"{p:.3f} {interval(first)}",
        f"{q:.3f} {interval(second)}",
        f"{q - p:+.3f} {interval(gaps)}",
    )
    return f"| {name} | {y.size:,} | {int(y.sum()):,} | " + " | ".join(cells) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora")
    parser.add_argument("--test", action="store_true")
    options = parser.parse_args()
    recipe = read_recipe(default_recipe())
    parts = load_parts(recipe, options.corpora)
    without, with_ = fit(parts[:-1], recipe), fit(parts, recipe)
    if options.test:
        parts = (*parts[:-1], replace(parts[-1], dev=load_cases(split="test")))
    sets = [(part.source.name, as_cases(part.dev), part.dev.Y[:, 0], part.dev.groups) for part in parts]
    suite = load_suite(shipped_folder("datasets") / "rightscheck" / "cases.csv")
    templates = suite.frame["templ_id"].to_numpy()
    sets.append(("rightscheck", suite.frame.assign(text=suite.texts), suite.Y[:, 0], templates))
    print("| set | n | positives | without our cases | with them | difference |\n|---|---|---|---|---|---|")
    for name, posts, y, groups in sets:
        known = np.isfinite(y)
        if known.any() and y[known].max() > y[known].min():
            a, b = (model.predict_proba(posts)[known, 0] for model in (without, with_))
            print(row(name, y[known], a, b, groups[known]))
    print("\n| set | label | n | positives | shipped model |\n|---|---|---|---|---|")
    shipped = load_model()
    for name, posts, Y, groups in (
        ("rightsnlp-cases", as_cases(parts[-1].dev), parts[-1].dev.Y, parts[-1].dev.groups),
        ("rightscheck", sets[-1][1], suite.Y, templates),
    ):
        P = shipped.predict_proba(posts)
        for column in (1, 2):
            known = np.isfinite(Y[:, column])
            y, p = Y[known, column], P[known, column]
            cells = row("", y, p, p, groups[known]).split(" | ")
            print(f"| {name} | {shipped.labels_[column]} | {cells[1]} | {cells[2]} | {cells[3]} |")


if __name__ == "__main__":
    main()
