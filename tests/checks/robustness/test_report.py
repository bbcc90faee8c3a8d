"""The report of a robustness check: one row a figure, flips by place, and no text of a post."""

from __future__ import annotations

import json
import math

import pytest

from rightsnlp.checks.robustness.report import Flip, RobustnessReport, RobustnessResult
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.rendering.reasons import Reason

NAN = math.nan
UNDEFINED = Reason.of("undefined_after", reason=Reason("nothing_assigned"))


@pytest.fixture
def report():
    results = (
        RobustnessResult("tatweel", "a|<b>", "recall", 0.75, 0.5, 0.25, 0.1, 0.4, 1400, 38, 5, 1),
        RobustnessResult("tatweel", "a|<b>", "f1", 0.7, 0.6, 0.1, -0.05, 0.2, 1400, 38, 5, 1),
        RobustnessResult("arabizi", "a|<b>", "recall", 0.75, 0.0, 0.75, 0.6, 0.9, 1400, None, 9, 0),
        RobustnessResult("arabizi", "a|<b>", "f1", 0.7, NAN, NAN, NAN, NAN, 1400, None, 9, 0, UNDEFINED),
    )
    flips = (Flip("tatweel", "a|<b>", 12, "lost", "assigned", "review", 0.8, NAN, 1),)
    return RobustnessReport(results, flips, {"seed": 0, "split": "dev", "n": 1400})


def test_the_frame_has_exactly_these_columns(report):
    frame = report.to_frame()
    assert frame.columns.tolist() == [
        "perturbation", "label", "metric", "before", "after", "drop", "low", "high", "n", "n_changed", "n_lost",
        "n_gained",
    ]  # fmt: skip
    assert len(frame) == 4
    assert frame["n_changed"].isna().tolist() == [False, False, True, True]
    assert frame["n_changed"][0] == 38


def test_flips_are_rows_of_their_own(report):
    (flip,) = report.flips_frame().to_dict("records")
    assert (flip["row"], flip["flip"], flip["answer"]) == (12, "lost", 1)


def test_it_goes_through_json_and_comes_back(report):
    back = RobustnessReport.from_dict(json.loads(json.dumps(report.to_dict(), allow_nan=False)))
    assert back.to_frame().equals(report.to_frame())
    assert back.flips_frame().equals(report.flips_frame())
    assert back.signature == report.signature
    assert back.results[3].reason == UNDEFINED


@pytest.mark.parametrize(
    "change",
    [{"report": "other"}, {"protocol": 3}, {"results": [{}]}, {"flips": [{"row": 1}]}, {"results": None}],
)
def test_what_is_no_report_of_this_protocol_is_refused(report, change):
    with pytest.raises(SchemaError, match="report: "):
        RobustnessReport.from_dict({**report.to_dict(), **change})


def test_one_figure_is_found_by_its_names_or_the_names_are_told(report):
    assert report.get("tatweel", "a|<b>", "recall").drop == 0.25
    with pytest.raises(InvalidArgumentError, match="one each of tatweel, arabizi"):
        report.get("tatwil", "a|<b>", "recall")


def test_every_rendering_shows_drop_interval_n_and_signature(report):
    for shown in (str(report), report.to_markdown(), report._repr_html_()):
        for part in ("+0.250", "[0.100, 0.400]", "1,400", "n:1400", "split:dev", "38"):
            assert part in shown
    assert "arabizi: undefined after: nothing was assigned." in str(report)
    assert "arabizi: undefined after: nothing was assigned." in report.to_markdown()


def test_names_cannot_break_a_table(report):
    assert "<b>" not in report._repr_html_()
    assert "a\\|" in report.to_markdown()


def test_its_repr_is_short(report):
    assert repr(report) == "RobustnessReport(perturbations=('tatweel', 'arabizi'), labels=('a|<b>',))"
