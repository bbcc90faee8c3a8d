"""Which cases a person should verify next.

Most of a queue is chosen by a rule; the rest is drawn at random from what the rule left, so that rates can be
estimated from the verified cases without trusting the model. Every row carries the probability with which it came
into the queue: 1 for the rule's, the share drawn for the others. With answers *y*, the number of cases that carry a
label is estimated without bias by the sum of ``y * stands_for / sampling_probability`` over the queue (Horvitz and
Thompson 1952, "A generalization of sampling without replacement from a finite universe").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.data.overlap.dedup import near_duplicate_groups
from rightsnlp.data.schema import CaseBuilder, map_columns
from rightsnlp.data.verified import verified_mask
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.labeling.urgency import (
    STRATEGIES,
    Strategy,
    Urgency,
    label_columns,
    urgencies_of_model,
    urgencies_of_table,
)
from rightsnlp.records import EVIDENCE_FIELDS
from rightsnlp.taxonomy import load_taxonomy

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from rightsnlp.classification.linear.classifier import LinearClassifier

    Rows = NDArray[np.int64]

ADDED: tuple[str, ...] = (
    "queue_position", "queue_reason", "queue_choice", "stands_for", "sampling_probability", "verified_labels",
)  # fmt: skip
"""The columns that a queue adds to its cases; ``verified_labels`` only where there is none."""

_POOL = 3  # candidates a place in the queue, when wording counts
_MAX_POOL = 5_000
_SIMILARITY = HashedNgrams(bits=16)


def next_to_verify(
    frame: pd.DataFrame,
    model: LinearClassifier | None = None,
    n: int = 50,
    *,
    strategy: Strategy = "likely",
    explore: float = 0.1,
    diverse: bool = False,
    seed: int = 0,
    text_column: str | None = None,
    language: Literal["en", "ar"] = "en",
) -> pd.DataFrame:
    """Choose the cases to verify next.

    Cases that are verified already are left out, and so is what is nearly identical to one. Of cases that are
    nearly identical to each other, one stands for all. The same table and seed give the same queue.

    Parameters
    ----------
    frame : DataFrame
        A table that ``rightsnlp label`` wrote; or cases, when a model is passed.
    model : LinearClassifier, optional
        Gives probabilities and thresholds. Default: the columns ``p_<label>`` and ``decision_<label>`` do.
    n : int
        Length of the queue, if there are as many cases.
    strategy : {"likely", "threshold", "entropy", "random"}
        ``likely``: the largest probability first. ``threshold``: what is left to a person first, and in it what is
        nearest to the threshold from which the label is assigned. ``entropy``: nearest to 0.5. Of several labels,
        each gets its turn.
    explore : float
        Share of the queue that is drawn at random, rounded up to a case.
    diverse : bool
        Whether to pass over a case whose wording is like that of cases before it, when others are nearly as urgent.
    seed : int
        Of the random share.
    text_column : str, optional
        The column that holds the post.
    language : {"en", "ar"}
        Of the reasons.

    Returns
    -------
    DataFrame
        The chosen rows of ``frame``, with its index, in the order to verify them, and the columns of :data:`ADDED`.

    Raises
    ------
    InvalidArgumentError
        When ``n``, ``strategy``, ``explore`` or ``language`` cannot be used.
    SchemaError
        When no column holds a post or a report, or there are no probabilities and no model.

    Examples
    --------
    >>> import pandas as pd
    >>> cases = pd.DataFrame(
    ...     {
    ...         "text": ["good morning", "they must leave", "they must leave!", "news of the day"],
    ...         "p_hate_speech": [0.02, 0.44, 0.44, 0.1],
    ...         "decision_hate_speech": ["not_assigned", "review", "review", "not_assigned"],
    ...     }
    ... )
    >>> queue = next_to_verify(cases, n=2, explore=0)
    >>> queue[["text", "stands_for"]].values.tolist()
    [['they must leave', 2], ['news of the day', 1]]
    """
    import pandas as pd

    _check(n, strategy, explore, language)
    builder = CaseBuilder([str(column) for column in frame.columns], text_column=text_column)
    blank = frame.astype(object).where(frame.notna(), None)
    rows = blank.itertuples(index=False, name=None)
    cases = pd.DataFrame(
        [builder.build(0, row)[0] for row in rows], columns=list(builder.fields), dtype=object
    )
    urgencies = urgencies_of_table(blank) if model is None else urgencies_of_model(model, cases)
    units = _units(cases, urgencies, strategy)
    queue = _choose(units, cases, n, strategy, explore, np.random.default_rng(seed), diverse=diverse)
    added: dict[str, Any] = {
        "queue_position": np.arange(1, len(queue.rows) + 1),
        "queue_reason": [
            _reason(row, urgencies, "random" if drawn else strategy, int(size), language)
            for row, size, drawn in zip(queue.rows, queue.stands_for, queue.drawn, strict=True)
        ],
        "queue_choice": np.where(queue.drawn, "random", strategy),
        "stands_for": queue.stands_for,
        "sampling_probability": queue.probability,
    }
    if "verified_labels" not in builder.fields:
        added["verified_labels"] = ""
    return frame.iloc[queue.rows].assign(**added)


def columns_read(columns: Sequence[str], text_column: str | None = None) -> list[str]:
    """Return the columns of a labelled table that :func:`next_to_verify` reads; memory need hold no other.

    Raises
    ------
    SchemaError
        When no column holds a post or a report.

    Examples
    --------
    >>> columns_read(["text", "notes", "p_spam", "decision_spam"])
    ['text', 'p_spam', 'decision_spam']
    """
    fields = map_columns(columns, text_column=text_column)
    read = {fields.get(field) for field in (*EVIDENCE_FIELDS, "verified_labels", "review_status")}
    read.update(*label_columns(columns).values())
    return [column for column in columns if column in read]


@dataclass(frozen=True, eq=False)
class _Units:
    """Cases that may be chosen, one of each group of nearly identical ones, the most urgent first."""

    rows: Rows
    stands_for: Rows


def _units(cases: pd.DataFrame, urgencies: list[Urgency], strategy: str) -> _Units:
    n = len(cases)
    groups = near_duplicate_groups(_words(cases, EVIDENCE_FIELDS))
    n_groups = int(groups.max(initial=-1)) + 1
    settled = np.bincount(groups[verified_mask(cases)], minlength=n_groups) > 0
    rank = np.full(n, np.inf)
    for label in urgencies:
        urgency = np.nan_to_num(label.of(strategy), nan=-np.inf)
        # Each label ranks the cases by itself, so that none waits until another is done.
        place = np.empty(n)
        place[np.argsort(-urgency, kind="stable")] = np.arange(n)
        rank = np.minimum(rank, np.where(np.isfinite(label.p), place, np.inf))
    # A row without any probability was rejected when the table was labelled: there is nothing to verify.
    eligible = np.flatnonzero(np.isfinite(rank) & ~settled[groups])
    ordered = eligible[np.argsort(rank[eligible], kind="stable")]
    _, first = np.unique(groups[ordered], return_index=True)
    rows = ordered[np.sort(first)]
    return _Units(rows, np.bincount(groups[eligible], minlength=n_groups)[groups[rows]])


@dataclass(frozen=True, eq=False)
class _Queue:
    rows: Rows
    stands_for: Rows
    drawn: NDArray[np.bool_]
    probability: NDArray[np.float64]


def _choose(
    units: _Units,
    cases: pd.DataFrame,
    n: int,
    strategy: str,
    explore: float,
    rng: np.random.Generator,
    *,
    diverse: bool,
) -> _Queue:
    n = min(n, len(units.rows))
    n_drawn = n if strategy == "random" else int(np.ceil(explore * n - 1e-9))
    ruled = np.arange(n - n_drawn)
    if diverse:
        pool = units.rows[: max(ruled.size, min(_POOL * ruled.size, _MAX_POOL))]
        ruled = _unlike(cases.iloc[pool], ruled.size)
    rest = np.setdiff1d(np.arange(len(units.rows)), ruled)
    places = np.zeros(n, dtype=bool)
    # Spread over the queue: who stops half-way has verified half of the random share too.
    places[((np.arange(n_drawn) + 0.5) * n / max(n_drawn, 1)).astype(np.int64)] = True
    taken = np.empty(n, dtype=np.int64)
    taken[~places], taken[places] = ruled, rng.choice(rest, n_drawn, replace=False)
    probability = np.where(places, n_drawn / max(rest.size, 1), 1.0)
    return _Queue(units.rows[taken], units.stands_for[taken], places, probability)


def _unlike(cases: pd.DataFrame, n: int) -> Rows:
    """Return positions of ``n`` cases, urgent first, each weighed against its likeness to those before it.

    Carbonell and Goldstein 1998, "The use of MMR, diversity-based reranking for reordering documents and producing
    summaries"; both terms count the same.
    """
    if n == len(cases):
        return np.arange(n)
    X: Any = _SIMILARITY.transform(_words(cases, ("text", "report")))
    X.sum_duplicates()
    norm = np.sqrt(X.multiply(X).sum(axis=1))
    X = X.multiply(1 / np.maximum(norm, 1e-9)).tocsr()
    urgency = 1 - np.arange(len(cases)) / len(cases)
    likeness = np.zeros(len(cases))
    chosen: list[int] = []
    for _ in range(n):
        value = urgency - likeness
        value[chosen] = -np.inf
        chosen.append(int(value.argmax()))
        likeness = np.maximum(likeness, (X @ X[chosen[-1]].T).toarray().ravel())
    return np.array(chosen, dtype=np.int64)


def _words(cases: pd.DataFrame, fields: Sequence[str]) -> list[str]:
    found = cases.reindex(columns=list(fields), fill_value="")
    return [" ".join(row) for row in found.itertuples(index=False, name=None)]


_REASONS = {
    "en": {
        "likely": "{label}: among the most likely (probability {p:.2f})",
        "review": "{label}: left to a person (probability {p:.2f}, threshold {t:.2f})",
        "threshold": "{label}: close to the threshold (probability {p:.2f}, threshold {t:.2f})",
        "entropy": "{label}: uncertain (probability {p:.2f})",
        "random": "drawn at random, so that rates can be estimated",
        "stands_for": "{reason}; stands for {n} nearly identical cases",
    },
    "ar": {
        "likely": "{label}: من الأكثر ترجيحًا (الاحتمال {p:.2f})",
        "review": "{label}: القرار متروك لشخص (الاحتمال {p:.2f}، العتبة {t:.2f})",
        "threshold": "{label}: قريب من العتبة (الاحتمال {p:.2f}، العتبة {t:.2f})",
        "entropy": "{label}: غير محسوم (الاحتمال {p:.2f})",
        "random": "اختيرت عشوائيًا لكي يمكن تقدير النسب",
        "stands_for": "{reason}؛ تمثّل حالات شبه متطابقة عددها {n}",
    },
}


def _reason(row: int, urgencies: list[Urgency], choice: str, stands_for: int, language: str) -> str:
    words = _REASONS[language]
    reason = words["random"]
    if choice != "random":
        label = max(urgencies, key=lambda label: float(np.nan_to_num(label.of(choice)[row], nan=-np.inf)))
        kind = "review" if choice == "threshold" and label.review[row] else choice
        reason = words[kind].format(label=_title(label.label, language), p=label.p[row], t=label.threshold)
    return reason if stands_for == 1 else words["stands_for"].format(reason=reason, n=stands_for)


def _title(label: str, language: str) -> str:
    shipped = load_taxonomy()
    return shipped[label].title.get(language, label) if label in shipped.names else label


def _check(n: int, strategy: str, explore: float, language: str) -> None:
    if n < 1:
        raise InvalidArgumentError(f"n: got {n}", expected="1 or more", remedy="pass n=50")
    if strategy not in STRATEGIES:
        raise InvalidArgumentError(
            f"strategy: got {strategy!r}",
            expected=f"one of {', '.join(STRATEGIES)}",
            remedy="check the spelling",
        )
    if not 0 <= explore <= 1:
        raise InvalidArgumentError(
            f"explore: got {explore}", expected="a share from 0 to 1", remedy="0.1 draws a tenth at random"
        )
    if language not in _REASONS:
        raise InvalidArgumentError(
            f"language: got {language!r}", expected=f"one of {', '.join(_REASONS)}", remedy="pass 'en'"
        )
