"""What perturbations did to a system: the drop of each figure with its interval, and the posts that flipped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from rightsnlp.evaluation.results import plain_data, row_of
from rightsnlp.evaluation.signature import signature_line
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.rendering.escapes import terminal_text
from rightsnlp.rendering.numbers import count, interval, number, signed
from rightsnlp.rendering.reasons import Reason
from rightsnlp.rendering.table import Table, html_tables, markdown_tables
from rightsnlp.rendering.words import metric_title

PROTOCOL = 2

COLUMNS = (
    "perturbation", "label", "metric", "before", "after", "drop", "low", "high", "n", "n_changed", "n_lost", "n_gained",
)  # fmt: skip
"""Columns of :meth:`RobustnessReport.to_frame`."""

_HEADER = ("perturbation", "metric", "before", "after", "drop", "interval", "n", "changed", "lost", "gained")
_NOTES = (
    "Drop: before minus after, with the paired bootstrap interval; not adjusted for the number of figures.",
    (
        "Changed: posts that the perturbation changed. Lost: posts to which the label was assigned before and is no "
        "longer; gained: the reverse. All of them among the posts whose answer is known."
    ),
)


@dataclass(frozen=True, slots=True)
class RobustnessResult:
    """One figure under one perturbation.

    Attributes
    ----------
    perturbation, label, metric : str
    before, after : float
        The figure on the posts as they are, and as they were perturbed; NaN where undefined.
    drop, low, high : float
        ``before - after`` with its paired interval: above 0 the figure got lower.
    n : int
        Posts with a known answer.
    n_changed : int or None
        Those that the perturbation changed; None where nobody told.
    n_lost, n_gained : int
        Those to which the label was assigned before and is no longer, and the reverse.
    reason : Reason or None
        Why a number is NaN, or what the reader must know of it; often None.

    Examples
    --------
    >>> print(RobustnessResult("tatweel", "spam", "recall", 0.75, 0.5, 0.25, 0.1, 0.4, 40, 38, 5, 1))
    tatweel spam recall 0.750 to 0.500, drop +0.250 [0.100, 0.400] (n = 40, 38 changed)
    """

    perturbation: str
    label: str
    metric: str
    before: float
    after: float
    drop: float
    low: float
    high: float
    n: int
    n_changed: int | None
    n_lost: int
    n_gained: int
    reason: Reason | None = None

    def __str__(self) -> str:
        changed = "" if self.n_changed is None else f", {self.n_changed:,} changed"
        bounds = f" {interval(self.low, self.high)}" if math.isfinite(self.low) else ""
        note = f" ({self.reason})" if self.reason and not bounds else ""
        return (
            f"{self.perturbation} {self.label} {self.metric} {number(self.before)} to {number(self.after)},"
            f" drop {signed(self.drop)}{bounds}{note} (n = {self.n:,}{changed})"
        )


@dataclass(frozen=True, slots=True)
class Flip:
    """One post that got a label under a perturbation, or lost it; its text stands nowhere.

    Attributes
    ----------
    perturbation, label : str
    row : int
        Position of the post, from 0 on.
    flip : str
        ``lost`` (assigned before, no longer) or ``gained``.
    before, after : str
        The decisions.
    p_before, p_after : float
        The probabilities; NaN where there is none.
    answer : int
        1 where the label holds, 0 where not.
    """

    perturbation: str
    label: str
    row: int
    flip: str
    before: str
    after: str
    p_before: float
    p_after: float
    answer: int


@dataclass(frozen=True, repr=False)
class RobustnessReport:
    """The figures of one system before and after each perturbation.

    Attributes
    ----------
    results : tuple of RobustnessResult
        Perturbation by perturbation, label by label.
    flips : tuple of Flip
        The posts whose assignment changed.
    signature : dict
        What must be stated with the figures: data, split, seed, strength, intervals, thresholds, versions, model.

    Examples
    --------
    >>> result = RobustnessResult("tatweel", "spam", "recall", 0.75, 0.5, 0.25, 0.1, 0.4, 40, 38, 1, 0)
    >>> flip = Flip("tatweel", "spam", 7, "lost", "assigned", "review", 0.7, 0.4, 1)
    >>> report = RobustnessReport((result,), (flip,), {"seed": 0})
    >>> report == RobustnessReport.from_dict(report.to_dict())
    True
    >>> report.flips_frame()[["row", "flip", "answer"]]
       row  flip  answer
    0    7  lost       1
    """

    results: tuple[RobustnessResult, ...]
    flips: tuple[Flip, ...]
    signature: dict[str, Any] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels that were judged."""
        return tuple(dict.fromkeys(result.label for result in self.results))

    @property
    def perturbations(self) -> tuple[str, ...]:
        """Names of the perturbations."""
        return tuple(dict.fromkeys(result.perturbation for result in self.results))

    @property
    def signature_line(self) -> str:
        """The signature in one line, to stand under a table."""
        return signature_line(self.signature)

    def get(self, perturbation: str, label: str, metric: str) -> RobustnessResult:
        """Return one figure.

        Raises
        ------
        InvalidArgumentError
            When the report has no such figure.
        """
        for result in self.results:
            if (result.perturbation, result.label, result.metric) == (perturbation, label, metric):
                return result
        metrics = dict.fromkeys(result.metric for result in self.results)
        raise InvalidArgumentError(
            f"perturbation, label, metric: got {perturbation!r}, {label!r}, {metric!r}",
            expected=f"one each of {', '.join(self.perturbations)}; {', '.join(self.labels)}; {', '.join(metrics)}",
            remedy="see report.to_frame()",
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per perturbation, label and metric, with the columns of :data:`COLUMNS`."""
        frame = pd.DataFrame([row_of(result) for result in self.results], columns=list(COLUMNS))
        return frame.astype({"n_changed": "Int64"}) if frame["n_changed"].isna().any() else frame

    def flips_frame(self) -> pd.DataFrame:
        """Return one row per flip, with the columns of :class:`Flip`."""
        return pd.DataFrame([row_of(flip) for flip in self.flips], columns=list(Flip.__dataclass_fields__))

    def to_dict(self) -> dict[str, Any]:
        """Return plain data that JSON can hold; an undefined number is None."""
        return {
            "report": "rightsnlp-robustness",
            "protocol": PROTOCOL,
            "signature": self.signature,
            "results": [plain_data(row_of(result)) for result in self.results],
            "flips": [plain_data(row_of(flip)) for flip in self.flips],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> RobustnessReport:
        """Build from what :meth:`to_dict` gave.

        Raises
        ------
        SchemaError
            When the data is no report, or of a newer protocol.
        """
        if data.get("report") != "rightsnlp-robustness" or int(data.get("protocol", 0)) > PROTOCOL:
            raise SchemaError(
                f"report: got {data.get('report')!r}, protocol {data.get('protocol')!r}",
                expected=f"a rightsnlp-robustness of protocol {PROTOCOL} or below",
                remedy="read it with the version of rightsnlp that wrote it",
            )
        try:
            results = [_with_nan(one, ("before", "after", "drop", "low", "high")) for one in data["results"]]
            flips = [_with_nan(one, ("p_before", "p_after")) for one in data["flips"]]
            return cls(
                tuple(
                    RobustnessResult(**{**one, "reason": Reason.from_data(one.get("reason"))})
                    for one in results
                ),
                tuple(Flip(**one) for one in flips),
                dict(data["signature"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise SchemaError(
                f"report: {type(error).__name__} at {error}",
                expected="what RobustnessReport.to_dict gave",
                remedy="measure again",
            ) from None

    def to_markdown(self) -> str:
        """Return a Markdown table per label, with the signature below."""
        return markdown_tables(self._tables(*_NOTES), [self.signature_line])

    def _tables(self, *notes: str) -> list[Table]:
        right = frozenset(range(_HEADER.index("before"), len(_HEADER)))
        return [
            Table(
                f"robustness_{label}",
                f"Robustness: {label}",
                _HEADER,
                tuple(_row(result) for result in self.results if result.label == label),
                right,
                notes=(*notes, *self._reasons(label)),
            )
            for label in self.labels
        ]

    def _reasons(self, label: str) -> list[str]:
        """Return why figures of a label have no interval, each reason once with the perturbations it holds for."""
        names: dict[Reason, list[str]] = {}
        for result in self.results:
            if result.label == label and result.reason and not math.isfinite(result.low):
                named = names.setdefault(result.reason, [])
                if result.perturbation not in named:
                    named.append(result.perturbation)
        return [f"{', '.join(named)}: {reason}." for reason, named in names.items()]

    def __repr__(self) -> str:
        return f"RobustnessReport(perturbations={self.perturbations}, labels={self.labels})"

    def __str__(self) -> str:
        blocks = [f"{terminal_text(table.title)}\n{table.to_text()}" for table in self._tables()]
        return "\n\n".join([*blocks, terminal_text(self.signature_line)])

    def _repr_html_(self) -> str:
        return html_tables(self._tables(), self.signature_line)


def _row(result: RobustnessResult) -> tuple[str, ...]:
    return (
        result.perturbation,
        metric_title(result.metric),
        number(result.before),
        number(result.after),
        signed(result.drop),
        interval(result.low, result.high),
        *map(count, (result.n, result.n_changed, result.n_lost, result.n_gained)),
    )


def _with_nan(record: Mapping[str, Any], numbers: Sequence[str]) -> dict[str, Any]:
    return {
        **record,
        **{key: math.nan if record[key] is None else float(record[key]) for key in numbers},
    }
