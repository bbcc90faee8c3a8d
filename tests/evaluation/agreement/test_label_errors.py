"""Labels that probabilities contradict are listed, or the missing package is named."""

from __future__ import annotations

import importlib.util

import numpy as np
import pytest

from rightsnlp.evaluation.agreement.label_errors import label_errors
from rightsnlp.exceptions import InvalidArgumentError, MissingExtraError

needs_cleanlab = pytest.mark.skipif(
    importlib.util.find_spec("cleanlab") is None, reason="cleanlab is not installed"
)


def test_without_the_package_the_pip_line_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "cleanlab.filter", None)
    with pytest.raises(MissingExtraError, match=r"rightsnlp\[label-errors\]"):
        label_errors([1, 0], [0.9, 0.1], ["a"])


@needs_cleanlab
@pytest.mark.filterwarnings("default")
def test_a_flipped_label_is_found_first():
    rng = np.random.default_rng(0)
    truth = (rng.random(300) < 0.4).astype(float)
    p = np.clip(0.8 * truth + 0.1 + rng.normal(0, 0.03, 300), 0, 1)
    given = truth.copy()
    positive, negative = np.flatnonzero(truth == 1)[:3], np.flatnonzero(truth == 0)[:3]
    given[positive], given[negative], given[100] = 0.0, 1.0, np.nan
    found = label_errors(given, p, ["a"])
    assert len(found) > 0
    assert set(found.row) <= {*positive, *negative}
    assert found.quality.is_monotonic_increasing


@needs_cleanlab
@pytest.mark.filterwarnings("default")
def test_one_class_alone_is_refused():
    with pytest.raises(InvalidArgumentError, match="one class"):
        label_errors([1, 1], [0.9, 0.1], ["a"])
