"""``rightsnlp robustness``: measure a model on labelled posts and on the same posts written differently."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rightsnlp.cli.terminal import options


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
    help="Write robustness.json, robustness.md, robustness.csv, flips.csv here, and no post's text.",
)
@options.force
@options.quiet
def robustness(data: Path, *, seed: int, quiet: bool, **settings: Any) -> None:
    """Measure a model on DATA and on the same posts written differently: what each figure loses.

    DATA is a table with a column for each label (1, 0 or blank) or a column of labels, or with --corpus the folder or
    file of a public corpus. Words lose their dots, get tatweel, look-alikes and slips, go into Arabizi, and so
    on; the meaning,
    and with it the label, stays.
    """
    from rightsnlp.checks.robustness.file import robustness_of_file
    from rightsnlp.intervals import Interval

    watched = not quiet and sys.stderr.isatty()
    report = robustness_of_file(data, interval=Interval(seed=seed), progress=watched, **settings)
    if not quiet:
        click.echo(str(report))
