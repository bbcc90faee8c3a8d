"""The reliability diagram: what was said against what holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.calibration_error import (
    Binning,
    bin_numbers,
    calibrated_errors,
    calibration_interval,
    reliability_table,
)
from rightsnlp.evaluation.confusion import divide
from rightsnlp.rendering.direction import visual_text
from rightsnlp.rendering.numbers import interval, number
from rightsnlp.rendering.plot_labels import (
    Language,
    check_language,
    label_title,
    note_text,
    phrase,
    reason_text,
)
from rightsnlp.reporting.plots.sheet import COLORS, QUIET, new_sheet, percent, style, write_axes

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot_reliability(
    y: npt.ArrayLike,
    p: npt.ArrayLike,
    *,
    label: str = "",
    n_bins: int = 15,
    binning: Binning = "width",
    groups: Sequence[Any] | npt.NDArray[Any] | None = None,
    n_resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
    signature: str | Mapping[str, Any] | None = None,
    language: Language = "en",
    title: str | None = None,
) -> Figure:
    """Draw, for bins of the probability, the share that holds with its Wilson interval, and the posts in each bin.

    Parameters
    ----------
    y, p : array-like (n,)
        Answers (1, 0, NaN) and probabilities; posts with a NaN in either are left out and counted.
    label : str
        Name of the label.
    n_bins, binning
        As in :func:`rightsnlp.evaluation.calibration_error.reliability_table`.
    groups, n_resamples, seed
        For the interval of the calibration error.
    confidence : float
        Nominal coverage of the intervals.
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
        When shapes or values do not fit.

    References
    ----------
    Bröcker, Smith (2007), Increasing the reliability of reliability diagrams. Guo, Pleiss, Sun, Weinberger (2017),
    On calibration of modern neural networks.

    Examples
    --------
    >>> figure = plot_reliability([1, 0, 1, 0], [0.9, 0.2, 0.6, 0.1], label="spam", n_bins=5)  # doctest: +SKIP
    """
    check_language(language)
    answers = a.check_answers(y, 1)
    probabilities = a.check_probabilities(p, (answers.shape[0], 1))
    table = reliability_table(answers, probabilities, n_bins=n_bins, binning=binning, confidence=confidence)
    error, verdict = _calibration_error(
        answers[:, 0], probabilities[:, 0], n_bins, binning, groups, n_resamples, confidence, seed
    )
    n = int(table["n"].sum())
    known = ~np.isnan(answers[:, 0]) & ~np.isnan(probabilities[:, 0])
    notes = [
        phrase(
            "ece",
            language,
            value=error,
            bins=str(n_bins),
            level=percent(confidence),
            verdict=verdict and f": {note_text(verdict, language)}",
        )
        if n
        else reason_text("no probability where the answer is known", language),
        phrase(
            "n_known",
            language,
            n=f"{n:,}",
            positive=f"{int(answers[known, 0].sum()):,}",
            left_out=f"{answers.shape[0] - n:,}",
        ),
    ]
    with style():
        figure = new_sheet(
            4.6,
            title=phrase("reliability_title", language, label=label_title(label, language))
            if title is None
            else title,
            notes=notes,
            signature=signature,
            language=language,
            width=5.0,
        )
        curve, counts = figure.subplots(2, 1, sharex=True, height_ratios=(4, 1))
        (ideal,) = curve.plot([0, 1], [0, 1], color=QUIET, linestyle="--", linewidth=1)
        if n:
            x, share = table["probability"].to_numpy(), table["frequency"].to_numpy()
            curve.errorbar(
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
            curve.text(0.5, 0.5, visual_text(notes[0], language), ha="center", va="center", color=QUIET)
        curve.set(xlim=(0, 1), ylim=(0, 1))
        write_axes(curve, "", phrase("frequency", language), language)
        curve.legend(
            [ideal],
            [visual_text(phrase("perfect", language), language)],
            loc="upper left",
            handlelength=2.4,
            markerfirst=language != "ar",
        )
        edges = np.linspace(0, 1, n_bins + 1)
        heights = (
            np.histogram(probabilities[known, 0], bins=edges)[0]
            if binning == "mass"
            else _counts(table, n_bins)
        )
        bars = counts.bar(
            edges[:-1], heights, width=1 / n_bins, align="edge", color=COLORS[0], edgecolor="white"
        )
        counts.bar_label(
            bars, [f"{height:,}" if height else "" for height in heights], fontsize=6.5, padding=1
        )
        counts.set_ylim(0, max(1, heights.max(initial=0)) * 1.25)
        counts.grid(visible=False, axis="x")
        write_axes(counts, phrase("probability", language), phrase("posts", language), language)
    return figure


def _counts(table: Any, n_bins: int) -> a.IntArray:
    heights = np.zeros(n_bins, dtype=np.int64)
    heights[table["bin"]] = table["n"]
    return heights


def _calibration_error(
    y: a.FloatArray,
    p: a.FloatArray,
    n_bins: int,
    binning: Binning,
    groups: Any,
    n_resamples: int,
    confidence: float,
    seed: int,
) -> tuple[str, str]:
    """Return the calibration error with its interval, and the verdict; the resamples are those of a report."""
    known = ~np.isnan(y) & ~np.isnan(p)
    if not known.any():
        return "", ""
    gaps = np.zeros((y.size, n_bins))
    gaps[np.flatnonzero(known), bin_numbers(p[known], n_bins, binning)] = p[known] - y[known]

    def statistic(W: a.FloatArray) -> a.FloatArray:
        return divide(np.abs(W @ gaps).sum(axis=1), W @ known)[:, None]

    boot = bootstrap(
        statistic,
        y.size,
        n_resamples=n_resamples,
        confidence=confidence,
        method="percentile",
        seed=seed,
        groups=groups,
    )
    calibrated = calibrated_errors(p[known], binning, n_bins=n_bins, n_resamples=n_resamples, seed=seed)
    value = float(boot.value[0])
    low, high, words = calibration_interval(value, boot.resamples[:, 0], calibrated, confidence)
    return f"{number(value)} {interval(low, high)}", words
