"""Does the queue's choice of cases adapt a model better than a random choice of as many? A simulation.

    python benchmarks/bench_active.py DIR [--seeds 20] [--verify 100] [--pool 2000]

DIR holds the public corpora. A base is trained on the train part of one corpus, with thresholds from its dev part.
For each seed, a pool is drawn from the train part of another corpus; each strategy chooses cases in it, their labels
are revealed, the base is adapted to them, and average precision and log loss for hate_speech are taken on the other
corpus's dev part. Differences are to a random choice from the same pool, paired by seed, with a 95 % t interval over
seeds. The dev part is the same for all seeds: the interval speaks of the choice, not of other corpora.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.metrics import average_precision_score, log_loss

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.selective import Aim
from rightsnlp.data.corpora.corpus import load_corpus
from rightsnlp.labeling.queue import next_to_verify
from rightsnlp.taxonomy import Taxonomy, load_taxonomy
from rightsnlp.training.adaptation import adapt

PAIRS = (("l-hsab", "osact5"), ("osact5", "l-hsab"))
ARMS = {
    "random": {"strategy": "random"},
    "likely": {"strategy": "likely", "diverse": False},
    "likely, diverse": {"strategy": "likely", "diverse": True},
    "threshold": {"strategy": "threshold", "diverse": False},
    "entropy": {"strategy": "entropy", "diverse": False},
}


def train(name: str, corpora: str) -> LinearClassifier:
    known = load_taxonomy()
    hate = Taxonomy(known.name, known.version, (known["hate_speech"],))
    corpus, dev = (load_corpus(name, corpora, split=part) for part in ("train", "dev"))
    model = LinearClassifier(hate, features=HashedNgrams(bits=18), C=0.5)
    model.fit(corpus.texts, corpus.Y[:, :1], groups=corpus.groups)
    aim = Aim(precision=0.5, false_positive_rate=None, recall=0.8)
    return model.choose_thresholds(dev.texts, dev.Y[:, :1], {"hate_speech": aim})


def trial(base: LinearClassifier, pool, dev, n: int, seed: int) -> dict[str, tuple[float, ...]]:
    p = base.predict_proba(pool.texts)[:, 0]
    decisions = [str(row["hate_speech"].decision) for row in base.decide(pool.texts)]
    frame = pd.DataFrame({"text": pool.texts, "p_hate_speech": p, "decision_hate_speech": decisions})
    found = {}
    for arm, options in ARMS.items():
        rows = next_to_verify(frame, n=n, seed=seed, **options).index.to_numpy()
        chosen = pool.select(rows)
        adapted = adapt(base, chosen.texts, chosen.Y[:, :1], groups=chosen.groups, seed=seed)
        after = adapted.model.predict_proba(dev.texts)[:, 0]
        y = dev.Y[:, 0]
        found[arm] = (
            average_precision_score(y, after),
            log_loss(y, np.clip(after, 1e-6, 1 - 1e-6)),
            float(chosen.Y[:, 0].sum()),
            float(adapted.changed),
        )
    return found


def interval(values: np.ndarray) -> str:
    half = stats.t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / np.sqrt(len(values))
    return f"{values.mean():+.3f} [{values.mean() - half:+.3f}, {values.mean() + half:+.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", metavar="DIR")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--verify", type=int, default=100)
    parser.add_argument("--pool", type=int, default=2000)
    options = parser.parse_args()
    start = time.perf_counter()
    for source, target in PAIRS:
        base = train(source, options.corpora)
        whole, dev = (load_corpus(target, options.corpora, split=part) for part in ("train", "dev"))
        trials = []
        for seed in range(options.seeds):
            drawn = np.random.default_rng(seed).choice(len(whole), options.pool, replace=False)
            trials.append(trial(base, whole.select(drawn), dev, options.verify, seed))
        before = base.predict_proba(dev.texts)[:, 0]
        y = dev.Y[:, 0]
        print(
            f"\n{source} to {target}: {options.verify} of {options.pool:,}, {options.seeds} seeds; the base alone: "
            f"average precision {average_precision_score(y, before):.3f}, log loss {log_loss(y, before):.3f}\n"
        )
        print("| choice | positives found | adapted | average precision | to random | log loss | to random |")
        print("|---|---|---|---|---|---|---|")
        random = np.array([found["random"] for found in trials])
        for arm in ARMS:
            values = np.array([found[arm] for found in trials])
            gap = values - random
            told = ("", "") if arm == "random" else (interval(gap[:, 0]), interval(gap[:, 1]))
            ap, loss, positives, adapted = values.mean(axis=0)
            print(
                f"| {arm} | {positives:.0f} | {adapted:.0%} | {ap:.3f} | {told[0]} | {loss:.3f} | {told[1]} |",
                flush=True,
            )
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
