"""Exact additive evidence: what each character of the original text added to a label's logit.

The model is linear in its features, so an n-gram's contribution is its weight times its part in the feature.
It is shared out evenly over the characters the n-gram covers, and goes from there through the normaliser's
offsets to the original text; that of an Arabizi word in Arabic script goes to the word as it was written. The shares
and the intercept add up to the logit, but for the post's shape and what normalising left no text of.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.linear.reading import LinearScorer, Reading
from rightsnlp.classification.ngrams.hashed import Grams
from rightsnlp.records import Span
from rightsnlp.text.offsets import NormalizedText

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
# No white space stands beyond it.
_TABLE_SIZE = 0x3002


@dataclass(frozen=True)
class Attribution:
    """Contributions to one label's logit of one field of some cases.

    Attributes
    ----------
    texts : list of str
        The original texts of the field.
    starts : ndarray of int64, shape (n_texts,)
        Where the characters of each text begin in ``weights``. Before them, and after those of the last text, stands
        one number that is 0.
    weights : ndarray of float64, shape (n_characters + n_texts + 1,)
        What each character added.
    total : ndarray of float64, shape (n_texts,)
        What each text added in all: its characters, its shape, and what normalising left no text of.
    """

    texts: Sequence[str]
    starts: Places
    weights: Floats
    total: Floats

    def of(self, nth: int) -> Floats:
        """Return what each character of one text added, shape (len(text),)."""
        return self.weights[self.starts[nth] :][: len(self.texts[nth])]

    def words(self) -> tuple[Places, Places, Places, Floats]:
        """Return the words (runs without white space) of all texts.

        Returns
        -------
        text, start, end : ndarray of int64, shape (n_words,)
            The text of each word, by its place, and the word's half-open range there.
        weight : ndarray of float64, shape (n_words,)
            What the characters of each word added.
        """
        joined = " ".join(["", *self.texts, ""])
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        blank = np.take(_white_space(), codes, mode="clip")
        edges = np.flatnonzero(blank[1:] != blank[:-1]) + 1
        begin, end = edges[0::2], edges[1::2]
        # The blank before a word adds nothing to it: a sum that starts there is that of the word alone.
        weights = np.where(blank, 0.0, self.weights)
        sums = (
            np.add.reduceat(weights, np.column_stack([begin - 1, end]).ravel())[::2]
            if begin.size
            else np.zeros(0)
        )
        text = np.searchsorted(self.starts, begin, side="right") - 1
        return text, begin - self.starts[text], end - self.starts[text], sums


def attribute(
    model: LinearScorer, reading: Reading, rows: NDArray[np.integer], label: str, field: str
) -> Attribution:
    """Return what each character of one field added to the logit of ``label``.

    Parameters
    ----------
    model : LinearClassifier
    reading : Reading
        What the model read, with offsets.
    rows : ndarray of int
        The cases that are asked about, by their place in the chunk; they rise.
    label : str
        Name of a label that reads the field.
    field : str

    Examples
    --------
    >>> from rightsnlp.classification.linear.classifier import LinearClassifier
    >>> model = LinearClassifier(labels=["night"]).fit(["good day", "bad night"] * 4, [1, 0] * 4)
    >>> reading, _ = next(model.readings(["good day"]))
    >>> found = attribute(model, reading, np.array([0]), "night", "text")
    >>> bool(abs(found.total[0] + model.intercept_[0] - reading.logits[0, 0]) < 1e-4)
    True
    """
    hashed = reading.hashed[field]
    column = model.labels_.index(label)
    grams = hashed.grams(rows)
    value = np.take(model.coef_[:, column], grams.bucket) * grams.value
    originals = [reading.fields[field][row] for row in rows.tolist()]
    normalized = [reading.normalized[field].with_offsets(row) for row in rows.tolist()]
    read = {nth: hashed.read[row] for nth, row in enumerate(rows.tolist()) if row in hashed.read}
    on_normalized, at = _onto_normalized(value, grams, normalized, read)
    on_original, starts = _onto_original(on_normalized, at, normalized, originals)
    shape = hashed.shape[rows].astype(np.float64) @ hashed.shape_weights(model.coef_)[:, column]
    total = np.bincount(grams.row, value, len(originals)) + shape
    return Attribution(originals, starts, on_original, total)


def _onto_normalized(
    value: Floats,
    grams: Grams,
    texts: Sequence[NormalizedText],
    read: Mapping[int, Sequence[tuple[int, int, str]]],
) -> tuple[Floats, Places]:
    """Share each n-gram out evenly over its characters; return what they got, and where each text begins there."""
    own = ~grams.reading if read else slice(None)
    sizes = np.array([len(text.text) for text in texts], dtype=np.int64)
    onto, at = _spread(value[own], grams.row[own], grams.begin[own], grams.end[own], sizes)
    for nth, words in read.items():
        # What the Arabizi words weigh in Arabic script goes to the words as they were written.
        its = np.flatnonzero(grams.reading & (grams.row == nth))
        size = sum(len(arabic) + 1 for _, _, arabic in words) - 1
        place = np.zeros(its.size, dtype=np.int64)
        reading, _ = _spread(value[its], place, grams.begin[its], grams.end[its], np.array([size]))
        reading = reading[1 : size + 1]
        done = 0
        for first, last, arabic in words:
            # The blank after a word goes with it.
            added = reading[done : done + len(arabic) + 1].sum()
            onto[at[nth] + first : at[nth] + last] += added / (last - first)
            done += len(arabic) + 1
    return onto, at


def _onto_original(
    values: Floats, at: Places, normalized: Sequence[NormalizedText], originals: Sequence[str]
) -> tuple[Floats, Places]:
    """Share out what each normalised character got over the characters that it came from."""
    sizes = np.array([len(text.text) for text in normalized], dtype=np.int64)
    row = np.repeat(np.arange(sizes.size), sizes)
    first = np.cumsum(sizes) - sizes
    values = values[np.arange(row.size) + np.repeat(at - first, sizes)]
    starts = np.concatenate([np.zeros(0, dtype=np.int64), *(text.starts for text in normalized)])
    ends = np.concatenate([np.zeros(0, dtype=np.int64), *(text.ends for text in normalized)])
    return _spread(values, row, starts, ends, np.array([len(text) for text in originals], dtype=np.int64))


def _spread(value: Floats, row: Places, begin: Places, end: Places, sizes: Places) -> tuple[Floats, Places]:
    """Share each value out evenly over a range of one of the rows; what lies outside its row is left out.

    Returns
    -------
    ndarray of float64, shape (sizes.sum() + n_rows + 1,)
        The rows one after the other, a 0 before each and after the last.
    ndarray of int64, shape (n_rows,)
        Where each row begins.
    """
    at = np.cumsum(sizes + 1) - sizes
    begin, end = np.maximum(begin, 0), np.minimum(end, sizes[row])
    inside = begin < end
    if not inside.all():
        value, row, begin, end = value[inside], row[inside], begin[inside], end[inside]
    first = at[row]
    share = value / (end - begin)
    # A difference array a row, added up once. Row by row, or a row's roundings would reach into the next.
    steps: Floats = np.bincount(
        np.concatenate([first + begin, first + end]),
        np.concatenate([share, -share]),
        int((sizes + 1).sum()) + 1,
    ).astype(np.float64, copy=False)
    spread = np.zeros_like(steps)
    for first_of_row, size in zip(at.tolist(), sizes.tolist(), strict=True):
        np.add.accumulate(
            steps[first_of_row : first_of_row + size], out=spread[first_of_row : first_of_row + size]
        )
    return spread, at


def explain_reading(
    model: LinearScorer, reading: Reading, rows: NDArray[np.integer], label: str, *, n_spans: int = 5
) -> list[list[Span]]:
    """Return the words that weighed most for a label, strongest first.

    Parameters
    ----------
    model : LinearClassifier
    reading : Reading
        What the model read, with offsets.
    rows : ndarray of int
        The cases that are asked about, by their place in the chunk; they rise.
    label : str
    n_spans : int
        Most spans per case.

    Returns
    -------
    list of list of Span
        Words (runs without blanks) with a positive weight, neighbours not merged.
    """
    fields = [field for field in model.taxonomy_[label].reads if field in reading.hashed]
    found: list[list[Span]] = [[] for _ in rows]
    if not fields or not rows.size:
        return found
    words = [attribute(model, reading, rows, label, field).words() for field in fields]
    case, start, end, weight = (np.concatenate(parts) for parts in zip(*words, strict=True))
    field_of = np.repeat(np.argsort(np.argsort(fields)), [part[0].size for part in words])
    kept = np.flatnonzero(weight > 0)
    rounded = _rounded(weight[kept])
    order = np.lexsort((start[kept], field_of[kept], -rounded, case[kept]))
    kept, rounded = kept[order], rounded[order]
    # How many of a case stand before each.
    rank = np.arange(kept.size) - np.searchsorted(case[kept], case[kept])
    strongest = np.flatnonzero(rank < n_spans)
    kept, rounded = kept[strongest], rounded[strongest]
    names = sorted(fields)
    for nth, first, last, added, name in zip(
        case[kept].tolist(),
        start[kept].tolist(),
        end[kept].tolist(),
        rounded.tolist(),
        field_of[kept].tolist(),
        strict=True,
    ):
        found[nth].append(Span(first, last, added, names[name]))
    return found


def _rounded(values: Floats) -> Floats:
    """Return what ``round(value, 4)`` is of each value."""
    scaled = values * 1e4
    rounded = np.rint(scaled) / 1e4
    # Where the product may have been rounded over a half.
    for place in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6):
        rounded[place] = round(float(values[place]), 4)
    return rounded


@functools.cache
def _white_space() -> NDArray[np.bool_]:
    return np.array([chr(code).isspace() for code in range(_TABLE_SIZE)])
