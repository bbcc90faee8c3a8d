"""Functional suites in words: tables and sentences for a terminal, for Markdown and for a notebook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from rightsnlp.rendering.numbers import STYLE, interval, number

if TYPE_CHECKING:
    from rightsnlp.checks.functional.consistency import ConsistencyResult
    from rightsnlp.checks.functional.report import FunctionalReport, FunctionalResult

Rows = list[tuple[str, ...]]

_COUNTS = ("functionality", "language", "label", "accuracy", "interval", "n", "in review")
_CONSISTENT = ("cases", "should be", "language", "label", "held", "interval", "n")
_RIGHT = frozenset({"accuracy", "interval", "n", "in review", "held"})
_KINDS = {"pair": "pairs", "reference": "case and reference", "frame": "frames"}


def failure(result: FunctionalResult, sentence: str, language: str = "en") -> str:
    """Return what went wrong in one functionality, and what it would mean."""
    wrong, seen = result.n - result.correct, result.wrong_in_review
    if language == "ar":
        start = f"{result.name}، {result.label}: أخطاء {wrong} من {result.n}، منها للمراجعة {seen}."
    else:
        start = f"{result.name}, {result.label}: {wrong} of {result.n} wrong, {seen} of these in review."
    return f"{start} {sentence}".strip()


def text(report: FunctionalReport, worst: int) -> str:
    """Return tables for a terminal, and the ``worst`` failures in words."""
    blocks = ["\n".join(_plain(_COUNTS, _counts(report.totals)))]
    if report.consistency:
        blocks.append("\n".join(_plain(_CONSISTENT, _consistent(report.consistency))))
    failures = report.failures(worst)
    if failures:
        blocks.append("\n".join([_heading(report, worst), *(f"  {line}" for line in failures)]))
    return "\n\n".join([*blocks, report.signature_line])


def markdown(report: FunctionalReport, worst: int | None) -> str:
    """Return Markdown: totals, consistency, functionalities, those by target, and the signature below them."""
    blocks = ["## Totals", _markdown(_COUNTS, _counts(report.totals))]
    if report.consistency:
        blocks += ["## Consistency", _markdown(_CONSISTENT, _consistent(report.consistency))]
    shown = report.results if worst is None else report.worst(worst)
    header, rows = _with_sentences(report, shown)
    blocks += ["## Functionalities" if worst is None else f"## {_heading(report, worst)}"]
    blocks += [_markdown(header, rows)] if rows else []
    names = list(dict.fromkeys(result.functionality for result in shown))
    for label in report.labels:
        header, rows = by_target(report, label, names)
        if rows:
            blocks += [f"## {label} by target: accuracy (n)", _markdown(header, rows)]
    if report.disagreed:
        blocks += ["## Cases whose annotators disagreed", _markdown(_COUNTS, _counts(report.disagreed))]
    return "\n\n".join([*blocks, f"`{report.signature_line}`\n"])


def by_target(
    report: FunctionalReport, label: str, functionalities: Sequence[str]
) -> tuple[tuple[str, ...], Rows]:
    """Return the heat map's cells as text; no rows where the suite names no target for any of these functionalities."""
    table = (
        report.by_target(label) if label in set(report.cases["label"][~report.cases["disagreed"]]) else None
    )
    if table is None:
        return ("functionality",), []
    kept = [name for name in functionalities if name in table.index]
    n = table["n"].loc[kept]
    targets = [target for target in n.columns if n[target].any()]
    if targets in ([], ["(none)"]):
        return ("functionality",), []
    cells = [
        (
            name,
            *(
                f"{number(table['accuracy'].loc[name, target])} ({n.loc[name, target]})"
                if n.loc[name, target]
                else ""
                for target in targets
            ),
        )
        for name in kept
    ]
    return ("functionality", *targets), cells


def html(report: FunctionalReport, worst: int) -> str:
    """Return tables for a notebook; they take the page's own colours, light or dark."""
    blocks = [f"<style>{STYLE}</style>", _html(_COUNTS, _counts(report.totals))]
    if report.consistency:
        blocks.append(_html(_CONSISTENT, _consistent(report.consistency)))
    header, rows = _with_sentences(report, report.worst(worst))
    if rows:
        blocks += [f"<p>{escape(_heading(report, worst))}</p>", _html(header, rows)]
    blocks.append(f'<p class="rightsnlp-signature">{escape(report.signature_line)}</p>')
    return "\n".join(blocks)


def _heading(report: FunctionalReport, worst: int) -> str:
    found = len(report.worst())
    return f"Lowest accuracy, {min(worst, found)} of {found} with a wrong answer"


def _counts(results: Iterable[FunctionalResult]) -> Rows:
    return [
        (
            result.functionality,
            result.language or "–",
            result.label,
            number(result.accuracy),
            interval(result.low, result.high),
            f"{result.n:,}",
            f"{result.review / result.n:.0%}",
        )
        for result in results
    ]


def _consistent(results: Iterable[ConsistencyResult]) -> Rows:
    return [
        (
            _KINDS[result.unit],
            result.asked,
            result.language or "–",
            result.label,
            number(result.share),
            interval(result.low, result.high),
            f"{result.n:,}",
        )
        for result in results
    ]


def _with_sentences(
    report: FunctionalReport, results: Sequence[FunctionalResult]
) -> tuple[tuple[str, ...], Rows]:
    """Add what a failure would mean; beside a figure without a failure it would mislead."""
    rows = _counts(results)
    if not report.sentences:
        return _COUNTS, rows
    said = [
        report.sentences.get(result.functionality, {}).get("en", "") if result.correct < result.n else ""
        for result in results
    ]
    return (*_COUNTS, "a failure would mean"), [
        (*row, sentence) for row, sentence in zip(rows, said, strict=True)
    ]


def _plain(header: Sequence[str], rows: Rows) -> list[str]:
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if name in _RIGHT else cell.ljust(width)
            for name, cell, width in zip(header, cells, widths, strict=True)
        )
        return "  ".join(padded).rstrip()

    return [line(header), "  ".join("-" * width for width in widths), *map(line, rows)]


def _markdown(header: Sequence[str], rows: Rows) -> str:
    lines = [header, ["---:" if name in _RIGHT else "---" for name in header], *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _html(header: Sequence[str], rows: Rows) -> str:
    kinds = [' class="num"' if name in _RIGHT else " dir=auto" for name in header]
    head = "".join(f"<th{kind}>{escape(name)}</th>" for kind, name in zip(kinds, header, strict=True))
    body = "".join(
        "<tr>"
        + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return f'<table class="rightsnlp-report"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
