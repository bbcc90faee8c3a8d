"""How well and how fast the language of a post is guessed.

    python benchmarks/bench_language_guess.py --corpora path/to/corpora

Measures the shipped model on the writers that ``train_language_guess.py`` held back, on corpora in Arabic and in
Hebrew, and on the cases written for this project (never trained on). Intervals are 95 % percentile intervals of a
bootstrap over writers (2,000 draws, seed 0).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from rightsnlp.text.script import detect_languages, word_languages
from train_language_guess import ARABIC, ARABIZI, ENGLISH, FRENCH, Sentence, post_class, read_sentences, split

DRAWS = 2_000
LANGUAGE_OF = {ARABIZI: "arabizi", ENGLISH: "en", FRENCH: "other", ARABIC: "ar"}


def by_bits(sentence: Sentence) -> str:
    """Return the only language of a sentence, ``mixed`` for several, ``other`` for none."""
    languages = [name for category, name in LANGUAGE_OF.items() if sentence.bits[int(category)] == "1"]
    return languages[0] if len(languages) == 1 else "mixed" if languages else "other"


def interval(statistic: Callable[[np.ndarray], float], groups: Sequence[str]) -> tuple[float, float]:
    """Bootstrap a statistic of row indices over groups of rows."""
    generator = np.random.default_rng(0)
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    blocks = [np.array(block) for block in members.values()]
    values = [
        statistic(np.concatenate([blocks[i] for i in generator.integers(0, len(blocks), len(blocks))]))
        for _ in range(DRAWS)
    ]
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def report(
    title: str, truth: Sequence[str], guessed: Sequence[str], labels: list[str], groups: Sequence[str]
) -> None:
    t, g = np.array(truth), np.array(guessed)

    def macro(rows: np.ndarray) -> float:
        return float(f1_score(t[rows], g[rows], labels=labels, average="macro", zero_division=0))

    low, high = interval(macro, groups)
    print(f"\n{title}: n = {len(t):,}")
    print(f"  macro-F1 over {', '.join(labels)}: {macro(np.arange(len(t))):.3f} [{low:.3f}, {high:.3f}]")
    for label, value in zip(
        labels, f1_score(t, g, labels=labels, average=None, zero_division=0), strict=True
    ):
        mistaken = Counter(g[(t == label) & (g != label)].tolist()).most_common(3)
        print(f"  {label:8} F1 {value:.3f}, n = {int((t == label).sum()):,}, taken for {mistaken}")


def report_calibration(truth: Sequence[str], guesses: Sequence[tuple[str, float]]) -> None:
    right = np.array([name == guess for name, (guess, _) in zip(truth, guesses, strict=True)])
    probability = np.array([p for _, p in guesses])
    bins = np.clip((probability * 10).astype(int), 0, 9)
    error = sum(
        abs(right[bins == b].mean() - probability[bins == b].mean()) * (bins == b).mean()
        for b in np.unique(bins)
    )
    print(
        f"  accuracy {right.mean():.3f}, mean probability {probability.mean():.3f}, calibration error {error:.3f}"
    )


def report_words(sentences: Sequence[Sentence]) -> None:
    truth, guessed = [], []
    for sentence in sentences:
        text = " ".join(token for token, _ in sentence.words)
        languages = {(start, end): language for start, end, language in word_languages(text)}
        start = 0
        for token, category in sentence.words:
            language = languages.get((start, start + len(token)))
            if language and category in (ARABIZI, ENGLISH, ARABIC):
                truth.append(LANGUAGE_OF[category])
                guessed.append(language)
            start += len(token) + 1
    report(
        "Words of the held-back sentences",
        truth,
        guessed,
        ["ar", "arabizi", "en"],
        list(map(str, range(len(truth)))),
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with arabizi, l-hsab, ...")
    arguments = parser.parse_args()
    corpora: Path = arguments.corpora

    held_back = split(read_sentences(corpora / "arabizi"))[1]
    guesses = detect_languages([s.text for s in held_back])
    names = [guess.language for guess in guesses]
    groups = [s.group for s in held_back]
    plain = [i for i, s in enumerate(held_back) if by_bits(s) in ("ar", "en", "arabizi")]

    def pick(values: Sequence[str]) -> list[str]:
        return [values[i] for i in plain]

    report("Held-back sentences in one language", pick([by_bits(s) for s in held_back]), pick(names),
           ["ar", "arabizi", "en"], pick(groups))  # fmt: skip
    every = ["ar", "arabizi", "en", "mixed"]
    report("All held-back sentences, mixed from a fifth of the words on", [post_class(s) for s in held_back], names,
           every, groups)  # fmt: skip
    report_calibration([post_class(s) for s in held_back], guesses)
    report(
        "All held-back sentences, mixed from one word on",
        [by_bits(s) for s in held_back],
        names,
        every,
        groups,
    )
    report_words(held_back)

    for name, path, delimiter, column in [
        ("aj-comments", "aj-comments/AJ-train.tsv", "\t", "text"),
        ("l-hsab", "l-hsab/L-HSAB", "\t", "Tweet"),
        ("sina-hebrew", "sina-hebrew/train.csv", ",", "text"),
    ]:
        quoting = csv.QUOTE_NONE if name == "aj-comments" else csv.QUOTE_MINIMAL
        with (corpora / path).open(encoding="utf-8", newline="") as lines:
            posts = [row[column] or "" for row in csv.DictReader(lines, delimiter=delimiter, quoting=quoting)]
        shares = Counter(guess.language for guess in detect_languages(posts))
        told = ", ".join(f"{language} {count / len(posts):.4f}" for language, count in shares.most_common())
        print(f"\n{name}: n = {len(posts):,}: {told}")

    with (Path(__file__).parents[1] / "datasets/rightsnlp-cases/cases.csv").open(
        encoding="utf-8", newline=""
    ) as lines:
        cases = [row for row in csv.DictReader(lines) if row["text"]]
    truth = ["arabizi" if (c["language"], c["script"]) == ("ar", "latin") else c["language"] for c in cases]
    guessed = [guess.language for guess in detect_languages([c["text"] for c in cases])]
    report("The project's written cases", truth, guessed, ["ar", "he", "arabizi", "en", "mixed"],
           [c["family"] for c in cases])  # fmt: skip

    with gzip.open(corpora / "unlabelled/arabic_posts.txt.gz", "rt", encoding="utf-8") as lines:
        arabic = lines.read().splitlines()[:100_000]
    latin_only = [s.text for s in held_back if by_bits(s) in ("en", "arabizi")] * 40
    print()
    for kind, posts in [("Arabic", arabic), ("Latin-letter", latin_only)]:
        start = time.process_time()
        detect_languages(posts)
        print(f"{kind} posts a second, one core: {len(posts) / (time.process_time() - start):,.0f}")


if __name__ == "__main__":
    main()
