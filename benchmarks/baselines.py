"""What the base model is measured against: TF-IDF with logistic regression, and fastText.

Both read the posts as they are, have ``fit(texts, y)``, ``predict(texts)`` and ``predict_proba(texts)``, which returns
the probability of class 1, shape (n,), and keep the same settings on every corpus.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

_TRAIN = """
import json, sys
import fasttext
fasttext.train_supervised(**json.loads(sys.argv[1])).save_model(sys.argv[2])
"""


class TfidfBaseline:
    """Character n-grams of 2 to 5 and words and pairs of words by TF-IDF, and logistic regression, classes balanced.

    Term frequencies are taken by their logarithm (``sublinear_tf``), each of the two vectors has length 1, letters are
    lower-cased, a word is whatever stands between blanks, and every term of the training posts counts. The regression
    is scikit-learn's with its default penalty, ``C=1``.

    Parameters
    ----------
    analyzer : {"char", "char_wb"}
        Whether n-grams of characters reach over words or stay inside them.
    C : float
    """

    def __init__(self, analyzer: str = "char_wb", C: float = 1.0) -> None:
        self.analyzer = analyzer
        self.C = C

    def fit(self, texts: Sequence[str], y: NDArray[Any]) -> Self:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union

        self.pipeline_ = make_pipeline(
            make_union(
                TfidfVectorizer(
                    analyzer=self.analyzer, ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32
                ),
                TfidfVectorizer(
                    token_pattern=r"\S+", ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32
                ),
            ),
            LogisticRegression(C=self.C, class_weight="balanced", max_iter=1000),
        ).fit(texts, y)
        self.classes_ = self.pipeline_.classes_
        return self

    def predict(self, texts: Sequence[str]) -> NDArray[Any]:
        return np.asarray(self.pipeline_.predict(texts))

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        return np.asarray(self.pipeline_.predict_proba(texts)[:, 1], dtype=np.float64)


class FastTextBaseline:
    """A supervised fastText model with character n-grams of 2 to 5, on one thread.

    Parameters
    ----------
    dim, bucket, epoch, lr, word_ngrams
        As in fastText. Vectors of 100 numbers in 100,000 buckets make a model of 44 MB or a little more, and a quick
        one: the default of two million buckets would be 800 MB.
    """

    def __init__(
        self,
        dim: int = 100,
        bucket: int = 100_000,
        epoch: int = 25,
        lr: float = 0.2,
        word_ngrams: int = 1,
    ) -> None:
        self.dim = dim
        self.bucket = bucket
        self.epoch = epoch
        self.lr = lr
        self.word_ngrams = word_ngrams

    def fit(self, texts: Sequence[str], y: NDArray[Any]) -> Self:
        import fasttext

        self.classes_ = np.unique(y)
        numbers = np.searchsorted(self.classes_, y).tolist()
        lines = (f"__label__{number} {text}" for number, text in zip(numbers, as_lines(texts), strict=True))
        settings = {
            "minn": 2,
            "maxn": 5,
            "wordNgrams": self.word_ngrams,
            "dim": self.dim,
            "bucket": self.bucket,
            "epoch": self.epoch,
            "lr": self.lr,
            "thread": 1,
            "seed": 0,
            "verbose": 0,
        }
        # It learns from a file only; file and folder are gone when the model is there. On one thread it clears but a
        # tenth of its memory before it learns: in an interpreter of its own, memory is clear, and every run the same.
        with tempfile.TemporaryDirectory() as folder:
            posts, model = Path(folder) / "posts.txt", Path(folder) / "model.bin"
            posts.write_text("\n".join(lines) + "\n", encoding="utf-8", errors="replace")
            arguments = [json.dumps({"input": str(posts), **settings}), str(model)]
            subprocess.run([sys.executable, "-c", _TRAIN, *arguments], check=True)
            self.model_ = fasttext.load_model(str(model))
        return self

    def predict(self, texts: Sequence[str]) -> NDArray[Any]:
        labels, _ = self.model_.predict(as_lines(texts))
        numbers = [int(label[0].removeprefix("__label__")) for label in labels]
        return np.asarray(self.classes_[numbers])

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        labels, found = self.model_.predict(as_lines(texts), k=len(self.classes_))
        # A post without a known n-gram has no label at all: it gets 0.
        pairs = [dict(zip(names, p, strict=True)) for names, p in zip(labels, found, strict=True)]
        return np.array([pair.get("__label__1", 0.0) for pair in pairs], dtype=np.float64)


def as_lines(texts: Sequence[str]) -> list[str]:
    """Return the texts without line breaks, which fastText refuses."""
    return [text.replace("\n", " ") for text in texts]
