"""Functional suites in words: what went wrong in a sentence, and the tables of counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from rightsnlp.checks.functional.consistency import ConsistencyResult
from rightsnlp.checks.functional.result import FunctionalResult
from rightsnlp.rendering.numbers import interval, number
from rightsnlp.rendering.table import Table
from rightsnlp.rendering.words import Messages

_COUNTS = ("functionality", "language", "label", "accuracy", "interval", "n", "in review")
_CONSISTENT = ("cases", "should be", "language", "label", "held", "interval", "n")
_KINDS = {"pair": "pairs", "reference": "case and reference", "frame": "frames"}


def failure(result: FunctionalResult, sentence: str, language: str = "en") -> str:
    """Return what went wrong in one functionality, and what it would mean."""
    start = Messages(language).say(
        "functional",
        "failure_of",
        name=result.name,
        label=result.label,
        wrong=result.n - result.correct,
        n=result.n,
        review=result.wrong_in_review,
    )
    return f"{start} {sentence}".strip()


def counts_table(
    title: str,
    results: Iterable[FunctionalResult],
    sentences: Mapping[str, Mapping[str, str]] | None = None,
) -> Table:
    """Return the figures of functionalities or totals; with ``sentences``, what a failure would mean beside each.

    Beside a figure without a failure the sentence would mislead, and is left out.
    """
    rows = []
    for r in results:
        meaning = sentences.get(r.functionality, {}).get("en", "") if sentences else ""
        figures = (number(r.accuracy), interval(r.low, r.high), f"{r.n:,}", f"{r.review / r.n:.0%}")
        said = (meaning if r.correct < r.n else "",) if sentences else ()
        rows.append((r.functionality, r.language or "–", r.label, *figures, *said))
    header = (*_COUNTS, "a failure would mean") if sentences else _COUNTS
    return Table("functional", title, header, tuple(rows), frozenset({3, 4, 5, 6}))


def consistency_table(results: Iterable[ConsistencyResult]) -> Table:
    """Return how many groups of cases are treated as they should be."""
    rows = tuple(
        (
            _KINDS[r.unit],
            r.asked,
            r.language or "–",
            r.label,
            number(r.share),
            interval(r.low, r.high),
            f"{r.n:,}",
        )
        for r in results
    )
    return Table("consistency", "Consistency", _CONSISTENT, rows, frozenset({4, 5, 6}))


def target_table(label: str, by_target: pd.DataFrame, functionalities: Sequence[str]) -> list[Table]:
    """Return accuracy and n of functionalities by target group; no table where the suite names no target for them.

    Parameters
    ----------
    label : str
    by_target : DataFrame
        What :meth:`~rightsnlp.checks.functional.report.FunctionalReport.by_target` gave.
    functionalities : sequence of str
        The rows that are shown.
    """
    kept = [name for name in functionalities if name in by_target.index]
    n, accuracy = by_target["n"].loc[kept], by_target["accuracy"].loc[kept]
    targets = [str(target) for target in n.columns if n[target].any()]
    if targets in ([], ["(none)"]):
        return []

    def cell(name: str, target: str) -> str:
        cases = n.loc[name, target]
        return f"{number(accuracy.loc[name, target])} ({cases})" if cases else ""

    rows = tuple((name, *(cell(name, target) for target in targets)) for name in kept)
    title = f"{label} by target: accuracy (n)"
    return [Table("functional-by-target", title, ("functionality", *targets), rows)]
