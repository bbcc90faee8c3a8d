"""``rightsnlp label``: label a table of cases."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import click

from rightsnlp.cli import options
from rightsnlp.exceptions import InputFileError, InvalidArgumentError


@click.command()
@click.argument("source", metavar="INPUT", type=options.PATH)
@click.option("-o", "--output", metavar="OUT", type=options.PATH, help="Default: INPUT.labelled.<ext>.")
@options.model
@click.option(
    "--format", "kind", type=click.Choice(["csv", "xlsx", "jsonl", "parquet"]), help="Format of OUT."
)
@options.text_column
@options.encoding
@click.option("--redact", is_flag=True, help="Replace handles, numbers and addresses in what is written.")
@click.option("--resume", is_flag=True, help="Go on with a run that was interrupted.")
@options.force
@options.quiet
def label(source: Path, *, output: Path | None, model: str | None, quiet: bool, **settings: Any) -> None:
    """Label the cases in INPUT (CSV, Excel, JSON Lines, Parquet, or - for standard input).

    Every row and column comes back in order, with the labels, a probability and a decision a label, what to review
    first, the evidence, the language and warnings beside it. A person decides.
    """
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.labeling.run import label_file

    settings["format"] = settings.pop("kind")
    progress = options.show_progress(quiet=quiet)
    loaded = load_model(model)
    if str(source) == "-":
        if output is None:
            raise InvalidArgumentError(
                "OUT: standard input has no name to write beside",
                expected="-o OUT",
                remedy="pass -o cases.csv",
            )
        with tempfile.TemporaryDirectory() as folder:
            run = label_file(_spool(Path(folder)), output, model=loaded, progress=progress, **settings)
    else:
        try:
            run = label_file(source, output, model=loaded, progress=progress, **settings)
        except KeyboardInterrupt:
            click.echo("\nwhat is labelled so far is kept: the same command with --resume goes on", err=True)
            raise
    if not quiet:
        _summarise(run.counts)
        click.echo(f"wrote {run.output.name} and {run.record.name}", err=True)
    if run.rejected is not None:
        click.echo(
            f"{run.counts['rejected']} of {run.counts['rows']} rows were not labelled; see {run.rejected.name}",
            err=True,
        )
        sys.exit(1)


def _spool(folder: Path) -> Path:
    """Keep standard input in a private file until the run ends: it is read more than once."""
    stream = sys.stdin.buffer
    first = stream.read(1)
    if not first:
        raise InputFileError(
            "standard input: is empty", expected="a table", remedy="check the command before the pipe"
        )
    path = folder / ("stdin.jsonl" if first == b"{" else "stdin.csv")
    with path.open("wb") as file:
        file.write(first)
        while block := stream.read(1 << 20):
            file.write(block)
    return path


def _summarise(counts: dict[str, Any]) -> None:
    for column, tally in counts["decisions"].items():
        name = column.split("decision_", 1)[-1]
        told = ", ".join(f"{count:,} {decision}" for decision, count in tally.items())
        click.echo(f"{name}: {told}", err=True)
    for rule, count in counts["rules"].items():
        click.echo(f"warning: {rule} in {count:,} rows", err=True)
    if counts.get("redacted"):
        told = ", ".join(f"{count:,} {kind}" for kind, count in counts["redacted"].items() if count)
        click.echo(f"redacted: {told or 'nothing found'}", err=True)
