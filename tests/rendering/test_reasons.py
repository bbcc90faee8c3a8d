"""A reason is a code with values: it is told in both languages, saved as data, and read from older files' words."""

from __future__ import annotations

import json
import re
from string import Formatter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.evaluation import definitions, evaluate_arrays
from rightsnlp.exceptions import SchemaError
from rightsnlp.rendering.reasons import Reason, reason_data, reason_text
from rightsnlp.rendering.words import load_words

CODES = [code for code in load_words()["reasons"] if code not in {"several", "said"}]
NAMES = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)


def example(code: str, *, inner: Reason | None = None) -> Reason:
    """A reason of a code, with something for each of its values."""
    given = {
        "count": 3,
        "all": 100,
        "labels": ("hate_speech", "spam"),
        "reason": inner or Reason("nothing_assigned"),
        "subset": "news",
        "system": "ours",
    }
    fields = [name for _, name, _, _ in Formatter().parse(load_words()["reasons"][code]["en"]) if name]
    return Reason.of(code, **{name: given[name] for name in fields})


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_told_in_both_languages(code: str) -> None:
    reason = example(code)
    assert not re.search("[\u0600-\u06ff{}]", reason.told("en"))
    assert re.search("[\u0600-\u06ff]", reason.told("ar"))


@pytest.mark.parametrize("code", CODES)
def test_every_code_comes_back_from_its_data(code: str) -> None:
    reason = example(code)
    assert Reason.from_data(json.loads(json.dumps(reason.to_data()))) == reason


@pytest.mark.parametrize("code", [code for code in CODES if code != "undefined_for_system"])
def test_every_code_comes_back_from_the_english_words_of_an_older_file(code: str) -> None:
    reason = example(code)
    assert Reason.from_data(str(reason)) == reason


@given(
    st.lists(NAMES, min_size=1, max_size=3),
    st.integers(0, 999),
    st.sampled_from(["no_answer", "no_positive"]),
)
def test_words_of_several_reasons_come_back_with_their_values(
    labels: list[str], count: int, code: str
) -> None:
    reasons = Reason.several(
        [
            Reason.of("without_labels", labels=tuple(labels), reason=Reason(code)),
            Reason.of("sometimes_undefined", count=count, all=1000),
        ]
    )
    assert Reason.from_data(str(reasons)) == reasons
    assert reasons is not None
    assert Reason.from_data(reasons.to_data()) == reasons


def test_every_metric_has_a_code_that_is_told() -> None:
    metrics = (
        *definitions.LABEL_METRICS,
        definitions.RECALL_WITH_REVIEW,
        definitions.EXACT_MATCH,
        definitions.legitimate_metric("أخبار"),
    )
    for need in (need for metric in metrics for need in metric.needs):
        assert need.reason.code in CODES
        assert not re.search("[a-z]", need.reason.told("ar"))


def test_reasons_in_use_are_told_in_arabic() -> None:
    """Figures of little data with gaps give the reasons that are given in practice."""
    rng = np.random.default_rng(0)
    Y = np.array(
        [[1, 0, np.nan], [0, 0, np.nan], [1, np.nan, np.nan], [0, 0, np.nan], [0, 1, np.nan], [0, 0, np.nan]]
    )
    P = rng.random((6, 3))
    P[0, 0] = np.nan
    labels = ["hate_speech", "incitement", "wrongful_removal"]
    legitimate = {"أخبار": np.zeros(6, bool)}
    gappy = evaluate_arrays(Y, P, labels, groups=list("aabbcd"), n_resamples=60, legitimate=legitimate)
    silent = evaluate_arrays(Y, P, labels, thresholds=2.0, n_resamples=60)
    found = {result.reason for report in (gappy, silent) for result in report.metrics if result.reason}
    assert len(found) > 8
    assert [reason for reason in found if re.search("[a-z]{3}", reason.told("ar"))] == []


def test_reasons_inside_reasons_are_told_with_the_titles_of_the_labels() -> None:
    reason = Reason.several(
        [
            Reason.of(
                "undefined_for_labels", labels=("hate_speech", "spam"), reason=Reason("nothing_assigned")
            ),
            Reason("no_miscalibration"),
        ]
    )
    assert str(reason) == "undefined for hate_speech, spam (nothing was assigned); no miscalibration shown"
    assert reason_text(reason, "ar") == "غير معرّف في خطاب كراهية، spam (لم يوسم شيء)؛ لم يظهر خلل في المعايرة"
    assert reason is not None
    assert reason.codes == {"undefined_for_labels", "no_miscalibration"}


def test_words_that_nobody_knows_are_kept_as_they_stand() -> None:
    reason = Reason.from_data("the moon was full")
    assert reason_text(reason, "ar") == reason_text(reason) == "the moon was full"


def test_nothing_is_no_reason() -> None:
    assert Reason.several([None, None]) is None
    assert Reason.from_data("") is Reason.from_data(None) is None
    assert reason_data(None) == reason_text(None) == ""


@pytest.mark.parametrize("data", [{"code": "sunspots"}, {"code": "left_out"}, {"count": 3}])
def test_data_that_is_no_reason_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(SchemaError, match="reason: "):
        Reason.from_data(data)
