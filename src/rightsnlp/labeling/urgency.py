"""How soon each case should be verified, a label at a time, from a model or from a table that was labelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.records import Decision

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from rightsnlp.classification.linear.classifier import LinearClassifier

    Floats = NDArray[np.float64]

Strategy = Literal["likely", "threshold", "entropy", "random"]
STRATEGIES: tuple[str, ...] = get_args(Strategy)

_DEFAULT_THRESHOLD = 0.5  # where none is known


@dataclass(frozen=True, eq=False)
class Urgency:
    """What is known of one label of n cases.

    Attributes
    ----------
    label : str
    p : ndarray of float64, shape (n,)
        Probabilities; NaN where there is none.
    review : ndarray of bool, shape (n,)
        Whether the decision was left to a person.
    threshold : float
        From which the label is assigned; 0.5 where that is not known.

    Examples
    --------
    >>> label = Urgency("spam", np.array([0.1, 0.5, 0.9]), np.array([False, True, False]), 0.6)
    >>> np.argsort(-label.of("threshold")).tolist(), np.argsort(-label.of("likely")).tolist()
    ([1, 2, 0], [2, 1, 0])
    """

    label: str
    p: Floats
    review: NDArray[np.bool_]
    threshold: float

    def of(self, strategy: str) -> Floats:
        """Return how soon to verify each case, the largest first; NaN where there is no probability."""
        match strategy:
            case "likely":
                return self.p
            case "threshold":
                side = np.where(self.p >= self.threshold, 1 - self.threshold, self.threshold)
                return self.review + 1 - np.abs(self.p - self.threshold) / np.maximum(side, 1e-9)
            case _:
                return 1 - 2 * np.abs(self.p - 0.5)  # the order of the entropy of one yes or no


def urgencies_of_model(model: LinearClassifier, cases: pd.DataFrame) -> list[Urgency]:
    """Return what a model says of cases, a label at a time."""
    decided = model.decide(cases) if len(cases) else []
    found = []
    for label in model.labels_:
        chosen = model.thresholds_.get(label)
        threshold = None if chosen is None else chosen.assign
        found.append(
            Urgency(
                label,
                np.array([row[label].probability for row in decided], dtype=np.float64),
                np.array([row[label].decision == Decision.REVIEW for row in decided], dtype=bool),
                _DEFAULT_THRESHOLD if threshold is None else threshold,
            )
        )
    return found


def urgencies_of_table(table: pd.DataFrame) -> list[Urgency]:
    """Return what a table that ``rightsnlp label`` wrote says, a label at a time.

    It does not name the thresholds; each lies between the largest probability that was not assigned and the smallest
    that was.

    Raises
    ------
    SchemaError
        When it has no probabilities, or a cell holds none.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"p_spam": [0.1, 0.4, 0.8], "decision_spam": ["review", "review", "assigned"]})
    >>> round(urgencies_of_table(table)[0].threshold, 3)
    0.6
    """
    columns = [str(column) for column in table.columns]
    names = label_columns(columns)
    if not names:
        raise SchemaError(
            f"probabilities: none of the {len(columns)} columns holds any",
            expected="p_<label> and decision_<label>, as rightsnlp label writes them",
            remedy="run: rightsnlp label on the table first",
        )
    found = []
    for label, (p_column, decision_column) in names.items():
        p = _probabilities(table[p_column], p_column)
        decisions = np.array([as_text(cell).strip() for cell in table[decision_column]], dtype=object)
        p[decisions == Decision.INSUFFICIENT] = np.nan
        known = np.isfinite(p)
        assigned = decisions == Decision.ASSIGNED
        threshold = _DEFAULT_THRESHOLD
        if (known & assigned).any() and (known & ~assigned).any():
            threshold = float(p[known & ~assigned].max() + p[known & assigned].min()) / 2
        found.append(Urgency(label, p, decisions == Decision.REVIEW, threshold))
    return found


def label_columns(columns: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the columns of probability and decision of each label that a table was labelled with.

    Where the table had a column of that name before, labelling called its own ``rightsnlp_…``.

    Examples
    --------
    >>> label_columns(["text", "p_spam", "rightsnlp_p_spam", "decision_spam", "p_value"])
    {'spam': ('rightsnlp_p_spam', 'decision_spam')}
    """
    matches = [re.fullmatch(r"(?:rightsnlp_)?p_(.+)", column) for column in columns]
    found = {}
    for name in dict.fromkeys(match[1] for match in matches if match):
        own = [
            next(
                (column for column in (f"rightsnlp_{kind}_{name}", f"{kind}_{name}") if column in columns), ""
            )
            for kind in ("p", "decision")
        ]
        if all(own):
            found[name] = (own[0], own[1])
    return found


def _probabilities(cells: Any, column: str) -> Floats:
    values = np.full(len(cells), np.nan)
    for row, cell in enumerate(cells):
        text = as_text(cell).strip()
        try:
            values[row] = float(text) if text else np.nan
        except ValueError:
            values[row] = np.inf
        if not (np.isnan(values[row]) or 0 <= values[row] <= 1):
            raise SchemaError(
                f"row {row + 1}, column {column!r}: is no probability",
                expected="a number from 0 to 1, or blank",
                remedy="run: rightsnlp label on the table again",
            )
    return values
