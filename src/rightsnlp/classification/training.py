"""Train, measure and write a model folder: from a recipe, or from a table of labelled posts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from rightsnlp.classification.linear import LinearClassifier
from rightsnlp.classification.persistence import load_model, save_model
from rightsnlp.classification.posts import take
from rightsnlp.classification.recipe import Part, TrainingRun, as_cases, read_recipe, train_recipe
from rightsnlp.classification.selective import Aim
from rightsnlp.data.corpora import hash_split
from rightsnlp.data.dedup import group_keys
from rightsnlp.data.labelled import read_labelled
from rightsnlp.evaluation.card import figures, model_card
from rightsnlp.evaluation.report import EvaluationReport, evaluate
from rightsnlp.exceptions import InvalidArgumentError, OutputFileError
from rightsnlp.provenance import sha256_file, sha256_texts, write_json, write_text
from rightsnlp.taxonomy import Taxonomy, load_taxonomy, simple_taxonomy

Say = Callable[[str], None]


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
        return _measure(load_model(output), run, output, say=say)


def _measure(model: LinearClassifier, run: TrainingRun, output: Path, *, say: Say) -> str:
    reports: dict[str, EvaluationReport] = {}
    for part in sorted(run.parts, key=lambda part: part.source.name):
        if np.isfinite(part.dev.Y).any():
            say(f"measuring on the dev part of {part.source.name}")
            reports[part.source.name] = evaluate_part(model, part)
    write_json(
        output / "evaluation.json", {name: report.to_dict() for name, report in reports.items()}, force=True
    )
    write_text(output / "README.md", model_card(model.model_info_, run.training, reports), force=True)
    return figures(reports)


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
    write_text(
        output / "README.md", model_card(loaded.model_info_, training, {data.name: report}), force=True
    )
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
