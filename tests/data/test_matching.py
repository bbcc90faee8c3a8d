"""Rows of two tables: matched by identifier, by place only where there is none, and otherwise refused."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.identifiers import identifier_columns, is_shortened, row_keys
from rightsnlp.data.matching import RowMatch, match_rows
from rightsnlp.exceptions import SchemaError

HEADERS = ["case_id", "id", "ID", "post_id", "Tweet ID", "رقم الحالة", "رقم البلاغ", "المعرف", "doc_id"]


def matched(posts: dict[str, Any], answers: dict[str, Any]) -> RowMatch:
    frames = (pd.DataFrame(columns, dtype=object) for columns in (posts, answers))
    return match_rows(
        *(row_keys(frame, name) for frame, name in zip(frames, ("posts", "answers"), strict=True))
    )


class TestByIdentifier:
    @given(st.permutations(range(5)), st.sampled_from(HEADERS), st.sampled_from(HEADERS))
    def test_whatever_the_order_and_the_headers(self, order: list[int], first: str, second: str) -> None:
        ids = [f"c{k}" for k in range(5)]
        found = matched({first: ids}, {second: [ids[k] for k in order]})
        assert [order[row] for row in found.rows] == list(range(5))
        assert found.by == "identifier"

    @given(st.permutations(range(1, 7)))
    def test_numbers_from_one_on_are_identifiers_too(self, order: list[int]) -> None:
        found = matched({"id": [1, 2, 3, 4, 5, 6]}, {"case_id": order})
        assert [order[row] for row in found.rows] == [1, 2, 3, 4, 5, 6]

    def test_of_several_columns_the_pair_that_fits_counts(self) -> None:
        found = matched(
            {"id": [1, 2], "case_id": ["a", "b"]},
            {"id": [7, 8], "tweet_id": ["x", "y"], "case_id": ["b", "a"]},
        )
        assert (found.rows.tolist(), found.columns) == ([1, 0], ("case_id", "case_id"))

    def test_a_column_of_an_unknown_header_counts_where_the_identifiers_turn_up_in_it(self) -> None:
        found = matched({"id": ["a7", "b8"]}, {"clé": ["b8", "a7"], "p": [0.1, 0.9]})
        assert (found.rows.tolist(), found.columns) == ([1, 0], ("id", "clé"))

    def test_rows_of_other_posts_are_counted_and_left_out(self) -> None:
        found = matched({"id": ["b"]}, {"id": ["a", "b", "c"]})
        assert (found.rows.tolist(), found.left_out) == ([1], 2)
        assert str(found) == "rows matched by identifier (id): 1 of 1, 2 left out"

    @pytest.mark.parametrize(
        ("ids", "other", "lost"),
        [
            (["1", "2"], ["2.0", "1.0"], "column 'id' of answers are written as 12.0"),
            (["001", "002"], ["2", "1"], "column 'id' of answers have lost their leading zeros"),
            (["١", "٢"], ["2", "1"], "column 'id' of posts are written as 12.0 or in other digits"),
            (["1200000000000", "13"], ["13", "1.2E+12"], "column 'id' of answers are written as 1.5E+3"),
            (["'=1+1", "b"], ["b", "=1+1"], ""),
        ],
    )
    def test_what_a_spreadsheet_did_to_them_is_seen_through_and_said(
        self, ids: list[str], other: list[str], lost: str
    ) -> None:
        found = matched({"id": ids}, {"id": other})
        assert found.rows.tolist() == [1, 0]
        assert lost in "".join(found.notes)

    def test_other_texts_under_the_same_identifiers_are_said(self) -> None:
        found = matched({"id": ["a", "b"], "text": ["x", "y"]}, {"id": ["b", "a"], "text": ["z", "x"]})
        assert found.notes == ("1 of 2 matched rows have another text in answers",)


class TestRefused:
    @pytest.mark.parametrize(
        ("ids", "other", "said"),
        [
            (["a", "a"], ["a", "b"], "1 and 0 stand there more than once"),
            (["a", "b"], ["a", "a"], "0 and 1 stand there more than once"),
            (["a", "b"], ["a", "c"], "1 of the 2 posts are not among the 2 rows"),
            (["a", ""], ["a", "b"], "1 and 0 rows have none"),
            (["1", "01"], ["1", "2"], "stand there more than once"),
            (["1.76543E+18"] * 2, ["1.76543E+18"] * 2, "2 and 2 were shortened by a spreadsheet"),
            (["1765432100000000001", "17"], ["1765432100000000000", "17"], "0 and 1 were shortened"),
        ],
    )
    def test_identifiers_that_do_not_fit(self, ids: list[str], other: list[str], said: str) -> None:
        with pytest.raises(SchemaError, match=said) as caught:
            matched({"tweet_id": ids}, {"id": other})
        assert "column 'tweet_id' of posts and column 'id' of answers" in str(caught.value)

    def test_other_texts_in_the_same_places(self) -> None:
        with pytest.raises(
            SchemaError, match="2 of 2 rows have another text than posts in the same place"
        ) as caught:
            matched({"text": ["سر", "y"]}, {"text": ["y", "سر"]})
        assert "سر" not in str(caught.value)

    def test_another_number_of_rows(self) -> None:
        with pytest.raises(SchemaError, match=r"1 rows for the 2 posts of posts; answers has no identifiers"):
            matched({"id": ["a", "b"]}, {"p": [0.5]})

    @pytest.mark.parametrize("column", ["id", "rank"])
    def test_rows_that_were_sorted_while_the_other_side_has_no_identifiers(self, column: str) -> None:
        with pytest.raises(
            SchemaError, match=f"column '{column}' numbers the rows, and they stand in another order"
        ):
            matched({"hate_speech": [1, 0, 0]}, {column: [2, 3, 1]})


class TestByPlace:
    def test_where_one_side_has_no_identifiers_and_it_is_said(self) -> None:
        found = matched({"id": ["a", "b"]}, {"p": [0.1, 0.2]})
        assert (found.rows.tolist(), found.by) == ([0, 1], "place")
        assert "answers has no identifiers; posts has column 'id'" in str(found)

    def test_texts_that_agree_but_for_line_ends_make_it_sure(self) -> None:
        found = matched({"text": ["a\r\nb", "c "]}, {"text": ["a\nb", "c"]})
        assert "texts agree in every row" in str(found)

    @given(st.permutations(range(4)), st.sampled_from([0, 1]))
    def test_numbers_of_rows_say_where_they_stood(self, order: list[int], first: int) -> None:
        found = matched({"id": list("abcd")}, {"row_id": [place + first for place in order]})
        assert [order[row] for row in found.rows] == [0, 1, 2, 3]
        assert found.by == "row number"


def test_the_surest_header_comes_first_and_users_are_no_posts() -> None:
    assert identifier_columns(["user_id", "id", "author", "post_id"]) == ["post_id", "id"]


def test_texts_are_kept_as_hashes_only() -> None:
    assert "secret" not in repr(row_keys(pd.DataFrame({"text": ["secret"]}), "posts").texts)


def test_an_identifier_of_fifteen_digits_and_less_is_whole() -> None:
    assert not any(map(is_shortened, ["123456789012345", "1000", "abc", "1E5x"]))
