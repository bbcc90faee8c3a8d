"""Posts with known answers, from a table or a public corpus, with all that an evaluation takes from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rightsnlp.data.corpora.corpus import load_corpus
from rightsnlp.data.labelled import read_labelled
from rightsnlp.data.tables.io import as_text, read_table
from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.evaluation.slicing.columns import slice_values
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.provenance import sha256_file, sha256_texts
from rightsnlp.taxonomy import Taxonomy, load_taxonomy, simple_taxonomy
from rightsnlp.text.script import SCRIPTS, detect_languages, script_shares

SLICE_COLUMNS = (
    "language", "dialect", "script", "platform", "period", "target_group", "basis",
)  # fmt: skip
"""Columns that are sliced by where the data have them and nothing else is asked for."""

_YES, _NO = frozenset({"1", "1.0", "true", "yes"}), frozenset({"0", "0.0", "false", "no", ""})


@dataclass(frozen=True, eq=False, repr=False)
class EvaluationData:
    """Posts, their answers, and what to slice and group by.

    Attributes
    ----------
    posts : list of str or DataFrame
        In a form that a model takes.
    answers : DataFrame (n rows)
        A column per label: 1, 0, NaN (unknown).
    name : str
        The corpus, or the file.
    split : str
        The part.
    data_sha256 : str
        Hash of the file; of a corpus, of its texts in order.
    groups : ndarray (n,)
        Copies of one text share a group, or what the table's column ``group`` or ``family`` says.
    ids : list of str or None
        ``case_id``, where every row has one of its own.
    slices : DataFrame (n rows)
    legitimate : dict of str to ndarray of bool (n,)
    """

    posts: Any
    answers: pd.DataFrame
    name: str
    split: str
    data_sha256: str
    groups: Any
    ids: list[str] | None = None
    slices: pd.DataFrame = field(default_factory=pd.DataFrame)
    legitimate: dict[str, a.BoolArray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.answers)

    @property
    def about(self) -> dict[str, Any]:
        """What :class:`~rightsnlp.evaluation.predictions.Predictions` keep of the data."""
        names = ("ids", "groups", "slices", "legitimate", "split", "data_sha256")
        return {name: getattr(self, name) for name in names}

    def seen_by(self, training: Mapping[str, Any]) -> str:
        """Return ``trained`` or ``tuned`` where a model's record of its training names these posts, else nothing."""
        for source in training.get("sources", []):
            if self.data_sha256 in source.get("files", {}).values() or self.split in {
                f"{source['name']}/{part}" for part in ("train", "all")
            }:
                return "trained"
            if self.split == f"{source['name']}/dev":
                return "tuned"
        return ""

    def answered(self, predictions: Predictions) -> Predictions:
        """Return predictions of any origin in the order of the data, with its answers.

        Raises
        ------
        SchemaError
            When the rows are not those of the data, or none of the labels is.
        """
        labels = [label for label in predictions.labels if label in self.answers.columns]
        if not labels:
            raise SchemaError(
                f"predictions: are of {', '.join(predictions.labels)}",
                expected=f"one of {', '.join(self.answers.columns)}",
                remedy="rename the columns to the data's labels",
            )
        ids = range(1, len(self) + 1) if self.ids is None else self.ids
        ordered = predictions.select(labels).in_order_of(list(ids))
        return replace(ordered, Y=self.answers[labels].to_numpy(dtype=np.float64), **self.about)


def load_evaluation_data(
    path: str | Path,
    *,
    corpus: str | None = None,
    split: str | None = None,
    taxonomy: Taxonomy | None = None,
    slices: Sequence[str] = (),
    legitimate: Sequence[str] = (),
    text_column: str | None = None,
    encoding: str | None = None,
) -> EvaluationData:
    """Load posts with known answers.

    Parameters
    ----------
    path : str or Path
        A table with answers, or with ``corpus`` the folder or file of a public corpus.
    corpus : str, optional
        Name of the corpus.
    split : str, optional
        Part of the corpus. Default: ``dev`` where it has one. For a table only the name that is stated.
    taxonomy : Taxonomy, optional
        Labels to look for in a table. Default: the monitor's.
    slices : sequence of str, optional
        Columns to slice by. ``language``, ``script`` and ``length`` (characters) are worked out where there is no such
        column. Default: those of :data:`SLICE_COLUMNS` that the data have.
    legitimate : sequence of str, optional
        Columns of 1 and 0 that name subsets of protected speech.
    text_column, encoding : str, optional
        As in :func:`~rightsnlp.data.labelled.read_labelled`.

    Raises
    ------
    InputFileError, SchemaError
        When the data cannot be read, or have no answers or no such column.
    InvalidArgumentError
        When a slice column holds posts or too many values.
    """
    path = Path(path)
    if corpus is not None:
        data, frame, texts = _from_corpus(corpus, path, split)
    else:
        cases = read_labelled(path, taxonomy or load_taxonomy(), text_column=text_column, encoding=encoding)
        frame = read_table(path, encoding=encoding)
        ids = cases.frame["case_id"].tolist() if "case_id" in cases.frame else []
        answers = pd.DataFrame(cases.Y, columns=list((taxonomy or load_taxonomy()).names))
        data = EvaluationData(
            posts=cases.frame,
            answers=answers,
            name=path.name,
            split=split or path.name,
            data_sha256=sha256_file(path),
            groups=cases.groups,
            ids=ids if ids and all(ids) and len(set(ids)) == len(ids) else None,
        )
        texts = cases.frame["text" if "text" in cases.frame else "report"].tolist()
        # Where a form calls a field by another name, its own name finds it too.
        extra = {str(name): cases.frame[name] for name in cases.frame if name not in frame}
        frame = frame.assign(**extra)
    return replace(
        data,
        slices=_slices(frame, slices, texts),
        legitimate={name: _mask(frame, name, data.name) for name in legitimate},
    )


def taxonomy_of(labels: Sequence[str]) -> Taxonomy:
    """Return the monitor's taxonomy where it has all the labels, else one of these labels alone.

    Examples
    --------
    >>> taxonomy_of(["incitement"]).names
    ('hate_speech', 'incitement', 'wrongful_removal')
    >>> taxonomy_of(["spam"]).names
    ('spam',)
    """
    known = load_taxonomy()
    return known if set(labels) <= set(known.names) else simple_taxonomy(list(labels))


def _from_corpus(name: str, path: Path, split: str | None) -> tuple[EvaluationData, pd.DataFrame, list[str]]:
    corpus = load_corpus(name, path)
    if split is None and (corpus.split == "dev").any():
        split = "dev"
    if split is not None:
        corpus = load_corpus(name, path, split=split)
    data = EvaluationData(
        posts=corpus.texts,
        answers=pd.DataFrame(corpus.Y, columns=list(corpus.labels)),
        name=name,
        split=f"{name}/{split or 'all'}",
        data_sha256=sha256_texts(corpus.texts),
        groups=corpus.groups,
    )
    return data, corpus.frame, corpus.texts


def _slices(frame: pd.DataFrame, asked: Sequence[str], texts: Sequence[str]) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    for name in asked or SLICE_COLUMNS:
        if name in frame.columns:
            try:
                values = slice_values(frame[name].reset_index(drop=True))
            except InvalidArgumentError:
                if asked:
                    raise
                continue
            if asked or len(set(values.astype(str))) > 1:
                columns[name] = values
        elif asked:
            columns[name] = slice_values(pd.Series(_worked_out(name, texts, frame), name=name))
    return pd.DataFrame(columns)


def _worked_out(name: str, texts: Sequence[str], frame: pd.DataFrame) -> list[Any]:
    match name:
        case "language":
            return [guess.language for guess in detect_languages(texts)]
        case "script":
            # Digits, marks and emoji are of no script; they do not outvote letters.
            shares = [{**script_shares(text), "none": 1e-9} for text in texts]
            return [max(SCRIPTS, key=found.__getitem__) for found in shares]
        case "length":
            return [len(text) for text in texts]
    raise SchemaError(
        f"slice: the data have no column {name!r}",
        expected=f"one of {', '.join(map(str, list(frame.columns)[:20]))}, or language, script, length",
        remedy="check the spelling",
    )


def _mask(frame: pd.DataFrame, name: str, file: str) -> a.BoolArray:
    if name not in frame.columns:
        raise SchemaError(
            f"{file}: has no column {name!r}",
            expected="a column of 1 (known to be protected speech) and 0",
            remedy="check the spelling",
        )
    cells = [as_text(cell).strip().lower() for cell in frame[name]]
    if strange := [row for row, cell in enumerate(cells, start=1) if cell not in _YES | _NO]:
        raise SchemaError(
            f"{file}: row {strange[0]}, column {name!r}: neither 1 nor 0",
            expected="1 (known to be protected speech), 0 or a blank",
            remedy="correct the cell",
        )
    return np.array([cell in _YES for cell in cells], dtype=np.bool_)
