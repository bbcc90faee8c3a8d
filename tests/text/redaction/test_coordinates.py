"""Pairs of degrees."""

from __future__ import annotations

import pytest

from rightsnlp.text.redaction.coordinates import find_coordinates


@pytest.mark.parametrize(
    "pair",
    [
        "31.5017, 34.4668",
        "31.5017,34.4668",
        "31.5017 34.4668",
        "-33.8688, 151.2093",
        "31.50° N, 34.46° E",
        "31.5017 شمالا، 34.4668 شرقا",
        "31°30'06\"N 34°28'00\"E",
        "33° 53′ 19″ N, 35° 29′ 43″ E",
        "N 31.5017, E 34.4668",
        "31 46 19 N 35 13 01 E",
    ],
)
def test_pairs_are_found_whole(pair: str) -> None:
    text = f"قرب ({pair})"
    assert [text[start:end] for start, end in find_coordinates(text)] == [pair]


def test_every_corner_of_an_area_is_found() -> None:
    assert len(list(find_coordinates("31.5017,34.4668 31.5018,34.4669 31.5019,34.4670"))) == 3


def test_a_word_for_it_makes_two_decimals_enough() -> None:
    assert not list(find_coordinates("31.51, 34.45"))
    assert list(find_coordinates("احداثيات 31.51, 34.45")) == [(9, 21)]


@pytest.mark.parametrize(
    "text",
    [
        "31.5, 34.4",
        "3.50, 4.20",
        "3.1416, 2.7182",
        "$ 13.6512, 13.7021",
        "191.5017, 200.4668",
        "192.168.10.11",
        "31.5017",
        "95.12345, 95.12345",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    assert not list(find_coordinates(text))
