"""Functional test suites in the column layout of HateCheck, in any language.

Röttger et al. (2021), "HateCheck: Functional Tests for Hate Speech Detection Models"; Röttger et al. (2022),
"Multilingual HateCheck". A suite is for testing: none of its cases belongs in training data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rightsnlp.data.cases import label_matrix
from rightsnlp.data.io import read_table
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ALIASES = {"mhc_case_id": "case_id", "direct": "direction"}
_REQUIRED = ("functionality", "case_id", "test_case", "label_gold")
_GOLD = {"hateful": 1.0, "non-hateful": 0.0}


@dataclass(frozen=True, eq=False, repr=False)
class FunctionalSuite:
    """Test cases, each of a named functionality, with the label that a model should give.

    Attributes
    ----------
    name : str
        The file's stem.
    texts : list of str, length n
    Y : ndarray of float64, shape (n, n_labels)
        1, 0 or NaN (the suite does not say), columns as ``labels``.
    labels : tuple of str
    functionality : ndarray of str, shape (n,)
    frame : DataFrame
        All columns of the file, under HateCheck's names.
    """

    name: str
    texts: list[str]
    Y: NDArray[np.float64]
    labels: tuple[str, ...]
    functionality: NDArray[np.str_]
    frame: pd.DataFrame

    def __len__(self) -> int:
        return len(self.texts)

    def __repr__(self) -> str:
        return (
            f"FunctionalSuite({self.name!r}, n={len(self)}, functionalities={len(set(self.functionality))})"
        )


def load_suite(path: str | Path) -> FunctionalSuite:
    """Load a suite from a table with HateCheck's columns.

    ``functionality``, ``case_id``, ``test_case`` and ``label_gold`` (``hateful`` or ``non-hateful``) are
    needed. ``label_gold`` is the gold answer for ``hate_speech``. A column ``labels`` (``|``-joined names, empty
    for none) gives the answer for every label of the taxonomy that the case's fields suffice for.

    Parameters
    ----------
    path : str or Path
        CSV, Excel, JSON Lines or Parquet.

    Raises
    ------
    InputFileError
        When the file cannot be read.
    SchemaError
        When a column is missing, a case has no text or an unknown gold label, or ``labels`` contradicts
        ``label_gold``.
    """
    path = Path(path)
    frame = read_table(path).rename(columns=_ALIASES)
    missing = [column for column in _REQUIRED if column not in frame.columns]
    if missing:
        raise SchemaError(
            f"{path.name}: has no column {missing[0]!r}",
            expected=f"HateCheck's columns {', '.join(_REQUIRED)}",
            remedy="add or rename the column",
        )
    frame = frame.where(frame.notna(), "").astype(str).astype(object)
    posts = frame["test_case"].str.strip()
    told = frame["report"].str.strip() if "report" in frame.columns else pd.Series("", index=frame.index)
    _refuse_rows(path, (posts == "") & (told == ""), "has no test_case", "a text a row, or a report")
    gold = frame["label_gold"].str.strip().str.lower()
    _refuse_rows(path, ~gold.isin(_GOLD), "has another label_gold", "hateful or non-hateful")
    taxonomy = load_taxonomy()
    hate = taxonomy.names.index("hate_speech")
    expected = gold.map(_GOLD).to_numpy(dtype=np.float64)
    Y = np.full((len(frame), len(taxonomy.names)), np.nan)
    if "labels" in frame.columns:
        Y = label_matrix(frame.assign(text=frame["test_case"]), taxonomy)
        # Where only a report is given, hate speech is unknown: it is read off a post.
        expected = np.where(posts == "", np.nan, expected)
        _refuse_rows(
            path,
            np.isfinite(expected) & (Y[:, hate] != expected),
            "has labels that contradict its label_gold",
            "hateful with hate_speech",
        )
    Y[:, hate] = expected
    return FunctionalSuite(
        name=path.stem,
        texts=frame["test_case"].tolist(),
        Y=Y,
        labels=taxonomy.names,
        functionality=frame["functionality"].to_numpy(dtype=np.str_),
        frame=frame,
    )


def _refuse_rows(path: Path, wrong: pd.Series[bool] | NDArray[np.bool_], what: str, expected: str) -> None:
    rows = np.flatnonzero(np.asarray(wrong)) + 1
    if len(rows):
        raise SchemaError(
            f"{path.name}: row {rows[0]} {what} ({len(rows):,} rows in all)",
            expected=expected,
            remedy="correct them",
        )
