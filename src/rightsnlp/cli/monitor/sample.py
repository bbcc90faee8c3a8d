"""``rightsnlp sample``: a verified sample of a scored collection, planned, drawn, closed and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rightsnlp.cli.terminal import options


@click.group()
def sample() -> None:
    """Verify a sample so that a prevalence can be estimated from it.

    plan, draw, verify by hand, close; then rightsnlp prevalence sample. Each step is sealed over the one before.
    """


@sample.command()
@click.argument("collection", metavar="COLLECTION", type=options.PATH)
@click.option(
    "--score", metavar="COLUMN", required=True, help="The column of the classifier's probabilities."
)
@click.option("--label", metavar="LABEL", required=True, help="The label that people will look for.")
@click.option(
    "--width", metavar="W", type=float, default=0.06, show_default=True, help="Wanted width of the interval."
)
@click.option("--confidence", metavar="P", type=float, default=0.95, show_default=True)
@click.option("--strata", "n_strata", metavar="N", type=click.IntRange(1), default=5, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("-o", "--output", metavar="RECORD", type=options.PATH, help="Default: COLLECTION.sample.jsonl.")
@options.force
@options.quiet
def plan(collection: Path, *, output: Path | None, quiet: bool, **settings: Any) -> None:
    """Plan how many cases of COLLECTION to verify, and begin a sealed record."""
    from rightsnlp.monitoring.prevalence.sampling import plan_sample

    record = output or collection.with_name(f"{collection.stem}.sample.jsonl")
    made, entry = plan_sample(collection, record, **settings)
    if not quiet:
        for size, n, low in zip(made.sizes, made.n, (0.0, *made.edges), strict=True):
            click.echo(f"score from {low:.2f}: verify {n:,} of {size:,}", err=True)
        click.echo(f"verify {sum(made.n):,} of {sum(made.sizes):,} cases; wrote {record.name}", err=True)
        click.echo(f"seal {entry.seal}: note it elsewhere before anybody looks at a case", err=True)


@sample.command()
@click.argument("record", metavar="RECORD", type=options.PATH)
@click.argument("collection", metavar="COLLECTION", type=options.PATH)
@click.option("-o", "--output", metavar="FILE", type=options.PATH, required=True, help="The table to verify.")
@options.force
@options.quiet
def draw(record: Path, collection: Path, *, output: Path, force: bool, quiet: bool) -> None:
    """Write the cases to verify, without scores, in an order that tells nothing of them."""
    from rightsnlp.monitoring.prevalence.sampling import draw_sample

    n = draw_sample(record, collection, output, force=force)
    if not quiet:
        click.echo(
            f"drew {n:,} cases; fill verified_labels in {output.name} (none_of_these where none applies)",
            err=True,
        )


@sample.command()
@click.argument("record", metavar="RECORD", type=options.PATH)
@click.argument("answers", metavar="ANSWERS", type=options.PATH)
@options.quiet
def close(record: Path, answers: Path, *, quiet: bool) -> None:
    """Seal the ANSWERS of the people who verified; after that no answer can be changed unseen."""
    from rightsnlp.monitoring.prevalence.sampling import close_sample

    verified, drawn = close_sample(record, answers)
    if not quiet:
        click.echo(f"sealed {verified:,} answers of {drawn:,} cases drawn", err=True)


@sample.command()
@click.argument("record", metavar="RECORD", type=options.PATH)
def check(record: Path) -> None:
    """Check every seal of RECORD and print its steps."""
    from rightsnlp.monitoring.prevalence.record import read_record

    for entry in read_record(record):
        click.echo(f"{entry.at}  {entry.step:<8}  {entry.seal}")
    click.echo("every seal holds")
