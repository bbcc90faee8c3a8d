"""Count what is in judged-posts, from the labels themselves; put the counts into its datasheet and docs/definitions.md.

No post is needed for it: the copies of a post in different words are told apart only when the corpus is loaded.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd

from rightsnlp.data.corpora.judgements import JUDGED_LABELS, read_judgements, read_strata
from rightsnlp.evaluation.agreement.coefficients import krippendorff_alpha
from rightsnlp.intervals import wilson

ROOT = Path(__file__).resolve().parents[1]
NAME = "judged-posts"
SHEET = ROOT / "datasets" / NAME / "README.md"
DEFINITIONS = ROOT / "docs" / "definitions.md"
FEWEST = 40
"""Fewest posts judged twice for which a stratum's alpha is shown."""


def share(k: int, n: int) -> str:
    low, high = wilson(k, n)
    return f"{k / n:.1%} [{low:.1%}, {high:.1%}]" if n else "–"


def by_part(posts: pd.DataFrame) -> list[str]:
    """Posts and labels of each part."""
    lines = [
        "| part | posts | judged twice or more | hate_speech | incitement | unsure | a label unknown |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name in ("train", "dev", "test", "all"):
        part = posts if name == "all" else posts[posts["part"] == name]
        cells = [
            len(part),
            (part["hate_speech_2"] != "").sum(),
            *((part[label] == "1").sum() for label in JUDGED_LABELS),
            (part["unsure"] == "1").sum(),
            (part[[*JUDGED_LABELS]] == "").any(axis=1).sum(),
        ]
        lines.append(f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |")
    return lines


def by_stratum(posts: pd.DataFrame, strata: pd.DataFrame) -> list[str]:
    """How each stratum was drawn, what is in it, and how far two passes agreed."""
    lines = [
        "| stratum | what | drawn of | hate_speech | incitement | unsure | alpha (hate_speech) | alpha (incitement) |",
        "|---|---|---|---:|---:|---:|---|---|",
    ]
    for row in strata.itertuples():
        part = posts[posts["stratum"] == row.stratum]
        counts = [f"{(part[label] == '1').sum():,}" for label in (*JUDGED_LABELS, "unsure")]
        alphas = [alpha(part, label) for label in JUDGED_LABELS]
        drawn = f"{row.drawn:,} of {row.population:,} ({row.drawn / row.population:.1%})"
        lines.append(f"| `{row.stratum}` | {row.what} | {drawn} | {' | '.join([*counts, *alphas])} |")
    return lines


def alpha(part: pd.DataFrame, label: str) -> str:
    """Alpha of the first two passes where both gave an answer, or why there is none."""
    pair = part[[f"{label}_1", f"{label}_2"]].replace("", None).dropna()
    if len(pair) < FEWEST:
        return f"– (n = {len(pair)})"
    found = krippendorff_alpha(pair.to_numpy(dtype=object))
    if found.reason:
        return (
            f"{found.value:.2f} (n = {len(pair)})"
            if found.value == found.value
            else f"one answer (n = {len(pair)})"
        )
    return f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}] (n = {len(pair)})"


def agreement(posts: pd.DataFrame) -> list[str]:
    """Alpha over all posts, and how the disagreements were settled."""
    lines = ["| label | judged twice | differ | alpha |", "|---|---:|---:|---|"]
    for label in (*JUDGED_LABELS, "unsure"):
        pair = posts[[f"{label}_1", f"{label}_2"]].replace("", None).dropna()
        differ = int((pair.iloc[:, 0] != pair.iloc[:, 1]).sum())
        lines.append(f"| {label} | {len(pair):,} | {differ:,} | {alpha(posts, label)} |")
    third = posts[posts["hate_speech_3"] != ""]
    kinds = third["reason"].str.split().str[0].value_counts()
    told = ", ".join(f"{kind} {count:,}" for kind, count in kinds.items())
    return [*lines, "", f"Settled by a third reading: {len(third):,} posts ({told})."]


def definitions(posts: pd.DataFrame, strata: pd.DataFrame) -> list[str]:
    """For each class of each corpus, what share of it is ours."""
    lines = [
        "| drawn from | posts | is hate_speech under our guideline | is incitement under our guideline |",
        "|---|---:|---|---|",
    ]
    for row in strata[~strata["by_score"]].itertuples():
        part = posts[posts["stratum"] == row.stratum]
        cells = []
        for label in JUDGED_LABELS:
            known = part[part[label] != ""]
            cells.append(share(int((known[label] == "1").sum()), len(known)))
        lines.append(f"| {row.what} | {len(part):,} | {cells[0]} | {cells[1]} |")
    return lines


def counts() -> str:
    posts, strata = read_judgements(NAME), read_strata(NAME)
    return "\n".join([*by_part(posts), "", *agreement(posts), "", *by_stratum(posts, strata)])


def table() -> str:
    return "\n".join(definitions(read_judgements(NAME), read_strata(NAME)))


def replace(path: Path, name: str, text: str) -> None:
    mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    sheet = path.read_text(encoding="utf-8")
    path.write_text(mark.sub(lambda match: f"{match[1]}{text}\n{match[2]}", sheet), encoding="utf-8")


def main() -> None:
    replace(SHEET, "counts", counts())
    replace(DEFINITIONS, "table", table())
    sys.stdout.write(counts() + "\n")


if __name__ == "__main__":
    main()
