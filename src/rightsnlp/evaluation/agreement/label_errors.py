"""Labels that are probably wrong, by confident learning."""

from __future__ import annotations

import importlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.evaluation import arrays as a
from rightsnlp.exceptions import InvalidArgumentError, MissingExtraError


def label_errors(Y: npt.ArrayLike, P: npt.ArrayLike, labels: Sequence[str]) -> pd.DataFrame:
    """Rank the labels that out-of-sample probabilities contradict, worst first.

    A list for a person to look at: a hard case and a wrong label look alike here.

    Parameters
    ----------
    Y : array-like (n, n_labels)
        The labels as given: 1, 0, or NaN (unknown, left out).
    P : array-like (n, n_labels)
        Probabilities of a model that has **not seen** the post (cross-validation); NaN is left out.
    labels : sequence of str
        Names of the columns.

    Returns
    -------
    pandas.DataFrame
        Columns ``row`` (position in ``Y``), ``label``, ``given`` (1 or 0), ``probability``, ``quality`` (of the
        given label, from 0 to 1).

    Raises
    ------
    MissingExtraError
        When cleanlab is not installed.
    InvalidArgumentError
        When a label has no known positive or no known negative with a probability.

    References
    ----------
    Northcutt, Jiang, Chuang (2021), Confident learning: estimating uncertainty in dataset labels.
    """
    try:
        find_label_issues = importlib.import_module("cleanlab.filter").find_label_issues
        get_label_quality_scores = importlib.import_module("cleanlab.rank").get_label_quality_scores
    except ImportError:
        raise MissingExtraError("finding label errors", package="cleanlab", extra="label-errors") from None
    names = a.check_labels(labels)
    answers = a.check_answers(Y, len(names))
    probabilities = a.check_probabilities(P, (answers.shape[0], len(names)))
    found = []
    for j, name in enumerate(names):
        rows = np.flatnonzero(~np.isnan(answers[:, j]) & ~np.isnan(probabilities[:, j]))
        given, p = answers[rows, j].astype(np.int64), probabilities[rows, j]
        if np.unique(given).size < 2:
            raise InvalidArgumentError(
                f"Y: label {name!r} has one class only where probabilities are known",
                expected="positives and negatives",
                remedy="leave the label out",
            )
        both = np.column_stack([1 - p, p])
        wrong = find_label_issues(given, both, n_jobs=1)
        quality = get_label_quality_scores(given, both)
        found.append(
            pd.DataFrame(
                {
                    "row": rows[wrong],
                    "label": name,
                    "given": given[wrong],
                    "probability": p[wrong],
                    "quality": quality[wrong],
                }
            )
        )
    return pd.concat(found).sort_values("quality", kind="stable", ignore_index=True)
