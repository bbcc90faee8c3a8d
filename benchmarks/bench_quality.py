"""How well the base model's method ranks hate, beside TF-IDF and fastText: within a corpus, and in one never seen.

    python benchmarks/bench_quality.py DIR [--fold-only NAME] [--cache FOLDER]

DIR holds the public corpora. Three tables are printed:

1. Five folds within each corpus, by group, stratified: average precision for ``hate_speech``. *Pooled* takes the
   posts of all five folds together, each with the probability from the model that had not seen its fold.
2. Each corpus from a model that learnt from the other three, without the posts that they share with it.
3. Three classes of L-HSAB in the same five folds: macro-F1.

Every setting of ours that is chosen is chosen inside the training folds. Differences are to the better of the two
TF-IDF pipelines in each table's mean, with 95 % intervals of a paired bootstrap over groups. ``--fold-only`` does the
first for one corpus. ``--cache`` keeps scores, and nothing else, for a run that is to go on.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, f1_score
from sklearn.model_selection import StratifiedGroupKFold

from baselines import FastTextBaseline, TfidfBaseline
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.linear.heads import Sample, out_of_fold
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.data.corpora.corpus import Corpus, load_corpus
from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.ranking import Ranking

CORPORA = ("l-hsab", "osact4", "osact5", "mlma")
CLASSES = ("normal", "abusive", "hate")
OURS = "rightsnlp"
# The first two are the TF-IDF pipelines to beat, of which the better one counts.
TFIDF = ("TF-IDF char", "TF-IDF char_wb")
BASELINES: dict[str, Callable[[], Any]] = {
    TFIDF[0]: lambda: TfidfBaseline("char"),
    TFIDF[1]: lambda: TfidfBaseline("char_wb"),
    "TF-IDF char_wb, C=4": lambda: TfidfBaseline("char_wb", C=4.0),
    "fastText": FastTextBaseline,
}
SYSTEMS = (OURS, *BASELINES)


class Cache:
    """Scores by name, kept in a folder where one is given."""

    def __init__(self, folder: Path | None, bits: int) -> None:
        self.folder, self.bits = folder, bits

    def __call__(self, name: str, compute: Callable[[], np.ndarray]) -> np.ndarray:
        if self.folder is None:
            return compute()
        path = self.folder / f"{name.replace(' ', '_').replace(',', '')}-{self.bits}.npy"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            np.save(path, compute())
        return np.load(path, allow_pickle=False)


def load(name: str, corpora: str) -> Corpus:
    corpus = load_corpus(name, corpora)
    return corpus.select(np.isfinite(corpus.Y[:, 0]))


def folds(corpus: Corpus) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    y = corpus.Y[:, 0].astype(int)
    return StratifiedGroupKFold(5, shuffle=True, random_state=0).split(y, y, corpus.groups)


def classifier(bits: int, labels: tuple[str, ...] = ("hate_speech",)) -> LinearClassifier:
    return LinearClassifier(list(labels), features=HashedNgrams(bits=bits), C="auto", contrast="auto")


def fit_and_score(system: str, train: Corpus, test: list[str], bits: int, domains: Any = None) -> np.ndarray:
    y = train.Y[:, 0]
    if system == OURS:
        model = classifier(bits).fit(train.texts, y, groups=train.groups, domains=domains)
        return model.predict_proba(test)[:, 0]
    return BASELINES[system]().fit(train.texts, y.astype(int)).predict_proba(test)


def within(system: str, corpus: Corpus, bits: int) -> np.ndarray:
    scores = np.full(len(corpus), np.nan)
    for train, test in folds(corpus):
        scores[test] = fit_and_score(system, corpus.select(train), corpus.select(test).texts, bits)
    return scores


def across(system: str, held_out: Corpus, others: list[Corpus], bits: int) -> np.ndarray:
    others = [corpus.select(~np.isin(corpus.groups, held_out.groups)) for corpus in others]
    train = Corpus(
        "others",
        [text for corpus in others for text in corpus.texts],
        np.concatenate([corpus.Y for corpus in others]),
        held_out.labels,
        np.concatenate([corpus.groups for corpus in others]),
        np.concatenate([corpus.split for corpus in others]),
        held_out.frame,
    )
    domains = np.concatenate([np.full(len(corpus), corpus.name) for corpus in others])
    return fit_and_score(system, train, held_out.texts, bits, domains)


def three_classes(system: str, corpus: Corpus, bits: int) -> np.ndarray:
    """Return the class that is predicted for each post; ours by the largest logit, and with offsets (see below)."""
    names = corpus.frame["Class"].to_numpy()
    y = np.array([CLASSES.index(name) for name in names])
    found = np.full((len(corpus), 3 if system == OURS else 1), -1)
    for train, test in folds(corpus):
        seen, texts = corpus.select(train), corpus.select(test).texts
        if system != OURS:
            found[test, 0] = BASELINES[system]().fit(seen.texts, y[train]).predict(texts)
            continue
        Y = np.eye(3)[y[train]]
        model = classifier(bits, CLASSES).fit(seen.texts, Y, groups=seen.groups)
        logits = model.decision_function(texts)
        found[test, 0] = model.predict_proba(texts).argmax(axis=1)
        found[test, 1] = logits.argmax(axis=1)
        X = model.features_.transform(seen.texts)
        domains, weight = np.zeros(len(seen)), np.ones(len(seen))
        inner = np.column_stack(
            [
                out_of_fold(Sample(X, column, seen.groups, domains, weight), 5, how, class_weight="balanced")
                for column, how in zip(Y.T, model.regularisation_, strict=True)
            ]
        )
        found[test, 2] = (logits + offsets(inner, y[train])).argmax(axis=1)
    return found


def offsets(logits: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return what to add to each class's logit for the best macro-F1: the third is 0, the others on a grid."""
    steps = np.linspace(-1.5, 1.5, 31)
    grid = [np.array([a, b, 0.0]) for a in steps for b in steps]
    return max(grid, key=lambda shift: f1_score(y, (logits + shift).argmax(axis=1), average="macro"))


def differences(
    corpora: list[Corpus], ours: list[np.ndarray], other: list[np.ndarray], n_resamples: int
) -> list[str]:
    """Return the difference in average precision for each corpus and for their mean, with intervals.

    A group that stands in two corpora is drawn in both.
    """
    ends = np.cumsum([len(corpus) for corpus in corpora])
    pairs = []
    for corpus, end, a, b in zip(corpora, ends, ours, other, strict=True):
        places = np.arange(end - len(corpus), end)
        pairs.append(tuple(Ranking(corpus.Y[:, 0], scores, places) for scores in (a, b)))

    def statistic(W: np.ndarray) -> np.ndarray:
        each = np.column_stack([a(W)[:, 0] - b(W)[:, 0] for a, b in pairs])
        return np.column_stack([each, each.mean(axis=1)])

    groups = np.concatenate([corpus.groups for corpus in corpora])
    found = bootstrap(statistic, int(ends[-1]), groups=groups, n_resamples=n_resamples, method="percentile")
    return [
        f"{value:+.3f} [{low:+.3f}, {high:+.3f}]"
        for value, low, high in zip(found.value, found.low, found.high, strict=True)
    ]


def table(
    corpora: list[Corpus], scores: dict[str, list[np.ndarray]], n_resamples: int, per_fold: bool = False
) -> None:
    """Print average precision by corpus and system, and the difference to the better TF-IDF."""
    pooled = {
        system: [average_precision_score(c.Y[:, 0], s) for c, s in zip(corpora, found, strict=True)]
        for system, found in scores.items()
    }
    best = max(TFIDF, key=lambda system: np.mean(pooled[system]))
    gaps = differences(corpora, scores[OURS], scores[best], n_resamples)
    print(f"| corpus | n | hate | {' | '.join(scores)} | {OURS} minus {best} |")
    print("|---|---|---|" + "---|" * (len(scores) + 1))
    for nth, corpus in enumerate(corpora):
        cells = " | ".join(f"{pooled[system][nth]:.3f}" for system in scores)
        print(f"| {corpus.name} | {len(corpus):,} | {int(corpus.Y[:, 0].sum()):,} | {cells} | {gaps[nth]} |")
    cells = " | ".join(f"{np.mean(pooled[system]):.3f}" for system in scores)
    print(f"| mean | | | {cells} | {gaps[-1]} |")
    if per_fold:
        cells = " | ".join(f"{np.mean(_fold_means(corpora, found)):.3f}" for found in scores.values())
        each = zip(_fold_means(corpora, scores[OURS]), _fold_means(corpora, scores[best]), strict=True)
        told = ", ".join(f"{corpus.name} {a - b:+.3f}" for corpus, (a, b) in zip(corpora, each, strict=True))
        print(f"| mean of the folds' own | | | {cells} | {told} |")


def _fold_means(corpora: list[Corpus], scores: list[np.ndarray]) -> list[float]:
    return [
        float(np.mean([average_precision_score(c.Y[test, 0], s[test]) for _, test in folds(c)]))
        for c, s in zip(corpora, scores, strict=True)
    ]


def class_table(corpus: Corpus, found: dict[str, np.ndarray], n_resamples: int) -> None:
    """Print macro-F1 of three classes by system."""
    y = np.array([CLASSES.index(name) for name in corpus.frame["Class"]])
    ours = ("largest probability", "largest logit", "largest logit, with offsets chosen inside")
    told = {f"{OURS}, {how}": found[OURS][:, nth] for nth, how in enumerate(ours)}
    told |= {system: labels[:, 0] for system, labels in found.items() if system != OURS}

    def macro_f1(W: np.ndarray) -> np.ndarray:
        return np.column_stack([_macro_f1(W, y, labels) for labels in told.values()])

    result = bootstrap(macro_f1, len(y), groups=corpus.groups, n_resamples=n_resamples, method="percentile")
    names = " | ".join(CLASSES)
    print(f"| system | macro-F1 | {names} |\n|---|---|---|---|---|")
    for (name, labels), value, low, high in zip(
        told.items(), result.value, result.low, result.high, strict=True
    ):
        each = " | ".join(f"{value:.3f}" for value in f1_score(y, labels, average=None))
        print(f"| {name} | {value:.3f} [{low:.3f}, {high:.3f}] | {each} |")


def _macro_f1(W: np.ndarray, y: np.ndarray, labels: np.ndarray) -> np.ndarray:
    each = []
    for nth in range(len(CLASSES)):
        right, said, is_so = ((y == nth) & (labels == nth)), labels == nth, y == nth
        each.append(2 * (W @ right) / np.maximum(W @ said.astype(float) + W @ is_so, 1e-12))
    return np.mean(each, axis=0)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", metavar="DIR")
    parser.add_argument("--fold-only", metavar="NAME", choices=CORPORA)
    parser.add_argument("--cache", metavar="FOLDER", type=Path)
    parser.add_argument("--bits", type=int, default=20)
    parser.add_argument("--resamples", type=int, default=2000)
    options = parser.parse_args()
    cache, bits = Cache(options.cache, options.bits), options.bits
    names = (options.fold_only,) if options.fold_only else CORPORA
    corpora = [load(name, options.corpora) for name in names]

    print("Average precision for hate_speech, five folds by group within each corpus, pooled\n")
    scores = {
        system: [cache(f"within-{c.name}-{system}", lambda: within(system, c, bits)) for c in corpora]  # noqa: B023
        for system in SYSTEMS
    }
    table(corpora, scores, options.resamples, per_fold=True)
    if options.fold_only:
        return
    print("\nAverage precision for hate_speech in a corpus that was left out of training\n", flush=True)
    scores = {
        system: [
            cache(
                f"across-{held.name}-{system}",
                lambda: across(system, held, [c for c in corpora if c is not held], bits),  # noqa: B023
            )
            for held in corpora
        ]
        for system in SYSTEMS
    }
    table(corpora, scores, options.resamples)
    print("\nMacro-F1 of the three classes of l-hsab, in the same folds\n", flush=True)
    found = {
        system: cache(f"classes-{system}", lambda: three_classes(system, corpora[0], bits))  # noqa: B023
        for system in SYSTEMS
    }
    class_table(corpora[0], found, options.resamples)


if __name__ == "__main__":
    main()
