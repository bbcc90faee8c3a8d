"""Errors say what came, what was expected and what to do."""

from __future__ import annotations

import inspect

import pytest

from rightsnlp import exceptions
from rightsnlp.exceptions import InvalidArgumentError, MissingExtraError, RightsNLPError

TREE = [
    value for value in vars(exceptions).values() if inspect.isclass(value) and issubclass(value, Exception)
]


@pytest.mark.parametrize("error", TREE)
def test_every_error_is_of_one_tree(error: type[Exception]) -> None:
    assert issubclass(error, RightsNLPError)


def test_a_message_is_one_line_with_its_three_parts() -> None:
    error = InvalidArgumentError("k: got 0", expected="1 or more", remedy="pass k=5")
    assert str(error) == "k: got 0; expected 1 or more; pass k=5"
    assert (error.what, error.expected, error.remedy) == ("k: got 0", "1 or more", "pass k=5")


def test_a_missing_extra_names_the_pip_line() -> None:
    assert "pip install 'rightsnlp[camel]'" in str(
        MissingExtraError("x", package="camel_tools", extra="camel")
    )


def test_an_argument_error_can_be_caught_as_value_error() -> None:
    with pytest.raises(ValueError, match="k: got 0"):
        raise InvalidArgumentError("k: got 0")
