"""All shifts between two periods, corrected for looking at many, and whether to verify again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rightsnlp.evaluation.comparing.corrections import holm
from rightsnlp.exceptions import SchemaError
from rightsnlp.monitoring.drift.shifts import Shift, calibration_shift, category_shift, number_shift
from rightsnlp.monitoring.drift.words import RisingWords, rising_words
from rightsnlp.text.script import script_shares

CATEGORIES = ("platform", "language", "source", "content_type", "region")
LEVEL = 0.05


@dataclass(frozen=True)
class DriftReport:
    """What changed between two periods.

    Attributes
    ----------
    shifts : tuple of Shift
        Their p values are adjusted for all of them (Holm 1979).
    words : RisingWords or None
    advice : tuple of str
        Whether to verify again, and why.
    """

    shifts: tuple[Shift, ...]
    words: RisingWords | None
    advice: tuple[str, ...]

    def __str__(self) -> str:
        lines = [
            f"{shift.kind:<11} {shift.name:<14} size {shift.size:+.3f}  p {shift.p:.3g}  "
            f"n {shift.n_before:,} and {shift.n_after:,}"
            for shift in self.shifts
        ]
        if self.words is not None:
            lines += [
                f"rising word {w.word}: {w.before} cases before, {w.after} after" for w in self.words.shown
            ]
            lines += [f"{self.words.withheld} further words rise; they are in no list of terms"]
        return "\n".join([*lines, *self.advice])


def compare_periods(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    scores: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> DriftReport:
    """Compare the cases of two periods.

    Parameters
    ----------
    before, after : DataFrame
        Case fields; ``text`` for script, length and words.
    scores : mapping of str to str, optional
        Label to the column of its probabilities.
    labels : mapping of str to str, optional
        Label to a column of 1 and 0, empty where nobody verified; the verified cases must be drawn at random.

    Returns
    -------
    DriftReport

    Raises
    ------
    SchemaError
        When the two have no field in common.
    """
    shifts = [
        category_shift(name, _stated(before[name]), _stated(after[name]))
        for name in CATEGORIES
        if name in before and name in after and len(_stated(before[name])) and len(_stated(after[name]))
    ]
    words = None
    if "text" in before and "text" in after:
        first, second = (
            [t for t in frame["text"] if isinstance(t, str) and t.strip()] for frame in (before, after)
        )
        if first and second:
            scripts = [[_script(text) for text in texts] for texts in (first, second)]
            shifts.append(category_shift("script", *scripts))
            shifts.append(
                number_shift("length", *([len(text) for text in texts] for texts in (first, second)))
            )
            words = rising_words(list(dict.fromkeys(first)), list(dict.fromkeys(second)))
    for label, column in (scores or {}).items():
        p = [pd.to_numeric(frame[column], errors="coerce").to_numpy(float) for frame in (before, after)]
        shifts.append(number_shift(label, *(part[np.isfinite(part)] for part in p), kind="score"))
        if labels and label in labels:
            y = [
                pd.to_numeric(frame[labels[label]], errors="coerce").to_numpy(float)
                for frame in (before, after)
            ]
            known = [np.isfinite(a) & np.isfinite(b) for a, b in zip(p, y, strict=True)]
            if all(mask.any() for mask in known):
                pairs = [(a[mask], b[mask]) for a, b, mask in zip(p, y, known, strict=True)]
                shifts.append(calibration_shift(label, pairs[0], pairs[1]))
    if not shifts:
        raise SchemaError(
            "periods: the two tables have no field in common",
            expected=f"text, a score, or one of {', '.join(CATEGORIES)}",
            remedy="name the columns as case fields",
        )
    adjusted = holm([shift.p for shift in shifts])
    found = tuple(replace(shift, p=float(p)) for shift, p in zip(shifts, adjusted, strict=True))
    return DriftReport(found, words, _advice(found))


def _script(text: str) -> str:
    shares = script_shares(text)
    return max(shares, key=lambda name: (shares[name], name)) if shares else "none"


def _stated(column: pd.Series) -> list[str]:
    return [str(value) for value in column if isinstance(value, str) and value]


def _advice(shifts: tuple[Shift, ...]) -> tuple[str, ...]:
    moved = [shift for shift in shifts if shift.p < LEVEL]
    kinds = {shift.kind for shift in moved}
    checked = any(shift.kind == "calibration" for shift in shifts)
    if "calibration" in kinds:
        return ("verify again and calibrate anew: the scores no longer mean what they meant",)
    if kinds:
        names = ", ".join(f"{shift.name} ({shift.kind})" for shift in moved)
        seen = (
            ""
            if checked
            else "; the calibration was not looked at, for want of verified cases in both periods"
        )
        return (f"verify a sample of the new cases: {names} moved{seen}",)
    return ("nothing moved that these numbers of cases would show; a small shift can still be there",)
