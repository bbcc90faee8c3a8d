"""A model card says what the model is for and not for, and every figure with its interval; or it is not written."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from huggingface_hub import ModelCard, metadata_load

from rightsnlp.checks import evaluate_suite_predictions
from rightsnlp.checks.robustness.report import RobustnessReport, RobustnessResult
from rightsnlp.data.suites import load_suite
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.results import MetricResult
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.reporting.cards.facts import CardFacts
from rightsnlp.reporting.cards.model_card import figures, model_card
from rightsnlp.shipped import shipped_folder
from rightsnlp.taxonomy import load_taxonomy

REPORT = evaluate_arrays(
    [1, 1, 0, 0] * 10, [0.9, 0.4, 0.2, 0.1] * 10, ["hate_speech"], n_resamples=20, split="osact4/dev"
)
CLEAN = evaluate_arrays([0] * 40, [0.9, 0.1] * 20, ["hate_speech"], n_resamples=20, split="clean/dev")
SOURCE = {
    "name": "rightsnlp-cases", "n_train": 40, "known": [40], "positive": [20], "train_sha256": "a" * 64,
}  # fmt: skip
AIM = {"precision": 0.6, "false_positive_rate": 0.01, "recall": 0.8, "confidence": 0.95}
CHOSEN = {
    "hate_speech": {
        "assign": 0.68,
        "review": 0.12,
        "aim": AIM,
        "n": 900,
        "n_positive": 90,
        "n_legitimate": 300,
    },
    "incitement": {"assign": None, "review": None, "aim": AIM, "n": 90, "n_positive": 9, "n_legitimate": 0},
}
INFO = {
    "name": "m", "version": "1", "sha256": "0" * 64, "taxonomy": load_taxonomy().to_dict(), "thresholds": CHOSEN,
}  # fmt: skip
TRAINING = {"sources": [SOURCE], "recipe_sha256": "b" * 64}
FACTS = CardFacts(
    license="apache-2.0",
    languages=("ar", "he"),
    citation="Somebody (2026). A model.",
    command="rightsnlp train --recipe recipe.toml -o m",
    gaps=("It knows no Gulf Arabic.",),
    gaps_ar=("لا يعرف العربية الخليجية.",),
    tags=("arabic",),
)


def card(**changes: object) -> str:
    parts = {
        "info": INFO,
        "training": TRAINING,
        "reports": {"osact4": REPORT, "clean": CLEAN},
        "facts": FACTS,
    }
    parts |= changes
    return model_card(parts.pop("info"), parts.pop("training"), parts.pop("reports"), **parts)


def section(text: str, title: str) -> str:
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_huggingface_hub_reads_its_head_and_its_results(tmp_path: Path) -> None:
    text = card()
    data = ModelCard(text).data
    assert (data.library_name, data.license, data.language) == ("rightsnlp", "apache-2.0", ["ar", "he"])
    assert (data.pipeline_tag, data.tags, data.datasets) == (
        "text-classification",
        ["arabic"],
        ["rightsnlp-cases"],
    )
    assert data.model_name == "m"
    recall = next(r for r in data.eval_results if (r.dataset_type, r.metric_type) == ("osact4", "recall"))
    expected = REPORT.get("hate_speech", "recall")
    assert (recall.metric_value, recall.dataset_split) == (expected.value, "dev")
    assert recall.dataset_name.startswith("OSACT4 shared task")
    assert recall.metric_args["low"] == pytest.approx(expected.low, abs=1e-4)
    assert f"95 % interval {expected.low:.3f} to {expected.high:.3f}" in recall.metric_name
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    assert metadata_load(tmp_path / "README.md")["model-index"][0]["name"] == "m"


def test_reading_and_writing_its_head_again_changes_nothing() -> None:
    assert str(ModelCard(card())) == card()


def test_every_metric_in_the_head_is_a_number_and_is_declared() -> None:
    data = ModelCard(card()).data
    assert all(math.isfinite(result.metric_value) for result in data.eval_results)
    assert {result.metric_type for result in data.eval_results} <= set(data.metrics)


def test_a_part_without_positives_gives_no_precision() -> None:
    kinds = {r.metric_type for r in ModelCard(card()).data.eval_results if r.dataset_type == "clean"}
    assert kinds == {"false_positive_rate", "expected_calibration_error"}


def test_without_its_required_parts_there_is_no_card_and_all_are_named_at_once() -> None:
    with pytest.raises(InvalidArgumentError) as caught:
        card(info={"name": "m"}, training={}, reports={}, facts=CardFacts(license="mit"))
    for gap in ("version", "sha256", "thresholds", "labels", "training.sources", "figures", "languages", "citation",
                "command", "gaps", "gaps_ar"):  # fmt: skip
        assert gap in caught.value.what
    assert "license" not in caught.value.what


@pytest.mark.parametrize("gap", ["license", "languages", "citation", "command", "gaps", "gaps_ar"])
def test_each_fact_is_required(gap: str) -> None:
    with pytest.raises(InvalidArgumentError, match=rf"parts are empty: {gap};"):
        card(facts=replace(FACTS, **{gap: type(getattr(FACTS, gap))()}))


def test_counts_and_hashes_of_the_training_data_are_required() -> None:
    with pytest.raises(InvalidArgumentError, match=r"counts of a\.csv, hash of a\.csv"):
        card(training={"sources": [{"name": "a.csv", "n_train": 5}]})


def test_a_label_needs_its_definition() -> None:
    taxonomy = {"name": "x", "version": "1", "labels": [{"name": "spam"}]}
    with pytest.raises(InvalidArgumentError, match="definition of spam"):
        card(info=INFO | {"taxonomy": taxonomy})


def test_without_a_persons_facts_it_is_a_draft_that_says_what_is_missing() -> None:
    text = card(facts=None)
    assert "**Draft.** Missing: license, languages, citation, command, gaps, gaps_ar." in text
    assert ModelCard(text).data.license is None
    assert "**Draft.**" not in card()


def test_it_says_that_our_own_cases_are_synthetic() -> None:
    assert "is synthetic" in card()
    assert "is synthetic" not in card(training={"sources": [SOURCE | {"name": "mine.csv"}]})


def test_figures_have_n_and_intervals() -> None:
    value = REPORT.get("hate_speech", "recall")
    row = next(line for line in figures({"x": REPORT}).splitlines() if line.startswith("| x "))
    assert row.startswith("| x | hate_speech | 40 | 20 |")
    assert f"| {value.value:.3f} [{value.low:.3f}, {value.high:.3f}] |" in row


def test_thresholds_say_what_they_keep_and_where_none_does() -> None:
    text = section(card(), "Thresholds")
    assert (
        "`hate_speech`: assigned from a probability of 0.68 on: at least 60 % of what is assigned is right"
        in text
    )
    assert "at most 1 % of legitimate posts are assigned" in text
    assert "`incitement`: never assigned: no threshold kept the aim" in text
    assert "Everything that is not assigned goes to a person." in text


def test_false_alarms_on_legitimate_speech_stand_with_their_intervals() -> None:
    news = MetricResult("hate_speech", "false_positive_rate", 0.02, 0.01, 0.04, 300, 0)
    text = section(card(legitimate={"news": news}), "False alarms on legitimate speech")
    assert "| news | hate_speech | 0.020 [0.010, 0.040] | 300 |" in text
    assert "| clean (no positive in it) | hate_speech | 0.500 " in text
    none = section(card(reports={"osact4": REPORT}), "False alarms on legitimate speech")
    assert none.strip() == "Not measured."


@pytest.fixture(scope="module")
def never_assigning():
    folder = shipped_folder("datasets") / "rightscheck"
    suite = load_suite(folder / "cases.csv")
    decisions = np.full(suite.Y.shape, "not_assigned", dtype=object)
    decisions[suite.functionality == "martyr_news", 0] = "assigned"
    decisions[suite.functionality == "threat_direct", 0] = "review"
    return evaluate_suite_predictions(decisions, suite, functionalities=folder / "functionalities.csv")


def test_failures_are_told_in_words_in_both_languages(never_assigning) -> None:
    text = card(functional=never_assigning)
    english, arabic = section(text, "Functional failures"), section(text, "بالعربية")
    assert "News of a death is taken for praise of violence." in english
    assert never_assigning.sentences["martyr_news"]["ar"] in arabic
    assert "in review" in english
    # What goes to a person is not missed.
    assert "threat_direct (ar), hate_speech" not in english


def test_what_was_not_measured_is_said() -> None:
    assert section(card(), "Functional failures").strip() == "Not measured."
    assert section(card(), "Robustness").strip() == "Not measured."


def test_drops_stand_with_their_intervals_the_largest_first() -> None:
    small = RobustnessResult("tatweel", "hate_speech", "recall", 0.5, 0.45, 0.05, -0.01, 0.1, 40, 38, 2, 0)
    large = RobustnessResult("dropped_dots", "hate_speech", "recall", 0.5, 0.25, 0.25, 0.1, 0.4, 40, 38, 5, 1)
    rows = section(card(robustness=RobustnessReport((small, large), (), {})), "Robustness").splitlines()
    assert rows[3] == "| hate_speech | dropped dots | recall | 0.500 | +0.250 [0.100, 0.400] | 40 | 38 |"
    assert rows[4].startswith("| hate_speech | tatweel | recall | 0.500 | +0.050 [-0.010, 0.100] |")


def test_the_arabic_part_runs_from_right_to_left_and_holds_definitions_and_gaps() -> None:
    text = section(card(), "بالعربية").strip()
    assert text.startswith('<div dir="rtl" lang="ar">\n\n')
    assert text.endswith("\n\n</div>")
    assert load_taxonomy()["hate_speech"].definition["ar"] in text
    assert FACTS.gaps_ar[0] in text
    assert "لا يُعطى هذا الوسم أبدًا" in text


def test_a_model_of_other_labels_is_not_spoken_of_as_ours() -> None:
    report = evaluate_arrays([1, 0] * 20, [0.9, 0.1] * 20, ["spam"], n_resamples=20)
    taxonomy = {"name": "x", "version": "1", "labels": [{"name": "spam", "definition": {"en": "Unwanted."}}]}
    text = card(
        info=INFO | {"taxonomy": taxonomy, "thresholds": {"spam": CHOSEN["hate_speech"]}},
        reports={"a": report},
    )
    assert "Unwanted." in text
    assert "incitement" not in section(text, "What it is not for")


SHIPPED = shipped_folder("models") / "rightsnlp-base"


@pytest.mark.skipif(not (SHIPPED / "card.toml").is_file(), reason="the shipped model has no card.toml yet")
def test_the_shipped_card_is_what_the_program_writes() -> None:
    from rightsnlp.classification.persistence import read_config
    from rightsnlp.reporting.cards.folder import CARD, check_folder_card, folder_card

    config = read_config("rightsnlp-base")
    assert check_folder_card(SHIPPED, config) == []
    assert (SHIPPED / CARD).read_text(encoding="utf-8") == folder_card(SHIPPED, config)
