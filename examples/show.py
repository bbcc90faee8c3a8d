"""Print a labelled table for a terminal, what to review first on top; Arabic stays right to left."""

import sys

import pandas as pd

ISOLATE, POP = "\u2067", "\u2069"  # right-to-left isolate: the terminal orders the post by itself

frame = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
frame["priority"] = pd.to_numeric(frame["priority"])
for _, row in frame.sort_values("priority", ascending=False).head(8).iterrows():
    decisions = {
        name.removeprefix("decision_"): row[name] for name in frame.columns if name.startswith("decision_")
    }
    told = ", ".join(f"{label}: {decision}" for label, decision in decisions.items())
    post = row["نص المنشور"] or row["وصف الانتهاك"]
    print(f"{row['رقم البلاغ']}  {row['priority']:.2f}  {told}")
    print(f"       {ISOLATE}{post[:90]}{POP}")
