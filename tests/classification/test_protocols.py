"""Models of every protocol stay readable and keep their answers, from folders that were kept when they were written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rightsnlp.classification.persistence import PROTOCOL, load_model

KEPT = Path(__file__).parent / "protocols"
FOLDERS = sorted(path.parent for path in KEPT.glob("*/*/config.json"))


def kept(folder: Path) -> tuple[Any, dict[str, Any]]:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    posts = expected["posts"]
    return (pd.DataFrame(posts) if isinstance(posts[0], dict) else posts), expected


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_kept_model_gives_the_numbers_it_gave(folder: Path) -> None:
    posts, expected = kept(folder)
    model = load_model(folder)
    assert np.allclose(model.decision_function(posts), expected["logits"], rtol=0, atol=1e-6)
    assert np.allclose(model.predict_proba(posts), expected["probabilities"], rtol=0, atol=1e-6)
    decided = [{name: str(d.decision) for name, d in row.items()} for row in model.decide(posts)]
    assert decided == expected["decisions"]


def test_every_protocol_has_kept_models() -> None:
    assert {folder.parent.name for folder in FOLDERS} == {str(number + 1) for number in range(PROTOCOL)}
