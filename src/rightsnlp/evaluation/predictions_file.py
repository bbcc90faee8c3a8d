"""Predictions as a table: written so that they read back exactly, and read from whoever else made them.

The file is a plain table and nothing more; what the rows cannot say (thresholds, seed, hashes) stands in the
``metrics.json`` of the same folder.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from rightsnlp.data.answer_words import LabelNames, refuse_words, word_of
from rightsnlp.data.identifiers import row_keys
from rightsnlp.data.numerals import read_number
from rightsnlp.data.tables.io import as_text, read_table, write_table
from rightsnlp.data.tables.spreadsheet import unescape_formula
from rightsnlp.evaluation.arrays import DECISION_CODES, FloatArray, check_labels
from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.exceptions import SchemaError
from rightsnlp.provenance import sha256_file
from rightsnlp.taxonomy import load_taxonomy, taxonomy_of

_PROBABILITY = ("p_{}", "prob_{}", "probability_{}", "score_{}", "rightsnlp_p_{}")
_DECISION = ("decision_{}", "pred_{}", "prediction_{}", "rightsnlp_decision_{}")
_SPELLINGS = (*_PROBABILITY, *_DECISION, "{}")
_SETS = (
    "labels",
    "predicted_labels",
    "prediction",
    "predictions",
    "label",
    "predicted_label",
    "rightsnlp_labels",
)
_DECISIONS = frozenset(DECISION_CODES)
_DECIDED = {"yes": "assigned", "no": "not_assigned", "unknown": "insufficient"}


def write_predictions(predictions: Predictions, path: str | Path, *, force: bool = False) -> None:
    """Write predictions as a table in the format of the extension, atomically.

    Numbers are written with all their digits; cells that a spreadsheet might run are made inert.

    Raises
    ------
    OutputFileError
        When the file exists and ``force`` is false, or cannot be written.
    """
    frame = predictions.to_frame()
    write_table(frame.astype(object).where(frame.notna(), None), path, force=force)


def read_predictions(
    path: str | Path, *, labels: Sequence[str] | None = None, encoding: str | None = None
) -> Predictions:
    r"""Read predictions from a table: this library's own, or those of a human, an API or another library.

    A label's answer is looked for as a probability (``p_<label>``, ``prob_<label>``, ``probability_<label>``,
    ``score_<label>``), as a decision (``decision_<label>``, ``pred_<label>``, ``prediction_<label>``), then as a column
    ``<label>``, then in one column ``labels`` with the names or titles of those that hold, parted by ``|``, ``;`` or
    commas, or as a list. A decision is ``assigned``, ``not_assigned``, ``review``, ``insufficient``, 1 or 0, yes or no;
    a blank is no answer. In a column ``labels`` a blank means that no label holds. Numbers may have Arabic digits, a
    decimal comma or a percent sign.

    Parameters
    ----------
    path : str or Path
        CSV, Excel, JSON Lines or Parquet.
    labels : sequence of str, optional
        Labels to look for. Default: the monitor's where the table speaks of one, else those that columns are named
        after.
    encoding : str, optional
        Encoding of a text file. Default: found from its bytes.

    Returns
    -------
    Predictions
        ``Y`` is unknown throughout unless the table has the ``y_<label>`` columns of :func:`write_predictions`.
        Its ``keys`` hold the columns that name rows; see :func:`~rightsnlp.data.matching.match_rows`.

    Raises
    ------
    InputFileError
        When the file cannot be read.
    SchemaError
        When it holds no label's answers, two columns for one thing, or a value that is none; the message names row and
        column.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "annotator.csv"
    ...     _ = path.write_text("case_id,spam\nc1,yes\nc2,no\nc3,\n", encoding="utf-8")
    ...     read = read_predictions(path, labels=["spam"])
    >>> read.decisions.ravel().tolist(), read.model["name"]
    (['assigned', 'not_assigned', 'insufficient'], 'annotator')
    """
    path = Path(path)
    table = _Table(read_table(path, encoding=encoding), path.name)
    names = check_labels(labels) if labels is not None else table.label_names()
    answers = [table.answers(name) for name in names]
    kept = [j for j, found in enumerate(answers) if found is not None]
    if kept:
        found = [one for one in answers if one is not None]
        P = np.column_stack([p for p, _ in found])
        words = [word for _, word in found]
        names = tuple(names[j] for j in kept)
    else:
        P, words = table.label_sets(names)
    predictions = Predictions(
        names,
        Y=np.full(P.shape, np.nan),
        P=P,
        decisions=_decisions(P, words),
        ids=None if (ids := table.keys.unique_ids()) is None else np.array(ids, dtype=object),
        thresholds={n: 0.5 for n, word in zip(names, words, strict=True) if word is None},
        thresholds_from="default" if any(word is None for word in words) else "",
        model={"name": path.stem, "kind": "predictions", "sha256": sha256_file(path)},
        keys=table.keys,
    )
    return table.with_own(predictions)


def _decisions(P: FloatArray, words: Sequence[npt.NDArray[Any] | None]) -> npt.NDArray[Any] | None:
    """Put decisions side by side; once a label has them, one of probabilities alone is decided at 0.5."""
    if all(word is None for word in words):
        return None
    cut = np.where(np.isnan(P), "insufficient", np.where(P >= 0.5, "assigned", "not_assigned")).astype(object)
    return np.column_stack([cut[:, j] if word is None else word for j, word in enumerate(words)])


class _Table:
    """A table whose columns are found by any of several spellings."""

    def __init__(self, frame: pd.DataFrame, file: str) -> None:
        if frame.empty:
            raise SchemaError(
                f"{file}: has no rows", expected="one row for each post", remedy="export the file again"
            )
        self.frame = frame
        self.file = file
        self._columns: dict[str, list[str]] = {}
        for column in frame.columns:
            self._columns.setdefault(_fold(column), []).append(column)
        # This library numbers the rows itself where the posts have no identifiers.
        own = "id" in frame and any(str(column).startswith("y_") for column in frame.columns)
        numbered = own and set(self.cells("id")) == set(map(str, range(1, len(frame) + 1)))
        self.keys = row_keys(frame, file, numbered="id" if numbered else None)

    def find(self, patterns: Sequence[str], label: str = "") -> str | None:
        """Return the column that one of the spellings names; two of them would leave open which is meant."""
        names = dict.fromkeys(_fold(pattern.format(label)) for pattern in patterns)
        found = [column for name in names for column in self._columns.get(name, [])]
        if len(found) > 1:
            raise SchemaError(
                f"{self.file}: columns {found[0]!r} and {found[1]!r} both answer for {label or 'the same thing'!r}",
                expected="one of them",
                remedy="remove the one that is not meant",
            )
        return found[0] if found else None

    def cells(self, column: str) -> list[str]:
        """Return a column as text, without blanks around it."""
        return [as_text(cell).strip() for cell in self.frame[column]]

    def label_names(self) -> tuple[str, ...]:
        """Return the labels of our own file, else those of the taxonomy, else those that columns are named after."""
        patterns = [pattern.format("") for pattern in (*_PROBABILITY[:-1], *_DECISION[:-1])]
        own = self._named_after(["y_"])
        known = load_taxonomy().names
        titled = self._titled(known)
        spoken = [
            name
            for name in known
            if name in titled or any(self._columns.get(_fold(s.format(name))) for s in _SPELLINGS)
        ]
        return check_labels(own or spoken or self._named_after(patterns) or known)

    def _named_after(self, prefixes: Sequence[str]) -> list[str]:
        columns = [str(column) for column in self.frame.columns]
        names = [c.removeprefix(p) for c in columns for p in prefixes if c.startswith(p) and c != p]
        return list(dict.fromkeys(names))

    def _titled(self, labels: Sequence[str]) -> dict[str, str]:
        return LabelNames(taxonomy_of(labels)).columns(self.frame.columns, file=self.file)

    def answers(self, label: str) -> tuple[FloatArray, npt.NDArray[Any] | None] | None:
        """Return probabilities and decisions of one label, or None where the table does not speak of it."""
        probability, decision = self.find(_PROBABILITY, label), self.find(_DECISION, label)
        if probability is None and decision is None:
            decision = self.find(("{}",), label) or self._titled([label]).get(label)
            if decision is None:
                return None
        P = np.full(len(self.frame), np.nan) if probability is None else self._numbers(probability)
        if decision is None:
            return P, None
        cells = self.cells(decision)
        words = [_decision(cell) for cell in cells]
        strange = [cell for cell, word in zip(cells, words, strict=True) if word not in _DECISIONS]
        if strange and probability is None and all(read_number(cell) is not None for cell in strange):
            return self._numbers(decision), None
        refuse_words(
            words,
            column=decision,
            file=self.file,
            expected=f"{', '.join(DECISION_CODES)}, 1 or 0, yes or no, or a blank for no answer",
        )
        return P, np.array(words, dtype=object)

    def _numbers(self, column: str) -> FloatArray:
        numbers = np.full(len(self.frame), np.nan)
        wrong = []
        for row, cell in enumerate(self.cells(column)):
            if word_of(cell) == "unknown" or cell.casefold() == "none":
                continue
            number = read_number(cell)
            if number is None or not 0 <= number <= 1:
                wrong.append(row)
            else:
                numbers[row] = number
        if wrong:
            expected = "a probability between 0 and 1, or 0 % and 100 %, or a blank where there is none"
            raise self._bad(column, wrong, expected)
        return numbers

    def label_sets(self, labels: Sequence[str]) -> tuple[FloatArray, list[npt.NDArray[Any] | None]]:
        """Return what one column with the names of the labels that hold says of each label."""
        column = self.find(_SETS)
        if column is None:
            raise SchemaError(
                f"{self.file}: holds no answer for any of {', '.join(labels)}",
                expected="a column p_<label>, prob_<label>, decision_<label> or <label>, or a column labels or label",
                remedy="rename the column that holds the answers",
            )
        found = LabelNames(taxonomy_of(labels)).sets(self.frame[column], column=column, file=self.file)
        words: list[npt.NDArray[Any] | None] = [
            np.array(
                ["assigned" if label in (names or ()) else "not_assigned" for names in found], dtype=object
            )
            for label in labels
        ]
        return np.full((len(found), len(labels)), np.nan), words

    def with_own(self, predictions: Predictions) -> Predictions:
        """Add what only this library writes: answers, groups, slices, legitimate subsets."""
        if not any(f"y_{label}" in self.frame for label in predictions.labels):
            return predictions
        Y = np.full(predictions.P.shape, np.nan)
        for j, label in enumerate(predictions.labels):
            if f"y_{label}" in self.frame:
                Y[:, j] = self._numbers(f"y_{label}")
                if strange := np.flatnonzero(~np.isnan(Y[:, j]) & (Y[:, j] != 0) & (Y[:, j] != 1)).tolist():
                    raise self._bad(f"y_{label}", strange, "1, 0 or a blank")
        own = [str(column) for column in self.frame.columns]
        return replace(
            predictions,
            Y=Y,
            groups=self.cells("group") if "group" in own else None,
            slices=pd.DataFrame(
                {c.removeprefix("slice_"): _slices(self.cells(c)) for c in own if c.startswith("slice_")}
            ),
            legitimate={
                c.removeprefix("legitimate_"): self._numbers(c) == 1
                for c in own
                if c.startswith("legitimate_")
            },
        )

    def _bad(self, column: str, rows: Sequence[int], expected: str) -> SchemaError:
        return SchemaError(
            f"{self.file}: row {rows[0] + 1}, column {column!r}: cannot be used ({len(rows):,} of"
            f" {len(self.frame):,} rows)",
            expected=expected,
            remedy="correct the cells",
        )


def _slices(cells: Sequence[str]) -> pd.Series:
    values = [json.loads(cell) if cell.startswith('["') else unescape_formula(cell) for cell in cells]
    return pd.Series(values, dtype=object)


def _fold(name: Any) -> str:
    return str(name).strip().casefold().replace(" ", "_").replace("-", "_")


def _decision(cell: str) -> str:
    """Return a decision as a word, or what :func:`~rightsnlp.data.answer_words.word_of` makes of another word."""
    word = _fold(cell)
    if word in DECISION_CODES:
        return word
    said = word_of(cell)
    return _DECIDED.get(said, said)
