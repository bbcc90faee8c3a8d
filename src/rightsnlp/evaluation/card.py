"""Model cards: what a model is, what it was trained on, what it does badly, in the form the Hugging Face hub reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.taxonomy import load_taxonomy

_METRICS = ("average_precision", "precision", "recall", "ece")
_TITLES = {"ece": "expected calibration error"}


def model_card(
    info: Mapping[str, str], training: Mapping[str, Any], reports: Mapping[str, EvaluationReport]
) -> str:
    """Return a model card as Markdown with a YAML head.

    Parameters
    ----------
    info : mapping
        Name, version and hash of the model.
    training : mapping
        ``sources``: name, number of posts, known and positive labels of each.
    reports : mapping of str to EvaluationReport
        Figures by dev part.

    Returns
    -------
    str
        Ends with a line feed.
    """
    synthetic = any(source["name"] == "rightsnlp-cases" for source in training.get("sources", []))
    parts = [
        "---",
        "library_name: rightsnlp",
        "license: apache-2.0",
        "language: [ar, he, en]",
        "pipeline_tag: text-classification",
        "tags: [hate-speech, content-moderation, digital-rights, arabic]",
        "---",
        "",
        f"# {info['name']} {info['version']}",
        "",
        f"Model hash (SHA-256 of its checksums): `{info['sha256']}`. Written by `rightsnlp train`; do not edit.",
        "",
        "## What it is for",
        "Ordering reported posts and cases for a person's review at a digital-rights monitor. It gives each label a",
        "calibrated probability and a decision: assigned, review, not assigned, or insufficient (fields are missing).",
        "",
        *_labels(reports),
        "## What it is not for",
        "- Removing posts, or deciding anything about a person, without a person.",
        "- Saying that a post is unlawful: `incitement` is a claim to be assessed, and text alone meets no legal test.",
        "- Reading `wrongful_removal` off a post: without an action or a report the answer is `insufficient`.",
        "- Counting hate speech in a population: the classifier's errors bias such a share.",
        "",
        "## Trained on",
        "| source | weight | posts | labels known | positives |",
        "|---|---|---|---|---|",
        *(_source_row(source) for source in training.get("sources", [])),
        "",
        "Counts are in the order of the labels. A label that a source does not speak of is unknown, never negative.",
    ]
    if synthetic:
        parts += [
            "",
            "`rightsnlp-cases` is synthetic: written for this project, not collected. `incitement` and",
            "`wrongful_removal` are learnt from it alone, since no public corpus labels them honestly; how well they",
            "carry over to a monitor's own cases is not known until it verifies some and measures.",
        ]
    parts += [
        "",
        "## Figures on dev parts",
        figures(reports),
        "",
        "95 % intervals are in brackets. Signatures:",
        "",
    ]
    parts += [f"- {report.signature_line}" for report in reports.values()]
    parts += [
        "",
        "Thresholds, and for a recipe its settings and weights, were chosen on these same dev parts: every figure",
        "here is optimistic, precision and recall at the threshold most of all.",
        "",
        "## Known weaknesses",
        "- The corpora draw the line of hate in different places, and their annotators disagree.",
        "- Hebrew, Arabizi and English are hardly represented in training.",
        "- Irony, quotation to condemn, and images are beyond it.",
    ]
    return "\n".join(parts) + "\n"


def figures(reports: Mapping[str, EvaluationReport]) -> str:
    """Return a Markdown table of the main figures, a row a source and label, with n and intervals."""
    head = " | ".join(_TITLES.get(name, name.replace("_", " ")) for name in _METRICS)
    lines = [f"| dev part | label | n | positives | {head} |", f"|---|---|---|---|{'---|' * len(_METRICS)}"]
    for source, report in reports.items():
        for label in report.labels:
            first = report.get(label, _METRICS[0])
            if first.value != first.value:
                continue
            cells = []
            for name in _METRICS:
                found = report.get(label, name)
                undefined = found.value != found.value
                cells.append("–" if undefined else f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]")
            lines.append(f"| {source} | {label} | {first.n} | {first.support} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _labels(reports: Mapping[str, EvaluationReport]) -> list[str]:
    names = {label for report in reports.values() for label in report.labels}
    known = [label for label in load_taxonomy().labels if label.name in names]
    return [f"- `{label.name}`: {label.definition['en']}" for label in known] + ([""] if known else [])


def _source_row(source: Mapping[str, Any]) -> str:
    known = " / ".join(f"{count:,}" for count in source["known"])
    positive = " / ".join(f"{count:,}" for count in source["positive"])
    return f"| {source['name']} | {source.get('weight', 1)} | {source['n_train']:,} | {known} | {positive} |"
