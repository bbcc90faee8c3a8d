"""The methods paragraph states what a reader needs to get the figures again, in two languages."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.results import EvaluationReport
from rightsnlp.reporting.methods.english import comparison_methods, evaluation_methods, methods_markdown
from rightsnlp.reporting.settings import RunSettings

RNG = np.random.default_rng(0)
Y = np.column_stack([RNG.integers(0, 2, 40), np.full(40, np.nan)])
P = RNG.random((40, 2))
LABELS = ["hate_speech", "incitement"]
MODEL = {"name": "base", "version": "2", "sha256": "ab" * 32}
REPORT = evaluate_arrays(
    Y, P, LABELS, thresholds=[0.4, float("nan")], n_resamples=30, seed=7, split="demo", model=MODEL
)
GROUPED = evaluate_arrays(Y, P, LABELS, groups=np.arange(40) // 2, n_resamples=30, split="demo")


def both(report: EvaluationReport, settings: RunSettings | None = None) -> tuple[str, str]:
    found = evaluation_methods(report, settings)
    return found["en"], found["ar"]


def test_as_markdown_the_arabic_runs_from_right_to_left() -> None:
    text = methods_markdown({"en": "We judged.", "ar": "قيّمنا."})
    assert text.splitlines() == [
        *(
            "# Methods",
            "",
            "We judged.",
            "",
            '<div dir="rtl" lang="ar">',
            "",
            "# المنهجية",
            "",
            "قيّمنا.",
            "",
            "</div>",
        ),
    ]


@pytest.mark.parametrize("place", [0, 1])
def test_data_system_seed_and_versions_are_stated_in_both_languages(place: int) -> None:
    text = both(REPORT)[place]
    for fact in (
        "demo",
        REPORT.signature["data_sha256"],
        "base 2",
        "ab" * 32,
        "40",
        "30",
        "Wilson 1927",
        "0.4",
        "numpy",
    ):
        assert fact in text, fact
    assert str(int(np.nansum(Y[:, 0]))) in text


def test_a_label_without_answers_is_named_and_its_threshold_is_not() -> None:
    english, arabic = both(REPORT)
    assert "No answer is known for `incitement`" in english
    assert "no threshold" not in english
    assert "incitement" in arabic


@pytest.mark.parametrize("place", [0, 1])
def test_groups_are_stated_where_they_are_resampled(place: int) -> None:
    text = both(GROUPED)[place]
    assert "20" in text
    assert "Wilson 1927" not in text


def test_what_the_model_saw_is_said() -> None:
    for seen, words, arabic in (("tuned", "optimistic", "متفائلة"), ("trained", "was trained on", "دُرّب")):
        texts = both(REPORT, RunSettings(seen=seen))
        assert words in texts[0]
        assert arabic in texts[1]
    assert "optimistic" not in both(REPORT)[0]


def test_how_a_threshold_was_chosen_is_said() -> None:
    aim = {"precision": 0.6, "false_positive_rate": 0.01, "confidence": 0.95}
    settings = RunSettings(
        thresholds_from="model", aims={"hate_speech": {"aim": aim, "n": 1234, "review": 0.1}}
    )
    english, arabic = both(REPORT, settings)
    assert "precision of at least 0.6 and a false-positive rate of at most 0.01" in english
    assert "review from these probabilities on: `hate_speech` 0.1" in english
    for fact in ("1,234", "0.01", "0.6"):
        assert fact in arabic


def test_given_decisions_have_no_threshold() -> None:
    report = evaluate_arrays([1, 0], None, ["x"], decisions=[["assigned"], ["assigned"]], n_resamples=9)
    assert "no threshold was set" in both(report)[0]


def test_a_judged_file_is_called_a_file() -> None:
    signature = {**REPORT.signature, "model": {"name": "api", "kind": "predictions", "sha256": "cd" * 32}}
    assert "the predictions in api (SHA-256 cdcd" in both(dataclasses.replace(REPORT, signature=signature))[0]


def test_left_to_right_parts_are_kept_together_in_arabic() -> None:
    arabic = both(REPORT)[1]
    assert arabic.count("\u2066") == arabic.count("\u2069") > 3


def test_a_comparison_states_test_correction_and_what_shown_means() -> None:
    setup = {
        "test": "approximate_randomisation", "correction": "holm", "alpha": 0.05, "confidence": 0.95,
        "n_resamples": 500, "seed": 3, "n_comparisons": 4, "groups": 20,
    }  # fmt: skip
    text = " ".join(comparison_methods(["one", "two"], [REPORT, REPORT], setup).values())
    for fact in (
        "Noreen 1989",
        "Holm",
        "500",
        "20 groups",
        "below 0.05",
        "does not mean that there is none",
        "هولم",
    ):
        assert fact in text, fact


def test_settings_survive_their_json() -> None:
    settings = RunSettings(slices=("language",), reference={"language": "ar"}, seen="tuned")
    assert RunSettings.from_dict({**settings.to_dict(), "later": 1}) == settings
