"""``rightsnlp stats``: a bulletin from a register of cases, and a published table held against its own sums."""

from __future__ import annotations

import sys
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rightsnlp.cli.terminal import options

if TYPE_CHECKING:
    from rightsnlp.monitoring.cases import CaseTable

_SHOWN = 20


class _WithBulletin(click.Group):
    """A group whose command is ``bulletin`` unless the first word names another."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        return self.commands.get(cmd_name, self.commands["bulletin"])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in self.commands:
            return super().resolve_command(ctx, args)
        return "bulletin", self.commands["bulletin"], args

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0].startswith("-") and args[0] not in {"-h", "--help"}:
            args = ["bulletin", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_WithBulletin)
def stats() -> None:
    """Count a register of cases and write a bulletin, or check a published table.

    rightsnlp stats CASES -o DIR writes the bulletin; its options: rightsnlp stats bulletin --help.
    rightsnlp stats check TABLE holds a table against its own sums.
    """


@stats.command()
@click.argument("source", metavar="CASES", type=options.PATH)
@click.option(
    "-o", "--output", metavar="DIR", type=options.PATH, help="Default: CASES.bulletin beside CASES."
)
@click.option(
    "--period", type=click.Choice(["month", "quarter", "year"]), default="quarter", show_default=True
)
@click.option(
    "--min-cell", metavar="N", type=click.IntRange(1), default=5, show_default=True,
    help="Smaller counts are left out, and others with them, so that they cannot be worked out.",
)  # fmt: skip
@click.option(
    "--confidence", metavar="P", type=float, default=0.95, show_default=True, help="Of the intervals."
)
@click.option("--breaks", metavar="FILE", type=options.PATH, help="Breaks of the series, in TOML.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day up to which CASES tells. Default: its latest."
)
@click.option("--dates", type=click.Choice(["day-first", "month-first"]), help="What 03/04/2025 means.")
@click.option("--title-en", metavar="T", help="Title of the English page.")
@click.option("--title-ar", metavar="T", help="Title of the Arabic page.")
@click.option("--synthetic", is_flag=True, help="Say on every page that the cases are invented.")
@click.option("--problems", is_flag=True, help="Print every problem, and write nothing.")
@options.encoding
@options.force
@options.quiet
def bulletin(
    source: Path, *, output: Path | None, force: bool, quiet: bool, problems: bool, **settings: Any
) -> None:
    """Write a bulletin of CASES in Arabic and English: pages, tables, charts, figures.json.

    Exit code 1 when rows were left out or cells could not be read; each is said in a line.
    """
    from rightsnlp.monitoring.bulletin.figures import BulletinSettings, make_bulletin
    from rightsnlp.monitoring.bulletin.files import write_bulletin
    from rightsnlp.monitoring.cases import read_cases
    from rightsnlp.monitoring.sample import is_sample
    from rightsnlp.monitoring.statistics.breaks import read_breaks

    as_of: datetime | None = settings["as_of"]
    cases = read_cases(
        source,
        encoding=settings["encoding"],
        dates=settings["dates"],
        as_of=as_of.date() if as_of else None,
    )
    if not quiet or problems:
        _say_problems(cases, at_most=None if problems else _SHOWN)
    if not problems:
        folder = output or source.with_name(f"{source.stem}.bulletin")
        made = make_bulletin(
            cases,
            BulletinSettings(
                period=settings["period"],
                min_cell=settings["min_cell"],
                confidence=settings["confidence"],
                breaks=read_breaks(settings["breaks"]) if settings["breaks"] else (),
                title={k: t for k in ("en", "ar") if (t := settings[f"title_{k}"])},
                synthetic=settings["synthetic"] or is_sample(cases.sha256),
            ),
        )
        written = write_bulletin(made, folder, force=force)
        if not quiet:
            hidden = len(made.suppression.hidden)
            click.echo(
                f"{len(cases):,} cases of {cases.rows:,} rows, {hidden} cells left out as too small", err=True
            )
            click.echo(
                f"wrote {len(written)} files to {folder.name}: bulletin.ar.html, bulletin.en.html, ...",
                err=True,
            )
    if any(rule not in {"no_case_id"} for rule in cases.problems.counts()):
        sys.exit(1)


def _say_problems(cases: CaseTable, *, at_most: int | None) -> None:
    for problem in islice(cases.problems, at_most):
        click.echo(str(problem), err=True)
    more = len(cases.problems) - (at_most or len(cases.problems))
    if more > 0:
        click.echo(f"and {more:,} more; run with --problems to see all", err=True)


@stats.command()
@click.argument("table", metavar="TABLE", type=options.PATH)
@options.encoding
@options.quiet
def check(table: Path, *, encoding: str | None, quiet: bool) -> None:
    """Hold the totals of a published TABLE against their parts; exit code 1 when one does not add up."""
    from rightsnlp.monitoring.statistics.sums import check_sums

    found = check_sums(table, encoding=encoding)
    for mismatch in found.mismatches:
        click.echo(str(mismatch))
    if not quiet:
        for place in found.unread:
            click.echo(f"{place}: is no number, and was passed over", err=True)
        wrong = len(found.mismatches)
        click.echo(f"{found.checked} totals checked, {wrong} of them not the sum of their parts", err=True)
    if found.mismatches:
        sys.exit(1)
