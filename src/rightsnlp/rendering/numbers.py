"""Tables of figures for a terminal, for Markdown and for a notebook."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rightsnlp.evaluation.results import MetricResult

_HEADER = ("label", "metric", "value", "interval", "n", "support", "note")
_RIGHT = frozenset({"value", "interval", "n", "support"})

STYLE = (
    ".rightsnlp-report{border-collapse:collapse;font-variant-numeric:tabular-nums}"
    ".rightsnlp-report th,.rightsnlp-report td{padding:.15em .7em;text-align:left;color:inherit;background:none}"
    ".rightsnlp-report .num{text-align:right;white-space:nowrap}"
    ".rightsnlp-report .first td{border-top:1px solid rgba(128,128,128,.5)}"
    ".rightsnlp-report .note{opacity:.75}"
    ".rightsnlp-signature{opacity:.75;font-size:.85em;overflow-wrap:anywhere}"
)


def number(value: float) -> str:
    """Return three decimals, or a dash for an undefined figure.

    Examples
    --------
    >>> number(0.5), number(float("nan"))
    ('0.500', '–')
    """
    return f"{value:.3f}" if math.isfinite(value) else "–"


def interval(low: float, high: float) -> str:
    """Return an interval in brackets, or a dash.

    Examples
    --------
    >>> interval(0.1, 0.25)
    '[0.100, 0.250]'
    """
    return f"[{number(low)}, {number(high)}]" if math.isfinite(low) and math.isfinite(high) else "–"


def estimate(result: MetricResult) -> str:
    """Return value and interval of a figure in one string."""
    if not math.isfinite(result.value):
        return f"undefined: {result.reason}"
    if not math.isfinite(result.low):
        return f"{number(result.value)} ({result.reason})"
    return f"{number(result.value)} {interval(result.low, result.high)}"


def text(metrics: Sequence[MetricResult], signature: str) -> str:
    """Return a table for a terminal."""
    rows = _rows(metrics, repeat_label=False)
    widths = [max(len(row[i]) for row in (_HEADER, *rows)) for i in range(len(_HEADER))]
    lines = [_line(_HEADER, widths), "  ".join("-" * width for width in widths[:-1]) + "  ----"]
    for row in rows:
        if row[0] and len(lines) > 2:
            lines.append("")
        lines.append(_line(row, widths))
    return "\n".join([*lines, "", signature])


def markdown(metrics: Sequence[MetricResult], signature: str) -> str:
    """Return a Markdown table, with the signature below it."""
    lines = [
        "| " + " | ".join(_HEADER) + " |",
        "| " + " | ".join("---:" if name in _RIGHT else "---" for name in _HEADER) + " |",
    ]
    lines += [
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
        for row in _rows(metrics, repeat_label=True)
    ]
    return "\n".join([*lines, "", f"`{signature}`", ""])


def html(metrics: Sequence[MetricResult], signature: str) -> str:
    """Return a table for a notebook; it takes the page's own colours, light or dark."""
    cells = "".join(f'<th class="{_classes(name)}">{name}</th>' for name in _HEADER)
    lines = [
        f"<style>{STYLE}</style>",
        f'<table class="rightsnlp-report"><thead><tr>{cells}</tr></thead><tbody>',
    ]
    for row in _rows(metrics, repeat_label=False):
        cells = "".join(
            f'<td class="{_classes(name)}"{" dir=auto" if name == "label" else ""}>{escape(cell)}</td>'
            for name, cell in zip(_HEADER, row, strict=True)
        )
        lines.append(f'<tr class="first">{cells}</tr>' if row[0] else f"<tr>{cells}</tr>")
    lines.append(f'</tbody></table><p class="rightsnlp-signature">{escape(signature)}</p>')
    return "\n".join(lines)


def _rows(metrics: Sequence[MetricResult], *, repeat_label: bool) -> list[tuple[str, ...]]:
    """Return the cells of each figure; a label of which nothing is known takes one row, not one a metric."""
    rows: list[tuple[str, ...]] = []
    for label, group in groupby(metrics, key=lambda result: result.label):
        results = list(group)
        reasons = {result.reason for result in results}
        if len(results) > 1 and len(reasons) == 1 and all(result.n == 0 for result in results):
            rows.append((label, "(none)", "–", "–", "0", f"{results[0].support:,}", reasons.pop()))
            continue
        for place, result in enumerate(results):
            rows.append(
                (
                    label if repeat_label or place == 0 else "",
                    result.metric,
                    number(result.value),
                    interval(result.low, result.high),
                    f"{result.n:,}",
                    f"{result.support:,}",
                    result.reason,
                )
            )
    return rows


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = [
        cell.rjust(width) if name in _RIGHT else cell.ljust(width)
        for name, cell, width in zip(_HEADER, row, widths, strict=True)
    ]
    return "  ".join(cells).rstrip()


def _classes(name: str) -> str:
    return "num" if name in _RIGHT else name
