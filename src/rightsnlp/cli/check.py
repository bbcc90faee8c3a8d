"""``rightsnlp check``: run a functional test suite on a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rightsnlp.cli.terminal import options


@click.command()
@click.argument("suite", metavar="[SUITE]", type=options.PATH, required=False)
@options.model
@click.option(
    "--predictions", metavar="FILE", type=options.PATH, help="Judge the answers in this table, not a model."
)
@click.option("--language", metavar="L", help="Run the cases of this language only, such as ar.")
@click.option(
    "-o", "--output", metavar="DIR", type=options.PATH, help="Write functional.json and functional.md here."
)
@options.force
@options.quiet
def check(suite: Path | None, *, quiet: bool, **settings: Any) -> None:
    """Run a functional test SUITE on a model: what it gets wrong, functionality by functionality.

    SUITE is a table in HateCheck's columns. Default: RightsCheck, which ships. Where functionalities.csv lies beside
    it, each failure is told with what it would mean for a person. With --predictions the answers in a table are judged
    instead, matched by case_id.
    """
    from rightsnlp.checks.functional.file import check_file

    done = check_file(suite, **settings)
    if not quiet:
        if done.match is not None:
            click.echo(f"{done.match}\n")
        click.echo(str(done.report))
