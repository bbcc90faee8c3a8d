"""Predictions of any origin for the cases of a suite, brought into its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.data.identifiers import RowKeys, text_hashes
from rightsnlp.data.matching import RowMatch, match_rows
from rightsnlp.data.tables.writers import as_text
from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.exceptions import InvalidArgumentError, SchemaError

if TYPE_CHECKING:
    from rightsnlp.data.suites import FunctionalSuite


@dataclass(frozen=True, eq=False)
class SuitePredictions:
    """What a system says of a suite's cases.

    Attributes
    ----------
    labels : tuple of str
        Names of the columns, all of them labels of the suite.
    P : ndarray (n, n_labels) or None
        Probabilities, NaN for no answer.
    decisions : ndarray of str (n, n_labels) or None
        Decisions as words; they take the place of thresholds.
    """

    labels: tuple[str, ...]
    P: a.FloatArray | None
    decisions: npt.NDArray[Any] | None


def suite_predictions(
    predictions: Any, suite: FunctionalSuite, labels: Sequence[str] | None = None
) -> SuitePredictions:
    """Read predictions as an array or ``Predictions`` in the suite's order, or as a frame keyed by ``case_id``.

    Parameters
    ----------
    predictions : array-like (n,) or (n, n_labels), Predictions, or DataFrame
        Probabilities (or 1 and 0), or decisions as words. A frame has ``case_id`` as a column or as its index, and a
        column a label: its name, or ``decision_<label>`` and ``p_<label>`` as ``rightsnlp label`` writes them.
    suite : FunctionalSuite
    labels : sequence of str, optional
        Names of an array's columns. Default: ``hate_speech`` for one column, the suite's labels for as many.

    Raises
    ------
    InvalidArgumentError
        When shape or values do not fit.
    SchemaError
        When a frame lacks ``case_id``, a label or a case, or holds a case twice.
    """
    if isinstance(predictions, Predictions):
        return _of_predictions(predictions, suite)
    if isinstance(predictions, pd.DataFrame):
        return _from_frame(predictions, suite, labels)
    values = np.asarray(predictions)
    values = values[:, None] if values.ndim == 1 else values
    if labels is None:
        labels = (
            suite.labels if values.ndim == 2 and values.shape[1] == len(suite.labels) else ("hate_speech",)
        )
    if values.shape != (len(suite), len(labels)):
        raise InvalidArgumentError(
            f"predictions: got shape {values.shape}",
            expected=f"({len(suite)}, {len(labels)}): one row a case and one column for each of {', '.join(labels)}",
            remedy="pass labels=, or a DataFrame with a column case_id",
        )
    names = known_labels(labels, suite)
    columns = [list(labels).index(name) for name in names]
    return _parts(names, [values[:, column] for column in columns])


def known_labels(labels: Sequence[str], suite: FunctionalSuite) -> tuple[str, ...]:
    """Return those of ``labels`` that the suite has answers for, in the suite's order.

    Raises
    ------
    InvalidArgumentError
        When there is none.
    """
    answered = [
        name for name, column in zip(suite.labels, suite.Y.T, strict=True) if np.isfinite(column).any()
    ]
    names = tuple(name for name in answered if name in labels)
    if not names:
        raise InvalidArgumentError(
            f"labels: got {', '.join(labels)}",
            expected=f"one of {', '.join(answered)}, which the suite has answers for",
            remedy="pass the predictions under the suite's names",
        )
    return names


def suite_keys(suite: FunctionalSuite) -> RowKeys:
    """Return what the cases of a suite can be told apart by."""
    ids = tuple(as_text(one).strip() for one in suite.frame["case_id"])
    return RowKeys(suite.name, len(suite), ids={"case_id": ids}, texts=text_hashes(suite.texts))


def matched_predictions(predictions: Predictions, suite: FunctionalSuite) -> tuple[Predictions, RowMatch]:
    """Return the predictions of the suite's labels in the order of its cases, and how rows were matched.

    Raises
    ------
    InvalidArgumentError
        When there is none of the suite's labels.
    SchemaError
        When the rows are not those of the suite.
    """
    return predictions.select(known_labels(predictions.labels, suite)).in_order_of(suite_keys(suite))


def _of_predictions(predictions: Predictions, suite: FunctionalSuite) -> SuitePredictions:
    decided = predictions.decisions
    if len(predictions) != len(suite):
        raise InvalidArgumentError(
            f"predictions: got {len(predictions)} rows",
            expected=f"one for each of the suite's {len(suite)} cases, in their order",
            remedy="bring them into that order with matched_predictions",
        )
    return SuitePredictions(predictions.labels, predictions.P if decided is None else None, decided)


def _from_frame(
    frame: pd.DataFrame, suite: FunctionalSuite, labels: Sequence[str] | None
) -> SuitePredictions:
    if "case_id" not in frame.columns and frame.index.name != "case_id":
        raise SchemaError(
            "predictions: has no column 'case_id'",
            expected="the suite's case_id beside each prediction",
            remedy="add the column, or pass an array in the suite's order",
        )
    named = frame if "case_id" in frame.columns else frame.reset_index()
    keys = RowKeys(
        "predictions", len(named), ids={"case_id": tuple(as_text(one) for one in named["case_id"])}
    )
    keyed = named.iloc[match_rows(suite_keys(suite), keys).rows]
    found: dict[str, npt.NDArray[Any]] = {}
    for label in suite.labels if labels is None else labels:
        for column in (f"decision_{label}", label, f"p_{label}"):
            if column in keyed.columns:
                found[label] = keyed[column].to_numpy(dtype=object)
                break
    if not found:
        raise SchemaError(
            "predictions: has no column of a label",
            expected=f"one of {', '.join(suite.labels)}, alone or after 'decision_' or 'p_'",
            remedy="rename the column that holds the system's answer",
        )
    names = known_labels(list(found), suite)
    return _parts(names, [found[name] for name in names])


def _parts(names: tuple[str, ...], columns: Sequence[npt.NDArray[Any]]) -> SuitePredictions:
    """Tell probabilities from decisions, which stand in one table in no mixture."""
    texts = [
        any(isinstance(value, str) and value in a.DECISION_CODES for value in column) for column in columns
    ]
    if all(texts):
        return SuitePredictions(names, None, np.column_stack([column.astype(object) for column in columns]))
    if any(texts):
        raise InvalidArgumentError(
            "predictions: some labels have decisions and others numbers",
            expected="the same kind for all labels",
            remedy="judge them one at a time with labels=",
        )
    try:
        numbers = [np.asarray(pd.to_numeric(pd.Series(column)), dtype=np.float64) for column in columns]
    except (TypeError, ValueError):
        raise InvalidArgumentError(
            "predictions: holds a value that is neither a number nor a decision",
            expected=f"probabilities, or one of {', '.join(a.DECISION_CODES)}",
            remedy="map the system's values first",
        ) from None
    return SuitePredictions(names, np.column_stack(numbers), None)
