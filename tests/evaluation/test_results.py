"""A report can be stored, read again, and shown in a terminal, a notebook and a paper."""

from __future__ import annotations

import json
import math

import pytest

from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.evaluation.results import EvaluationReport, MetricResult
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.rendering.reasons import reason_text


@pytest.fixture
def report():
    # "تحريض" is an Arabic label name; the second label has no positive, so much of it is undefined.
    Y = [[1, 0], [1, 0], [0, 0], [0, math.nan]]
    P = [[0.9, 0.1], [0.4, 0.1], [0.6, 0.2], [0.1, 0.3]]
    return evaluate_arrays(Y, P, ["<hate>", "تحريض"], n_resamples=30, split="a|b")


def test_it_survives_json(report):
    text = json.dumps(report.to_dict(), allow_nan=False)
    again = EvaluationReport.from_dict(json.loads(text))
    assert again.to_dict() == report.to_dict()
    assert str(again) == str(report)


def test_an_undefined_number_is_null_beside_its_reason(report):
    stored = next(m for m in report.to_dict()["metrics"] if (m["label"], m["metric"]) == ("تحريض", "recall"))
    assert stored["value"] is None
    assert stored["reason"] == {"code": "no_positive"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"report": "other", "protocol": 1},
        {"report": "rightsnlp-evaluation", "protocol": 2},
        {"report": "rightsnlp-evaluation", "protocol": 1, "metrics": [{}], "signature": {}},
        {"report": "rightsnlp-evaluation", "protocol": 1},
    ],
)
def test_what_is_no_report_is_refused(data):
    with pytest.raises(SchemaError, match="report"):
        EvaluationReport.from_dict(data)


def test_it_cannot_be_changed(report):
    with pytest.raises(AttributeError):
        report.metrics = ()


def test_the_frame_has_one_row_a_figure(report):
    frame = report.to_frame()
    assert len(frame) == len(report.metrics)
    assert list(frame.columns[:8]) == ["label", "metric", "value", "low", "high", "n", "support", "reason"]


def test_a_missing_figure_names_those_there_are(report):
    with pytest.raises(InvalidArgumentError, match="precision"):
        report.get("<hate>", "accuracy")
    with pytest.raises(InvalidArgumentError, match="<hate>"):
        report.get("spam", "recall")


def test_the_terminal_table_is_aligned_and_ends_with_the_signature(report):
    lines = str(report).splitlines()
    header = lines[0]
    column = header.index("value") + len("value")
    values = [line[:column] for line in lines[2:] if line.strip() and "|" not in line]
    assert all(line.endswith(tuple("0123456789–")) for line in values)
    assert lines[-1] == report.signature_line
    assert "nan" not in str(report)


def test_the_markdown_table_has_as_many_cells_in_every_row(report):
    rows = [line for line in report.to_markdown().splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {8}


def test_a_label_of_which_nothing_is_known_takes_one_row():
    report = evaluate_arrays(
        [[1, math.nan], [0, math.nan]], [[0.9, 0.1], [0.2, 0.1]], ["a", "b"], n_resamples=20
    )
    rows = [line for line in report.to_markdown().splitlines() if line.startswith("| b ")]
    assert rows == ["| b | (none) | – | – | 0 | 0 | no post has a known answer |"]


def test_the_notebook_table_escapes_names_and_takes_the_pages_colours(report):
    page = report._repr_html_()
    assert "&lt;hate&gt;" in page
    assert "<hate>" not in page
    assert "background:none" in page
    assert "color:inherit" in page
    assert "dir=auto" in page
    assert 'class="num"' in page


def test_the_signature_line_names_data_split_and_versions(report):
    line = report.signature_line
    assert f"|data_sha256:{report.signature['data_sha256'][:12]}|" in line
    assert "|n:4|" in line
    assert "numpy=" in line


def test_a_figure_reads_as_a_sentence():
    undefined = MetricResult(
        "a", "recall", math.nan, math.nan, math.nan, 0, 0, "no positive among the known answers"
    )
    assert str(undefined) == "a recall undefined: no positive among the known answers (n = 0)"
    bare = MetricResult(
        "a", "f1", 1.0, math.nan, math.nan, 2, 1, "no interval: every resample gives the same value"
    )
    assert str(bare) == "a f1 1.000 (no interval: every resample gives the same value) (n = 2)"


def test_a_report_of_protocol_1_whose_reasons_are_english_sentences_is_read(report):
    old = report.to_dict() | {"protocol": 1}
    for figure, result in zip(old["metrics"], report.metrics, strict=True):
        figure["reason"] = reason_text(result.reason)
    back = EvaluationReport.from_dict(old)
    assert back.to_dict()["metrics"] == report.to_dict()["metrics"]
    assert any(result.reason for result in back.metrics)
