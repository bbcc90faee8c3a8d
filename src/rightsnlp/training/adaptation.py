"""Adapt a fitted model to a monitor's own verified cases, when there are few of them.

Each label is adapted by itself, as far as its verified cases carry: not at all, by its level (how common the label
is among these cases and how far the base is to be trusted), or by its weights too. Which of these, and how
strongly, is chosen by cross-validation over groups; what does not make the probabilities better there, or
makes the order of the cases worse by more than chance, is left as it was, and the record says why.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.calibration import Calibrator, fit_calibrator
from rightsnlp.classification.posts import as_fields, given, n_posts
from rightsnlp.classification.selective import Aim, choose_thresholds
from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.ranking import Ranking
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.training.adaptation_report import Change, LabelAdaptation, adaptation_table
from rightsnlp.training.offset import (
    Difference,
    Level,
    base_level,
    fit_difference,
    fit_level,
)

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

    from rightsnlp.classification.linear.classifier import LinearClassifier
    from rightsnlp.classification.posts import Posts

    Floats = NDArray[np.float64]

STRENGTHS: tuple[float, ...] = (1.0, 3.0, 10.0, 30.0)
"""The strengths *C* that are tried, beside no change and a change of level alone; larger ones move the weights more."""

MIN_OF_A_CLASS = 5
"""Fewest verified positives, and negatives, in as many groups, for which a label is adapted at all."""

MIN_TO_CALIBRATE = 30
"""Fewest of each class for which calibration is learnt anew from the held-out logits."""

MIN_FOR_THRESHOLDS = 50
"""Fewest of each class for which thresholds are chosen anew, when that is asked."""

# The base as it is; its level alone; its weights too.
_OPTIONS: tuple[float | None, ...] = (None, 0.0, *STRENGTHS)
_FOLDS = 5
_REPEATS = 5  # of the folds, among few cases: how these happen to be dealt out decides too much
_CASES = 1_000  # held out over all repeats, about
_RESAMPLES = 1000
_MOST_ROTATED = 500  # above it, rows of few n-grams are quicker than as many columns as rows
_FLOOR = 1e-6


@dataclass(frozen=True, eq=False)
class Adaptation:
    """An adapted model and the record of how it came about.

    Attributes
    ----------
    model : LinearClassifier
    base : dict of str to str
        Name, version and hash of the model that it started from.
    labels : tuple of LabelAdaptation
    probabilities : ndarray of float64, shape (n, n_labels)
        Of each case by a model that has not seen its group; NaN where the answer is unknown.
    """

    model: LinearClassifier
    base: dict[str, str]
    labels: tuple[LabelAdaptation, ...]
    probabilities: NDArray[np.float64] = field(repr=False)

    @property
    def changed(self) -> bool:
        """Whether any label was adapted."""
        return any(label.change != "kept" for label in self.labels)

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data."""
        return {"base": dict(self.base), "labels": [asdict(label) for label in self.labels]}

    def to_markdown(self) -> str:
        """Return the record as a table, and in words why each label was changed or kept."""
        return adaptation_table(self.labels)


def adapt(
    model: LinearClassifier,
    posts: Posts,
    Y: Any,
    *,
    groups: Any = None,
    sample_weight: Any = None,
    aims: Mapping[str, Aim] | None = None,
    seed: int = 0,
) -> Adaptation:
    """Adapt a fitted model to verified cases.

    Parameters
    ----------
    model : LinearClassifier
        The base; it is not changed.
    posts : sequence of str, or DataFrame of case fields, length n
        Cases that the base was not trained on.
    Y : array-like, shape (n, n_labels)
        1, 0 or NaN (unknown), columns as ``model.labels_``.
    groups : array-like, shape (n,), optional
        Cases of one group are held out together. Default: every case is its own.
    sample_weight : array-like, shape (n,), optional
        How much each case counts, in learning and in the figures.
    aims : mapping of str to Aim, optional
        Labels whose thresholds are to be chosen anew, where :data:`MIN_FOR_THRESHOLDS` cases of each class are
        verified. The thresholds of the others stay, and the promise that they keep was made on the base's data.
    seed : int
        Deals the groups out to the folds.

    Returns
    -------
    Adaptation

    Raises
    ------
    InvalidArgumentError
        When shapes disagree, ``Y`` holds other values, or an aim names no label of the model.

    Examples
    --------
    >>> from rightsnlp.classification.ngrams.features import HashedNgrams
    >>> from rightsnlp.classification.linear.classifier import LinearClassifier
    >>> posts = ["good day", "nice day", "bad night", "awful night"] * 5
    >>> Y = np.tile([[0.0], [0.0], [1.0], [1.0]], (5, 1))
    >>> base = LinearClassifier(labels=["night"], features=HashedNgrams(bits=10)).fit(posts, Y)
    >>> verified = [f"{word} {n}" for n in range(10) for word in ("dusk", "noon")]
    >>> adapted = adapt(base, verified, np.tile([[1.0], [0.0]], (10, 1)))
    >>> adapted.labels[0].change
    'weights'
    >>> before, after = (m.predict_proba(["dusk"])[0, 0] for m in (base, adapted.model))
    >>> bool(after > before)
    True
    """
    from threadpoolctl import threadpool_limits

    base_logits, base_p = model.decision_function(posts), model.predict_proba(posts)
    fields = as_fields(posts)
    n = n_posts(fields)
    Y, groups, weight = _check(model, n, Y, groups, sample_weight, aims or {})
    adapted = copy.copy(model)
    adapted.coef_, adapted.intercept_ = model.coef_.copy(order="F"), model.intercept_.copy()
    calibrators, thresholds = list(model.calibrators_), dict(model.thresholds_)
    adapted.script_calibrators_ = dict(model.script_calibrators_)
    probabilities = np.full(Y.shape, np.nan)
    records = []
    # One thread: the order of additions, and with it the last bits, must not depend on the machine.
    with threadpool_limits(1):
        matrices = {name: model.features_.transform(texts, name) for name, texts in fields.items()}
        for column, label in enumerate(model.taxonomy_.labels):
            rows = np.flatnonzero(np.isfinite(Y[:, column]) & given(fields, label.needs_any))
            X = _features(matrices, label.reads, rows)
            cases = _Cases(X, base_logits[rows, column], Y[rows, column], groups[rows], weight[rows])
            fitted = _adapt_label(label.name, cases, base_p[rows, column], model.calibrators_[column], seed)
            probabilities[rows, column] = fitted.p
            calibrators[column] = fitted.calibrator
            if fitted.record.change != "kept":
                # Those were the base's, and the cases are too few for others.
                adapted.script_calibrators_.pop(label.name, None)
            if fitted.difference is not None:
                moved = fitted.difference
                adapted.coef_[moved.columns, column] += moved.weights.astype(np.float32)
                adapted.intercept_[column] += moved.intercept
            record = fitted.record
            aim = (aims or {}).get(label.name)
            if aim is not None and min(record.n_positive, record.n - record.n_positive) >= MIN_FOR_THRESHOLDS:
                # No verified case is known to be legitimate speech as such: nothing is promised of it.
                asked = replace(aim, false_positive_rate=None)
                thresholds[label.name] = choose_thresholds(cases.y, fitted.p, asked)
                record = replace(record, thresholds="chosen again")
            records.append(record)
    # Half precision is what a saved model keeps.
    adapted.coef_ = adapted.coef_.astype(np.float16).astype(np.float32)
    adapted.calibrators_, adapted.thresholds_ = tuple(calibrators), thresholds
    adapted.model_info_ = {"name": "unsaved", "version": "", "sha256": ""}
    return Adaptation(adapted, dict(model.model_info_), tuple(records), probabilities)


@dataclass(frozen=True)
class _Cases:
    """The verified cases of one label."""

    X: csr_matrix
    logits: Floats
    y: Floats
    groups: NDArray[Any]
    weight: Floats

    def take(self, rows: NDArray[np.integer[Any]]) -> _Cases:
        return _Cases(self.X[rows], self.logits[rows], self.y[rows], self.groups[rows], self.weight[rows])


@dataclass(frozen=True)
class _Fitted:
    record: LabelAdaptation
    p: Floats
    calibrator: Calibrator
    difference: Difference | None = None


def _adapt_label(name: str, cases: _Cases, p_base: Floats, calibrator: Calibrator, seed: int) -> _Fitted:
    y = cases.y
    record = LabelAdaptation(name, y.size, int(y.sum()), "kept", None, "")
    fewest = min((len(np.unique(cases.groups[y == value])) for value in (0, 1)), default=0)
    if fewest < MIN_OF_A_CLASS:
        reason = (
            f"kept: {record.n_positive} positives and {y.size - record.n_positive} negatives are verified, and "
            f"{MIN_OF_A_CLASS} of each, in different posts, are needed"
        )
        return _Fitted(replace(record, reason=reason), p_base, calibrator)
    level = base_level(calibrator, cases.logits)
    held_out = _held_out(cases, level, p_base, seed)
    losses = _loss(y, held_out.p).mean(axis=0)
    best = int(np.argmin(losses @ cases.weight))
    loss, precision = _changes(cases, p_base, _cross_chosen(losses, held_out, cases.weight))
    record = replace(record, log_loss=loss, average_precision=precision)
    if best == 0 or loss.after >= loss.before:
        reason = "kept: on cases held out, no change made the probabilities better"
        return _Fitted(replace(record, reason=reason), p_base, calibrator)
    if precision.high < 0:
        reason = "kept: on cases held out, the adapted model put them in a worse order, by more than chance"
        return _Fitted(replace(record, reason=reason), p_base, calibrator)
    shown = "by more than chance" if loss.high < 0 else "though not by more than chance"
    strength = _OPTIONS[best]
    fitted = fit_level(cases.logits, y, cases.weight, level)
    if not strength:
        reason = (
            f"level: on cases held out, the probabilities fit better, {shown}; new weights fitted no better"
        )
        record = replace(record, change="level", calibration="shifted", reason=reason)
        return _Fitted(record, held_out.p[0, best], Calibrator("platt", fitted.slope, fitted.intercept))
    difference = fit_difference(cases.X, cases.logits, y, cases.weight, fitted, strength)
    reason = f"weights: on cases held out, the probabilities fit better, {shown}"
    record = replace(record, change="weights", strength=strength, calibration="shifted", reason=reason)
    p, new = held_out.p[0, best], Calibrator("platt", fitted.slope, fitted.intercept)
    if min(y.sum(), y.size - y.sum()) >= MIN_TO_CALIBRATE:
        logits = held_out.logits[best]
        new = fit_calibrator(logits, y, sample_weight=cases.weight)
        p, record = new.predict(logits), replace(record, calibration="refitted")
    return _Fitted(record, p, new, difference)


@dataclass(frozen=True)
class _HeldOut:
    """What models that have not seen a case's group say of it.

    Attributes
    ----------
    p : ndarray of float64, shape (n_repeats, n_options, n)
    fold : ndarray of int64, shape (n_repeats, n)
    logits : ndarray of float64, shape (n_options, n)
        Before calibration, in the first repeat.
    """

    p: Floats
    fold: NDArray[np.int64]
    logits: Floats


def _held_out(cases: _Cases, start: Level, p_base: Floats, seed: int) -> _HeldOut:
    from scipy.special import expit
    from sklearn.model_selection import StratifiedGroupKFold

    n = cases.y.size
    if n <= _MOST_ROTATED:
        cases = replace(cases, X=_rotated(cases.X))
    repeats = max(1, min(_REPEATS, _CASES // n))
    p = np.tile(p_base, (repeats, len(_OPTIONS), 1))
    fold = np.zeros((repeats, n), dtype=np.int64)
    logits = np.tile(cases.logits, (len(_OPTIONS), 1))
    for repeat in range(repeats):
        folds = StratifiedGroupKFold(_FOLDS, shuffle=True, random_state=seed + repeat)
        parts = folds.split(cases.X, cases.y.astype(np.int64), cases.groups)
        for number, (train, test) in enumerate(parts):
            fold[repeat, test] = number
            part, rest = cases.take(train), cases.take(test)
            level = fit_level(part.logits, part.y, part.weight, start)
            for row, strength in enumerate(_OPTIONS):
                if strength is None:
                    continue
                moved = rest.logits
                if strength:
                    difference = fit_difference(part.X, part.logits, part.y, part.weight, level, strength)
                    moved = moved + difference(rest.X)
                p[repeat, row, test] = expit(level(moved))
                if repeat == 0:
                    logits[row, test] = moved
    return _HeldOut(p, fold, logits)


def _rotated(X: csr_matrix) -> csr_matrix:
    """Return rows with the same products among each other in as few columns as rows: fits are the same, and quick."""
    from scipy.linalg import eigh
    from scipy.sparse import csr_matrix

    values, vectors = eigh((X @ X.T).toarray().astype(np.float64))
    return csr_matrix(vectors * np.sqrt(np.maximum(values, 0.0)))


def _cross_chosen(losses: Floats, held_out: _HeldOut, weight: Floats) -> Floats:
    """Return held-out probabilities (n_repeats, n), in each fold by the option that was best outside of it.

    The best of several figures is too good by chance; one that was chosen elsewhere is not.
    """
    chosen = np.empty(held_out.fold.shape)
    for repeat, fold in enumerate(held_out.fold):
        for number in np.unique(fold):
            inside = fold == number
            best = int(np.argmin(losses[:, ~inside] @ weight[~inside]))
            chosen[repeat, inside] = held_out.p[repeat, best, inside]
    return chosen


def _changes(cases: _Cases, before: Floats, after: Floats) -> tuple[Change, Change]:
    """Return log loss and average precision, the mean over repeats, with paired intervals over groups."""
    y, posts = cases.y, np.arange(cases.y.size)
    loss = np.column_stack([_loss(y, before), _loss(y, after).mean(axis=0)])
    rank = Ranking(y, before, posts)
    ranks = [Ranking(y, p, posts) for p in after]

    def statistic(W: Floats) -> Floats:
        weighted = W * cases.weight
        means = weighted @ loss / weighted.sum(axis=1, keepdims=True)
        precision = np.stack([rank(weighted)[:, 0], np.mean([r(weighted)[:, 0] for r in ranks], axis=0)], 1)
        return np.column_stack([np.diff(means), np.diff(precision), means, precision])

    found = bootstrap(statistic, y.size, n_resamples=_RESAMPLES, groups=cases.groups, method="percentile")
    low, high = np.nan_to_num(found.low), np.nan_to_num(found.high)  # no interval: nothing varied
    return (
        Change(float(found.value[2]), float(found.value[3]), float(low[0]), float(high[0])),
        Change(float(found.value[4]), float(found.value[5]), float(low[1]), float(high[1])),
    )


def _loss(y: Floats, p: Floats) -> Floats:
    p = np.clip(p, _FLOOR, 1 - _FLOOR)
    return np.asarray(-(y * np.log(p) + (1 - y) * np.log1p(-p)), dtype=np.float64)


def _features(
    matrices: Mapping[str, csr_matrix], reads: tuple[str, ...], rows: NDArray[np.int64]
) -> csr_matrix:
    """Return the features of the fields that a label reads; where there is none of them, there are no rows."""
    from scipy.sparse import csr_matrix

    read = [matrices[name][rows] for name in reads if name in matrices]
    X = reduce(add, read) if read else csr_matrix((0, next(iter(matrices.values())).shape[1]))
    X.sum_duplicates()
    return X


def _check(
    model: LinearClassifier, n: int, Y: Any, groups: Any, sample_weight: Any, aims: Mapping[str, Aim]
) -> tuple[Floats, NDArray[Any], Floats]:
    for name in aims:
        model.taxonomy_[name]
    answers = np.asarray(Y, dtype=np.float64)
    if answers.ndim == 1 and len(model.labels_) == 1:
        answers = answers[:, None]
    if answers.shape != (n, len(model.labels_)):
        raise InvalidArgumentError(
            f"Y: got shape {answers.shape}",
            expected=f"({n}, {len(model.labels_)}), a row a case and a column a label of the model",
            remedy="pass one row for each case",
        )
    if not np.isin(answers[~np.isnan(answers)], (0.0, 1.0)).all():
        raise InvalidArgumentError(
            "Y: holds other numbers than 1, 0 and NaN",
            expected="1, 0 or NaN",
            remedy="encode the labels first",
        )
    codes = np.arange(n) if groups is None else np.asarray(groups)
    weight = np.ones(n) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
    for name, values in (("groups", codes), ("sample_weight", weight)):
        if values.shape != (n,):
            raise InvalidArgumentError(
                f"{name}: got shape {values.shape}", expected=f"({n},)", remedy="pass one value a case"
            )
    return answers, codes, weight
