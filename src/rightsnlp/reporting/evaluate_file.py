"""Evaluate a model, or anybody's predictions, on a file of posts with known answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rightsnlp.classification.persistence import load_model, read_config
from rightsnlp.data.corpora.manifests import load_manifest
from rightsnlp.data.matching import RowMatch
from rightsnlp.evaluation.evaluation_data import load_evaluation_data
from rightsnlp.evaluation.predictions import Predictions, judge, predict
from rightsnlp.evaluation.predictions_file import read_predictions
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval
from rightsnlp.reporting.folders.evaluation import (
    SliceFigures,
    WrittenReport,
    references,
    slice_figures,
    write_report,
)
from rightsnlp.reporting.folders.staging import EVALUATION_FILES, check_folder
from rightsnlp.reporting.settings import RunSettings
from rightsnlp.taxonomy import taxonomy_of


@dataclass(frozen=True, eq=False)
class FileEvaluation:
    """What an evaluation of a file gave.

    Attributes
    ----------
    report : EvaluationReport
    predictions : Predictions
        In the order of the posts, with their answers.
    match : RowMatch or None
        How the rows of a file of predictions were found; None where a model was asked.
    slices : SliceFigures or None
        Figures by slice, where they were asked for and nothing was written.
    written : WrittenReport or None
        The folder, where one was asked for.
    source : str
        Which columns the answers were read from; empty for a corpus.
    """

    report: EvaluationReport
    predictions: Predictions
    match: RowMatch | None
    slices: SliceFigures | None = None
    written: WrittenReport | None = None
    source: str = ""


def evaluate_file(
    data: str | Path,
    *,
    model: str | None = None,
    predictions: str | Path | None = None,
    corpus: str | None = None,
    split: str | None = None,
    output: str | Path | None = None,
    slices: Sequence[str] = (),
    reference: str | None = None,
    legitimate: Sequence[str] = (),
    language: str = "en",
    interval: Interval = Interval(),
    text_column: str | None = None,
    encoding: str | None = None,
    command: str = "",
    force: bool = False,
) -> FileEvaluation:
    """Judge a model, or the answers in a table, on posts with known answers.

    Parameters
    ----------
    data : str or Path
        A table with answers, or with ``corpus`` the folder or file of a public corpus.
    model : str, optional
        Name or folder. Default: ``rightsnlp-base``, unless ``predictions`` are given.
    predictions : str or Path, optional
        A table of answers of a human, an API or another library; its rows are matched with those of the data.
    corpus, split, slices, legitimate, text_column, encoding
        As in :func:`~rightsnlp.evaluation.evaluation_data.load_evaluation_data`.
    output : str or Path, optional
        Write a folder, as :func:`~rightsnlp.reporting.folders.evaluation.write_report` does.
    reference : str, optional
        The slice that others are held against. Default: the largest.
    language : {"en", "ar"}
        Of the page.
    interval : Interval
    command : str
        The command that makes the report again, for its record.
    force : bool
        Replace an earlier report.

    Raises
    ------
    InvalidArgumentError
        When both a model and predictions are given.
    InputFileError, SchemaError, OutputFileError
        When a file cannot be read, its rows do not fit those of the data, or the folder cannot be written.
    """
    if model is not None and predictions is not None:
        raise InvalidArgumentError(
            "model, predictions: both are given", expected="one of them", remedy="leave one out"
        )
    if output is not None:
        check_folder(output, EVALUATION_FILES, force=force)
    given = None if predictions is None else read_predictions(predictions)
    loaded = load_model(model) if given is None else None
    posts = load_evaluation_data(
        data,
        corpus=corpus,
        split=split,
        taxonomy=loaded.taxonomy_ if loaded else taxonomy_of(given.labels) if given else None,
        slices=slices,
        legitimate=legitimate,
        text_column=text_column,
        encoding=encoding,
    )
    match, seen = None, ""
    if given is not None:
        found, match = posts.answered(given)
    else:
        assert loaded is not None
        found = predict(loaded, posts.posts, posts.answers, **posts.about)
        seen = posts.seen_by(read_config(model).get("training", {}))
    if output is None:
        report = judge(found, interval=interval)
        by_slice = slice_figures(found, report, references(found, reference)) if slices or reference else None
        return FileEvaluation(report, found, match, by_slice, source=posts.source)
    settings = RunSettings(
        command=command,
        corpus=corpus or "",
        corpus_title=load_manifest(corpus).title if corpus else "",
        part=split or "",
        text_column=text_column or "",
        encoding=encoding or "",
        seen=seen,
        matched=str(match or ""),
    )
    written = write_report(
        found,
        output,
        settings=settings,
        reference=reference,
        language=language,
        interval=interval,
        force=force,
    )
    return FileEvaluation(written.report, found, match, None, written, posts.source)
