"""Run a functional suite, as a file, on a model or on anybody's predictions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from rightsnlp.checks.functional.predictions import matched_predictions
from rightsnlp.checks.functional.report import FunctionalReport
from rightsnlp.checks.functional.suite import evaluate_suite, evaluate_suite_predictions
from rightsnlp.classification.persistence import load_model
from rightsnlp.data.matching import RowMatch
from rightsnlp.data.suites import load_suite
from rightsnlp.evaluation.predictions_file import read_predictions
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.provenance import check_output, make_folder, write_json, write_text
from rightsnlp.shipped import shipped_folder

FUNCTIONAL_FILES = ("functional.json", "functional.md")


@dataclass(frozen=True, eq=False)
class SuiteCheck:
    """What a check of a suite gave.

    Attributes
    ----------
    report : FunctionalReport
    match : RowMatch or None
        How the rows of a file of predictions were found; None where a model was asked.
    """

    report: FunctionalReport
    match: RowMatch | None = None


def check_file(
    suite: str | Path | None = None,
    *,
    model: str | None = None,
    predictions: str | Path | None = None,
    language: str | None = None,
    output: str | Path | None = None,
    force: bool = False,
) -> SuiteCheck:
    """Judge a model, or the answers in a table, on a functional suite.

    Parameters
    ----------
    suite : str or Path, optional
        A table in HateCheck's columns; ``functionalities.csv`` beside it tells what a failure would mean. Default:
        RightsCheck, which ships.
    model : str, optional
        Name or folder. Default: ``rightsnlp-base``, unless ``predictions`` are given.
    predictions : str or Path, optional
        A table of answers for the suite's cases; its rows are matched with them.
    language : str, optional
        The cases of this language only.
    output : str or Path, optional
        A folder for the files of :data:`FUNCTIONAL_FILES`.
    force : bool
        Replace files that are there.

    Raises
    ------
    InvalidArgumentError
        When both a model and predictions are given, or the suite has no case in ``language``.
    InputFileError, SchemaError, OutputFileError
        When a file cannot be read, rows do not fit, or the folder cannot be written.
    """
    if model is not None and predictions is not None:
        raise InvalidArgumentError(
            "model, predictions: both are given", expected="one of them", remedy="leave one out"
        )
    if output is not None:
        folder = make_folder(output)
        for name in FUNCTIONAL_FILES:
            check_output(folder / name, force=force)
    path = shipped_folder("datasets") / "rightscheck" / "cases.csv" if suite is None else Path(suite)
    loaded = load_suite(path)
    if suite is None:
        loaded = replace(loaded, name="rightscheck")
    beside = path.parent / "functionalities.csv"
    told = beside if beside.is_file() else None
    if predictions is None:
        done = SuiteCheck(evaluate_suite(load_model(model), loaded, functionalities=told, language=language))
    else:
        given, match = matched_predictions(read_predictions(predictions), loaded)
        report = evaluate_suite_predictions(
            given, loaded, functionalities=told, language=language, model=dict(given.model)
        )
        done = SuiteCheck(report, match)
    if output is not None:
        write_json(folder / "functional.json", done.report.to_dict(), force=force)
        write_text(folder / "functional.md", done.report.to_markdown(), force=force)
    return done
