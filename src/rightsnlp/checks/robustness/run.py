"""How much a system loses when posts are written differently and mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rightsnlp.checks.perturbations.catalogue import STRENGTH, Perturbation, choose_perturbations, perturb
from rightsnlp.checks.robustness.drops import judge_drops
from rightsnlp.checks.robustness.report import RobustnessReport, RobustnessResult
from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import Method
from rightsnlp.evaluation.evaluate import Model, answers_for, decided_arrays, model_info_of
from rightsnlp.evaluation.signature import data_sha256 as hash_data
from rightsnlp.evaluation.signature import plain_thresholds
from rightsnlp.exceptions import InvalidArgumentError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FIGURES", "RobustnessReport", "RobustnessResult", "robustness", "robustness_from_predictions"]

FIGURES = ("precision", "recall", "f1", "average_precision")
"""The metrics whose drop is reported, where nothing else is asked for."""


def robustness(
    model: Model,
    posts: Sequence[str] | pd.DataFrame,
    Y: Any,
    *,
    perturbations: Sequence[str | Perturbation] | None = None,
    strength: float = STRENGTH,
    seed: int = 0,
    figures: Sequence[str] = FIGURES,
    thresholds: a.Thresholds = None,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    method: Method = "bca",
    split: str = "unspecified",
    data_sha256: str | None = None,
    progress: bool = False,
) -> RobustnessReport:
    """Judge a model on posts as they are, and on the same posts written differently.

    Parameters
    ----------
    model : Model
        Has ``labels_`` and ``predict_proba``. Where it has ``decide``, its own decisions are judged.
    posts : sequence of str or DataFrame
        Of a frame the column ``text`` is perturbed; the other fields stay.
    Y : array-like (n, n_labels), DataFrame or Series
        Answers 1, 0 or NaN (unknown). A label without a known answer is left out.
    perturbations : sequence of str or Perturbation, optional
        Names in :data:`~rightsnlp.checks.perturbations.catalogue.PERTURBATIONS`, or one's own. Default: all.
    strength : float
        Share of the places of a post that are changed, in (0, 1].
    seed : int
        Of the perturbations and of the bootstrap.
    figures : sequence of str
        Metrics, of each label: any that :func:`rightsnlp.evaluation.metrics.evaluate_arrays` gives.
    thresholds : float, sequence or mapping, optional
        Judge at these thresholds and not by ``decide``.
    groups : sequence (n,), optional
        Posts that are not independent share a group.
    n_resamples, confidence, method
        See :func:`rightsnlp.evaluation.bootstrap.bootstrap`.
    split, data_sha256 : str, optional
        For the signature.
    progress : bool
        Show a bar on standard error.

    Returns
    -------
    RobustnessReport

    Raises
    ------
    InvalidArgumentError
        When posts, answers and model do not fit together, no answer is known, or a name is none.

    Notes
    -----
    The same posts are judged before and after, so a drop has a paired interval: each resample draws posts with both
    of their outputs. Only changed posts are predicted again. The intervals are not adjusted for their number.

    Examples
    --------
    >>> class Seeker:
    ...     labels_ = ("weather",)
    ...     def predict_proba(self, posts):
    ...         return np.array([[float("مطر" in post)] for post in posts])
    >>> posts = ["مطر اليوم", "سوق الخضار"] * 20
    >>> report = robustness(Seeker(), posts, [1, 0] * 20, perturbations=["tatweel", "link"], strength=1.0)
    >>> report.get("tatweel", "weather", "recall").after < report.get("link", "weather", "recall").after
    True
    """
    labels = a.check_labels(model.labels_)
    answers = answers_for(Y, labels)
    if len(posts) != answers.shape[0]:
        raise InvalidArgumentError(
            f"posts, Y: got {len(posts)} posts and {answers.shape[0]} rows of answers",
            expected="one row of answers per post",
            remedy="filter both in the same way",
        )
    chosen = choose_perturbations(perturbations)
    before = _Outputs.of(model, posts, labels)
    after, changed = {}, {}
    for one in _watched(chosen, progress=progress):
        written, mask = perturb(posts, one, strength=strength, seed=seed)
        rows = np.flatnonzero(mask)
        if rows.size:
            again = written.iloc[rows] if hasattr(written, "iloc") else [written[row] for row in rows]
            after[one.name] = before.updated(rows, _Outputs.of(model, again, labels))
        else:
            after[one.name] = before
        changed[one.name] = mask
    used = before.thresholds if thresholds is None else thresholds
    judged = {
        name: a.judge(
            answers, one.P, labels, thresholds=used, decisions=one.words if thresholds is None else None
        )
        for name, one in {"": before, **after}.items()
    }
    return judge_drops(
        judged.pop(""),
        judged,
        changed,
        figures=figures,
        groups=groups,
        boot={"n_resamples": n_resamples, "confidence": confidence, "method": method, "seed": seed},
        signature={
            "data_sha256": data_sha256 or hash_data(answers, labels, posts),
            "split": split,
            "decisions": "given" if before.words is not None and thresholds is None else "thresholds",
            "thresholds": plain_thresholds(labels, a.resolve_thresholds(used, labels).tolist()),
            "strength": strength,
            "model": model_info_of(model),
        },
    )


def robustness_from_predictions(
    Y: npt.ArrayLike,
    before: npt.ArrayLike,
    after: Mapping[str, npt.ArrayLike],
    labels: Sequence[str],
    *,
    changed: Mapping[str, npt.ArrayLike] | None = None,
    figures: Sequence[str] = FIGURES,
    thresholds: a.Thresholds = None,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    method: Method = "bca",
    seed: int = 0,
    split: str = "unspecified",
    data_sha256: str | None = None,
    model: Mapping[str, str] | None = None,
) -> RobustnessReport:
    """Judge predictions of any origin for posts as they are and as they were perturbed.

    Perturb the posts with :func:`rightsnlp.checks.perturbations.catalogue.perturb`, and have them judged by whom you
    like.

    Parameters
    ----------
    Y : array-like (n, n_labels)
        Answers: 1, 0, NaN (unknown).
    before : array-like (n, n_labels)
        Probabilities, or decisions as words, for the posts as they are.
    after : mapping of str to array-like (n, n_labels)
        The same for each perturbation, in the same order of posts.
    labels : sequence of str
        Names of the columns.
    changed : mapping of str to mask (n,), optional
        Which posts each perturbation changed. Without it ``n_changed`` is unknown.
    figures, thresholds, groups, n_resamples, confidence, method, seed, split, data_sha256
        As in :func:`robustness`; thresholds are 0.5 by default.
    model : mapping of str to str, optional
        What made the predictions, for the signature.

    Returns
    -------
    RobustnessReport

    Raises
    ------
    InvalidArgumentError
        When shapes or names do not fit together, or no answer is known.

    Examples
    --------
    >>> report = robustness_from_predictions([1, 1, 0, 0], [0.9, 0.8, 0.2, 0.1], {"tatweel": [0.9, 0.3, 0.2, 0.1]},
    ...                                      ["spam"], figures=["recall"], n_resamples=50)
    >>> found = report.get("tatweel", "spam", "recall")
    >>> found.before, found.after, found.drop, found.n_lost
    (1.0, 0.5, 0.5, 1)
    """
    names = a.check_labels(labels)
    answers = a.check_answers(Y, len(names))
    if not after or (changed is not None and set(changed) != set(after)):
        raise InvalidArgumentError(
            f"after, changed: got {list(after)} and {list(changed or ())}",
            expected="one perturbation or more, the same in both",
            remedy="pass {name: probabilities, …}",
        )
    masks = {name: None if changed is None else _mask(name, changed[name], len(answers)) for name in after}
    given = any(_in_words(output) for output in (before, *after.values()))
    return judge_drops(
        _judged(answers, before, names, thresholds),
        {name: _judged(answers, output, names, thresholds) for name, output in after.items()},
        masks,
        figures=figures,
        groups=groups,
        boot={"n_resamples": n_resamples, "confidence": confidence, "method": method, "seed": seed},
        signature={
            "data_sha256": data_sha256 or hash_data(answers, names),
            "split": split,
            "decisions": "given" if given else "thresholds",
            "thresholds": {}
            if given
            else plain_thresholds(names, a.resolve_thresholds(thresholds, names).tolist()),
            "model": dict(model or {}),
        },
    )


@dataclass(frozen=True)
class _Outputs:
    """What a model says of posts: probabilities, decisions as words where it takes them, its thresholds."""

    P: a.FloatArray
    words: npt.NDArray[Any] | None
    thresholds: dict[str, float] | None

    @classmethod
    def of(cls, model: Model, posts: Any, labels: tuple[str, ...]) -> _Outputs:
        decide = getattr(model, "decide", None)
        if decide is not None:
            return cls(*decided_arrays(decide(posts), labels))
        P = np.asarray(model.predict_proba(posts), dtype=np.float64)
        return cls(P[:, None] if P.ndim == 1 and len(labels) == 1 else P, None, None)

    def updated(self, rows: npt.NDArray[np.int64], other: _Outputs) -> _Outputs:
        """Return these outputs with those of some rows replaced."""
        P = self.P.copy()
        P[rows] = other.P
        words = None
        if self.words is not None and other.words is not None:
            words = self.words.copy()
            words[rows] = other.words
        return _Outputs(P, words, self.thresholds)


def _watched(chosen: Sequence[Perturbation], *, progress: bool) -> Iterable[Perturbation]:
    if not progress:
        return chosen
    from tqdm import tqdm

    bar: Iterable[Perturbation] = tqdm(chosen, unit="perturbation", dynamic_ncols=True)
    return bar


def _in_words(output: npt.ArrayLike) -> bool:
    cells = np.asarray(output, dtype=object)
    return cells.size > 0 and isinstance(cells.flat[0], str)


def _judged(
    answers: a.FloatArray, output: npt.ArrayLike, labels: tuple[str, ...], thresholds: a.Thresholds
) -> a.Judged:
    words = _in_words(output)
    return a.judge(
        answers,
        None if words else output,
        labels,
        thresholds=thresholds,
        decisions=output if words else None,
    )


def _mask(name: str, values: npt.ArrayLike, n: int) -> a.BoolArray:
    mask = np.asarray(values)
    if mask.shape != (n,) or mask.dtype != np.bool_:
        raise InvalidArgumentError(
            f"changed: {name!r} has shape {mask.shape} and type {mask.dtype}",
            expected=f"a boolean mask ({n},)",
            remedy="pass the second thing that perturb returns",
        )
    return mask
