"""The tables of a report, as rows of text that Markdown and LaTeX render alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.evaluation.definitions import metric_named
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.rendering.numbers import estimate, interval, level, number, p_value, signed
from rightsnlp.rendering.table import Table
from rightsnlp.rendering.words import Messages, metric_title

MAIN_METRICS = (
    "precision", "recall", "recall_with_review", "f1", "average_precision", "roc_auc", "false_positive_rate",
    "coverage", "ece", "brier", "cost",
)  # fmt: skip
_ERRORS = {"false_positive": "flagged though legitimate", "miss": "missed"}


def figures_table(report: EvaluationReport, *, title: str = "") -> Table:
    """Return the main figures of each label, and the macro average where there is more than one label to average.

    Examples
    --------
    >>> from rightsnlp.evaluation.metrics import evaluate_arrays
    >>> table = figures_table(evaluate_arrays([1, 1, 0, 0], [0.9, 0.4, 0.2, 0.1], ["spam"], n_resamples=50))
    >>> table.rows[1]
    ('spam', 'recall', '0.500', '[0.095, 0.905]', '2', '2')
    """
    known = known_labels(report)
    rows, notes = [], []
    for result in report.metrics:
        of_label = result.label in known and (
            result.metric in MAIN_METRICS or result.metric.startswith("false_positive_rate[")
        )
        if not of_label and not (len(known) > 1 and result.label == "macro"):
            continue
        name = metric_title(result.metric)
        rows.append(
            (
                result.label,
                name,
                number(result.value),
                interval(result.low, result.high),
                f"{result.n:,}",
                f"{result.support:,}",
            )
        )
        if result.reason:
            notes.append(f"{result.label}, {name}: {result.reason}.")
    unknown = [label for label in report.labels if label not in known]
    if unknown:
        notes.append(f"No answer is known for {', '.join(unknown)}.")
    return Table(
        "figures",
        title or f"{_system(report)} on {report.signature.get('split', '')}",
        ("label", "metric", "value", interval_name(report), "n", "positives"),
        tuple(rows),
        frozenset({2, 3, 4, 5}),
        notes=tuple(notes),
    )


def known_labels(report: EvaluationReport) -> list[str]:
    """Return the labels of which an answer is known."""
    return [label for label in report.labels if report.get(label, "coverage").n]


def slices_table(frame: pd.DataFrame, *, confidence: float = 0.95) -> Table:
    """Return the figures of :func:`~rightsnlp.evaluation.slicing.slices.slice_metrics` that have a value."""
    shown = frame[frame["value"].notna()]
    rows = tuple(
        (
            f"{row.column}: {row.slice}",
            row.label,
            metric_title(row.metric),
            number(row.value) + ("*" if row.small else ""),
            interval(row.low, row.high),
            f"{row.n:,}",
            signed(row.gap),
            interval(row.gap_low, row.gap_high),
        )
        for row in _rows(shown)
    )
    notes = ["Gap: the slice minus all other posts, or minus the reference where one is named."]
    if shown["small"].any():
        notes.append("*: few posts, or few positives where the figure rests on them.")
    if len(shown) < len(frame):
        notes.append(
            f"{len(frame) - len(shown):,} undefined figures are left out here and stand in slices.json."
        )
    bounds = f"{level(confidence)} interval"
    header = ("slice", "label", "metric", "value", bounds, "n", "gap", bounds)
    return Table("slices", "Figures by slice", header, rows, frozenset({3, 4, 5, 6, 7}), notes=tuple(notes))


def over_enforcement_rows(frame: pd.DataFrame, *, confidence: float = 0.95) -> Table:
    """Return what :func:`~rightsnlp.evaluation.slicing.slices.over_enforcement_table` gave, as a table."""
    shown = frame[frame["rate"].notna()]
    rows = tuple(
        (
            f"{row.column}: {row.group}",
            row.label,
            _ERRORS[row.error],
            number(row.rate),
            interval(row.low, row.high),
            f"{row.n:,}",
            signed(row.difference),
            interval(row.difference_low, row.difference_high),
            row.verdict,
        )
        for row in _rows(shown)
    )
    bounds = f"{level(confidence)} interval"
    return Table(
        "enforcement",
        "Over- and under-enforcement, group by group",
        ("group", "label", "error", "rate", bounds, "n", "difference", "interval", "verdict"),
        rows,
        frozenset({3, 4, 5, 6, 7}),
        notes=(
            "Intervals of the differences cover all groups and labels of a column together (Bonferroni).",
        ),
    )


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield rows with their columns as attributes; pandas' types know nothing of them."""
    yield from frame.itertuples()


def systems_table(
    names: Sequence[str], reports: Sequence[EvaluationReport], comparisons: Sequence[Comparison]
) -> Table:
    """Return the figures compared, a column per system; bold is what is shown to be better than every other system."""
    figures = list(dict.fromkeys((c.label, c.metric) for c in comparisons))
    rows, bold = [], set()
    for i, (label, metric) in enumerate(figures):
        cells = []
        for j, (name, report) in enumerate(zip(names, reports, strict=True)):
            result = report.get(label, metric)
            cells.append(estimate(result.value, result.low, result.high, no_interval="–"))
            if is_best(name, names, [c for c in comparisons if (c.label, c.metric) == (label, metric)]):
                bold.add((i, 3 + j))
        rows.append((label, metric_title(metric), f"{comparisons[0].n:,}", *cells))
    first, words = comparisons[0], Messages("en")
    how = f"{words('tests', first.test)}, {words('corrections', first.correction)}"
    family = f"{how} over {first.n_comparisons} comparisons, level {first.alpha:g}"
    notes = (f"Bold: shown to be better than every other system ({family}). No bold: none is.",)
    return Table(
        "systems",
        f"Systems on {reports[0].signature.get('split', '')}, with {interval_name(reports[0])}s",
        ("label", "metric", "posts", *names),
        tuple(rows),
        frozenset(range(2, 3 + len(names))),
        frozenset(bold),
        notes,
    )


def is_best(name: str, names: Sequence[str], comparisons: Sequence[Comparison]) -> bool:
    """Return whether comparisons in one figure show a system to be better than every other one."""
    beaten = set()
    for comparison in comparisons:
        if not comparison.shown or name not in {comparison.a, comparison.b}:
            continue
        better = metric_named(comparison.metric).higher_is_better == (comparison.difference > 0)
        winner, loser = (comparison.a, comparison.b) if better else (comparison.b, comparison.a)
        if winner == name:
            beaten.add(loser)
    return beaten == set(names) - {name}


def differences_table(comparisons: Sequence[Comparison]) -> Table:
    """Return every comparison with its difference, interval, p value and what it shows."""
    rows = tuple(
        (
            c.label,
            metric_title(c.metric),
            f"{c.a} – {c.b}",
            signed(c.difference),
            interval(c.low, c.high),
            p_value(c.p_adjusted),
            "shown" if c.shown else "cannot be compared" if c.reason else "no difference shown",
        )
        for c in comparisons
    )
    return Table(
        "differences",
        "Differences, with paired bootstrap intervals and adjusted p values",
        ("label", "metric", "systems", "difference", "interval", "p", "result"),
        rows,
        frozenset({3, 4, 5}),
        notes=("The intervals are not adjusted for the number of comparisons.",),
    )


def interval_name(report: EvaluationReport) -> str:
    """Return the head of a column of intervals."""
    return f"{level(float(report.signature.get('confidence', 0.95)))} interval"


def _system(report: EvaluationReport) -> str:
    model = report.signature.get("model", {})
    return f"{model.get('name', 'system')} {model.get('version', '')}".strip()
