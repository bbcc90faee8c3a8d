"""The figures of a bulletin: everything that is published, counted once, with what must not be shown left out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from rightsnlp._version import __version__
from rightsnlp.monitoring.cases import CaseTable
from rightsnlp.monitoring.statistics.breaks import SeriesBreak
from rightsnlp.monitoring.statistics.counts import CountTable, count_by
from rightsnlp.monitoring.statistics.fields import NOT_STATED, Field, PeriodKind, field_of
from rightsnlp.monitoring.statistics.periods import Change, compare_counts
from rightsnlp.monitoring.statistics.shares import SHARES, Share, ShareRule, shares_of
from rightsnlp.monitoring.statistics.suppression import MIN_CELL, Key, Suppression, suppress
from rightsnlp.monitoring.statistics.times import (
    Durations,
    LogRank,
    MedianTime,
    Step,
    durations_of,
    log_rank,
    median_time,
)

COUNTED = ("platform", "action", "stated_reason", "language", "victim_type", "region", "restoration")
"""Fields that are counted by period, where the register has them."""

STEPS: tuple[tuple[Step, str, tuple[str, ...]], ...] = (
    ("response", "response", ("answered", "no_response", "open")),
    ("restoration", "restoration", ("restored", "not_restored", "open")),
)
"""Steps that are timed, the field that tells of each, and its values among which a time is known or awaited."""

ALL = "all"


@dataclass(frozen=True)
class BulletinSettings:
    """What was asked for.

    Attributes
    ----------
    period : {"month", "quarter", "year"}
    min_cell : int
        Smaller counts are left out, and others with them, so that they cannot be worked out.
    confidence : float
        Of every interval.
    breaks : tuple of SeriesBreak
    title : dict of str to str
        By language; empty for the usual one.
    synthetic : bool
        The cases are invented; every page says so.
    """

    period: PeriodKind = "quarter"
    min_cell: int = MIN_CELL
    confidence: float = 0.95
    breaks: tuple[SeriesBreak, ...] = ()
    title: dict[str, str] = field(default_factory=dict)
    synthetic: bool = False


@dataclass(frozen=True)
class ShareTable:
    """One share by platform; None stands for a share that is left out."""

    rule: ShareRule
    shares: tuple[tuple[str, Share | None], ...]


@dataclass(frozen=True)
class TimeTable:
    """The time to one step by platform: name, cases, median; and the platforms held against each other."""

    step: Step
    medians: tuple[tuple[str, int, MedianTime | None], ...]
    tests: tuple[LogRank, ...]
    durations: Durations
    groups: Field


@dataclass(frozen=True)
class Bulletin:
    """All that a bulletin publishes.

    Attributes
    ----------
    cases : CaseTable
    settings : BulletinSettings
    counts : tuple of CountTable
        By period.
    shares : tuple of ShareTable
    times : tuple of TimeTable
    changes : tuple of Change
        Of the number of cases from period to period, p values adjusted for all of them.
    suppression : Suppression
        Over all tables together.
    signature : str
    """

    cases: CaseTable
    settings: BulletinSettings
    counts: tuple[CountTable, ...]
    shares: tuple[ShareTable, ...]
    times: tuple[TimeTable, ...]
    changes: tuple[Change, ...]
    suppression: Suppression
    signature: str

    def shown(self, value: int, *pairs: tuple[str, str]) -> int | None:
        """Return a count, or None where it is left out."""
        return None if self.suppression.hides(*pairs) else int(value)


def make_bulletin(cases: CaseTable, settings: BulletinSettings | None = None) -> Bulletin:
    """Count everything that a bulletin publishes.

    Parameters
    ----------
    cases : CaseTable
    settings : BulletinSettings, optional

    Returns
    -------
    Bulletin
    """
    settings = settings or BulletinSettings()
    period, platform = field_of(cases, "period", period=settings.period), field_of(cases, "platform")
    counts = tuple(count_by(field_of(cases, name), period) for name in COUNTED if _known(cases, name))
    names = dict.fromkeys(rule.field for rule in SHARES)
    by_platform = {name: count_by(platform, field_of(cases, name)) for name in names if _known(cases, name)}
    suppression = suppress([*counts, *by_platform.values()], settings.min_cell)
    shares = tuple(
        _share_table(by_platform[rule.field], rule, suppression, settings.confidence)
        for rule in SHARES
        if rule.field in by_platform
    )
    times = tuple(
        _time_table(cases, step, by_platform[name], among, platform, suppression, settings)
        for step, name, among in STEPS
        if name in by_platform
    )
    changes = _changes(counts, period, suppression, settings)
    return Bulletin(cases, settings, counts, shares, times, changes, suppression, _signature(cases, settings))


def _known(cases: CaseTable, name: str) -> bool:
    needs = {"restoration": "outcome", "response": "escalated_at"}.get(name, name)
    return needs in cases.frame and bool(cases.frame[needs].notna().any())


def _visible(found: Suppression, table: CountTable, name: str, values: Sequence[str]) -> bool:
    """Return whether every cell that a figure of one row is made of is published."""
    row: Key = frozenset() if name == ALL else frozenset({(table.rows, name)})
    return not any(row | {(table.columns, value)} in found.hidden for value in values)


def _share_table(table: CountTable, rule: ShareRule, found: Suppression, confidence: float) -> ShareTable:
    shares = shares_of(table, rule, confidence)
    return ShareTable(
        rule,
        tuple((s.name, s if _visible(found, table, s.name, rule.among) else None) for s in shares),
    )


def _time_table(
    cases: CaseTable,
    step: Step,
    table: CountTable,
    among: tuple[str, ...],
    platform: Field,
    found: Suppression,
    settings: BulletinSettings,
) -> TimeTable:
    durations, timed = durations_of(cases, step)
    groups = Field("platform", platform.values, platform.codes[timed])
    columns = [place for place, value in enumerate(table.column_values) if value in among]
    medians: list[tuple[str, int, MedianTime | None]] = []
    for name in (*platform.values, ALL):
        part = durations if name == ALL else durations.select(groups.mask(name))
        cells = table.column_totals if name == ALL else table.row(name)
        clear = _visible(found, table, name, among) and part.observed.sum() >= settings.min_cell
        median = median_time(name, part, settings.confidence) if clear else None
        medians.append((name, int(cells[columns].sum()), median))
    shown = [name for name, _, median in medians if median and name not in {ALL, NOT_STATED}]
    return TimeTable(step, tuple(medians), tuple(log_rank(durations, groups, shown)), durations, groups)


def _changes(
    counts: Sequence[CountTable], period: Field, found: Suppression, settings: BulletinSettings
) -> tuple[Change, ...]:
    """Hold the last period against the one before and against the same one a year before."""
    names = [name for name in period.values if name != NOT_STATED]
    year = {"month": 12, "quarter": 4, "year": 1}[settings.period]
    rows: list[tuple[str, str, str, int, int]] = []
    for back in dict.fromkeys((1, year)):
        if len(names) <= back:
            continue
        earlier, later = names[-1 - back], names[-1]
        for table in counts:
            if table.rows != "platform":
                continue
            place = [table.column_values.index(name) for name in (earlier, later)]
            totals = [int(table.column_totals[j]) for j in place]
            if not any(found.hides(("period", name)) for name in (earlier, later)):
                rows.append((ALL, earlier, later, totals[0], totals[1]))
            for value, cells in zip(table.row_values, table.cells, strict=True):
                hidden = any(found.hides(("platform", value), ("period", n)) for n in (earlier, later))
                if not hidden and value != NOT_STATED:
                    rows.append((value, earlier, later, int(cells[place[0]]), int(cells[place[1]])))
    return tuple(compare_counts(rows, settings.breaks, field="platform", confidence=settings.confidence))


def _signature(cases: CaseTable, settings: BulletinSettings) -> str:
    parts = {
        "as_of": cases.as_of.isoformat(),
        "cases": str(len(cases)),
        "confidence": f"{settings.confidence:g}",
        "data": cases.sha256[:16] or "frame",
        "min_cell": str(settings.min_cell),
        "period": settings.period,
        "rightsnlp": __version__,
    }
    return "|".join(f"{key}:{value}" for key, value in parts.items())


def figure_list(bulletin: Bulletin) -> list[dict[str, object]]:
    """Return every published figure as plain data: what it is, k, n, value, interval, signature.

    A figure that is left out has ``suppressed`` and nothing else beside its name.
    """
    figures: list[dict[str, object]] = []

    def add(kind: str, of: dict[str, str], **values: object) -> None:
        plain = {k: _finite(v) for k, v in values.items()} if values else {"suppressed": True}
        figures.append({"figure": kind, "of": of, **plain, "signature": bulletin.signature})

    for table in bulletin.counts:
        for value, total in zip(table.row_values, table.row_totals, strict=True):
            shown = bulletin.shown(total, (table.rows, value))
            add("count", {table.rows: value}, **({} if shown is None else {"n": shown}))
        for i, value in enumerate(table.row_values):
            for j, period in enumerate(table.column_values):
                shown = bulletin.shown(table.cells[i, j], (table.rows, value), ("period", period))
                of = {table.rows: value, "period": period}
                add("count", of, **({} if shown is None else {"n": shown}))
    for shares in bulletin.shares:
        for name, s in shares.shares:
            known = {} if s is None else {"k": s.k, "n": s.n, "value": s.value, "low": s.low, "high": s.high}
            add(shares.rule.name, {"platform": name}, **known)
    for times in bulletin.times:
        for name, n, m in times.medians:
            figure, of = f"median_time_to_{times.step}", {"platform": name}
            if m is None:
                add(figure, of)
            else:
                add(figure, of, n=n, value=m.days, low=m.low, high=m.high, unit="days")
    for change in bulletin.changes:
        of = {"platform": change.name, "earlier": change.earlier, "later": change.later}
        both = {"before": change.before, "after": change.after, "n": change.before + change.after}
        if change.broken:
            add("change", of, **both, not_compared=change.broken.note["en"])
        else:
            ratio = {"value": change.value, "low": change.low, "high": change.high, "p_adjusted": change.p}
            add("change", of, **both, **ratio)
    return figures


def _finite(value: object) -> object:
    """Return what JSON can hold: an endless time is None."""
    return None if isinstance(value, float) and not math.isfinite(value) else value
