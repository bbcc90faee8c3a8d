"""Verify a report: that its figures are those of its predictions, and its answers those of the data.

What this shows is that the figures follow from the predictions, that the tables and the methods follow from the
figures, and that the answers are the data's. That a model made the predictions shows only when the model is at hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from rightsnlp._version import __version__
from rightsnlp.evaluation.evaluate import Model
from rightsnlp.evaluation.evaluation_data import EvaluationData, load_evaluation_data
from rightsnlp.evaluation.predictions import Predictions, judge, predict
from rightsnlp.evaluation.predictions_file import read_predictions
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.evaluation.signature import stated_interval
from rightsnlp.exceptions import RightsNLPError
from rightsnlp.provenance import sha256_file
from rightsnlp.reporting.folders.evaluation import SliceFigures, report_texts, slice_figures
from rightsnlp.reporting.folders.run import Run, inside, read_json, read_run
from rightsnlp.reporting.folders.staging import METRICS, PREDICTIONS, SLICES
from rightsnlp.reporting.methods.english import evaluation_methods
from rightsnlp.taxonomy import taxonomy_of

_TOLERANCE = 1e-9
_SAME = 1e-6
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked.

    Attributes
    ----------
    name : str
        What was checked.
    holds : bool
    detail : str
        What differs, or what was compared; never a post's text.
    """

    name: str
    holds: bool
    detail: str = ""

    def __str__(self) -> str:
        return (
            f"{'holds ' if self.holds else 'DIFFERS'}  {self.name}{': ' if self.detail else ''}{self.detail}"
        )


@dataclass(frozen=True)
class Verification:
    """The checks of a report.

    Attributes
    ----------
    checks : tuple of Check
    """

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Whether every check holds."""
        return all(check.holds for check in self.checks)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a check."""
        return pd.DataFrame(
            [(c.name, c.holds, c.detail) for c in self.checks], columns=["check", "holds", "detail"]
        )

    def __str__(self) -> str:
        failed = sum(not check.holds for check in self.checks)
        last = (
            "The report holds: its figures follow from its predictions, on these data."
            if not failed
            else f"The report does not hold: {failed} of {len(self.checks)} checks differ."
        )
        return "\n".join([*map(str, self.checks), "", last])


def verify_report(
    folder: str | Path,
    data: str | Path,
    *,
    corpus: str | None = None,
    model: Model | None = None,
    predictions: str | Path | None = None,
) -> Verification:
    """Compute a report's figures again from its predictions, and hold its answers against the data.

    Parameters
    ----------
    folder : str or Path
        What ``rightsnlp evaluate -o`` or :func:`~rightsnlp.reporting.folders.evaluation.write_report` wrote.
    data : str or Path
        The table of posts with answers, or the folder or file of the corpus.
    corpus : str, optional
        Name of the corpus. Default: the one that the report names.
    model : Model, optional
        The model that was judged: it is asked again, and its answers are held against those in the report.
    predictions : str or Path, optional
        The table of answers that was judged: its rows are matched with the data's, and held against the report.

    Returns
    -------
    Verification

    Raises
    ------
    InputFileError, SchemaError
        When the report or the data cannot be read at all.
    """
    run = read_run(folder)
    settings = run.settings
    posts = load_evaluation_data(
        data,
        corpus=corpus or settings.corpus or None,
        split=settings.part or None,
        taxonomy=taxonomy_of(run.predictions.labels),
        slices=settings.slices,
        legitimate=settings.legitimate,
        text_column=settings.text_column or None,
        encoding=settings.encoding or None,
    )
    checks = [*_against_data(run.predictions, posts)]
    if model is not None:
        checks += _against_model(run.predictions, posts, model)
    if predictions is not None:
        checks += _against_file(run.predictions, posts, predictions)
    return Verification((*checks, *_figures(run), *_slices(run), *_files(run)))


def _against_data(predictions: Predictions, posts: EvaluationData) -> Iterator[Check]:
    same = predictions.data_sha256 == posts.data_sha256
    found = (
        ""
        if same
        else f"{METRICS} states {predictions.data_sha256[:12]}, the data have {posts.data_sha256[:12]}"
    )
    yield Check("hash of the data", same, found or f"SHA-256 {posts.data_sha256[:12]}")
    if len(predictions) != len(posts):
        yield Check("rows", False, f"{len(predictions):,} in {PREDICTIONS}, {len(posts):,} in the data")
        return
    expected = Predictions(
        predictions.labels,
        posts.answers.reindex(columns=list(predictions.labels)).to_numpy(dtype=np.float64),
        predictions.P,
        decisions=predictions.decisions,
        **posts.about,
    )
    assert expected.ids is not None
    yield _rows_check("rows", expected.ids, predictions.ids)
    for j, label in enumerate(predictions.labels):
        yield _rows_check(f"answers for {label}", expected.Y[:, j], predictions.Y[:, j])
    if predictions.groups is not None:
        yield _rows_check("groups", expected.groups, predictions.groups)
    for name in predictions.slices.columns:
        yield _rows_check(
            f"slice column {name}", expected.slices[name].astype(str), predictions.slices[name].astype(str)
        )
    for name, mask in predictions.legitimate.items():
        yield _rows_check(f"legitimate subset {name}", expected.legitimate[name], mask)


def _against_model(predictions: Predictions, posts: EvaluationData, model: Model) -> Iterator[Check]:
    """Ask the model again. Other versions of numerical packages may move a probability in its last digits."""
    again = predict(model, posts.posts, posts.answers, **posts.about)
    name, stated = again.model.get("sha256", ""), predictions.model.get("sha256", "")
    same = bool(name) and name == stated
    found = (
        f"SHA-256 {name[:12]}"
        if same
        else f"{METRICS} states {stated[:12] or 'none'}, this is {name[:12] or 'none'}"
    )
    yield Check("hash of the model", same, found)
    if again.labels != predictions.labels or len(again) != len(predictions):
        yield Check("answers of the model", False, "are of other labels or of another number of posts")
        return
    if predictions.decisions is None and predictions.thresholds_from == "given":
        again = replace(again, decisions=None, thresholds=predictions.thresholds)
    for j, label in enumerate(predictions.labels):
        p, q = predictions.P[:, j], again.P[:, j]
        near = np.isclose(p, q, rtol=0, atol=_SAME, equal_nan=True)
        yield _rows_check(f"probabilities of the model for {label}", np.where(near, p, q), p)
        yield _rows_check(f"decisions of the model for {label}", again.codes[:, j], predictions.codes[:, j])


def _against_file(predictions: Predictions, posts: EvaluationData, path: str | Path) -> Iterator[Check]:
    """Hold the report's predictions against the table that they were read from."""
    given, match = posts.answered(read_predictions(path, labels=predictions.labels))
    yield Check(f"rows of {Path(path).name}", True, str(match))
    if given.labels != predictions.labels or len(given) != len(predictions):
        yield Check("answers of the file", False, "are of other labels or of another number of posts")
        return
    for j, label in enumerate(predictions.labels):
        yield _rows_check(f"probabilities of the file for {label}", given.P[:, j], predictions.P[:, j])
        yield _rows_check(f"decisions of the file for {label}", given.codes[:, j], predictions.codes[:, j])


def _rows_check(name: str, expected: Any, written: Any) -> Check:
    one, other = np.asarray(expected), np.asarray(written)
    missing = pd.isna(one) & pd.isna(other)
    differ = np.flatnonzero(~missing & (one != other)).tolist()
    if not differ:
        return Check(name, True, f"{len(one):,} rows")
    rows = ", ".join(str(row + 1) for row in differ[:_NAMED]) + (", …" if len(differ) > _NAMED else "")
    return Check(name, False, f"{len(differ):,} of {len(one):,} rows differ: row {rows} of {PREDICTIONS}")


def _figures(run: Run) -> Iterator[Check]:
    """Judge the predictions again under the settings that the signature states."""
    signature = run.report.signature
    try:
        again = judge(
            run.predictions,
            interval=stated_interval(signature),
            costs=signature["costs"] or None,
        )
    except (RightsNLPError, KeyError, TypeError, ValueError) as error:
        yield Check("signature", False, f"the figures cannot be computed under it ({type(error).__name__})")
        return
    stated = {key: value for key, value in signature.items() if key != "versions"}
    differing = [key for key, value in stated.items() if again.signature.get(key) != value]
    yield Check(
        "signature", not differing, ", ".join(differing) or f"n {signature['n']:,}, seed {signature['seed']}"
    )
    written = {(m.label, m.metric): m.to_dict() for m in run.report.metrics}
    computed = {(m.label, m.metric): m.to_dict() for m in again.metrics}
    if set(written) != set(computed):
        odd = sorted(" ".join(key) for key in set(written) ^ set(computed))
        yield Check("figures", False, f"not the same figures: {', '.join(odd[:_NAMED])}")
        return
    wrong = [
        f"{' '.join(key)} {name} is {_said(computed[key][name])}, {METRICS} says {_said(figure[name])}"
        for key, figure in written.items()
        for name in figure
        if not _close(figure[name], computed[key][name])
    ]
    if not wrong:
        yield Check("figures", True, f"all {len(written)} computed again from {PREDICTIONS}")
    for line in wrong[:_NAMED]:
        yield Check("figure", False, line)
    if len(wrong) > _NAMED:
        yield Check("figures", False, f"{len(wrong) - _NAMED} more differ")


def _slices(run: Run) -> Iterator[Check]:
    again = slice_figures(run.predictions, run.report, run.settings.reference)
    path = inside(run.folder, SLICES)
    if again is None and not path.exists():
        return
    if again is None or not path.exists():
        yield Check(SLICES, False, "is missing" if again else "rests on no slice column")
        return
    written, computed = SliceFigures.from_dict(read_json(path)).to_dict(), again.to_dict()
    for table, rows in computed.items():
        stated = written.get(table, []) if isinstance(written, Mapping) else []
        wrong = [
            f"{' '.join(str(row[key]) for key in list(row)[:5] if isinstance(row[key], str))}: {name}"
            for row, old in zip(rows, stated, strict=False)
            for name in row
            if not _close(row[name], old.get(name))
        ]
        if len(rows) != len(stated):
            wrong.append(f"{len(stated)} rows, computed {len(rows)}")
        detail = "; ".join(wrong[:_NAMED]) or f"all {len(rows)} rows computed again"
        yield Check(f"{SLICES}, {table}", not wrong, detail)


def _files(run: Run) -> Iterator[Check]:
    """Render again what follows from the figures as written; hold everything else against its hash."""
    slices = None
    if inside(run.folder, SLICES).exists():
        slices = SliceFigures.from_dict(read_json(run.folder / SLICES))
    methods = evaluation_methods(run.report, run.settings)
    texts = report_texts(run.report, run.settings, slices, methods)
    for name, text in texts.items():
        path = inside(run.folder, name)
        if not path.exists():
            yield Check(name, False, "is missing")
        elif path.read_text(encoding="utf-8") == text:
            yield Check(name, True, f"follows from {METRICS}")
        else:
            yield Check(name, False, _first_difference(text, path.read_text(encoding="utf-8"), run.report))
    for name, digest in sorted(run.files.items()):
        if name in texts:
            continue
        path = inside(run.folder, name)
        same = path.is_file() and sha256_file(path) == digest
        detail = (
            f"the hash that {METRICS} states"
            if same
            else "is missing"
            if not path.is_file()
            else "was changed"
        )
        yield Check(name, same, detail)


def _first_difference(expected: str, written: str, report: EvaluationReport) -> str:
    lines = expected.splitlines(), written.splitlines()
    number = next((i for i, (a, b) in enumerate(zip(*lines, strict=False)) if a != b), min(map(len, lines)))
    made = report.signature["versions"].get("rightsnlp")
    note = f"; it was written by version {made}, this is {__version__}" if made != __version__ else ""
    return f"line {number + 1} does not follow from {METRICS}{note}"


def _close(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float | int):
        return math.isclose(one, other, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
    return bool(one == other)


def _said(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else "undefined" if value is None else repr(value)
