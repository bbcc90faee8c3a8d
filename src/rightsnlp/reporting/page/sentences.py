"""Sentences of the HTML report, safe to put into the page and never reordered in Arabic."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from rightsnlp.evaluation.results import EvaluationReport, MetricResult
from rightsnlp.evaluation.slicing.columns import MISSING
from rightsnlp.evaluation.slicing.panels import REST
from rightsnlp.rendering.numbers import estimate, number, percent, points
from rightsnlp.rendering.reasons import Reason, reason_text
from rightsnlp.rendering.words import SUBSET, Messages

_SIDE_BY_SIDE = ("recall", "recall_with_review", "precision", "false_positive_rate")


def ltr(text: object) -> Markup:
    """Return a number or code that stands from left to right whatever surrounds it.

    Examples
    --------
    >>> print(ltr("0.5 [0.4, 0.6]"))
    <bdi dir="ltr" class="num">0.5 [0.4, 0.6]</bdi>
    """
    return Markup('<bdi dir="ltr" class="num">{}</bdi>').format(text)


def name(text: object) -> Markup:
    """Return a name of unknown direction, kept apart from what surrounds it."""
    return Markup("<bdi>{}</bdi>").format(text)


class Words:
    """The sentences of one language.

    Parameters
    ----------
    messages : Messages
        Their templates.
    """

    def __init__(self, messages: Messages) -> None:
        self.messages = messages

    def say(self, section: str, key: str, **values: object) -> Markup:
        """Return words with values filled in; a value that is no Markup is escaped."""
        return Markup(escape(self.messages(section, key))).format(**values)  # noqa: S704 - escaped before

    def label(self, label: str) -> Markup:
        """Return the title of a label."""
        return name(self.messages.label(label))

    def reason(self, reason: Reason | None) -> str:
        """Return why a figure is undefined, or what is to be known of it."""
        return reason_text(reason, self.messages.language)

    def metric(self, metric: str) -> Markup:
        """Return the title of a metric as a link to the glossary, with its explanation as tooltip."""
        named = self.messages.metric(metric)
        if not named.explanation:
            return name(named.title)
        anchor = f"metric-{self.anchor(metric)}-{self.messages.language}"
        return Markup('<a class="term" href="#{}" title="{}">{}</a>').format(
            anchor, named.explanation, named.title
        )

    @staticmethod
    def anchor(metric: str) -> str:
        """Return the part of an address that stands for a metric; legitimate subsets share one."""
        return SUBSET if "[" in metric else metric

    def posts(self, n: int) -> Markup:
        """Return a number of posts in words (English)."""
        return Markup("{} {}").format(ltr(f"{n:,}"), "post" if n == 1 else "posts")

    def together(self, parts: Iterable[Markup]) -> Markup:
        """Return a list in one line."""
        return self.say("text", "comma").join(parts)

    def system(self, system: str | None) -> Markup:
        """Return a system's name, or what stands for the only one."""
        return self.say("text", "it") if system is None else name(system)

    def key_figures(
        self, report: EvaluationReport, label: str, system: str | None
    ) -> list[tuple[Markup, MetricResult | None]]:
        """Return what a reader needs of a label, in sentences, each share with its figure."""
        found = {result.metric: result for result in report.metrics if result.label == label}
        said: list[tuple[Markup, MetricResult | None]] = []
        decided = found["coverage"].value < 1
        keys = [*_SIDE_BY_SIDE, *(key for key in found if "[" in key), *(["coverage", "risk"] * decided)]
        for key in keys:
            result = found.get(key)
            if result is not None and math.isfinite(result.value):
                said.append((self._share(result, system), result))
        ranked, calibrated = found["average_precision"], found["ece"]
        if math.isfinite(ranked.value):
            known = found["f1"]
            figure = ltr(estimate(ranked.value, ranked.low, ranked.high))
            chance = ltr(number(known.support / known.n))
            said.append((self.say("key", "average_precision", figure=figure, chance=chance), None))
        if math.isfinite(calibrated.value):
            figure = ltr(points(calibrated.value, calibrated.low, calibrated.high))
            note = self.reason(calibrated.reason)
            said.append((self.say("key", "ece_note" if note else "ece", figure=figure, note=note), None))
        return said

    def _share(self, result: MetricResult, system: str | None) -> Markup:
        hits = round(result.value * result.n)
        subset = result.metric.partition("[")[2].removesuffix("]")
        return self.say(
            "key",
            SUBSET if subset else result.metric,
            posts=self.posts(result.n),
            n=ltr(f"{result.n:,}"),
            hits=ltr(f"{hits:,}"),
            rest=ltr(f"{result.n - hits:,}"),
            label=self.label(result.label),
            subset=name(subset),
            system=self.system(system),
            figure=ltr(percent(result.value, result.low, result.high)),
        )

    def known(self, report: EvaluationReport, label: str) -> Markup:
        """Return how many posts a label is judged on."""
        result = report.get(label, "f1")
        if not result.n:
            return self.say("key", "nothing", reason=self.reason(result.reason))
        n, support = ltr(f"{result.n:,}"), ltr(f"{result.support:,}")
        return self.say("key", "known", posts=self.posts(result.n), n=n, support=support)

    def threshold(self, report: EvaluationReport, label: str) -> Markup:
        """Return from which probability on a label is assigned, empty where that is not known."""
        thresholds: Mapping[str, float | None] = report.signature.get("thresholds", {})
        if label not in thresholds:
            return Markup("")
        value = thresholds[label]
        if value is None or not math.isfinite(value):
            return self.say("key", "no_threshold")
        return self.say("key", "threshold", threshold=ltr(f"{value:.3g}"))

    def gaps(self, report: EvaluationReport) -> tuple[list[Markup], list[Markup]]:
        """Return what is undefined or lacks an interval, and what is to be read with care, by label and reason."""
        missing: list[Markup] = []
        remarks: list[Markup] = []
        for label, group in groupby(report.metrics, key=lambda result: result.label):
            results = list(group)
            reasons = {result.reason for result in results}
            if len(reasons) == 1 and all(result.n == 0 for result in results):
                said = self.reason(reasons.pop())
                missing.append(self.say("gaps", "nothing", label=self.label(label), reason=said))
                continue
            by_reason: dict[tuple[str, Reason], list[Markup]] = {}
            for result in results:
                if result.reason:
                    by_reason.setdefault((_kind(result), result.reason), []).append(
                        self.metric(result.metric)
                    )
            for (kind, reason), metrics in by_reason.items():
                sentence = self.say(
                    "gaps",
                    "undefined" if kind == "undefined" else "remark",
                    label=self.label(label),
                    metrics=self.together(metrics),
                    reason=self.reason(reason),
                )
                (remarks if kind == "remark" else missing).append(sentence)
        return missing, remarks

    def slice(self, value: str) -> Markup:
        """Return the name of a slice or of what it is compared with."""
        special = {MISSING: "missing", REST: "all_others"}.get(value)
        return self.say("slices", special) if special else name(value)

    def slice_gap(self, row: Mapping[str, Any]) -> Markup:
        """Return in words how far a slice is from its reference."""
        gap, bounds = float(row["gap"]), (float(row["gap_low"]), float(row["gap_high"]))
        low, high = sorted(bounds if gap > 0 else (-bounds[1], -bounds[0]))
        return self.say(
            "slices",
            "higher" if gap > 0 else "lower",
            column=name(row["column"]),
            slice=Markup("<b>{}</b>").format(self.slice(row["slice"])),
            metric=self.metric(row["metric"]),
            label=self.label(row["label"]),
            value=ltr(number(row["value"])),
            n=ltr(f"n = {row['n']:,}"),
            gap=ltr(estimate(abs(gap), low, high)),
            reference=self.slice(row["reference"]),
        )


def _kind(result: MetricResult) -> str:
    if not math.isfinite(result.value):
        return "undefined"
    return "remark" if math.isfinite(result.low) else "no_interval"


def shown_gaps(slices: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows whose gap's interval does not contain 0 and that are not small, the widest gap first."""
    apart = (slices["gap_low"] > 0) | (slices["gap_high"] < 0)
    rows = slices[apart & ~slices["small"].astype(bool)]
    order = rows["gap"].abs().sort_values(ascending=False, kind="stable").index
    return [{str(key): value for key, value in row.items()} for row in rows.loc[order].to_dict("records")]
