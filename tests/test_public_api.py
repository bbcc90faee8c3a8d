"""The public names are an exact list, and each is what it says."""

from __future__ import annotations

import inspect

import pytest

import rightsnlp

NAMES = [
    "ArabicNormalizer",
    "LinearClassifier",
    "RightsNLPError",
    "__version__",
    "evaluate",
    "label",
    "load_cases",
    "load_corpus",
    "load_model",
    "load_taxonomy",
    "normalize",
    "redact",
]


def test_the_list_is_exact() -> None:
    assert rightsnlp.__all__ == NAMES
    assert dir(rightsnlp) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_there_and_documented(name: str) -> None:
    value = getattr(rightsnlp, name)
    if name != "__version__":
        assert inspect.getdoc(value)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'classify'"):
        rightsnlp.classify  # noqa: B018
