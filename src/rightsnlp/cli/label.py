"""``rightsnlp label``: label a table of cases."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from rightsnlp.cli.terminal import options
from rightsnlp.cli.terminal.text import one_line
from rightsnlp.exceptions import InvalidArgumentError, RightsNLPError
from rightsnlp.provenance import make_folder, shown_name


@click.command()
@click.argument("sources", metavar="INPUT...", type=options.PATH, nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=options.PATH,
    help="The table to write, or a folder for several. Default: INPUT.labelled.<ext>.",
)
@options.model
@click.option(
    "--format", "kind", type=click.Choice(["csv", "xlsx", "jsonl", "parquet"]), help="Format of OUT."
)
@options.text_column
@options.encoding
@click.option("--redact", is_flag=True, help="Replace handles, numbers and addresses in what is written.")
@click.option("--resume", is_flag=True, help="Go on with a run that was interrupted.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that label; the results do not depend on it.",
)
@options.force
@options.quiet
def label(sources: tuple[Path, ...], *, output: Path | None, model: str | None, **settings: Any) -> None:
    """Label the cases in INPUT: CSV, Excel, JSON Lines or Parquet, packed with gzip or not.

    INPUT may also be a folder, a pattern, or - for standard input. Every row and column comes back in order, with the
    labels, a probability and a decision a label, what to review first, the evidence, the language and warnings beside
    it. A person decides.
    """
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.labeling.incoming import find_tables, spooled

    settings["format"] = settings.pop("kind")
    quiet = settings.pop("quiet")
    settings["progress"] = options.show_progress(quiet=quiet)
    if str(sources[0]) == "-":
        if output is None or len(sources) > 1:
            raise InvalidArgumentError(
                "OUT: standard input has no name to write beside",
                expected="-o OUT, and - alone",
                remedy="pass -o cases.csv",
            )
        settings["model"] = load_model(model)
        with spooled(sys.stdin.buffer, output) as path:
            sys.exit(_label(path, output, quiet=quiet, **settings))
    tables = find_tables(sources)
    several = len(tables) > 1 or sources[0].is_dir()
    if output is not None and (several or output.is_dir()):
        make_folder(output)
    settings["model"] = load_model(model)
    codes = [0]
    for table in tables:
        target = _in_folder(output, table, settings["format"]) if output and output.is_dir() else output
        try:
            codes.append(_label(table, target, quiet=quiet, **settings))
        except RightsNLPError as error:
            if not several:
                raise
            click.echo(one_line(f"error: {error}"), err=True)
            codes.append(2)
    sys.exit(max(codes))


def _label(source: Path, output: Path | None, *, quiet: bool, **settings: Any) -> int:
    """Label one table and say what came of it; return the exit code."""
    from rightsnlp.labeling.run import label_file

    try:
        run = label_file(source, output, **settings)
    except KeyboardInterrupt:
        click.echo("\nwhat is labelled so far is kept: the same command with --resume goes on", err=True)
        raise
    if not quiet:
        _summarise(run.counts)
        click.echo(f"wrote {shown_name(run.output)} and {shown_name(run.record)}", err=True)
    for note in run.notes:
        click.echo(f"note: {note}", err=True)
    if run.rejected is None:
        return 0
    rejected, rows = run.counts["rejected"], run.counts["rows"]
    click.echo(
        f"{rejected} of {rows} rows were not labelled; see {shown_name(run.rejected)}",
        err=True,
    )
    return 1


def _in_folder(folder: Path, table: Path, kind: str | None) -> Path:
    """Return the name that the labelled table gets in another folder: as it would get beside its input."""
    from rightsnlp.data.tables.io import table_format
    from rightsnlp.labeling.file_names import FileNames
    from rightsnlp.labeling.incoming import unpacked_name

    names = FileNames.of(table, None, kind, table_format(unpacked_name(table)))
    return folder / names.output.name


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
