"""Count what is in judged-posts, from the labels themselves, and put the counts into its datasheet.

No post is needed for it: the copies of a post in different words are told apart only when the corpus is loaded.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from rightsnlp.data.corpora.judgements import JUDGED_LABELS, read_judgements, settle
from rightsnlp.evaluation.agreement.coefficients import krippendorff_alpha
from rightsnlp.intervals import wilson
from rightsnlp.rendering.numbers import interval, number

FOLDER = Path(__file__).resolve().parents[1] / "datasets" / "judged-posts"
STRATA = ("top_hate", "top_incitement", "political_words", "prayer_words", "random")


def by_stratum(posts: pd.DataFrame) -> list[str]:
    """Posts, labels and legitimate posts of each stratum; unknown labels apart."""
    lines = [
        "| stratum | posts | hate_speech | unknown | incitement | unknown | legitimate |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name in (*STRATA, "all"):
        part = posts if name == "all" else posts[posts["stratum"] == name]
        cells = [f"{len(part):,}"]
        for label in JUDGED_LABELS:
            cells += [f"{(part[label] == '1').sum():,}", f"{(part[label] == '').sum():,}"]
        lines.append(f"| {name} | {' | '.join(cells)} | {part['legitimate'].sum():,} |")
    return lines


def by_kind(posts: pd.DataFrame) -> list[str]:
    """Posts of each kind and stratum; with h, i and ? those of either label, and those of an unknown one."""
    lines = [f"| kind | {' | '.join(STRATA)} | all |", "|---|" + "---:|" * (len(STRATA) + 1)]
    for kind in posts["kind"].value_counts().sort_index().sort_values(ascending=False, kind="stable").index:
        rows = posts[posts["kind"] == kind]
        cells = [cell(rows[rows["stratum"] == stratum]) for stratum in STRATA]
        lines.append(f"| {kind} | {' | '.join([*cells, cell(rows)])} |")
    return lines


def cell(part: pd.DataFrame) -> str:
    counts = {sign: (part[label] == "1").sum() for sign, label in zip("hi", JUDGED_LABELS, strict=True)}
    counts["?"] = (part[[*JUDGED_LABELS]] == "").any(axis=1).sum()
    marked = [f"{count} {sign}" for sign, count in counts.items() if count]
    return ", ".join([f"{len(part):,}" if len(part) else "–", *marked])


def agreement(judgements: pd.DataFrame) -> list[str]:
    """Alpha and the plain share of agreement, where two judgements gave an answer; what differed, counted."""
    twice = judgements[judgements["second_kind"] != ""]
    lines = [
        f"Judged twice: {len(twice):,} posts.",
        "",
        "| | both answered | 1 by both | differ | one left open | alpha | share that agrees |",
        "|---|---:|---:|---:|---:|---|---|",
    ]
    for name in (*JUDGED_LABELS, "kind"):
        pair = twice[[name, f"second_{name}"]].replace("", None)
        answered = pair.dropna()
        n, n_open = len(answered), int((pair.notna().sum(axis=1) == 1).sum())
        same = answered[name] == answered[f"second_{name}"]
        both = f"{(same & (answered[name] == '1')).sum()}" if name != "kind" else "–"
        alpha = krippendorff_alpha(pair.to_numpy(dtype=object))
        bounds = f"({alpha.reason})" if alpha.reason else interval(alpha.low, alpha.high)
        share = f"{number(float(same.mean()))} {interval(*wilson(int(same.sum()), n))}"
        lines.append(
            f"| {name} | {n} | {both} | {(~same).sum()} | {n_open} | {number(alpha.value)} {bounds} | {share} |"
        )
    return lines


def counts() -> str:
    judgements = read_judgements(FOLDER.name)
    posts = settle(judgements, judgements["sha256"])
    return "\n".join([*by_stratum(posts), "", *by_kind(posts), "", *agreement(judgements)])


def main() -> None:
    path = FOLDER / "README.md"
    table = counts()
    block = re.compile(r"(<!-- counts -->\n).*?(<!-- end of counts -->)", re.DOTALL)
    text = path.read_text(encoding="utf-8")
    path.write_text(block.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text), encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
