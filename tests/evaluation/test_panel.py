"""Every figure equals scikit-learn's on the posts it is of, weighted or not, or is NaN with a reason."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from rightsnlp.evaluation.arrays import judge
from rightsnlp.evaluation.panel import MetricPanel, panel_of
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.rendering.reasons import reason_text

LABELS = ("first", "second", "third")
NAN = math.nan


def figures(Y, P, **options):
    panel = panel_of(Y, P, LABELS[: Y.shape[1]], **options)
    return dict(zip(panel.keys, panel(np.ones((1, len(Y))))[0], strict=True)), panel


def reason(panel, label, metric):
    return reason_text(panel.cells[panel.index(label, metric)].reason)


def same(found, expected):
    return (math.isnan(found) and math.isnan(expected)) or found == pytest.approx(expected, abs=1e-9)


def reference(y, p, weight=None):
    """Figures of one label by scikit-learn; NaN where it would warn and return a filler."""
    known = ~np.isnan(y)
    y, p = y[known], p[known]
    w = np.ones(len(y)) if weight is None else weight[known]
    assigned = np.nan_to_num(p, nan=-1) >= 0.5
    scored = ~np.isnan(p)
    positive, negative = w[y == 1].sum() > 0, w[y == 0].sum() > 0
    some, held = w[assigned].sum() > 0, w[~assigned].sum() > 0
    ys, ps, ws = y[scored], p[scored], w[scored]
    scored_positive, scored_negative = ws[ys == 1].sum() > 0, ws[ys == 0].sum() > 0
    any_scored = ws.sum() > 0
    decided = scored
    options = {"sample_weight": w}
    return {
        "precision": sk.precision_score(y, assigned, zero_division=0, **options) if some else NAN,
        "recall": sk.recall_score(y, assigned, zero_division=0, **options) if positive else NAN,
        "f1": sk.f1_score(y, assigned, zero_division=0, **options) if positive else NAN,
        "mcc": sk.matthews_corrcoef(y, assigned, **options)
        if positive and negative and some and held
        else NAN,
        "specificity": sk.recall_score(1 - y, ~assigned, zero_division=0, **options) if negative else NAN,
        "false_positive_rate": 1 - sk.recall_score(1 - y, ~assigned, zero_division=0, **options)
        if negative
        else NAN,
        "average_precision": sk.average_precision_score(ys, ps, sample_weight=ws) if scored_positive else NAN,
        "roc_auc": sk.roc_auc_score(ys, ps, sample_weight=ws) if scored_positive and scored_negative else NAN,
        "brier": np.average((ps - ys) ** 2, weights=ws) if any_scored else NAN,
        "log_loss": sk.log_loss(ys, ps, labels=[0, 1], sample_weight=ws) if any_scored else NAN,
        "coverage": w[decided].sum() / w.sum() if w.sum() else NAN,
        "risk": 1 - sk.accuracy_score(y[decided], assigned[decided], sample_weight=w[decided])
        if w[decided].sum()
        else NAN,
    }


def data(max_n=30, max_labels=3, gaps=True):
    y = st.sampled_from([0.0, 0.0, 1.0, NAN] if gaps else [0.0, 1.0])
    # A coarse grid makes ties, and probabilities of 0 and 1, frequent.
    grid = [0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0]
    p = st.sampled_from([*grid, NAN] if gaps else grid)

    def arrays(shape):
        size = shape[0] * shape[1]
        return st.tuples(
            st.lists(y, min_size=size, max_size=size).map(lambda v: np.array(v).reshape(shape)),
            st.lists(p, min_size=size, max_size=size).map(lambda v: np.array(v).reshape(shape)),
        )

    return st.tuples(st.integers(1, max_n), st.integers(1, max_labels)).flatmap(arrays)


@settings(deadline=None)
@given(data())
def test_each_label_equals_scikit_learn_or_is_undefined_with_a_reason(arrays):
    Y, P = arrays
    found, panel = figures(Y, P)
    for j, label in enumerate(panel.labels):
        for metric, expected in reference(Y[:, j], P[:, j]).items():
            assert same(found[label, metric], expected), (metric, found[label, metric], expected)
            if math.isnan(expected):
                assert reason(panel, label, metric)


@settings(deadline=None)
@given(data(), st.integers(0, 2**32 - 1))
def test_weights_act_as_in_scikit_learn(arrays, seed):
    Y, P = arrays
    weight = np.random.default_rng(seed).integers(0, 4, len(Y)).astype(float)
    panel = panel_of(Y, P, LABELS[: Y.shape[1]])
    found = dict(zip(panel.keys, panel(weight[None])[0], strict=True))
    for j, label in enumerate(panel.labels):
        for metric, expected in reference(Y[:, j], P[:, j], weight).items():
            assert same(found[label, metric], expected), (metric, found[label, metric], expected)


@settings(deadline=None)
@given(data(), st.integers(0, 2**32 - 1))
def test_a_weight_is_a_number_of_copies(arrays, seed):
    Y, P = arrays
    copies = np.random.default_rng(seed).integers(0, 3, len(Y))
    copies[0] = max(copies[0], 1)
    once = panel_of(Y, P, LABELS[: Y.shape[1]])
    repeated = panel_of(np.repeat(Y, copies, axis=0), np.repeat(P, copies, axis=0), LABELS[: Y.shape[1]])
    by_weight = dict(zip(once.keys, once(copies[None].astype(float))[0], strict=True))
    by_copy = dict(zip(repeated.keys, repeated(np.ones((1, copies.sum())))[0], strict=True))
    for key in once.keys:
        # The bins of equal mass are fixed on the sample; which labels enter an average, too.
        if key[1] != "adaptive_ece" and key[0] not in {"macro", "weighted"}:
            assert same(by_weight[key], by_copy[key]), key


@settings(deadline=None)
@given(data(gaps=False))
def test_averages_equal_scikit_learn_where_every_label_is_defined(arrays):
    Y, P = arrays
    found, panel = figures(Y, P)
    assigned = P >= 0.5
    for metric, score in (
        ("precision", sk.precision_score),
        ("recall", sk.recall_score),
        ("f1", sk.f1_score),
    ):
        defined = all(not math.isnan(found[label, metric]) for label in panel.labels)
        for average in ("macro", "weighted") if defined else ():
            expected = (
                score(Y, assigned, average=average, zero_division=0)
                if Y.shape[1] > 1
                else score(Y[:, 0], assigned[:, 0], zero_division=0)
            )
            if Y.sum() or average == "macro":
                assert same(found[average, metric], expected)
    if Y.sum():
        assert same(found["micro", "f1"], sk.f1_score(Y.ravel(), assigned.ravel(), zero_division=0))
        assert same(found["micro", "average_precision"], sk.average_precision_score(Y.ravel(), P.ravel()))
    exact = (assigned == Y).all(axis=1).mean()
    assert same(found["samples", "exact_match"], exact)
    if Y.shape[1] > 1:
        assert same(
            found["samples", "jaccard"], sk.jaccard_score(Y, assigned, average="samples", zero_division=1)
        )


def test_one_absent_class_is_said_in_words():
    found, panel = figures(np.array([[0.0], [0.0]]), np.array([[0.9], [0.2]]))
    for metric in ("recall", "f1", "average_precision", "roc_auc", "mcc"):
        assert math.isnan(found["first", metric])
        assert reason(panel, "first", metric) == "no positive among the known answers"
    assert found["first", "precision"] == 0
    assert found["first", "false_positive_rate"] == 0.5


def test_all_unknown_gives_nothing_but_a_reason():
    found, panel = figures(np.full((3, 2), NAN), np.full((3, 2), 0.7))
    assert all(math.isnan(value) for value in found.values())
    assert reason(panel, "first", "precision") == "no post has a known answer"
    assert reason(panel, "macro", "precision") == "without first, second (no post has a known answer)"
    assert reason(panel, "samples", "exact_match") == "no post has a known answer for every label"


def test_silence_of_the_system_never_helps_an_average_but_a_gap_in_the_data_is_left_out():
    Y = np.array([[1.0, 1.0, NAN], [0.0, 0.0, NAN]])
    P = np.array([[0.9, 0.1, 0.5], [0.1, 0.1, 0.5]])
    found, panel = figures(Y, P)
    assert math.isnan(found["macro", "precision"])
    assert reason(panel, "macro", "precision") == (
        "undefined for second (nothing was assigned); without third (no post has a known answer)"
    )
    assert found["macro", "recall"] == 0.5
    assert reason(panel, "macro", "recall") == "without third (no post has a known answer)"


def test_an_undecided_post_is_not_assigned_and_lowers_coverage():
    Y = np.array([[1.0], [1.0], [0.0], [0.0]])
    words = [["assigned"], ["review"], ["insufficient"], ["not_assigned"]]
    panel = panel_of(Y, None, ["first"], decisions=words)
    found = dict(zip(panel.keys, panel(np.ones((1, 4)))[0], strict=True))
    assert found["first", "recall"] == 0.5
    assert found["first", "recall_with_review"] == 1.0
    assert found["first", "coverage"] == 0.5
    assert found["first", "risk"] == 0.0
    assert found["samples", "exact_match"] == 0.5
    assert math.isnan(found["first", "average_precision"])
    assert reason(panel, "first", "brier") == "no probability where the answer is known"


def test_the_probability_of_an_insufficient_case_is_not_ranked():
    judged = judge([1.0, 0.0], [0.9, 0.8], ["first"], decisions=["assigned", "insufficient"])
    assert math.isnan(judged.P[1, 0])


def test_a_threshold_that_does_not_exist_sends_all_to_review():
    panel = panel_of([1.0, 0.0], [0.9, 0.8], ["first"], thresholds=NAN)
    found = dict(zip(panel.keys, panel(np.ones((1, 2)))[0], strict=True))
    assert found["first", "coverage"] == 0.0
    assert found["first", "recall_with_review"] == 1.0


def test_the_legitimate_subset_counts_its_known_negatives_only():
    Y = np.array([[0.0], [0.0], [1.0], [NAN], [0.0]])
    P = np.array([[0.9], [0.1], [0.9], [0.9], [0.9]])
    found, panel = figures(Y, P, legitimate={"news": np.array([True, True, True, True, False])})
    assert found["first", "false_positive_rate[news]"] == 0.5
    assert panel.cells[panel.index("first", "false_positive_rate[news]")].n == 2


def test_cost_follows_the_stated_table():
    Y = np.array([[1.0], [0.0], [0.0], [1.0], [0.0]])
    words = [["not_assigned"], ["assigned"], ["review"], ["insufficient"], ["not_assigned"]]
    costs = {"false_negative": 2.0, "false_positive": 10.0, "review": 1.0, "insufficient": 0.5}
    panel = panel_of(Y, None, ["first"], decisions=words, costs=costs)
    assert panel.values(np.ones((1, 5)), [("first", "cost")])[0, 0] == pytest.approx(13.5 / 5)


def test_n_is_the_denominator_of_a_share_and_hits_its_numerator():
    _, panel = figures(np.array([[1.0], [0.0], [1.0], [NAN]]), np.array([[0.9], [0.9], [0.2], [0.9]]))
    precision = panel.cells[panel.index("first", "precision")]
    assert (precision.hits, precision.n, precision.support) == (1, 2, 2)
    assert precision.rows.tolist() == [True, True, False, False]


def test_a_missing_figure_names_those_there_are():
    panel = panel_of([1.0], [0.5], ["first"])
    with pytest.raises(InvalidArgumentError, match="recall"):
        panel.index("first", "accuracy")
    with pytest.raises(InvalidArgumentError, match="a label among first"):
        panel.index("second", "recall")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"costs": {"false_alarm": 1.0}}, "costs"),
        ({"costs": {"review": -1.0}}, "costs"),
        ({"legitimate": np.array([1, 0])}, "legitimate"),
        ({"legitimate": np.array([True])}, "legitimate"),
        ({"thresholds": {"other": 0.5}}, "thresholds"),
        ({"thresholds": [0.5, 0.5]}, "thresholds"),
        ({"decisions": [["maybe"], ["assigned"]]}, "decisions"),
    ],
)
def test_wrong_options_are_refused(options, word):
    with pytest.raises(InvalidArgumentError, match=word):
        panel_of(np.array([[1.0], [0.0]]), np.array([[0.5], [0.5]]), ["first"], **options)


def test_a_panel_of_stacked_posts_keeps_its_labels():
    judged = judge([1.0, 0.0], [0.9, 0.1], ["first"])
    panel = MetricPanel(judged.Y, judged.P, judged.codes, judged.labels)
    assert panel.n == 2
    assert panel.labels == ("first",)
