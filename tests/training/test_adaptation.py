"""A model is adapted as far as verified cases carry, and no further."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rightsnlp.classification.calibration import Calibrator
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.classification.persistence import load_model
from rightsnlp.classification.selective import Aim
from rightsnlp.classification.storage.save import save_model
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.training.adaptation import MIN_OF_A_CLASS, adapt

SMALL = HashedNgrams(bits=12)
POSTS = ["صباح الخير يا جماعة", "مباراة جميلة اليوم", "شتيمة قبيحة للناس", "كلام قبيح وشتيمة"] * 10
ANSWERS = np.tile([[0.0], [0.0], [1.0], [1.0]], (10, 1))
PLACES = [
    "في حيفا",
    "في رام الله",
    "عند البحر",
    "قرب السوق",
    "أمام المدرسة",
    "على الطريق",
    "في البيت",
    "ليلا",
]


def posts_like(words: list[str], n: int) -> list[str]:
    return [f"{words[k % len(words)]} {PLACES[k % len(PLACES)]} {k}" for k in range(n)]


@pytest.fixture(scope="module")
def base() -> LinearClassifier:
    model = LinearClassifier(labels=["abuse"], features=SMALL).fit(POSTS, ANSWERS)
    return model.choose_thresholds(
        POSTS * 10, np.tile(ANSWERS, (10, 1)), {"abuse": Aim(false_positive_rate=None)}
    )


@pytest.fixture(scope="module")
def news() -> tuple[list[str], np.ndarray]:
    """Cases with words that the base has never seen."""
    posts = posts_like(["اطردوهم كلهم", "حقراء جميعا"], 40) + posts_like(
        ["افتتاح معرض الكتاب", "أمطار غزيرة"], 40
    )
    return posts, np.repeat([[1.0], [0.0]], 40, axis=0)


def test_new_words_are_learnt_and_what_was_known_stays(base: LinearClassifier, news: Any) -> None:
    adapted = adapt(base, *news)
    assert adapted.labels[0].change == "weights"
    before, after = (model.predict_proba(["اطردوهم كلهم"])[0, 0] for model in (base, adapted.model))
    assert after > before
    p = adapted.model.predict_proba(["شتيمة قبيحة", "صباح الخير"])[:, 0]
    assert p[0] > p[1]


def test_the_base_is_not_touched(base: LinearClassifier, news: Any) -> None:
    before = base.predict_proba(POSTS)
    adapt(base, *news)
    assert np.array_equal(base.predict_proba(POSTS), before)


def test_the_same_cases_and_seed_give_the_same_model(base: LinearClassifier, news: Any) -> None:
    first, again = adapt(base, *news), adapt(base, *news)
    assert np.array_equal(first.model.coef_, again.model.coef_)
    assert first.to_dict() == again.to_dict()


def test_the_record_says_what_was_gained_with_intervals(base: LinearClassifier, news: Any) -> None:
    record = adapt(base, *news).labels[0]
    assert (record.n, record.n_positive) == (80, 40)
    assert record.log_loss is not None
    assert record.log_loss.after < record.log_loss.before
    assert record.log_loss.low <= record.log_loss.after - record.log_loss.before <= record.log_loss.high < 0
    assert record.average_precision is not None
    assert record.average_precision.after > record.average_precision.before
    assert "by more than chance" in record.reason


def test_held_out_probabilities_are_not_those_of_the_adapted_model(base: LinearClassifier, news: Any) -> None:
    adapted = adapt(base, *news)
    seen = adapted.model.predict_proba(news[0])
    y = news[1]
    assert np.abs(adapted.probabilities - y).mean() > np.abs(seen - y).mean()


def test_random_answers_change_nothing(base: LinearClassifier) -> None:
    posts = posts_like(["خبر عن المدينة", "سؤال عام", "رأي في المباراة"], 120)
    kept = 0
    for seed in range(5):
        y = (base.predict_proba(posts)[:, 0] > np.random.default_rng(seed).random(120)).astype(np.float64)
        if min(y.sum(), 120 - y.sum()) < MIN_OF_A_CLASS:
            continue
        adapted = adapt(base, posts, y)
        kept += adapted.labels[0].change == "kept"
        loss = adapted.labels[0].log_loss
        assert loss is not None
        assert adapted.labels[0].change == "kept" or loss.after < loss.before
    assert kept >= 3


def test_a_label_that_was_kept_answers_as_the_base_does(base: LinearClassifier) -> None:
    adapted = adapt(base, POSTS[:4], ANSWERS[:4])
    assert not adapted.changed
    assert adapted.labels[0].reason.startswith("kept: 2 positives and 2 negatives are verified")
    assert np.array_equal(adapted.model.predict_proba(POSTS), base.predict_proba(POSTS))
    assert adapted.model.decide(POSTS) == base.decide(POSTS)


def test_the_bases_calibrators_by_script_stay_where_a_label_was_kept(
    base: LinearClassifier, news: Any
) -> None:
    by_script = copy.copy(base)
    by_script.script_calibrators_ = {"abuse": {"arabic": Calibrator("platt", slope=0.1, intercept=-1.0)}}
    kept = adapt(by_script, POSTS[:4], np.full((4, 1), np.nan)).model
    assert np.array_equal(kept.predict_proba(POSTS), by_script.predict_proba(POSTS))
    adapted = adapt(by_script, *news)
    assert adapted.labels[0].change == "weights"
    assert adapted.model.script_calibrators_ == {}
    assert by_script.script_calibrators_


def test_many_copies_of_one_post_are_one_post(base: LinearClassifier, news: Any) -> None:
    posts, y = ["اطردوهم كلهم"] * 40 + news[0][40:], news[1]
    adapted = adapt(base, posts, y, groups=[0] * 40 + list(range(1, 41)))
    assert adapted.labels[0].change == "kept"


def test_another_share_of_positives_moves_the_level_and_not_the_order(base: LinearClassifier) -> None:
    # The same words as the base's, but most of what it calls abuse is none here, whatever the words.
    posts = posts_like(["شتيمة قبيحة للناس", "كلام قبيح وشتيمة"], 150)
    y = (np.arange(150) % 10 == np.arange(150) // 10 % 10).astype(np.float64)
    adapted = adapt(base, posts, y)
    assert adapted.labels[0].change == "level"
    assert adapted.labels[0].calibration == "shifted"
    assert np.array_equal(adapted.model.coef_, base.coef_)
    assert adapted.model.predict_proba(posts).mean() < base.predict_proba(posts).mean()


def test_unknown_answers_are_left_out() -> None:
    two = LinearClassifier(labels=["a", "b"], features=SMALL).fit(POSTS, np.hstack([ANSWERS, ANSWERS]))
    posts = posts_like(["اطردوهم كلهم"], 30) + posts_like(["افتتاح معرض الكتاب"], 30)
    y = np.repeat([1.0, 0.0], 30)
    adapted = adapt(two, posts, np.column_stack([y, np.full(60, np.nan)]))
    assert [label.change for label in adapted.labels] == ["weights", "kept"]
    assert np.array_equal(adapted.model.coef_[:, 1], two.coef_[:, 1])
    assert np.isnan(adapted.probabilities[:, 1]).all()


def test_a_label_learns_from_the_fields_it_reads_only() -> None:
    frame = pd.DataFrame(
        {
            "text": ["خبر عن المدينة", "كراهية للناس", "تهديد بالحرق", "صلاة وعزاء"] * 10,
            "report": ["حذفوا خبري", "", "حذفوا تهديدا", "سؤال عام"] * 10,
            "action": ["removed", "none", "removed", "unknown"] * 10,
        }
    )
    answers = np.tile([[0, 0, 1], [1, 0, np.nan], [0, 1, 0], [0, 0, 0]], (10, 1))
    model = LinearClassifier(features=SMALL).fit(frame, answers)
    cases = pd.DataFrame(
        {"text": "منشور", "report": posts_like(["حجبوا صفحتي"], 30) + posts_like(["استفسار بسيط"], 30)}
    )
    Y = np.full((60, 3), np.nan)
    Y[:, 2] = np.repeat([1.0, 0.0], 30)
    adapted = adapt(model, cases, Y)
    assert adapted.labels[2].change == "weights"
    p = adapted.model.predict_proba(
        pd.DataFrame({"text": ["x", "x"], "report": ["حجبوا صفحتي", "استفسار بسيط"]})
    )
    assert p[0, 2] > p[1, 2]
    assert np.array_equal(adapted.model.coef_[:, :2], model.coef_[:, :2])


def test_a_label_of_which_no_field_is_there_is_kept() -> None:
    frame = pd.DataFrame({"text": ["خبر", "كراهية"] * 20, "report": ["حذفوا خبري", "سؤال"] * 20})
    model = LinearClassifier(features=SMALL).fit(frame, np.tile([[0, 0, 1], [1, 1, 0]], (20, 1)))
    adapted = adapt(model, pd.DataFrame({"report": ["حجبوا صفحتي", "استفسار"]}), np.ones((2, 3)))
    assert [(label.n, label.change) for label in adapted.labels] == [(0, "kept"), (0, "kept"), (2, "kept")]


def test_calibration_is_learnt_anew_where_there_are_cases_enough(base: LinearClassifier, news: Any) -> None:
    assert adapt(base, *news).labels[0].calibration == "refitted"
    some = [*range(20), *range(40, 60)]
    assert adapt(base, [news[0][k] for k in some], news[1][some]).labels[0].calibration == "shifted"


def test_thresholds_stay_unless_they_are_asked_for(base: LinearClassifier, news: Any) -> None:
    kept = adapt(base, *news)
    assert kept.model.thresholds_ == base.thresholds_
    assert kept.labels[0].thresholds == "kept"
    few = adapt(base, *news, aims={"abuse": Aim()})
    assert few.labels[0].thresholds == "kept"
    posts = posts_like(["اطردوهم كلهم"], 60) + posts_like(["افتتاح معرض الكتاب"], 60)
    enough = adapt(base, posts, np.repeat([1.0, 0.0], 60), aims={"abuse": Aim(precision=0.7)})
    chosen = enough.model.thresholds_["abuse"]
    assert enough.labels[0].thresholds == "chosen again"
    assert (chosen.n, chosen.n_positive, chosen.aim.false_positive_rate) == (120, 60, None)


def test_a_saved_model_gives_the_same_answers(base: LinearClassifier, news: Any, tmp_path: Path) -> None:
    adapted = adapt(base, *news).model
    save_model(adapted, tmp_path / "mine")
    loaded = load_model(tmp_path / "mine")
    assert np.array_equal(loaded.predict_proba(POSTS), adapted.predict_proba(POSTS))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"Y": [[1.0]]}, "Y: got shape"),
        ({"Y": np.full((80, 1), 2.0)}, "Y: holds other numbers"),
        ({"Y": np.full((80, 1), np.inf)}, "Y: holds other numbers"),
        ({"groups": [1]}, "groups: got shape"),
        ({"sample_weight": [1]}, "sample_weight: got shape"),
        ({"aims": {"love": Aim()}}, "label: got 'love'"),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(
    base: LinearClassifier, news: Any, changes: dict[str, Any], said: str
) -> None:
    arguments = {"posts": news[0], "Y": news[1]} | changes
    with pytest.raises(InvalidArgumentError, match=said):
        adapt(base, **arguments)


@pytest.mark.corpora
def test_two_hundred_verified_posts_of_another_source_help(corpora_dir: Path) -> None:
    from sklearn.metrics import average_precision_score

    from rightsnlp.data.corpora.corpus import load_corpus

    source = load_corpus("l-hsab", corpora_dir, split="train")
    model = LinearClassifier(labels=["hate_speech"], features=HashedNgrams(bits=17), C=0.5, n_folds=3)
    model.fit(source.texts, source.Y[:, 0], groups=source.groups)
    other, dev = (load_corpus("osact5", corpora_dir, split=part) for part in ("train", "dev"))
    verified = other.select(np.random.default_rng(0).choice(len(other), 200, replace=False))
    adapted = adapt(model, verified.texts, verified.Y[:, 0], groups=verified.groups)
    before, after = (
        average_precision_score(dev.Y[:, 0], m.predict_proba(dev.texts)[:, 0]) for m in (model, adapted.model)
    )
    assert after > before + 0.03
