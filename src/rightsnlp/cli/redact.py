"""``rightsnlp redact``: replace personal data in a table."""

from __future__ import annotations

from pathlib import Path

import click

from rightsnlp.cli.terminal import options


@click.command()
@click.argument("source", metavar="INPUT", type=options.PATH)
@click.option("-o", "--output", metavar="OUT", type=options.PATH, help="Default: INPUT.redacted.<ext>.")
@options.text_column
@options.encoding
@options.force
@options.quiet
def redact(
    source: Path,
    *,
    output: Path | None,
    text_column: str | None,
    encoding: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Replace handles, links, addresses and numbers that identify a person in INPUT.

    The same handle gets the same pseudonym within a run. Names of people are out of reach of rules: read the result
    before you share it.
    """
    from rightsnlp.labeling.redaction import redact_file

    path, counts = redact_file(source, output, text_column=text_column, encoding=encoding, force=force)
    if not quiet:
        for kind, count in counts.items():
            click.echo(f"{kind}: {count:,}", err=True)
        click.echo(f"wrote {path.name}; names of people were not looked for", err=True)
