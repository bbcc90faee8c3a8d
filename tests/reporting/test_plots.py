"""The public functions of the plots, and what all of them have in common."""

from __future__ import annotations

import inspect

import pytest

pytest.importorskip("matplotlib")

from rightsnlp.reporting import plots

FUNCTIONS = [getattr(plots, name) for name in plots.__all__ if name.startswith("plot_")]


def test_the_public_names():
    assert plots.__all__ == [
        "figure_svg",
        "plot_comparison",
        "plot_confusion",
        "plot_functional",
        "plot_precision_recall",
        "plot_reliability",
        "plot_risk_coverage",
        "plot_robustness",
        "plot_slices",
        "save_figure",
    ]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda f: f.__name__)
def test_every_plot_takes_a_language_a_title_and_a_signature(function):
    parameters = inspect.signature(function).parameters
    assert parameters["language"].default == "en"
    assert parameters["title"].default is None
    assert parameters["signature"].default is None


def test_a_language_without_words_is_refused():
    from rightsnlp.exceptions import InvalidArgumentError

    with pytest.raises(InvalidArgumentError, match="language"):
        plots.plot_confusion([1, 0], [0.9, 0.1], ["spam"], language="fr")
