"""What an evaluation returns: figures with n, interval and reason, and the signature they were made under."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import groupby
from typing import Any

import pandas as pd

from rightsnlp.evaluation.signature import signature_line
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.rendering.escapes import code_span, terminal_text
from rightsnlp.rendering.numbers import estimate, interval, number
from rightsnlp.rendering.reasons import Reason, reason_data, reason_text
from rightsnlp.rendering.table import Table, html_tables

PROTOCOL = 2
"""From protocol 2 on a reason is a code with values; before, it was its English words."""

_HEADER = ("label", "metric", "value", "interval", "n", "support", "note")
_RIGHT = frozenset({2, 3, 4, 5})


@dataclass(frozen=True, slots=True)
class MetricResult:
    """One figure.

    Attributes
    ----------
    label : str
        A label, or ``micro``, ``macro``, ``weighted``, ``samples`` for an average.
    metric : str
        Name of the metric.
    value, low, high : float
        The figure and its interval; NaN where undefined.
    n : int
        Posts that the figure is a share or a mean of: for precision those assigned, for recall the positives.
    support : int
        Known positives of the label.
    reason : Reason or None
        Why a number is NaN, or what the reader must know of it; often None.
    method : str
        How the interval was made: ``wilson``, ``bca``, ``percentile``, ``basic``, or empty without one.

    Examples
    --------
    >>> print(MetricResult("spam", "recall", 0.75, 0.6, 0.86, 40, 40))
    spam recall 0.750 [0.600, 0.860] (n = 40)
    """

    label: str
    metric: str
    value: float
    low: float
    high: float
    n: int
    support: int
    reason: Reason | None = None
    method: str = ""

    def __str__(self) -> str:
        said = (
            estimate(self.value, self.low, self.high, no_interval=f"({self.reason})")
            if math.isfinite(self.value)
            else f"undefined: {self.reason}"
        )
        return f"{self.label} {self.metric} {said} (n = {self.n})"

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, with None for NaN."""
        return plain_data(row_of(self))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> MetricResult:
        """Build from what :meth:`to_dict` gave."""
        numbers = {
            key: math.nan if data[key] is None else float(data[key]) for key in ("value", "low", "high")
        }
        return cls(
            label=str(data["label"]),
            metric=str(data["metric"]),
            n=int(data["n"]),
            support=int(data["support"]),
            reason=Reason.from_data(data.get("reason")),
            method=str(data.get("method", "")),
            **numbers,
        )


@dataclass(frozen=True)
class EvaluationReport:
    """The figures of one system on one set of posts.

    Attributes
    ----------
    metrics : tuple of MetricResult
        The figures, label by label, then the averages.
    signature : dict
        What must be stated with them: data, split, seed, intervals, thresholds, versions, model.

    Examples
    --------
    >>> from rightsnlp.evaluation.metrics import evaluate_arrays
    >>> report = evaluate_arrays([1, 1, 0, 0], [0.9, 0.4, 0.2, 0.1], ["spam"], n_resamples=50)
    >>> report.get("spam", "recall").value
    0.5
    >>> report.signature["thresholds"]
    {'spam': 0.5}
    """

    metrics: tuple[MetricResult, ...]
    signature: dict[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Names of the labels, without the averages."""
        return tuple(self.signature.get("labels", ()))

    @property
    def signature_line(self) -> str:
        """The signature in one line, to stand under a table."""
        return signature_line(self.signature)

    def get(self, label: str, metric: str) -> MetricResult:
        """Return one figure.

        Raises
        ------
        InvalidArgumentError
            When the report has no such figure.
        """
        for result in self.metrics:
            if (result.label, result.metric) == (label, metric):
                return result
        known = dict.fromkeys(result.metric for result in self.metrics if result.label == label)
        raise InvalidArgumentError(
            f"label, metric: got {label!r}, {metric!r}",
            expected=f"for {label!r}: {', '.join(known)}"
            if known
            else f"a label among {', '.join(dict.fromkeys(result.label for result in self.metrics))}",
            remedy="see report.to_frame()",
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per figure, with the columns of :class:`MetricResult`."""
        columns = list(MetricResult.__dataclass_fields__)
        return pd.DataFrame([row_of(result) for result in self.metrics], columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Return plain data that JSON can hold; an undefined number is None, beside its reason."""
        return {
            "report": "rightsnlp-evaluation",
            "protocol": PROTOCOL,
            "signature": self.signature,
            "metrics": [result.to_dict() for result in self.metrics],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> EvaluationReport:
        """Build from what :meth:`to_dict` gave.

        Raises
        ------
        SchemaError
            When the data is no report, or of a newer protocol.
        """
        if data.get("report") != "rightsnlp-evaluation" or int(data.get("protocol", 0)) > PROTOCOL:
            raise SchemaError(
                f"report: got {data.get('report')!r}, protocol {data.get('protocol')!r}",
                expected=f"a rightsnlp-evaluation of protocol {PROTOCOL} or below",
                remedy="read it with the version of rightsnlp that wrote it",
            )
        try:
            metrics = tuple(MetricResult.from_dict(entry) for entry in data["metrics"])
            return cls(metrics, dict(data["signature"]))
        except (KeyError, TypeError, ValueError) as error:
            raise SchemaError(
                f"report: {type(error).__name__} at {error}",
                expected="what EvaluationReport.to_dict gave",
                remedy="evaluate again",
            ) from None

    def to_table(self) -> Table:
        """Return all figures as a table; a label of which nothing is known takes one row, not one per metric."""
        return Table("all-figures", "All figures", _HEADER, tuple(self._rows()), _RIGHT)

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for label, group in groupby(self.metrics, key=lambda result: result.label):
            results = list(group)
            if len(results) > 1 and len({r.reason for r in results}) == 1 and not any(r.n for r in results):
                yield (
                    label,
                    "(none)",
                    "–",
                    "–",
                    "0",
                    f"{results[0].support:,}",
                    reason_text(results[0].reason),
                )
                continue
            for r in results:
                bounds = interval(r.low, r.high)
                yield (
                    label,
                    r.metric,
                    number(r.value),
                    bounds,
                    f"{r.n:,}",
                    f"{r.support:,}",
                    reason_text(r.reason),
                )

    def to_markdown(self) -> str:
        """Return a Markdown table of all figures with the signature below it."""
        return f"{self.to_table().to_markdown()}\n\n{code_span(self.signature_line)}\n"

    def __str__(self) -> str:
        return f"{self.to_table().to_text()}\n\n{terminal_text(self.signature_line)}"

    def _repr_html_(self) -> str:
        return html_tables([self.to_table()], self.signature_line)


def row_of(result: Any) -> dict[str, Any]:
    """Return the fields of a result by name, each as it stands."""
    return {part.name: getattr(result, part.name) for part in fields(result)}


def plain_data(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as plain data that JSON can hold: None for NaN, a reason as its code with values.

    Examples
    --------
    >>> plain_data({"value": math.nan, "n": 2, "reason": Reason("no_answer")})
    {'value': None, 'n': 2, 'reason': {'code': 'no_answer'}}
    """
    data = {
        str(key): None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in row.items()
    }
    return data | ({"reason": reason_data(row["reason"])} if "reason" in row else {})
