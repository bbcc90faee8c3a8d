"""``rightsnlp robustness``: measure a model on labelled posts and on the same posts written differently."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rightsnlp.cli import options
from rightsnlp.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    from rightsnlp.evaluation.evaluation_data import EvaluationData

_FILES = ("robustness.json", "robustness.md", "robustness.csv", "flips.csv")


@click.command()
@click.argument("data", metavar="DATA", type=options.PATH)
@options.model
@click.option("--corpus", metavar="NAME", help="DATA is the user's copy of this public corpus.")
@click.option("--split", help="Part of the corpus. Default: dev where it has one.")
@options.text_column
@options.encoding
@click.option(
    "--perturbation",
    "perturbations",
    metavar="NAME",
    multiple=True,
    help="Run this one; may be given several times. Default: all, and a wrong name lists them.",
)
@click.option("--strength", default=0.3, show_default=True, help="Share of the places of a post to change.")
@click.option("--seed", default=0, show_default=True, help="Seed of perturbations, sample and bootstrap.")
@click.option("-n", "--limit", metavar="N", type=int, help="Judge N posts only, drawn at random by the seed.")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=options.PATH,
    help=f"Write {', '.join(_FILES)} here, and no post's text.",
)
@options.force
@options.quiet
def robustness(
    data: Path,
    *,
    model: str | None,
    corpus: str | None,
    split: str | None,
    text_column: str | None,
    encoding: str | None,
    perturbations: tuple[str, ...],
    strength: float,
    seed: int,
    limit: int | None,
    output: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Measure a model on DATA and on the same posts written differently: what each figure loses.

    DATA is a table with a column a label (1, 0 or blank) or a column of labels, or with --corpus the folder or file of
    a public corpus. Words lose their dots, get tatweel, look-alikes and slips, go into Arabizi, and so on; the meaning,
    and with it the label, stays.
    """
    from rightsnlp.checks.perturbations.catalogue import choose_perturbations
    from rightsnlp.checks.robustness.run import robustness as measure
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.evaluation.evaluation_data import load_evaluation_data
    from rightsnlp.provenance import check_output, write_json, write_text

    chosen = choose_perturbations(perturbations or None)
    if output is not None:
        options.make_folder(output)
        for name in _FILES:
            check_output(output / name, force=force)
    loaded = load_model(model)
    found = load_evaluation_data(
        data,
        corpus=corpus,
        split=split,
        taxonomy=loaded.taxonomy_,
        text_column=text_column,
        encoding=encoding,
    )
    arguments, rows = _drawn(found, limit, seed)
    report = measure(
        loaded,
        perturbations=chosen,
        strength=strength,
        seed=seed,
        progress=not quiet and sys.stderr.isatty(),
        **arguments,
    )
    if output is not None:
        # A reader of the file counts rows from 1, and in the file, not in what was drawn from it.
        flips = report.flips_frame()
        flips["row"] = [rows[row] + 1 for row in flips["row"]]
        write_json(output / "robustness.json", report.to_dict(), force=force)
        write_text(output / "robustness.md", report.to_markdown(), force=force)
        write_text(output / "robustness.csv", report.to_frame().to_csv(index=False), force=force)
        write_text(output / "flips.csv", flips.to_csv(index=False), force=force)
    if not quiet:
        click.echo(str(report))


def _drawn(found: EvaluationData, limit: int | None, seed: int) -> tuple[dict[str, Any], list[int]]:
    """Return what is measured on, all posts or ``limit`` of them, and the place of each post in the data."""
    import numpy as np

    from rightsnlp.classification.posts import take

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
        raise InvalidArgumentError(f"--limit: got {limit}", expected="1 or more", remedy="pass -n 500")
    rows = np.sort(np.random.default_rng(seed).permutation(n)[:limit])
    drawn = {
        "posts": take(found.posts, rows),
        "Y": found.answers.iloc[rows],
        "groups": found.groups[rows],
        "split": f"{found.split} ({limit} of {n} drawn)",
    }
    return {**arguments, **drawn}, rows.tolist()
