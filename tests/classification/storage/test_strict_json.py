"""JSON is read only where every reader would understand the same."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.classification.storage.strict_json import parse_json
from rightsnlp.exceptions import InvalidArgumentError

text = st.text(st.characters(codec="utf-8"))
number = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
plain = st.recursive(
    st.none() | st.booleans() | number | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=15,
)


@given(plain)
def test_plain_data_comes_back_as_it_was(value: Any) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"a": {"b": 1, "b": 1}}', "key 'b' is there twice"),
        (b"[NaN]", "holds NaN"),
        (b"[1e400]", "not finite"),
        (b'["\\udc00"]', "surrogate"),
        (b"\xd8\x00", "is not JSON"),
        (b"[" * 30 + b"]" * 30, "nested deeper than 20 levels"),
    ],
)
def test_what_readers_disagree_about_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InvalidArgumentError, match=said):
        parse_json(data)


@given(st.binary(max_size=40))
def test_any_bytes_are_a_value_or_refused(data: bytes) -> None:
    with suppress(InvalidArgumentError):
        parse_json(data)


def test_a_key_that_is_there_twice_among_many_is_found_at_once() -> None:
    keys = ",".join(f'"{n}":1' for n in range(100_000))
    start = time.perf_counter()
    with pytest.raises(InvalidArgumentError, match="'99999' is there twice"):
        parse_json(f'{{{keys},"99999":1}}'.encode())
    assert time.perf_counter() - start < 5
