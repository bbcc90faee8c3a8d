"""Posts that a stranger may hand over: a clear error or a sane answer, never a crash or a guess."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.selective import Aim
from rightsnlp.exceptions import InvalidArgumentError

POSTS = ["good day", "nice day", "bad night", "awful night"] * 10
Y = np.tile([[0.0], [0.0], [1.0], [1.0]], (10, 1))


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    fitted = LinearClassifier(labels=["night"], features=HashedNgrams(bits=8)).fit(POSTS, Y)
    return fitted.choose_thresholds(POSTS * 9, np.tile(Y, (9, 1)), {"night": Aim(false_positive_rate=None)})


ODD_TEXTS = {
    "empty": "",
    "blanks": " \t\n\u00a0\u3000",
    "invisible": "\u200b\u200e\ufeff",
    "bidi": "\u202e\u2066good\u2069",
    "emoji": "😀👩\u200d👩\u200d👧🏳\ufe0f\u200d🌈" * 3,
    "surrogates": "good \ud800 day \udfff",
    "nul": "good\0day\0",
    "controls": "".join(map(chr, range(32))),
    "marks": "a" + "\u0301" * 500,
    "ligature": "\ufdfa" * 50,
    "private": "\ue000\U0010ffff\ufffe",
    "diacritics": "\u064e\u0651" * 20,
    "tatweel": "\u0640" * 200,
    "punctuation": "!؟،؛.#@" * 20,
    "tags": "<script>alert(1)</script>",
}


def check_answers(model: LinearClassifier, posts: Any, n: int) -> None:
    P = model.predict_proba(posts)
    assert P.shape == (n, 1)
    assert P.dtype == np.float64
    assert ((P >= 0) & (P <= 1)).all()
    decided = model.decide(posts)
    assert len(decided) == n
    explained = model.explain(posts, "night")
    assert len(explained) == n
    assert all(span.weight > 0 and span.start < span.end for spans in explained for span in spans)


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_an_odd_text_gets_a_probability(model: LinearClassifier, text: str) -> None:
    check_answers(model, [text], 1)
    check_answers(model, ["good day", text, "bad night"], 3)
    alone = model.predict_proba([text])[0, 0]
    assert abs(model.predict_proba(["good day", text, "bad night"])[1, 0] - alone) < 1e-6


@pytest.mark.parametrize("unit", ["ليل نهار ", "a", "😀", "#"])
def test_a_megabyte_of_text_gets_an_answer(model: LinearClassifier, unit: str) -> None:
    post = unit * (1_000_000 // len(unit.encode()))
    assert 0 <= model.predict_proba([post])[0, 0] <= 1
    assert len(model.explain([post], "night")[0]) <= 5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.text(st.characters(), max_size=30)), max_size=4))
def test_any_texts_get_probabilities(model: LinearClassifier, posts: list[str | None]) -> None:
    check_answers(model, posts, len(posts))


@pytest.mark.parametrize(
    "posts",
    [
        [],
        (),
        np.array([], dtype=object),
        pd.Series([], dtype=object),
        pd.Series([], dtype="string"),
        pd.DataFrame({"text": []}),
    ],
)
def test_no_posts_get_no_answers(model: LinearClassifier, posts: Any) -> None:
    check_answers(model, posts, 0)


SAME = ["bad night", "good day", None]


@pytest.mark.parametrize(
    "posts",
    [
        tuple(SAME),
        np.array(SAME, dtype=object),
        pd.Series(SAME),
        pd.Series(SAME, dtype="string"),
        pd.Series(SAME, dtype="category"),
        pd.Series(["bad night", "good day", float("nan")], dtype=object),
        pd.Series(["bad night", "good day", pd.NA], dtype=object),
        pd.Series(["bad night", "good day", pd.NaT], dtype=object),
        pd.Series(SAME, index=[5, 5, "x"]),
        pd.DataFrame({"text": SAME}),
        pd.DataFrame({"text": SAME}, index=pd.MultiIndex.from_tuples([(1, "a"), (1, "a"), (2, "b")])),
        pd.DataFrame({"text": SAME, 7: [1, 2, 3], ("a", "b"): [1, 2, 3]}),
        pd.DataFrame({"text": pd.Series(SAME, dtype="category")}),
        pd.Index(SAME),
        (text for text in SAME),
        iter(SAME),
        dict.fromkeys(["bad night", "good day", ""]).keys(),
    ],
    ids=range(17),
)
def test_every_form_of_the_same_posts_gets_the_same_answer(model: LinearClassifier, posts: Any) -> None:
    expected = model.predict_proba(["bad night", "good day", ""])
    assert np.array_equal(model.predict_proba(posts), expected)


def test_arrow_strings_are_texts(model: LinearClassifier) -> None:
    pa = pytest.importorskip("pyarrow")
    expected = model.predict_proba(["bad night", "good day", ""])
    series = pd.Series(SAME, dtype=pd.ArrowDtype(pa.string()))
    assert np.array_equal(model.predict_proba(series), expected)


def test_fixed_width_arrays_are_texts(model: LinearClassifier) -> None:
    posts = np.array(["bad night", "good day"])
    assert np.array_equal(model.predict_proba(posts), model.predict_proba(list(posts)))


@pytest.mark.parametrize(
    "posts",
    [
        None,
        "one post",
        b"one post",
        {"text": "one post"},
        7,
        3.5,
        float("nan"),
        True,
        object(),
        [7],
        [1.5],
        [True],
        [b"bytes"],
        [["nested"]],
        [{"text": "a"}],
        ["fine", 7],
        [object()],
        np.array([1, 2, 3]),
        np.array([["a", "b"], ["c", "d"]]),
        np.array("scalar"),
        np.array([b"bytes"]),
        pd.Series([1, 2]),
        pd.Series([pd.Timestamp(0)]),
        pd.DataFrame({"post": ["a"]}),
        pd.DataFrame(),
        pd.DataFrame({"text": [1, 2]}),
        pd.DataFrame([["a", "b"]], columns=["text", "text"]),
        pd.DataFrame({("text", "a"): ["a"]}),
        {"a", "b"},
        {"a": 1}.items(),
        str,
    ],
    ids=range(31),
)
@pytest.mark.parametrize("method", ["predict_proba", "decide", "explain"])
def test_what_is_no_sequence_of_texts_is_refused(model: LinearClassifier, method: str, posts: Any) -> None:
    call = getattr(model, method)
    with pytest.raises(InvalidArgumentError) as caught:
        call(posts, "night") if method == "explain" else call(posts)
    assert "one post" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize("label", ["day", "", None, 7, b"night", ["night"]])
def test_a_label_that_is_none_is_refused(model: LinearClassifier, label: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="label: got"):
        model.explain(["good day"], label)
