"""Train a model from a recipe: a committed file that names data, settings and aims, and nothing else.

The same recipe on the same data gives the same bytes. Posts of a dev or test part of ours never train, in whichever
corpus another copy of them stands; nothing is learnt from or chosen on a test part.
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

OWN_CASES = "rightsnlp-cases"
"""Name of the project's own cases, which are synthetic."""


@dataclass(frozen=True)
class Source:
    """A corpus in a recipe.

    Attributes
    ----------
    name : str
    weight : float
        Weight of each of its posts in training.
    unsure_weight : float
        What the weight of a post is multiplied by of which a careful reader may judge otherwise.
    legitimate : bool
        Whether its dev posts with neither label count as legitimate speech when thresholds are chosen.
    domain : str
        The source whose intercept it shares in training; empty for one of its own. A source of one class only
        must share one, or the intercept explains it and the posts teach nothing.
    """

    name: str
    weight: float = 1.0
    unsure_weight: float = 1.0
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
    cases: Source | None
    aims: dict[str, Aim]
    measured: tuple[str, ...] = ()
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
            cases=Source(OWN_CASES, legitimate=True, **data["cases"]) if "cases" in data else None,
            measured=tuple(data.get("measured", ())),
            aims={label: Aim(**entry) for label, entry in data.get("aims", {}).items()},
            sha256=sha256_file(path),
        )
    except InvalidArgumentError:
        raise  # it names the setting, what came and what was expected
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SchemaError(
            f"{path.name}: {type(error).__name__} at {error}",
            expected="name, version, measured, [features], [classifier], [[corpora]], [cases], [aims.<label>]",
            remedy="compare with models/rightsnlp-base/recipe.toml",
        ) from None


@dataclass(frozen=True)
class Part:
    """One source of a training run, cut into what trains, what chooses thresholds, and what nothing rests on."""

    source: Source
    train: Corpus
    dev: Corpus
    test: Corpus


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
    loaded = [_part(source, load_corpus(source.name, str(corpora))) for source in recipe.corpora]
    if recipe.cases is not None:
        loaded.append(_part(recipe.cases, load_cases()))
    return _without_held_posts(loaded)


def _part(source: Source, corpus: Corpus) -> Part:
    return Part(source, *(corpus.select(corpus.split == name) for name in ("train", "dev", "test")))


def _without_held_posts(parts: list[Part]) -> tuple[Part, ...]:
    """Drop from training what folds to the same text as a dev or test post of any source, or nearly."""
    held = [corpus for part in parts for corpus in (part.dev, part.test)]
    trained = [part.train for part in parts]
    near = near_duplicate_groups([text for corpus in (*trained, *held) for text in _words(corpus)])
    ends = np.cumsum([len(corpus) for corpus in trained])
    held_near = near[ends[-1] :]
    held_exact = np.concatenate([corpus.groups for corpus in held])
    clean = []
    for part, groups in zip(parts, np.split(near[: ends[-1]], ends[:-1]), strict=True):
        leaking = leak_mask(part.train.groups, held_exact) | leak_mask(groups, held_near)
        clean.append(replace(part, train=part.train.select(~leaking)))
    return tuple(clean)


def load_measured(recipe: Recipe, parts: tuple[Part, ...], corpora: str | Path) -> tuple[Corpus, ...]:
    """Load the corpora that are only measured, by their own definition, without posts that the model was trained on."""
    found = []
    for name in recipe.measured:
        corpus = load_corpus(name, str(corpora))
        trained = [text for part in parts for text in _words(part.train)]
        near = near_duplicate_groups([*trained, *corpus.texts])
        found.append(corpus.select(~leak_mask(near[len(trained) :], near[: len(trained)])))
    return tuple(found)


def _words(corpus: Corpus) -> list[str]:
    """Return what is written in each case: the post, or the report where there is none."""
    if corpus.name != OWN_CASES:
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
    weight = np.concatenate([_weights(part) for part in parts])
    say(f"training on {len(posts):,} posts")
    model = LinearClassifier(features=recipe.features, **recipe.classifier)
    domains = np.concatenate([np.full(len(p.train), p.source.domain or p.source.name) for p in parts])
    model.fit(posts, Y, groups=groups, domains=domains, sample_weight=weight)
    say("choosing thresholds on the dev parts")
    incoming = _incoming(parts)
    model.choose_thresholds(
        pd.concat([as_cases(part.dev) for part in parts], ignore_index=True),
        _answers_for_thresholds(parts),
        recipe.aims,
        groups=np.concatenate([part.dev.groups for part in parts]),
        legitimate=np.concatenate([legitimate_mask(part) for part in parts]),
        incoming=None if incoming.empty else incoming,
    )
    return TrainingRun(model, recipe, parts, _training(recipe, parts, corpora))


def _weights(part: Part) -> np.ndarray:
    weight = np.full(len(part.train), part.source.weight)
    if "unsure" in part.train.frame.columns:
        weight[part.train.frame["unsure"].to_numpy(dtype=bool)] *= part.source.unsure_weight
    return weight


def _answers_for_thresholds(parts: tuple[Part, ...]) -> np.ndarray:
    """Return the dev answers; a label that is known of real posts is not judged by posts that we wrote."""
    real = [part for part in parts if part.source.name != OWN_CASES]
    known = np.any([np.isfinite(part.dev.Y).any(axis=0) for part in real], axis=0) if real else False
    blank = np.where(known, np.nan, 0.0)
    return np.concatenate(
        [part.dev.Y + blank if part.source.name == OWN_CASES else part.dev.Y for part in parts]
    )


def _incoming(parts: tuple[Part, ...]) -> pd.DataFrame:
    """Return the dev posts that were drawn by chance from everyday ones, for the share that goes to review."""
    found = [
        as_cases(part.dev.select(part.dev.frame["ordinary"].to_numpy(dtype=bool)))
        for part in parts
        if "ordinary" in part.dev.frame.columns
    ]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame()


def as_cases(corpus: Corpus) -> pd.DataFrame:
    """Return a corpus as a frame of the evidence fields, the form that models take."""
    if corpus.name == OWN_CASES:
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
        return np.asarray(part.dev.frame["legitimate"] & ~part.dev.frame["by_score"], dtype=bool)
    hateful, inciting = part.dev.Y[:, 0], part.dev.Y[:, 1]
    return np.asarray((hateful == 0) & (inciting != 1))


def _training(recipe: Recipe, parts: tuple[Part, ...], corpora: str | Path | None) -> dict[str, Any]:
    sources = []
    for part in parts:
        known = np.isfinite(part.train.Y)
        files = {}
        if corpora is not None and part.source.name != OWN_CASES:
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
