"""A forest plot: figures with their intervals, one a row, and the numbers beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rightsnlp.rendering.direction import isolate, visual_text, without_marks
from rightsnlp.rendering.numbers import estimate, signed_interval
from rightsnlp.rendering.numbers import signed as signed_number
from rightsnlp.rendering.reasons import Reason
from rightsnlp.rendering.words import Language
from rightsnlp.reporting.plots.sheet import (
    COLORS,
    INK,
    PAPER,
    QUIET,
    WIDTH,
    new_sheet,
    style,
    undefined_text,
    write_axes,
    write_legend,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW, _HEAD, _AXIS = 0.21, 0.42, 0.55
_SIZE = 8.0
_LETTER = 0.56 * _SIZE
_BOLD = 0.64 * _SIZE
_GAP = 10.0
_SCALE = 2.4
"""Least width in inches of the scale itself."""

_LINE: dict[str, Any] = {"color": COLORS[0], "linewidth": 1.4}
_MARK: dict[str, Any] = {"marker": "o", "markersize": 5, "markeredgecolor": COLORS[0]}


@dataclass(frozen=True, slots=True)
class ForestRow:
    """One figure: its name, value and bounds, the texts beside it, whether it is drawn hollow, why it is undefined."""

    name: str
    value: float
    low: float
    high: float
    columns: tuple[str, ...]
    hollow: bool = False
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class ForestPanel:
    """Rows under one heading, and a figure with its bounds that a line is drawn at."""

    heading: str
    rows: tuple[ForestRow, ...]
    line: float = math.nan
    low: float = math.nan
    high: float = math.nan


def plot_forest(
    panels: Sequence[ForestPanel],
    columns: Sequence[str],
    axis: str,
    *,
    title: str,
    notes: Sequence[str],
    keys: tuple[str, str],
    line: str = "",
    signature: str | Mapping[str, Any] | None,
    language: Language,
    signed: bool = False,
) -> Figure:
    """Draw panels below one another on one scale.

    In Arabic names stand on the right, values grow to the left, and the columns stand on the left.

    Parameters
    ----------
    panels : sequence of ForestPanel
        One or more.
    columns : sequence of str
        Headings of the columns; the first, of value and interval, is filled from the rows themselves.
    axis : str
        Name of the scale.
    title, notes, signature, language
        See :func:`rightsnlp.reporting.plots.sheet.new_sheet`.
    keys : tuple of str
        What a filled and a hollow mark mean.
    line : str
        What the line of a panel means, for the legend.
    signed : bool
        Whether values are differences and carry a sign.
    """
    heights = [
        _ROW * len(panel.rows) + (_HEAD if panel.heading or not at else 0.15)
        for at, panel in enumerate(panels)
    ]
    cells = [[(value_text(row, signed=signed), *row.columns) for row in panel.rows] for panel in panels]
    names = _LETTER * max(len(row.name) for panel in panels for row in panel.rows)
    beside = sum(width + _GAP for width in _column_widths(cells, columns))
    with style():
        from matplotlib.lines import Line2D

        figure = new_sheet(
            sum(heights) + _AXIS + 0.2 * (2 + bool(line)),
            title=title,
            notes=notes,
            signature=signature,
            language=language,
            width=max(WIDTH, (names + beside) / 72 + _SCALE),
        )
        grid: list[Axes] = list(
            figure.subplots(len(panels), 1, squeeze=False, sharex=True, height_ratios=heights)[:, 0]
        )
        for axes, panel in zip(grid, panels, strict=True):
            _draw_panel(axes, panel, language)
        _write_columns(grid, cells, columns, language)
        low, high = _span(panels)
        grid[-1].set_xlim((high, low) if language == "ar" else (low, high))
        write_axes(grid[-1], axis, "", language)
        entries: list[tuple[Any, str]] = [(Line2D([], [], **_LINE, **_MARK), keys[0])]
        if any(row.hollow for panel in panels for row in panel.rows):
            entries.append((Line2D([], [], markerfacecolor=PAPER, **_LINE, **_MARK), keys[1]))
        if line:
            entries.append((Line2D([], [], color=INK, linestyle="--", linewidth=1), line))
        write_legend(grid[-1], entries, language)
    return figure


def value_text(row: ForestRow, *, signed: bool = False) -> str:
    """Return the value and the interval of a row as they are written beside it."""
    if signed and math.isfinite(row.value):
        return f"{signed_number(row.value)} {signed_interval(row.low, row.high)}"
    return estimate(row.value, row.low, row.high, no_interval="–")


def _draw_panel(axes: Axes, panel: ForestPanel, language: Language) -> None:
    if math.isfinite(panel.line):
        axes.axvline(panel.line, color=INK, linestyle="--", linewidth=1, zorder=1)
        if math.isfinite(panel.low):
            axes.axvspan(panel.low, panel.high, color=QUIET, alpha=0.12, linewidth=0, zorder=0)
    for y, row in enumerate(panel.rows):
        if not math.isfinite(row.value):
            axes.annotate(
                visual_text(undefined_text(row.reason, language), language),
                (0.5, y),
                xycoords=axes.get_yaxis_transform(),
                ha="center",
                va="center",
                fontsize=_SIZE - 0.5,
                color=QUIET,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1},
            )
            continue
        if math.isfinite(row.low):
            axes.plot([row.low, row.high], [y, y], **_LINE, solid_capstyle="butt", zorder=2)
        fill = PAPER if row.hollow else COLORS[0]
        axes.plot([row.value], [y], **_MARK, markerfacecolor=fill, linestyle="none", zorder=3)
    axes.set_ylim(len(panel.rows) - 0.5, -0.5)
    names = [visual_text(isolate(row.name, language), language) for row in panel.rows]
    axes.set_yticks(range(len(panel.rows)), names)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    if language == "ar":
        axes.yaxis.tick_right()
    side: Literal["left", "right"] = "right" if language == "ar" else "left"
    axes.set_title(visual_text(panel.heading, language), loc=side, fontsize=9, fontweight="bold", pad=4)


def _write_columns(
    grid: Sequence[Axes], cells: Sequence[list[tuple[str, ...]]], heads: Sequence[str], language: Language
) -> None:
    """Write the columns beyond the end of the scale, each aligned at its right edge, alike in all panels."""
    edge = 8.0
    for column, width in enumerate(_column_widths(cells, heads)):
        # The right edge is the far one from left to right, and the near one from right to left.
        at = -edge if language == "ar" else edge + width
        edge += width + _GAP
        _beside(grid[0], visual_text(heads[column], language), None, at, fontweight="bold")
        for axes, rows in zip(grid, cells, strict=True):
            for y, row in enumerate(rows):
                _beside(axes, visual_text(isolate(row[column], language), language), y, at)


def _column_widths(cells: Sequence[list[tuple[str, ...]]], heads: Sequence[str]) -> list[float]:
    """Return the width of each column in points; a heading is bold, and wider by its letter."""
    rows = [row for panel in cells for row in panel]
    return [
        max(_BOLD * len(without_marks(head)), _LETTER * max(len(row[column]) for row in rows))
        for column, head in enumerate(heads)
    ]


def _beside(axes: Axes, text: str, y: float | None, at: float, **look: Any) -> None:
    """Write a text beside row ``y``, or above the rows, with its right edge ``at`` points beyond the scale."""
    axes.annotate(
        text,
        (0 if at < 0 else 1, 1 if y is None else y),
        xycoords="axes fraction" if y is None else axes.get_yaxis_transform(),
        xytext=(at, 9 if y is None else 0),
        textcoords="offset points",
        ha="right",
        va="center",
        fontsize=_SIZE,
        annotation_clip=False,
        **look,
    )


def _span(panels: Sequence[ForestPanel]) -> tuple[float, float]:
    """Return the ends of the scale, with a little room beyond every bound."""
    drawn = [x for panel in panels for row in panel.rows for x in (row.value, row.low, row.high)]
    drawn += [x for panel in panels for x in (panel.line, panel.low, panel.high)]
    finite = [x for x in drawn if math.isfinite(x)] or [0.0, 1.0]
    room = 0.05 * (max(finite) - min(finite)) or 0.05
    return min(finite) - room, max(finite) + room
