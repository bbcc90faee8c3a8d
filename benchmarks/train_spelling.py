"""Make the character model of Arabic spelling that Arabizi is read with.

    python benchmarks/train_spelling.py --posts arabic_posts.txt.gz --output spelling_counts.safetensors

Reads one post a line, counts the n-grams within its Arabic words (marks and tatweel left out, a letter at most twice
in a row) and keeps those seen at least ``--minimum`` times. The shipped file was made from the unlabelled posts of
ATSAD and Shami (Kwaik et al. 2018, 2020; Apache-2.0). The same posts give the same file.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from safetensors.numpy import save

from rightsnlp.text import spelling

WORD = re.compile("[ء-غف-ي]+")
MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")
LONG_RUN = re.compile(r"(.)\1{2,}")


def count_ngrams(posts: Iterable[str], minimum: int) -> dict[str, int]:
    words: Counter[str] = Counter()
    for post in posts:
        words.update(LONG_RUN.sub(r"\1\1", word) for word in WORD.findall(MARKS.sub("", post)))
    ngrams: Counter[str] = Counter()
    for word, count in words.items():
        bounded = f" {word} "
        for end in range(1, len(bounded) + 1):
            for start in range(max(0, end - spelling.LONGEST_NGRAM), end):
                ngrams[bounded[start:end]] += count
    # The space that starts a word is never written after a letter: as a letter it counts the ends of words only.
    ngrams[" "] = words.total()
    return {ngram: count for ngram, count in ngrams.items() if count >= minimum}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--posts", type=Path, required=True, help="one post a line, plain or .gz")
    parser.add_argument("--minimum", type=int, default=8)
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    reader = gzip.open if arguments.posts.suffix == ".gz" else open
    with reader(arguments.posts, "rt", encoding="utf-8") as lines:
        counts = count_ngrams(lines, arguments.minimum)
    arguments.output.write_bytes(save(spelling.encode(counts)))
    print(f"{len(counts):,} n-grams; {arguments.output.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
