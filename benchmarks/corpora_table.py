"""Print the tables of docs/corpora.md: what each corpus holds, and what they share.

    python benchmarks/corpora_table.py DIR

DIR holds the corpora. Counts only; no post is printed.
"""

from __future__ import annotations

import argparse
from dataclasses import replace

import numpy as np

from rightsnlp.data.audit import audit_overlap, count_conflicts
from rightsnlp.data.corpora.corpus import Corpus, corpus_names, load_corpus
from rightsnlp.data.overlap.dedup import near_duplicate_groups

PERSONAL = ("handle", "url", "email", "phone")


def contents(corpus: Corpus) -> str:
    parts = [replace(corpus.select(corpus.split == part), name=part) for part in ("train", "dev")]
    report = audit_overlap(*parts)
    whole = audit_overlap(corpus, corpus.select([])).train
    known = whole.labels["hate_speech"]
    n_known = known.positive + known.negative
    shares = {name: count / whole.n for name, count in whole.languages.items()}
    languages = ", ".join(f"{name} {share:.0%}" for name, share in shares.items() if share > 0.01)
    personal = ", ".join(
        f"{kind} {whole.personal_data[kind]:,}" for kind in PERSONAL if kind in whole.personal_data
    )
    rare = sum(count for kind, count in whole.personal_data.items() if kind not in PERSONAL)
    cells = (
        corpus.name,
        f"{whole.n:,}",
        f"{parts[0].Y.shape[0]:,} / {parts[1].Y.shape[0]:,}",
        f"{known.positive:,} of {n_known:,} ({known.positive / n_known:.1%})" if n_known else "–",
        f"{whole.n_exact_repeats:,} ({whole.n_exact_repeats / whole.n:.1%})",
        f"{whole.n_near_repeats:,} ({whole.n_near_repeats / whole.n:.1%})",
        f"{count_conflicts(corpus.groups, corpus.Y[:, 0]):,}",
        f"{report.n_exact:,} / {report.n_near:,}",
        languages,
        personal + (f", other {rare:,}" if rare else "") or "–",
    )
    return "| " + " | ".join(cells) + " |"


def overlap(corpora: list[Corpus]) -> list[str]:
    owner = np.repeat(np.arange(len(corpora)), [len(corpus) for corpus in corpora])
    split = np.concatenate([corpus.split for corpus in corpora])
    near = near_duplicate_groups([text for corpus in corpora for text in corpus.texts])
    copies = np.concatenate([corpus.groups for corpus in corpora])
    lines = [
        "| dev part of | " + " | ".join(corpus.name for corpus in corpora) + " |",
        "|---|" + "---:|" * len(corpora),
    ]
    for row, corpus in enumerate(corpora):
        cells = []
        held = (owner == row) & (split == "dev")
        for column in range(len(corpora)):
            trained = (owner == column) & (split == "train")
            exact = np.isin(copies[held], copies[trained])
            nearly = np.isin(near[held], near[trained]) & ~exact
            cells.append(f"{exact.sum():,} / {nearly.sum():,}" if exact.any() or nearly.any() else "0")
        lines.append(f"| {corpus.name} ({held.sum():,}) | " + " | ".join(cells) + " |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    corpora = [load_corpus(name, parser.parse_args().folder) for name in corpus_names()]
    print(
        "| corpus | posts | train / dev | hate_speech, of those known | exact repeats | near repeats | "
        "copies labelled both ways | dev posts with a copy / near-duplicate in its train | languages | posts with |"
    )
    print("|---|---:|---:|---:|---:|---:|---:|---:|---|---|")
    for corpus in corpora:
        print(contents(corpus))
    print()
    print("\n".join(overlap(corpora)))


if __name__ == "__main__":
    main()
