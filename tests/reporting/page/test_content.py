"""A report names each system once."""

from __future__ import annotations

import pytest

from rightsnlp.evaluation import evaluate_arrays
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.reporting.page.content import ReportContent


@pytest.mark.parametrize(("names", "count"), [((), 0), (("a",), 2), (("a", "b"), 1), (("a", "a"), 2)])
def test_there_is_a_system_and_each_has_a_name_of_its_own(names: tuple[str, ...], count: int) -> None:
    report = evaluate_arrays([1, 0], [0.9, 0.1], ["spam"], n_resamples=5)
    with pytest.raises(InvalidArgumentError, match="names, systems"):
        ReportContent("title", names, (report,) * count)


def test_only_title_and_systems_are_needed() -> None:
    report = evaluate_arrays([1, 0], [0.9, 0.1], ["spam"], n_resamples=5)
    content = ReportContent("title", ("ours",), (report,))
    assert content.slices is None
    assert dict(content.figures) == {}
