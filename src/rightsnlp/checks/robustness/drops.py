"""The figures of a robustness check: drops with paired intervals, and the posts that flipped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rightsnlp.checks.robustness.report import Flip, RobustnessReport, RobustnessResult
from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import BootstrapResult, bootstrap
from rightsnlp.evaluation.panel import MetricPanel
from rightsnlp.evaluation.signature import used_versions
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval
from rightsnlp.rendering.reasons import Reason

_WORDS = {code: word for word, code in a.DECISION_CODES.items()}


def judge_drops(
    before: a.Judged,
    after: Mapping[str, a.Judged],
    changed: Mapping[str, a.BoolArray | None],
    *,
    figures: Sequence[str],
    groups: Sequence[Any] | npt.NDArray[Any] | None,
    interval: Interval,
    signature: dict[str, Any],
) -> RobustnessReport:
    """Compute every figure before and after, the drops with paired intervals, and the flips.

    Parameters
    ----------
    before : Judged
        Outputs for the posts as they are.
    after : mapping of str to Judged
        Outputs for the posts under each perturbation.
    changed : mapping of str to mask or None
        Which posts each perturbation changed, where that is known.
    figures : sequence of str
        Metrics of each label.
    groups : sequence (n,), optional
    interval : Interval
        Of the bootstrap.
    signature : dict
        What only the caller knows.
    """
    n = before.Y.shape[0]
    known = [j for j in range(len(before.labels)) if np.isfinite(before.Y[:, j]).any()]
    if not known or isinstance(figures, str) or not figures:
        raise InvalidArgumentError(
            f"Y, figures: got {len(known)} labels with a known answer, and {figures!r}",
            expected="an answer that is known, and a sequence of metrics",
            remedy="check the labels' names",
        )
    units = a.check_groups(groups, n)
    labels = tuple(before.labels[j] for j in known)
    keys = [(label, metric) for label in labels for metric in figures]
    first = _panel(before, known, labels)
    for key in keys:
        first.index(*key)
    panels = {name: _panel(one, known, labels) for name, one in after.items()}
    ones = np.ones((1, n))
    value = first.values(ones, keys)[0]
    values = {name: panel.values(ones, keys)[0] for name, panel in panels.items()}

    def drops(W: a.FloatArray) -> a.FloatArray:
        base = first.values(W, keys)
        return np.hstack([base - panel.values(W, keys) for panel in panels.values()])

    result = bootstrap(drops, n, groups=units, **interval.settings())
    results, flips = [], []
    for i, name in enumerate(after):
        mask = changed[name]
        unmoved = _unmoved(before, after[name], mask)
        moved = {labels[k]: _flips(name, before, after[name], j) for k, j in enumerate(known)}
        flips += [flip for label in labels for flip in moved[label]]
        for k, (label, metric) in enumerate(keys):
            rows = np.isfinite(before.Y[:, before.labels.index(label)])
            results.append(
                RobustnessResult(
                    perturbation=name,
                    label=label,
                    metric=metric,
                    before=float(value[k]),
                    after=float(values[name][k]),
                    n=int(rows.sum()),
                    n_changed=None if mask is None else int((rows & mask).sum()),
                    n_lost=sum(flip.flip == "lost" for flip in moved[label]),
                    n_gained=sum(flip.flip == "gained" for flip in moved[label]),
                    **_drop(result, i * len(keys) + k, (first, panels[name]), (label, metric), unmoved),
                )
            )
    signature = {
        **signature,
        "n": n,
        "labels": list(labels),
        "interval": interval.method,
        **interval.settings(),
        "resampled": "posts" if units is None else f"{int(units.max()) + 1} groups",
        "versions": used_versions(),
    }
    del signature["method"]
    return RobustnessReport(tuple(results), tuple(flips), signature)


def _panel(judged: a.Judged, known: list[int], labels: tuple[str, ...]) -> MetricPanel:
    return MetricPanel(
        judged.Y[:, known], judged.P[:, known], judged.codes[:, known], labels, with_review=True
    )


def _drop(
    result: BootstrapResult,
    at: int,
    panels: tuple[MetricPanel, MetricPanel],
    key: tuple[str, str],
    unmoved: Reason | None,
) -> dict[str, Any]:
    """Return the drop with its interval, or the reason why it has none."""
    drop, low, high = (float(column[at]) for column in (result.value, result.low, result.high))
    reason = result.reason[at]
    if not math.isfinite(drop):
        said = [panel.cells[panel.index(*key)].reason for panel in panels]
        when = ("undefined_before", "undefined_after")
        reason = Reason.several(
            Reason.of(code, reason=why) for code, why in zip(when, said, strict=True) if why
        )
    elif unmoved:
        reason = unmoved
    return {"drop": drop, "low": low, "high": high, "reason": reason}


def _unmoved(before: a.Judged, after: a.Judged, changed: a.BoolArray | None) -> Reason | None:
    """Return why a perturbation cannot have moved any figure; None where it can."""
    if changed is not None and not changed.any():
        return Reason("no_place")
    same = np.array_equal(before.P, after.P, equal_nan=True) and np.array_equal(before.codes, after.codes)
    return Reason("nothing_moved") if same else None


def _flips(name: str, before: a.Judged, after: a.Judged, j: int) -> list[Flip]:
    was, is_now = before.codes[:, j] == a.ASSIGNED, after.codes[:, j] == a.ASSIGNED
    rows = np.flatnonzero((was != is_now) & np.isfinite(before.Y[:, j]))
    return [
        Flip(
            perturbation=name,
            label=before.labels[j],
            row=row,
            flip="lost" if was[row] else "gained",
            before=_WORDS[int(before.codes[row, j])],
            after=_WORDS[int(after.codes[row, j])],
            p_before=float(before.P[row, j]),
            p_after=float(after.P[row, j]),
            answer=int(before.Y[row, j]),
        )
        for row in rows.tolist()
    ]
