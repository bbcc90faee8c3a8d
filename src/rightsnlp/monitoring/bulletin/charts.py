"""The charts of a bulletin. They show nothing that the tables do not say, and no cell that is left out."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from rightsnlp.monitoring.bulletin.figures import ALL, Bulletin
from rightsnlp.monitoring.bulletin.speech import Speech
from rightsnlp.monitoring.statistics.fields import NOT_STATED, period_span
from rightsnlp.monitoring.statistics.times import survival_curve
from rightsnlp.rendering.direction import visual_text
from rightsnlp.reporting.plots.sheet import COLORS, INK, LINES, new_sheet, style, write_axes, write_legend

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw_charts(bulletin: Bulletin, say: Speech) -> dict[str, Figure]:
    """Return the charts of a bulletin by name, in one language.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    charts = {"cases": _cases(bulletin, say)}
    if any(table.rule.name == "restored_of_followed_up" for table in bulletin.shares):
        charts["restored"] = _restored(bulletin, say)
    if any(table.step == "response" for table in bulletin.times):
        charts["waiting"] = _waiting(bulletin, say)
    return {name: figure for name, figure in charts.items() if figure is not None}


def _notes(bulletin: Bulletin, say: Speech, *more: str) -> list[str]:
    synthetic = [say("synthetic")] if bulletin.settings.synthetic else []
    return [*more, *synthetic, say("same_numbers")]


def _cases(bulletin: Bulletin, say: Speech) -> Any:
    table = next(iter(bulletin.counts))
    periods = [name for name in table.column_values if name != NOT_STATED]
    totals = [
        bulletin.shown(total, ("period", name))
        for name, total in zip(table.column_values, table.column_totals, strict=True)
        if name != NOT_STATED
    ]
    breaks = bulletin.settings.breaks
    lines = [say("break_line", date=say.date(entry.date), note=entry.note[say.language]) for entry in breaks]
    with style():
        figure = new_sheet(
            2.6,
            title=say("chart_cases"),
            notes=_notes(bulletin, say, *lines),
            signature=bulletin.signature,
            language=say.language,
        )
        axes: Any = figure.subplots()
        places = np.arange(len(periods))
        axes.bar(places, [total or 0 for total in totals], color=COLORS[0], width=0.7)
        for place, total in zip(places, totals, strict=True):
            axes.annotate(
                say.number(total), (place, total or 0), ha="center", va="bottom", fontsize=8, color=INK
            )
        for entry in breaks:
            axes.axvline(_place(entry.date, periods), color=INK, linestyle="--", linewidth=1)
        axes.set_xticks(
            places, [visual_text(_short(say, name), say.language) for name in periods], fontsize=7
        )
        ticks = [int(tick) for tick in axes.get_yticks() if tick == int(tick) and tick <= axes.get_ylim()[1]]
        axes.set_yticks(ticks, [say.number(tick) for tick in ticks])
        axes.grid(visible=False, axis="x")
        _mirror(axes, say)
        write_axes(axes, "", say("axis_cases"), say.language)
    return figure


def _short(say: Speech, period: str) -> str:
    """Return a period's title in two lines, the year below."""
    title = say.period(period)
    return title if len(period) == 4 else "\n".join(title.rsplit(" ", 1))


def _place(date: datetime.date, periods: list[str]) -> float:
    """Return where a day lies on the axis of periods, whose bars are centred on whole numbers."""
    for place, name in enumerate(periods):
        first, last = period_span(name)
        if first <= date <= last:
            return place - 0.5 + (date - first).days / ((last - first).days + 1)
    return -0.5 if not periods or date < period_span(periods[0])[0] else len(periods) - 0.5


def _restored(bulletin: Bulletin, say: Speech) -> Any:
    shares = next(table for table in bulletin.shares if table.rule.name == "restored_of_followed_up").shares
    rows = [(name, share) for name, share in shares if share is not None and share.n]
    if not rows:
        return None
    with style():
        figure = new_sheet(
            0.6 + 0.27 * len(rows),
            title=say("chart_restored"),
            notes=_notes(bulletin, say),
            signature=bulletin.signature,
            language=say.language,
        )
        axes: Any = figure.subplots()
        for place, (_, share) in enumerate(reversed(rows)):
            axes.plot([share.low, share.high], [place, place], color=COLORS[0], linewidth=1.6)
            axes.plot([share.value], [place], marker="o", markersize=6, color=COLORS[0])
        names = [say("all") if name == ALL else say.value("platform", name) for name, _ in reversed(rows)]
        labels = [f"{name} ({say.number(s.n)})" for name, (_, s) in zip(names, reversed(rows), strict=True)]
        axes.set_yticks(range(len(rows)), [visual_text(label, say.language) for label in labels])
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], [say.share(x) for x in (0, 0.25, 0.5, 0.75, 1)])
        _mirror(axes, say)
        write_axes(axes, say("axis_share"), "", say.language)
    return figure


def _waiting(bulletin: Bulletin, say: Speech) -> Any:
    table = next(table for table in bulletin.times if table.step == "response")
    names = [
        name for name, _, median in table.medians if median is not None and name not in {ALL, NOT_STATED}
    ]
    if not names:
        return None
    with style():
        figure = new_sheet(
            2.9,
            title=say("chart_waiting"),
            notes=_notes(bulletin, say),
            signature=bulletin.signature,
            language=say.language,
        )
        axes: Any = figure.subplots()
        entries = []
        for i, name in enumerate(names[: len(COLORS)]):
            days, waiting = survival_curve(table.durations.select(table.groups.mask(name)))
            (line,) = axes.step(
                [0, *days], [1, *waiting], where="post", color=COLORS[i], linestyle=LINES[i], linewidth=1.4
            )
            entries.append((line, say.value("platform", name)))
        axes.set_ylim(0, 1.02)
        axes.set_yticks([0, 0.5, 1], [say.share(x) for x in (0, 0.5, 1)])
        ticks = [int(t) for t in axes.get_xticks() if 0 <= t <= axes.get_xlim()[1]]
        axes.set_xticks(ticks, [say.number(t) for t in ticks])
        axes.set_xlim(left=0)
        _mirror(axes, say)
        write_axes(axes, say("axis_days"), say("axis_share"), say.language)
        write_legend(axes, entries, say.language)
    return figure


def _mirror(axes: Any, say: Speech) -> None:
    """In Arabic the scale grows from right to left, and its names stand on the right."""
    if say.language == "ar":
        axes.invert_xaxis()
        axes.yaxis.tick_right()
        axes.yaxis.set_label_position("right")
        axes.spines["right"].set_visible(True)
        axes.spines["left"].set_visible(False)
