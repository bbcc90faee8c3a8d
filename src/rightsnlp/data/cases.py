"""The cases written for this project: synthetic, labelled by those who wrote them, split by family."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

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
    """Return what a ``|``-joined column of labels says of each label.

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
    carried = [set(filter(None, value.split("|"))) for value in frame[column]]
    strange = set().union(*carried) - set(taxonomy.names)
    if strange:
        raise SchemaError(
            f"{column}: {len(strange)} of its labels are not in the taxonomy",
            expected=f"labels among {', '.join(taxonomy.names)}",
            remedy="correct the labels",
        )
    Y = np.full((len(frame), len(taxonomy.names)), np.nan)
    for position, label in enumerate(taxonomy.labels):
        enough = np.zeros(len(frame), dtype=bool)
        for field in label.needs_any:
            if field in frame:
                empty = NO_ACTION if field == "action" else {""}
                enough |= ~frame[field].fillna("").str.strip().isin(empty).to_numpy()
        values = np.array([label.name in labels for labels in carried], dtype=np.float64)
        Y[:, position] = np.where(enough, values, np.nan)
    return Y
