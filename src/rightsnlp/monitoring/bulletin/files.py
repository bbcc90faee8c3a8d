"""A bulletin as a folder: two pages, tables, charts, figures.json and a record of the run, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from rightsnlp.data.tables.io import write_table
from rightsnlp.monitoring.bulletin.charts import draw_charts
from rightsnlp.monitoring.bulletin.figures import Bulletin, figure_list
from rightsnlp.monitoring.bulletin.page import METHOD, page_name, render_page
from rightsnlp.monitoring.bulletin.speech import Language, Speech
from rightsnlp.monitoring.bulletin.tables import file_tables
from rightsnlp.provenance import RunRecord, sha256_file, write_json, write_text
from rightsnlp.reporting.folders.staging import FIGURES, check_folder, staged_folder
from rightsnlp.reporting.plots.file import figure_svg, save_figure

FIGURES_FILE, RECORD = "figures.json", "run.json"
LANGUAGES: tuple[Language, ...] = ("ar", "en")


def write_bulletin(bulletin: Bulletin, folder: str | Path, *, force: bool = False) -> list[str]:
    """Write a bulletin and return the names of its files.

    Parameters
    ----------
    bulletin : Bulletin
    folder : str or Path
        It is made where it does not exist.
    force : bool
        Replace an earlier bulletin.

    Raises
    ------
    OutputFileError
        When a file exists and ``force`` is false, or the folder cannot be written to.
    MissingExtraError
        When Babel, Jinja2 or matplotlib is not installed (extra ``monitoring``).
    """
    frames = file_tables(bulletin)
    tables = [f"tables/{name}.{suffix}" for name in frames for suffix in ("csv", "xlsx")]
    names = [*(page_name(language) for language in LANGUAGES), *tables, FIGURES_FILE, RECORD]
    check_folder(Path(folder) / "tables", [])
    with staged_folder(folder, names, last=RECORD, force=force) as stage:
        (stage / "tables").mkdir()
        (stage / FIGURES).mkdir()
        for name, frame in frames.items():
            for suffix in ("csv", "xlsx"):
                write_table(frame, stage / "tables" / f"{name}.{suffix}")
        for language in LANGUAGES:
            say = Speech(language)
            charts = draw_charts(bulletin, say)
            drawn = {name: figure_svg(figure) for name, figure in charts.items()}
            write_text(stage / page_name(language), render_page(bulletin, say, drawn))
            for name, figure in charts.items():
                save_figure(figure, stage / FIGURES / f"{name}.{language}")
        write_json(stage / FIGURES_FILE, _figures(bulletin))
        written = sorted(str(path.relative_to(stage)) for path in stage.rglob("*") if path.is_file())
        outputs = {name: sha256_file(stage / name) for name in written}
        _record(bulletin, outputs).save(stage / RECORD)
    return [*written, RECORD]


def _figures(bulletin: Bulletin) -> dict[str, object]:
    speech = {language: Speech(language) for language in LANGUAGES}
    min_cell = bulletin.settings.min_cell
    return {
        "signature": bulletin.signature,
        "synthetic": bulletin.settings.synthetic,
        "self_selection": {language: say("statement", "selection") for language, say in speech.items()},
        "method": {
            language: [say(key, "method").format(min_cell=min_cell) for key in METHOD]
            for language, say in speech.items()
        },
        "breaks": [
            {"date": entry.date.isoformat(), "platform": entry.platform, "note": entry.note}
            for entry in bulletin.settings.breaks
        ],
        "figures": figure_list(bulletin),
    }


def _record(bulletin: Bulletin, outputs: dict[str, str]) -> RunRecord:
    cases, settings = bulletin.cases, bulletin.settings
    return RunRecord(
        command="stats",
        inputs={cases.name: cases.sha256},
        outputs=outputs,
        settings={
            "period": settings.period,
            "min_cell": settings.min_cell,
            "confidence": settings.confidence,
            "as_of": cases.as_of.isoformat(),
        },
        counts={
            "rows": cases.rows,
            "cases": len(cases),
            "known_duplicates": cases.duplicates,
            "problems": cases.problems.counts(),
            "cells_left_out": len(bulletin.suppression.hidden),
        },
    )
