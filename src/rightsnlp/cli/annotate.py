"""``rightsnlp annotate``: take cases to an annotation tool, and answers back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rightsnlp.cli.terminal import options

_tool = click.option(
    "--tool", type=click.Choice(["label-studio", "doccano"]), required=True, help="The annotation tool."
)
_read_from = click.option(
    "--tool",
    type=click.Choice(["label-studio", "doccano", "argilla", "prodigy"]),
    required=True,
    help="The annotation tool.",
)


@click.group()
def annotate() -> None:
    """Take cases to Label Studio or doccano, and what annotators answered back."""


@annotate.command("config")
@_tool
def show_config(tool: str) -> None:
    """Print what sets a project up: Label Studio's labelling interface, or doccano's labels."""
    from rightsnlp.data.annotation.files import tool_config

    click.echo(tool_config(tool), nl=False)


@annotate.command("export")
@click.argument("source", metavar="INPUT", type=options.PATH)
@_tool
@click.option(
    "-o", "--output", metavar="OUT", type=options.PATH, required=True, help="The file to import there."
)
@click.option("--suggest", is_flag=True, help="Show annotators the labels that rightsnlp label gave.")
@click.option("--redact", is_flag=True, help="Replace handles, numbers and addresses in what is written.")
@options.text_column
@options.encoding
@options.force
@options.quiet
def export(
    source: Path,
    *,
    tool: str,
    output: Path,
    suggest: bool,
    redact: bool,
    text_column: str | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Write the cases of INPUT for annotators.

    They get post, report, action, stated reason, platform, content type, language and date, under the case_id: no
    address, no name, and no label unless --suggest is given, which sways those who label. Exits with 1 when a row was
    left out.
    """
    from rightsnlp.data.annotation.files import export_cases

    done = export_cases(
        source,
        output,
        tool,
        suggest=suggest,
        redact=redact,
        text_column=text_column,
        encoding=encoding,
        force=force,
    )
    if not quiet:
        if redact:
            told = ", ".join(f"{count:,} {kind}" for kind, count in done.redacted.items())
            click.echo(f"redacted: {told or 'nothing found'}; names of people were not looked for", err=True)
        click.echo(f"wrote {done.cases:,} cases to {output.name}", err=True)
    if done.rejected:
        click.echo(
            f"{done.rejected:,} rows were left out; run: rightsnlp validate, which lists them", err=True
        )
        sys.exit(1)


@annotate.command("import")
@click.argument("source", metavar="FILE", type=options.PATH)
@_read_from
@click.option("-o", "--output", metavar="OUT", type=options.PATH, required=True, help="The table to write.")
@options.force
@options.quiet
def import_(source: Path, *, tool: str, output: Path, force: bool, quiet: bool) -> None:
    """Read the answers in FILE into a table: a row for each annotator and case, a column for each label.

    FILE is Label Studio's JSON, JSON-MIN or CSV, doccano's JSONL or zip archive, Argilla's records or Prodigy's db-out.
    A label is blank where the annotator skipped the case or chose nothing, or where the case lacks every field that the
    label is read from.
    """
    from rightsnlp.data.annotation.files import read_annotations
    from rightsnlp.data.tables.io import table_format, write_table
    from rightsnlp.provenance import check_target

    table_format(output)
    found = read_annotations(source, tool)
    check_target(output, source, force=force)
    write_table(found.to_frame(), output, force=force)
    if quiet:
        return
    click.echo(
        f"{found.frame['case_id'].nunique():,} tasks, {len(found.annotators):,} annotators; {found.tally}",
        err=True,
    )
    if found.unreadable:
        click.echo(
            f"{found.unreadable:,} labels were left blank: the case lacks the fields that the label is read from",
            err=True,
        )
    click.echo(f"wrote {output.name}", err=True)
