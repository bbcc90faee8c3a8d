"""``rightsnlp evaluate``: measure a model, a human or anybody's predictions on labelled posts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rightsnlp.cli.terminal import options
from rightsnlp.cli.terminal.command_line import command_line


@click.command()
@click.argument("data", metavar="DATA", type=options.PATH)
@options.model
@click.option(
    "--predictions", metavar="FILE", type=options.PATH, help="Judge the answers in this table, not a model."
)
@click.option("--corpus", metavar="NAME", help="DATA is the user's copy of this public corpus.")
@click.option("--split", help="Part of the corpus. Default: dev where it has one.")
@click.option(
    "-o", "--output", metavar="DIR", type=options.PATH, help="Write tables, figures and a page here."
)
@click.option(
    "--slice", "slices", metavar="COLUMN", multiple=True, help="Figures by this column; may be repeated."
)
@click.option(
    "--reference", metavar="VALUE", help="The slice that others are held against. Default: the largest."
)
@click.option(
    "--legitimate", metavar="COLUMN", multiple=True, help="A column of 1 and 0 that marks protected speech."
)
@click.option(
    "--language", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Of the page."
)
@click.option(
    "--resamples", default=1000, show_default=True, type=click.IntRange(1), help="Of the bootstrap."
)
@click.option("--seed", default=0, show_default=True, help="Seed of the bootstrap.")
@options.text_column
@options.encoding
@options.force
@options.quiet
def evaluate(data: Path, *, resamples: int, seed: int, quiet: bool, **settings: Any) -> None:
    """Measure a model on DATA: every figure with n, a 95 % interval and a signature.

    DATA is a table with a column for each label (1, 0 or blank) or a column of labels, or with --corpus the folder or
    file of a public corpus. With --predictions a human, an API or another library is judged instead: its rows are
    matched by identifier, and by place only where a file has none.
    """
    from rightsnlp.intervals import Interval
    from rightsnlp.rendering.table import markdown_tables
    from rightsnlp.reporting.evaluate_file import evaluate_file
    from rightsnlp.reporting.folders.evaluation import slice_tables

    done = evaluate_file(
        data, interval=Interval(n_resamples=resamples, seed=seed), command=command_line(), **settings
    )
    if quiet:
        return
    read = [line for line in (done.source, str(done.match or "")) if line]
    click.echo("\n".join([*read, "", str(done.report)] if read else [str(done.report)]))
    if done.slices is not None:
        click.echo("\n" + markdown_tables(slice_tables(done.slices, done.report), []))
    if done.written is not None:
        click.echo(f"\nwrote {len(done.written.files)} files in {done.written.folder.name}", err=True)
        if done.written.missing:
            click.echo(f"no report.html; for drawings and page {done.written.missing}", err=True)
