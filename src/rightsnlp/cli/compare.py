"""``rightsnlp compare``: hold the systems of several evaluations against each other."""

from __future__ import annotations

from pathlib import Path

import click

from rightsnlp.cli.terminal import options
from rightsnlp.cli.terminal.command_line import command_line


@click.command()
@click.argument("runs", metavar="RUN_A RUN_B ...", type=options.PATH, nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="DIR", type=options.PATH, help="Write tables, figures and a page here."
)
@click.option(
    "--figure", "figures", metavar="LABEL:METRIC", multiple=True, help="Compare in this; may be repeated."
)
@click.option("--baseline", metavar="RUN", help="Compare every other system with this one, not all pairs.")
@click.option(
    "--correction",
    type=click.Choice(["holm", "benjamini_hochberg", "none"]),
    default="holm",
    show_default=True,
    help="For the number of comparisons.",
)
@click.option(
    "--test",
    type=click.Choice(["approximate_randomisation", "paired_bootstrap"]),
    default="approximate_randomisation",
    show_default=True,
)
@click.option("--resamples", default=2000, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True)
@click.option(
    "--language", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Of the page."
)
@options.force
@options.quiet
def compare(
    runs: tuple[Path, ...],
    *,
    output: Path | None,
    figures: tuple[str, ...],
    baseline: str | None,
    correction: str,
    test: str,
    resamples: int,
    seed: int,
    language: str,
    force: bool,
    quiet: bool,
) -> None:
    """Compare systems on the same posts: folders that 'rightsnlp evaluate -o' wrote, named after their systems.

    Every difference comes with a paired interval and a p value adjusted for the number of comparisons; "no difference
    shown" is said in words.
    """
    from rightsnlp.intervals import Interval
    from rightsnlp.reporting.folders.comparison import compare_folders, write_comparison
    from rightsnlp.reporting.folders.run import read_run
    from rightsnlp.reporting.folders.staging import COMPARISON_FILES, check_folder

    if output is not None:
        check_folder(output, COMPARISON_FILES, force=force)
    compared = compare_folders(
        [read_run(folder) for folder in runs],
        figures=[_figure(figure) for figure in figures] or None,
        baseline=baseline,
        correction=correction,  # type: ignore[arg-type]
        test=test,  # type: ignore[arg-type]
        interval=Interval(n_resamples=resamples, seed=seed),
    )
    missing = ""
    if output is not None:
        missing = write_comparison(compared, output, command=command_line(), language=language, force=force)
    if not quiet:
        posts = compared.signature["n"]
        click.echo(f"rows matched by identifier and place: {posts:,} of {posts:,} in every run\n\n{compared}")
        if output is not None:
            click.echo(f"\nwrote {output.name}", err=True)
        if missing:
            click.echo(f"no report.html; for drawings and page {missing}", err=True)


def _figure(text: str) -> tuple[str, str]:
    label, _, metric = text.partition(":")
    return label, metric
