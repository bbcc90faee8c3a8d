"""A system is judged on the same posts before and after, and loses what it loses."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from rightsnlp.checks.perturbations.catalogue import Perturbation, perturb
from rightsnlp.checks.robustness.run import robustness, robustness_from_predictions
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import Decision, LabelDecision

RNG = np.random.default_rng(0)
WORDS = ["سوق", "مدينة", "شارع", "جميل", "قديم", "طريق", "بيت", "ميناء"]
POSTS = [" ".join([*RNG.choice(WORDS, 5), *(["مطر"] if i % 3 == 0 else [])]) for i in range(90)]
Y = np.array([[1.0 if i % 3 == 0 else 0.0] for i in range(90)])


class Seeker:
    """Finds a word by its letters, and counts what it was asked."""

    labels_ = ("weather",)

    def __init__(self):
        self.asked = 0

    def predict_proba(self, posts):
        self.asked += len(posts)
        return np.array([[0.9 if "مطر" in post else 0.1 + 0.01 * (len(post) % 7)] for post in posts])


class Decider(Seeker):
    """Assigns from 0.5 on, sends the middle to review, and says so itself."""

    def decide(self, posts):
        texts = posts["text"] if hasattr(posts, "columns") else posts
        words = [Decision.ASSIGNED if "مطر" in text else Decision.REVIEW for text in texts]
        P = self.predict_proba(list(texts))[:, 0]
        return [
            {"weather": LabelDecision("weather", word, float(p), 0.5)}
            for word, p in zip(words, P, strict=True)
        ]


def test_a_drop_is_the_difference_of_the_figures_on_both_texts():
    model = Seeker()
    report = robustness(model, POSTS, Y, perturbations=["tatweel"], strength=1.0, n_resamples=200)
    written, changed = perturb(POSTS, "tatweel", strength=1.0)
    before = evaluate_arrays(Y, model.predict_proba(POSTS), ["weather"], n_resamples=10)
    after = evaluate_arrays(Y, model.predict_proba(written), ["weather"], n_resamples=10)
    for metric in ("recall", "f1", "average_precision"):
        found = report.get("tatweel", "weather", metric)
        assert found.before == pytest.approx(before.get("weather", metric).value)
        assert found.after == pytest.approx(after.get("weather", metric).value, nan_ok=True)
        assert found.drop == pytest.approx(found.before - found.after, nan_ok=True)
        assert (found.n, found.n_changed) == (90, changed.sum())


def test_the_interval_is_paired():
    # Both outputs err on the same posts but for a few: the difference is far surer than either figure.
    rng = np.random.default_rng(1)
    answers = (rng.random(400) < 0.4).astype(float)
    before = np.where(rng.random(400) < 0.3, 1 - answers, answers)
    after = before.copy()
    after[np.flatnonzero(answers)[:8]] = 0.0
    report = robustness_from_predictions(answers, before, {"x": after}, ["a"], figures=["recall"])
    found = report.get("x", "a", "recall")
    alone = evaluate_arrays(answers, before, ["a"]).get("a", "recall")
    assert found.low <= found.drop <= found.high
    assert found.high - found.low < 0.6 * (alone.high - alone.low)


def test_flips_are_counted_and_listed_by_place():
    model = Seeker()
    report = robustness(model, POSTS, Y, perturbations=["tatweel"], strength=1.0, n_resamples=50)
    written, _ = perturb(POSTS, "tatweel", strength=1.0)
    rows = [
        i for i, (old, new) in enumerate(zip(POSTS, written, strict=True)) if ("مطر" in old) != ("مطر" in new)
    ]
    flips = report.flips_frame()
    assert flips["row"].tolist() == rows
    assert set(flips["flip"]) == {"lost"}
    assert set(zip(flips["before"], flips["after"], strict=True)) == {("assigned", "not_assigned")}
    assert report.get("tatweel", "weather", "f1").n_lost == len(rows) > 0
    assert not any(word in flips.to_csv() for word in WORDS)


def test_what_is_gained_is_told_from_what_is_lost():
    found = robustness_from_predictions(
        [1, 0, 0], [0.9, 0.1, 0.2], {"x": [0.1, 0.9, 0.8]}, ["a"], n_resamples=20
    )
    assert (found.get("x", "a", "f1").n_lost, found.get("x", "a", "f1").n_gained) == (1, 2)


def test_only_changed_posts_are_judged_again():
    model = Seeker()
    only_first = Perturbation(
        "first", "", lambda text, rng, strength: f"{text}!" if text == POSTS[0] else text, "", "", ""
    )
    robustness(model, POSTS, Y, perturbations=[only_first], n_resamples=20)
    assert model.asked == len(POSTS) + POSTS.count(POSTS[0])


def test_the_models_own_decisions_are_judged_unless_thresholds_are_given():
    options = {"perturbations": ["tatweel"], "strength": 1.0, "n_resamples": 20}
    own = robustness(Decider(), POSTS, Y, **options)
    assert own.signature["decisions"] == "given"
    assert set(own.flips_frame()["after"]) == {"review"}
    given = robustness(Decider(), POSTS, Y, thresholds=0.5, **options)
    assert given.signature["decisions"] == "thresholds"
    assert set(given.flips_frame()["after"]) == {"not_assigned"}


def test_of_a_frame_the_text_is_perturbed_and_the_rest_stays():
    seen = []

    class Reader(Decider):
        def decide(self, posts):
            seen.append(posts)
            return super().decide(posts)

    frame = pd.DataFrame({"text": POSTS, "report": "حذف المنشور"}, index=range(100, 190))
    robustness(Reader(), frame, Y, perturbations=["mention"], n_resamples=20)
    assert seen[1]["text"].str.startswith("@user_").all()
    assert (seen[1]["report"] == "حذف المنشور").all()


def test_what_finds_no_place_or_moves_nothing_says_so():
    report = robustness(Seeker(), POSTS, Y, perturbations=["digits", "link"], n_resamples=20)
    digits, link = (report.get(name, "weather", "recall") for name in ("digits", "link"))
    assert (digits.drop, digits.n_changed, str(digits.reason)) == (0.0, 0, "no post offers a place for it")
    assert math.isnan(digits.low)
    assert (link.drop, link.n_changed) == (0.0, 90)
    same = robustness_from_predictions([1, 0], [0.9, 0.1], {"x": [0.9, 0.1]}, ["a"], n_resamples=20)
    assert str(same.get("x", "a", "f1").reason) == "every output stays the same"


def test_an_undefined_figure_says_when_and_why():
    report = robustness_from_predictions(
        [1, 0, 1], [0.9, 0.1, 0.8], {"x": [0.1, 0.1, 0.1]}, ["a"], n_resamples=20
    )
    found = report.get("x", "a", "precision")
    assert math.isnan(found.drop)
    assert str(found.reason) == "undefined after: nothing was assigned"


def test_unknown_answers_are_left_out_and_labels_without_any_too():
    answers = np.array([[1, np.nan], [0, np.nan], [np.nan, np.nan], [1, np.nan]])
    P = np.array([[0.9, 0.9], [0.2, 0.9], [0.9, 0.9], [0.8, 0.9]])
    changed = {"x": np.array([True, False, True, True])}
    report = robustness_from_predictions(
        answers, P, {"x": 1 - P}, ["a", "b"], changed=changed, n_resamples=20
    )
    assert report.labels == ("a",)
    found = report.get("x", "a", "f1")
    assert (found.n, found.n_changed, found.n_lost, found.n_gained) == (3, 2, 2, 1)


def test_predictions_of_a_third_party_give_what_the_model_gives():
    model = Seeker()
    by_model = robustness(model, POSTS, Y, perturbations=["look_alikes"], n_resamples=100, seed=3)
    written, changed = perturb(POSTS, "look_alikes", seed=3)
    by_hand = robustness_from_predictions(
        Y,
        model.predict_proba(POSTS),
        {"look_alikes": model.predict_proba(written)},
        ["weather"],
        changed={"look_alikes": changed},
        n_resamples=100,
        seed=3,
    )
    assert by_hand.to_frame().equals(by_model.to_frame())


def test_decisions_in_words_will_do():
    before = [["assigned"], ["not_assigned"], ["assigned"]]
    after = [["review"], ["not_assigned"], ["assigned"]]
    report = robustness_from_predictions([1, 0, 1], before, {"x": after}, ["a"], n_resamples=20)
    assert report.get("x", "a", "recall").drop == 0.5
    assert "no probability" in str(report.get("x", "a", "average_precision").reason)
    assert report.get("x", "a", "recall").n_changed is None


def test_groups_widen_the_interval():
    rng = np.random.default_rng(2)
    answers = np.repeat((rng.random(40) < 0.5).astype(float), 10)
    before = answers.copy()
    after = np.where(np.repeat(rng.random(40) < 0.3, 10), 1 - answers, answers)
    options = {"figures": ["recall"], "n_resamples": 300}
    plain, grouped = (
        robustness_from_predictions(answers, before, {"x": after}, ["a"], groups=groups, **options).get(
            "x", "a", "recall"
        )
        for groups in (None, np.arange(400) // 10)
    )
    assert grouped.drop == plain.drop
    assert grouped.high - grouped.low > 1.5 * (plain.high - plain.low)


def test_the_signature_tells_what_is_needed_to_do_it_again():
    report = robustness(
        Seeker(), POSTS, Y, perturbations=["link"], strength=0.5, seed=7, split="dev", n_resamples=20
    )
    signature = report.signature
    assert (signature["n"], signature["seed"], signature["strength"], signature["split"]) == (
        90,
        7,
        0.5,
        "dev",
    )
    assert len(signature["data_sha256"]) == 64
    assert signature["model"] == {"name": "Seeker"}


def test_what_does_not_fit_is_refused():
    with pytest.raises(InvalidArgumentError, match="90 posts and 3 rows"):
        robustness(Seeker(), POSTS, [1, 0, 1])
    with pytest.raises(InvalidArgumentError, match="label, metric: got 'weather', 'recal'"):
        robustness(Seeker(), POSTS, Y, figures=["recal"], perturbations=["link"])
    with pytest.raises(InvalidArgumentError, match="0 labels with a known answer"):
        robustness_from_predictions([np.nan], [0.5], {"x": [0.5]}, ["a"])
    with pytest.raises(InvalidArgumentError, match="after, changed"):
        robustness_from_predictions([1], [0.5], {}, ["a"])
    with pytest.raises(InvalidArgumentError, match="changed: 'x' has shape"):
        robustness_from_predictions([1], [0.5], {"x": [0.5]}, ["a"], changed={"x": [1]})
    with pytest.raises(InvalidArgumentError, match="P: got shape"):
        robustness_from_predictions([1, 0], [0.5, 0.5], {"x": [0.5]}, ["a"])


def test_a_bar_is_shown_when_asked_for(capsys):
    robustness(Seeker(), POSTS, Y, perturbations=["link"], n_resamples=20)
    assert capsys.readouterr().err == ""
    robustness(Seeker(), POSTS, Y, perturbations=["link"], n_resamples=20, progress=True)
    assert "perturbation" in capsys.readouterr().err


@pytest.mark.corpora
@pytest.mark.slow
def test_the_shipped_model_is_indifferent_to_what_its_normaliser_undoes(corpora_dir):
    from rightsnlp.classification.persistence import load_model
    from rightsnlp.data.corpora.corpus import load_corpus

    corpus = load_corpus("osact4", corpora_dir, split="dev")
    names = ["tatweel", "diacritics", "hamza", "teh_marbuta", "alef_maksura", "digits", "mention", "link"]
    report = robustness(load_model(), corpus.texts, corpus.Y, perturbations=names, n_resamples=50)
    assert not report.flips
    assert (report.to_frame()["drop"].abs() < 1e-9).all()
