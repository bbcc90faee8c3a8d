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

from rightsnlp.data.tables.io import as_text, read_table, write_table
from rightsnlp.data.tables.spreadsheet import unescape_formula
from rightsnlp.evaluation.arrays import DECISION_CODES, FloatArray, check_labels
from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.exceptions import SchemaError
from rightsnlp.provenance import sha256_file
from rightsnlp.taxonomy import load_taxonomy

_ID = ("case_id", "رقم_الحالة", "row_id", "post_id", "tweet_id", "id", "المعرف")
_PROBABILITY = ("p_{}", "prob_{}", "probability_{}", "score_{}", "rightsnlp_p_{}")
_DECISION = ("decision_{}", "pred_{}", "prediction_{}", "rightsnlp_decision_{}")
_SPELLINGS = (*_PROBABILITY, *_DECISION, "{}")
_SETS = ("labels", "predicted_labels", "prediction", "predictions", "rightsnlp_labels")
_WORDS = (
    {word: word for word in DECISION_CODES}
    | dict.fromkeys(("1", "1.0", "true", "yes", "y", "نعم"), "assigned")
    | dict.fromkeys(("0", "0.0", "false", "no", "n", "لا"), "not_assigned")
    | dict.fromkeys(("", "nan", "none", "null", "na", "unknown", "?"), "insufficient")
)
_NO_LABEL = frozenset({"", "none", "normal", "no label", "nan", "لا شيء"})


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
    ``<label>``, then in one column ``labels`` with names parted by ``;`` or ``|``. A decision is ``assigned``,
    ``not_assigned``, ``review``, ``insufficient``, 1 or 0, yes or no; a blank is no answer. In a column ``labels`` a
    blank means that no label holds.

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
        Rows are named by a column ``id``, ``case_id``, ``row_id`` or ``post_id``, else numbered.

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
        ids=table.ids(),
        thresholds={n: 0.5 for n, word in zip(names, words, strict=True) if word is None},
        thresholds_from="default" if any(word is None for word in words) else "",
        model={"name": path.stem, "kind": "predictions", "sha256": sha256_file(path)},
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
                f"{file}: has no rows", expected="one row per post", remedy="export the file again"
            )
        self.frame = frame
        self.file = file
        self._columns: dict[str, list[str]] = {}
        for column in frame.columns:
            self._columns.setdefault(_fold(column), []).append(column)

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
        spoken = [name for name in known if any(self._columns.get(_fold(s.format(name))) for s in _SPELLINGS)]
        return check_labels(own or spoken or self._named_after(patterns) or known)

    def _named_after(self, prefixes: Sequence[str]) -> list[str]:
        columns = [str(column) for column in self.frame.columns]
        names = [c.removeprefix(p) for c in columns for p in prefixes if c.startswith(p) and c != p]
        return list(dict.fromkeys(names))

    def answers(self, label: str) -> tuple[FloatArray, npt.NDArray[Any] | None] | None:
        """Return probabilities and decisions of one label, or None where the table does not speak of it."""
        probability, decision = self.find(_PROBABILITY, label), self.find(_DECISION, label)
        if probability is None and decision is None and (decision := self.find(("{}",), label)) is None:
            return None
        P = np.full(len(self.frame), np.nan) if probability is None else self._numbers(probability)
        if decision is None:
            return P, None
        words = [_WORDS.get(cell.lower()) for cell in self.cells(decision)]
        if None not in words:
            return P, np.array(words, dtype=object)
        if probability is None and _is_number(self.cells(decision)[words.index(None)]):
            return self._numbers(decision), None
        raise self._bad(
            decision, words.index(None), f"one of {', '.join(DECISION_CODES)}, 1 or 0, yes or no, or a blank"
        )

    def _numbers(self, column: str) -> FloatArray:
        numbers = np.full(len(self.frame), np.nan)
        for row, cell in enumerate(self.cells(column)):
            if cell.lower() in {"", "nan", "none", "null", "na"}:
                continue
            if not _is_number(cell) or not 0 <= float(cell) <= 1:
                raise self._bad(column, row, "a probability between 0 and 1, or a blank where there is none")
            numbers[row] = float(cell)
        return numbers

    def label_sets(self, labels: Sequence[str]) -> tuple[FloatArray, list[npt.NDArray[Any] | None]]:
        """Return what one column with the names of the labels that hold says of each label."""
        column = self.find(_SETS)
        if column is None:
            raise SchemaError(
                f"{self.file}: holds no answer for any of {', '.join(labels)}",
                expected="a column p_<label>, prob_<label>, decision_<label> or <label>, or a column labels",
                remedy="rename the column that holds the answers",
            )
        sets = []
        for row, cell in enumerate(self.frame[column]):
            parts = cell if isinstance(cell, list | tuple) else as_text(cell).replace("|", ";").split(";")
            names = {str(part).strip() for part in parts if str(part).strip().lower() not in _NO_LABEL}
            if names - set(labels):
                raise self._bad(column, row, f"names among {', '.join(labels)}, parted by ';'")
            sets.append(names)
        words: list[npt.NDArray[Any] | None] = [
            np.array(["assigned" if label in names else "not_assigned" for names in sets], dtype=object)
            for label in labels
        ]
        return np.full((len(sets), len(labels)), np.nan), words

    def ids(self) -> npt.NDArray[Any] | None:
        """Return the identifiers of the rows, where the table has them throughout."""
        column = next((found for name in _ID for found in self._columns.get(name, [])), None)
        if column is None:
            return None
        ids = [unescape_formula(cell) for cell in self.cells(column)]
        return np.array(ids, dtype=object) if all(ids) else None

    def with_own(self, predictions: Predictions) -> Predictions:
        """Add what only this library writes: answers, groups, slices, legitimate subsets."""
        if not any(f"y_{label}" in self.frame for label in predictions.labels):
            return predictions
        Y = np.full(predictions.P.shape, np.nan)
        for j, label in enumerate(predictions.labels):
            if f"y_{label}" in self.frame:
                Y[:, j] = self._numbers(f"y_{label}")
                if strange := np.flatnonzero(~np.isnan(Y[:, j]) & (Y[:, j] != 0) & (Y[:, j] != 1)).tolist():
                    raise self._bad(f"y_{label}", strange[0], "1, 0 or a blank")
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

    def _bad(self, column: str, row: int, expected: str) -> SchemaError:
        return SchemaError(
            f"{self.file}: row {row + 1}, column {column!r}: cannot be used",
            expected=expected,
            remedy="correct the cell",
        )


def _slices(cells: Sequence[str]) -> pd.Series:
    values = [json.loads(cell) if cell.startswith('["') else unescape_formula(cell) for cell in cells]
    return pd.Series(values, dtype=object)


def _fold(name: Any) -> str:
    return str(name).strip().casefold().replace(" ", "_").replace("-", "_")


def _is_number(cell: str) -> bool:
    try:
        return bool(np.isfinite(float(cell)))
    except ValueError:
        return False
