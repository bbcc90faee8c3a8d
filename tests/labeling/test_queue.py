"""The queue: what to verify next, one of each group of copies, and a random share that can be counted on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.classification.ngrams.features import HashedNgrams
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.labeling.queue import ADDED, columns_read, next_to_verify


def table(p: Any, **columns: Any) -> pd.DataFrame:
    """A labelled table of unlike posts: assigned from 0.6 on, for review from 0.3 on."""
    p = np.asarray(p, dtype=np.float64)
    decisions = np.select([p >= 0.6, p >= 0.3], ["assigned", "review"], "not_assigned")
    posts = [f"منشور{number} عن" for number in range(len(p))]
    return pd.DataFrame({"text": posts, "p_spam": p, "decision_spam": decisions, **columns})


def order(frame: pd.DataFrame, **options: Any) -> list[int]:
    options = {"n": 3, "explore": 0, "diverse": False} | options
    return next_to_verify(frame, **options).index.tolist()


def test_the_likely_come_first() -> None:
    assert order(table([0.1, 0.9, 0.5, 0.7])) == [1, 3, 2]


def test_by_threshold_what_was_left_to_a_person_comes_first_and_in_it_the_nearest() -> None:
    frame = table([0.31, 0.1, 0.55, 0.62, 0.99])
    assert order(frame, n=5, strategy="threshold") == [2, 0, 3, 1, 4]


def test_by_entropy_what_is_nearest_to_one_half_comes_first() -> None:
    assert order(table([0.1, 0.9, 0.45, 0.7]), strategy="entropy") == [2, 3, 0]


def test_every_label_gets_its_turn() -> None:
    frame = table([0.9, 0.8, 0.7, 0.1], p_ham=[0.1, 0.0, 0.0, 0.2], decision_ham=["review"] * 4)
    assert set(order(frame, n=2)) == {0, 3}


def test_the_rows_come_back_whole_with_the_added_columns() -> None:
    frame = table([0.1, 0.9], note=["a", "b"])
    queue = next_to_verify(frame, n=1, explore=0)
    assert list(queue.columns) == [*frame.columns, *ADDED]
    assert queue[["note", "queue_position", "stands_for", "verified_labels"]].values.tolist() == [
        ["b", 1, 1, ""]
    ]
    assert "queue_position" not in frame


def test_verified_cases_and_their_near_copies_are_left_out() -> None:
    frame = table(
        [0.9, 0.8, 0.7, 0.6],
        verified_labels=["none_of_these", "", "", ""],
        review_status=["", "تم التحقق", "", "open"],
    )
    frame.loc[2, "text"] = f"{frame.loc[0, 'text']} !!"
    queue = next_to_verify(frame, n=4)
    assert queue.index.tolist() == [3]
    assert queue["verified_labels"].tolist() == [""]
    assert list(queue.columns).count("verified_labels") == 1


def test_one_case_stands_for_those_that_say_the_same() -> None:
    words = "هذه جملة طويلة كتبت هنا لكي تتكرر مع تغيير كلمة واحدة فقط في آخرها"
    frame = table([0.4, 0.9, 0.5, 0.2])
    frame.loc[[0, 1, 2], "text"] = [f"{words} اليوم", f"{words} غدا", f"{words} أمس"]
    queue = next_to_verify(frame, n=4, explore=0)
    assert queue.index.tolist() == [1, 3]
    assert queue["stands_for"].tolist() == [3, 1]
    assert "stands for 3 nearly identical cases" in queue["queue_reason"].iloc[0]


def test_the_same_post_with_another_action_is_another_case() -> None:
    frame = table([0.9, 0.9], action=["removed", "account suspended for thirty days"])
    frame["text"] = "خبر"
    assert len(next_to_verify(frame, n=2)) == 2


def test_wording_like_that_of_earlier_cases_waits() -> None:
    frame = table(np.linspace(0.9, 0.8, 12))
    frame.loc[:5, "text"] = [f"أغلقوا هذا الحساب فورا {number}" for number in range(6)]
    frame.loc[6:, "text"] = [
        "صباح الخير",
        "news of the day",
        "مباراة الليلة",
        "وصفة كعك",
        "שלום לכם",
        "طقس غائم",
    ]
    plain, diverse = (
        (next_to_verify(frame, n=4, explore=0, diverse=on).index <= 5).sum() for on in (False, True)
    )
    assert plain == 4
    assert diverse < 4


def test_the_random_share_is_spread_over_the_queue_and_says_its_chance() -> None:
    queue = next_to_verify(table(np.linspace(0, 1, 100)), n=20, explore=0.2, diverse=False)
    drawn = queue["queue_choice"] == "random"
    assert queue["queue_position"][drawn].tolist() == [3, 8, 13, 18]
    assert queue["sampling_probability"][drawn].tolist() == [4 / 84] * 4
    assert (queue["sampling_probability"][~drawn] == 1).all()
    assert set(queue["queue_reason"][drawn]) == {"drawn at random, so that rates can be estimated"}


def test_counts_estimated_from_queues_are_right_on_average() -> None:
    rng = np.random.default_rng(0)
    frame = table(rng.random(200))
    frame.loc[150:, "text"] = np.repeat(frame.loc[150:174, "text"].to_numpy(), 2)  # some stand for two
    carries = frame["text"].map(dict(zip(frame["text"].unique(), rng.random(200) < 0.3, strict=False)))
    estimates = []
    for seed in range(300):
        queue = next_to_verify(frame, n=40, explore=0.5, seed=seed, diverse=False)
        estimates.append((carries[queue.index] * queue["stands_for"] / queue["sampling_probability"]).sum())
    error = np.std(estimates) / np.sqrt(len(estimates))
    assert abs(np.mean(estimates) - carries.sum()) < 3 * error


def test_the_seed_moves_the_random_share_only() -> None:
    frame = table(np.linspace(0, 1, 100))
    first, again, other = (next_to_verify(frame, n=20, seed=seed) for seed in (0, 0, 1))
    pd.testing.assert_frame_equal(first, again)
    ruled = [queue.index[queue["queue_choice"] == "likely"].tolist() for queue in (first, other)]
    assert ruled[0] == ruled[1]
    assert first.index.tolist() != other.index.tolist()


def test_a_wholly_random_queue_is_a_simple_random_sample() -> None:
    queue = next_to_verify(table(np.linspace(0, 1, 50)), n=10, strategy="random")
    assert set(queue["sampling_probability"]) == {0.2}
    assert set(queue["queue_choice"]) == {"random"}


def test_rows_without_a_probability_are_in_no_queue() -> None:
    frame = table([0.9, np.nan, 0.5])
    frame.loc[1, ["text", "decision_spam"]] = ["", ""]
    assert sorted(next_to_verify(frame, n=3).index) == [0, 2]


def test_insufficient_information_is_no_probability() -> None:
    frame = table([0.2, 0.1], p_ham=[0.9, 0.3], decision_ham=["insufficient", "review"])
    assert order(frame, n=1) == [0]
    assert "spam" in next_to_verify(frame, n=1, explore=0)["queue_reason"].iloc[0]


def test_a_table_that_had_such_names_before_is_read_by_the_added_ones() -> None:
    frame = table([0.9, 0.1]).rename(columns={"p_spam": "rightsnlp_p_spam"})
    frame["p_spam"] = ["high", "low"]
    assert order(frame, n=1) == [0]


def test_cells_of_a_csv_are_numbers_as_text() -> None:
    assert order(table([0.1, 0.9]).astype(str), n=1) == [1]


def test_a_model_takes_the_place_of_the_columns() -> None:
    posts = ["صباح الخير", "نهار سعيد", "شتيمة قبيحة", "كلام قبيح"] * 5
    model = LinearClassifier(labels=["abuse"], features=HashedNgrams(bits=10))
    model.fit(posts, np.tile([[0.0], [0.0], [1.0], [1.0]], (5, 1)))
    queue = next_to_verify(pd.DataFrame({"post": ["نهار سعيد", "كلام قبيح"]}), model, n=1, explore=0)
    assert queue["post"].tolist() == ["كلام قبيح"]


def test_reasons_are_in_arabic_when_asked() -> None:
    frame = table([0.4]).rename(columns=lambda name: name.replace("spam", "hate_speech"))
    queue = next_to_verify(frame, n=1, explore=0, strategy="threshold", language="ar")
    assert queue["queue_reason"].tolist() == ["خطاب كراهية: القرار متروك لشخص (الاحتمال 0.40، العتبة 0.50)"]


def test_an_empty_table_and_a_verified_one_give_an_empty_queue() -> None:
    assert next_to_verify(table([])).empty
    assert next_to_verify(table([0.5], verified_labels=["spam"])).empty


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.floats(0, 1) | st.none(), max_size=30),
    st.integers(1, 40),
    st.floats(0, 1),
    st.sampled_from(["likely", "threshold", "entropy", "random"]),
)
def test_any_queue_is_a_set_of_rows_with_chances(
    p: list[float | None], n: int, explore: float, strategy: Any
) -> None:
    frame = table(np.array(p, dtype=np.float64))
    queue = next_to_verify(frame, n=n, explore=explore, strategy=strategy)
    known = int(frame["p_spam"].notna().sum())
    assert len(queue) == min(n, known)
    assert queue.index.is_unique
    assert queue["queue_position"].tolist() == list(range(1, len(queue) + 1))
    assert queue["sampling_probability"].between(0, 1, inclusive="right").all()


def test_a_queue_reads_no_more_columns_than_it_needs() -> None:
    columns = ["رقم", "نص المنشور", "ملاحظات", "p_spam", "decision_spam", "verified_labels", "evidence"]
    assert columns_read(columns) == ["نص المنشور", "p_spam", "decision_spam", "verified_labels"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"n": 0}, "n: got 0"),
        ({"strategy": "best"}, "strategy: got 'best'"),
        ({"explore": 1.5}, "explore: got 1.5"),
        ({"language": "fr"}, "language: got 'fr'"),
    ],
)
def test_what_makes_no_queue_is_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidArgumentError, match=said):
        next_to_verify(table([0.5]), **options)


def test_a_table_that_was_not_labelled_is_refused_without_its_text() -> None:
    with pytest.raises(SchemaError, match="rightsnlp label"):
        next_to_verify(pd.DataFrame({"text": ["كلامسري"]}))
    frame = table([0.5]).astype(object)
    frame["p_spam"] = "كلامسري"
    with pytest.raises(SchemaError, match="row 1, column 'p_spam': is no probability") as caught:
        next_to_verify(frame)
    assert "كلامسري" not in str(caught.value)
