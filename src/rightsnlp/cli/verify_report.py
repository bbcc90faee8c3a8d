"""``rightsnlp verify-report``: compute an evaluation's figures again and say whether they hold."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rightsnlp.cli.terminal import options


@click.command()
@click.argument("folder", metavar="DIR", type=options.PATH)
@click.argument("data", metavar="DATA", type=options.PATH)
@click.option(
    "--corpus", metavar="NAME", help="DATA is the user's copy of this corpus. Default: as the report says."
)
@click.option("--model", metavar="M", help="Ask this model again and hold its answers against the file's.")
@click.option(
    "--predictions", metavar="FILE", type=options.PATH, help="Hold the report against this table of answers."
)
@options.quiet
def verify_report(
    folder: Path,
    data: Path,
    *,
    corpus: str | None,
    model: str | None,
    predictions: Path | None,
    quiet: bool,
) -> None:
    """Verify the report in DIR against DATA, line by line; exit code 0 when it holds, 1 when it does not.

    Every figure is computed again from predictions.csv under the settings that metrics.json states; hash, rows and
    answers are held against DATA; tables and methods are rendered again, the other files held against their hashes.
    """
    from rightsnlp.reporting.folders.verification import verify_report as verify

    loaded = None
    if model is not None:
        from rightsnlp.classification.persistence import load_model

        loaded = load_model(model)
    verification = verify(folder, data, corpus=corpus, model=loaded, predictions=predictions)
    if not quiet:
        click.echo(str(verification))
    if not verification.holds:
        sys.exit(1)
