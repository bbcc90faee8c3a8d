"""Checks of the arrays that every judgement starts from: answers, probabilities, decisions, groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from rightsnlp.exceptions import InvalidArgumentError

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

AVERAGES = ("micro", "macro", "weighted", "samples")
"""Names that stand where a label's name stands; no label may be called so."""

ASSIGNED, NOT_ASSIGNED, REVIEW, INSUFFICIENT = 1, 0, 2, 3
DECISION_CODES = {"assigned": 1, "not_assigned": 0, "review": 2, "insufficient": 3}

COST_KEYS = ("false_positive", "false_negative", "review", "insufficient")

Thresholds: TypeAlias = float | Sequence[float] | Mapping[str, float] | None


_ROUNDING = 1e-4


def check_labels(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the labels as a tuple, or say what is wrong with them."""
    names = tuple(str(label) for label in labels)
    if not names or len(set(names)) != len(names) or set(names) & set(AVERAGES):
        raise InvalidArgumentError(
            f"labels: got {names!r}",
            expected=f"distinct names, one or more, none of {', '.join(AVERAGES)}",
            remedy="rename or remove the one that clashes",
        )
    return names


def check_answers(Y: npt.ArrayLike, n_labels: int) -> FloatArray:
    """Return the answers as (n, n_labels) float64 of 1, 0 and NaN (unknown).

    One-dimensional answers are taken as one label's.

    Examples
    --------
    >>> check_answers([1, 0, float("nan")], 1).shape
    (3, 1)
    """
    answers = _as_matrix(Y, "Y", n_labels)
    if not (np.isnan(answers) | (answers == 0) | (answers == 1)).all():
        raise InvalidArgumentError(
            "Y: holds a value other than 1, 0 and NaN",
            expected="1 (the label holds), 0 (it does not), NaN (unknown)",
            remedy="map the source's values first",
        )
    return answers


def check_probabilities(P: npt.ArrayLike, shape: tuple[int, int]) -> FloatArray:
    """Return the probabilities as float64 of ``shape``, each in [0, 1] or NaN (no answer).

    What lies outside by less than 0.0001 is rounding, as fastText's 1.00001, and is clipped.
    """
    probabilities = _as_matrix(P, "P", shape[1])
    if probabilities.shape != shape:
        raise InvalidArgumentError(
            f"P: got shape {probabilities.shape}",
            expected=f"the shape of Y, {shape}",
            remedy="pass one row per post and one column per label, in the same order",
        )
    if ((probabilities < -_ROUNDING) | (probabilities > 1 + _ROUNDING)).any():
        raise InvalidArgumentError(
            "P: holds a value outside [0, 1]",
            expected="probabilities, or NaN for no answer",
            remedy="pass predict_proba, not decision_function",
        )
    return np.clip(probabilities, 0.0, 1.0)


def check_groups(
    groups: Sequence[Any] | npt.NDArray[Any] | None, n: int, name: str = "groups"
) -> IntArray | None:
    """Return group numbers 0, 1, … (n,), or None. A missing group is a group of its own.

    Examples
    --------
    >>> check_groups(["a", "b", "a", None], 4).tolist()
    [0, 1, 0, 2]
    """
    if groups is None:
        return None
    import pandas as pd

    values = pd.Series(list(groups), dtype=object)
    if len(values) != n:
        raise InvalidArgumentError(
            f"{name}: got {len(values)} values",
            expected=f"one per post, {n}",
            remedy="pass one value a row of Y",
        )
    codes = np.asarray(pd.factorize(values)[0], dtype=np.int64)
    missing = codes < 0
    codes[missing] = codes.max(initial=-1) + 1 + np.arange(int(missing.sum()))
    return codes


def resolve_thresholds(thresholds: Thresholds, labels: tuple[str, ...]) -> FloatArray:
    """Return one threshold per label; 0.5 each when none is given, NaN where none meets the aim.

    Examples
    --------
    >>> resolve_thresholds({"spam": 0.7}, ("spam",)).tolist()
    [0.7]
    """
    if thresholds is None:
        return np.full(len(labels), 0.5)
    if isinstance(thresholds, Mapping):
        missing = [label for label in labels if label not in thresholds]
        if missing:
            raise InvalidArgumentError(
                f"thresholds: none for {missing[0]!r}",
                expected=f"one for each of {', '.join(labels)}",
                remedy="add it, or pass one number for all",
            )
        values = np.array([thresholds[label] for label in labels], dtype=np.float64)
    else:
        values = np.asarray(thresholds, dtype=np.float64)
        if values.ndim == 0:
            values = np.full(len(labels), float(values))
    if values.shape != (len(labels),):
        raise InvalidArgumentError(
            f"thresholds: got shape {values.shape}",
            expected=f"one number, or {len(labels)}, one per label",
            remedy="pass a mapping of label to threshold",
        )
    return values


def resolve_decisions(
    P: FloatArray, labels: tuple[str, ...], thresholds: Thresholds, decisions: npt.ArrayLike | None
) -> npt.NDArray[np.int8]:
    """Return decision codes (n, n_labels) from decisions given as words, or from the thresholds.

    A missing probability gives ``insufficient``; a NaN threshold sends the label's posts to ``review``.
    """
    if decisions is None:
        cut = resolve_thresholds(thresholds, labels)
        codes = np.where(np.nan_to_num(P, nan=-1.0) >= cut, ASSIGNED, NOT_ASSIGNED).astype(np.int8)
        codes[:, np.isnan(cut)] = REVIEW
        codes[np.isnan(P)] = INSUFFICIENT
        return codes
    words = np.asarray(decisions, dtype=object)
    if words.ndim == 1 and len(labels) == 1:
        words = words[:, None]
    if words.shape != P.shape:
        raise InvalidArgumentError(
            f"decisions: got shape {words.shape}",
            expected=f"the shape of Y, {P.shape}",
            remedy="pass one row per post and one column per label",
        )
    codes = np.full(words.shape, -1, dtype=np.int8)
    for word, code in DECISION_CODES.items():
        codes[words == word] = code
    if (codes < 0).any():
        raise InvalidArgumentError(
            "decisions: holds a value that is no decision",
            expected=f"one of {', '.join(DECISION_CODES)}",
            remedy="map the source's values first",
        )
    return codes


@dataclass(frozen=True)
class Judged:
    """Answers and a system's outputs, checked, in one order.

    Attributes
    ----------
    labels : tuple of str
        Names of the columns.
    Y, P : ndarray (n, n_labels)
        Answers and probabilities, NaN where unknown or not given.
    codes : ndarray (n, n_labels) of int8
        Decisions.
    """

    labels: tuple[str, ...]
    Y: FloatArray
    P: FloatArray
    codes: npt.NDArray[np.int8]


def judge(
    Y: npt.ArrayLike,
    P: npt.ArrayLike | None,
    labels: Sequence[str],
    *,
    thresholds: Thresholds = None,
    decisions: npt.ArrayLike | None = None,
) -> Judged:
    """Check answers and outputs against each other; ``P`` may be None when decisions are given.

    Examples
    --------
    >>> judge([1, 0], [0.9, float("nan")], ["spam"]).codes.tolist()
    [[1], [3]]
    """
    names = check_labels(labels)
    answers = check_answers(Y, len(names))
    if P is None and decisions is None:
        raise InvalidArgumentError(
            "P, decisions: neither is given",
            expected="one of the two",
            remedy="pass probabilities or decisions",
        )
    shape = (answers.shape[0], len(names))
    if not shape[0]:
        raise InvalidArgumentError(
            "Y: got no rows", expected="one post or more", remedy="check the filter before it"
        )
    probabilities = np.full(shape, np.nan) if P is None else check_probabilities(P, shape)
    codes = resolve_decisions(probabilities, names, thresholds, decisions)
    # A model may print a prior where fields are missing; it said nothing of this post, so nothing is ranked.
    return Judged(names, answers, np.where(codes == INSUFFICIENT, np.nan, probabilities), codes)


def check_costs(costs: Mapping[str, float] | None) -> None:
    """Raise when a cost is unknown or negative."""
    for name, cost in (costs or {}).items():
        if name not in COST_KEYS or not cost >= 0:
            raise InvalidArgumentError(
                f"costs: got {name!r} = {cost}",
                expected=f"numbers of 0 or more for {', '.join(COST_KEYS)}",
                remedy="correct the table",
            )


def check_legitimate(legitimate: Any, n: int) -> dict[str, BoolArray]:
    """Return named subsets as boolean masks (n,); one bare mask is called ``legitimate``."""
    if legitimate is None:
        return {}
    named = legitimate if isinstance(legitimate, Mapping) else {"legitimate": legitimate}
    masks = {}
    for name, rows in named.items():
        mask = np.asarray(rows)
        if mask.shape != (n,) or mask.dtype != np.bool_:
            raise InvalidArgumentError(
                f"legitimate: {name!r} has shape {mask.shape} and type {mask.dtype}",
                expected=f"a boolean mask ({n},)",
                remedy="pass df['column'] == value",
            )
        masks[str(name)] = mask
    return masks


def _as_matrix(values: npt.ArrayLike, name: str, n_labels: int) -> FloatArray:
    try:
        matrix = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidArgumentError(
            f"{name}: is not numeric",
            expected="an array of numbers",
            remedy="convert it, with NaN for unknown",
        ) from None
    if matrix.ndim == 1 and n_labels == 1:
        matrix = matrix[:, None]
    if matrix.ndim != 2 or matrix.shape[1] != n_labels:
        raise InvalidArgumentError(
            f"{name}: got shape {matrix.shape}",
            expected=f"(n, {n_labels}), one column per label",
            remedy="check the labels and their order",
        )
    return matrix
