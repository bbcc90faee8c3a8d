"""The report in one language, part by part, as the template asks for it."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import pandas as pd
from markupsafe import Markup

from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.evaluation.results import EvaluationReport, MetricResult
from rightsnlp.rendering import numbers
from rightsnlp.rendering.reasons import Reason
from rightsnlp.rendering.words import Messages
from rightsnlp.reporting.page import sentences as words
from rightsnlp.reporting.page.content import ReportContent

_FIRST_FAILURES = 12
_FIRST_GAPS = 10
_MANY_ROWS = 60
_LIMITS_OF_LABELS = ("incitement", "wrongful_removal")


@dataclass(frozen=True)
class Image:
    """One figure as an image that stands in the page."""

    caption: str
    alternative: str
    address: str


class Page:
    """One language of a report.

    Parameters
    ----------
    content : ReportContent
    messages : Messages
    """

    first_failures = _FIRST_FAILURES

    def __init__(self, content: ReportContent, messages: Messages) -> None:
        self.content = content
        self.messages = messages
        self.words = words.Words(messages)
        self.language = messages.language
        self.direction = messages.direction

    @property
    def reports(self) -> list[tuple[str, EvaluationReport]]:
        """Each system's name and figures."""
        return list(zip(self.content.names, self.content.systems, strict=True))

    @property
    def first(self) -> EvaluationReport:
        """The first system's figures; data and split are the same for all."""
        return self.content.systems[0]

    @cached_property
    def labels(self) -> dict[str, EvaluationReport]:
        """Every label, with the first system that was judged on it."""
        found: dict[str, EvaluationReport] = {}
        for report in self.content.systems:
            for label in report.labels:
                found.setdefault(label, report)
        return found

    @property
    def rows_of_metrics(self) -> list[str]:
        """Labels and averages of which any system has figures, in order."""
        return list(
            dict.fromkeys(result.label for report in self.content.systems for result in report.metrics)
        )

    @cached_property
    def sections(self) -> list[str]:
        """Names of the parts that the page has, in order."""
        content = self.content
        there = {
            "comparisons": bool(content.comparisons),
            "slices": content.slices is not None and not content.slices.empty,
            "over_enforcement": content.over_enforcement is not None and not content.over_enforcement.empty,
            "functional": content.functional is not None,
            "robustness": content.robustness is not None and not content.robustness.empty,
            "figures": bool(content.figures),
            "methods": bool(content.methods or content.citation),
        }
        order = ["summary", "gaps", "metrics", *there, "glossary", "signature"]
        return [section for section in order if there.get(section, True)]

    @property
    def share_covered(self) -> Markup:
        """Coverage of the intervals in percent."""
        return words.ltr(
            numbers.level(float(self.first.signature.get("confidence", 0.95))).replace(" ", "\u00a0")
        )

    def systems_of(self, label: str) -> list[dict[str, Any]]:
        """Return each system's key figures of a label; the only system goes without its name."""
        alone = len(self.reports) == 1
        return [
            {
                "name": None if alone else system,
                "threshold": self.words.threshold(report, label),
                "figures": self.words.key_figures(report, label, None if alone else system),
            }
            for system, report in self.reports
            if label in report.labels and report.get(label, "f1").n
        ]

    @property
    def absent(self) -> list[Markup]:
        """What the report does not hold, in sentences."""
        parts = ("comparisons", "slices", "over_enforcement", "functional", "robustness")
        return [self.words.say("gaps", f"absent_{part}") for part in parts if part not in self.sections]

    @property
    def limits(self) -> list[Markup]:
        """What no figure can say."""
        labels = [label for label in _LIMITS_OF_LABELS if label in self.labels]
        return [self.words.say("gaps", f"limit_{key}") for key in ("interval", "number", *labels)]

    def metric_groups(
        self, report: EvaluationReport
    ) -> Iterator[tuple[str, list[MetricResult], Reason | None]]:
        """Yield each label with its figures, none where nothing is known, and the note that all of them share."""
        for label, group in groupby(report.metrics, key=lambda result: result.label):
            results = list(group)
            reasons = {result.reason for result in results}
            known = any(result.n for result in results)
            yield label, results if known else [], reasons.pop() if len(reasons) == 1 else None

    @property
    def metric_names(self) -> list[str]:
        """Every metric that is explained, legitimate subsets as one."""
        names = [
            self.words.anchor(result.metric) for report in self.content.systems for result in report.metrics
        ]
        return [name for name in dict.fromkeys(names) if self.messages.metric(name).explanation]

    def glossary_title(self, metric: str) -> str:
        """Return the title under which a metric is explained."""
        return self.messages.metric(metric).title.format(subset="…")

    def glossary_title_in_english(self, metric: str) -> str:
        """Return the English title, by which a reader finds the metric elsewhere."""
        return Messages("en").metric(metric).title.format(subset="…")

    def reason(self, reason: Reason | None) -> str:
        """Return why a figure is undefined, or what is to be known of it."""
        return self.words.reason(reason)

    def comparison(self, comparison: Comparison) -> str:
        """Return the result of a comparison in words."""
        return comparison.sentence(self.language)

    def number(self, value: float) -> Markup:
        """Return a figure, or a dash."""
        return words.ltr(numbers.number(value))

    def interval(self, low: float, high: float) -> Markup:
        """Return an interval, or a dash."""
        return words.ltr(numbers.interval(low, high))

    def level(self, alpha: float) -> Markup:
        """Return the level of a test."""
        return words.ltr(f"{alpha:g}")

    def signed(self, value: float) -> Markup:
        """Return a difference, or a dash."""
        return words.ltr(numbers.typeset_signed(value))

    def signed_interval(self, low: float, high: float) -> Markup:
        """Return the interval of a difference, or a dash."""
        return words.ltr(numbers.typeset_interval(low, high))

    def count(self, n: float | None) -> Markup:
        """Return a whole number, or a dash."""
        return words.ltr(numbers.count(n))

    @cached_property
    def gaps_shown(self) -> tuple[list[Markup], int]:
        """The widest gaps between slices in words, and how many more there are."""
        assert self.content.slices is not None
        rows = words.shown_gaps(self.content.slices)
        return [self.words.slice_gap(row) for row in rows[:_FIRST_GAPS]], max(0, len(rows) - _FIRST_GAPS)

    def slice_tables(self) -> Iterator[dict[str, Any]]:
        """Yield each column with its rows by label and metric, and the labels of which nothing is known."""
        assert self.content.slices is not None
        for column, frame in self.content.slices.groupby("column", sort=False):
            known = frame.groupby("label", sort=False)["n"].transform("sum") > 0
            yield {
                "column": column,
                "reference": next((other for other in frame["reference"] if other), ""),
                "groups": [
                    {"label": label, "metric": metric, **_noted(records(rows))}
                    for (label, metric), rows in frame[known].groupby(["label", "metric"], sort=False)
                ],
                "long": int(known.sum()) > _MANY_ROWS,
                "left_out": self.words.together(
                    [self.words.label(label) for label in dict.fromkeys(frame.loc[~known, "label"])]
                ),
            }

    def over_enforcement_tables(self) -> Iterator[dict[str, Any]]:
        """Yield each column with its reference and its rows by label and error."""
        table = self.content.over_enforcement
        assert table is not None
        if "column" not in table:
            table = table.assign(column=self.messages("over_enforcement", "column"))
        for column, frame in table.groupby("column", sort=False):
            yield {
                "column": column,
                "reference": next(iter(frame.loc[frame["verdict"] == "reference", "group"]), "–"),
                "groups": [
                    (label, error, records(rows))
                    for (label, error), rows in frame.groupby(["label", "error"], sort=False)
                ],
            }

    def failures(self) -> list[dict[str, Any]]:
        """Return what was answered wrongly in a functional suite, the lowest accuracy first."""
        report = self.content.functional
        assert report is not None
        return [
            {
                "result": result,
                "count": self.words.say(
                    "functional",
                    "failure",
                    wrong=words.ltr(result.n - result.correct),
                    n=words.ltr(result.n),
                    review=words.ltr(result.wrong_in_review),
                ),
                "meaning": report.sentences.get(result.functionality, {}).get(self.language, ""),
            }
            for result in report.worst()
        ]

    def robustness_groups(self) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
        """Yield label, metric and rows."""
        assert self.content.robustness is not None
        for (label, metric), rows in self.content.robustness.groupby(["label", "metric"], sort=False):
            yield str(label), str(metric), records(rows)

    def perturbation(self, perturbation: str) -> str:
        """Return what a perturbation is called."""
        from rightsnlp.checks.perturbations.catalogue import PERTURBATIONS

        known = PERTURBATIONS.get(perturbation)
        if known is None or self.language != "ar":
            return perturbation.replace("_", " ")
        return known.title_ar

    @property
    def methods(self) -> str:
        """The methods in this language where they are given in it, else in the one there is."""
        return self._own(self.content.methods).strip()

    def drawings(self) -> Iterator[Image]:
        """Yield the figures in this language, else in one that is there.

        A figure is an image of its own and not part of the page, so that nothing in it can run, load or restyle.
        """
        for drawing in self.content.figures:
            data = base64.b64encode(self._own(drawing.svg).encode("utf-8")).decode("ascii")
            caption = self.messages.caption(drawing.kind)
            alternative = self._own(drawing.alternative) or caption
            yield Image(caption, alternative, f"data:image/svg+xml;base64,{data}")

    def _own(self, texts: Mapping[str, str]) -> str:
        """Return a text in this language, else in one that is there, else an empty one."""
        return texts.get(self.language) or next(iter(texts.values()), "")

    def signature_rows(self, report: EvaluationReport) -> Iterator[tuple[str, list[str]]]:
        """Yield the fields of a signature with their values."""
        for key, value in report.signature.items():
            if value not in (None, {}, [], ""):
                yield self.messages.get("signature", key), _lines(value)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows with names as keys."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _noted(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return rows and the note that all of them share; no rows where none has a value."""
    notes = {row["reason"] for row in rows}
    note = notes.pop() if len(notes) == 1 else None
    undefined = note is not None and all(math.isnan(row["value"]) for row in rows)
    return {"rows": [] if undefined else rows, "note": note}


def _lines(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{key}: {'–' if part is None else _lines(part)[0]}" for key, part in value.items()]
    if isinstance(value, list | tuple):
        return [", ".join(str(part) for part in value)]
    if isinstance(value, float):
        return [f"{value:.6g}" if math.isfinite(value) else "–"]
    return [str(value)]
