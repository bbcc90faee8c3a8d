"""One look for all figures: colours, sizes, the sheet with its title, notes and signature."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rightsnlp.evaluation.signature import signature_line
from rightsnlp.exceptions import MissingExtraError
from rightsnlp.rendering.direction import isolate, visual_text
from rightsnlp.rendering.reasons import Reason
from rightsnlp.rendering.words import Language, Messages, load_words, phrase

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Okabe, Ito (2008), Color universal design, without yellow, which is faint on white paper.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MARKERS = ("o", "s", "D", "^", "v", "P")
INK, QUIET, RULE, PAPER = "#1a1a1a", "#555555", "#d0d0d0", "#ffffff"
WRONG = "#D55E00"

WIDTH = 6.4
"""Width of a figure in inches: a page's text block at its own size."""

_TITLE, _BASE, _NOTE, _SIGNATURE = 11.0, 9.0, 8.0, 6.5
_MARGIN = 0.08
_LEGEND_GAP = 0.5
"""Inches below the axes that the scale and its name take."""

_LETTER = 0.54
"""Mean width of a letter of DejaVu Sans, in parts of its size; a little on the safe side."""

_RC: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": _BASE,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "figure.dpi": 110,
    "figure.facecolor": PAPER,
    "font.family": "DejaVu Sans",
    "font.size": _BASE,
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "legend.fontsize": _NOTE,
    "legend.frameon": False,
    "path.simplify": True,
    "savefig.facecolor": PAPER,
    "svg.fonttype": "path",
    "svg.hashsalt": "rightsnlp",
    "text.color": INK,
    # A dollar in a slice's name is a dollar.
    "text.parse_math": False,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "xtick.labelsize": _NOTE,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
    "ytick.labelsize": _NOTE,
}


@contextmanager
def style() -> Iterator[None]:
    """Draw in the one style whatever the user's settings are, and leave those as they were.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed.
    """
    try:
        import matplotlib
        from matplotlib.style import context
    except ImportError:
        raise MissingExtraError("drawing plots", package="matplotlib", extra="plots") from None
    with matplotlib.rc_context(), context(["default", _RC]):
        yield


def new_sheet(
    body: float,
    *,
    title: str,
    notes: Sequence[str],
    signature: str | Mapping[str, Any] | None,
    language: Language,
    width: float = WIDTH,
) -> Figure:
    """Return an empty figure with its title above and its notes and signature below.

    Parameters
    ----------
    body : float
        Height in inches that is left for the axes.
    title : str
        Empty for none.
    notes : sequence of str
        One paragraph each.
    signature : str, mapping or None
        A signature, or its line.
    language : {"en", "ar"}
        In Arabic everything starts from the right.
    width : float
        Width in inches.
    """
    from matplotlib.figure import Figure

    Messages(language)  # raises where there are no words
    line = signature_line(signature) if isinstance(signature, Mapping) else signature or ""
    head = _wrapped(title, width, _TITLE)
    foot = [part for note in notes for part in _wrapped(note, width, _NOTE)]
    small = _wrapped(line, width, _SIGNATURE)
    top = len(head) * _leading(_TITLE) + (_MARGIN if head else 0)
    bottom = len(foot) * _leading(_NOTE) + len(small) * _leading(_SIGNATURE) + _MARGIN
    height = body + top + bottom + 2 * _MARGIN
    figure = Figure(figsize=(width, height), layout="constrained")
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0, (bottom + _MARGIN) / height, 1, body / height), h_pad=0.04, w_pad=0.06)
    start = (width - _MARGIN) / width if language == "ar" else _MARGIN / width
    y = height - _MARGIN
    for part in head:
        y -= _leading(_TITLE)
        _write(figure, start, y / height, part, language, fontsize=_TITLE, fontweight="bold")
    y = bottom
    for part in foot:
        y -= _leading(_NOTE)
        _write(figure, start, y / height, part, language, fontsize=_NOTE, color=INK)
    for part in small:
        y -= _leading(_SIGNATURE)
        _write(figure, start, y / height, part, language, fontsize=_SIGNATURE, color=QUIET)
    return figure


def write_axes(axes: Axes, x: str, y: str, language: Language) -> None:
    """Name the two axes."""
    axes.set_xlabel(visual_text(x, language))
    axes.set_ylabel(visual_text(y, language))


def write_legend(axes: Axes, entries: Sequence[tuple[Any, str]], language: Language) -> None:
    """Put a legend of marks and texts below the axes, from the side where the language starts."""
    from matplotlib.transforms import ScaledTranslation

    right = language == "ar"
    offset = ScaledTranslation(0, -_LEGEND_GAP, axes.get_figure().dpi_scale_trans)  # type: ignore[union-attr]
    axes.legend(
        [handle for handle, _ in entries],
        [visual_text(text, language) for _, text in entries],
        loc="upper right" if right else "upper left",
        bbox_to_anchor=(1.0 if right else 0.0, 0.0),
        bbox_transform=axes.transAxes + offset,
        borderaxespad=0,
        borderpad=0,
        handlelength=2.4,
        markerfirst=not right,
        alignment="right" if right else "left",
    )


def drawing_title(kind: str, language: Language, **values: str) -> str:
    """Return the title of a kind of drawing, with label and metric filled in."""
    title: str = load_words()["drawings"][kind]["title"][language]
    return title.format(**{name: isolate(value, language) for name, value in values.items()})


def undefined_text(reason: Reason | None, language: Language) -> str:
    """Return that a figure is undefined, and why."""
    said = "–" if reason is None else reason.told(language)
    return phrase("undefined", language, reason=said)


def _leading(size: float) -> float:
    return 1.45 * size / 72


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines that fit the width."""
    columns = int((width - 2 * _MARGIN) * 72 / (size * _LETTER))
    # A signature has no spaces: it may break after a bar.
    parts = textwrap.wrap(text.replace("|", "| "), columns, break_on_hyphens=False)
    return [part.replace("| ", "|") for part in parts]


def _write(figure: Figure, x: float, y: float, text: str, language: Language, **look: Any) -> None:
    side = "right" if language == "ar" else "left"
    figure.text(x, y, visual_text(text, language), ha=side, va="bottom", **look)
