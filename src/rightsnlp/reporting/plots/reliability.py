"""The reliability diagram: what was said against what holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rightsnlp.evaluation.calibration_error import ReliabilityCurve
from rightsnlp.rendering.direction import visual_text
from rightsnlp.rendering.numbers import estimate, level
from rightsnlp.rendering.reasons import Reason
from rightsnlp.rendering.words import Language, label_title, phrase
from rightsnlp.reporting.plots.sheet import (
    COLORS,
    QUIET,
    drawing_title,
    new_sheet,
    style,
    undefined_text,
    write_axes,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_reliability(
    curve: ReliabilityCurve,
    *,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw, for bins of the probability, the share that holds with its Wilson interval, and the posts in each bin.

    Parameters
    ----------
    curve : ReliabilityCurve
        What :func:`rightsnlp.evaluation.calibration_error.reliability_curve` gave.
    signature : str or mapping, optional
        Written small below the figure.
    language : {"en", "ar"}
        Language of the words.
    title : str, optional
        Default: what is drawn, and the label. Empty for none.

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    MissingExtraError
        When matplotlib is not installed (extra ``plots``).
    InvalidArgumentError
        When there are no words in the language.

    Examples
    --------
    >>> from rightsnlp.evaluation.calibration_error import reliability_curve
    >>> curve = reliability_curve([1, 0, 1, 0], [0.9, 0.2, 0.6, 0.1], label="spam", n_bins=5)
    >>> figure = plot_reliability(curve)  # doctest: +SKIP
    """
    table, heights = curve.table, curve.heights
    n_bins = heights.size
    notes = [
        _error_note(curve, language),
        phrase(
            "n_known",
            language,
            n=f"{curve.n:,}",
            positive=f"{curve.n_positive:,}",
            left_out=f"{curve.n_left_out:,}",
        ),
    ]
    with style():
        figure = new_sheet(
            4.6,
            title=drawing_title("reliability", language, label=label_title(curve.label, language))
            if title is None
            else title,
            notes=notes,
            signature=signature,
            language=language,
            width=5.0,
        )
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
        (ideal,) = above.plot([0, 1], [0, 1], color=QUIET, linestyle="--", linewidth=1)
        if curve.n:
            x, share = table["probability"].to_numpy(), table["frequency"].to_numpy()
            above.errorbar(
                x,
                share,
                yerr=[share - table["low"].to_numpy(), table["high"].to_numpy() - share],
                color=COLORS[0],
                marker="o",
                markersize=4,
                linewidth=1.2,
                elinewidth=1,
                capsize=2,
                clip_on=False,
            )
        else:
            above.text(0.5, 0.5, visual_text(notes[0], language), ha="center", va="center", color=QUIET)
        above.set(xlim=(0, 1), ylim=(0, 1))
        write_axes(above, "", phrase("frequency", language), language)
        above.legend(
            [ideal],
            [visual_text(phrase("perfect", language), language)],
            loc="upper left",
            handlelength=2.4,
            markerfirst=language != "ar",
        )
        edges = np.linspace(0, 1, n_bins + 1)
        bars = below.bar(
            edges[:-1], heights, width=1 / n_bins, align="edge", color=COLORS[0], edgecolor="white"
        )
        below.bar_label(
            bars, [f"{height:,}" if height else "" for height in heights], fontsize=6.5, padding=1
        )
        below.set_ylim(0, max(1, heights.max(initial=0)) * 1.25)
        below.grid(visible=False, axis="x")
        write_axes(below, phrase("probability", language), phrase("posts", language), language)
    return figure


def _error_note(curve: ReliabilityCurve, language: Language) -> str:
    error = curve.error
    if not curve.n:
        return undefined_text(error.reason, language)
    calibrated = Reason("no_miscalibration")
    known = error.reason is not None and calibrated.code in error.reason.codes
    return phrase(
        "ece",
        language,
        value=estimate(error.value, error.low, error.high),
        bins=str(curve.heights.size),
        level=level(curve.confidence),
        verdict=f": {calibrated.told(language)}" if known else "",
    )
