"""A name is loaded when it is asked for, once."""

from __future__ import annotations

import pytest

import rightsnlp
from rightsnlp._lazy import load_name


def test_a_name_is_kept_where_it_was_asked_for() -> None:
    assert load_name("rightsnlp", {"load_taxonomy": "taxonomy"}, "load_taxonomy") is rightsnlp.load_taxonomy
    assert "load_taxonomy" in vars(rightsnlp)


def test_another_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'rightsnlp' has no attribute 'love'"):
        load_name("rightsnlp", {}, "love")
