"""Read back what an evaluation wrote: its figures, how they were asked for, and the predictions they rest on."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rightsnlp.evaluation.predictions import Predictions
from rightsnlp.evaluation.predictions_file import read_predictions
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.exceptions import InputFileError, SchemaError
from rightsnlp.reporting.folders.staging import COMPARISON, METRICS, PREDICTIONS
from rightsnlp.reporting.settings import RunSettings


@dataclass(frozen=True, eq=False)
class Run:
    """An evaluation's folder.

    Attributes
    ----------
    name : str
        The folder's name.
    folder : Path
    report : EvaluationReport
        The figures as ``metrics.json`` has them.
    settings : RunSettings
    files : dict of str to str
        Name to SHA-256, as written.
    predictions : Predictions
        As ``predictions.csv`` has them, with what the signature adds.
    """

    name: str
    folder: Path
    report: EvaluationReport
    settings: RunSettings
    files: dict[str, str]
    predictions: Predictions


def read_run(folder: str | Path) -> Run:
    """Read the folder that ``rightsnlp evaluate`` wrote.

    Raises
    ------
    InputFileError
        When it holds no ``metrics.json`` or no ``predictions.csv``.
    SchemaError
        When one of them is not in the form that was written.
    """
    folder = Path(folder)
    if (folder / COMPARISON).is_file() and not (folder / METRICS).is_file():
        raise SchemaError(
            f"{folder.name}: holds a comparison of several runs",
            expected="what 'rightsnlp evaluate -o' wrote for one system",
            remedy="name the folder of each run; the comparison follows from them",
        )
    data = read_json(inside(folder, METRICS))
    if not isinstance(data, dict) or data.get("report") != "rightsnlp-evaluation" or "run" not in data:
        raise SchemaError(
            f"{folder.name}/{METRICS}: is no evaluation with its predictions",
            expected="what 'rightsnlp evaluate -o' wrote",
            remedy="evaluate again",
        )
    report = EvaluationReport.from_dict(data)
    try:
        settings = RunSettings.from_dict(data["run"])
        files = {str(name): str(digest) for name, digest in data["files"].items()}
        labels = [str(label) for label in report.signature["labels"]]
        predictions = _restored(
            read_predictions(inside(folder, PREDICTIONS), labels=labels), report, settings
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise SchemaError(
            f"{folder.name}/{METRICS}: {type(error).__name__} at {error}",
            expected="what 'rightsnlp evaluate -o' wrote",
            remedy="evaluate again",
        ) from None
    return Run(folder.resolve().name, folder, report, settings, files, predictions)


def inside(folder: Path, name: str) -> Path:
    """Return the path of a report's own file: nothing outside the folder is ever opened, by name or through a link.

    Raises
    ------
    SchemaError
        When the name leads out of the folder.
    """
    path = folder / name
    if not path.resolve().is_relative_to(folder.resolve()):
        raise SchemaError(
            f"{folder.name}: names a file that lies outside the folder",
            expected="files of the report's own folder",
            remedy="do not trust this report; evaluate again",
        )
    return path


def read_json(path: Path) -> Any:
    """Read a JSON file.

    Raises
    ------
    InputFileError
        When it cannot be read.
    SchemaError
        When it is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputFileError(
            f"{path.parent.name}/{path.name}: cannot be read ({error.strerror})",
            expected="a folder that 'rightsnlp evaluate -o' wrote",
            remedy="check the folder's name",
        ) from None
    except (ValueError, RecursionError):
        raise SchemaError(
            f"{path.parent.name}/{path.name}: is not JSON", expected="JSON", remedy="evaluate again"
        ) from None


def _restored(read: Predictions, report: EvaluationReport, settings: RunSettings) -> Predictions:
    """Add to the rows what the signature says of them all."""
    signature = report.signature
    cuts = {label: math.nan if cut is None else float(cut) for label, cut in signature["thresholds"].items()}
    return replace(
        read,
        decisions=read.decisions if signature["decisions"] == "given" else None,
        thresholds=cuts,
        thresholds_from=settings.thresholds_from,
        aims=settings.aims,
        model=dict(signature["model"]),
        split=str(signature["split"]),
        data_sha256=str(signature["data_sha256"]),
    )
