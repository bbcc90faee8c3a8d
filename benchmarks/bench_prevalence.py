"""How often the intervals of a prevalence hold the truth, under prior shift and under covariate shift.

Run: python benchmarks/bench_prevalence.py docs/figures/prevalence-coverage.json [N_ROUNDS]

Scores of a synthetic classifier: a logit drawn around +1.1 with the label and around -1.6 without it, standard
deviation 1.15. Prior shift changes only the share of the label. Covariate shift moves every logit of the collection,
as another dialect might, so that cases score otherwise than in the test set.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from rightsnlp.intervals import wilson
from rightsnlp.monitoring.prevalence.plan import draw, make_plan, stratum_of
from rightsnlp.monitoring.prevalence.quantify import (
    adjusted_count,
    em_prior_shift,
    probabilistic_adjusted_count,
)
from rightsnlp.monitoring.prevalence.stratified import stratified_prevalence

SEED = 7
N_COLLECTION, N_TEST, TEST_SHARE = 3_000, 600, 0.3
SCENARIOS = {
    "prior shift, 5 %": (0.05, 0.0),
    "prior shift, 12 %": (0.12, 0.0),
    "no shift, 30 %": (0.30, 0.0),
    "prior shift, 60 %": (0.60, 0.0),
    "covariate shift, 12 %, logits +0.7": (0.12, 0.7),
    "covariate shift, 12 %, logits -0.7": (0.12, -0.7),
}


def main(path: Path, n_rounds: int) -> None:
    results = []
    for name, (share, moved) in SCENARIOS.items():
        rng = np.random.default_rng(SEED)
        rounds = n_rounds if not moved else n_rounds // 4
        hits: dict[str, list[tuple[bool, float, float, bool]]] = {}
        for _ in range(rounds):
            for method, (value, low, high, warned) in one_round(rng, share, moved).items():
                hits.setdefault(method, []).append((low <= share <= high, value - share, high - low, warned))
        for method, answers in hits.items():
            held = sum(hit for hit, *_ in answers)
            low, high = wilson(held, rounds)
            results.append(
                {
                    "scenario": name,
                    "method": method,
                    "rounds": rounds,
                    "coverage": held / rounds,
                    "coverage_low": round(low, 4),
                    "coverage_high": round(high, 4),
                    "bias": round(float(np.mean([entry[1] for entry in answers])), 4),
                    "width": round(float(np.mean([entry[2] for entry in answers])), 4),
                    "warned": round(float(np.mean([entry[3] for entry in answers])), 3),
                }
            )
            print(json.dumps(results[-1]))
    settings = {
        "seed": SEED,
        "rounds": n_rounds,
        "collection": N_COLLECTION,
        "test": N_TEST,
        "test_share": TEST_SHARE,
    }
    path.write_text(json.dumps({"settings": settings, "results": results}, indent=1) + "\n", encoding="utf-8")


def one_round(
    rng: np.random.Generator, share: float, moved: float
) -> dict[str, tuple[float, float, float, bool]]:
    truth, scores = sample(rng, N_COLLECTION, share, moved)
    test, test_scores = sample(rng, N_TEST, TEST_SHARE, 0.0)
    seed = int(rng.integers(2**31))
    found = {
        "adjusted count": adjusted_count(scores, test_scores, test, seed=seed),
        "probabilistic adjusted count": probabilistic_adjusted_count(scores, test_scores, test, seed=seed),
        "expectation-maximisation": em_prior_shift(scores, test_scores, test, seed=seed),
    }
    answers = {name: (p.value, p.low, p.high, bool(p.warnings)) for name, p in found.items()}
    counted = int((scores >= 0.5).sum())
    answers["plain count from 0.5"] = (counted / len(scores), *wilson(counted, len(scores)), False)
    answers["stratified sample"] = verified(truth, scores, seed, float(truth.mean()) - share)
    return answers


def verified(
    truth: np.ndarray, scores: np.ndarray, seed: int, drift: float
) -> tuple[float, float, float, bool]:
    """The sample tells of the collection itself, so it is held against the collection's own share."""
    ids = [str(i) for i in range(len(scores))]
    plan = make_plan(ids, scores, label="label", width=0.06, seed=seed)
    rows = np.array([int(i) for i in draw(plan, ids, scores)])
    found = stratified_prevalence(plan.sizes, stratum_of(scores[rows], plan.edges), truth[rows]).prevalence
    return found.value - drift, found.low - drift, found.high - drift, False


def sample(rng: np.random.Generator, n: int, share: float, moved: float) -> tuple[np.ndarray, np.ndarray]:
    truth = rng.random(n) < share
    logit = rng.normal(np.where(truth, 1.1, -1.6) + moved, 1.15)
    return truth, 1 / (1 + np.exp(-logit))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2_000)
