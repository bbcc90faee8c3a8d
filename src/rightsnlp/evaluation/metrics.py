"""Metrics of a multi-label system: plain functions, and all of them at once with intervals."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Unpack

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import BootstrapResult, bootstrap
from rightsnlp.evaluation.calibration_error import Binning, calibrated_errors, calibration_interval
from rightsnlp.evaluation.panel import Cell, MetricPanel, panel_of
from rightsnlp.evaluation.results import EvaluationReport, MetricResult
from rightsnlp.evaluation.risk_coverage import risk_coverage_curve
from rightsnlp.evaluation.signature import data_sha256 as hash_data
from rightsnlp.evaluation.signature import plain_thresholds, used_versions
from rightsnlp.evaluation.single_label import (
    average_precision,
    brier_score,
    coverage,
    f1,
    false_positive_rate,
    log_loss,
    matthews_correlation,
    mean_cost,
    precision,
    recall,
    risk,
    roc_auc,
    specificity,
)
from rightsnlp.intervals import Interval, IntervalSettings
from rightsnlp.rendering.reasons import Reason

__all__ = [
    "average_precision",
    "brier_score",
    "coverage",
    "evaluate_arrays",
    "f1",
    "false_positive_rate",
    "log_loss",
    "matthews_correlation",
    "mean_cost",
    "metric_value",
    "precision",
    "recall",
    "risk",
    "risk_coverage_curve",
    "roc_auc",
    "specificity",
]

FEW_GROUPS = 20
"""Below this number of groups a cluster bootstrap is rough, and the figure says so."""

_BINNING: dict[str, Binning] = {"ece": "width", "adaptive_ece": "mass"}


def evaluate_arrays(
    Y: npt.ArrayLike,
    P: npt.ArrayLike | None,
    labels: Sequence[str],
    *,
    thresholds: a.Thresholds = None,
    decisions: npt.ArrayLike | None = None,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    strata: Sequence[Any] | npt.NDArray[Any] | None = None,
    interval: Interval = Interval(),
    legitimate: Any = None,
    costs: Mapping[str, float] | None = None,
    split: str = "unspecified",
    data_sha256: str | None = None,
    model: Mapping[str, str] | None = None,
    **settings: Unpack[IntervalSettings],
) -> EvaluationReport:
    """Judge probabilities or decisions of any origin against known answers.

    A post that was not decided (``review``, ``insufficient``) counts as not assigned in precision, recall, F1
    and the rest; ``coverage`` and ``risk`` show what was left to people. Ranking and calibration figures leave
    out posts without a probability, and say how many.

    Parameters
    ----------
    Y : array-like (n, n_labels)
        Answers: 1, 0, or NaN (unknown: left out of that label's figures).
    P : array-like (n, n_labels) or None
        Probabilities, NaN for no answer. None when only decisions are known.
    labels : sequence of str
        Names of the columns.
    thresholds : float, sequence or mapping, optional
        A post is assigned from its threshold on. Default 0.5. NaN: no threshold, all go to review.
    decisions : array-like of str (n, n_labels), optional
        ``assigned``, ``not_assigned``, ``review``, ``insufficient``; they take the place of thresholds.
    groups : sequence (n,), optional
        Posts that are not independent (same author, duplicate, template) share a group; groups are resampled.
    strata : sequence (n,), optional
        Each stratum keeps its number of posts in every resample.
    interval : Interval
        Resamples, confidence, method and seed; its parts may be passed as keywords.
    legitimate : mask (n,) or mapping of str to mask, optional
        Posts known to be protected speech; the false-positive rate on them is reported apart.
    costs : mapping of str to float, optional
        Costs of ``false_positive``, ``false_negative``, ``review``, ``insufficient``.
    split, data_sha256, model
        Stated in the signature. Without a hash, that of labels and answers is taken.

    Returns
    -------
    EvaluationReport

    Raises
    ------
    InvalidArgumentError
        When shapes or values do not fit.

    Notes
    -----
    Plain shares of independent posts (precision, recall, …) get Wilson's interval, everything else the
    bootstrap's. With groups or strata shares are bootstrapped too; where a resample cannot vary (none or all
    of n), Wilson's interval on the number of groups is given instead of an empty one. Calibration errors have
    an interval of their own, see :func:`rightsnlp.evaluation.calibration_error.calibration_interval`.

    Examples
    --------
    >>> report = evaluate_arrays([1, 1, 0, 0, 0], [0.9, 0.4, 0.6, 0.2, 0.1], ["spam"], n_resamples=100)
    >>> print(report.get("spam", "precision"))
    spam precision 0.500 [0.095, 0.905] (n = 2)
    """
    interval = interval.having(**settings)
    confidence = interval.confidence
    judged = a.judge(Y, P, labels, thresholds=thresholds, decisions=decisions)
    answers = judged.Y
    a.check_costs(costs)
    panel = MetricPanel(
        answers,
        judged.P,
        judged.codes,
        judged.labels,
        legitimate=a.check_legitimate(legitimate, answers.shape[0]),
        costs=costs,
    )
    units = a.check_groups(groups, answers.shape[0])
    boot = bootstrap(
        panel,
        answers.shape[0],
        **interval.settings(),
        groups=units,
        strata=strata,
    )
    simple = units is None and strata is None
    results = tuple(
        _calibration_result(judged, cell, boot, i, interval)
        if cell.metric in _BINNING and math.isfinite(boot.value[i])
        else _result(cell, boot, i, units, confidence, simple=simple)
        for i, cell in enumerate(panel.cells)
    )
    signature = {
        "data_sha256": data_sha256 or hash_data(answers, panel.labels),
        "n": answers.shape[0],
        "labels": list(panel.labels),
        "split": split,
        "decisions": "thresholds" if decisions is None else "given",
        "thresholds": {} if decisions is not None and thresholds is None else _thresholds(panel, thresholds),
        "interval": f"wilson+{interval.method}" if simple else interval.method,
        "confidence": confidence,
        "n_resamples": interval.n_resamples,
        "resampled": ("posts" if units is None else f"{int(units.max()) + 1} groups")
        + (" in strata" if strata is not None else ""),
        "seed": interval.seed,
        "costs": dict(costs or {}),
        "model": dict(model or {}),
        "versions": used_versions(),
    }
    return EvaluationReport(results, signature)


def _thresholds(panel: MetricPanel, thresholds: a.Thresholds) -> dict[str, float | None]:
    return plain_thresholds(panel.labels, a.resolve_thresholds(thresholds, panel.labels).tolist())


def _result(
    cell: Cell, boot: BootstrapResult, i: int, units: a.IntArray | None, confidence: float, *, simple: bool
) -> MetricResult:
    value, low, high = (float(column[i]) for column in (boot.value, boot.low, boot.high))
    if not math.isfinite(value):
        nan = math.nan
        return MetricResult(cell.label, cell.metric, nan, nan, nan, cell.n, cell.support, cell.reason)
    # With strata every post is its own unit, and Wilson's interval only stands in for an empty one.
    each = units if units is not None or simple else np.arange(boot.n)
    share = cell.wilson(confidence, each)
    if share is not None:
        return MetricResult(
            cell.label, cell.metric, value, *share, cell.n, cell.support, cell.reason, "wilson"
        )
    notes = [cell.reason, boot.reason[i]]
    if units is not None and (n_groups := int(units.max()) + 1) < FEW_GROUPS:
        notes.append(Reason.of("few_groups", count=n_groups))
    method = boot.method if math.isfinite(low) else ""
    note = Reason.several(notes)
    return MetricResult(cell.label, cell.metric, value, low, high, cell.n, cell.support, note, method)


def _calibration_result(
    judged: a.Judged, cell: Cell, boot: BootstrapResult, i: int, interval: Interval
) -> MetricResult:
    j = judged.labels.index(cell.label)
    p = judged.P[~np.isnan(judged.Y[:, j]) & ~np.isnan(judged.P[:, j]), j]
    drawn = boot.resamples[:, i]
    calibrated = calibrated_errors(p, _BINNING[cell.metric], n_resamples=drawn.size, seed=interval.seed)
    value = float(boot.value[i])
    low, high, reason = calibration_interval(value, drawn, calibrated, interval.confidence)
    note = Reason.several([reason, cell.reason])
    return MetricResult(cell.label, cell.metric, value, low, high, cell.n, cell.support, note, "basic")


def metric_value(
    Y: npt.ArrayLike,
    P: npt.ArrayLike | None,
    labels: Sequence[str],
    metric: str,
    label: str = "macro",
    *,
    thresholds: a.Thresholds = None,
    decisions: npt.ArrayLike | None = None,
    costs: Mapping[str, float] | None = None,
) -> float:
    """Return one metric of one label or average, NaN where undefined, without an interval.

    Examples
    --------
    >>> metric_value([1, 0, 1], [0.9, 0.1, 0.4], ["spam"], "f1", "spam").__round__(3)
    0.667
    """
    panel = panel_of(Y, P, labels, thresholds=thresholds, decisions=decisions, costs=costs)
    panel.index(label, metric)
    return float(panel.values(np.ones((1, len(np.asarray(Y)))), [(label, metric)])[0, 0])
