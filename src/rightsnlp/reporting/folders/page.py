"""The drawings and the page of a folder of results, where the packages that draw them are installed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from rightsnlp.exceptions import MissingExtraError
from rightsnlp.provenance import write_text
from rightsnlp.reporting.folders.staging import FIGURES, PAGE
from rightsnlp.reporting.page.content import ReportContent
from rightsnlp.reporting.page.html import render_html
from rightsnlp.reporting.plots.of_report import Drawn, save_figures


def write_page(
    stage: Path, content: ReportContent, draw: Callable[[], Sequence[Drawn]], language: str
) -> str:
    """Draw the figures, and write them and the page.

    Parameters
    ----------
    stage : Path
        The folder.
    content : ReportContent
        What the page shows beside the figures.
    draw : callable
        Gives the figures.
    language : {"en", "ar"}
        Language in which the page opens, and of the files of the figures.

    Returns
    -------
    str
        Why there are no drawings and no page; empty when there are.
    """
    try:
        drawn = draw()
        (stage / FIGURES).mkdir()
        figures = save_figures(drawn, stage / FIGURES, language)
        write_text(stage / PAGE, render_html(replace(content, figures=figures), default_language=language))
    except MissingExtraError as error:
        return error.remedy
    return ""
