"""``rightsnlp validate``: check a table of cases without labelling it."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from rightsnlp.cli.terminal import options

_SHOWN = 20


@click.command()
@click.argument("source", metavar="INPUT", type=options.PATH)
@options.text_column
@options.encoding
def validate(source: Path, *, text_column: str | None, encoding: str | None) -> None:
    """Say which column of INPUT is which field, and which rows break which rule.

    Prints row numbers (1 is the first row under the header), columns and rules, never what stands in a cell.
    Exits with 1 when a row could not be labelled.
    """
    from rightsnlp.data.schema import RULES, CaseBuilder
    from rightsnlp.data.tables.io import open_table

    reader = open_table(source, encoding=encoding)
    builder = CaseBuilder(reader.columns, text_column=text_column)
    problems = []
    n_rows = 0
    for n_rows, row in enumerate(reader.rows(), start=1):
        problems.extend(builder.build(n_rows, row)[1])
    rejected = len({problem.row for problem in problems if problem.rejects})
    form = f", {reader.encoding}" if hasattr(reader, "encoding") else ""
    click.echo(f"{reader.name}: {reader.format}{form}, {n_rows:,} rows, {len(reader.columns)} columns")
    for field, column in builder.fields.items():
        click.echo(f"  {field} <- {column}")
    for rule, count in sorted(Counter(problem.rule for problem in problems).items()):
        click.echo(f"{count:,} x {rule}: {RULES[rule]}")
    for problem in problems[:_SHOWN]:
        kind = "error" if problem.rejects else "warning"
        place = f", column {problem.column}" if problem.column else ""
        click.echo(f"  {kind}: row {problem.row}{place}: {problem.rule}")
    if len(problems) > _SHOWN:
        click.echo(f"  … and {len(problems) - _SHOWN:,} more")
    click.echo(f"{n_rows - rejected:,} rows can be labelled, {rejected:,} cannot")
    if rejected:
        sys.exit(1)
