"""Count what is in rightsnlp-cases, from the file itself, and put the counts into its datasheet.

python benchmarks/cases_datasheet.py [--corpora DIR]

With the corpora, the growth of distinct words is set beside that of L-HSAB at the same number of words.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd

from rightsnlp.data.cases import load_cases
from rightsnlp.data.corpora.corpus import Corpus, load_corpus
from rightsnlp.data.overlap.dedup import fold_words, near_duplicate_groups
from rightsnlp.evaluation.agreement.coefficients import krippendorff_alpha
from rightsnlp.taxonomy import load_taxonomy

FOLDER = Path(__file__).resolve().parents[1] / "datasets" / "rightsnlp-cases"


def shares(values: pd.Series) -> str:
    counts = values[values != ""].value_counts()
    return ", ".join(f"{name} {count:,} ({count / len(values):.0%})" for name, count in counts.items())


def near_duplicates(cases: Corpus) -> int:
    """Cases that nearly repeat one outside their own pair."""
    frame = cases.frame
    groups = near_duplicate_groups((frame["text"] + " " + frame["report"]).tolist())
    units = np.where(frame["pair"] != "", frame["pair"], frame["case_id"])
    crowded = pd.DataFrame({"group": groups, "unit": units}).groupby("group")["unit"].nunique()
    return int(np.isin(groups, crowded.index[crowded > 1]).sum())


def growth(texts: list[str], at: int) -> int:
    """Distinct folded words among the first ``at`` words, texts in a fixed shuffled order."""
    order = np.random.default_rng(0).permutation(len(texts))
    words = [word for found in fold_words([texts[row] for row in order]) for word in found]
    return len(set(words[:at])) if len(words) >= at else 0


def agreement() -> list[str]:
    """Alpha a label between the first and the second pass, where there was a second."""
    path = FOLDER / "second_pass.csv"
    if not path.exists():
        return []
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    told = f"{len(table):,} cases, a stratified sample, labelled without sight of the first labels"
    lines = [f"| second pass | {told} |"]
    for label in load_taxonomy().names:
        passes = [[label in cell.split("|") for cell in table[which]] for which in ("first", "second")]
        ratings = np.array(passes).T
        found = krippendorff_alpha(ratings.astype(float))
        lines.append(f"| alpha, {label} | {found.value:.3f} [{found.low:.3f}, {found.high:.3f}] |")
    differ = int((table["first"] != table["second"]).sum())
    changed = int((table["resolved"] != table["first"]).sum())
    lines.append(
        f"| disagreements | {differ}, each resolved in `second_pass.csv`; {changed} first labels changed |"
    )
    return lines


def counts(corpora: str | None) -> str:
    cases = load_cases()
    frame = cases.frame
    labelled = Counter(label for labels in frame["labels"] for label in labels.split("|") if label)
    legitimate = (frame["labels"] == "") | (frame["negative_kind"] != "")
    lengths = frame["text"].str.split().str.len()
    near = near_duplicates(cases)
    parts = ", ".join(f"{part} {n:,}" for part, n in frame["split"].value_counts().items())
    pairs = frame.loc[frame["pair"] != "", "pair"].nunique()
    each = ", ".join(f"{name} {labelled[name]:,}" for name in cases.labels)
    bare = int((frame["labels"] == "").sum())
    posts = lengths[lengths > 0]
    cells = {
        "cases": f"{len(frame):,} ({parts})",
        "families, minimal pairs": f"{frame['family'].nunique():,}, {pairs:,}",
        "labels": f"{each}; none {bare:,}",
        "hard negatives and rightful removals": f"{legitimate.sum():,} ({legitimate.mean():.0%})",
        "their kinds": shares(frame.loc[frame["negative_kind"] != "", "negative_kind"]),
        "dialect": shares(frame["dialect"]),
        "language": shares(frame["language"]),
        "action": shares(frame["action"]),
        "target group": shares(frame["target_group"]),
        "words a post": f"median {posts.median():.0f}, 95 % at most {posts.quantile(0.95):.0f}",
        "cases without a post": f"{int((lengths == 0).sum()):,}",
        "near-duplicates outside pairs": f"{near} ({near / len(frame):.2%}; word 3-grams, Jaccard ≥ 0.7)",
    }
    rows = [f"| {name} | {cell} |" for name, cell in cells.items()] + agreement()
    if corpora is not None:
        other = load_corpus("l-hsab", corpora)
        size = sum(len(words) for words in fold_words(other.texts))
        ours = growth((frame["text"] + " " + frame["report"]).tolist(), size)
        rows.append(f"| distinct words in {size:,} | {ours:,}; L-HSAB {growth(other.texts, size):,} |")
    return "\n".join(["| | |", "|---|---|", *rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora")
    table = counts(parser.parse_args().corpora)
    path = FOLDER / "README.md"
    block = re.compile(r"(<!-- counts -->\n).*?(<!-- end of counts -->)", re.DOTALL)
    text = path.read_text(encoding="utf-8")
    path.write_text(block.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text), encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
