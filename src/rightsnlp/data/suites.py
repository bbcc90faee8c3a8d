"""Functional test suites in the column layout of HateCheck, in any language.

Röttger et al. (2021), "HateCheck: Functional Tests for Hate Speech Detection Models"; Röttger et al. (2022),
"Multilingual HateCheck". Their files are read as they are upstream. A suite is for testing: none of its cases
belongs in training data.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from rightsnlp.data.cases import label_matrix
from rightsnlp.data.tables.io import read_table
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ALIASES = {"mhc_case_id": "case_id", "direct": "direction"}
_REQUIRED = ("functionality", "case_id", "test_case", "label_gold")
# Fold away case, blanks and dashes first; 1 and 0 are of the copies of HateCheck that were made for binary classifiers.
_GOLD = {
    "hateful": 1.0,
    "hate": 1.0,
    "1": 1.0,
    "nonhateful": 0.0,
    "nothateful": 0.0,
    "nothate": 0.0,
    "nonhate": 0.0,
    "0": 0.0,
}
# Multilingual HateCheck names the language in the case's identifier, "arabic-7", and nowhere else.
_LANGUAGES = {
    "arabic": "ar", "dutch": "nl", "french": "fr", "german": "de", "hindi": "hi", "italian": "it", "mandarin": "zh",
    "polish": "pl", "portuguese": "pt", "spanish": "es",
}  # fmt: skip
_MAJORITY = ("label_annot_maj", "label_annotated_maj")
_AGREEING = 0.8


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
        All named columns of the file as text, under HateCheck's names; ``language`` and ``disagreement_in_case``
        (``True`` or ``False``) are added where the file tells them in another way.
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


def load_suite(path: str | Path, *, language: str | None = None) -> FunctionalSuite:
    r"""Load a suite from a table with HateCheck's columns.

    ``functionality``, ``case_id``, ``test_case`` and ``label_gold`` (``hateful`` or ``non-hateful``) are
    needed. ``label_gold`` is the gold answer for ``hate_speech``. A column ``labels`` (``|``-joined names, empty
    for none) gives the answer for every label of the taxonomy that the case's fields suffice for.

    Cases whose annotators disagreed with the gold label are those of ``disagreement_in_case`` (Multilingual
    HateCheck), or those with which fewer than four in five agreed (HateCheck's ``all_annotations.csv``).

    Parameters
    ----------
    path : str or Path
        CSV, Excel, JSON Lines or Parquet.
    language : str, optional
        Of every case, for a file that does not tell it, such as HateCheck's own (``en``).

    Raises
    ------
    InputFileError
        When the file cannot be read.
    SchemaError
        When a column is missing, a case has no text or an unknown gold label, or ``labels`` contradicts
        ``label_gold``.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> text = "mhc_case_id,functionality,test_case,label_gold\narabic-1,greeting_nh,صباح الخير,non-hateful\n"
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "mine.csv").write_text(text, encoding="utf-8")
    ...     suite = load_suite(Path(folder, "mine.csv"))
    >>> suite.frame[["case_id", "language"]].iloc[0].tolist()
    ['arabic-1', 'ar']
    """
    path = Path(path)
    frame = read_table(path)
    if {"case_id", "mhc_case_id"} <= set(frame.columns):
        # Multilingual HateCheck's own identifier counts; the other numbers the cases of one language.
        frame = frame.rename(columns={"case_id": "case_number"})
    frame = frame.rename(columns=_ALIASES)
    # HateCheck's files begin with the row numbers of the table that wrote them, under no name.
    frame = frame.drop(columns=[name for name in frame.columns if not str(name).strip()])
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
    gold = _gold(frame["label_gold"])
    _refuse_rows(path, gold.isna(), "has another label_gold", "hateful or non-hateful, 1 or 0")
    if "language" not in frame.columns:
        named = frame["case_id"].str.extract(r"^([a-z]+)-\d+$", expand=False).map(_LANGUAGES)
        frame["language"] = named.fillna(language or "")
    if "disagreement_in_case" not in frame.columns:
        frame = frame.assign(**_disagreement(frame, gold))
    taxonomy = load_taxonomy()
    hate = taxonomy.names.index("hate_speech")
    expected = gold.to_numpy(dtype=np.float64)
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


@lru_cache(maxsize=1)
def hatecheck_failures() -> dict[str, dict[str, str]]:
    """Return what a failure would mean for a person, by functionality of HateCheck and by language (``en``, ``ar``).

    Examples
    --------
    >>> hatecheck_failures()["threat_dir_h"]["en"]
    'A person in danger would wait in the queue behind harmless posts.'
    """
    text = resources.files("rightsnlp.data").joinpath("hatecheck.toml").read_text(encoding="utf-8")
    return {name: dict(said) for name, said in tomllib.loads(text).items()}


def _gold(cells: pd.Series[str]) -> pd.Series[float]:
    """Return 1 for hateful, 0 for non-hateful, NaN for anything else."""
    return cells.str.casefold().str.replace(r"[\s_-]|\.0$", "", regex=True).map(_GOLD)


def _disagreement(frame: pd.DataFrame, gold: pd.Series[float]) -> dict[str, list[str]]:
    """Return the column that says whether annotators disagreed with the gold label, where the file lets it be known."""
    if {"count_label_h", "count_label_nh"} <= set(frame.columns):
        counts = frame[["count_label_h", "count_label_nh"]].apply(pd.to_numeric, errors="coerce")
        agreeing = counts["count_label_h"].where(gold == 1, counts["count_label_nh"])
        disagreed = agreeing < _AGREEING * counts.sum(axis="columns")
        return {"disagreement_in_case": disagreed.map(str).tolist()}
    for name in _MAJORITY:
        if name in frame.columns:
            said = _gold(frame[name])
            return {"disagreement_in_case": (said.notna() & (said != gold)).map(str).tolist()}
    return {}


def _refuse_rows(path: Path, wrong: pd.Series[bool] | NDArray[np.bool_], what: str, expected: str) -> None:
    rows = np.flatnonzero(np.asarray(wrong)) + 1
    if len(rows):
        raise SchemaError(
            f"{path.name}: row {rows[0]} {what} ({len(rows):,} rows in all)",
            expected=expected,
            remedy="correct them",
        )
