"""``rightsnlp reconcile``: a company's answers matched with the register of what was sent."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from rightsnlp.cli.terminal import options


@click.command()
@click.argument("register", metavar="REGISTER", type=options.PATH)
@click.argument("responses", metavar="RESPONSES", type=options.PATH)
@click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="What 03/04/2025 means.")
@options.quiet
def reconcile(register: Path, responses: Path, *, dates: object, quiet: bool) -> None:
    """Enter the answers in RESPONSES in REGISTER: by reference, by address, else by nearly the same text.

    What fits nothing, or more than one report, goes to two lists beside the register; exit code 1 when there is any.
    Run again it changes nothing.
    """
    from rightsnlp.monitoring.escalation.reconcile import reconcile as match

    found = match(register, responses, dates=dates)  # type: ignore[arg-type]
    if not quiet:
        click.echo(
            f"{found.answers:,} answers: {found.matched:,} matched, {found.unmatched:,} unmatched, "
            f"{found.doubtful:,} doubtful",
            err=True,
        )
        stem = responses.stem
        said = (
            f"wrote {register.name}, {stem}.unmatched.csv, {stem}.doubtful.csv"
            if found.changed
            else "nothing changed"
        )
        click.echo(said, err=True)
    if found.unmatched or found.doubtful:
        sys.exit(1)
