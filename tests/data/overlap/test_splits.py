from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.overlap.splits import (
    EXCLUDED,
    check_no_leak,
    grouped_kfold,
    grouped_split,
    leak_mask,
    time_split,
)
from rightsnlp.exceptions import InvalidArgumentError, SchemaError

PARTS = {"train": 0.7, "dev": 0.15, "test": 0.15}


def cases(n: int = 2000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Groups of unequal size; a common, a rare and a half-known label."""
    rng = np.random.default_rng(seed)
    groups = rng.zipf(1.6, n).clip(max=400) + 1000 * rng.integers(0, 300, n)
    Y = (rng.random((n, 3)) < [0.3, 0.03, 0.2]).astype(float)
    Y[rng.random(n) < 0.5, 2] = np.nan
    return groups, Y


class TestGroupedSplit:
    def test_no_group_stands_in_two_parts(self) -> None:
        groups, Y = cases()

        check_no_leak(groups, grouped_split(groups, Y, PARTS))

    def test_every_part_gets_its_share_of_rows_and_of_each_known_label(self) -> None:
        groups, Y = cases()
        part = grouped_split(groups, Y, PARTS)

        for name, share in PARTS.items():
            assert (part == name).mean() == pytest.approx(share, abs=0.02)
            for column in Y.T:
                for value in (0, 1):
                    of_value = (column == value) & (part == name)
                    assert of_value.sum() / (column == value).sum() == pytest.approx(share, abs=0.06)

    def test_the_same_seed_gives_the_same_split_and_row_order_does_not_matter(self) -> None:
        groups, Y = cases(500)
        shuffled = np.random.default_rng(1).permutation(500)
        part = grouped_split(groups, Y, PARTS, seed=3)

        assert (part == grouped_split(groups, Y, PARTS, seed=3)).all()
        assert (part[shuffled] == grouped_split(groups[shuffled], Y[shuffled], PARTS, seed=3)).all()
        assert (part != grouped_split(groups, Y, PARTS, seed=4)).any()

    def test_group_names_may_be_words(self) -> None:
        part = grouped_split(["a", "b", "a", "c"], np.zeros((4, 1)), {"x": 0.5, "y": 0.5})

        assert part[0] == part[2]
        assert set(part) == {"x", "y"}

    @given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from([0.0, 1.0, np.nan])), min_size=3))
    def test_any_labels_can_be_split(self, rows: list[tuple[int, float]]) -> None:
        groups = [group for group, _ in rows]
        if len(set(groups)) >= 3:
            part = grouped_split(groups, [[value] for _, value in rows], PARTS)
            check_no_leak(groups, part)
            assert set(part) <= set(PARTS)

    @pytest.mark.parametrize("parts", [{"train": 1.0}, {"a": 0.5, "b": 0.6}, {"a": 1.5, "b": -0.5}, {}])
    def test_shares_that_are_none_are_refused(self, parts: dict[str, float]) -> None:
        with pytest.raises(InvalidArgumentError, match="parts: got"):
            grouped_split([1, 2, 3], np.zeros((3, 1)), parts)

    def test_fewer_groups_than_parts_are_refused(self) -> None:
        with pytest.raises(InvalidArgumentError, match="groups: got 2; expected 3 or more"):
            grouped_split([1, 1, 2], np.zeros((3, 1)), PARTS)

    def test_shapes_that_do_not_fit_are_refused(self) -> None:
        with pytest.raises(InvalidArgumentError, match=r"groups: got shape \(2,\); expected \(3,\)"):
            grouped_split([1, 2], np.zeros((3, 1)), PARTS)
        with pytest.raises(InvalidArgumentError, match="Y: got 1 dimension"):
            grouped_split([1, 2, 3], np.zeros(3), PARTS)


class TestGroupedKFold:
    def test_every_row_is_held_out_once_and_groups_stay_whole(self) -> None:
        groups, Y = cases()
        fold = grouped_kfold(groups, Y, k=5)

        check_no_leak(groups, fold.astype(str))
        np.testing.assert_allclose(np.bincount(fold) / len(fold), 0.2, atol=0.02)
        rare = Y[:, 1] == 1
        assert np.ptp(np.bincount(fold[rare])) <= 3

    def test_one_fold_is_none(self) -> None:
        with pytest.raises(InvalidArgumentError, match="k: got 1"):
            grouped_kfold([1, 2], np.zeros((2, 1)), k=1)


class TestTimeSplit:
    days = np.datetime64("2024-01-01") + np.arange(100)

    def test_parts_follow_one_another(self) -> None:
        shuffled = np.random.default_rng(0).permutation(100)
        part = time_split(self.days[shuffled], PARTS)
        ends = [
            (self.days[shuffled][part == name].min(), self.days[shuffled][part == name].max())
            for name in PARTS
        ]

        assert [(part == name).sum() for name in PARTS] == [70, 15, 15]
        assert all(before[1] < after[0] for before, after in pairwise(ends))

    def test_rows_of_one_moment_stay_together(self) -> None:
        part = time_split(np.repeat(self.days[:3], 4), {"train": 0.5, "test": 0.5})

        assert part.tolist() == ["train"] * 4 + ["test"] * 8

    def test_later_copies_and_rows_without_a_time_stand_in_no_part(self) -> None:
        times = np.array([*self.days[:9], np.datetime64("NaT")])
        part = time_split(times, {"train": 0.5, "test": 0.5}, groups=list("abcdefgaxa"))

        assert part.tolist() == ["train"] * 4 + ["test"] * 3 + [EXCLUDED, "test", EXCLUDED]
        check_no_leak(list("abcdefgaxa"), part)

    def test_no_times_at_all_are_refused(self) -> None:
        with pytest.raises(InvalidArgumentError, match="times: no row has one"):
            time_split(np.array(["NaT", "NaT"], dtype="datetime64[D]"), PARTS)


class TestLeaks:
    def test_a_group_in_two_parts_is_refused_with_counts(self) -> None:
        with pytest.raises(SchemaError, match=r"1 group stands in more than one part \(3 rows\)"):
            check_no_leak(["a", "b", "a", "a"], ["train", "train", "test", "train"])

    def test_an_empty_split_leaks_nothing(self) -> None:
        check_no_leak([], [])

    def test_training_rows_that_leak_can_be_dropped(self) -> None:
        train, test = np.array(["a", "b", "c"]), np.array(["c", "d"])
        kept = train[~leak_mask(train, test)]

        check_no_leak([*kept, *test], ["train"] * len(kept) + ["test"] * len(test))
