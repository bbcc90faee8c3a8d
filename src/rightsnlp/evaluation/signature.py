"""The signature of a figure: everything a reader needs to get the same one again."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rightsnlp.evaluation.arrays import FloatArray
from rightsnlp.intervals import Interval
from rightsnlp.provenance import sha256_texts, versions
from rightsnlp.records import EVIDENCE_FIELDS

_PACKAGES = ("rightsnlp", "numpy", "scikit-learn")


def data_sha256(Y: FloatArray, labels: Sequence[str], posts: Any = None) -> str:
    """Return a hash of the labels, the answers and, when given, the posts' evidence fields, in order.

    Parameters
    ----------
    Y : ndarray (n, n_labels)
        Answers: 1, 0, NaN.
    labels : sequence of str
        Names of the columns.
    posts : sequence of str or DataFrame, optional
        The posts.

    Examples
    --------
    >>> import numpy as np
    >>> data_sha256(np.array([[1.0], [np.nan]]), ["spam"])[:8]
    '17a94afb'
    """
    digest = hashlib.sha256(sha256_texts(labels).encode("ascii"))
    digest.update(np.nan_to_num(Y, nan=-1.0).astype(np.int8).tobytes())
    if posts is not None:
        columns = getattr(posts, "columns", None)
        fields = (
            {"text": posts} if columns is None else {f: posts[f] for f in EVIDENCE_FIELDS if f in columns}
        )
        for name, texts in fields.items():
            known = (text if isinstance(text, str) else "" for text in texts)
            digest.update(f"{name}:{sha256_texts(known)}".encode("ascii"))
    return digest.hexdigest()


def used_versions() -> dict[str, str]:
    """Return the versions that a figure depends on."""
    found = versions()
    return {name: found[name] for name in _PACKAGES if name in found}


def signature_line(signature: Mapping[str, Any]) -> str:
    """Return a signature in one line of ``key:value`` parted by ``|``, keys in alphabetical order.

    Examples
    --------
    >>> signature_line({"n": 10, "split": "dev", "thresholds": {"spam": 0.5}, "seed": 0})
    'n:10|seed:0|split:dev|thresholds:spam=0.5'
    """
    return "|".join(
        f"{key}:{_short(value)}"
        for key, value in sorted(signature.items())
        if value not in (None, {}, [], "")
    )


def plain_thresholds(labels: Sequence[str], values: Sequence[float]) -> dict[str, float | None]:
    """Return thresholds as JSON can hold them: None where no threshold meets the aim."""
    return {
        label: float(value) if math.isfinite(value) else None
        for label, value in zip(labels, values, strict=True)
    }


def _short(value: Any) -> str:
    if isinstance(value, Mapping):
        return ",".join(
            f"{key}={_short(part)}" for key, part in sorted(value.items()) if part not in (None, "")
        )
    if isinstance(value, list | tuple):
        return ",".join(str(part) for part in value)
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, str) and len(value) == 64:
        return value[:12]
    return str(value)


def stated_interval(signature: Mapping[str, Any]) -> Interval:
    """Return how the intervals were computed that a signature stands under.

    Raises
    ------
    KeyError, TypeError, ValueError, InvalidArgumentError
        When the signature does not say, or says what cannot be.

    Examples
    --------
    >>> stated_interval({"n_resamples": 50, "confidence": 0.9, "interval": "wilson+bca", "seed": 3})
    Interval(n_resamples=50, confidence=0.9, method='bca', seed=3)
    """
    return Interval(
        n_resamples=int(signature["n_resamples"]),
        confidence=float(signature["confidence"]),
        method="percentile" if "percentile" in str(signature["interval"]) else "bca",
        seed=int(signature["seed"]),
    )
