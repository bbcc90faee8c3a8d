"""The sections of a model card in English: each takes what was measured and returns Markdown."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rightsnlp.checks.functional.result import NEGATIVE, POSITIVE, FunctionalResult
from rightsnlp.checks.functional.tables import failure
from rightsnlp.rendering.numbers import estimate, interval, number, signed
from rightsnlp.rendering.reasons import reason_text
from rightsnlp.rendering.table import Table
from rightsnlp.rendering.words import metric_title

if TYPE_CHECKING:
    from rightsnlp.checks.functional.report import FunctionalReport
    from rightsnlp.checks.robustness.report import RobustnessReport
    from rightsnlp.evaluation.results import EvaluationReport, MetricResult
    from rightsnlp.reporting.cards.facts import CardFacts
    from rightsnlp.taxonomy import Label

NOT_MEASURED = "Not measured."
OWN_CASES = "rightsnlp-cases"

_SHOWN = ("average_precision", "precision", "recall", "ece")
_DROPPING = ("average_precision", "recall")
_WORST = 6

_INCITEMENT = (
    "Saying that a post is unlawful: `incitement` is a claim to assess, and text alone meets no legal test."
)
_REMOVAL = (
    "Reading `wrongful_removal` off a post: without an action or a report the answer is `insufficient`."
)
_SYNTHETIC = (
    f"`{OWN_CASES}` is synthetic: written for this project, not collected. `incitement` and\n"
    "`wrongful_removal` are learnt from it alone, since no public corpus labels them honestly; how well they\n"
    "carry over to a monitor's own cases is not known until it verifies some and measures."
)
_CALIBRATION = (
    "How far the probabilities lie from the shares that came true, on average. One calibration serves all\n"
    "sources, which hold different shares of positives: on a source with another share it is off by that much."
)
_DROPS = "The same posts, written differently with the same meaning. Above 0: the figure got lower."
_PROMISE = (
    "A promise holds for posts that come as these dev posts came, with the stated confidence; on another\n"
    "platform, or in another year, it may not. Choose the thresholds again on verified cases of your own."
)


def purpose() -> str:
    """Return what a model of this library is for."""
    return (
        "Ordering reported posts and cases for a person's review at a digital-rights monitor. It gives each label a\n"
        "calibrated probability and a decision: assigned, review, not assigned, or insufficient (fields are missing)."
    )


def not_for(labels: Sequence[Label]) -> str:
    """Return what it is not for, as far as it concerns these labels."""
    names = {label.name for label in labels}
    lines = ["Removing posts, or deciding anything about a person, without a person."]
    if "incitement" in names:
        lines.append(_INCITEMENT)
    if "wrongful_removal" in names:
        lines.append(_REMOVAL)
    lines.append("Counting a label in a population of posts: the classifier's errors bias such a share.")
    return bullets(lines)


def labels_defined(labels: Sequence[Label]) -> str:
    """Return the labels with their definitions."""
    return bullets(
        f"`{label.name}`: {label.definition.get('en', 'not defined.')} Read from: {', '.join(label.reads)}."
        for label in labels
    )


def trained_on(
    sources: Sequence[Mapping[str, Any]], labels: Sequence[Label], licences: Mapping[str, str]
) -> str:
    """Return the training data with counts, licences as stated upstream, and hashes."""
    rows = []
    for source in sources:
        known = " / ".join(f"{count:,}" for count in source.get("known", ()))
        positive = " / ".join(f"{count:,}" for count in source.get("positive", ()))
        weight = source.get("weight", 1)
        posts = f"{source['n_train']:,}" if "n_train" in source else ""
        held = f"{source['n_dev']:,}" if "n_dev" in source else ""
        name = str(source.get("name", ""))
        rows.append((name, f"{weight:g}", posts, held, known, positive, licences.get(name, "")))
    header = (
        "source",
        "weight",
        "posts",
        "dev posts",
        "labels known",
        "positives",
        "licence as stated",
    )
    order = " / ".join(f"`{label.name}`" for label in labels)
    parts = [
        table(header, rows),
        f"Counts are in the order {order}. A label that a source does not speak of is unknown, never negative.",
    ]
    if any(source.get("name") == OWN_CASES for source in sources):
        parts.append(_SYNTHETIC)
    hashes = [
        f"{source['name']}, {what}: `{digest}`"
        for source in sources
        for what, digest in (
            *([("training posts", source["train_sha256"])] if source.get("train_sha256") else []),
            *sorted(source.get("files", {}).items()),
        )
    ]
    if hashes:
        parts += [
            "SHA-256 of the posts that were trained on, and of the files they came from:",
            bullets(hashes),
        ]
    return "\n\n".join(parts)


def figures(reports: Mapping[str, EvaluationReport]) -> str:
    """Return a Markdown table of the main figures, a row per source and label, with n and intervals."""
    rows = []
    for source, report in reports.items():
        for label in report.labels:
            first = report.get(label, _SHOWN[0])
            if math.isnan(first.value):
                continue
            cells = (bounded(report.get(label, name)) for name in _SHOWN)
            rows.append((source, label, str(first.n), str(first.support), *cells))
    return table(("part", "label", "n", "positives", *(metric_title(name) for name in _SHOWN)), rows)


def calibration(reports: Mapping[str, EvaluationReport]) -> str:
    """Return the calibration errors with their intervals."""
    rows = []
    for source, report in reports.items():
        for label in report.labels:
            found = report.get(label, "ece")
            if not math.isnan(found.value):
                rows.append((source, label, str(found.n), bounded(found), reason_text(found.reason)))
    header = ("part", "label", "n", metric_title("ece"), "note")
    return "\n\n".join([table(header, rows), _CALIBRATION])


def thresholds(chosen: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the threshold of each label, the aim that it keeps, and what that means."""
    return "\n\n".join([bullets(_threshold(label, entry) for label, entry in chosen.items()), _PROMISE])


def _threshold(label: str, entry: Mapping[str, Any]) -> str:
    aim = entry.get("aim", {})
    wanted = f"at least {aim.get('precision', math.nan):.0%} of what is assigned is right"
    if entry.get("n_legitimate") and aim.get("false_positive_rate") is not None:
        rate = f"{aim['false_positive_rate']:.1%}".replace(".0%", "%")
        wanted += f", and at most {rate} of legitimate posts are assigned"
    basis = (
        f"{entry.get('n', 0):,} dev posts of all sources together, {entry.get('n_positive', 0):,} positives"
    )
    if entry.get("n_legitimate"):
        basis += f"; {entry['n_legitimate']:,} legitimate posts"
    sure = f"{aim.get('confidence', math.nan):.0%} confidence"
    if entry.get("assign") is None:
        first = f"never assigned: no threshold kept the aim ({wanted}; {sure}; {basis})."
    else:
        first = f"assigned from a probability of {entry['assign']:g} on: {wanted} ({sure}; {basis})."
    if entry.get("review") is None:
        then = "Everything that is not assigned goes to a person."
    else:
        reach = f"at least {aim.get('recall', math.nan):.0%} of the positives get that far"
        then = f"From {entry['review']:g} on a person should look: {reach} ({sure})."
    return f"`{label}`: {first} {then}".replace("%", " %")


def legitimate_speech(
    reports: Mapping[str, EvaluationReport], measured: Mapping[str, MetricResult] | None
) -> str:
    """Return the false-positive rates on legitimate speech: those measured, and those of parts without a positive."""
    rows = [
        (name, result.label, bounded(result), str(result.n), reason_text(result.reason))
        for name, result in (measured or {}).items()
    ]
    for source, report in reports.items():
        for label in report.labels:
            result = report.get(label, "false_positive_rate")
            if result.support == 0 and not math.isnan(result.value):
                rows.append(
                    (
                        f"{source} (no positive in it)",
                        label,
                        bounded(result),
                        str(result.n),
                        reason_text(result.reason),
                    )
                )
    if not rows:
        return NOT_MEASURED
    header = ("legitimate posts", "label", metric_title("false_positive_rate"), "n", "note")
    return (
        table(header, rows)
        + "\n\nThe share of posts that should be left alone to which the label was assigned."
    )


def worst_functionalities(
    report: FunctionalReport, label: str
) -> tuple[list[FunctionalResult], list[FunctionalResult]]:
    """Return, a few each, where a label is wrongly assigned, and where it is neither assigned nor put up for review."""
    wrong = report.worst(label=label)
    alarms = [result for result in wrong if not result.positives]
    missed = [result for result in wrong if result.positives and _unseen(result)]
    return alarms[:_WORST], sorted(missed, key=_unseen, reverse=True)[:_WORST]


def _unseen(result: FunctionalResult) -> float:
    """Return the share of cases that are wrong and that no person will see."""
    return (result.n - result.correct - result.wrong_in_review) / result.n


def functional_failures(report: FunctionalReport | None) -> str:
    """Return what a functional suite found: totals, then the worst functionalities in words."""
    if report is None:
        return NOT_MEASURED
    rows = [
        (
            result.label,
            result.language or "",
            "label holds" if result.functionality == POSITIVE else "label does not hold",
            estimate(result.accuracy, result.low, result.high),
            str(result.n),
            f"{result.review / result.n:.0%}".replace("%", " %"),
        )
        for result in report.totals
        if result.functionality in {POSITIVE, NEGATIVE}
    ]
    parts = [
        f"Suite `{report.signature.get('suite')}`. A case sent to review counts as not assigned.",
        table(("label", "language", "cases", "accuracy", "n", "in review"), rows),
    ]
    for label in report.labels:
        alarms, missed = worst_functionalities(report, label)
        for results, what in (
            (alarms, "what it wrongly assigns"),
            (missed, "what it neither assigns nor puts up for review"),
        ):
            if results:
                lines = [
                    failure(result, report.sentences.get(result.functionality, {}).get("en", ""))
                    for result in results
                ]
                parts += [f"**`{label}`: {what}**", bullets(lines)]
    return "\n\n".join([*parts, f"`{report.signature_line}`"])


def robustness(report: RobustnessReport | None) -> str:
    """Return how the main figures drop when posts are written differently, the largest drop of a label first."""
    if report is None:
        return NOT_MEASURED
    order = {label: place for place, label in enumerate(report.labels)}
    shown = [r for r in report.results if r.metric in _DROPPING and not math.isnan(r.drop)]
    rows = [
        (
            result.label,
            result.perturbation.replace("_", " "),
            metric_title(result.metric),
            number(result.before),
            f"{signed(result.drop)} {interval(result.low, result.high)}",
            str(result.n),
            "" if result.n_changed is None else str(result.n_changed),
        )
        for result in sorted(shown, key=lambda r: (order[r.label], -r.drop))
    ]
    header = ("label", "posts written with", "figure", "before", "drop", "n", "changed")
    return "\n\n".join([table(header, rows), _DROPS, f"`{report.signature_line}`"])


def how_made(facts: CardFacts, training: Mapping[str, Any], versions: Mapping[str, str]) -> str:
    """Return the command, the recipe's hash, the versions and the cost."""
    lines = [f"Command: `{facts.command}`"] if facts.command else []
    if training.get("recipe_sha256"):
        lines.append(f"SHA-256 of the recipe: `{training['recipe_sha256']}`")
    if versions:
        lines.append(
            "Versions: " + ", ".join(f"{name} {number}" for name, number in sorted(versions.items()))
        )
    lines.append(f"Cost: {facts.cost or 'not measured.'}")
    return bullets(lines)


def bounded(result: MetricResult) -> str:
    """Return value and interval, a dash for what is undefined."""
    return estimate(result.value, result.low, result.high, no_interval="–")


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a column that is empty in every row is left out."""
    rows = list(rows)
    kept = [column for column in range(len(header)) if not rows or any(row[column] for row in rows)]
    lines = [tuple(row[column] for column in kept) for row in (header, *rows)]
    return Table("", "", lines[0], tuple(lines[1:])).to_markdown()


def bullets(lines: Iterable[str]) -> str:
    """Return a Markdown list."""
    return "\n".join(f"- {line}" for line in lines)
