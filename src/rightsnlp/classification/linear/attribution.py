"""Exact additive evidence: what each character of the original text added to a label's logit.

The model is linear in its features, so an n-gram's contribution is its weight times its part in the feature.
It is shared out evenly over the characters the n-gram covers, and goes from there through the normaliser's
offsets to the original text; that of an Arabizi word in Arabic script goes to the word as it was written. The shares
and the intercept add up to the logit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.posts import Fields, given, n_posts
from rightsnlp.records import Span
from rightsnlp.taxonomy import Taxonomy
from rightsnlp.text.normalize import normalize_with_offsets

_WORD = re.compile(r"\S+")


class LinearScorer(Protocol):
    """What attribution needs of a fitted linear model."""

    labels_: tuple[str, ...]
    taxonomy_: Taxonomy
    features_: HashedNgrams
    coef_: NDArray[np.float32]


@dataclass(frozen=True)
class Attribution:
    """Contributions to one label's logit of one field's text.

    Attributes
    ----------
    weights : ndarray of float64, shape (len(text),)
        What each character of the original text added.
    rest : float
        What cannot be laid on a character: the post's shape, and what normalising left no text of.
    """

    weights: NDArray[np.float64]
    rest: float

    @property
    def total(self) -> float:
        """What the field added to the logit in all."""
        return float(self.weights.sum()) + self.rest


def attribute(model: LinearScorer, text: str, label: str, field: str = "text") -> Attribution:
    """Return what each character of ``text`` added to the logit of ``label``.

    Parameters
    ----------
    model : LinearClassifier
        A fitted model.
    text : str
        The original text of the field.
    label : str
        Name of a label.
    field : str
        The case field the text stands in.

    Raises
    ------
    InvalidArgumentError
        When the model has no such label.

    Examples
    --------
    >>> from rightsnlp.classification.linear.classifier import LinearClassifier
    >>> model = LinearClassifier(labels=["night"]).fit(["good day", "bad night"] * 4, [1, 0] * 4)
    >>> found = attribute(model, "good day", "night")
    >>> logit = model.decision_function(["good day"])[0, 0]
    >>> bool(abs(found.total + model.intercept_[0] - logit) < 1e-4)
    True
    """
    if field not in model.taxonomy_[label].reads:
        return Attribution(np.zeros(len(text)), 0.0)
    features = model.features_
    normalized = normalize_with_offsets(text, features.profile)
    size = len(normalized.text)
    grams = features.grams([normalized.text], field)
    if grams.bucket.size == 0:
        return Attribution(np.zeros(len(text)), 0.0)
    coef = model.coef_[:, model.labels_.index(label)]
    value = coef[grams.bucket].astype(np.float64) * grams.value
    rest = 0.0
    if field == "text":
        rest = float(coef[features.n_buckets :] @ features.shape_of(normalized.text))
    on_normalized = np.zeros(size)
    own = ~grams.reading
    rest += _spread(value[own], grams.begin[own], grams.end[own], on_normalized)
    if grams.reading.any():
        rest += _onto_words(
            value[grams.reading],
            grams.begin[grams.reading],
            grams.end[grams.reading],
            features.arabizi_words(normalized.text),
            on_normalized,
        )
    weights, lost = _onto_original(on_normalized, normalized.starts, normalized.ends, len(text))
    return Attribution(weights, rest + lost)


def _spread(
    values: NDArray[np.float64], begin: NDArray[np.int64], end: NDArray[np.int64], onto: NDArray[np.float64]
) -> float:
    """Share each value out evenly over its range of ``onto``; return the sum of those whose range lies outside."""
    begin, end = np.clip(begin, 0, onto.size), np.clip(end, 0, onto.size)
    inside = begin < end
    # A difference array, added up once.
    steps = np.zeros(onto.size + 1)
    share = values[inside] / (end - begin)[inside]
    np.add.at(steps, begin[inside], share)
    np.add.at(steps, end[inside], -share)
    onto += np.cumsum(steps)[:-1]
    return float(values[~inside].sum())


def _onto_words(
    values: NDArray[np.float64],
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    words: Sequence[tuple[int, int, str]],
    onto: NDArray[np.float64],
) -> float:
    """Share out what the Arabizi words in Arabic script weigh over the words as they were written."""
    reading = np.zeros(sum(len(arabic) + 1 for _, _, arabic in words) - 1)
    rest = _spread(values, begin, end, reading)
    at = 0
    for first, last, arabic in words:
        # The blank after a word goes with it.
        onto[first:last] += reading[at : at + len(arabic) + 1].sum() / (last - first)
        at += len(arabic) + 1
    return rest


def _onto_original(
    values: NDArray[np.float64], starts: NDArray[np.int64], ends: NDArray[np.int64], size: int
) -> tuple[NDArray[np.float64], float]:
    covered = ends > starts
    steps = np.zeros(size + 1)
    share = values[covered] / (ends - starts)[covered]
    np.add.at(steps, starts[covered], share)
    np.add.at(steps, ends[covered], -share)
    return np.cumsum(steps)[:size], float(values[~covered].sum())


def explain_posts(model: LinearScorer, fields: Fields, label: str, *, n_spans: int = 5) -> list[list[Span]]:
    """Return the words that weighed most for a label, strongest first.

    Parameters
    ----------
    model : LinearClassifier
    fields : dict of str to list of str
        As :func:`~rightsnlp.classification.posts.as_fields` returns them.
    label : str
    n_spans : int
        Most spans a post.

    Returns
    -------
    list of list of Span
        Words (runs without blanks) with a positive weight, neighbours not merged; empty where the case
        lacks the fields that the label needs.
    """
    entry = model.taxonomy_[label]
    enough = given(fields, entry.needs_any)
    explained = []
    for row in range(n_posts(fields)):
        spans: list[Span] = []
        if enough[row]:
            for field in entry.reads:
                if field in fields:
                    spans.extend(_word_spans(model, fields[field][row], label, field))
        spans.sort(key=lambda span: (-span.weight, span.field, span.start))
        explained.append(spans[:n_spans])
    return explained


def _word_spans(model: LinearScorer, text: str, label: str, field: str) -> list[Span]:
    weights = attribute(model, text, label, field).weights
    found = []
    for word in _WORD.finditer(text):
        weight = float(weights[word.start() : word.end()].sum())
        if weight > 0:
            found.append(Span(word.start(), word.end(), round(weight, 4), field))
    return found
