"""What has come before is told from a hash of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightsnlp.data.overlap import seen
from rightsnlp.data.overlap.seen import Seen


@given(st.lists(st.text(max_size=3), max_size=40))
def test_it_answers_as_a_set_does(texts: list[str]) -> None:
    known: set[str] = set()
    found = Seen()
    for text in texts:
        assert found.add(text) == (text in known)
        known.add(text)


def test_it_remembers_what_came_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen, "_RECENT", 8)
    found = Seen()
    assert not any(found.add(f"case-{number}") for number in range(100))
    assert all(found.add(f"case-{number}") for number in range(100))
