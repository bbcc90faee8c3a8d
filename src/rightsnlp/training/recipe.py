"""Train a model from a recipe: a committed file that names data, settings and aims, and nothing else.

The same recipe on the same data gives the same bytes. Posts of a dev part never train, in whichever corpus
another copy of them stands; nothing is learnt from or chosen on the test part of the project's own cases.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.selective import Aim
from rightsnlp.data.cases import load_cases
from rightsnlp.data.corpora.corpus import Corpus, find_files, load_corpus
from rightsnlp.data.corpora.manifests import load_manifest
from rightsnlp.data.overlap.dedup import near_duplicate_groups
from rightsnlp.data.overlap.splits import leak_mask
from rightsnlp.exceptions import InputFileError, InvalidArgumentError, SchemaError
from rightsnlp.provenance import sha256_file, sha256_texts
from rightsnlp.records import EVIDENCE_FIELDS
from rightsnlp.shipped import shipped_folder

Say = Callable[[str], None]


@dataclass(frozen=True)
class Source:
    """A corpus in a recipe.

    Attributes
    ----------
    name : str
    weight : float
        Weight of each of its posts in training.
    legitimate : bool
        Whether its dev posts without hate speech count as legitimate speech when thresholds are chosen.
    domain : str
        The source whose intercept it shares in training; empty for one of its own. A source of one class only
        must share one, or the intercept explains it and the posts teach nothing.
    """

    name: str
    weight: float = 1.0
    legitimate: bool = False
    domain: str = ""


@dataclass(frozen=True)
class Recipe:
    """What a recipe file says; see ``models/rightsnlp-base/recipe.toml``."""

    name: str
    version: str
    features: HashedNgrams
    classifier: dict[str, Any]
    corpora: tuple[Source, ...]
    cases_weight: float | None
    aims: dict[str, Aim]
    sha256: str = ""


def read_recipe(path: str | Path) -> Recipe:
    """Read a recipe.

    Raises
    ------
    InputFileError
        When the file is missing or no TOML.
    SchemaError
        When a key is missing or unknown.
    """
    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({type(error).__name__})",
            expected="a recipe in TOML",
            remedy="check the path",
        ) from None
    except (ValueError, RecursionError) as error:  # with arrays of thousands of levels
        raise InputFileError(
            f"{path.name}: not TOML ({error})", expected="a recipe", remedy="correct it"
        ) from None
    try:
        features = data.get("features", {})
        if "char_ngrams" in features:
            features["char_ngrams"] = tuple(features["char_ngrams"])
        return Recipe(
            name=str(data["name"]),
            version=str(data["version"]),
            features=HashedNgrams(**features),
            classifier=dict(data.get("classifier", {})),
            corpora=tuple(Source(**entry) for entry in data.get("corpora", [])),
            cases_weight=data.get("cases", {}).get("weight"),
            aims={label: Aim(**entry) for label, entry in data.get("aims", {}).items()},
            sha256=sha256_file(path),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SchemaError(
            f"{path.name}: {type(error).__name__} at {error}",
            expected="name, version, [features], [classifier], [[corpora]], [cases], [aims.<label>]",
            remedy="compare with models/rightsnlp-base/recipe.toml",
        ) from None


@dataclass(frozen=True)
class Part:
    """One source of a training run, cut into what trains and what chooses thresholds."""

    source: Source
    train: Corpus
    dev: Corpus


@dataclass(frozen=True)
class TrainingRun:
    """A trained model and where it came from.

    Attributes
    ----------
    model : LinearClassifier
    recipe : Recipe
    parts : tuple of Part
    training : dict
        Plain data for the model's config: sources, hashes, counts.
    """

    model: LinearClassifier
    recipe: Recipe
    parts: tuple[Part, ...]
    training: dict[str, Any]


def load_parts(recipe: Recipe, corpora: str | Path | None) -> tuple[Part, ...]:
    """Load the train and dev parts of a recipe's sources, without a dev post among the training posts.

    Raises
    ------
    InvalidArgumentError
        When the recipe names corpora and no folder is given.
    InputFileError
        When a corpus is not in the folder.
    """
    if recipe.corpora and corpora is None:
        raise InvalidArgumentError(
            "corpora: the recipe names public corpora and no folder was given",
            expected="the folder that holds them",
            remedy="pass --corpora DIR; 'rightsnlp corpora list' says where each is to be had",
        )
    loaded = []
    for source in recipe.corpora:
        corpus = load_corpus(source.name, str(corpora))
        loaded.append(
            Part(source, corpus.select(corpus.split == "train"), corpus.select(corpus.split == "dev"))
        )
    if recipe.cases_weight is not None:
        source = Source("rightsnlp-cases", float(recipe.cases_weight), legitimate=True)
        loaded.append(Part(source, load_cases(split="train"), load_cases(split="dev")))
    return _without_dev_posts(loaded)


def _without_dev_posts(parts: list[Part]) -> tuple[Part, ...]:
    """Drop from training what folds to the same text as a dev post of any source, or nearly."""
    exact = np.concatenate([part.dev.groups for part in parts])
    near = near_duplicate_groups(
        [text for part in parts for text in (*_words(part.train), *_words(part.dev))]
    )
    clean = []
    first = 0
    dev_near: list[np.ndarray] = []
    train_near: list[np.ndarray] = []
    for part in parts:
        middle, last = first + len(part.train), first + len(part.train) + len(part.dev)
        train_near.append(near[first:middle])
        dev_near.append(near[middle:last])
        first = last
    held = np.concatenate(dev_near)
    for part, groups in zip(parts, train_near, strict=True):
        leaking = leak_mask(part.train.groups, exact) | leak_mask(groups, held)
        clean.append(replace(part, train=part.train.select(~leaking)))
    return tuple(clean)


def _words(corpus: Corpus) -> list[str]:
    """Return what is written in each case: the post, or the report where there is none."""
    if corpus.name != "rightsnlp-cases":
        return corpus.texts
    return [text or report for text, report in zip(corpus.texts, corpus.frame["report"], strict=True)]


def train_recipe(
    recipe: Recipe, corpora: str | Path | None = None, *, say: Say = lambda _: None
) -> TrainingRun:
    """Train the model of a recipe and choose its thresholds on the dev parts.

    Parameters
    ----------
    recipe : Recipe
    corpora : str or Path, optional
        The folder that holds the public corpora which the recipe names.
    say : callable
        Is told in a line what is being done.
    """
    parts = load_parts(recipe, corpora)
    for part in parts:
        say(f"{part.source.name}: {len(part.train):,} posts to train on, {len(part.dev):,} dev")
    posts = pd.concat([as_cases(part.train) for part in parts], ignore_index=True)
    Y = np.concatenate([part.train.Y for part in parts])
    groups = np.concatenate([part.train.groups for part in parts])
    weight = np.concatenate([np.full(len(part.train), part.source.weight) for part in parts])
    say(f"training on {len(posts):,} posts")
    model = LinearClassifier(features=recipe.features, **recipe.classifier)
    domains = np.concatenate([np.full(len(p.train), p.source.domain or p.source.name) for p in parts])
    model.fit(posts, Y, groups=groups, domains=domains, sample_weight=weight)
    say("choosing thresholds on the dev parts")
    model.choose_thresholds(
        pd.concat([as_cases(part.dev) for part in parts], ignore_index=True),
        np.concatenate([part.dev.Y for part in parts]),
        recipe.aims,
        legitimate=np.concatenate([legitimate_mask(part) for part in parts]),
    )
    return TrainingRun(model, recipe, parts, _training(recipe, parts, corpora))


def as_cases(corpus: Corpus) -> pd.DataFrame:
    """Return a corpus as a frame of the evidence fields, the form that models take."""
    if corpus.name == "rightsnlp-cases":
        return corpus.frame.reindex(columns=list(EVIDENCE_FIELDS), fill_value="")
    return pd.DataFrame({"text": corpus.texts}, dtype=object).reindex(
        columns=list(EVIDENCE_FIELDS), fill_value=""
    )


def legitimate_mask(part: Part) -> np.ndarray:
    """Return which dev posts of a part are legitimate speech, as far as its labels say.

    Of posts that were judged one by one, those drawn for a high score are left out: they tell no rate.
    """
    if not part.source.legitimate:
        return np.zeros(len(part.dev), dtype=bool)
    if "legitimate" in part.dev.frame.columns:
        return np.asarray(part.dev.frame["legitimate"] & ~part.dev.frame["drawn_by_score"], dtype=bool)
    hateful, inciting = part.dev.Y[:, 0], part.dev.Y[:, 1]
    return np.asarray((hateful == 0) & (inciting != 1))


def _training(recipe: Recipe, parts: tuple[Part, ...], corpora: str | Path | None) -> dict[str, Any]:
    sources = []
    for part in parts:
        known = np.isfinite(part.train.Y)
        files = {}
        if corpora is not None and part.source.name != "rightsnlp-cases":
            found = find_files(load_manifest(part.source.name), Path(corpora))
            files = {path.name: sha256_file(path) for path in found}
        sources.append(
            {
                "name": part.source.name,
                "weight": part.source.weight,
                "n_train": len(part.train),
                "n_dev": len(part.dev),
                "known": known.sum(axis=0).tolist(),
                "positive": np.nansum(part.train.Y, axis=0).astype(int).tolist(),
                "train_sha256": sha256_texts(part.train.texts),
                "files": files,
            }
        )
    return {"recipe_sha256": recipe.sha256, "classifier": recipe.classifier, "sources": sources}


def default_recipe() -> Path:
    """Return the recipe of the base model that ships."""
    return shipped_folder("models") / "rightsnlp-base" / "recipe.toml"
