"""``rightsnlp escalate``: the reports of cases for a company, and the register of what was sent."""

from __future__ import annotations

from pathlib import Path

import click

from rightsnlp.cli.terminal import options


@click.command()
@click.argument("source", metavar="CASES", type=options.PATH)
@click.option(
    "--platform", "company", metavar="COMPANY", required=True, help="Such as meta, x, tiktok, google."
)
@click.option(
    "-o", "--output", metavar="DIR", type=options.PATH, default=Path("escalations"), show_default=True
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day of sending. Default: today.")
@click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="What 03/04/2025 means.")
@options.encoding
@options.quiet
def escalate(
    source: Path, *, company: str, output: Path, day: object, dates: object, encoding: str | None, quiet: bool
) -> None:
    """Write the CASES that a company has not been sent as one table, and enter them in DIR/register.csv.

    The table has address, action, reason, dates, category, evidence hash and the redacted narrative; no post and no
    name. Cases whose reporter did not consent stay. Run again it changes nothing.
    """
    from datetime import datetime

    from rightsnlp.monitoring.cases import read_cases
    from rightsnlp.monitoring.escalation.escalate import escalate as write

    cases = read_cases(source, encoding=encoding, dates=dates, texts=True)  # type: ignore[arg-type]
    made = write(cases, company, output, day=day.date() if isinstance(day, datetime) else None)
    if not quiet:
        click.echo(f"{made.sent:,} cases in {made.table}" if made.table else "nothing new to send", err=True)
        click.echo(
            f"{made.known:,} sent before, {made.without_consent:,} without consent, "
            f"{made.without_address:,} without an address",
            err=True,
        )
