"""``rightsnlp models``: which models ship, what one is, and its way to the hub and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp.classification.persistence import find_model

from ..classification.storage.hub_server import running_hub  # noqa: TID252

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


def test_a_model_goes_to_the_hub_and_comes_back(
    rightsnlp: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = find_model("rightsnlp-base")
    with running_hub() as hub:
        for name, value in (("HF_ENDPOINT", hub.endpoint), ("HF_HOME", str(tmp_path)), ("HF_TOKEN", "hf_x")):
            monkeypatch.setenv(name, value)
        asked = rightsnlp("models", "push", "rightsnlp-base", "monitor/base")
        assert asked.returncode == 130
        assert "Send these files?" in asked.stdout
        assert hub.requests == []
        sent = rightsnlp("models", "push", "rightsnlp-base", "monitor/base", "--yes")
        assert sent.returncode == 0
        assert "To monitor/base, private:" in sent.stdout
        back = rightsnlp("models", "fetch", "monitor/base", "-o", str(tmp_path / "back"))
        assert back.returncode == 0
        assert "checked" in back.stdout
    assert (tmp_path / "back" / "SHA256SUMS").read_bytes() == (model / "SHA256SUMS").read_bytes()


def test_a_place_that_is_none_is_refused(rightsnlp: Run) -> None:
    done = rightsnlp("models", "fetch", "base")
    assert done.returncode == 2
    assert "owner/name" in done.stderr
