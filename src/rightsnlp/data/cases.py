"""The cases written for this project: synthetic, labelled by those who wrote them, split by family."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from rightsnlp.data.answer_words import LabelNames
from rightsnlp.data.corpora.corpus import Corpus
from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.records import NO_ACTION
from rightsnlp.shipped import shipped_folder
from rightsnlp.taxonomy import Taxonomy, load_taxonomy

CASES = "rightsnlp-cases"


def load_cases(path: str | Path | None = None, *, split: str | None = None) -> Corpus:
    """Load the project's own cases, or others in the same form.

    Parameters
    ----------
    path : str or Path, optional
        A CSV with the case fields, ``labels`` (``|``-joined), ``family`` and ``split``. Default: the cases that ship.
    split : {"train", "dev", "test"}, optional
        Return this part only.

    Returns
    -------
    Corpus
        Its ``frame`` holds the case fields, which is what a model takes; its groups are the families. A label is
        unknown (NaN) where the case lacks the fields it must be read from.

    Raises
    ------
    InputFileError
        When the file is missing.
    SchemaError
        When a column is missing or a label is none of the taxonomy.

    Examples
    --------
    >>> cases = load_cases(split="dev")
    >>> cases.labels
    ('hate_speech', 'incitement', 'wrongful_removal')
    """
    path = shipped_folder("datasets") / CASES / "cases.csv" if path is None else Path(path)
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({error.strerror})",
            expected="a CSV of cases",
            remedy="check the path",
        ) from None
    missing = [column for column in ("text", "report", "labels", "family", "split") if column not in frame]
    if missing:
        raise SchemaError(
            f"{path.name}: has no column {missing[0]!r}",
            expected="text, report, labels, family, split",
            remedy="add the column",
        )
    corpus = Corpus(
        name=CASES,
        texts=frame["text"].tolist(),
        Y=label_matrix(frame, load_taxonomy()),
        labels=load_taxonomy().names,
        groups=frame["family"].to_numpy(dtype=str),
        split=frame["split"].to_numpy(dtype=str),
        frame=frame,
    )
    return corpus if split is None else corpus.select(corpus.split == split)


def label_matrix(frame: pd.DataFrame, taxonomy: Taxonomy, *, column: str = "labels") -> np.ndarray:
    """Return what a column with the names of labels says of each label; a blank cell says that none holds.

    Returns
    -------
    ndarray of float64, shape (n, n_labels)
        1 or 0; NaN where a case lacks every field that the label needs.

    Raises
    ------
    SchemaError
        When a label is none of the taxonomy.

    Examples
    --------
    >>> frame = pd.DataFrame({"text": ["a", "b"], "labels": ["hate_speech", ""], "action": ["", "removed"]})
    >>> label_matrix(frame, load_taxonomy()).tolist()
    [[1.0, 0.0, nan], [0.0, 0.0, 0.0]]
    """
    sets = LabelNames(taxonomy).sets(frame[column], column=column, file="table")
    return matrix_of_sets([names or frozenset() for names in sets], frame, taxonomy)


def matrix_of_sets(
    sets: Sequence[frozenset[str] | None], frame: pd.DataFrame, taxonomy: Taxonomy
) -> np.ndarray:
    """Return 1 or 0 for each case and label, from the labels that hold.

    Parameters
    ----------
    sets : sequence of frozenset of str or None
        For each case the labels that hold; None where nobody has said.
    frame : DataFrame (n rows)
        Case fields as text.
    taxonomy : Taxonomy

    Returns
    -------
    ndarray of float64, shape (n, n_labels)
        NaN where nobody has said, or the case lacks every field that the label needs.
    """
    Y = np.full((len(frame), len(taxonomy.names)), np.nan)
    said = np.array([names is not None for names in sets], dtype=bool)
    for position, label in enumerate(taxonomy.labels):
        enough = np.zeros(len(frame), dtype=bool)
        for field in label.needs_any:
            if field in frame:
                empty = NO_ACTION if field == "action" else {""}
                enough |= ~frame[field].fillna("").str.strip().isin(empty).to_numpy()
        values = np.array([label.name in (names or ()) for names in sets], dtype=np.float64)
        Y[:, position] = np.where(enough & said, values, np.nan)
    return Y
