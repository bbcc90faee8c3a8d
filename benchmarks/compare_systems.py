"""The base model beside TF-IDF and fastText on osact4 and l-hsab: what docs/comparison.md is written from.

    python benchmarks/compare_systems.py DIR [-o FOLDER] [--write docs/comparison.md]

DIR holds the public corpora; what is made goes into FOLDER (``build/comparison``). Two pairs of baselines are
trained, with the settings of ``baselines.py``: on the posts that the shipped recipe trains hate_speech on, dev posts
taken out; and on the train part of the one corpus that they are judged on. Thresholds are chosen for each as for the
base model: the recipe's aim, the recipe's dev parts, and on calibrated probabilities, since scores that lie near 0 and
1 leave nothing between them to cut at. The baselines' are calibrated (Platt) on those same dev posts for this end
alone; the probabilities written are their own. Their answers go into ``FOLDER/CORPUS/SYSTEM.csv``, and the commands
that evaluate, compare and verify are printed.

``--write`` runs those commands, puts their figures into the marked blocks of the document, and the drawings into
``figures/`` beside it.
"""

from __future__ import annotations

import argparse
import shlex
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import logit

import comparison_tables as tables
from baselines import FastTextBaseline, TfidfBaseline
from comparison_tables import CORPORA, LABEL, SYSTEMS, DevPosts
from rightsnlp.classification.calibration import fit_calibrator
from rightsnlp.classification.persistence import load_model
from rightsnlp.classification.selective import choose_thresholds
from rightsnlp.cli import cli
from rightsnlp.training.recipe import (
    Part,
    as_cases,
    default_recipe,
    legitimate_mask,
    load_parts,
    read_recipe,
)

BASE = SYSTEMS[0]
BASELINES: dict[str, Callable[[], Any]] = {"tfidf": TfidfBaseline, "fasttext": FastTextBaseline}
POOLED, OWN, RANKING = "same-posts", "own-posts", "ranking"
LANGUAGES = {"en": "", "ar": ".ar"}
FIGURE = "precision-recall-hate-speech"


def training_posts(parts: Sequence[Part]) -> tuple[list[str], np.ndarray]:
    """Return the posts that hate speech is known of, and what is known. A case without a post is a report alone."""
    texts = [text for part in parts for text in part.train.texts]
    y = np.concatenate([part.train.Y[:, 0] for part in parts])
    rows = [row for row, text in enumerate(texts) if text and np.isfinite(y[row])]
    return [texts[row] for row in rows], y[rows].astype(int)


def baseline_scores(parts: Sequence[Part], dev: list[str]) -> dict[str, np.ndarray]:
    """Train every baseline on all parts and on each corpus alone; return its probabilities of the dev posts."""
    sets = {"": parts} | {f"-own/{p.source.name}": [p] for p in parts if p.source.name in CORPORA}
    scores = {}
    for suffix, chosen in sets.items():
        texts, y = training_posts(chosen)
        for name, baseline in BASELINES.items():
            print(
                f"{name}{suffix}: training on {len(texts):,} posts, {int(y.sum()):,} of them hate", flush=True
            )
            # fastText gives 1.00001 now and then.
            scores[name + suffix] = np.clip(baseline().fit(texts, y).predict_proba(dev), 0.0, 1.0)
    return scores


def calibrate(p: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return scores on the scale of probabilities, in the same order, by two parameters fitted on these posts."""
    logits = logit(np.clip(p, 1e-6, 1 - 1e-6))
    known = np.isfinite(y)
    return fit_calibrator(logits[known], y[known], method="platt").predict(logits)


def score(corpora: str) -> tuple[DevPosts, Sequence[Part]]:
    """Ask every system about every dev post of the recipe, and choose the baselines' thresholds."""
    recipe = read_recipe(default_recipe())
    parts = load_parts(recipe, corpora)
    cases = pd.concat([as_cases(part.dev) for part in parts], ignore_index=True)
    model = load_model()
    scores = {BASE: model.predict_proba(cases)[:, model.labels_.index(LABEL)]}
    scores |= baseline_scores(parts, cases["text"].tolist())
    given = (cases["text"] != "").to_numpy()
    y = np.where(given, np.concatenate([part.dev.Y[:, 0] for part in parts]), np.nan)
    legitimate = np.concatenate([legitimate_mask(part) for part in parts]) & given
    calibrated = {name: p if name == BASE else calibrate(p, y) for name, p in scores.items()}
    thresholds = {
        name: choose_thresholds(y, p, recipe.aims[LABEL], legitimate_p=p[legitimate])
        for name, p in calibrated.items()
    }
    thresholds[BASE] = model.thresholds_[LABEL]
    return DevPosts(
        np.repeat([part.source.name for part in parts], [len(part.dev) for part in parts]),
        y,
        np.concatenate([part.dev.groups for part in parts]),
        legitimate,
        scores,
        calibrated,
        thresholds,
    ), parts


def write_answers(dev: DevPosts, folder: Path) -> None:
    """Write each baseline's probabilities and decisions, as ``rightsnlp evaluate --predictions`` reads them."""
    for corpus in CORPORA:
        (folder / corpus).mkdir(parents=True, exist_ok=True)
        for name, p in dev.scores.items():
            system, _, of = name.partition("/")
            if name == BASE or of not in {"", corpus}:
                continue
            here = dev.source == corpus
            q, cut = dev.calibrated[name][here], dev.thresholds[name]
            assigned = q >= (np.inf if cut.assign is None else cut.assign)
            review = q >= (0.0 if cut.review is None else cut.review)
            decided = np.where(assigned, "assigned", np.where(review, "review", "not_assigned"))
            frame = pd.DataFrame({f"p_{LABEL}": p[here], f"decision_{LABEL}": decided})
            frame.to_csv(folder / corpus / f"{system}.csv", index=False, encoding="utf-8")


def commands(corpora: str, folder: Path) -> list[list[str]]:
    """Return the commands that evaluate every system, compare them, and verify each evaluation, in order."""
    found = []
    own = [f"{name}-own" for name in BASELINES]
    for corpus in CORPORA:
        place = folder / corpus
        runs = {name: str(place / name) for name in (BASE, *BASELINES, *own)}
        for name, run in runs.items():
            asked = [] if name == BASE else ["--predictions", str(place / f"{name}.csv")]
            found.append(["evaluate", corpora, "--corpus", corpus, *asked, "-o", run])
        pooled = [runs[name] for name in (BASE, *BASELINES)]
        for language, suffix in LANGUAGES.items():
            found.append(["compare", *pooled, "--language", language, "-o", str(place / (POOLED + suffix))])
        tested = ["--test", "paired_bootstrap", "--figure", f"{LABEL}:average_precision"]
        found.append(["compare", *pooled, *tested, "-o", str(place / RANKING)])
        apart = [runs[name] for name in (BASE, *own)]
        found.append(["compare", *apart, "--baseline", BASE, "-o", str(place / OWN)])
        found += [["verify-report", run, corpora] for run in runs.values()]
    return found


def run_commands(corpora: str, folder: Path) -> None:
    for words in commands(corpora, folder):
        print("$", shlex.join(["rightsnlp", *words]), flush=True)
        replace = [] if words[0] == "verify-report" else ["--force"]
        cli.main([*words, *replace, "--quiet"], standalone_mode=False)


def take_figures(folder: Path, target: Path) -> None:
    target.mkdir(exist_ok=True)
    for corpus in CORPORA:
        for language, suffix in LANGUAGES.items():
            drawn = folder / corpus / (POOLED + suffix) / "figures" / f"{FIGURE}.svg"
            shutil.copyfile(drawn, target / f"{corpus}-{FIGURE}.{language}.svg")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpora", metavar="DIR")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/comparison"))
    parser.add_argument("--write", metavar="DOCUMENT", type=Path)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    dev, parts = score(options.corpora)
    write_answers(dev, options.output)
    if options.write is None:
        for words in commands(options.corpora, options.output):
            print(shlex.join(["rightsnlp", *words]))
    else:
        run_commands(options.corpora, options.output)
        take_figures(options.output, options.write.parent / "figures")
    trained = {part.source.name: training_posts([part])[1] for part in parts}
    blocks = tables.false_alarm_blocks(dev) | tables.data_blocks(dev, trained)
    if options.write is not None:
        blocks |= tables.run_blocks(options.output)
        text = options.write.read_text(encoding="utf-8")
        options.write.write_text(tables.with_blocks(text, blocks), encoding="utf-8")
    for name, block in blocks.items():
        print(f"\n[{name}]\n{block}")


if __name__ == "__main__":
    main()
