"""What a person has verified: which rows of a table, and with which labels.

A row is verified when ``verified_labels`` is filled, with names of labels or with ``none_of_these``, or when
``review_status`` says so. A blank cell is no answer: it is never read as "none of the labels".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rightsnlp.data.answer_words import LabelNames
from rightsnlp.data.cases import matrix_of_sets
from rightsnlp.data.schema import fold_name
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

DONE: tuple[str, ...] = ("verified", "reviewed", "done", "تم التحقق", "متحقق منه", "تمت المراجعة", "מאומת")
"""Words of ``review_status`` that say a person has verified the case."""

_DONE = frozenset(map(fold_name, DONE))


def verified_mask(cases: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which cases a person has verified.

    Parameters
    ----------
    cases : DataFrame
        Case fields; ``verified_labels`` and ``review_status`` are read where they are there.

    Examples
    --------
    >>> import pandas as pd
    >>> cases = pd.DataFrame({"text": list("abc"), "verified_labels": ["hate_speech", "none_of_these", ""]})
    >>> verified_mask(cases).tolist()
    [True, True, False]
    """
    mask = np.zeros(len(cases), dtype=bool)
    if "verified_labels" in cases:
        mask |= np.array([_text(cell) not in {"", "[]"} for cell in cases["verified_labels"]], dtype=bool)
    if "review_status" in cases:
        mask |= np.array([fold_name(_text(cell)) in _DONE for cell in cases["review_status"]], dtype=bool)
    return mask


def verified_answers(cases: pd.DataFrame, taxonomy: Taxonomy) -> NDArray[np.float64]:
    """Return what was verified of each label.

    Parameters
    ----------
    cases : DataFrame
        Case fields as text, with ``verified_labels``.
    taxonomy : Taxonomy
        The labels asked for. Others of the taxonomy that ships may be there and are passed over.

    Returns
    -------
    ndarray of float64, shape (n, n_labels)
        1 or 0; NaN where the case is not verified, or lacks every field that the label is read from.

    Raises
    ------
    SchemaError
        When there is no such column, or a label is none of these.

    Examples
    --------
    >>> import pandas as pd
    >>> cases = pd.DataFrame({"text": list("abc"), "verified_labels": ["hate_speech", "none_of_these", ""]})
    >>> from rightsnlp.taxonomy import load_taxonomy
    >>> verified_answers(cases, load_taxonomy())[:, 0].tolist()
    [1.0, 0.0, nan]
    """
    if "verified_labels" not in cases:
        raise SchemaError(
            "verified_labels: the table has no such column",
            expected="a column with the verified labels, or one for each label",
            remedy="add it; where a case was read and no label applies, write none_of_these",
        )
    sets = LabelNames(taxonomy).sets(cases["verified_labels"], column="verified_labels", file="table")
    verified = verified_mask(cases)
    named = [(names or frozenset()) if done else None for names, done in zip(sets, verified, strict=True)]
    return matrix_of_sets(named, cases, taxonomy)


def _text(cell: object) -> str:
    return as_text(cell).strip()
