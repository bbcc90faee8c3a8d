"""What a system said of posts with known answers: all that its figures are computed from, and no post."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import Method
from rightsnlp.evaluation.evaluate import Model, answers_for, decided_arrays, model_info_of
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.evaluation.slicing.columns import slice_values
from rightsnlp.exceptions import InvalidArgumentError, SchemaError


@dataclass(frozen=True, eq=False)
class Predictions:
    """Answers and outputs, row by row, of one system on one set of posts.

    Attributes
    ----------
    labels : tuple of str
        Names of the columns of ``Y``, ``P`` and ``decisions``.
    Y : ndarray (n, n_labels)
        Answers: 1, 0, NaN (unknown).
    P : ndarray (n, n_labels)
        Probabilities, NaN where there is none; a human gives decisions only.
    decisions : ndarray of str (n, n_labels) or None
        ``assigned``, ``not_assigned``, ``review``, ``insufficient``. None: thresholds are applied to ``P``.
    ids : ndarray of str (n,)
        Identifiers of the rows. Default: their numbers from 1 on.
    groups : ndarray of int (n,) or None
        Posts that are not independent share a number. Any values may be passed; only who shares one is kept.
    slices : DataFrame (n rows)
        Columns to slice by, such as language and platform; never a post's text.
    legitimate : dict of str to ndarray of bool (n,)
        Named subsets of protected speech.
    thresholds : dict of str to float
        NaN where no threshold meets the aim. Default, without decisions: 0.5 each.
    thresholds_from : str
        ``model``, ``given``, ``default``, or empty where no threshold is known.
    aims : dict of str to dict
        What the model's thresholds were chosen for, where it says so.
    model : dict of str to str
        Name, version and hash of what predicted.
    split, data_sha256 : str
        The data's part, and its hash.

    Examples
    --------
    >>> predictions = Predictions(("spam",), Y=[[1], [0], [0]], P=[[0.9], [0.6], [0.2]], groups=["x", "y", "x"])
    >>> predictions
    Predictions(3 posts; spam; probabilities)
    >>> predictions.groups.tolist(), predictions.thresholds
    ([0, 1, 0], {'spam': 0.5})
    """

    labels: tuple[str, ...]
    Y: a.FloatArray
    P: a.FloatArray
    decisions: npt.NDArray[Any] | None = None
    ids: Any = None
    groups: Any = None
    slices: pd.DataFrame = field(default_factory=pd.DataFrame)
    legitimate: Mapping[str, a.BoolArray] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    thresholds_from: str = ""
    aims: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    model: Mapping[str, str] = field(default_factory=dict)
    split: str = "unspecified"
    data_sha256: str = ""

    def __post_init__(self) -> None:
        labels = a.check_labels(self.labels)
        answers = a.check_answers(self.Y, len(labels))
        n = answers.shape[0]
        P = a.check_probabilities(self.P, answers.shape)
        decisions = self.decisions
        thresholds, origin = dict(self.thresholds), self.thresholds_from
        if decisions is not None:
            decisions = np.asarray(decisions, dtype=object)
            a.resolve_decisions(P, labels, None, decisions)
        elif not thresholds:
            thresholds, origin = dict.fromkeys(labels, 0.5), "default"
        slices = self.slices if len(self.slices.columns) else pd.DataFrame(index=range(n))
        for what, rows in (("slices", len(slices)), *(("ids", len(x)) for x in (self.ids,) if x is not None)):
            if rows != n:
                raise InvalidArgumentError(
                    f"{what}: got {rows} rows",
                    expected=f"one per post, {n}",
                    remedy="filter both in the same way",
                )
        groups = a.check_groups(self.groups, n)
        found = {
            "labels": labels,
            "Y": answers,
            "P": P,
            "decisions": decisions,
            "ids": np.array(
                [str(i) for i in (range(1, n + 1) if self.ids is None else self.ids)], dtype=object
            ),
            # Numbered by first appearance, so that a file read back draws the same resamples.
            "groups": None if groups is None else np.asarray(pd.factorize(groups)[0], dtype=np.int64),
            "slices": pd.DataFrame({str(c): slice_values(slices[c]) for c in slices.columns}, index=range(n)),
            "legitimate": a.check_legitimate(dict(self.legitimate), n),
            "thresholds": {
                label: math.nan if value is None else float(value) for label, value in thresholds.items()
            },
            "thresholds_from": origin or ("given" if thresholds else ""),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def __len__(self) -> int:
        return int(self.Y.shape[0])

    def __repr__(self) -> str:
        kinds = ["probabilities"] * bool(np.isfinite(self.P).any()) + ["decisions"] * (
            self.decisions is not None
        )
        return f"Predictions({len(self):,} posts; {', '.join(self.labels)}; {' and '.join(kinds) or 'no answers'})"

    @property
    def codes(self) -> npt.NDArray[np.int8]:
        """Decisions as numbers, whether they were given or follow from the thresholds."""
        return a.resolve_decisions(self.P, self.labels, dict(self.thresholds) or None, self.decisions)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per post: ``id``, ``group``, ``y_``, ``p_`` and ``decision_`` per label, slices, subsets."""
        columns: dict[str, Any] = {"id": self.ids}
        if self.groups is not None:
            columns["group"] = self.groups
        columns |= {f"y_{label}": self.Y[:, j] for j, label in enumerate(self.labels)}
        columns |= {f"p_{label}": self.P[:, j] for j, label in enumerate(self.labels)}
        if self.decisions is not None:
            columns |= {f"decision_{label}": self.decisions[:, j] for j, label in enumerate(self.labels)}
        columns |= {f"slice_{name}": self.slices[name].to_numpy() for name in self.slices.columns}
        columns |= {f"legitimate_{name}": mask.astype(int) for name, mask in self.legitimate.items()}
        return pd.DataFrame(columns)

    def select(self, labels: Sequence[str]) -> Predictions:
        """Return the predictions of some labels only, in the order asked for.

        Raises
        ------
        InvalidArgumentError
            When there is no such label.
        """
        if missing := [label for label in labels if label not in self.labels]:
            raise InvalidArgumentError(
                f"labels: got {missing[0]!r}",
                expected=f"one of {', '.join(self.labels)}",
                remedy="check the spelling",
            )
        columns = [self.labels.index(label) for label in labels]
        return replace(
            self,
            labels=tuple(labels),
            Y=self.Y[:, columns],
            P=self.P[:, columns],
            decisions=None if self.decisions is None else self.decisions[:, columns],
            thresholds={label: self.thresholds[label] for label in labels if label in self.thresholds},
        )

    def in_order_of(self, ids: Sequence[Any] | npt.NDArray[Any]) -> Predictions:
        """Return the rows in the order of ``ids``: matched by identifier, or by place where one side only numbers rows.

        Raises
        ------
        SchemaError
            When rows are missing, left over, or there twice.

        Examples
        --------
        >>> two = Predictions(("spam",), Y=[[1], [0]], P=[[0.9], [0.2]], ids=["b", "a"])
        >>> two.in_order_of(["a", "b"]).P.ravel().tolist()
        [0.2, 0.9]
        """
        own, wanted = pd.Index(list(self.ids), dtype=object), pd.Index([str(i) for i in ids], dtype=object)
        if len(own) != len(wanted):
            raise SchemaError(
                f"predictions: {len(own):,} rows for {len(wanted):,} posts",
                expected="one row per post",
                remedy="predict every post once; leave the cell blank where the system gave no answer",
            )
        if own.equals(wanted):
            return self
        if not own.isin(wanted).all() and (_is_numbering(own) or _is_numbering(wanted)):
            return self
        for index, what in ((own, "predictions"), (wanted, "data")):
            if index.has_duplicates:
                raise SchemaError(
                    f"{what}: {int(index.duplicated().sum()):,} identifiers stand there twice",
                    expected="one row per post",
                    remedy="drop the repeated rows, or the column of identifiers to match by place",
                )
        missing = int((~wanted.isin(own)).sum())
        if missing:
            raise SchemaError(
                f"predictions: {missing:,} of the data's {len(wanted):,} posts are not among them, by identifier",
                expected="the identifiers of the data",
                remedy="predict the same file, or drop the column of identifiers to match by place",
            )
        rows = own.get_indexer(wanted)
        return replace(
            self,
            Y=self.Y[rows],
            P=self.P[rows],
            decisions=None if self.decisions is None else self.decisions[rows],
            ids=np.asarray(wanted, dtype=object),
            groups=None if self.groups is None else self.groups[rows],
            slices=self.slices.iloc[rows].reset_index(drop=True),
            legitimate={name: mask[rows] for name, mask in self.legitimate.items()},
        )


def predict(
    model: Model,
    posts: Sequence[str] | pd.DataFrame,
    Y: Any,
    *,
    thresholds: a.Thresholds = None,
    **about: Any,
) -> Predictions:
    """Ask a model about posts with known answers, once, and keep what it said.

    Parameters
    ----------
    model : Model
        Has ``labels_`` and ``predict_proba``; its own ``decide`` is used where it has one and no thresholds are given.
    posts : sequence of str or DataFrame
        The posts, in a form the model takes.
    Y : array-like (n, n_labels), DataFrame or Series
        Answers 1, 0 or NaN. A frame is read by the labels' names; a label without a column is unknown.
    thresholds : float, sequence or mapping, optional
        Judge at these, and not by ``decide``.
    **about
        Fields of :class:`Predictions`: ``ids``, ``groups``, ``slices``, ``legitimate``, ``split``, ``data_sha256``.

    Raises
    ------
    InvalidArgumentError
        When posts, answers and model do not fit together.

    Examples
    --------
    >>> class LengthModel:
    ...     labels_ = ("long",)
    ...     def predict_proba(self, posts):
    ...         return np.array([[min(len(post) / 10, 1.0)] for post in posts])
    >>> predict(LengthModel(), ["abc", "abcdefghij"], [0, 1], split="demo")
    Predictions(2 posts; long; probabilities)
    """
    labels = a.check_labels(model.labels_)
    answers = answers_for(Y, labels)
    if len(posts) != answers.shape[0]:
        raise InvalidArgumentError(
            f"posts, Y: got {len(posts)} posts and {answers.shape[0]} rows of answers",
            expected="one row of answers per post",
            remedy="filter both in the same way",
        )
    about = {"model": model_info_of(model), **about}
    if thresholds is not None:
        cut = dict(zip(labels, a.resolve_thresholds(thresholds, labels).tolist(), strict=True))
        P = np.asarray(model.predict_proba(posts), dtype=np.float64)
        return Predictions(labels, answers, P, thresholds=cut, thresholds_from="given", **about)
    if not hasattr(model, "decide"):
        return Predictions(labels, answers, np.asarray(model.predict_proba(posts), dtype=np.float64), **about)
    P, words, own = decided_arrays(model.decide(posts), labels)
    chosen = getattr(model, "thresholds_", None) or {}
    aims = {name: dict(one.to_dict()) for name, one in chosen.items() if hasattr(one, "to_dict")}
    return Predictions(
        labels, answers, P, decisions=words, thresholds=own, thresholds_from="model", aims=aims, **about
    )


def judge(
    predictions: Predictions,
    *,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    method: Method = "bca",
    seed: int = 0,
    costs: Mapping[str, float] | None = None,
) -> EvaluationReport:
    """Compute every figure of a system from its predictions.

    Parameters
    ----------
    predictions : Predictions
    n_resamples, confidence, method, seed, costs
        As in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`.

    Examples
    --------
    >>> predictions = Predictions(("spam",), Y=[[1], [0], [0]], P=[[0.9], [0.6], [0.2]])
    >>> judge(predictions, n_resamples=20).get("spam", "precision").value
    0.5
    """
    return evaluate_arrays(
        predictions.Y,
        predictions.P,
        predictions.labels,
        thresholds=dict(predictions.thresholds) or None,
        decisions=predictions.decisions,
        groups=predictions.groups,
        legitimate=predictions.legitimate,
        split=predictions.split,
        data_sha256=predictions.data_sha256 or None,
        model=predictions.model,
        n_resamples=n_resamples,
        confidence=confidence,
        method=method,
        seed=seed,
        costs=costs,
    )


def _is_numbering(ids: pd.Index) -> bool:
    return any(ids.tolist() == [str(i) for i in range(first, first + len(ids))] for first in (0, 1))
