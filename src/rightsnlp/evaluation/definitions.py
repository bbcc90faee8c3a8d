"""The metrics as a table: what each is computed from, what it needs, and which way is better.

Every metric is a function of sums over posts (and of the two ranking figures), so one multiplication of the
weights with the posts' terms serves all of them. A post that was not *decided* (review, insufficient) counts
as not assigned in precision, recall and the rest; coverage and risk show what was left to people.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from rightsnlp.evaluation.arrays import FloatArray
from rightsnlp.evaluation.confusion import divide, f1_score, matthews
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.reasons import Reason

Sums: TypeAlias = Mapping[str, FloatArray]


@dataclass(frozen=True, slots=True)
class Need:
    """A sum that must not be 0, and the reason that is given when it is.

    ``of_data`` tells a gap in the test data (the label is left out of an average, and named) from a gap in
    the system's output (the average is undefined, so that staying silent never helps a system).
    """

    sums: tuple[str, ...]
    reason: Reason
    of_data: bool


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric.

    Attributes
    ----------
    name : str
        Identifier; :func:`rightsnlp.rendering.words.metric_title` has its name for a reader.
    value : callable
        From sums to values; NaN where undefined.
    n : tuple of str
        Sums whose total is the number of posts that the figure is a share or a mean of.
    needs : tuple of Need
        What must not be 0, in the order in which it is said.
    higher_is_better : bool
        Direction.
    share : tuple of str or None
        For a plain share of posts: the sums that make its numerator.
    """

    name: str
    value: Callable[[Sums], FloatArray]
    n: tuple[str, ...]
    needs: tuple[Need, ...]
    higher_is_better: bool = True
    share: tuple[str, ...] | None = None

    @property
    def rests_on_positives(self) -> bool:
        """Whether few positives make the figure uncertain, however many posts there are."""
        return _POSITIVE in self.needs


_KNOWN = Need(("tp", "fp", "fn", "tn"), Reason("no_answer"), of_data=True)
_POSITIVE = Need(("tp", "fn"), Reason("no_positive"), of_data=True)
_NEGATIVE = Need(("fp", "tn"), Reason("no_negative"), of_data=True)
_ASSIGNED = Need(("tp", "fp"), Reason("nothing_assigned"), of_data=False)
_WITHHELD = Need(("fn", "tn"), Reason("everything_assigned"), of_data=False)
_DECIDED = Need(("decided",), Reason("nothing_decided"), of_data=False)
_SCORED = Need(("scored",), Reason("no_probability"), of_data=False)
_SCORED_POSITIVE = Need(("scored_positive",), Reason("no_positive_probability"), of_data=False)
_SCORED_NEGATIVE = Need(("scored_negative",), Reason("no_negative_probability"), of_data=False)

_ALL = ("tp", "fp", "fn", "tn")


def _total(sums: Sums, names: tuple[str, ...]) -> FloatArray:
    return np.asarray(sum(sums[name] for name in names), dtype=np.float64)


def _share(
    name: str,
    part: tuple[str, ...],
    whole: tuple[str, ...],
    needs: tuple[Need, ...],
    *,
    higher_is_better: bool = True,
) -> Metric:
    return Metric(
        name, lambda s: divide(_total(s, part), _total(s, whole)), whole, needs, higher_is_better, part
    )


def _mean(name: str, total: str) -> Metric:
    return Metric(
        name,
        lambda s: divide(s[total], s["scored"]),
        ("scored",),
        (_KNOWN, _SCORED),
        higher_is_better=False,
    )


def _binned(name: str, prefix: str) -> Metric:
    def value(sums: Sums) -> FloatArray:
        gaps = [np.abs(gap) for key, gap in sums.items() if key.startswith(prefix)]
        return divide(np.sum(gaps, axis=0), sums["scored"])

    return Metric(name, value, ("scored",), (_KNOWN, _SCORED), higher_is_better=False)


def _f1(s: Sums) -> FloatArray:
    # Without a positive F1 would be 0 whatever the system does, which says nothing of the system.
    return np.where(s["tp"] + s["fn"] == 0, np.nan, f1_score(s["tp"], s["fp"], s["fn"]))


LABEL_METRICS: tuple[Metric, ...] = (
    _share("precision", ("tp",), ("tp", "fp"), (_KNOWN, _ASSIGNED)),
    _share("recall", ("tp",), ("tp", "fn"), (_KNOWN, _POSITIVE)),
    Metric("f1", _f1, _ALL, (_KNOWN, _POSITIVE)),
    Metric(
        "average_precision",
        lambda s: s["average_precision"],
        ("scored",),
        (_KNOWN, _POSITIVE, _SCORED, _SCORED_POSITIVE),
    ),
    Metric(
        "roc_auc",
        lambda s: s["roc_auc"],
        ("scored",),
        (_KNOWN, _POSITIVE, _NEGATIVE, _SCORED, _SCORED_POSITIVE, _SCORED_NEGATIVE),
    ),
    Metric(
        "mcc",
        lambda s: matthews(s["tp"], s["fp"], s["fn"], s["tn"]),
        _ALL,
        (_KNOWN, _POSITIVE, _NEGATIVE, _ASSIGNED, _WITHHELD),
    ),
    _share("specificity", ("tn",), ("fp", "tn"), (_KNOWN, _NEGATIVE)),
    _share(
        "false_positive_rate",
        ("fp",),
        ("fp", "tn"),
        (_KNOWN, _NEGATIVE),
        higher_is_better=False,
    ),
    _share("coverage", ("decided",), _ALL, (_KNOWN,)),
    _share("risk", ("wrong",), ("decided",), (_KNOWN, _DECIDED), higher_is_better=False),
    _binned("ece", "width_"),
    _binned("adaptive_ece", "mass_"),
    _mean("brier", "brier"),
    _mean("log_loss", "log_loss"),
)
"""Metrics that every label gets, in the order of the report."""

RECALL_WITH_REVIEW = _share(
    "recall_with_review",
    ("tp", "reviewed_positive"),
    ("tp", "fn"),
    (_KNOWN, _POSITIVE),
)
"""Share of the positives that are assigned or sent to a person; reported when something was sent."""

COST = Metric(
    "cost",
    lambda s: divide(s["cost"], _total(s, _ALL)),
    _ALL,
    (_KNOWN,),
    higher_is_better=False,
)
"""Mean cost per post by a stated table; reported when a table is given."""

MICRO_METRICS = ("precision", "recall", "f1", "average_precision", "roc_auc", "coverage", "risk")
MEAN_METRICS = ("precision", "recall", "f1", "average_precision", "roc_auc", "mcc")
"""Metrics that are averaged over labels."""


def legitimate_metric(name: str) -> Metric:
    """Return the false-positive rate on the legitimate subset called ``name``."""
    need = Need(
        (f"legitimate_fp:{name}", f"legitimate_tn:{name}"),
        Reason.of("no_negative_in_subset", subset=name),
        of_data=True,
    )
    return _share(
        f"false_positive_rate[{name}]",
        (f"legitimate_fp:{name}",),
        need.sums,
        (_KNOWN, need),
        higher_is_better=False,
    )


EXACT_MATCH = Metric(
    "exact_match",
    lambda s: divide(s["exact"], s["complete"]),
    ("complete",),
    (Need(("complete",), Reason("no_complete_answer"), of_data=True),),
    share=("exact",),
)
JACCARD = Metric(
    "jaccard",
    lambda s: divide(s["jaccard"], s["complete"]),
    ("complete",),
    EXACT_MATCH.needs,
)


_BY_NAME = {
    metric.name: metric for metric in (*LABEL_METRICS, RECALL_WITH_REVIEW, COST, EXACT_MATCH, JACCARD)
}


def metric_named(name: str) -> Metric:
    """Return the metric of a name, a legitimate subset's among them.

    Raises
    ------
    InvalidArgumentError
        When there is none.

    Examples
    --------
    >>> metric_named("brier").higher_is_better, metric_named("false_positive_rate[news]").n
    (False, ('legitimate_fp:news', 'legitimate_tn:news'))
    """
    if name.startswith("false_positive_rate[") and name.endswith("]"):
        return legitimate_metric(name.removeprefix("false_positive_rate[")[:-1])
    if name not in _BY_NAME:
        raise InvalidArgumentError(
            f"metric: got {name!r}", expected=f"one of {', '.join(_BY_NAME)}", remedy="check the spelling"
        )
    return _BY_NAME[name]
