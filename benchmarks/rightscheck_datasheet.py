"""Count what is in RightsCheck, from the files themselves, and put the counts into its datasheet."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parents[1] / "datasets" / "rightscheck"


def counts() -> str:
    cases = pd.read_csv(FOLDER / "cases.csv", dtype=str, keep_default_na=False)
    known = pd.read_csv(FOLDER / "functionalities.csv", dtype=str, keep_default_na=False)
    by = pd.crosstab(cases["functionality"], cases["language"])
    hateful = cases[cases["label_gold"] == "hateful"].groupby("functionality").size()
    arabic = f"{int(by['ar'].sum()):,} Arabic in {int((by['ar'] > 0).sum())} functionalities"
    hebrew = f"{int(by['he'].sum()):,} Hebrew in {int((by['he'] > 0).sum())}"
    lines = [
        f"{len(cases):,} cases: {arabic}, {hebrew}; {int(hateful.sum()):,} hateful.",
        "",
        "| group | functionality | Arabic | Hebrew | hateful | a failure would mean |",
        "|---|---|---:|---:|---:|---|",
    ]
    for _, row in known.sort_values(["group", "functionality"]).iterrows():
        name = row["functionality"]
        numbers = f"{by.loc[name, 'ar']} | {by.loc[name, 'he']} | {hateful.get(name, 0)}"
        lines.append(f"| {row['group']} | `{name}` | {numbers} | {row['failure']} |")
    return "\n".join(lines)


def main() -> None:
    path = FOLDER / "README.md"
    table = counts()
    block = re.compile(r"(<!-- counts -->\n).*?(<!-- end of counts -->)", re.DOTALL)
    text = path.read_text(encoding="utf-8")
    path.write_text(block.sub(lambda found: f"{found[1]}{table}\n{found[2]}", text), encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
