"""Measure a model on a file of posts with known answers and on the same posts written differently."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rightsnlp.checks.perturbations.catalogue import STRENGTH, choose_perturbations
from rightsnlp.checks.robustness.report import RobustnessReport
from rightsnlp.checks.robustness.run import robustness
from rightsnlp.classification.persistence import load_model
from rightsnlp.classification.posts import take
from rightsnlp.evaluation.evaluation_data import EvaluationData, load_evaluation_data
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval
from rightsnlp.provenance import check_output, make_folder, write_json, write_text

ROBUSTNESS_FILES = ("robustness.json", "robustness.md", "robustness.csv", "flips.csv")


def robustness_of_file(
    data: str | Path,
    *,
    model: str | None = None,
    corpus: str | None = None,
    split: str | None = None,
    perturbations: Sequence[str] | None = None,
    strength: float = STRENGTH,
    limit: int | None = None,
    output: str | Path | None = None,
    interval: Interval = Interval(),
    text_column: str | None = None,
    encoding: str | None = None,
    progress: bool = False,
    force: bool = False,
) -> RobustnessReport:
    """Judge a model on the posts of a file as they are, and as they are perturbed.

    Parameters
    ----------
    data : str or Path
        A table with answers, or with ``corpus`` the folder or file of a public corpus.
    model : str, optional
        Name or folder. Default: ``rightsnlp-base``.
    corpus, split, text_column, encoding
        As in :func:`~rightsnlp.evaluation.evaluation_data.load_evaluation_data`.
    perturbations, strength, progress
        As in :func:`~rightsnlp.checks.robustness.run.robustness`.
    limit : int, optional
        Judge this many posts only, drawn at random.
    output : str or Path, optional
        A folder for the files of :data:`ROBUSTNESS_FILES`; none of them holds a post.
    interval : Interval
        Its seed is that of the perturbations and of the sample too.
    force : bool
        Replace files that are there.

    Raises
    ------
    InvalidArgumentError
        When a perturbation is unknown or ``limit`` is below 1.
    InputFileError, SchemaError, OutputFileError
        When the data cannot be read, or the folder cannot be written.
    """
    chosen = choose_perturbations(perturbations or None)
    if output is not None:
        folder = make_folder(output)
        for name in ROBUSTNESS_FILES:
            check_output(folder / name, force=force)
    loaded = load_model(model)
    found = load_evaluation_data(
        data,
        corpus=corpus,
        split=split,
        taxonomy=loaded.taxonomy_,
        text_column=text_column,
        encoding=encoding,
    )
    arguments, rows = _drawn(found, limit, interval.seed)
    report = robustness(
        loaded, perturbations=chosen, strength=strength, interval=interval, progress=progress, **arguments
    )
    if output is not None:
        # A reader of the file counts rows from 1, and in the file, not in what was drawn from it.
        flips = report.flips_frame()
        flips["row"] = [rows[row] + 1 for row in flips["row"]]
        write_json(folder / "robustness.json", report.to_dict(), force=force)
        write_text(folder / "robustness.md", report.to_markdown(), force=force)
        write_text(folder / "robustness.csv", report.to_frame().to_csv(index=False), force=force)
        write_text(folder / "flips.csv", flips.to_csv(index=False), force=force)
    return report


def _drawn(found: EvaluationData, limit: int | None, seed: int) -> tuple[dict[str, Any], list[int]]:
    """Return what is measured on, all posts or ``limit`` of them, and the place of each post in the data."""
    n = len(found)
    arguments = {
        "posts": found.posts,
        "Y": found.answers,
        "groups": found.groups,
        "split": found.split,
        "data_sha256": found.data_sha256,
    }
    if limit is None or limit >= n:
        return arguments, list(range(n))
    if limit < 1:
        raise InvalidArgumentError(f"limit: got {limit}", expected="1 or more", remedy="pass -n 500")
    rows = np.sort(np.random.default_rng(seed).permutation(n)[:limit])
    drawn = {
        "posts": take(found.posts, rows),
        "Y": found.answers.iloc[rows],
        "groups": found.groups[rows],
        "split": f"{found.split} ({limit} of {n} drawn)",
    }
    return {**arguments, **drawn}, rows.tolist()
