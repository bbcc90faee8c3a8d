"""Compare the systems of several evaluations on the same posts, and write what can be concluded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Unpack

import numpy as np

from rightsnlp.data.corpora.manifests import load_manifest
from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.comparing.comparison import Comparison
from rightsnlp.evaluation.comparing.corrections import benjamini_hochberg, holm
from rightsnlp.evaluation.comparing.significance import Correction, Test, compare
from rightsnlp.evaluation.definitions import metric_named
from rightsnlp.evaluation.predictions import Predictions, judge
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.evaluation.signature import signature_line, stated_interval, used_versions
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.intervals import Interval, IntervalSettings
from rightsnlp.provenance import sha256_file, write_json, write_text
from rightsnlp.rendering.escapes import markdown_text
from rightsnlp.rendering.table import latex_tables, markdown_tables
from rightsnlp.reporting.folders.page import write_page
from rightsnlp.reporting.folders.run import Run
from rightsnlp.reporting.folders.staging import (
    CITATION,
    COMPARISON,
    COMPARISON_FILES,
    METHODS,
    METRICS,
    PREDICTIONS,
    TABLES_MD,
    TABLES_TEX,
    check_folder,
    staged_folder,
)  # fmt: skip
from rightsnlp.reporting.methods.citation import citation_bib
from rightsnlp.reporting.methods.english import comparison_methods, methods_markdown
from rightsnlp.reporting.page.content import ReportContent
from rightsnlp.reporting.plots.of_report import draw_comparison
from rightsnlp.reporting.tables import differences_table, systems_table

PROTOCOL = 1
_METRICS = ("average_precision", "f1", "precision", "recall")
_ADJUST: dict[str, Callable[[a.FloatArray], a.FloatArray]] = {
    "holm": holm,
    "benjamini_hochberg": benjamini_hochberg,
    "none": lambda p: p,
}


@dataclass(frozen=True, eq=False)
class ComparisonRun:
    """A comparison and what must be stated with it.

    Attributes
    ----------
    systems : dict of str to Run
    reports : tuple of EvaluationReport
        The figures of each system, of the labels that all have.
    comparisons : tuple of Comparison
    signature : dict
        Data, split, labels, test, correction, level, resamples, seed, versions.
    """

    systems: dict[str, Run]
    reports: tuple[EvaluationReport, ...]
    comparisons: tuple[Comparison, ...]
    signature: dict[str, Any]

    @cached_property
    def methods(self) -> dict[str, str]:
        """A paragraph on the methods, by language."""
        return comparison_methods(list(self.systems), self.reports, self.signature)

    def __str__(self) -> str:
        return "\n".join([*(c.sentence() for c in self.comparisons), "", signature_line(self.signature)])


def compare_folders(
    runs: Sequence[Run],
    *,
    figures: Sequence[tuple[str, str]] | None = None,
    baseline: str | None = None,
    test: Test = "approximate_randomisation",
    correction: Correction = "holm",
    alpha: float = 0.05,
    interval: Interval = Interval(n_resamples=2000),
    **settings: Unpack[IntervalSettings],
) -> ComparisonRun:
    """Compare systems whose evaluations are of the same posts.

    Parameters
    ----------
    runs : sequence of Run
        Two or more, as :func:`~rightsnlp.reporting.folders.run.read_run` reads them.
    figures : sequence of (label, metric), optional
        Default: average precision, F1, precision and recall of each label with known answers.
    baseline : str, optional
        Compare every other system with this one, and not all pairs.
    test, correction, alpha, interval
        As in :func:`rightsnlp.evaluation.comparing.significance.compare`.

    Raises
    ------
    SchemaError
        When the runs are not of the same posts with the same answers.
    InvalidArgumentError
        When there are fewer than two, two have one name, or a figure or the baseline is unknown.
    """
    interval = interval.having(**settings)
    names = [run.name for run in runs]
    if len(runs) < 2 or len(set(names)) < len(names):
        raise InvalidArgumentError(
            f"runs: got {', '.join(names) or 'none'}",
            expected="two folders or more, each with a name of its own",
            remedy="rename the folders after their systems",
        )
    systems = same_posts(runs)
    first = systems[names[0]]
    asked = figures or [(label, metric) for label in first.labels for metric in _METRICS]
    comparisons = _compared(
        systems,
        asked,
        correction=correction,
        baseline=baseline,
        test=test,
        alpha=alpha,
        interval=interval,
    )
    signature = {
        "data_sha256": first.data_sha256,
        "split": first.split,
        "n": len(first),
        "labels": list(first.labels),
        "systems": names,
        "test": test,
        "correction": correction,
        "n_comparisons": comparisons[0].n_comparisons,
        "alpha": alpha,
        **interval.settings(),
        "groups": 0 if first.groups is None else int(first.groups.max()) + 1,
        "versions": used_versions(),
    }
    alike = len({run.report.labels for run in runs}) == 1
    reports = tuple(run.report if alike else _report(run, systems[run.name]) for run in runs)
    return ComparisonRun(dict(zip(names, runs, strict=True)), reports, tuple(comparisons), signature)


def _report(run: Run, common: Predictions) -> EvaluationReport:
    """Return a run's figures of the labels that all systems have: averages are of the same labels then."""
    signature = run.report.signature
    return judge(
        common,
        interval=stated_interval(signature),
        costs=signature["costs"] or None,
    )


def same_posts(runs: Sequence[Run]) -> dict[str, Predictions]:
    """Return the predictions of each run for the labels that all have and that have known answers.

    Raises
    ------
    SchemaError
        When data, rows or answers differ, or no label is common.
    """
    first = runs[0].predictions
    known = np.asarray(np.isfinite(first.Y).any(axis=0))
    labels = [
        label
        for j, label in enumerate(first.labels)
        if known[j] and all(label in run.predictions.labels for run in runs)
    ]
    if not labels:
        raise SchemaError(
            f"{', '.join(run.name for run in runs)}: no label in common that has known answers",
            expected="one or more",
            remedy="evaluate the systems on the same labels",
        )
    systems = {run.name: run.predictions.select(labels) for run in runs}
    for run in runs[1:]:
        if differs := _difference(systems[runs[0].name], systems[run.name]):
            raise SchemaError(
                f"{runs[0].name}, {run.name}: not the same {differs}",
                expected="evaluations of the same posts with the same answers",
                remedy="evaluate both systems on one file",
            )
    return systems


def _difference(one: Predictions, other: Predictions) -> str:
    """Return what two systems' posts differ in; empty when they are the same."""
    if one.data_sha256 != other.data_sha256:
        return "data (SHA-256)"
    if not np.array_equal(np.asarray(one.ids), np.asarray(other.ids)):
        return "rows"
    if not np.array_equal(one.Y, other.Y, equal_nan=True):
        return "answers"
    return "" if np.array_equal(_units(one), _units(other)) else "groups of posts"


def _units(predictions: Predictions) -> a.IntArray:
    return np.arange(len(predictions)) if predictions.groups is None else predictions.groups


def _compared(
    systems: Mapping[str, Predictions], figures: Sequence[tuple[str, str]], *, correction: str, **how: Any
) -> list[Comparison]:
    """Compare what rests on probabilities and what rests on decisions, each by its own, and correct all together."""
    first = next(iter(systems.values()))
    words = np.array(sorted(a.DECISION_CODES, key=a.DECISION_CODES.__getitem__), dtype=object)
    outputs = {
        True: {name: np.where(one.codes == a.INSUFFICIENT, np.nan, one.P) for name, one in systems.items()},
        False: {name: words[one.codes.astype(np.int64)] for name, one in systems.items()},
    }
    found: list[Comparison] = []
    for scored, output in outputs.items():
        asked = [(label, metric) for label, metric in figures if rests_on_scores(metric) == scored]
        if asked:
            found += compare(
                first.Y,
                output,
                first.labels,
                figures=asked,
                groups=first.groups,
                legitimate=first.legitimate,
                correction="none",
                **how,
            )
    p_values = np.array([one.p_value for one in found])
    adjusted = _ADJUST[correction](p_values)
    # What cannot be compared is no comparison.
    made = int(np.isfinite(p_values).sum())
    order = {figure: place for place, figure in enumerate(figures)}
    return [
        replace(one, p_adjusted=float(p), n_comparisons=made, correction=correction)
        for one, p in sorted(
            zip(found, adjusted, strict=True),
            key=lambda pair: order[pair[0].label, pair[0].metric],
        )
    ]


def rests_on_scores(metric: str) -> bool:
    """Return whether a metric is of probabilities, and not of decisions.

    Examples
    --------
    >>> rests_on_scores("average_precision"), rests_on_scores("f1")
    (True, False)
    """
    return metric_named(metric).n == ("scored",)


def write_comparison(
    compared: ComparisonRun,
    folder: str | Path,
    *,
    command: str = "",
    language: str = "en",
    force: bool = False,
) -> str:
    """Write a comparison: ``comparison.json``, tables, methods, citation; with the extra ``plots`` figures and page.

    Returns
    -------
    str
        Why there are no drawings and no page; empty when there are.

    Raises
    ------
    OutputFileError
        When the folder holds a comparison and ``force`` is false, or cannot be written.
    """
    folder = check_folder(folder, COMPARISON_FILES, force=force)
    texts = comparison_texts(compared)
    with staged_folder(folder, COMPARISON_FILES, last=COMPARISON, force=force) as stage:
        for file, text in texts.items():
            write_text(stage / file, text)
        content = ReportContent(
            title=f"{' · '.join(compared.systems)} · {compared.signature['split']}",
            names=tuple(compared.systems),
            systems=compared.reports,
            comparisons=compared.comparisons,
            methods=compared.methods,
            citation=texts[CITATION],
            command=command,
        )
        systems = same_posts(list(compared.systems.values()))
        draw = partial(draw_comparison, systems, compared.comparisons, signature=compared.signature)
        missing = write_page(stage, content, draw, language)
        files = sorted(path.relative_to(stage).as_posix() for path in stage.rglob("*") if path.is_file())
        data = {
            "report": "rightsnlp-comparison",
            "protocol": PROTOCOL,
            "signature": compared.signature,
            "systems": {
                name: {
                    "model": run.report.signature["model"],
                    "metrics_sha256": sha256_file(run.folder / METRICS),
                    "predictions_sha256": sha256_file(run.folder / PREDICTIONS),
                }
                for name, run in compared.systems.items()
            },
            "comparisons": [one.to_dict() for one in compared.comparisons],
            "command": command,
            "files": {name: sha256_file(stage / name) for name in files},
        }
        write_json(stage / COMPARISON, data)
    return missing


def comparison_texts(compared: ComparisonRun) -> dict[str, str]:
    """Return the files that follow from the comparisons alone, by name."""
    names, reports = list(compared.systems), compared.reports
    corpus = next(iter(compared.systems.values())).settings.corpus
    tables = [systems_table(names, reports, compared.comparisons), differences_table(compared.comparisons)]
    line = signature_line(compared.signature)
    words = "\n".join(f"- {markdown_text(one.sentence())}" for one in compared.comparisons)
    return {
        TABLES_MD: f"{markdown_tables(tables, [line])}\n## In words\n\n{words}\n",
        TABLES_TEX: latex_tables(tables, [line]),
        METHODS: methods_markdown(compared.methods),
        CITATION: citation_bib(reports, load_manifest(corpus) if corpus else None),
    }
