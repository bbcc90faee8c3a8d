"""Model cards: what a model is, what it was trained on, what it does badly, in the form of the Hugging Face hub.

Mitchell et al. (2019), "Model Cards for Model Reporting". A card is an output: of a model's settings, of what was
measured, and of a person's facts (:mod:`rightsnlp.reporting.cards.facts`). Where a required part is empty there is
no card.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rightsnlp.data.corpora.manifests import corpus_names, load_manifest
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.reporting.cards import arabic as card_arabic
from rightsnlp.reporting.cards import sections as card_sections
from rightsnlp.reporting.cards.dataset_card import read_dataset_facts
from rightsnlp.reporting.cards.facts import FILE, CardFacts
from rightsnlp.reporting.cards.head import INDEXED, model_index, write_card
from rightsnlp.reporting.cards.sections import OWN_CASES, figures
from rightsnlp.shipped import shipped_folder
from rightsnlp.taxonomy import Label, Taxonomy, load_taxonomy, simple_taxonomy

if TYPE_CHECKING:
    from rightsnlp.checks.functional.report import FunctionalReport
    from rightsnlp.checks.robustness.report import RobustnessReport
    from rightsnlp.evaluation.results import EvaluationReport, MetricResult

__all__ = ["figures", "missing_parts", "model_card"]

_INTERVALS = "95 % intervals are in brackets. A dash: undefined, as precision is where nothing was assigned."
_OPTIMISTIC = (
    "Thresholds, and for a recipe its settings and weights, were chosen on these same dev parts: every figure\n"
    "on them is optimistic, precision and recall at the threshold most of all. A test part, where one is named,\n"
    "is one on which nothing was chosen."
)


def model_card(
    info: Mapping[str, Any],
    training: Mapping[str, Any],
    reports: Mapping[str, EvaluationReport],
    *,
    facts: CardFacts | None = None,
    functional: FunctionalReport | None = None,
    legitimate: Mapping[str, MetricResult] | None = None,
    robustness: RobustnessReport | None = None,
) -> str:
    """Return a model card as Markdown with a YAML head.

    Parameters
    ----------
    info : mapping
        ``name``, ``version`` and ``sha256`` of the model, its ``taxonomy`` and its ``thresholds``, as its
        ``config.json`` holds them.
    training : mapping
        ``sources`` (name, number of posts, known and positive labels, hashes of each) and ``recipe_sha256``.
    reports : mapping of str to EvaluationReport
        Figures by dev part.
    facts : CardFacts, optional
        What only a person can say. Without it the card is a draft, whose first lines name what is missing.
    functional : FunctionalReport, optional
        What a functional suite found.
    legitimate : mapping of str to MetricResult, optional
        False-positive rates on legitimate speech, by name of the posts.
    robustness : RobustnessReport, optional
        What the figures lose when posts are written differently.

    Returns
    -------
    str
        Ends with a line feed.

    Raises
    ------
    InvalidArgumentError
        When ``facts`` are given and a required part is empty; all of them are named at once.

    Examples
    --------
    >>> from rightsnlp.evaluation.metrics import evaluate_arrays
    >>> report = evaluate_arrays([1, 1, 0, 0], [0.9, 0.4, 0.2, 0.1], ["spam"], n_resamples=20)
    >>> info = {"name": "mine", "version": "1", "sha256": "0" * 64}
    >>> training = {"sources": [{"name": "a.csv", "n_train": 9, "known": [9], "positive": [3]}]}
    >>> card = model_card(info, training, {"a": report})
    >>> "**Draft.**" in card, "library_name: rightsnlp" in card
    (True, True)
    >>> model_card(info, {}, {}, facts=CardFacts(license="mit"))
    Traceback (most recent call last):
    rightsnlp.exceptions.InvalidArgumentError: card: is not rendered, for these parts are empty: thresholds, ...
    """
    labels = _labels(info, reports)
    missing = missing_parts(info, training, reports, facts)
    if missing and facts is not None:
        raise InvalidArgumentError(
            f"card: is not rendered, for these parts are empty: {', '.join(missing)}",
            expected="every required part",
            remedy=f"write what only you can say into {FILE} beside the model, and measure what is not measured",
        )
    said = facts or CardFacts()
    sources = training.get("sources", [])
    chosen = info.get("thresholds", {})
    sections = {
        "What it is for": card_sections.purpose(),
        "What it is not for": card_sections.not_for(labels),
        "Labels": card_sections.labels_defined(labels),
        "Trained on": card_sections.trained_on(sources, labels, _licences(sources)),
        "Figures": _figures(reports),
        "Calibration": card_sections.calibration(reports),
        "Thresholds": card_sections.thresholds(chosen) if chosen else "",
        "False alarms on legitimate speech": card_sections.legitimate_speech(reports, legitimate),
        "Functional failures": card_sections.functional_failures(functional),
        "Robustness": card_sections.robustness(robustness),
        "Known gaps": card_sections.bullets(said.gaps),
        "How it was made": card_sections.how_made(said, training, _versions(reports)),
        "How to cite": said.citation,
        "بالعربية": card_arabic.summary(labels, chosen, functional, said),
    }
    body = [
        f"# {info.get('name')} {info.get('version')}",
        f"Model hash (SHA-256 of its checksums): `{info.get('sha256')}`. Written by `rightsnlp`; do not edit.",
    ]
    if missing:
        body.append(
            f"> **Draft.** Missing: {', '.join(missing)}. Write it into `{FILE}`; then run `rightsnlp card`."
        )
    body += [f"## {title}\n\n{text}" for title, text in sections.items() if text]
    return write_card(_head(info, sources, reports, said), "\n\n".join(body) + "\n")


def missing_parts(
    info: Mapping[str, Any],
    training: Mapping[str, Any],
    reports: Mapping[str, EvaluationReport],
    facts: CardFacts | None = None,
) -> list[str]:
    """Return the names of the required parts of a card that are empty.

    Examples
    --------
    >>> missing_parts({"name": "mine", "version": "1"}, {}, {})[:5]
    ['sha256', 'thresholds', 'labels', 'training.sources', 'figures']
    """
    missing = [name for name in ("name", "version", "sha256", "thresholds") if not info.get(name)]
    labels = _labels(info, reports)
    missing += [] if labels else ["labels"]
    missing += [f"definition of {label.name}" for label in labels if not label.definition.get("en")]
    sources = training.get("sources", [])
    missing += [] if sources else ["training.sources"]
    for source in sources:
        counted = all(source.get(key) not in (None, []) for key in ("n_train", "known", "positive"))
        missing += [] if counted else [f"counts of {source.get('name')}"]
        missing += (
            [] if source.get("train_sha256") or source.get("files") else [f"hash of {source.get('name')}"]
        )
    if not any(math.isfinite(result.value) for report in reports.values() for result in report.metrics):
        missing.append("figures")
    return missing + (facts or CardFacts()).missing


def _labels(info: Mapping[str, Any], reports: Mapping[str, EvaluationReport]) -> Sequence[Label]:
    if info.get("taxonomy"):
        return Taxonomy.from_dict(info["taxonomy"]).labels
    names = {label for report in reports.values() for label in report.labels}
    known = {label.name: label for label in load_taxonomy().labels}
    others = sorted(names - set(known))
    ours = [label for name, label in known.items() if name in names]
    return [*ours, *(simple_taxonomy(others).labels if others else ())]


def _head(
    info: Mapping[str, Any],
    sources: Sequence[Mapping[str, Any]],
    reports: Mapping[str, EvaluationReport],
    facts: CardFacts,
) -> Any:
    from huggingface_hub import ModelCardData

    titles = {name: load_manifest(name).title for name in reports if name in corpus_names()}
    if OWN_CASES in reports:
        titles[OWN_CASES] = _own_cases()["title"]
    return ModelCardData(
        library_name="rightsnlp",
        license=facts.license or None,
        language=list(facts.languages) or None,
        pipeline_tag="text-classification",
        tags=list(facts.tags) or None,
        datasets=[str(source.get("name")) for source in sources] or None,
        metrics=["expected_calibration_error" if name == "ece" else name for name in INDEXED],
        model_name=str(info.get("name")),
        eval_results=model_index(reports, titles) or None,
    )


def _licences(sources: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    names = [str(source.get("name")) for source in sources]
    known = {name: load_manifest(name).licence for name in names if name in corpus_names()}
    return known | ({OWN_CASES: _own_cases()["license"]} if OWN_CASES in names else {})


def _own_cases() -> Mapping[str, Any]:
    return read_dataset_facts(shipped_folder("datasets") / OWN_CASES).data


def _figures(reports: Mapping[str, EvaluationReport]) -> str:
    signatures = card_sections.bullets(f"`{report.signature_line}`" for report in reports.values())
    return "\n\n".join([figures(reports), _INTERVALS, _OPTIMISTIC, f"Signatures:\n\n{signatures}"])


def _versions(reports: Mapping[str, EvaluationReport]) -> dict[str, str]:
    found: dict[str, str] = {}
    for report in reports.values():
        found |= report.signature.get("versions", {})
    return found
