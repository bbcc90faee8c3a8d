"""Make the model that tells Arabizi from English and other languages in Latin letters.

    python benchmarks/train_language_guess.py --corpus path/to/arabizi --output latin_language.safetensors

The corpus is that of Shehadi and Wintner (2022), "Identifying code-switching in Arabizi": sentences of Egyptian and
Lebanese users of Twitter and Reddit, ``sen_annotated.csv`` and ``words_annotated.csv``. A word's ``categ`` is
0 Arabizi, 1 English, 2 French, 3 Arabic letters, 4 shared (names, brands, words that both languages use), 5 other
(punctuation, emoji, numbers, calls). A sentence's ``Language`` holds six bits, the n-th 1 where a word of category n
stands in it: the two files agree so in 2,638 of 2,643 sentences.

A quarter of the writers is held back (``split``) and never seen here; ``bench_language_guess.py`` measures on them.
Sentences written for this project (``benchmarks/written``) are added for Levantine and Gulf Arabizi, English of the
domain, and languages that are neither. The same inputs give the same file.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from safetensors.numpy import save
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from rightsnlp.text import latin
from rightsnlp.text.script import MIXED_SHARE, latin_words

WRITTEN = Path(__file__).parent / "written"
HELD_BACK = 0.25
ARABIZI, ENGLISH, FRENCH, ARABIC, SHARED = "01234"
WORD_CLASS = {
    category: latin.WORD_LANGUAGES.index(name)
    for category, name in [(ARABIZI, "arabizi"), (ENGLISH, "en"), (FRENCH, "other"), (SHARED, "name")]
}
# The corpus writes a contraction as two or three tokens; posts do not.
CONTRACTION = re.compile(
    r"\s*['’]\s*(?=(?:s|t|re|m|ll|ve|d|all|em)\b)|\s+(?=n['’]t\b)|(?<=[3679])\s*['’]\s*(?=[a-z])", re.I
)

SINGLE_WEIGHT, WINDOW_WEIGHT, WRITTEN_WEIGHT, NAME_WEIGHT = 0.25, 0.5, 0.5, 0.5
INVERSE_REGULARISATION = 16.0


@dataclass(frozen=True)
class Sentence:
    """A sentence, its six bits, its words with their categories, and the writer's group."""

    text: str
    bits: str
    words: tuple[tuple[str, str], ...]
    group: str


def read_sentences(folder: Path) -> list[Sentence]:
    words: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for row in _rows(folder / "words_annotated.csv"):
        words.setdefault((row["sen_id"], row["sen_num"]), []).append((row["token"], row["categ"]))
    rows = [row for row in _rows(folder / "sen_annotated.csv") if (row["sen_id"], row["sen_num"]) in words]
    groups = _join(
        [f"user {row['user_name']}", f"post {row['sen_id']}", row["Text"].casefold()] for row in rows
    )
    return [
        Sentence(row["Text"], row["Language"], tuple(words[row["sen_id"], row["sen_num"]]), group)
        for row, group in zip(rows, groups, strict=True)
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _join(keys_of_rows: Iterable[list[str]]) -> list[str]:
    """Give rows that share a key, directly or through others, one group: the smallest key."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    rows = list(keys_of_rows)
    for keys in rows:
        first, *others = sorted(root(key) for key in keys)
        for other in others:
            parent[other] = first
    return [root(keys[0]) for keys in rows]


def split(sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence]]:
    """Return the sentences to train on and those held back, no writer in both."""

    def held(group: str) -> bool:
        digest = blake2b(group.encode(), digest_size=8, person=b"language").digest()
        return int.from_bytes(digest, "big") < HELD_BACK * 2**64

    return [s for s in sentences if not held(s.group)], [s for s in sentences if held(s.group)]


def plain_class(bits: str) -> int | None:
    """Return the class of a sentence with words of one language in Latin letters only; None for others."""
    languages = [category for category in (ARABIZI, ENGLISH, FRENCH, ARABIC) if bits[int(category)] == "1"]
    return WORD_CLASS[languages[0]] if len(languages) == 1 and languages[0] != ARABIC else None


def post_class(sentence: Sentence) -> str:
    """Return the language of a sentence by the share of its tagged words; a fifth of a second one makes it mixed."""
    names = {ARABIZI: "arabizi", ENGLISH: "en", FRENCH: "other", ARABIC: "ar"}
    counts = Counter(names[category] for _, category in sentence.words if category in names)
    if not counts:
        return "other"
    (first, _), *others = counts.most_common()
    return "mixed" if others and others[0][1] >= MIXED_SHARE * counts.total() else first


@dataclass
class Passages:
    """Passages of folded words, the class of each, and its weight."""

    words: list[tuple[str, ...]]
    classes: list[int]
    weights: list[float]

    def add(self, words: Sequence[str], target: int, weight: float) -> None:
        """Add a passage, unless it is empty."""
        if words:
            self.words.append(tuple(words))
            self.classes.append(target)
            self.weights.append(weight)


def passages_of(sentences: Sequence[Sentence]) -> Passages:
    passages = Passages([], [], [])
    for sentence in sentences:
        target = plain_class(sentence.bits)
        forms = dict.fromkeys([sentence.text, CONTRACTION.sub(_contracted, sentence.text)])
        for form in forms if target is not None else ():
            passages.add(latin_words(form), target, 1.0)
        run: list[str] = []
        last = None
        for token, category in (*_merged(sentence.words), ("", "end")):
            words = latin_words(token)
            if category == SHARED:
                for word in words:
                    passages.add([word], WORD_CLASS[SHARED], NAME_WEIGHT)
            elif category in (*WORD_CLASS, "end"):
                if category != last and last is not None:
                    _add_run(passages, run, WORD_CLASS[last])
                    run = []
                run += words
                last = category
    return passages


def _contracted(match: re.Match[str]) -> str:
    return "'" if match.group().strip() else ""


def _merged(words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join the tokens of contractions to the word before them."""
    merged: list[tuple[str, str]] = []
    text = ""
    for token, category in words:
        joined = f"{text} {token}"
        if merged and CONTRACTION.sub(_contracted, joined).count(" ") < joined.count(" "):
            text = CONTRACTION.sub(_contracted, joined)
            merged[-1] = (text, merged[-1][1])
        else:
            text = token
            merged.append((token, category))
    return merged


def _add_run(passages: Passages, run: list[str], target: int) -> None:
    for size, weight in ((1, SINGLE_WEIGHT), (2, WINDOW_WEIGHT), (3, WINDOW_WEIGHT)):
        for start in range(0, len(run) - size + 1, size):
            passages.add(run[start : start + size], target, weight)


def written_passages() -> Passages:
    passages = Passages([], [], [])
    for name in ("arabizi", "en", "other"):
        target = latin.WORD_LANGUAGES.index(name)
        for line in (WRITTEN / f"language_{name}.txt").read_text(encoding="utf-8").splitlines():
            words = latin_words(line)
            passages.add(words, target, WRITTEN_WEIGHT)
            for word in words:
                passages.add([word], target, SINGLE_WEIGHT * WRITTEN_WEIGHT)
    return passages


def features(passages: Sequence[Sequence[str]]) -> sp.csr_matrix:
    words = [word for passage in passages for word in passage]
    owners, buckets = latin.ngram_buckets(words)
    rows = np.repeat(np.arange(len(passages)), [len(passage) for passage in passages])[owners]
    counts = sp.csr_matrix((np.ones(len(rows)), (rows, buckets)), shape=(len(passages), 2**latin.BUCKET_BITS))
    size = np.asarray(counts.sum(axis=1)).ravel()
    return sp.csr_matrix(sp.diags(1 / np.sqrt(size)) @ counts)


def fit_ngrams(
    sentences: Sequence[Sentence], written: Passages
) -> tuple[NDArray[np.float16], NDArray[np.float32]]:
    passages = passages_of(sentences)
    words, classes = passages.words + written.words, passages.classes + written.classes
    model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=1000)
    model.fit(features(words), np.array(classes), sample_weight=np.array(passages.weights + written.weights))
    # A column's common part changes no probability: without it the half-precision weights keep more of the rest.
    weights = model.coef_ - model.coef_.mean(axis=0)
    return weights.astype(np.float16), model.intercept_.astype(np.float32)


def fit(sentences: Sequence[Sentence], folds: int = 5) -> latin.LatinModel:
    """Fit the n-gram weights, and the post model on what they say of sentences that they were not fitted on."""
    written = written_passages()
    # A sentence of names alone is in no language, which would teach that a short post is in none.
    kept = [
        s
        for s in sentences
        if s.bits[: int(SHARED)].strip("0") and s.bits[int(ARABIC)] == "0" and latin_words(s.text)
    ]
    observed = np.zeros((len(kept), 0))
    blank = np.zeros((len(latin.POST_LANGUAGES), 1))
    groups = [s.group for s in kept]
    for train, test in GroupKFold(folds).split(kept, groups=groups):
        part = latin.LatinModel(*fit_ngrams([kept[i] for i in train], written), blank, blank[:, 0])
        scored = part.score_words([latin_words(kept[i].text) for i in test])
        fold = part.post_features(scored, len(test))
        if not observed.shape[1]:
            observed = np.zeros((len(kept), fold.shape[1]))
        observed[test] = fold
    targets = np.array([latin.POST_LANGUAGES.index(post_class(s)) for s in kept])
    head = LogisticRegression(C=10.0, max_iter=10_000).fit(observed, targets)
    return latin.LatinModel(
        *fit_ngrams(sentences, written), head.coef_.astype(np.float32), head.intercept_.astype(np.float32)
    )


def _arrays(model: latin.LatinModel) -> dict[str, np.ndarray]:
    arrays = {
        "ngram_weights": model.ngram_weights.astype(np.float16),
        "ngram_bias": model.ngram_bias.astype(np.float32),
        "post_weights": model.post_weights.astype(np.float32),
        "post_bias": model.post_bias.astype(np.float32),
    }
    # safetensors writes memory as it lies.
    return {name: np.ascontiguousarray(array) for name, array in arrays.items()}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True, help="the folder of the two annotated files")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    train, held_back = split(read_sentences(arguments.corpus))
    with threadpool_limits(1):
        model = fit(train)
    arguments.output.write_bytes(save(_arrays(model)))
    size = arguments.output.stat().st_size
    print(f"{len(train):,} sentences to train on, {len(held_back):,} held back; {size:,} bytes")


if __name__ == "__main__":
    main()
