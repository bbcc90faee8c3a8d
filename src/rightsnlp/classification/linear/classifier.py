"""The linear classifier: one calibrated logistic regression a label over hashed n-grams."""

from __future__ import annotations

from functools import reduce
from operator import add
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.calibration import Calibrator, Method, fit_calibrator, fit_script_calibrators
from rightsnlp.classification.estimator import Estimator
from rightsnlp.classification.linear.attribution import explain_reading
from rightsnlp.classification.linear.heads import Regularisation, Sample, fit_head, out_of_fold
from rightsnlp.classification.linear.reading import Reading, read_cases
from rightsnlp.classification.linear.regularisation import choose_regularisation
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.ngrams.shape import main_scripts
from rightsnlp.classification.posts import Fields, as_fields, given, n_posts
from rightsnlp.classification.selective import Aim, Thresholds, choose_thresholds
from rightsnlp.classification.storage.save import save_model
from rightsnlp.exceptions import InvalidArgumentError, NotFittedError
from rightsnlp.records import Decision, Decisions, LabelDecision, Span
from rightsnlp.taxonomy import Taxonomy, load_taxonomy, simple_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from rightsnlp.classification.posts import Posts

_DEFAULT_THRESHOLD = 0.5
_EXPLAINED = frozenset({Decision.ASSIGNED, Decision.REVIEW})
_NOT_WRITTEN = "action"  # a word of a vocabulary in Latin letters, whatever the case is in


class LinearClassifier(Estimator):
    """Multi-label classifier of posts and cases, linear in hashed n-grams of the fields a label may read.

    Each label is learnt from the posts of which it is known (``Y`` may hold NaN), by logistic regression on
    features scaled by how rare they are and how much they tell; its scores are calibrated on out-of-fold predictions,
    folds by group. Nothing random is left: the same data give the same weights.

    Parameters
    ----------
    labels : sequence of str or Taxonomy, optional
        The labels, in the order of ``Y``'s columns. Default: the three of the monitor. Plain names make labels
        that are read off the text.
    features : HashedNgrams, optional
        Default: ``HashedNgrams()``.
    C : float or "auto"
        Inverse strength of the penalty. ``auto``: chosen for each label by cross-validation, folds by group
        (:func:`~rightsnlp.classification.linear.regularisation.choose_regularisation`).
    contrast : float or "auto"
        How much weaker the penalty is for n-grams that tell the classes apart; 0 suits one source of posts, 1 several.
    class_weight : "balanced" or None
        Whether positives and negatives weigh the same.
    calibration : {"auto", "temperature", "platt", "isotonic"}
        See :func:`~rightsnlp.classification.calibration.fit_calibrator`.
    n_folds : int
        Folds of the out-of-fold predictions that calibration is learnt on.

    Attributes
    ----------
    labels_ : tuple of str
    taxonomy_ : Taxonomy
    regularisation_ : tuple of Regularisation
        What was taken for each label; empty for a model that was loaded.
    coef_ : ndarray of float32, shape (n_features, n_labels)
        Weights, rounded to half precision so that a saved model gives the same answers.
    intercept_ : ndarray of float64, shape (n_labels,)
    prior_ : ndarray of float64, shape (n_labels,)
        Share of positives among the known.
    calibrators_ : tuple of Calibrator
    script_calibrators_ : dict of str to dict of str to Calibrator
        By label and script, for posts whose letters are mainly of it, where there were enough of them and the label's
        own calibrator did not fit them
        (:func:`~rightsnlp.classification.calibration.fit_script_calibrators`); labels without any are left out.
    thresholds_ : dict of str to Thresholds
        As :meth:`choose_thresholds` chose them; empty before.
    model_info_ : dict of str to str
        Name, version and hash of a model that was loaded.

    Examples
    --------
    >>> posts = ["good day", "nice day", "bad night", "awful night"] * 5
    >>> Y = np.tile([[0.0], [0.0], [1.0], [1.0]], (5, 1))
    >>> model = LinearClassifier(labels=["night"], features=HashedNgrams(bits=10)).fit(posts, Y)
    >>> bool(model.predict_proba(["a bad night"])[0, 0] > 0.5)
    True
    """

    def __init__(
        self,
        labels: Sequence[str] | Taxonomy | None = None,
        *,
        features: HashedNgrams | None = None,
        C: float | str = "auto",
        contrast: float | str = "auto",
        class_weight: str | None = "balanced",
        calibration: Method | str = "auto",
        n_folds: int = 5,
    ) -> None:
        self.labels = labels
        self.features = features
        self.C = C
        self.contrast = contrast
        self.class_weight = class_weight
        self.calibration = calibration
        self.n_folds = n_folds

    def fit(
        self,
        posts: Posts,
        Y: Any,
        *,
        groups: Any = None,
        domains: Any = None,
        sample_weight: Any = None,
    ) -> Self:
        """Learn the heads and their calibration.

        Parameters
        ----------
        posts : sequence of str, or DataFrame of case fields, length n
        Y : array-like, shape (n, n_labels) or (n,)
            1, 0 or NaN (unknown).
        groups : array-like, shape (n,), optional
            Posts of one group stay in one calibration fold. Default: every post is its own.
        domains : array-like, shape (n,), optional
            Where each post comes from. Sources differ in how much of a label they hold and in where they draw its
            line; each gets an intercept of its own, which only training sees, and balanced classes of its own.
        sample_weight : array-like, shape (n,), optional
            How much each post counts in learning the weights. Calibration counts each post once, so that the
            probabilities speak of the posts as they came.

        Raises
        ------
        InvalidArgumentError
            When shapes disagree, ``Y`` holds other values, or a label has no positive or no negative.
        """
        taxonomy = _as_taxonomy(self.labels)
        fields = as_fields(posts)
        n = n_posts(fields)
        Y = _check_Y(Y, n, len(taxonomy.names))
        groups = np.arange(n) if groups is None else np.asarray(groups)
        domains = np.zeros(n, dtype=np.int64) if domains is None else np.asarray(domains)
        weight = np.ones(n) if sample_weight is None else np.asarray(sample_weight, dtype=np.float64)
        for name, values in (("groups", groups), ("domains", domains), ("sample_weight", weight)):
            if values.shape != (n,):
                raise InvalidArgumentError(
                    f"{name}: got shape {values.shape}", expected=f"({n},)", remedy="pass one value a post"
                )
        features = self.features or HashedNgrams()
        transformed = {name: features.transform_with_letters(texts, name) for name, texts in fields.items()}
        matrices = {name: X for name, (X, _) in transformed.items()}
        letters = {name: counts for name, (_, counts) in transformed.items()}
        coef = np.zeros((features.n_features, len(taxonomy.names)), dtype=np.float32, order="F")
        intercept = np.zeros(len(taxonomy.names))
        prior = np.zeros(len(taxonomy.names))
        calibrators: list[Calibrator] = []
        script_calibrators: dict[str, dict[str, Calibrator]] = {}
        regularisation: list[Regularisation] = []
        for column, label in enumerate(taxonomy.labels):
            rows = np.flatnonzero(np.isfinite(Y[:, column]) & given(fields, label.needs_any))
            y = Y[rows, column]
            if y.size == 0 or y.min() == y.max():
                raise InvalidArgumentError(
                    f"Y: label {label.name!r} has {int(y.sum())} positives among {y.size} usable posts",
                    expected="both a positive and a negative",
                    remedy=f"give posts of both kinds, with one of: {', '.join(label.needs_any)}",
                )
            X = reduce(add, (matrices[name][rows] for name in label.reads if name in matrices))
            X.sum_duplicates()
            prior[column] = float(y.mean())
            sample = Sample(X, y, groups[rows], domains[rows], weight[rows])
            how = choose_regularisation(
                sample, self.n_folds, C=self.C, contrast=self.contrast, class_weight=self.class_weight
            )
            logits = out_of_fold(sample, self.n_folds, how, class_weight=self.class_weight)
            held = np.flatnonzero(np.isfinite(logits))
            logits, answers = logits[held], y[held]
            method: Any = self.calibration
            calibrators.append(fit_calibrator(logits, answers, method=method))
            scripts = _scripts(letters, label.reads)[rows][held]
            by_script = fit_script_calibrators(
                logits, answers, scripts, calibrators[-1], method=method, groups=groups[rows][held]
            )
            if by_script:
                script_calibrators[label.name] = by_script
            coef[:, column], intercept[column] = fit_head(sample, how, class_weight=self.class_weight)
            regularisation.append(how)
        self.taxonomy_ = taxonomy
        self.labels_ = taxonomy.names
        self.features_ = features
        self.regularisation_ = tuple(regularisation)
        self.coef_ = coef
        self.intercept_ = intercept
        self.prior_ = prior
        self.calibrators_ = tuple(calibrators)
        self.script_calibrators_ = script_calibrators
        self.thresholds_: dict[str, Thresholds] = {}
        self.model_info_: dict[str, str] = {"name": "unsaved", "version": "", "sha256": ""}
        return self

    def decision_function(self, posts: Posts) -> NDArray[np.float64]:
        """Return the logits before calibration, shape (n, n_labels)."""
        self._check_fitted()
        return np.concatenate([reading.logits for reading in read_cases(self, as_fields(posts))])

    def predict_proba(self, posts: Posts) -> NDArray[np.float64]:
        """Return one calibrated probability a label.

        Parameters
        ----------
        posts : sequence of str, or DataFrame of case fields

        Returns
        -------
        ndarray of float64, shape (n, n_labels)
            Where a case lacks the fields that a label needs, the label's share among the training posts:
            nothing is known of that case. :meth:`decide` says ``insufficient`` there.
        """
        self._check_fitted()
        fields = as_fields(posts)
        return self._probabilities(fields)

    def _probabilities(self, fields: Fields) -> NDArray[np.float64]:
        return np.concatenate([self._calibrated(reading) for reading in read_cases(self, fields)])

    def _calibrated(self, reading: Reading) -> NDArray[np.float64]:
        probabilities = np.empty_like(reading.logits)
        for column, label in enumerate(self.taxonomy_.labels):
            logits = reading.logits[:, column]
            p = self.calibrators_[column].predict(logits)
            if own := self.script_calibrators_.get(label.name):
                letters = {name: hashed.letters for name, hashed in reading.hashed.items()}
                scripts = _scripts(letters, label.reads)
                for script, calibrator in own.items():
                    rows = scripts == script
                    p[rows] = calibrator.predict(logits[rows])
            enough = reading.given(label.needs_any)
            probabilities[:, column] = np.where(enough, p, self.prior_[column])
        return probabilities

    def decide(self, posts: Posts) -> list[Decisions]:
        """Return a decision a label for each post.

        ``assigned`` from the label's threshold on, ``review`` below it, ``insufficient`` where fields are missing.
        A model whose thresholds were never chosen assigns from 0.5 on.

        Returns
        -------
        list of dict of str to LabelDecision
        """
        self._check_fitted()
        readings = read_cases(self, as_fields(posts))
        return [decided for reading in readings for decided in self._decided(reading)]

    def _decided(self, reading: Reading) -> list[Decisions]:
        probabilities = self._calibrated(reading)
        columns = []
        for column, label in enumerate(self.taxonomy_.labels):
            thresholds = self.thresholds_.get(
                label.name, Thresholds(_DEFAULT_THRESHOLD, _DEFAULT_THRESHOLD, Aim())
            )
            enough = reading.given(label.needs_any)
            columns.append(_decide_label(label.name, probabilities[:, column], enough, thresholds))
        return [dict(zip(self.labels_, row, strict=True)) for row in zip(*columns, strict=True)]

    def decide_and_explain(
        self, posts: Posts, *, n_spans: int = 5
    ) -> tuple[list[Decisions], list[dict[str, list[Span]]]]:
        """Return the decisions on each post, and what speaks for each label that is assigned or up for review.

        Each text is normalised and hashed once for all of it.

        Parameters
        ----------
        posts : sequence of str, or DataFrame of case fields
        n_spans : int
            Most spans per post and label.

        Returns
        -------
        list of dict of str to LabelDecision
            As :meth:`decide` returns them.
        list of dict of str to list of Span
            For each post and each of these labels what :meth:`explain` returns.

        Examples
        --------
        >>> posts = ["good day", "nice day", "bad night", "awful night"] * 5
        >>> model = LinearClassifier(["night"], features=HashedNgrams(bits=10)).fit(posts, [0, 0, 1, 1] * 5)
        >>> decisions, evidence = model.decide_and_explain(["a bad night", "nice"])
        >>> decisions[0]["night"].decision.value, [list(spans) for spans in evidence]
        ('assigned', [['night'], []])
        """
        decisions: list[Decisions] = []
        evidence: list[dict[str, list[Span]]] = []
        for reading, decided in self.readings(posts):
            found: list[dict[str, list[Span]]] = [{} for _ in decided]
            for label in self.labels_:
                shown = [
                    row for row, by_label in enumerate(decided) if by_label[label].decision in _EXPLAINED
                ]
                spans = explain_reading(
                    self, reading, np.array(shown, dtype=np.int64), label, n_spans=n_spans
                )
                for row, strongest in zip(shown, spans, strict=True):
                    found[row][label] = strongest
            decisions += decided
            evidence += found
        return decisions, evidence

    def readings(self, posts: Posts) -> Iterator[tuple[Reading, list[Decisions]]]:
        """Yield what the model read of posts, chunk by chunk, with the decisions on them.

        Parameters
        ----------
        posts : sequence of str, or DataFrame of case fields
        """
        self._check_fitted()
        for reading in read_cases(self, as_fields(posts), offsets=True):
            yield reading, self._decided(reading)

    def predict(self, posts: Posts) -> NDArray[np.int64]:
        """Return 1 where a label is assigned and 0 elsewhere, shape (n, n_labels)."""
        decisions = self.decide(posts)
        rows = [[d[name].decision == Decision.ASSIGNED for name in self.labels_] for d in decisions]
        return np.array(rows, dtype=np.int64).reshape(len(rows), len(self.labels_))

    def score(self, posts: Posts, Y: Any) -> float:
        """Return the mean average precision over the labels that have both a positive and a negative."""
        from sklearn.metrics import average_precision_score

        P = self.predict_proba(posts)
        Y = _check_Y(Y, len(P), len(self.labels_))
        values = []
        for y, p in zip(Y.T, P.T, strict=True):
            known = np.isfinite(y)
            if known.any() and y[known].min() != y[known].max():
                values.append(average_precision_score(y[known], p[known]))
        return float(np.mean(values)) if values else float("nan")

    def choose_thresholds(
        self,
        posts: Posts,
        Y: Any,
        aims: Mapping[str, Aim],
        *,
        groups: Any = None,
        legitimate: Any = None,
        incoming: Posts | None = None,
    ) -> Self:
        """Choose the thresholds on dev posts that nothing was learnt from.

        Parameters
        ----------
        posts, Y
            As in :meth:`fit`.
        aims : mapping of str to Aim
            What is asked, by label.
        groups : array-like, shape (n,), optional
            Posts of one group count together as one observation. Default: each post is its own.
        legitimate : array-like of bool, shape (n,), optional
            Posts that must not be flagged, for the aims' false-positive rate.
        incoming : sequence of str, or DataFrame of case fields, optional
            Cases as they come in, for the aims' share of reviews. Default: those of ``posts`` whose answer is known.

        Raises
        ------
        InvalidArgumentError
            When an aim names no label of the model.
        """
        self._check_fitted()
        fields = as_fields(posts)
        Y = _check_Y(Y, n_posts(fields), len(self.labels_))
        probabilities = self._probabilities(fields)
        arriving = None if incoming is None else as_fields(incoming)
        arriving_p = None if arriving is None else self._probabilities(arriving)
        chosen = {}
        for name, aim in aims.items():
            column = self.labels_.index(self.taxonomy_[name].name)
            enough = given(fields, self.taxonomy_[name].needs_any)
            clean = clean_groups = queue = None
            if arriving is not None and arriving_p is not None:
                # A case without the fields counts among those that come in, and is never put up for review.
                readable = given(arriving, self.taxonomy_[name].needs_any)
                queue = np.where(readable, arriving_p[:, column], 0.0)
            if legitimate is not None:
                rows = np.asarray(legitimate, dtype=bool) & enough
                clean = probabilities[rows, column]
                clean_groups = None if groups is None else np.asarray(groups)[rows]
            y = np.where(enough, Y[:, column], np.nan)
            chosen[name] = choose_thresholds(
                y,
                probabilities[:, column],
                aim,
                groups=groups,
                legitimate_p=clean,
                legitimate_groups=clean_groups,
                incoming_p=queue,
            )
        self.thresholds_ = chosen
        return self

    def explain(self, posts: Posts, label: str, *, n_spans: int = 5) -> list[list[Span]]:
        """Return the words of each post that speak most for a label, strongest first.

        Parameters
        ----------
        posts : sequence of str, or DataFrame of case fields
        label : str
            Name of a label.
        n_spans : int
            Most spans per post.

        Returns
        -------
        list of list of Span
            Words (runs without blanks) with a positive weight, neighbours not merged; none where the case lacks the
            fields that the label needs.

        Raises
        ------
        InvalidArgumentError
            When the model has no such label.
        """
        self._check_fitted()
        needs = self.taxonomy_[label].needs_any
        explained: list[list[Span]] = []
        for reading in read_cases(self, as_fields(posts), offsets=True):
            rows = np.flatnonzero(reading.given(needs))
            found: list[list[Span]] = [[] for _ in range(n_posts(reading.fields))]
            for row, spans in zip(
                rows, explain_reading(self, reading, rows, label, n_spans=n_spans), strict=True
            ):
                found[row] = spans
            explained += found
        return explained

    def save(self, folder: str | Path, *, force: bool = False) -> None:
        """Write the model as a folder; see :func:`rightsnlp.classification.storage.save.save_model`."""
        save_model(self, folder, force=force)

    def _check_fitted(self) -> None:
        if not hasattr(self, "coef_"):
            raise NotFittedError(
                "LinearClassifier: is not fitted yet",
                expected="a fitted model",
                remedy="call fit(posts, Y), or load one with rightsnlp.load_model()",
            )


def _as_taxonomy(labels: Sequence[str] | Taxonomy | None) -> Taxonomy:
    if labels is None:
        return load_taxonomy()
    return labels if isinstance(labels, Taxonomy) else simple_taxonomy(list(labels))


def _scripts(letters: Mapping[str, NDArray[np.int64]], reads: Sequence[str]) -> NDArray[np.str_]:
    """Return the main script of each post in the fields that a label reads."""
    written = [letters[name] for name in reads if name in letters and name != _NOT_WRITTEN]
    return main_scripts(reduce(add, written, np.zeros_like(next(iter(letters.values())))))


def _check_Y(Y: Any, n: int, n_labels: int) -> NDArray[np.float64]:
    try:
        array = np.asarray(Y, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidArgumentError(
            "Y: holds what is no number", expected="1, 0 or NaN", remedy="encode the labels first"
        ) from None
    if array.ndim == 1 and n_labels == 1:
        array = array[:, None]
    if array.shape != (n, n_labels):
        raise InvalidArgumentError(
            f"Y: got shape {array.shape}",
            expected=f"({n}, {n_labels}), a row a post and a column a label",
            remedy="pass one row for each post",
        )
    if not np.isin(array[np.isfinite(array)], (0.0, 1.0)).all() or np.isinf(array).any():
        raise InvalidArgumentError(
            "Y: holds other numbers than 1, 0 and NaN",
            expected="1, 0 or NaN",
            remedy="encode the labels first",
        )
    return array


def _decide_label(
    name: str, probabilities: NDArray[np.float64], enough: NDArray[np.bool_], thresholds: Thresholds
) -> list[LabelDecision]:
    assign = np.nan if thresholds.assign is None else thresholds.assign
    review = 0.0 if thresholds.review is None else thresholds.review
    unknown = LabelDecision(name, Decision.INSUFFICIENT, np.nan, assign)
    decided = []
    for p, sufficient in zip(probabilities.tolist(), enough.tolist(), strict=True):
        if not sufficient:
            decided.append(unknown)
        elif p >= assign:
            decided.append(LabelDecision(name, Decision.ASSIGNED, p, assign))
        elif p >= review:
            decided.append(LabelDecision(name, Decision.REVIEW, p, assign))
        else:
            decided.append(LabelDecision(name, Decision.NOT_ASSIGNED, p, assign))
    return decided
