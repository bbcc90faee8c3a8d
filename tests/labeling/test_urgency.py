"""What a model or a labelled table says of each label, and in which order that puts the cases."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.selective import Aim, Thresholds
from rightsnlp.exceptions import SchemaError
from rightsnlp.labeling.urgency import Urgency, label_columns, urgencies_of_model, urgencies_of_table


def test_a_missing_probability_has_no_urgency() -> None:
    label = Urgency("spam", np.array([np.nan, 0.4]), np.array([False, True]), 0.6)
    for strategy in ("likely", "threshold", "entropy"):
        assert np.isfinite(label.of(strategy)).tolist() == [False, True]


def test_distances_are_a_share_of_each_threshold_s_side() -> None:
    label = Urgency("spam", np.array([0.4, 0.9]), np.zeros(2, dtype=bool), 0.8)
    assert label.of("threshold") == pytest.approx([0.5, 0.5])


def test_a_table_gives_its_thresholds_away_where_its_decisions_change() -> None:
    table = pd.DataFrame({"p_a": ["0.1", "0.5", "0.7"], "decision_a": ["not_assigned", "review", "assigned"]})
    (label,) = urgencies_of_table(table)
    assert label.threshold == pytest.approx(0.6)
    assert label.review.tolist() == [False, True, False]


def test_where_nothing_is_assigned_the_threshold_is_not_known() -> None:
    table = pd.DataFrame({"p_a": [0.1, 0.9], "decision_a": ["review", "review"]})
    assert urgencies_of_table(table)[0].threshold == 0.5


def test_a_probability_without_a_decision_is_no_label() -> None:
    assert label_columns(["p_value", "p_spam", "decision_spam"]) == {"spam": ("p_spam", "decision_spam")}


@pytest.mark.parametrize("cell", ["high", "1.5", "-0.1", "inf"])
def test_what_is_no_probability_is_refused_by_row(cell: str) -> None:
    table = pd.DataFrame({"p_a": ["0.1", cell], "decision_a": ["review", "review"]})
    with pytest.raises(SchemaError, match="row 2, column 'p_a'") as caught:
        urgencies_of_table(table)
    assert f"'{cell}'" not in str(caught.value)


def test_a_model_s_own_threshold_is_taken() -> None:
    posts = ["good day", "nice day", "bad night", "awful night"] * 5
    model = LinearClassifier(labels=["night"], features=HashedNgrams(bits=10))
    model.fit(posts, np.tile([[0.0], [0.0], [1.0], [1.0]], (5, 1)))
    cases = pd.DataFrame({"text": posts[:2]})
    assert urgencies_of_model(model, cases)[0].threshold == 0.5
    model.thresholds_ = {"night": Thresholds(0.7, 0.2, Aim())}
    assert urgencies_of_model(model, cases)[0].threshold == 0.7
    assert urgencies_of_model(model, cases.iloc[:0])[0].p.shape == (0,)
