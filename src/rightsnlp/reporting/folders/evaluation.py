"""One folder a paper and a monitor can use: predictions, figures in numbers, tables, methods, citation, a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import pandas as pd

from rightsnlp.data.corpora.manifests import load_manifest
from rightsnlp.evaluation.predictions import Predictions, judge
from rightsnlp.evaluation.predictions_file import write_predictions
from rightsnlp.evaluation.results import EvaluationReport, plain_data
from rightsnlp.evaluation.signature import stated_interval
from rightsnlp.evaluation.slicing.columns import MISSING, slice_masks
from rightsnlp.evaluation.slicing.slices import over_enforcement_table, slice_metrics
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.intervals import Interval, IntervalSettings
from rightsnlp.provenance import sha256_file, write_json, write_text
from rightsnlp.rendering.reasons import Reason
from rightsnlp.rendering.table import Table, latex_tables, markdown_tables
from rightsnlp.reporting.folders.page import write_page
from rightsnlp.reporting.folders.staging import (
    CITATION,
    EVALUATION_FILES,
    METHODS,
    METRICS,
    PREDICTIONS,
    SLICES,
    TABLES_MD,
    TABLES_TEX,
    check_folder,
    staged_folder,
)  # fmt: skip
from rightsnlp.reporting.methods.citation import citation_bib
from rightsnlp.reporting.methods.english import evaluation_methods, methods_markdown
from rightsnlp.reporting.page.content import ReportContent
from rightsnlp.reporting.plots.of_report import draw_figures
from rightsnlp.reporting.settings import RunSettings
from rightsnlp.reporting.tables import figures_table, over_enforcement_rows, slices_table

_NOT_NUMBERS = frozenset(
    {"column", "slice", "label", "metric", "reference", "reason", "error", "group", "verdict", "small"}
    | {"n", "posts", "support"}
)


@dataclass(frozen=True, eq=False)
class WrittenReport:
    """What was written.

    Attributes
    ----------
    report : EvaluationReport
    folder : Path
    files : tuple of str
        Names, relative to the folder.
    missing : str
        Why there are no drawings and no page; empty when there are.
    """

    report: EvaluationReport
    folder: Path
    files: tuple[str, ...]
    missing: str = ""


@dataclass(frozen=True, eq=False)
class SliceFigures:
    """Figures by slice and the over-enforcement table, of all slice columns."""

    metrics: pd.DataFrame
    over_enforcement: pd.DataFrame

    def to_dict(self) -> dict[str, Any]:
        """Return plain data, with None for what is undefined."""
        return {
            "slice_metrics": records(self.metrics),
            "over_enforcement": records(self.over_enforcement),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SliceFigures:
        """Build from what :meth:`to_dict` gave."""
        return cls(*(_numeric(pd.DataFrame(data[name])) for name in ("slice_metrics", "over_enforcement")))


def write_report(
    predictions: Predictions,
    folder: str | Path,
    *,
    settings: RunSettings | None = None,
    reference: str | Mapping[str, str] | None = None,
    language: str = "en",
    interval: Interval = Interval(),
    costs: Mapping[str, float] | None = None,
    functional: Any = None,
    robustness: pd.DataFrame | None = None,
    force: bool = False,
    **parts: Unpack[IntervalSettings],
) -> WrittenReport:
    """Judge predictions and write one folder with all that came of it.

    Parameters
    ----------
    predictions : Predictions
    folder : str or Path
        Made if missing. It holds ``predictions.csv``, ``metrics.json``, ``tables.md``, ``tables.tex``, ``methods.md``,
        ``citation.bib``; with slice columns ``slices.json``; with the extra ``plots`` ``figures/`` and ``report.html``.
    settings : RunSettings, optional
        What the methods state and predictions cannot tell.
    reference : str or mapping of str to str, optional
        The slice that others are held against for over-enforcement: a value of one of the slice columns, or one a
        column. Default: the largest of each.
    language : {"en", "ar"}
        Language in which the page opens, and of the drawings.
    interval, costs
        As in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`.
    functional : FunctionalReport, optional
    robustness : DataFrame, optional
        Shown on the page.
    force : bool
        Replace an earlier report.

    Raises
    ------
    OutputFileError
        When the folder holds a report and ``force`` is false, or cannot be written.
    InvalidArgumentError
        When no slice column has the reference.

    Examples
    --------
    >>> import tempfile
    >>> predictions = Predictions(("spam",), Y=[[1], [0], [0]], P=[[0.9], [0.6], [0.2]], split="demo")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     written = write_report(predictions, folder, n_resamples=50)
    >>> written.report.get("spam", "recall").value, "tables.tex" in written.files
    (1.0, True)
    """
    folder = check_folder(folder, EVALUATION_FILES, force=force)
    settings = replace(
        settings or RunSettings(),
        slices=tuple(map(str, predictions.slices.columns)),
        legitimate=tuple(predictions.legitimate),
        reference=references(predictions, reference),
        thresholds_from=predictions.thresholds_from,
        aims=predictions.aims,
    )
    report = judge(predictions, interval=interval.having(**parts), costs=costs)
    slices = slice_figures(predictions, report, settings.reference)
    methods = evaluation_methods(report, settings)
    texts = report_texts(report, settings, slices, methods)
    with staged_folder(folder, EVALUATION_FILES, last=METRICS, force=force) as stage:
        write_predictions(predictions, stage / PREDICTIONS)
        if slices is not None:
            write_json(stage / SLICES, slices.to_dict())
        for file, text in texts.items():
            write_text(stage / file, text)
        name = report.signature["model"].get("name", "system")
        content = ReportContent(
            title=f"{name} · {report.signature['split']}",
            names=(name,),
            systems=(report,),
            slices=slices.metrics if slices else None,
            over_enforcement=slices.over_enforcement if slices and len(slices.over_enforcement) else None,
            functional=functional,
            robustness=robustness,
            methods=methods,
            citation=texts[CITATION],
            command=settings.command,
        )
        draw = partial(draw_figures, predictions, report, content.slices)
        missing = write_page(stage, content, draw, language)
        files = sorted(str(path.relative_to(stage).as_posix()) for path in stage.rglob("*") if path.is_file())
        hashes = {name: sha256_file(stage / name) for name in files}
        data = {**report.to_dict(), "run": settings.to_dict(), "files": hashes}
        write_json(stage / METRICS, data)
    return WrittenReport(report, folder, (*files, METRICS), missing)


def report_texts(
    report: EvaluationReport,
    settings: RunSettings,
    slices: SliceFigures | None,
    methods: Mapping[str, str],
) -> dict[str, str]:
    """Return the files that follow from the figures alone, by name; ``methods`` are their paragraphs."""
    tables = [figures_table(report), *(slice_tables(slices, report) if slices is not None else [])]
    corpus = load_manifest(settings.corpus) if settings.corpus else None
    return {
        TABLES_MD: markdown_tables([*tables, report.to_table()], [report.signature_line]),
        TABLES_TEX: latex_tables(tables, [report.signature_line]),
        METHODS: methods_markdown(methods),
        CITATION: citation_bib([report], corpus),
    }


def slice_tables(slices: SliceFigures, report: EvaluationReport) -> list[Table]:
    """Return the tables of the figures by slice, and of over-enforcement where there are two slices or more."""
    confidence = float(report.signature["confidence"])
    tables = [slices_table(slices.metrics, confidence=confidence)]
    if len(slices.over_enforcement):
        tables.append(over_enforcement_rows(slices.over_enforcement, confidence=confidence))
    return tables


def slice_figures(
    predictions: Predictions, report: EvaluationReport, reference: Mapping[str, str]
) -> SliceFigures | None:
    """Return figures by slice under the report's own settings; None without slice columns or known answers."""
    known = [label for j, label in enumerate(predictions.labels) if np.isfinite(predictions.Y[:, j]).any()]
    if not len(predictions.slices.columns) or not known:
        return None
    judged = predictions.select(known)
    signature = report.signature
    common: dict[str, Any] = {
        "thresholds": dict(judged.thresholds) or None,
        "decisions": judged.decisions,
        "groups": judged.groups,
        "interval": stated_interval(signature),
    }
    metrics = slice_metrics(judged.Y, judged.P, judged.labels, judged.slices, **common)
    tables = [
        over_enforcement_table(
            judged.Y, judged.P, judged.labels, judged.slices[column], reference[column], **common
        ).assign(column=column)
        for column in judged.slices.columns
        if column in reference
    ]
    return SliceFigures(metrics, pd.concat(tables, ignore_index=True) if tables else pd.DataFrame())


def references(predictions: Predictions, asked: str | Mapping[str, str] | None) -> dict[str, str]:
    """Return for each slice column the slice that the others are held against.

    Raises
    ------
    InvalidArgumentError
        When no column has the slice that was asked for.
    """
    masks = {str(column): slice_masks(predictions.slices[column]) for column in predictions.slices.columns}
    named = dict(asked) if isinstance(asked, Mapping) else {}
    if isinstance(asked, str):
        column, found, value = asked.partition("=")
        named = {column: value} if found else {name: asked for name in masks if asked in masks[name]}
    if (asked and not named) or any(value not in masks.get(column, ()) for column, value in named.items()):
        slices = [name for column in masks.values() for name in column]
        raise InvalidArgumentError(
            f"reference: got {asked!r}",
            expected=f"one of {', '.join(slices[:20])}" if slices else "a value of a slice column",
            remedy="check the spelling, and that --slice names its column",
        )
    largest = {
        column: next(
            (name for name in sorted(found, key=lambda name: -found[name].sum()) if name != MISSING), ""
        )
        for column, found in masks.items()
        if len(found) > 1
    }
    return {column: named.get(column, value) for column, value in largest.items() if value}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain data, with None for NaN."""
    return [
        plain_data({str(k): v for k, v in row.items()}) for row in frame.astype(object).to_dict("records")
    ]


def _numeric(frame: pd.DataFrame) -> pd.DataFrame:
    """Give columns of None their NaN back, and codes their reasons."""
    found = {str(c): frame[c].astype(float) for c in frame if c not in _NOT_NUMBERS}
    if "reason" in frame:
        found["reason"] = pd.Series([Reason.from_data(data) for data in frame["reason"]], dtype=object)
    return frame.assign(**found)
