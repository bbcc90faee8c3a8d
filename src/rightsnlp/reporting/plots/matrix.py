"""Tables as pictures: decisions against known answers, functionalities against target groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation import arrays as a
from rightsnlp.intervals import check_confidence, wilson
from rightsnlp.rendering.direction import isolate, visual_text
from rightsnlp.rendering.numbers import estimate, level
from rightsnlp.rendering.words import Language, Messages, label_title, phrase
from rightsnlp.reporting.plots.sheet import INK, PAPER, QUIET, RULE, WIDTH, drawing_title, new_sheet, style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from rightsnlp.checks.functional.report import FunctionalReport

# From paper to Okabe and Ito's blue and vermilion; the darkest shade still carries white letters.
_BLUES, _REDS = (PAPER, "#0072B2"), (PAPER, "#F4B183", "#D55E00", "#8F3F00")
_DARK = 0.6
_CELL_WIDTH, _CELL_HEIGHT = 0.36, 0.2


def plot_confusion(
    Y: npt.ArrayLike,
    P: npt.ArrayLike | None,
    labels: Sequence[str],
    *,
    thresholds: a.Thresholds = None,
    decisions: npt.ArrayLike | None = None,
    confidence: float = 0.95,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw, label by label, how posts with a known answer were decided: counts, and shares of the row.

    Parameters
    ----------
    Y, P, labels, thresholds, decisions
        As in :func:`rightsnlp.evaluation.metrics.evaluate_arrays`. Posts sent to review, or lacking the fields, have
        columns of their own where there are any.
    confidence : float
        Nominal coverage of Wilson's interval of each share; it takes posts as independent.
    signature, language, title
        As in :func:`rightsnlp.reporting.plots.plot_reliability`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed (extra ``plots``).
    InvalidArgumentError
        When shapes or values do not fit.

    Examples
    --------
    >>> figure = plot_confusion([1, 0, 1], [0.9, 0.2, 0.3], ["spam"])  # doctest: +SKIP
    """
    check_confidence(confidence)
    judged = a.judge(Y, P, labels, thresholds=thresholds, decisions=decisions)
    known = ~np.isnan(judged.Y)
    used = [
        (name, a.DECISION_CODES[name])
        for name in ("assigned", "review", "insufficient", "not_assigned")
        if name in {"assigned", "not_assigned"} or (judged.codes[known] == a.DECISION_CODES[name]).any()
    ]
    notes = [phrase("confusion_note", language, level=level(confidence))]
    for j, name in enumerate(judged.labels):
        n = int(known[:, j].sum())
        counts = {"n": f"{n:,}", "unknown": f"{known.shape[0] - n:,}"}
        notes.append(phrase("confusion_n", language, label=label_title(name, language), **counts))
    with style():
        figure = new_sheet(
            1.0 * len(judged.labels) + 0.3,
            title=drawing_title("confusion", language) if title is None else title,
            notes=notes,
            signature=signature,
            language=language,
            width=max(5.0, 1.3 + 1.3 * len(used)),
        )
        for j, axes in enumerate(figure.subplots(len(judged.labels), 1, squeeze=False)[:, 0]):
            table = np.array(
                [
                    [
                        int(((judged.Y[:, j] == answer) & (judged.codes[:, j] == code)).sum())
                        for _, code in used
                    ]
                    for answer in (1, 0)
                ]
            )
            totals = table.sum(axis=1, keepdims=True)
            shares = table / np.maximum(totals, 1)
            _shade(axes, shares, table >= 0, _BLUES)
            for (row, column), count in np.ndenumerate(table):
                total = int(totals[row, 0])
                low, high = wilson(int(count), total, confidence)
                share = estimate(shares[row, column], low, high) if total else "–"
                color = _ink(shares[row, column])
                axes.text(
                    column, row - 0.14, f"{count:,}", ha="center", va="center", weight="bold", color=color
                )
                axes.text(column, row + 0.22, share, ha="center", va="center", fontsize=7.5, color=color)
            rows = [
                phrase("posts_of", language, name=phrase(key, language), n=f"{int(total):,}")
                for key, total in zip(("holds", "holds_not"), totals[:, 0], strict=True)
            ]
            _name_cells(axes, [Messages(language)("decisions", name) for name, _ in used], rows, language)
            side = "right" if language == "ar" else "left"
            heading = visual_text(label_title(judged.labels[j], language), language)
            axes.set_title(heading, loc=side, fontsize=9, fontweight="bold", pad=4)
    return figure


def plot_functional(
    report: FunctionalReport,
    *,
    label: str | None = None,
    suite_language: str | None = None,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw functionality × target group: right answers of cases in each cell, the darker the more were wrong.

    Parameters
    ----------
    report : FunctionalReport
        What :func:`rightsnlp.checks.functional.suite.evaluate_suite` gave. Annotator-disagreed cases are left out.
    label : str, optional
        Default: the first.
    suite_language : str, optional
        Cases in this language only.
    signature : str or mapping, optional
        Default: the report's own.
    language, title
        As in :func:`rightsnlp.reporting.plots.plot_reliability`.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed (extra ``plots``).
    InvalidArgumentError
        When there is no case of the label and language.
    """
    label = report.labels[0] if label is None else label
    table = report.by_target(label, suite_language)
    counts, right = table["n"].to_numpy(), table["correct"].to_numpy()
    counts = np.column_stack([counts, counts.sum(axis=1)])
    right = np.column_stack([right, right.sum(axis=1)])
    targets = [phrase("none", language) if name == "(none)" else str(name) for name in table["n"].columns]
    names = [str(name) for name in table.index]
    wrong = 1 - right / np.maximum(counts, 1)
    judged = [r for r in report.results if r.label == label and suite_language in {None, r.language}]
    said = {
        "n": f"{sum(r.n for r in judged):,}",
        "wrong": f"{sum(r.n - r.correct for r in judged):,}",
        "review": f"{sum(r.wrong_in_review for r in judged):,}",
    }
    shown = label_title(label, language) + (
        f" ({isolate(suite_language, language)})" if suite_language else ""
    )
    heading = drawing_title("functional", language, label=shown)
    with style():
        figure = new_sheet(
            _CELL_HEIGHT * len(names) + 1.3,
            title=heading if title is None else title,
            notes=[phrase("functional_note", language, **said)],
            signature=report.signature_line if signature is None else signature,
            language=language,
            width=max(WIDTH, _CELL_WIDTH * (len(targets) + 1) + 0.075 * max(map(len, names)) + 0.4),
        )
        axes = figure.subplots()
        _shade(axes, wrong, counts > 0, _REDS)
        for row, column in zip(*np.nonzero(counts), strict=True):
            failed = right[row, column] < counts[row, column]
            axes.text(
                column,
                row,
                f"{right[row, column]}/{counts[row, column]}",
                ha="center",
                va="center",
                fontsize=6.5,
                weight="bold" if failed else "normal",
                color=_ink(wrong[row, column]) if failed else QUIET,
            )
        axes.axvline(len(targets) - 0.5, color=QUIET, linewidth=1)
        _name_cells(axes, [*targets, phrase("all", language)], names, language, rotation=40)
    return figure


def _shade(axes: Axes, shares: a.FloatArray, there: npt.NDArray[np.bool_], colors: Sequence[str]) -> None:
    """Draw the cells that are there, from the first colour at 0 to the last at 1; one path for all of one colour."""
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    shade = LinearSegmentedColormap.from_list("shares", list(colors))
    corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5)])
    for share in np.unique(shares[there]):
        cells = np.argwhere(there & (shares == share))[:, ::-1]
        path = Path.make_compound_path(*(Path(corners + cell, closed=True) for cell in cells))
        axes.add_patch(
            PathPatch(path, facecolor=shade(float(share)), edgecolor=RULE, linewidth=0.5, clip_on=False)
        )
    axes.set(xlim=(-0.5, shares.shape[1] - 0.5), ylim=(shares.shape[0] - 0.5, -0.5))


def _name_cells(
    axes: Axes, columns: Sequence[str], rows: Sequence[str], language: Language, rotation: float = 0
) -> None:
    """Name columns above and rows at the side where the language starts; columns run from there."""
    right = language == "ar"
    if right:
        axes.invert_xaxis()
        axes.yaxis.tick_right()
    axes.xaxis.tick_top()
    axes.set_xticks(range(len(columns)), [visual_text(isolate(name, language), language) for name in columns])
    axes.set_yticks(range(len(rows)), [visual_text(isolate(name, language), language) for name in rows])
    if rotation:
        for tick in axes.get_xticklabels():
            tick.set(
                rotation=-rotation if right else rotation,
                ha="right" if right else "left",
                rotation_mode="anchor",
            )
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)


def _ink(share: float) -> str:
    return PAPER if share > _DARK else INK
