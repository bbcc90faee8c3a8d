"""Put the figures of the shipped model into the README: run after training it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.reporting.cards.model_card import figures

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    written = json.loads((ROOT / "models/rightsnlp-base/evaluation.json").read_text(encoding="utf-8"))
    table = figures({name: EvaluationReport.from_dict(data) for name, data in written.items()})
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    block = re.compile(r"(<!-- figures: .*? -->\n).*?(\n<!-- end of figures -->)", re.DOTALL)
    readme.write_text(block.sub(lambda found: found[1] + table + found[2], text), encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
