"""How often redaction is right on the written examples, what it finds in real posts, and how fast it is.

    python benchmarks/bench_redact.py --corpora path/to/corpora [--show 20]

Intervals are 95 % Wilson intervals. ``--show`` prints that many finds of each kind with what stands around them, for
reading by eye: they are real people's data, so keep the output nowhere.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import math
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from rightsnlp.text.redaction.redact import KINDS, Redactor

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "redaction.tsv"
MARKED = re.compile(r"\[\[(\w+):(.*?)\]\]", re.DOTALL)
CONTEXT = 25


def golden() -> Iterator[tuple[str, set[tuple[int, int, str]]]]:
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        marked = re.sub(r"\\(n|u[0-9a-f]{4})", lambda m: m.group().encode().decode("unicode_escape"), line)
        text, last, spans = "", 0, set()
        for match in MARKED.finditer(marked):
            text += marked[last : match.start()]
            spans.add((len(text), len(text) + len(match.group(2)), match.group(1)))
            text += match.group(2)
            last = match.end()
        yield text + marked[last:], spans


def wilson(right: int, n: int, z: float = 1.959964) -> str:
    if not n:
        return "none"
    share, z2 = right / n, z * z
    middle, half = share + z2 / (2 * n), z * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low, high = (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)
    return f"{share:.4f} [{low:.4f}, {high:.4f}] (n = {n})"


def measure_golden() -> None:
    right, missed, extra = Counter[str](), Counter[str](), Counter[str]()
    n = 0
    for text, spans in golden():
        n += 1
        found = {(span.start, span.end, span.kind) for span in Redactor().redact(text).spans}
        for counter, matches in ((right, found & spans), (missed, spans - found), (extra, found - spans)):
            counter.update(kind for _, _, kind in matches)
    print(f"{n} written examples; a find counts where its place and its kind are as marked")
    for kind in (*KINDS, "all"):
        r, m, e = (c.total() if kind == "all" else c[kind] for c in (right, missed, extra))
        print(f"  {kind:16} recall {wilson(r, r + m)}   precision {wilson(r, r + e)}")


def corpora(folder: Path) -> Iterator[tuple[str, list[str]]]:
    with gzip.open(folder / "unlabelled/arabic_posts.txt.gz", "rt", encoding="utf-8") as lines:
        yield "unlabelled", lines.read().splitlines()
    for name, path, delimiter, quoted, column in [
        ("l-hsab", "l-hsab/L-HSAB", "\t", True, 0),
        ("aj-comments", "aj-comments/AJ-train.tsv", "\t", False, 1),
        ("osact4", "osact4/OSACT2020-sharedTask-train.txt", "\t", False, 0),
        ("osact5", "osact5/OSACT2022-sharedTask-train.txt", "\t", False, 1),
        ("mlma", "mlma/ar_dataset.csv", ",", True, 1),
        ("armi", "armi/ArMI2021_training.tsv", "\t", False, 1),
        ("sina-hebrew", "sina-hebrew/train.csv", ",", True, 0),
        ("arabizi", "arabizi/sen_annotated.csv", ",", True, 4),
    ]:
        with (folder / path).open(encoding="utf-8", newline="") as lines:
            quoting = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
            rows = csv.reader(lines, delimiter=delimiter, quoting=quoting)
            yield name, [row[column] for row in rows if len(row) > column]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with unlabelled, l-hsab, ...")
    parser.add_argument(
        "--show", type=int, default=0, metavar="N", help="print N finds of each kind with their context"
    )
    arguments = parser.parse_args()
    measure_golden()
    shown = defaultdict(list)
    for name, posts in corpora(arguments.corpora):
        start = time.process_time()
        found = [result.spans for result in Redactor().redact_many(posts)]
        speed = len(posts) / (time.process_time() - start)
        counts = Counter(span.kind for spans in found for span in spans)
        told = ", ".join(f"{kind} {counts[kind]:,}" for kind in KINDS if counts[kind]) or "nothing"
        print(f"{name}: {len(posts):,} posts, {speed:,.0f} a second: {told}")
        for post, spans in zip(posts, found, strict=True):
            for span in spans:
                before, after = (
                    post[max(0, span.start - CONTEXT) : span.start],
                    post[span.end : span.end + CONTEXT],
                )
                shown[span.kind].append(f"{before}⟦{post[span.start : span.end]}⟧{after}")
    draw = random.Random(0)
    for kind in KINDS if arguments.show else ():
        for context in draw.sample(shown[kind], min(arguments.show, len(shown[kind]))):
            print(f"{kind}: {context!r}")


if __name__ == "__main__":
    main()
