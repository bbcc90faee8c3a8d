"""Groups of repeated posts: exact repeats of the folded text by key, near repeats by MinHash.

Corpora repeat each other's posts with another handle, another link, another elongation. Splitting by row
would then test a model on what it has learnt; every split of this library goes by group instead.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from rightsnlp.data.overlap.minhash import Shingles, shingle, similar_pairs
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.normalize import normalize_batch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    StrArray = NDArray[np.str_]

_PLACEHOLDER = re.compile(
    r"""
      (?:https?://|www\.)\S+                  # links
    | (?<!\w) \w++ @ (?!\w)                   # a handle as right-to-left text stores it: the sign comes last
    | @ [\w.]+                                # handles, and the sets' own @USER and @url
    | <LF>
    | \b (?: RT | URL | USER ) \b             # words that a set put in the place of what people wrote
    """,
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")
_KEY_LENGTH = 16
_TEXTS_A_CHUNK = 20_000


def fold_words(texts: Iterable[str]) -> list[list[str]]:
    """Return the folded words of many texts.

    Links, handles and the placeholders of public sets are removed, the rest is normalised with the profile
    ``search`` and cut into runs of letters and digits. Words of a hashtag come apart at its underscores.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    list of list of str
        One list of words a text.

    Examples
    --------
    >>> fold_words(["RT @USER: Stop  the_noise! https://example.org/a"])
    [['stop', 'the', 'noise']]
    """
    bare = [_PLACEHOLDER.sub(" ", text) for text in texts]
    return [_WORD.findall(text.casefold()) for text in normalize_batch(bare, "search")]


def fold(text: str) -> str:
    """Return the key text: letters and digits only, without what differs between copies of one post.

    Examples
    --------
    >>> fold("@USER Stop the NOISE!! URL") == fold("stop, the noise")
    True
    """
    return "".join(fold_words([text])[0])


def group_keys(texts: Iterable[str]) -> StrArray:
    """Return a key a text; texts that fold to the same letters and digits share it.

    A text of which folding leaves nothing (emoji only, a link only) is keyed by the text as it stands, so
    that such posts do not all fall into one group.

    Parameters
    ----------
    texts : iterable of str

    Returns
    -------
    ndarray of str, shape (n,)
        The first 16 hexadecimal digits of the SHA-256 of the folded text.

    Examples
    --------
    >>> keys = group_keys(["Hello, world", "hello world!", "good night"])
    >>> bool(keys[0] == keys[1]), bool(keys[0] == keys[2])
    (True, False)
    """
    texts = list(texts)
    return _keys(texts, fold_words(texts))


def near_duplicate_groups(
    texts: Iterable[str], threshold: float = 0.7, *, n_gram: int = 3
) -> NDArray[np.int64]:
    """Return a group number a text; texts that share most of their folded word n-grams share it.

    Two texts are joined when the Jaccard similarity of their sets of word n-grams reaches the threshold, and
    so is whatever is joined to either (single linkage). Candidates come from MinHash and are then compared
    exactly: see :mod:`rightsnlp.data.overlap.minhash` for what it can miss.

    Parameters
    ----------
    texts : iterable of str
    threshold : float
        Jaccard similarity, in (0, 1].
    n_gram : int
        Words a shingle. A text with fewer words is one shingle, so it joins its exact repeats only.

    Returns
    -------
    ndarray of int64, shape (n,)
        Numbered from 0 in order of first appearance.

    Raises
    ------
    InvalidArgumentError
        When the threshold or ``n_gram`` is out of range.

    Examples
    --------
    >>> near_duplicate_groups(
    ...     [
    ...         "they closed the road to the old town this morning again",
    ...         "they closed the road to the old town this morning",
    ...         "the road is open",
    ...     ]
    ... ).tolist()
    [0, 0, 1]
    """
    if not 0 < threshold <= 1:
        raise InvalidArgumentError(
            f"threshold: got {threshold!r}", expected="a number in (0, 1]", remedy="pass 0.7, the usual one"
        )
    if n_gram < 1:
        raise InvalidArgumentError(
            f"n_gram: got {n_gram!r}", expected="1 or more", remedy="pass 3, the usual one"
        )
    texts = list(texts)
    if not texts:
        return np.zeros(0, np.int64)
    keys: list[StrArray] = []
    parts: list[Shingles] = []
    for low in range(0, len(texts), _TEXTS_A_CHUNK):
        chunk = texts[low : low + _TEXTS_A_CHUNK]
        words = fold_words(chunk)
        keys.append(_keys(chunk, words))
        parts.append(shingle(words, n_gram))
    _, first, inverse = np.unique(np.concatenate(keys), return_index=True, return_inverse=True)
    group = _join_similar(parts, first, threshold)[inverse]
    return _number_by_appearance(group)


def _join_similar(parts: list[Shingles], rows: NDArray[np.int64], threshold: float) -> NDArray[np.int64]:
    """Return the component of each of the rows, joined where their shingles are similar enough."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    hashes = np.concatenate([part.hashes for part in parts])
    sizes = np.concatenate([np.diff(part.offsets) for part in parts])
    starts = np.cumsum(sizes) - sizes
    joined = np.flatnonzero(sizes[rows] > 0)
    kept, lengths = rows[joined], sizes[rows[joined]]
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    inside = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
    pairs = joined[
        similar_pairs(Shingles(hashes[np.repeat(starts[kept], lengths) + inside], offsets), threshold)
    ]
    edges = coo_array((np.ones(len(pairs), bool), (pairs[:, 0], pairs[:, 1])), shape=(len(rows), len(rows)))
    return np.asarray(connected_components(edges, directed=False)[1], dtype=np.int64)


def _number_by_appearance(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    _, first, inverse = np.unique(groups, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[inverse]


def _keys(texts: list[str], words: list[list[str]]) -> StrArray:
    folded = ("".join(found) or "\0" + text.strip() for found, text in zip(words, texts, strict=True))
    digests = [hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest() for key in folded]
    return np.array([digest[:_KEY_LENGTH] for digest in digests], dtype=f"<U{_KEY_LENGTH}")
