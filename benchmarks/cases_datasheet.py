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
from rightsnlp.data.corpora import Corpus, load_corpus
from rightsnlp.data.dedup import fold_words, near_duplicate_groups
from rightsnlp.evaluation.agreement import krippendorff_alpha
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
    lines = [
        f"| second pass | {len(table):,} cases, a stratified sample, labelled without sight of the first labels |",
    ]
    for label in load_taxonomy().names:
        ratings = np.array([[label in first.split("|"), label in second.split("|")]
                            for first, second in zip(table["first"], table["second"], strict=True)])  # fmt: skip
        found = krippendorff_alpha(ratings.astype(float))
        lines.append(f"| alpha, {label} | {found.value:.3f} [{found.low:.3f}, {found.high:.3f}] |")
    differ = int((table["first"] != table["second"]).sum())
    kept = int((table["resolved"] == table["first"]).sum())
    lines.append(
        f"| disagreements | {differ}, each resolved in writing in `second_pass.csv`; "
        f"in {len(table) - kept} of them the first labels were changed |"
    )
    return lines


def counts(corpora: str | None) -> str:
    cases = load_cases()
    frame = cases.frame
    labelled = Counter(label for labels in frame["labels"] for label in labels.split("|") if label)
    legitimate = (frame["labels"] == "") | (frame["negative_kind"] != "")
    lengths = frame["text"].str.split().str.len()
    near = near_duplicates(cases)
    rows = [
        f"| cases | {len(frame):,} ({', '.join(f'{part} {n:,}' for part, n in frame['split'].value_counts().items())}) |",
        f"| families, minimal pairs | {frame['family'].nunique():,}, {frame.loc[frame['pair'] != '', 'pair'].nunique():,} |",
        f"| labels | {', '.join(f'{name} {labelled[name]:,}' for name in cases.labels)}; "
        f"none {int((frame['labels'] == '').sum()):,} |",
        f"| hard negatives and rightful removals | {legitimate.sum():,} ({legitimate.mean():.0%}) |",
        f"| their kinds | {shares(frame.loc[frame['negative_kind'] != '', 'negative_kind'])} |",
        f"| dialect | {shares(frame['dialect'])} |",
        f"| language | {shares(frame['language'])} |",
        f"| action | {shares(frame['action'])} |",
        f"| target group | {shares(frame['target_group'])} |",
        f"| words a post | median {lengths[lengths > 0].median():.0f}, 95 % at most {lengths[lengths > 0].quantile(0.95):.0f}, "
        f"{int((lengths == 0).sum()):,} cases without a post |",
        f"| near-duplicates outside pairs | {near} ({near / len(frame):.2%}; word 3-grams, Jaccard ≥ 0.7) |",
        *agreement(),
    ]
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
