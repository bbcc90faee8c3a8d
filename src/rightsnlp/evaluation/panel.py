"""All metrics of one system on one set of posts, as a function of the posts' weights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation import definitions as d
from rightsnlp.evaluation.arrays import BoolArray, FloatArray, IntArray
from rightsnlp.evaluation.calibration_error import bin_numbers
from rightsnlp.evaluation.confusion import divide
from rightsnlp.evaluation.ranking import Ranking
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import wilson
from rightsnlp.rendering.reasons import Reason

N_BINS = 15

_RANKED = frozenset({"average_precision", "roc_auc"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the panel: a metric of a label or of an average, and what stands behind it.

    Attributes
    ----------
    label, metric : str
        What it is of.
    n, support : int
        Posts it is a share or a mean of, and known positives of the label.
    reason : Reason or None
        Why it is undefined, or what is left out of it.
    evidence : int
        The number on which its certainty hangs: n, or the positives where they are fewer and the figure needs them.
    hits : int or None
        For a plain share of posts: its numerator.
    rows : ndarray (n_posts,) of bool or None
        For a plain share of posts: the posts of its denominator.
    """

    label: str
    metric: str
    n: int
    support: int
    reason: Reason | None
    evidence: int
    hits: int | None = None
    rows: BoolArray | None = None

    def wilson(self, confidence: float, units: IntArray | None = None) -> tuple[float, float] | None:
        """Return Wilson's interval where it holds, else None.

        It holds for a plain share of independent posts. With groups (``units``, a number per post) it stands in
        where no resample can vary: none or all of n. Posts of one group may all err together and are then no
        more evidence than one post, so the number of groups takes the place of n.
        """
        if self.hits is None or self.rows is None or not self.n:
            return None
        if units is None and self.label != "micro":
            return wilson(self.hits, self.n, confidence)
        # A share pooled over labels counts a post once per label: the post is the unit.
        units = np.arange(self.rows.size) if units is None else units
        if 0 < self.hits < self.n:
            return None
        n_groups = int(np.unique(units[self.rows]).size)
        return wilson(n_groups if self.hits else 0, n_groups, confidence)


class MetricPanel:
    """Metrics of one system, computed for many weightings of the posts at once.

    Parameters
    ----------
    Y : ndarray (n, n_labels)
        Answers: 1, 0, NaN (unknown).
    P : ndarray (n, n_labels)
        Probabilities; NaN for no answer.
    codes : ndarray (n, n_labels) of int8
        Decisions, see :func:`rightsnlp.evaluation.arrays.resolve_decisions`.
    labels : tuple of str
        Names of the columns.
    legitimate : mapping of str to ndarray (n,) of bool
        Named subsets of protected speech, on which the false-positive rate is reported apart.
    costs : mapping of str to float, optional
        Costs of ``false_positive``, ``false_negative``, ``review``, ``insufficient``.
    with_review : bool, optional
        Whether ``recall_with_review`` is among the figures. Default: when a decision is ``review``.

    Attributes
    ----------
    n : int
        Number of posts.
    cells : tuple of Cell
        What each figure is and rests on, label by label, then the averages.
    keys : list of tuple of str
        Label and metric of each cell.

    Examples
    --------
    >>> import numpy as np
    >>> Y, P = np.array([[1.0], [0.0]]), np.array([[0.9], [0.2]])
    >>> panel = MetricPanel(Y, P, (P > 0.5).astype(np.int8), ("spam",))
    >>> panel.keys[0], panel(np.ones((1, 2)))[0, 0]
    (('spam', 'precision'), np.float64(1.0))
    """

    def __init__(
        self,
        Y: FloatArray,
        P: FloatArray,
        codes: npt.NDArray[np.int8],
        labels: tuple[str, ...],
        *,
        legitimate: Mapping[str, BoolArray] | None = None,
        costs: Mapping[str, float] | None = None,
        with_review: bool | None = None,
    ) -> None:
        from scipy.sparse import csr_array

        self.labels = labels
        self.n = Y.shape[0]
        self._names: list[tuple[str, str]] = []
        self._terms: list[FloatArray] = []
        self._rankings: dict[str, Ranking] = {}
        known, scored = ~np.isnan(Y), ~np.isnan(Y) & ~np.isnan(P)
        for j, label in enumerate(labels):
            self._add_label(label, Y[:, j], P[:, j], codes[:, j], legitimate or {}, costs)
            rows = np.flatnonzero(scored[:, j])
            self._rankings[label] = Ranking(Y[rows, j], P[rows, j], rows)
        post, column = np.nonzero(scored)
        self._rankings["micro"] = Ranking(Y[post, column], P[post, column], post)
        self._add_samples(Y, codes, np.asarray(known.all(axis=1)))
        self._F = csr_array(np.column_stack(self._terms))
        metrics = [*d.LABEL_METRICS]
        if with_review if with_review is not None else (codes == a.REVIEW).any():
            metrics.insert(2, d.RECALL_WITH_REVIEW)
        if costs is not None:
            metrics.append(d.COST)
        metrics += [d.legitimate_metric(name) for name in legitimate or {}]
        self._metrics = {metric.name: metric for metric in (*metrics, d.EXACT_MATCH, d.JACCARD)}
        self._layout()

    def __call__(self, W: FloatArray) -> FloatArray:
        """Return values (B, K) for weights (B, n); NaN where undefined."""
        return self.values(W, self.keys)

    def values(self, W: FloatArray, keys: Sequence[tuple[str, str]]) -> FloatArray:
        """Return values (B, len(keys)) of some of the figures only."""
        ranked: set[str] = set()
        for label, metric in keys:
            if metric in _RANKED:
                ranked.update(self.labels if label in {"macro", "weighted"} else [label])
        sums = self._sums(W, ranked)
        return np.column_stack([self._value(label, metric, sums) for label, metric in keys])

    def index(self, label: str, metric: str) -> int:
        """Return the place of a figure among :attr:`keys`.

        Raises
        ------
        InvalidArgumentError
            When the panel has no such figure.
        """
        if (label, metric) in self.keys:
            return self.keys.index((label, metric))
        labels = dict.fromkeys(name for name, _ in self.keys)
        metrics = [m for name, m in self.keys if name == label]
        raise InvalidArgumentError(
            f"label, metric: got {label!r}, {metric!r}",
            expected=f"for {label!r} one of {', '.join(metrics)}"
            if metrics
            else f"a label among {', '.join(labels)}",
            remedy="check the spelling",
        )

    def _value(self, label: str, metric: str, sums: Mapping[str, d.Sums]) -> FloatArray:
        if label not in {"macro", "weighted"}:
            return self._metrics[metric].value(sums[label])
        members = self._averaged[metric]
        values = [self._value(member, metric, sums) for member in members]
        if not members or self._undefined[metric]:
            return np.full_like(sums["micro"]["tp"], np.nan)
        if label == "macro":
            return np.asarray(np.mean(values, axis=0))
        support = np.array([sums[member]["tp"] + sums[member]["fn"] for member in members])
        return divide((np.array(values) * support).sum(axis=0), support.sum(axis=0))

    def _metrics_of(self, label: str) -> list[str]:
        if label == "samples":
            return ["exact_match", "jaccard"]
        names = [name for name in self._metrics if name not in {"exact_match", "jaccard"}]
        return [name for name in names if label != "micro" or name in d.MICRO_METRICS]

    def _sums(self, W: FloatArray, ranked: Iterable[str]) -> dict[str, dict[str, FloatArray]]:
        # Most terms of a post are 0; a sparse product is quick, and its sums do not depend on threads.
        S = np.asarray(W @ self._F)
        sums: dict[str, dict[str, FloatArray]] = {label: {} for label in (*self.labels, "samples")}
        for (label, name), column in zip(self._names, S.T, strict=True):
            sums[label][name] = column
        sums["micro"] = {
            name: np.sum([sums[label][name] for label in self.labels], axis=0)
            for name in sums[self.labels[0]]
            if not name.startswith(("width_", "mass_"))
        }
        for label in ranked:
            area = self._rankings[label](W)
            sums[label]["average_precision"], sums[label]["roc_auc"] = area[:, 0], area[:, 1]
        return sums

    def _add(self, label: str, name: str, term: npt.NDArray[Any]) -> None:
        self._names.append((label, name))
        self._terms.append(np.asarray(term, dtype=np.float64))

    def _add_label(
        self,
        label: str,
        y: FloatArray,
        p: FloatArray,
        code: npt.NDArray[np.int8],
        legitimate: Mapping[str, BoolArray],
        costs: Mapping[str, float] | None,
    ) -> None:
        positive, negative, assigned = y == 1, y == 0, code == a.ASSIGNED
        known = positive | negative
        decided = known & (assigned | (code == a.NOT_ASSIGNED))
        for name, term in (
            ("tp", positive & assigned),
            ("fp", negative & assigned),
            ("fn", positive & ~assigned),
            ("tn", negative & ~assigned),
            ("decided", decided),
            ("wrong", decided & (assigned != positive)),
            ("reviewed_positive", positive & (code == a.REVIEW)),
        ):
            self._add(label, name, term)
        scored = known & ~np.isnan(p)
        answer, probability = np.where(scored, y, 0.0), np.where(scored, p, 0.5)
        # As in scikit-learn: a certain and wrong answer costs much, and not infinity.
        clipped = np.clip(probability, np.finfo(np.float64).eps, 1 - np.finfo(np.float64).eps)
        self._add(label, "scored", scored)
        self._add(label, "scored_positive", scored & positive)
        self._add(label, "scored_negative", scored & negative)
        self._add(label, "brier", scored * (probability - answer) ** 2)
        self._add(label, "log_loss", scored * -np.log(np.where(answer == 1, clipped, 1 - clipped)))
        gap = probability[scored] - answer[scored]
        for prefix, bins in (
            ("width_", bin_numbers(probability[scored], N_BINS, "width")),
            ("mass_", bin_numbers(probability[scored], N_BINS, "mass")),
        ):
            for number in range(N_BINS):
                term = np.zeros(y.size)
                term[scored] = np.where(bins == number, gap, 0.0)
                self._add(label, f"{prefix}{number}", term)
        if costs is not None:
            cost = costs.get("false_positive", 0.0) * (negative & assigned)
            cost = cost + costs.get("false_negative", 0.0) * (positive & (code == a.NOT_ASSIGNED))
            cost = cost + costs.get("review", 0.0) * (known & (code == a.REVIEW))
            self._add(
                label, "cost", cost + costs.get("insufficient", 0.0) * (known & (code == a.INSUFFICIENT))
            )
        for name, rows in legitimate.items():
            self._add(label, f"legitimate_fp:{name}", rows & negative & assigned)
            self._add(label, f"legitimate_tn:{name}", rows & negative & ~assigned)

    def _add_samples(self, Y: FloatArray, codes: npt.NDArray[np.int8], complete: BoolArray) -> None:
        positive, assigned = Y == 1, codes == a.ASSIGNED
        decided = (codes == a.ASSIGNED) | (codes == a.NOT_ASSIGNED)
        both, either = (positive & assigned).sum(axis=1), (positive | assigned).sum(axis=1)
        self._add("samples", "complete", complete)
        self._add("samples", "exact", complete & ((positive == assigned) & decided).all(axis=1))
        # Two empty sets are the same set.
        self._add("samples", "jaccard", complete * np.where(either == 0, 1.0, both / np.maximum(either, 1)))

    def _layout(self) -> None:
        """Fix the cells, with n, support and reasons, from the sums at weight 1."""
        sums = self._sums(np.ones((1, self.n)), ())
        cells: list[Cell] = []
        failed: dict[tuple[str, str], d.Need] = {}
        for label in (*self.labels, "micro"):
            for name in self._metrics_of(label):
                needs = self._metrics[name].needs
                need = next((need for need in needs if not _total(sums[label], need.sums)), None)
                if need is not None:
                    failed[label, name] = need
                cells.append(self._cell(label, name, sums[label], need.reason if need else None))
        self._averaged: dict[str, list[str]] = {}
        self._undefined: dict[str, list[str]] = {}
        means: list[Cell] = []
        for name in d.MEAN_METRICS:
            gaps = {label: failed[label, name] for label in self.labels if (label, name) in failed}
            left_out = [label for label in gaps if gaps[label].of_data]
            self._undefined[name] = [label for label in gaps if not gaps[label].of_data]
            self._averaged[name] = [label for label in self.labels if label not in left_out]
            notes = [*_by_reason("undefined_for_labels", gaps, self._undefined[name])]
            notes += _by_reason("without_labels", gaps, left_out)
            members = [cell for cell in cells if cell.metric == name and cell.label in self._averaged[name]]
            n, support = sum(cell.n for cell in members), sum(cell.support for cell in members)
            evidence = min((cell.evidence for cell in members), default=0)
            means.append(Cell("macro", name, n, support, Reason.several(notes), evidence))
        cells += means + [replace(cell, label="weighted") for cell in means]
        for name in self._metrics_of("samples"):
            complete = _total(sums["samples"], ("complete",))
            reason = None if complete else self._metrics[name].needs[0].reason
            cells.append(self._cell("samples", name, sums["samples"], reason))
        self.cells: tuple[Cell, ...] = tuple(cells)
        self.keys: list[tuple[str, str]] = [(cell.label, cell.metric) for cell in cells]

    def _cell(self, label: str, name: str, sums: Mapping[str, FloatArray], reason: Reason | None) -> Cell:
        metric = self._metrics[name]
        n = _total(sums, metric.n)
        support = _total(sums, ("tp", "fn")) if "tp" in sums else n
        if not reason and metric.n == ("scored",):
            without = _total(sums, ("tp", "fp", "fn", "tn")) - n
            reason = Reason.of("left_out", count=without) if without else None
        evidence = min(n, support) if metric.rests_on_positives else n
        if metric.share is None:
            return Cell(label, name, n, support, reason, evidence)
        labels = self.labels if label == "micro" else (label,)
        columns = [i for i, key in enumerate(self._names) if key[0] in labels and key[1] in metric.n]
        rows = np.any([self._terms[i] for i in columns], axis=0)
        return Cell(label, name, n, support, reason, evidence, _total(sums, metric.share), rows)


def _by_reason(code: str, gaps: Mapping[str, d.Need], labels: Sequence[str]) -> Iterator[Reason]:
    for reason in dict.fromkeys(gaps[label].reason for label in labels):
        names = tuple(label for label in labels if gaps[label].reason == reason)
        yield Reason.of(code, labels=names, reason=reason)


def _total(sums: Mapping[str, FloatArray], names: tuple[str, ...]) -> int:
    return round(float(np.sum([sums[name][0] for name in names])))


def panel_of(
    Y: npt.ArrayLike,
    P: npt.ArrayLike | None,
    labels: Sequence[str],
    *,
    thresholds: a.Thresholds = None,
    decisions: npt.ArrayLike | None = None,
    legitimate: Any = None,
    costs: Mapping[str, float] | None = None,
) -> MetricPanel:
    """Check the arrays and build their panel. ``P`` may be None when decisions are given."""
    judged = a.judge(Y, P, labels, thresholds=thresholds, decisions=decisions)
    a.check_costs(costs)
    masks = a.check_legitimate(legitimate, judged.Y.shape[0])
    return MetricPanel(judged.Y, judged.P, judged.codes, judged.labels, legitimate=masks, costs=costs)
