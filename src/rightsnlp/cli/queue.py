"""``rightsnlp queue``: which cases a person should verify next."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rightsnlp.cli.terminal import options


@click.command()
@click.argument("source", metavar="LABELLED", type=options.PATH)
@click.option("-n", "n", metavar="N", type=int, default=50, show_default=True, help="Length of the queue.")
@click.option("-o", "--output", metavar="FILE", type=options.PATH, help="Default: LABELLED.queue.csv.")
@click.option(
    "--strategy",
    type=click.Choice(["likely", "threshold", "entropy", "random"]),
    default="likely",
    show_default=True,
    help="What comes first: the largest probability, what is left to a person, or what is nearest to 0.5.",
)
@click.option(
    "--explore", metavar="SHARE", type=float, default=0.1, show_default=True, help="Share drawn at random."
)
@click.option("--diverse", is_flag=True, help="Pass over cases whose wording is like that of earlier ones.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the random share.")
@click.option(
    "--language",
    type=click.Choice(["en", "ar"]),
    default="en",
    show_default=True,
    help="Language of the reasons.",
)
@options.text_column
@options.encoding
@options.force
@options.quiet
def queue(source: Path, *, output: Path | None, n: int, quiet: bool, **settings: Any) -> None:
    """Choose the cases in LABELLED, a table that rightsnlp label wrote, to verify next.

    The rows come back whole, in the order to verify them, each with the reason, how many nearly identical cases it
    stands for, and the probability with which it was chosen. A person fills verified_labels: the labels with |
    between, or none_of_these. Cases that are verified already are left out.
    """
    from rightsnlp.labeling.queue_files import queue_file

    run = queue_file(source, output, n, **settings)
    if not quiet:
        click.echo(f"{run.chosen:,} cases of {run.rows:,}, {run.drawn:,} of them drawn at random", err=True)
        click.echo(
            f"wrote {run.output.name}; fill verified_labels (none_of_these where none applies)", err=True
        )
    if run.unreadable:
        click.echo(f"{run.unreadable} rows could not be read; run: rightsnlp validate on the file", err=True)
        sys.exit(1)
