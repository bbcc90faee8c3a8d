"""Cases that a linear model has read: normalised, hashed and scored once for all that is asked about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.ngrams.hashed import HashedTexts
from rightsnlp.classification.posts import Fields, given, n_posts
from rightsnlp.taxonomy import Taxonomy
from rightsnlp.text.normalize import normalize_batch_with_offsets
from rightsnlp.text.trace import NormalizedBatch


class LinearScorer(Protocol):
    """What reading needs of a fitted linear model."""

    labels_: tuple[str, ...]
    taxonomy_: Taxonomy
    features_: HashedNgrams
    coef_: NDArray[np.float32]
    intercept_: NDArray[np.float64]


@dataclass(frozen=True)
class Reading:
    """A chunk of cases as a model has read it.

    Attributes
    ----------
    rows : slice
        Which cases these are, of all.
    fields : dict of str to list of str
        Their evidence fields.
    hashed : mapping of str to HashedTexts
        By field, those that a label reads.
    normalized : mapping of str to NormalizedBatch
        The same fields, where offsets were asked for.
    logits : ndarray of float64, shape (n, n_labels)
        Before calibration.
    """

    rows: slice
    fields: Fields
    hashed: Mapping[str, HashedTexts]
    normalized: Mapping[str, NormalizedBatch]
    logits: NDArray[np.float64]
    _given: dict[tuple[str, ...], NDArray[np.bool_]] = field(default_factory=dict, repr=False)

    def given(self, names: tuple[str, ...]) -> NDArray[np.bool_]:
        """Return which cases have at least one of the fields; see :func:`rightsnlp.classification.posts.given`."""
        if names not in self._given:
            self._given[names] = given(self.fields, names)
        return self._given[names]


def read_cases(model: LinearScorer, fields: Fields, *, offsets: bool = False) -> Iterator[Reading]:
    """Read cases chunk by chunk.

    Parameters
    ----------
    model : LinearClassifier
        A fitted model.
    fields : dict of str to list of str
        As :func:`~rightsnlp.classification.posts.as_fields` returns them.
    offsets : bool
        Whether to keep what leads from the normalised texts back to the originals.
    """
    features = model.features_
    readers = {
        name: [column for column, label in enumerate(model.taxonomy_.labels) if name in label.reads]
        for name in fields
    }
    lengths = np.zeros(n_posts(fields), dtype=np.int64)
    for name, columns in readers.items():
        if columns:
            lengths = np.maximum(lengths, np.fromiter(map(len, fields[name]), np.int64, lengths.size))
    for rows in features.chunks(lengths.tolist()):
        part = {name: texts[rows] for name, texts in fields.items()}
        hashed, normalized = {}, {}
        logits = np.tile(model.intercept_, (n_posts(part), 1))
        for name, columns in readers.items():
            if not columns:
                continue
            if offsets:
                normalized[name] = normalize_batch_with_offsets(part[name], features.profile)
                texts = normalized[name].texts
            else:
                texts = features.normalize(part[name])
            hashed[name] = features.hash_normalized(texts, name)
            logits[:, columns] += hashed[name].scores(model.coef_, columns)
        yield Reading(rows, part, hashed, normalized, logits)
