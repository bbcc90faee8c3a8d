"""The tables of a bulletin in one language, and the same tables as rows for a spreadsheet program."""

from __future__ import annotations

import math

import pandas as pd

from rightsnlp.monitoring.bulletin.figures import ALL, Bulletin, ShareTable, TimeTable
from rightsnlp.monitoring.bulletin.speech import HIDDEN, Speech
from rightsnlp.monitoring.statistics.counts import CountTable
from rightsnlp.rendering.table import Table


def page_tables(bulletin: Bulletin, say: Speech) -> dict[str, list[Table]]:
    """Return the tables of the page by section: ``changes``, ``counts``, ``shares``, ``times``.

    Every number stands as text in the language; the first column names the row.
    """
    return {
        "changes": [_changes(bulletin, say)] if bulletin.changes else [],
        "counts": [_counts(bulletin, table, say) for table in bulletin.counts],
        "shares": [_shares(table, bulletin, say) for table in bulletin.shares],
        "times": [_times(table, bulletin, say) for table in bulletin.times],
    }


def missing_table(bulletin: Bulletin, say: Speech) -> Table:
    """Return in how many cases each field is not stated; fields that are empty by their nature are left out."""
    shown = {
        name: count
        for name, count in bulletin.cases.missing.items()
        if say.field(name) != name and name not in {"escalated_at", "answered_at"}
    }
    rows = tuple((say.field(name), say.number(count)) for name, count in shown.items())
    return Table("missing", say("missing"), (say("field"), say("n")), rows, frozenset({1}))


def _counts(bulletin: Bulletin, table: CountTable, say: Speech) -> Table:
    shown = _shown_counts(bulletin, table)
    header = (
        say.field(table.rows),
        *(say.value("period", name) for name in table.column_values),
        say("total"),
    )
    names = [*(say.value(table.rows, value) for value in table.row_values), say("total")]
    rows = tuple((name, *map(say.number, cells)) for name, cells in zip(names, shown, strict=True))
    notes = [say("hidden_note", min_cell=say.number(bulletin.settings.min_cell))] if _any_hidden(rows) else []
    if table.rows == "platform":
        notes += [
            say("break_line", date=say.date(entry.date), note=entry.note[say.language])
            for entry in bulletin.settings.breaks
        ]
    title = say("by_period", field=say.field(table.rows))
    right = frozenset(range(1, len(header)))
    return Table(f"{table.rows}-by-period", title, header, rows, right, notes=tuple(notes))


def _shown_counts(bulletin: Bulletin, table: CountTable) -> list[list[int | None]]:
    """Return the cells as published, a column of totals last and a row of totals last."""
    rows = [
        [
            *(
                bulletin.shown(table.cells[i, j], (table.rows, value), (table.columns, column))
                for j, column in enumerate(table.column_values)
            ),
            bulletin.shown(table.row_totals[i], (table.rows, value)),
        ]
        for i, value in enumerate(table.row_values)
    ]
    totals = [
        bulletin.shown(total, (table.columns, column))
        for column, total in zip(table.column_values, table.column_totals, strict=True)
    ]
    return [*rows, [*totals, bulletin.shown(table.total)]]


def _shares(table: ShareTable, bulletin: Bulletin, say: Speech) -> Table:
    header = (
        say.field("platform"),
        say("value_share"),
        say("interval", percent=_percent(bulletin, say)),
        say("k"),
        say("n"),
    )
    rows = []
    for name, share in table.shares:
        title = say("all") if name == ALL else say.value("platform", name)
        if share is None:
            rows.append((title, *[HIDDEN] * 4))
        else:
            interval = say.between(say.share(share.low), say.share(share.high)) if share.n else "–"
            rows.append((title, say.share(share.value), interval, say.number(share.k), say.number(share.n)))
    notes = [say("hidden_note", min_cell=say.number(bulletin.settings.min_cell))] if _any_hidden(rows) else []
    title = say("share_by", share=say(table.rule.name, "shares"))
    return Table(table.rule.name, title, header, tuple(rows), frozenset({1, 2, 3, 4}), notes=tuple(notes))


def _times(table: TimeTable, bulletin: Bulletin, say: Speech) -> Table:
    header = (
        say.field("platform"),
        say("median"),
        say("interval", percent=_percent(bulletin, say)),
        say("n"),
    )
    rows = []
    for name, n, median in table.medians:
        title = say("all") if name == ALL else say.value("platform", name)
        if median is None:
            rows.append((title, *[HIDDEN] * 3))
        else:
            interval = (
                "–" if math.isnan(median.low) else say.between(say.days(median.low), say.days(median.high))
            )
            rows.append((title, say.days(median.days), interval, say.number(n)))
    notes = [say("hidden_note", min_cell=say.number(bulletin.settings.min_cell))] if _any_hidden(rows) else []
    notes += _differences(table, say)
    title = say("time_by", step=say(f"step_{table.step}"))
    return Table(
        f"time-to-{table.step}", title, header, tuple(rows), frozenset({1, 2, 3}), notes=tuple(notes)
    )


def _differences(table: TimeTable, say: Speech) -> list[str]:
    m = say.number(len(table.tests))
    found = [
        say(
            "log_rank",
            first=say.value("platform", test.first),
            second=say.value("platform", test.second),
            p=say.p(test.p),
            m=m,
        )
        for test in table.tests
        if test.p < 0.05
    ]
    return found or ([say("no_log_rank", m=m)] if table.tests else [])


def _changes(bulletin: Bulletin, say: Speech) -> Table:
    header = (
        say.field("platform"),
        say("periods"),
        say("earlier"),
        say("later"),
        say("ratio"),
        say("interval", percent=_percent(bulletin, say)),
        say("p"),
    )
    rows = []
    for change in bulletin.changes:
        name = say("all") if change.name == ALL else say.value("platform", change.name)
        periods = say.between(say.period(change.earlier), say.period(change.later))
        counts = say.number(change.before), say.number(change.after)
        if change.broken:
            rows.append((name, periods, *counts, "–", say("not_compared"), "–"))
        else:
            ends = [
                say.decimal(v) if math.isfinite(v) else "∞" for v in (change.value, change.low, change.high)
            ]
            rows.append((name, periods, *counts, ends[0], say.between(ends[1], ends[2]), say.p(change.p)))
    notes = (say("many", m=say.number(len(rows))),)
    return Table("changes", say("how_many"), header, tuple(rows), frozenset(range(2, 7)), notes=notes)


def _percent(bulletin: Bulletin, say: Speech) -> str:
    text = say.decimal(100 * bulletin.settings.confidence, 0)
    return f"{text}٪" if say.language == "ar" else f"{text}%"


def _any_hidden(rows: object) -> bool:
    return any(cell == HIDDEN for row in rows for cell in row)  # type: ignore[attr-defined]


def file_tables(bulletin: Bulletin) -> dict[str, pd.DataFrame]:
    """Return every table as a frame of plain values: one file serves both languages.

    The first columns are the value, its English and its Arabic title. A cell that is left out is a star.
    """
    frames: dict[str, pd.DataFrame] = {}
    for table in bulletin.counts:
        names = [*table.row_values, "total"]
        shown = _shown_counts(bulletin, table)
        rows = [[*_titles(table.rows, n), *map(_plain, cells)] for n, cells in zip(names, shown, strict=True)]
        frames[f"{table.rows}-by-period"] = pd.DataFrame(
            rows, columns=[table.rows, "title_en", "title_ar", *table.column_values, "total"], dtype=object
        )
    for shares in bulletin.shares:
        rows = [
            [*_titles("platform", n), *([HIDDEN] * 5 if s is None else [s.value, s.low, s.high, s.k, s.n])]
            for n, s in shares.shares
        ]
        columns = ["platform", "title_en", "title_ar", "share", "low", "high", "k", "n"]
        frames[shares.rule.name] = pd.DataFrame(rows, columns=columns, dtype=object)
    for times in bulletin.times:
        rows = [
            [
                *_titles("platform", n),
                *([HIDDEN] * 4 if m is None else [_end(m.days), _end(m.low), _end(m.high), k]),
            ]
            for n, k, m in times.medians
        ]
        columns = ["platform", "title_en", "title_ar", "median_days", "low", "high", "n"]
        frames[f"time-to-{times.step}"] = pd.DataFrame(rows, columns=columns, dtype=object)
    if bulletin.changes:
        rows = []
        for c in bulletin.changes:
            figures = [_end(value) for value in (c.value, c.low, c.high, c.p)]
            broken = c.broken.note["en"] if c.broken else ""
            rows.append(
                [*_titles("platform", c.name), c.earlier, c.later, c.before, c.after, *figures, broken]
            )
        columns = ["platform", "title_en", "title_ar", "earlier", "later", "before", "after"]
        columns += ["ratio", "low", "high", "p_adjusted", "not_compared"]
        frames["changes"] = pd.DataFrame(rows, columns=columns, dtype=object)
    return frames


def _titles(field: str, value: str) -> list[str]:
    special = {ALL: "all", "total": "total"}
    if value in special:
        return [value, *(Speech(language)(special[value]) for language in ("en", "ar"))]
    return [value, *(Speech(language).value(field, value) for language in ("en", "ar"))]


def _plain(value: int | None) -> object:
    return HIDDEN if value is None else value


def _end(value: float) -> object:
    """Return a figure for a file; what is endless or undefined is empty."""
    return value if math.isfinite(value) else ""
