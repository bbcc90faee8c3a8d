"""Judge a fitted model, of this library or of any other, on posts with known answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.results import EvaluationReport, MetricResult
from rightsnlp.evaluation.signature import data_sha256 as hash_data
from rightsnlp.exceptions import InvalidArgumentError, SchemaError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["EvaluationReport", "MetricResult", "Model", "evaluate"]


@runtime_checkable
class Model(Protocol):
    """What is asked of a model; ``decide`` is used where there is one."""

    labels_: tuple[str, ...]

    def predict_proba(self, posts: Any, /) -> Any:
        """Return probabilities (n, n_labels)."""


def evaluate(
    model: Model,
    posts: Sequence[str] | pd.DataFrame,
    Y: Any,
    *,
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    split: str = "unspecified",
    data_sha256: str | None = None,
    thresholds: a.Thresholds = None,
    **options: Any,
) -> EvaluationReport:
    """Judge a model on posts with known answers.

    Parameters
    ----------
    model : Model
        Has ``labels_`` and ``predict_proba``. Where it has ``decide``, its own decisions are judged, and what it
        calls ``insufficient`` lowers coverage.
    posts : sequence of str or DataFrame
        The posts, in a form the model takes.
    Y : array-like (n, n_labels), DataFrame or Series
        Answers 1, 0 or NaN (unknown). A frame is read by the labels' names; a label without a column is unknown.
    groups : sequence (n,), optional
        Posts that are not independent share a group.
    split : str
        Name of the split, for the signature.
    data_sha256 : str, optional
        Hash of the data's file. Default: a hash of labels, answers and posts.
    thresholds : float, sequence or mapping, optional
        Judge at these thresholds and not by ``decide``.
    **options
        Passed to :func:`rightsnlp.evaluation.metrics.evaluate_arrays`: ``n_resamples``, ``confidence``,
        ``seed``, ``legitimate``, ``costs``, ``strata``, ``method``.

    Returns
    -------
    EvaluationReport
        Prints as a table, renders in a notebook, and converts with ``to_frame``, ``to_dict``, ``to_markdown``.

    Raises
    ------
    InvalidArgumentError
        When posts, answers and model do not fit together.

    Examples
    --------
    >>> import numpy as np
    >>> class LengthModel:
    ...     labels_ = ("long",)
    ...     def predict_proba(self, posts):
    ...         return np.array([[min(len(post) / 10, 1.0)] for post in posts])
    >>> report = evaluate(LengthModel(), ["abc", "abcdefghij"], [0, 1], n_resamples=20, split="demo")
    >>> report.get("long", "f1").value, report.signature["split"]
    (1.0, 'demo')
    """
    labels = a.check_labels(model.labels_)
    answers = answers_for(Y, labels)
    if len(posts) != answers.shape[0]:
        raise InvalidArgumentError(
            f"posts, Y: got {len(posts)} posts and {answers.shape[0]} rows of answers",
            expected="one row of answers per post",
            remedy="filter both in the same way",
        )
    decisions, used = None, thresholds
    if hasattr(model, "decide"):
        P, words, own = decided_arrays(model.decide(posts), labels)
        if thresholds is None:
            decisions, used = words, own
    else:
        P = np.asarray(model.predict_proba(posts), dtype=np.float64)
    return evaluate_arrays(
        answers,
        P,
        labels,
        thresholds=used,
        decisions=decisions,
        groups=groups,
        split=split,
        data_sha256=data_sha256 or hash_data(answers, labels, posts),
        model=model_info_of(model),
        **options,
    )


def answers_for(Y: Any, labels: Sequence[str]) -> a.FloatArray:
    """Return answers (n, n_labels) in the order of ``labels`` from an array, a Series or a DataFrame.

    Examples
    --------
    >>> import pandas as pd
    >>> answers_for(pd.DataFrame({"b": [1, 0]}), ["a", "b"]).tolist()
    [[nan, 1.0], [nan, 0.0]]
    """
    columns = getattr(Y, "columns", None)
    if columns is None:
        name = getattr(Y, "name", None)
        if name not in labels or len(labels) == 1:
            return a.check_answers(_numeric(Y), len(labels))
        Y, columns = Y.to_frame(), [name]
    found = [label for label in labels if label in columns]
    if not found:
        raise SchemaError(
            f"Y: got columns {list(columns)[:8]}",
            expected=f"one or more of {', '.join(labels)}",
            remedy="rename the columns to the model's labels",
        )
    answers = np.full((len(Y), len(labels)), np.nan)
    for label in found:
        answers[:, list(labels).index(label)] = _numeric(Y[label])
    return a.check_answers(answers, len(labels))


def _numeric(values: Any) -> Any:
    """Turn pandas' own missing values, which NumPy cannot convert, into NaN."""
    if hasattr(values, "astype") and hasattr(values, "to_numpy"):
        try:
            return values.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        except (TypeError, ValueError):
            return values.to_numpy()
    return values


def decided_arrays(
    rows: Sequence[Mapping[str, Any]], labels: tuple[str, ...]
) -> tuple[a.FloatArray, npt.NDArray[Any], dict[str, float]]:
    """Take probabilities, decisions and thresholds out of a model's decisions."""
    P = np.array([[row[label].probability for label in labels] for row in rows], dtype=np.float64)
    words = np.array([[str(row[label].decision) for label in labels] for row in rows], dtype=object)
    own = {label: float(rows[0][label].threshold) for label in labels} if rows else {}
    return P, words, own


def model_info_of(model: Model) -> dict[str, str]:
    info = getattr(model, "model_info_", None)
    return dict(info) if isinstance(info, Mapping) else {"name": type(model).__name__}
