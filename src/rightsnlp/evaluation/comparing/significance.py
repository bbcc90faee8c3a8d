"""Comparing systems on the same posts: paired bootstrap and approximate randomisation."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, Unpack, get_args

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import MAX_UNDEFINED, bootstrap
from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.evaluation.comparing.corrections import benjamini_hochberg, holm
from rightsnlp.evaluation.panel import MetricPanel
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, IntervalSettings
from rightsnlp.rendering.reasons import Reason

Test = Literal["approximate_randomisation", "paired_bootstrap"]
Correction = Literal["holm", "benjamini_hochberg", "none"]

_CELLS_A_CHUNK = 1_000_000

_ADJUST: dict[str, Callable[[a.FloatArray], a.FloatArray]] = {
    "holm": holm,
    "benjamini_hochberg": benjamini_hochberg,
    "none": lambda p: p,
}


def compare(
    Y: npt.ArrayLike,
    systems: Mapping[str, npt.ArrayLike],
    labels: Sequence[str],
    *,
    figures: Sequence[tuple[str, str]] = (("macro", "f1"),),
    thresholds: Mapping[str, a.Thresholds] | a.Thresholds = None,
    baseline: str | None = None,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    test: Test = "approximate_randomisation",
    correction: Correction = "holm",
    alpha: float = 0.05,
    interval: Interval = Interval(n_resamples=2000),
    legitimate: Any = None,
    costs: Mapping[str, float] | None = None,
    **settings: Unpack[IntervalSettings],
) -> list[Comparison]:
    """Compare two or more systems on the same posts, in one figure or several, corrected together.

    Parameters
    ----------
    Y : array-like (n, n_labels)
        Answers: 1, 0, NaN (unknown).
    systems : mapping of str to array-like (n, n_labels)
        Each system's probabilities, or its decisions as words.
    labels : sequence of str
        Names of the columns.
    figures : sequence of (label, metric)
        What to compare, such as ``("hate_speech", "average_precision")`` or ``("macro", "f1")``.
    thresholds : float, sequence or mapping, optional
        Thresholds for all systems, or a mapping from a system's name to its own. Default 0.5.
    baseline : str, optional
        Compare every other system with this one, and not all pairs.
    groups : sequence (n,), optional
        Posts that are not independent share a group; groups are resampled and exchanged whole.
    test : {"approximate_randomisation", "paired_bootstrap"}
        The first exchanges the two systems' answers at random, group by group; the second resamples posts.
    correction : {"holm", "benjamini_hochberg", "none"}
        Adjustment for the number of comparisons.
    alpha : float
        Level of the test.
    interval : Interval
        Resamples and seed, of the interval and of the test; confidence and method. Its parts may be passed as keywords.
    legitimate, costs
        As in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`.

    Returns
    -------
    list of Comparison

    Raises
    ------
    InvalidArgumentError
        When there are fewer than two systems, or shapes, names or values do not fit.

    References
    ----------
    Noreen (1989), Computer-intensive methods for testing hypotheses. Yeh (2000), More accurate tests for the
    statistical significance of result differences. Berg-Kirkpatrick, Burkett, Klein (2012), An empirical
    investigation of statistical significance in NLP.

    Examples
    --------
    >>> Y = [1, 1, 1, 0, 0, 0, 0, 0]
    >>> systems = {"x": [0.9, 0.8, 0.4, 0.6, 0.1, 0.1, 0.2, 0.3], "y": [0.9, 0.3, 0.7, 0.1, 0.6, 0.2, 0.1, 0.2]}
    >>> result = compare(Y, systems, ["spam"], figures=[("spam", "f1")], n_resamples=200)
    >>> print(result[0].sentence())
    No difference shown between x and y in spam F1: 0.667 against 0.667, difference +0.000 ...
    """
    tests, corrections = get_args(Test), get_args(Correction)
    if test not in tests or correction not in corrections:
        raise InvalidArgumentError(
            f"test, correction: got {test!r}, {correction!r}",
            expected=f"one of {', '.join(tests)}, and one of {', '.join(corrections)}",
            remedy="check the spelling",
        )
    interval = interval.having(**settings)
    pairs = _pairs(list(systems), baseline)
    study = _study(Y, systems, labels, figures, thresholds, legitimate, costs)
    n = study.n
    units = a.check_groups(groups, n)
    panels = {name: study.panel(name) for name in systems}
    for key in study.keys:
        panels[pairs[0][0]].index(*key)

    def values_and_differences(W: a.FloatArray) -> a.FloatArray:
        values = {name: panel.values(W, study.keys) for name, panel in panels.items()}
        return np.hstack([*values.values(), *(values[first] - values[second] for first, second in pairs)])

    boot = bootstrap(
        values_and_differences,
        n,
        **interval.settings(),
        groups=units,
    )
    blocks = (len(systems) + len(pairs), len(study.keys))
    value, low, high = (column.reshape(blocks) for column in (boot.value, boot.low, boot.high))
    observed = value[len(systems) :]
    if test == "paired_bootstrap":
        # Centred on the observed difference, the resamples show what no difference looks like.
        null = boot.resamples.reshape(interval.n_resamples, *blocks)[:, len(systems) :] - observed
    else:
        null = np.stack([_exchanged(study, pair, units, interval) for pair in pairs], axis=1)
    p = _p_values(observed, null)
    p_adjusted = _ADJUST[correction](p.ravel()).reshape(p.shape)
    place = {name: i for i, name in enumerate(systems)}
    return [
        Comparison(
            a=first,
            b=second,
            label=label,
            metric=metric,
            value_a=float(value[place[first], k]),
            value_b=float(value[place[second], k]),
            difference=float(observed[i, k]),
            low=float(low[len(systems) + i, k]),
            high=float(high[len(systems) + i, k]),
            p_value=float(p[i, k]),
            p_adjusted=float(p_adjusted[i, k]),
            n=n,
            n_comparisons=p.size,
            alpha=alpha,
            test=test,
            correction=correction,
            reason=_undefined({name: panels[name] for name in (first, second)}, label, metric),
        )
        for i, (first, second) in enumerate(pairs)
        for k, (label, metric) in enumerate(study.keys)
    ]


_BY_ORDER = frozenset({"average_precision", "roc_auc"})


@dataclass(frozen=True)
class _Study:
    """The checked inputs of a comparison."""

    outputs: dict[str, a.Judged]
    keys: list[tuple[str, str]]
    legitimate: dict[str, a.BoolArray]
    costs: Mapping[str, float] | None

    @property
    def n(self) -> int:
        """Number of posts."""
        return int(next(iter(self.outputs.values())).Y.shape[0])

    def panel(self, *systems: str, ranked: bool = False) -> MetricPanel:
        """Return the metrics of one system, or of several whose posts are stacked, by scores or by their ranks."""
        judged = [self.outputs[name] for name in systems]
        return MetricPanel(
            np.vstack([one.Y for one in judged]),
            np.vstack([_ranks(one.P) if ranked else one.P for one in judged]),
            np.vstack([one.codes for one in judged]),
            judged[0].labels,
            legitimate={name: np.tile(mask, len(systems)) for name, mask in self.legitimate.items()},
            costs=self.costs,
            with_review=True,
        )


def _study(
    Y: npt.ArrayLike,
    systems: Mapping[str, npt.ArrayLike],
    labels: Sequence[str],
    figures: Sequence[tuple[str, str]],
    thresholds: Any,
    legitimate: Any,
    costs: Mapping[str, float] | None,
) -> _Study:
    by_system = isinstance(thresholds, Mapping) and set(thresholds) <= set(systems)
    outputs = {}
    for name, output in systems.items():
        cells = np.asarray(output, dtype=object)
        decided = cells.size > 0 and isinstance(cells.flat[0], str)
        outputs[name] = a.judge(
            Y,
            None if decided else output,
            labels,
            thresholds=thresholds.get(name) if by_system else thresholds,
            decisions=output if decided else None,
        )
    a.check_costs(costs)
    masks = a.check_legitimate(legitimate, len(np.asarray(Y)))
    return _Study(outputs, [(str(label), str(metric)) for label, metric in figures], masks, costs)


def _pairs(systems: list[str], baseline: str | None) -> list[tuple[str, str]]:
    if len(systems) < 2 or (baseline is not None and baseline not in systems):
        raise InvalidArgumentError(
            f"systems, baseline: got {systems}, {baseline!r}",
            expected="two systems or more, and a baseline among them",
            remedy="pass {name: probabilities, …}",
        )
    if baseline is None:
        return list(combinations(systems, 2))
    return [(name, baseline) for name in systems if name != baseline]


def _exchanged(
    study: _Study, pair: tuple[str, str], units: a.IntArray | None, interval: Interval
) -> a.FloatArray:
    """Return differences (n_resamples, K) after exchanging the pair's answers on random posts or groups.

    In a panel of both systems' posts, a post exchanged is one whose weight moves from one copy to the other. What is
    made from the order of the posts alone is exchanged as ranks: scores on unlike scales would not mix.
    """
    panels = (study.panel(*pair), study.panel(*pair, ranked=True))
    by_order = np.array([metric in _BY_ORDER for _, metric in study.keys])
    n = study.n

    def values(weights: a.FloatArray) -> a.FloatArray:
        found = np.empty((len(weights), len(study.keys)))
        for panel, chosen in zip(panels, (~by_order, by_order), strict=True):
            if chosen.any():
                keys = [key for key, wanted in zip(study.keys, chosen, strict=True) if wanted]
                found[:, chosen] = panel.values(weights, keys)
        return found

    unit = np.arange(n) if units is None else units
    rng = np.random.default_rng(interval.seed)
    rows = max(1, _CELLS_A_CHUNK // (2 * n))
    differences = []
    for first in range(0, interval.n_resamples, rows):
        swap = rng.integers(0, 2, (min(rows, interval.n_resamples - first), int(unit.max()) + 1))[
            :, unit
        ].astype(np.float64)
        differences.append(values(np.hstack([1 - swap, swap])) - values(np.hstack([swap, 1 - swap])))
    return np.concatenate(differences)


def _ranks(P: a.FloatArray) -> a.FloatArray:
    """Return each label's scores as ranks in (0, 1], ties sharing their mean; NaN stays."""
    from scipy.stats import rankdata

    return np.asarray(rankdata(P, axis=0, nan_policy="omit") / max(len(P), 1), dtype=np.float64)


def _p_values(observed: a.FloatArray, null: a.FloatArray) -> a.FloatArray:
    """Share of differences at least as far from 0 as the observed one, which itself is counted among them."""
    defined = np.isfinite(null)
    extreme = (np.abs(null) >= np.abs(observed) - 1e-12) & defined
    p = (1 + extreme.sum(axis=0)) / (1 + defined.sum(axis=0))
    usable = np.isfinite(observed) & (defined.mean(axis=0) >= 1 - MAX_UNDEFINED)
    return np.where(usable, p, np.nan)


def _undefined(panels: Mapping[str, MetricPanel], label: str, metric: str) -> Reason | None:
    reasons = []
    for name, panel in panels.items():
        value = panel.values(np.ones((1, panel.n)), [(label, metric)])[0, 0]
        if not math.isfinite(value):
            why = panel.cells[panel.index(label, metric)].reason
            reasons.append(
                Reason.of("undefined_for_system", system=name, reason=why or Reason("undefined_on_sample"))
            )
    return Reason.several(reasons)
