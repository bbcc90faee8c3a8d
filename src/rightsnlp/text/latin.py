"""Which language words in Latin letters belong to: hashed character n-grams and logistic weights.

The score of a passage is the sum of its n-grams' weights divided by the square root of their number, so that one table
judges a word, a word between its neighbours, and a whole post. A second, very small logistic model reads what the words
and the post say and tells a post in one language from a mixed one. Both are made by
``benchmarks/train_language_guess.py``; what they were measured at stands in ``docs/languages.md``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# "name" is for words that belong to no language: names of people, places and brands.
WORD_LANGUAGES = ("arabizi", "en", "other", "name")
POST_LANGUAGES = ("arabizi", "en", "other", "mixed")
BUCKET_BITS = 15
LONGEST_NGRAM = 5
NEIGHBOUR_WEIGHT = 0.2
MODEL_FILE = "latin_language.safetensors"

LATIN_LETTERS = "a-zà-öø-ÿā-žơưșțə\u1e00-\u1eff"
# A digit counts as a letter where a letter stands beside it; a number alone belongs to no language.
WORD = re.compile(
    rf"(?<![{LATIN_LETTERS}0-9])(?=[0-9]*['’`]?[{LATIN_LETTERS}])"
    rf"[{LATIN_LETTERS}0-9]+(?:['’`][{LATIN_LETTERS}0-9]+)*(?:(?<=[3679])['’`])?",
    re.IGNORECASE,
)
_APOSTROPHES = str.maketrans("’`", "''")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_SEED, _MULTIPLIER, _MIXER = np.uint32(0x811C9DC5), np.uint32(0x01000193), np.uint32(0x9E3779B1)
_SHIFT = np.uint32(32 - BUCKET_BITS)


def fold(word: str) -> str:
    """Return a word as the n-grams see it: lower case, straight apostrophes, at most two of a letter in a row.

    Examples
    --------
    >>> fold("Kteeeer"), fold("Don’t")
    ('kteer', "don't")
    """
    return _LONG_RUN.sub(r"\1\1", word.lower().translate(_APOSTROPHES))


def ngram_buckets(words: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Hash the n-grams of folded words: 1 to 5 characters, with a space at either end of the word.

    Returns
    -------
    owners : ndarray of int64
        The index of the word that each n-gram stands in.
    buckets : ndarray of int64
        The bucket of each n-gram, below ``2 ** BUCKET_BITS``.

    Examples
    --------
    >>> owners, buckets = ngram_buckets(["ya", "b"])
    >>> owners.tolist()
    [0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0]
    """
    joined = " ".join(["", *words, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint32)
    space = codes == ord(" ")
    owner = np.cumsum(space) - 1
    owners, buckets = [], []
    hashed = np.full(len(codes), _SEED)
    # Whether the n-gram that starts here still ends inside its word; the last space starts no word.
    inside = np.ones(len(codes), dtype=bool)
    inside[-1] = False
    for n in range(1, min(LONGEST_NGRAM, len(codes)) + 1):
        reach = len(codes) - n + 1
        hashed = (hashed[:reach] ^ codes[n - 1 :]) * _MULTIPLIER
        inside = inside[:reach]
        kept = inside & ~space[:reach] if n == 1 else inside
        owners.append(owner[:reach][kept])
        buckets.append(((hashed[kept] * _MIXER) >> _SHIFT).astype(np.int64))
        if n > 1:
            inside = inside & ~space[n - 1 :]
    return np.concatenate(owners), np.concatenate(buckets)


class WordScores(NamedTuple):
    """What the n-grams of each word of each post say.

    Attributes
    ----------
    scores : ndarray of float64, (words, languages)
        Sum of the weights of a word's n-grams for each of ``WORD_LANGUAGES``.
    sizes : ndarray of float64, (words,)
        Number of n-grams of a word.
    posts : ndarray of int64, (words,)
        The post a word stands in; rises.
    """

    scores: NDArray[np.float64]
    sizes: NDArray[np.float64]
    posts: NDArray[np.int64]


class LatinModel:
    """The weights, and what they say about words and posts.

    Parameters
    ----------
    ngram_weights : ndarray, (languages of words, buckets)
    ngram_bias : ndarray, (languages of words,)
    post_weights : ndarray, (languages of posts, features)
    post_bias : ndarray, (languages of posts,)
    """

    def __init__(
        self,
        ngram_weights: NDArray[np.floating],
        ngram_bias: NDArray[np.floating],
        post_weights: NDArray[np.floating],
        post_bias: NDArray[np.floating],
    ) -> None:
        self.ngram_weights = np.asarray(ngram_weights, dtype=np.float64)
        self.ngram_bias = np.asarray(ngram_bias, dtype=np.float64)
        self.post_weights = np.asarray(post_weights, dtype=np.float64)
        self.post_bias = np.asarray(post_bias, dtype=np.float64)

    @classmethod
    def from_file(cls, path: Path) -> LatinModel:
        """Read a model from a safetensors file."""
        from safetensors.numpy import load

        return cls(**load(path.read_bytes()))

    def score_words(self, posts: Sequence[Sequence[str]]) -> WordScores:
        """Sum the weights of the n-grams of each folded word of each post."""
        words = [word for post in posts for word in post]
        owners, buckets = ngram_buckets(words)
        columns = [np.bincount(owners, weights[buckets], len(words)) for weights in self.ngram_weights]
        index = np.repeat(np.arange(len(posts)), [len(post) for post in posts])
        return WordScores(
            np.stack(columns, axis=1), np.bincount(owners, minlength=len(words)).astype(float), index
        )

    def word_probabilities(self, words: WordScores) -> NDArray[np.float64]:
        """Return the probability of each language for each word, its neighbours heard: (words, languages)."""
        scores, sizes = words.scores.copy(), words.sizes.copy()
        beside = (words.posts[1:] == words.posts[:-1]) * NEIGHBOUR_WEIGHT
        scores[1:] += beside[:, None] * words.scores[:-1]
        scores[:-1] += beside[:, None] * words.scores[1:]
        sizes[1:] += beside * words.sizes[:-1]
        sizes[:-1] += beside * words.sizes[1:]
        return _softmax(scores / np.sqrt(sizes)[:, None] + self.ngram_bias)

    def guess_words(self, posts: Sequence[Sequence[str]]) -> list[str]:
        """Return the language of each folded word of posts: ``arabizi``, ``en`` or ``other``, never ``name``."""
        best = self.word_probabilities(self.score_words(posts))[:, :3].argmax(axis=1)
        return [WORD_LANGUAGES[index] for index in best]

    def post_features(self, words: WordScores, n_posts: int) -> NDArray[np.float64]:
        """Return what the post model reads, (posts, features); every post has at least one word."""
        whole = np.stack([np.bincount(words.posts, column, n_posts) for column in words.scores.T], axis=1)
        size = np.bincount(words.posts, words.sizes, n_posts)
        logits = whole / np.sqrt(size)[:, None] + self.ngram_bias
        probable = self.word_probabilities(words)
        counts = np.stack([np.bincount(words.posts, column, n_posts) for column in probable.T], axis=1)
        languages = np.sort(counts[:, :3], axis=1)
        second, total = languages[:, 1], languages.sum(axis=1)
        n_words = np.bincount(words.posts, minlength=n_posts)
        relative = logits[:, [0, 2, 3]] - logits[:, [1]]
        return np.column_stack([relative, second / total, second, counts[:, 3] / n_words, np.log(n_words)])

    def post_probabilities(self, posts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
        """Return the probability of each of ``POST_LANGUAGES`` for posts of folded words: (posts, languages).

        Every post has at least one word.
        """
        features = self.post_features(self.score_words(posts), len(posts))
        # A sum a feature at a time: a matrix product may round otherwise in a batch of another size.
        logits = np.zeros((len(posts), len(POST_LANGUAGES))) + self.post_bias
        for column, weights in zip(features.T, self.post_weights.T, strict=True):
            logits += column[:, None] * weights
        return _softmax(logits)


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True), dtype=np.float64)


@functools.cache
def shipped_model() -> LatinModel:
    """Return the model that comes with the package; it is read on first use."""
    with resources.as_file(resources.files("rightsnlp.text") / "data" / MODEL_FILE) as path:
        return LatinModel.from_file(path)
