"""The linear classifier keeps scikit-learn's habits, unknown labels, and its word about batches."""

from __future__ import annotations

import copy

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import cross_validate
from sklearn.pipeline import Pipeline

from rightsnlp.classification.calibration import Calibrator
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.selective import Aim
from rightsnlp.exceptions import InvalidArgumentError, NotFittedError
from rightsnlp.records import Decision

SMALL = HashedNgrams(bits=12)
POSTS = ["صباح الخير يا جماعة", "مساء الخير للجميع", "شتيمة قبيحة للناس", "كلام قبيح وشتيمة"] * 10
Y = np.tile([[0.0], [0.0], [1.0], [1.0]], (10, 1))


@pytest.fixture(scope="module")
def model() -> LinearClassifier:
    return LinearClassifier(labels=["abuse"], features=SMALL).fit(POSTS, Y)


@pytest.fixture(scope="module")
def case_model() -> LinearClassifier:
    """A model of the monitor's labels on cases with fields."""
    frame = pd.DataFrame(
        {
            "text": ["خبر عن المدينة", "كراهية للناس", "تهديد بالحرق", "صلاة وعزاء"] * 10,
            "report": ["حذفوا خبري", "", "حذفوا تهديدا", "سؤال عام"] * 10,
            "action": ["removed", "none", "removed", "unknown"] * 10,
        }
    )
    answers = np.tile([[0, 0, 1], [1, 0, np.nan], [0, 1, 0], [0, 0, 0]], (10, 1))
    return LinearClassifier(features=SMALL).fit(frame, answers)


def test_it_learns_what_tells_the_classes_apart(model: LinearClassifier) -> None:
    p = model.predict_proba(["صباح الخير", "شتيمة قبيحة"])[:, 0]
    assert p[0] < 0.5 < p[1]


def test_probabilities_are_of_the_contracts_shape_and_range(model: LinearClassifier) -> None:
    p = model.predict_proba(POSTS)
    assert p.shape == (40, 1)
    assert p.dtype == np.float64
    assert ((p >= 0) & (p <= 1)).all()


def test_a_batch_never_changes_a_result(model: LinearClassifier) -> None:
    posts = [f"{POSTS[n % 4]} {n}" for n in range(1_100)]
    alone = np.vstack([model.predict_proba([post]) for post in posts[::50]])
    np.testing.assert_allclose(model.predict_proba(posts)[::50], alone, atol=1e-6)


def test_the_same_data_give_the_same_weights(model: LinearClassifier) -> None:
    again = clone(model).fit(POSTS, Y)
    assert np.array_equal(again.coef_, model.coef_)
    assert np.array_equal(again.intercept_, model.intercept_)


def test_unknown_labels_are_no_negatives() -> None:
    answers = np.column_stack([Y[:, 0], Y[:, 0]])
    answers[::4, 1] = np.nan
    model = LinearClassifier(labels=["a", "b"], features=SMALL).fit(POSTS, answers)
    assert model.prior_[0] == pytest.approx(0.5)
    assert model.prior_[1] == pytest.approx(20 / 30)


def test_scikit_learns_tools_take_it() -> None:
    estimator = LinearClassifier(labels=["abuse"], features=SMALL, n_folds=2)
    assert clone(estimator).get_params()["C"] == estimator.C
    scores = cross_validate(estimator, POSTS, Y, cv=2)["test_score"]
    assert (scores > 0.9).all()
    piped = Pipeline([("model", estimator)]).fit(POSTS, Y)
    assert piped.predict(["شتيمة قبيحة"]).tolist() == [[1]]


def test_cross_validation_takes_unknown_labels() -> None:
    answers = Y.copy()
    answers[1, 0] = np.nan
    estimator = LinearClassifier(labels=["abuse"], features=SMALL, n_folds=2)
    assert np.isfinite(cross_validate(estimator, POSTS, answers, cv=2)["test_score"]).all()


def test_a_wrongful_removal_is_never_read_off_a_post(case_model: LinearClassifier) -> None:
    posts = ["حذفوا خبري", "removed", "تم حذف حسابي ظلما"]
    for decided in case_model.decide(posts):
        assert decided["wrongful_removal"].decision == Decision.INSUFFICIENT
        assert np.isnan(decided["wrongful_removal"].probability)


@pytest.mark.parametrize(
    ("report", "action", "sufficient"),
    [
        ("", "", False),
        ("  ", "unknown", False),
        ("", "none", False),
        ("حذفوا خبري", "", True),
        ("", "removed", True),
    ],
)
def test_it_takes_a_report_or_an_action(
    case_model: LinearClassifier, report: str, action: str, sufficient: bool
) -> None:
    case = pd.DataFrame({"text": ["خبر"], "report": [report], "action": [action]})
    decision = case_model.decide(case)[0]["wrongful_removal"].decision
    assert (decision != Decision.INSUFFICIENT) == sufficient


def test_hate_speech_is_not_read_off_a_report(case_model: LinearClassifier) -> None:
    both = pd.DataFrame({"text": ["خبر", "خبر"], "report": ["", "كراهية للناس"]})
    p = case_model.predict_proba(both)[:, 0]
    assert p[0] == p[1]
    alone = case_model.decide(pd.DataFrame({"report": ["كراهية للناس"]}))[0]
    assert alone["hate_speech"].decision == Decision.INSUFFICIENT


def test_where_nothing_is_known_the_probability_is_the_share_in_training(
    case_model: LinearClassifier,
) -> None:
    assert case_model.predict_proba(["خبر"])[0, 2] == pytest.approx(case_model.prior_[2])


def test_a_source_of_its_own_level_does_not_shift_the_others() -> None:
    posts = POSTS + [f"{post} هنا" for post in POSTS]
    answers = np.vstack([Y, np.ones_like(Y)])
    answers[40::8] = 0
    domains = np.repeat(["a", "b"], 40)
    apart = LinearClassifier(labels=["abuse"], features=SMALL).fit(posts, answers, domains=domains)
    p = apart.predict_proba(["صباح الخير يا جماعة", "شتيمة قبيحة للناس"])[:, 0]
    assert p[0] < p[1]


def test_thresholds_order_the_decisions(model: LinearClassifier) -> None:
    chosen = clone(model).fit(POSTS, Y)
    chosen.choose_thresholds(POSTS * 10, np.tile(Y, (10, 1)), {"abuse": Aim(false_positive_rate=None)})
    decided = [row["abuse"] for row in chosen.decide(POSTS[:4])]
    assert [d.decision for d in decided] == [Decision.NOT_ASSIGNED] * 2 + [Decision.ASSIGNED] * 2
    assert decided[0].threshold == chosen.thresholds_["abuse"].assign


def test_without_a_threshold_that_holds_everything_is_for_review(model: LinearClassifier) -> None:
    chosen = clone(model).fit(POSTS, Y)
    chosen.choose_thresholds(POSTS[:4], Y[:4], {"abuse": Aim()})
    assert chosen.thresholds_["abuse"].assign is None
    assert {row["abuse"].decision for row in chosen.decide(POSTS)} == {Decision.REVIEW}


@pytest.fixture(scope="module")
def by_script() -> LinearClassifier:
    """A model of posts whose answer stands in Arabic ones, and in English ones only half of the time."""
    arabic = [f"{word} خبر رقم {n}" for n in range(120) for word in ("نعم", "لا")]
    english = [f"{word} item number {n}" for n in range(120) for word in ("yes", "no")]
    answers = np.array([1.0, 0.0] * 120 + [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0] * 30)
    return LinearClassifier(labels=["yes"], features=SMALL).fit(arabic + english, answers)


def test_a_script_may_have_a_calibrator_of_its_own(by_script: LinearClassifier) -> None:
    assert "latin" in by_script.script_calibrators_["yes"]
    p = by_script.predict_proba(["نعم خبر رقم 5", "yes item number 5"])[:, 0]
    assert p[0] > 0.9
    assert 0.5 < p[1] < 0.85


def with_hebrew(model: LinearClassifier, label: str) -> LinearClassifier:
    """A copy of a model that says 0.75 of every post in Hebrew letters."""
    changed = copy.copy(model)
    changed.script_calibrators_ = {
        label: {"hebrew": Calibrator("platt", slope=0.0, intercept=float(np.log(3)))}
    }
    return changed


def test_a_posts_own_letters_choose_its_calibrator(model: LinearClassifier) -> None:
    changed = with_hebrew(model, "abuse")
    posts = [
        "שלום לכולם",
        "שלום לכולם https://example.org/a-long-address-in-latin",
        "שלום صباح الخير",
        "",
        "1234 😀",
    ] * 300
    before, after = model.predict_proba(posts), changed.predict_proba(posts)
    np.testing.assert_allclose(after[:, 0].reshape(-1, 5)[:, :2], 0.75)
    assert np.array_equal(after.reshape(-1, 5)[:, 2:], before.reshape(-1, 5)[:, 2:])
    assert np.array_equal(changed.decision_function(posts), model.decision_function(posts))
    assert [row["abuse"].probability for row in changed.decide(posts[:2])] == pytest.approx([0.75, 0.75])
    assert changed.predict_proba([]).shape == (0, 1)


def test_the_fields_that_a_label_reads_choose_its_calibrator(case_model: LinearClassifier) -> None:
    cases = pd.DataFrame(
        {
            "text": ["שלום", "שלום", "שלום"],
            "report": ["", "حذفوا منشورا عن المدينة", ""],
            "action": ["restricted", "removed", "none"],
        }
    )
    p = with_hebrew(case_model, "wrongful_removal").predict_proba(cases)[:, 2]
    assert p[0] == pytest.approx(0.75)  # the word for the action is in no script
    assert p[1] == case_model.predict_proba(cases)[1, 2]
    assert p[2] == case_model.prior_[2]


BAD_POSTS = {
    "one string": ("a post", "posts: got one str"),
    "none": (None, "posts: got one NoneType"),
    "a number": ([1.5], r"posts\[0\]: got float"),
    "bytes": ([b"a"], r"posts\[0\]: got bytes"),
    "a number further on": (["a", 7], r"posts\[1\]: got int"),
    "a frame without text": (pd.DataFrame({"x": [1]}), "none named text or report"),
}


@pytest.mark.parametrize(("posts", "said"), BAD_POSTS.values(), ids=BAD_POSTS)
def test_what_is_no_post_is_refused(model: LinearClassifier, posts: object, said: str) -> None:
    with pytest.raises(InvalidArgumentError, match=said):
        model.predict_proba(posts)  # type: ignore[arg-type]


@pytest.mark.parametrize("post", ["", " ", "😀😀", "\0", "\ud800", "a" * 1_000_000, None, float("nan")])
def test_odd_posts_get_a_sane_answer(model: LinearClassifier, post: object) -> None:
    p = model.predict_proba([post])  # type: ignore[list-item]
    assert p.shape == (1, 1)
    assert 0 <= p[0, 0] <= 1


def test_no_posts_give_no_rows(model: LinearClassifier) -> None:
    assert model.predict_proba([]).shape == (0, 1)
    assert model.decide([]) == []
    assert model.predict([]).shape == (0, 1)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (Y[:3], "got shape"),
        (np.full_like(Y, 2), "other numbers"),
        (np.full_like(Y, np.inf), "other numbers"),
        (np.zeros_like(Y), "0 positives among 40"),
        ([["x"]] * 40, "no number"),
    ],
)
def test_answers_that_cannot_be_learnt_from_are_refused(answers: object, said: str) -> None:
    with pytest.raises(InvalidArgumentError, match=said):
        LinearClassifier(labels=["abuse"], features=SMALL).fit(POSTS, answers)


@pytest.mark.parametrize("name", ["groups", "sample_weight", "domains"])
def test_one_value_a_post_is_asked_for(name: str) -> None:
    with pytest.raises(InvalidArgumentError, match=f"{name}: got shape"):
        LinearClassifier(labels=["abuse"], features=SMALL).fit(POSTS, Y, **{name: [1]})


def test_an_unfitted_model_says_so() -> None:
    with pytest.raises(NotFittedError, match="is not fitted yet"):
        LinearClassifier().predict_proba(["a"])


def test_a_review_budget_holds_for_the_cases_that_come_in() -> None:
    posts = [f"{word} {number}" for number in range(100) for word in ("مطر", "شمس")]
    y = [float(post.startswith("مطر")) for post in posts]
    model = LinearClassifier(labels=["rain"], features=HashedNgrams(bits=10)).fit(posts, y)
    aims = {"rain": Aim(precision=0.999, false_positive_rate=None, recall=0.9, review_share=0.1)}

    def reviewed(incoming: list[str]) -> float:
        model.choose_thresholds(posts, y, aims, incoming=incoming)
        decisions = [row["rain"].decision for row in model.decide(incoming)]
        return sum(decision == Decision.REVIEW for decision in decisions) / len(incoming)

    assert reviewed(["مطر 7"] * 200) <= 0.1
    dry = ["شمس 7"] * 200
    assert reviewed(dry) == 0
    # The same model may send the same post to people where few such posts come in.
    assert model.decide(["مطر 7"])[0]["rain"].decision == Decision.REVIEW
