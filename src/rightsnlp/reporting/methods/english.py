"""How the figures were made, as a paragraph that a paper can paste, in English and in Arabic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.rendering.numbers import level
from rightsnlp.reporting.methods.arabic import arabic_comparison, arabic_methods
from rightsnlp.reporting.methods.facts import (
    is_file,
    n_groups,
    named_system,
    system_name,
    thresholds_of,
    versions_used,
)
from rightsnlp.reporting.settings import RunSettings
from rightsnlp.reporting.tables import known_labels

_SEEN = {
    "trained": "The system was trained on these same posts, so the figures say little about posts it has not seen.",
    "tuned": "The system's settings or thresholds were chosen on these same posts, so the figures are optimistic, "
    "precision and recall most of all.",
}


def evaluation_methods(report: EvaluationReport, settings: RunSettings | None = None) -> dict[str, str]:
    """Return a paragraph on the methods of an evaluation, in English and in Arabic.

    Examples
    --------
    >>> from rightsnlp.evaluation.metrics import evaluate_arrays
    >>> report = evaluate_arrays([1, 1, 0, 0], [0.9, 0.4, 0.2, 0.1], ["spam"], n_resamples=50, split="demo")
    >>> evaluation_methods(report)["en"][:55]
    'We evaluated the system on `demo` (4 posts; SHA-256 of '
    """
    settings = settings or RunSettings()
    return {"en": " ".join(_english(report, settings)), "ar": arabic_methods(report, settings)}


def methods_markdown(paragraphs: Mapping[str, str]) -> str:
    """Return the methods as Markdown: the paragraph in English, then the one in Arabic from right to left."""
    return (
        f"# Methods\n\n{paragraphs['en']}\n\n"
        f'<div dir="rtl" lang="ar">\n\n# المنهجية\n\n{paragraphs["ar"]}\n\n</div>\n'
    )


def comparison_methods(
    names: Sequence[str], reports: Sequence[EvaluationReport], setup: Mapping[str, Any]
) -> dict[str, str]:
    """Return a paragraph on the methods of a comparison, in English and in Arabic.

    Parameters
    ----------
    names : sequence of str
    reports : sequence of EvaluationReport
        On the same posts.
    setup : mapping
        ``test``, ``correction``, ``alpha``, ``confidence``, ``n_resamples``, ``seed``, ``n_comparisons``, ``groups``.
    """
    signature = reports[0].signature
    which = "; ".join(named_system(n, r.signature) for n, r in zip(names, reports, strict=True))
    bounds = level(setup["confidence"])
    units = f"{setup['groups']:,} groups of posts" if setup["groups"] else "posts"
    test = {
        "approximate_randomisation": "approximate randomisation (Noreen 1989)",
        "paired_bootstrap": "a paired bootstrap (Berg-Kirkpatrick et al. 2012)",
    }[setup["test"]]
    adjusted = {
        "holm": "by Holm's method",
        "benjamini_hochberg": "by the method of Benjamini and Hochberg",
        "none": "not at all",
    }[setup["correction"]]
    english = (
        f"We compared {len(names)} systems ({which}) on the same {signature['n']:,} posts of `{signature['split']}` "
        f"(SHA-256 {signature['data_sha256']}). Differences were tested two-sided by {test}, {setup['n_resamples']:,} "
        f"times over {units}, seed {setup['seed']}; p values were adjusted {adjusted} for "
        f"{setup['n_comparisons']} comparisons. {bounds} intervals of differences are by a paired bootstrap "
        f"(bias-corrected and accelerated, Efron 1987) and are not adjusted. A difference is called shown when the "
        f"adjusted p value is below {setup['alpha']:g} and the interval does not contain 0; otherwise none is shown, "
        f"which does not mean that there is none. Computed with {versions_used(signature)}."
    )
    return {"en": english, "ar": arabic_comparison(names, reports, setup)}


def _english(report: EvaluationReport, settings: RunSettings) -> list[str]:
    s = report.signature
    known = known_labels(report)
    hashed = "texts" if settings.corpus else "data file"
    where = f"the part `{s['split']}` of {settings.corpus_title}" if settings.corpus else f"`{s['split']}`"
    counts = "; ".join(
        f"`{label}` {report.get(label, 'coverage').n:,}, of which {report.get(label, 'recall').support:,} positive"
        for label in known
    )
    what = f"{'the predictions in ' * is_file(s)}{system_name(s) or 'the system'}"
    data = f"({s['n']:,} posts; SHA-256 of the {hashed} {s['data_sha256']})"
    found = [
        f"We evaluated {what} on {where} {data}.",
        f"Known answers: {counts or 'none'}.",
    ]
    if unknown := [label for label in report.labels if label not in known]:
        found.append(f"No answer is known for {_names(unknown)}: no figure is given there.")
    found.append(
        "A post whose answer for a label is unknown is left out of that label's figures, not counted as negative."
    )
    found += _english_decisions(report, settings, known)
    found.append("A post sent to review, or without enough information, counts as not assigned.")
    if settings.seen:
        found.append(_SEEN[settings.seen])
    if settings.legitimate:
        found.append(
            f"Posts marked in the column {_names(settings.legitimate)} are known to be protected speech; the "
            "false-positive rate on them is given apart."
        )
    bounds = level(s["confidence"])
    kind = "bias-corrected and accelerated" if "bca" in s["interval"] else "percentile"
    count = n_groups(s)
    units = "posts" if count is None else f"{count:,} groups of posts"
    boot = (
        f"{bounds} bootstrap intervals ({kind}, Efron 1987; {s['n_resamples']:,} resamples of {units}, "
        f"seed {s['seed']})"
    )
    if s["interval"].startswith("wilson"):
        found.append(f"Shares have {bounds} Wilson score intervals (Wilson 1927), all other figures {boot}.")
    else:
        found.append(
            f"Figures have {boot}, since posts of one group are not independent; where no resample can vary (none or "
            "all of n), Wilson's interval on the number of groups stands instead."
        )
    found.append(
        "Calibration errors (15 bins) have basic bootstrap intervals. Intervals of single figures are not adjusted for "
        "their number."
    )
    found.append(f"Computed with {versions_used(s)}.")
    return found


def _english_decisions(report: EvaluationReport, settings: RunSettings, known: Sequence[str]) -> list[str]:
    thresholds = thresholds_of(report.signature, known)
    cuts = ", ".join(f"`{label}` {value:g}" for label, value in thresholds.items() if value is not None)
    none = [label for label, value in thresholds.items() if value is None]
    found = []
    if not thresholds:
        return ["Decisions are those given with the predictions; no threshold was set."]
    if cuts:
        said = {
            "model": "the thresholds stored with the model",
            "default": "the default threshold",
        }.get(settings.thresholds_from, "a threshold set beforehand")
        found.append(f"A label was assigned from {said} on: {cuts}.")
    if none:
        found.append(
            f"For {_names(none)} no threshold meets the stated aim: the label is never assigned by the system."
        )
    reviewed = {label: settings.aims.get(label, {}).get("review") for label in thresholds}
    if looked := ", ".join(f"`{label}` {value:g}" for label, value in reviewed.items() if value is not None):
        found.append(
            f"A post that was not assigned went to a person for review from these probabilities on: {looked}."
        )
    for label in thresholds:
        aim = settings.aims.get(label, {}).get("aim")
        if aim and thresholds[label] is not None:
            rate = aim.get("false_positive_rate")
            legitimate = f" and a false-positive rate of at most {rate:g} on legitimate posts" if rate else ""
            found.append(
                f"The threshold of `{label}` is the lowest found to keep a precision of at least {aim['precision']:g}"
                f"{legitimate}, at {level(aim['confidence'])} confidence on {settings.aims[label]['n']:,} "
                "development posts."
            )
    return found


def _names(labels: Sequence[str]) -> str:
    quoted = [f"`{label}`" for label in labels]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
