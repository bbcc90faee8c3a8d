"""A public name is loaded when it is asked for, once; a module of the same name never hides it."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

import rightsnlp

PACKAGES = [
    "rightsnlp",
    "rightsnlp.checks",
    "rightsnlp.checks.perturbations",
    "rightsnlp.checks.robustness",
    "rightsnlp.classification",
    "rightsnlp.data",
    "rightsnlp.evaluation",
    "rightsnlp.labeling",
    "rightsnlp.monitoring",
    "rightsnlp.reporting",
    "rightsnlp.text",
    "rightsnlp.training",
]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_name_of_the_list_is_there(package: str) -> None:
    module = import_module(package)
    assert dir(module) == sorted(module.__all__)
    for name in module.__all__:
        assert getattr(module, name) is not None
        assert name in vars(module)


@pytest.mark.parametrize("package", PACKAGES)
def test_another_name_is_an_attribute_error(package: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'love'"):
        import_module(package).love  # noqa: B018


def test_a_function_is_not_hidden_by_the_module_that_holds_it() -> None:
    code = "import rightsnlp.evaluation.evaluate; from rightsnlp.evaluation import evaluate; print(evaluate.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "evaluate"


def test_a_name_is_loaded_once() -> None:
    assert rightsnlp.load_taxonomy is rightsnlp.load_taxonomy
