"""Check digits, and the numbers that carry them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.text.redaction.identifiers import (
    IBAN_LENGTHS,
    find_announced_identity_numbers,
    find_cards,
    find_ibans,
    find_identity_numbers,
    is_card_number,
    is_egyptian_identity_number,
    is_iban,
    is_identity_number,
    passes_luhn,
)

DIGITS = st.text("0123456789", min_size=2, max_size=20)


def _checked(digits: str) -> str:
    return next(digits + check for check in "0123456789" if passes_luhn(digits + check))


@given(DIGITS)
def test_exactly_one_check_digit_passes(digits: str) -> None:
    assert sum(passes_luhn(digits + check) for check in "0123456789") == 1


@given(DIGITS, st.data())
def test_a_single_wrong_digit_is_noticed(digits: str, data: st.DataObject) -> None:
    number = _checked(digits)
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from([c for c in "0123456789" if c != number[place]]))
    assert not passes_luhn(number[:place] + wrong + number[place + 1 :])


# Test numbers that the issuers publish.
@pytest.mark.parametrize(
    "number",
    ["4111111111111111", "5555555555554444", "378282246310005", "6011111111111117", "2223003122003222"],
)
def test_published_test_cards_are_cards(number: str) -> None:
    assert is_card_number(number)


@pytest.mark.parametrize(
    "number", ["", "4", "4111111111111112", "1234567890123452", "0000000000000000", "79927398713"]
)
def test_other_numbers_are_no_cards(number: str) -> None:
    assert not is_card_number(number)


# Examples of the registry of ISO 13616.
@pytest.mark.parametrize(
    "account",
    [
        "PS92PALS000000000400123456702",
        "IL620108000000099999999",
        "JO94CBJO0010000000000131000302",
        "LB62099900000001001901229114",
        "EG380019000500000000263180002",
        "SA0380000000608010167519",
        "gb29nwbk60161331926819",
        "DE89370400440532013000",
    ],
)
def test_the_registrys_examples_are_ibans(account: str) -> None:
    assert is_iban(account)


@pytest.mark.parametrize(
    "account",
    [
        "",
        "PS",
        "PS92PALS00000000040012345670",
        "XX92PALS000000000400123456702",
        "PS92PALS00000000040012345670٢",
    ],
)
def test_other_strings_are_no_ibans(account: str) -> None:
    assert not is_iban(account)


@given(st.sampled_from(sorted(IBAN_LENGTHS)), st.data())
def test_two_swapped_digits_of_an_iban_are_noticed(country: str, data: st.DataObject) -> None:
    size = IBAN_LENGTHS[country] - 4
    body = data.draw(st.text("0123456789", min_size=size, max_size=size))
    accounts = [f"{country}{check:02d}{body}" for check in range(2, 99)]
    (account,) = [a for a in accounts if is_iban(a)]
    place = data.draw(st.integers(4, len(account) - 2))
    swapped = account[:place] + account[place + 1] + account[place] + account[place + 2 :]
    assert swapped == account or not is_iban(swapped)


@pytest.mark.parametrize("number", ["111111118", "123456782", "000000018"])
def test_identity_numbers_have_nine_digits_and_a_check_digit(number: str) -> None:
    assert is_identity_number(number)


@pytest.mark.parametrize("number", ["123456789", "12345678", "000000000", "300006000", "1234567820"])
def test_other_numbers_are_no_identity_numbers(number: str) -> None:
    assert not is_identity_number(number)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("29001150112345", True),
        ("30002298812345", True),
        ("19001150112345", False),
        ("29013150112345", False),
        ("29001320112345", False),
        ("2900115", False),
    ],
)
def test_egyptian_numbers_hold_a_date_of_birth_and_a_governorate(number: str, is_one: bool) -> None:
    assert is_egyptian_identity_number(number) is is_one


@pytest.mark.parametrize(
    "written", ["4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111", "3782 822463 10005"]
)
def test_cards_are_found_in_one_piece_or_an_issuers_groups(written: str) -> None:
    assert list(find_cards(f"see {written}.")) == [(4, 4 + len(written))]


@pytest.mark.parametrize(
    "written", ["41 11111111111111", "x4111111111111111", "4111111111111111.5", "41111111111111110"]
)
def test_cards_are_not_found_inside_other_numbers(written: str) -> None:
    assert not list(find_cards(written))


def test_an_iban_ends_where_its_country_says() -> None:
    account = "JO94 CBJO 0010 0000 0000 0131 0003 02"
    assert list(find_ibans(f"to {account} TODAY")) == [(3, 3 + len(account))]
    assert not list(find_ibans(f"to {account.replace(' ', '')}5"))


def test_a_word_for_it_makes_any_number_of_that_length_an_identity_number() -> None:
    text = "رقم هويته 123456789"
    assert not list(find_identity_numbers(text))
    assert list(find_announced_identity_numbers(text)) == [(10, 19)]


@pytest.mark.parametrize(
    "text", ["123456782$", "₪123456782", "123456782 دولار", "#123456782", "1.123456782", "123456782 views"]
)
def test_sums_and_counts_are_no_identity_numbers(text: str) -> None:
    assert not list(find_identity_numbers(text))
