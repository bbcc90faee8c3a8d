"""JSON from strangers: read only where every reader would understand the same.

Python's reader takes the last of two equal keys, ``NaN``, numbers that overflow to infinity, lone surrogates and any
depth. Each of these is refused here by name.
"""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

from rightsnlp.exceptions import InvalidArgumentError

_MAX_DEPTH = 20
_SHOWN = 60  # characters of a key in a message


def parse_json(data: bytes) -> Any:
    """Return the value of a JSON document in UTF-8.

    Parameters
    ----------
    data : bytes

    Raises
    ------
    InvalidArgumentError
        When it is not JSON, repeats a key, nests deeper than 20 levels, or holds a number or a string that JSON
        cannot carry. The message quotes keys, never values.

    Examples
    --------
    >>> parse_json(b'{"bits": 8}')
    {'bits': 8}
    >>> parse_json(b'{"bits": 8, "bits": 9}')
    Traceback (most recent call last):
    rightsnlp.exceptions.InvalidArgumentError: key 'bits' is there twice; expected JSON in UTF-8; fetch the file again
    """
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        if isinstance(error, InvalidArgumentError):
            raise
        raise _refusal(f"is not JSON ({type(error).__name__})") from None
    _check(value)
    return value


def _refusal(what: str) -> InvalidArgumentError:
    return InvalidArgumentError(what, expected="JSON in UTF-8", remedy="fetch the file again")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _refusal(f"key {twice[:_SHOWN]!r} is there twice")
    return found


def _no_constant(name: str) -> None:
    raise _refusal(f"holds {name}")


def _check(value: Any) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > _MAX_DEPTH:
            raise _refusal(f"is nested deeper than {_MAX_DEPTH} levels")
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += [*item, *item.values()]
            elif isinstance(item, list):
                below += item
            elif isinstance(item, float) and not isfinite(item):
                raise _refusal("holds a number that is not finite")
            elif isinstance(item, str) and not item.isascii():
                try:
                    item.encode("utf-8")
                except UnicodeEncodeError:
                    raise _refusal("holds half of a surrogate pair") from None
        level = below
