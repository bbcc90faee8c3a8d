"""Figures as files: SVG and PNG with the same bytes every time, and SVG for the inside of a page."""

from __future__ import annotations

import hashlib
import io
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from rightsnlp.provenance import atomic_path, check_output
from rightsnlp.rendering.direction import without_marks
from rightsnlp.reporting.plots.sheet import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DPI = 200
_PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'
_ROOT_STYLE = "stroke-linejoin: round; stroke-linecap: butt; max-width: 100%; height: auto"
_NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def save_figure(figure: Figure, path: str | Path, *, force: bool = False) -> tuple[Path, Path]:
    """Write a figure as SVG and PNG, each atomically; the same figure gives the same bytes.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What a function of :mod:`rightsnlp.reporting.plots` gave.
    path : str or Path
        Without a suffix; ``.svg`` and ``.png`` are added.
    force : bool
        Replace files that exist.

    Returns
    -------
    tuple of Path
        The SVG and the PNG.

    Raises
    ------
    OutputFileError
        When a file exists and ``force`` is false, or the folder cannot be written to.
    MissingExtraError
        When matplotlib is not installed (extra ``plots``).
    """
    return write_figure(figure, figure_svg(figure), path, force=force)


def write_figure(figure: Figure, element: str, path: str | Path, *, force: bool = False) -> tuple[Path, Path]:
    """Write a figure, and what :func:`figure_svg` gave of it; see :func:`save_figure`."""
    base = Path(path)
    svg, png = base.with_name(base.name + ".svg"), base.with_name(base.name + ".png")
    for target in (svg, png):
        check_output(target, force=force)
    with atomic_path(svg, force=force) as temporary:
        temporary.write_text(_PROLOG + element + "\n", encoding="utf-8", newline="\n")
    with style(), atomic_path(png, force=force) as temporary:
        figure.savefig(temporary, format="png", dpi=_DPI, metadata={"Software": None})
    return svg, png


def figure_svg(figure: Figure) -> str:
    """Return a figure as an ``<svg>`` element to put into a page.

    Letters are drawn as outlines, so Arabic is joined and ordered in every browser, whatever fonts it has; title,
    notes and signature stand in ``aria-label`` for a screen reader. Identifiers begin with a hash of the
    figure, so that several on one page do not clash, and nothing outside the element is referred to or styled.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        What a function of :mod:`rightsnlp.reporting.plots` gave.

    Returns
    -------
    str
        Without an XML prolog.

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed (extra ``plots``).
    """
    stream = io.StringIO()
    with style():
        figure.savefig(stream, format="svg", metadata=_NO_METADATA)
    text = stream.getvalue()
    svg = text[text.index("<svg") :].strip()
    # A style sheet would reach every other drawing on the page; what it says is inherited from the root as well.
    svg = re.sub(r"<!--.*?-->|<style.*?</style>", "", svg, flags=re.DOTALL)
    svg = _shared_runs(_short_numbers(svg))
    svg = _own_identifiers(svg, prefix=f"f{hashlib.sha256(svg.encode()).hexdigest()[:6]}-")
    said = escape(alternative_text(figure), quote=True)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{said}" style="{_ROOT_STYLE}" ', 1)


def alternative_text(figure: Figure) -> str:
    """Return title, notes and signature of a figure, for those who cannot see it."""
    return " ".join(without_marks(part.get_text()) for part in figure.texts)


def _short_numbers(svg: str) -> str:
    """Drop white space between elements and around the letters of paths, long words, and decimals no eye can see."""
    svg = re.sub(r">\s+<", "><", svg)
    svg = re.sub(r"\s*\b([MLQCz])\s+", r"\1", svg)
    svg = re.sub(r"-?\d+\.\d{3,}", _shorter, svg)
    return re.sub(r'(<use [^>]*?) transform="translate\(([^ )]+) 0\)"/>', r'\1 x="\2"/>', svg)


def _shorter(found: re.Match[str]) -> str:
    """Return a length with two decimals, and a scale, which is small, with four digits."""
    value = float(found[0])
    short = f"{value:.2f}" if abs(value) >= 1 else f"{value:.4g}"
    return short.rstrip("0").rstrip(".") if "." in short and "e" not in short else short


def _shared_runs(svg: str) -> str:
    """Keep each run of letters once, and refer to it where the same number or word stands again."""
    seen: dict[str, str] = {}

    def share(found: re.Match[str]) -> str:
        run = found[0]
        if run in seen:
            return f'<use xlink:href="#{seen[run]}"/>'
        seen[run] = f"run-{len(seen)}"
        return f'<g id="{seen[run]}">{run}</g>'

    return re.sub(r"(?:<use xlink:href=\"#[^\"]+\"(?: (?:x|transform)=\"[^\"]*\")?/>){2,}", share, svg)


def _own_identifiers(svg: str, prefix: str) -> str:
    """Rename the identifiers that something refers to, and drop all others."""
    used = dict.fromkeys(re.findall(r"(?:href=\"#|url\(#)([^\")]+)", svg))
    names = {name: f"{prefix}{number}" for number, name in enumerate(used)}
    svg = re.sub(r" id=\"([^\"]+)\"", lambda m: f' id="{names[m[1]]}"' if m[1] in names else "", svg)
    return re.sub(r"(href=\"#|url\(#)([^\")]+)", lambda m: m[1] + names[m[2]], svg)
