"""Train, measure and write a model folder: from a recipe, or from a table of labelled posts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.persistence import load_model, read_config
from rightsnlp.classification.posts import take
from rightsnlp.classification.selective import Aim
from rightsnlp.classification.storage.save import save_model
from rightsnlp.data.cases import load_cases
from rightsnlp.data.corpora.corpus import Corpus, hash_split
from rightsnlp.data.labelled import read_labelled
from rightsnlp.data.overlap.dedup import group_keys
from rightsnlp.evaluation.evaluate import EvaluationReport, MetricResult, evaluate
from rightsnlp.exceptions import InvalidArgumentError, OutputFileError
from rightsnlp.intervals import wilson
from rightsnlp.provenance import sha256_file, sha256_texts, write_json, write_text
from rightsnlp.records import Decision
from rightsnlp.reporting.cards.facts import FILE as FACTS
from rightsnlp.reporting.cards.folder import CARD, folder_card
from rightsnlp.reporting.cards.model_card import figures
from rightsnlp.reporting.cards.sections import OWN_CASES
from rightsnlp.taxonomy import Taxonomy, load_taxonomy, simple_taxonomy
from rightsnlp.training.recipe import (
    Part,
    TrainingRun,
    as_cases,
    legitimate_mask,
    load_measured,
    read_recipe,
    train_recipe,
)

Say = Callable[[str], None]

THEIRS = "{} (its own definition)"
"""Name of the figures on a public corpus, judged by what the corpus itself calls hate."""

TESTED = f"{OWN_CASES} (test part)"
"""Name of the figures on the test part of our own cases, on which nothing was chosen."""

_HARM = ("hate_speech", "incitement")


def train_from_recipe(
    recipe: str | Path,
    corpora: str | Path | None,
    output: str | Path,
    *,
    force: bool = False,
    say: Say = lambda _: None,
) -> str:
    """Train what a recipe says, measure it on the dev parts, and write the model folder with its card.

    Returns
    -------
    str
        The dev figures as a Markdown table.

    Raises
    ------
    InputFileError, SchemaError
        When the recipe or a corpus cannot be read.
    OutputFileError
        When the folder holds a model already and ``force`` is false.
    """
    recipe, output = Path(recipe), Path(output)
    _refuse_model(output, force=force)
    plan = read_recipe(recipe)
    # One thread: the order of additions, and with it the last digits of every figure, must not depend on the machine.
    with threadpool_limits(1):
        run = train_recipe(plan, corpora, say=say)
        save_model(
            run.model, output, name=plan.name, version=plan.version, training=run.training, force=force
        )
        if recipe.resolve() != (output / "recipe.toml").resolve():
            shutil.copyfile(recipe, output / "recipe.toml")
        # Measured as it will be used: read back from the files.
        return _measure(load_model(output), run, corpora, output, say=say)


def _measure(
    model: LinearClassifier, run: TrainingRun, corpora: str | Path | None, output: Path, *, say: Say
) -> str:
    reports: dict[str, EvaluationReport] = {}
    for part in sorted(run.parts, key=lambda part: part.source.name):
        if np.isfinite(part.dev.Y).any():
            say(f"measuring on the dev part of {part.source.name}")
            reports[part.source.name] = evaluate_part(model, part)
    if run.recipe.cases is not None:
        say(f"measuring on the test part of {OWN_CASES}")
        reports[TESTED] = _evaluate_cases(model, "test")
    if corpora is not None:
        for corpus in load_measured(run.recipe, run.parts, corpora):
            say(f"measuring on {corpus.name} by its own definition")
            reports[THEIRS.format(corpus.name)] = _evaluate_corpus(model, corpus)
    write_json(
        output / "evaluation.json", {name: report.to_dict() for name, report in reports.items()}, force=True
    )
    write_json(output / "legitimate.json", _false_alarms(model, run.parts), force=True)
    _write_card(output)
    return figures(reports)


def _evaluate_cases(model: LinearClassifier, split: str) -> EvaluationReport:
    """Return the figures on a part of the project's own cases; its test part is for this alone, never for choices."""
    cases = load_cases(split=split)
    return evaluate(
        model,
        as_cases(cases),
        cases.Y,
        groups=cases.groups,
        split=f"{OWN_CASES}/{split}",
        data_sha256=sha256_texts(cases.texts),
    )


def _evaluate_corpus(model: LinearClassifier, corpus: Corpus) -> EvaluationReport:
    """Return the figures on a corpus that nothing was learnt from."""
    return evaluate(
        model,
        as_cases(corpus),
        corpus.Y,
        groups=corpus.groups,
        split=f"{corpus.name}/not trained on",
        data_sha256=sha256_texts(corpus.texts),
    )


def _false_alarms(model: LinearClassifier, parts: Sequence[Part]) -> dict[str, Any]:
    """Return the share of legitimate dev posts that are assigned hate speech or incitement, by source and kind."""
    found = {}
    for part in parts:
        mask = legitimate_mask(part)
        if not mask.any():
            continue
        posts = part.dev.select(mask)
        decided = model.decide(as_cases(posts))
        flagged = np.array(
            [any(row[name].decision == Decision.ASSIGNED for name in _HARM) for row in decided]
        )
        kinds = posts.frame["kind"].to_numpy() if "kind" in posts.frame.columns else np.full(len(posts), "")
        found[part.source.name] = _rate(flagged)
        for kind in sorted(set(kinds) - {""}):
            found[f"{part.source.name}: {kind}"] = _rate(flagged[kinds == kind])
    return found


def _rate(flagged: np.ndarray) -> dict[str, Any]:
    low, high = wilson(int(flagged.sum()), flagged.size)
    name = " or ".join(_HARM)
    return MetricResult(
        name, "false_positive_rate", float(flagged.mean()), low, high, flagged.size, 0, method="wilson"
    ).to_dict()


def _write_card(output: Path) -> None:
    """Write the card; without ``card.toml``, which holds what only a person can say, it is a draft."""
    draft = not (output / FACTS).is_file()
    write_text(output / CARD, folder_card(output, read_config(output), draft=draft), force=True)


def evaluate_part(model: LinearClassifier, part: Part) -> EvaluationReport:
    """Return the figures of a model on the dev part of one source."""
    return evaluate(
        model,
        as_cases(part.dev),
        part.dev.Y,
        groups=part.dev.groups,
        split=f"{part.source.name}/dev",
        data_sha256=sha256_texts(part.dev.texts),
    )


def train_from_table(
    data: str | Path,
    label_columns: Sequence[str],
    output: str | Path,
    *,
    text_column: str | None = None,
    encoding: str | None = None,
    force: bool = False,
    say: Say = lambda _: None,
) -> str:
    """Train on a table of labelled posts, of which a fixed 15 % is held back for thresholds and figures.

    Parameters
    ----------
    data : str or Path
    label_columns : sequence of str
        Columns with 1, 0 or blank. Names of the monitor's labels keep their meaning; others are read off the text.
    output : str or Path
    text_column, encoding, force, say
        As elsewhere.

    Raises
    ------
    InvalidArgumentError
        When no label column is given.
    SchemaError
        When a column is missing or holds other answers.
    """
    data, output = Path(data), Path(output)
    _refuse_model(output, force=force)
    if not label_columns:
        raise InvalidArgumentError(
            "label columns: got none",
            expected="the columns that hold the answers",
            remedy="pass --label-columns A,B",
        )
    taxonomy = _taxonomy(label_columns)
    cases = read_labelled(data, taxonomy, text_column=text_column, encoding=encoding)
    hashed = group_keys(cases.groups.tolist())
    dev = hash_split(hashed) == "dev"
    train, held = np.flatnonzero(~dev), np.flatnonzero(dev)
    say(f"training on {train.size:,} posts, {held.size:,} held back")
    model = LinearClassifier(taxonomy)
    model.fit(take(cases.frame, train), cases.Y[train], groups=cases.groups[train])
    model.choose_thresholds(
        take(cases.frame, held),
        cases.Y[held],
        {name: Aim(false_positive_rate=None) for name in taxonomy.names},
    )
    training: dict[str, Any] = {
        "sources": [
            {
                "name": data.name,
                "n_train": int(train.size),
                "n_dev": int(held.size),
                "known": np.isfinite(cases.Y[train]).sum(axis=0).tolist(),
                "positive": np.nansum(cases.Y[train], axis=0).astype(int).tolist(),
                "files": {data.name: sha256_file(data)},
            }
        ]
    }
    save_model(model, output, training=training, force=force)
    loaded = load_model(output)
    report = evaluate(
        loaded, take(cases.frame, held), cases.Y[held], groups=cases.groups[held], split="held back"
    )
    write_json(output / "evaluation.json", {data.name: report.to_dict()}, force=True)
    _write_card(output)
    return figures({data.name: report})


def _taxonomy(names: Sequence[str]) -> Taxonomy:
    known = load_taxonomy()
    if set(names) <= set(known.names):
        return Taxonomy(known.name, known.version, tuple(known[name] for name in names))
    return simple_taxonomy(list(names))


def _refuse_model(folder: Path, *, force: bool) -> None:
    """Say before an hour of training what would be said after it."""
    if (folder / "config.json").exists() and not force:
        raise OutputFileError(
            f"{folder.name}: holds a model already",
            expected="a new folder",
            remedy="pass --force to replace it, or -o with another folder",
        )
