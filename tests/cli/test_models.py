"""``rightsnlp models``: which models ship, and what one is."""

from __future__ import annotations

import json
from collections.abc import Callable
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]


def test_the_models_that_ship_are_listed(rightsnlp: Run) -> None:
    done = rightsnlp("models", "list")
    assert done.returncode == 0
    assert "hate_speech, incitement, wrongful_removal" in done.stdout


def test_a_model_is_shown_with_thresholds_and_sources(rightsnlp: Run) -> None:
    shown = json.loads(rightsnlp("models", "show", "rightsnlp-base").stdout)
    assert set(shown["thresholds"]) == set(shown["labels"])
    assert any(source["name"] == "rightsnlp-cases" for source in shown["training"]["sources"])


def test_a_model_that_is_none_is_refused(rightsnlp: Run) -> None:
    done = rightsnlp("models", "show", "best")
    assert done.returncode == 2
    assert "rightsnlp models list" in done.stderr
