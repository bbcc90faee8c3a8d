"""A report with every part, of made-up figures, with names in both scripts."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rightsnlp.checks.functional.report import FunctionalReport
from rightsnlp.evaluation import compare, evaluate_arrays, over_enforcement_table, slice_metrics
from rightsnlp.reporting.page.content import Drawing, ReportContent

LABELS = ["hate_speech", "incitement", "wrongful_removal"]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="200" viewBox="0 0 900 200">'
    '<style>rect {{ fill: #ccd }}</style><rect width="900" height="200"/>'
    '<image href="https://example.org/leak.png" width="9" height="9"/><script>fetch("https://example.org")</script>'
    '<text x="20" y="60" style="font: 20px sans-serif">{}</text></svg>'
)


def example_content() -> ReportContent:
    rng = np.random.default_rng(0)
    n = 240
    Y = (rng.random((n, 3)) < [0.3, 0.15, 0.2]).astype(float)
    Y[:, 2] = np.nan
    P = np.clip(0.5 * np.nan_to_num(Y) + 0.6 * rng.random((n, 3)), 0, 1)
    worse = np.clip(0.3 * P + 0.7 * rng.random((n, 3)), 0, 1)
    names = ("our model", "نموذج آخر")
    reports = [
        evaluate_arrays(
            Y,
            output,
            LABELS,
            n_resamples=40,
            split="made-up/اختبار",
            legitimate={"أخبار": np.arange(n) % 3 == 0},
        )
        for output in (P, worse)
    ]
    columns = pd.DataFrame({"لهجة": rng.choice(["شامية", "مصرية", "خليجية"], n, p=[0.6, 0.35, 0.05])})
    robustness = pd.DataFrame(
        {
            "perturbation": ["tatweel", "dropped_dots"],
            "label": "hate_speech",
            "metric": "recall",
            "before": 0.61,
            "after": [0.61, 0.45],
            "drop": [0.0, 0.16],
            "low": [-0.02, 0.09],
            "high": [0.02, 0.22],
            "n": 72,
            "n_changed": [200, 230],
            "n_lost": [1, 14],
            "n_gained": [1, 2],
        }
    )
    cases = pd.DataFrame(
        {
            "case_id": [str(i) for i in range(20)],
            "functionality": ["threat_direct"] * 10 + ["martyr_funeral"] * 10,
            "language": "ar",
            "target_ident": "",
            "disagreed": False,
            "label": "hate_speech",
            "expected": [True] * 10 + [False] * 10,
            "decision": ["assigned"] * 6 + ["review"] * 4 + ["assigned"] * 2 + ["not_assigned"] * 8,
            "assigned": [True] * 6 + [False] * 4 + [True] * 2 + [False] * 8,
            "right": [True] * 6 + [False] * 6 + [True] * 8,
        }
    )
    sentences = {"threat_direct": {"en": "A threat would be missed.", "ar": "يفوت النظامَ تهديد."}}
    comparisons = compare(
        Y,
        dict(zip(names, (P, worse), strict=True)),
        LABELS,
        figures=[("hate_speech", "average_precision"), ("incitement", "recall"), ("wrongful_removal", "f1")],
        n_resamples=40,
    )
    return ReportContent(
        title="A made-up report – تقرير مُختلَق",
        names=names,
        systems=tuple(reports),
        comparisons=tuple(comparisons),
        slices=slice_metrics(Y, P, LABELS, columns, n_resamples=40),
        over_enforcement=over_enforcement_table(
            Y[:, :1], P[:, :1], LABELS[:1], columns["لهجة"], "مصرية", n_resamples=40
        ),
        functional=FunctionalReport(cases, (), {"confidence": 0.95, "suite": "made-up"}, sentences),
        robustness=robustness,
        figures=(
            Drawing(
                "reliability",
                svg={"en": SVG.format("Reliability"), "ar": SVG.format("موثوقية")},
                alternative={},
            ),
        ),
        methods={"en": "Judged on 240 made-up posts.\n\nShares have Wilson intervals."},
        citation="@misc{made-up,\n  title = {A made-up report}\n}",
        command="rightsnlp evaluate DATA -o report",
    )
