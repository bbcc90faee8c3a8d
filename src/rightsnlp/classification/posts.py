"""Posts in either form that people have them, a sequence of texts or a frame of cases, as fields of texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS, NO_ACTION

if TYPE_CHECKING:
    import pandas as pd

    Posts = Sequence[str] | pd.Series | pd.DataFrame | NDArray[Any]

Fields = dict[str, list[str]]


def as_fields(posts: Posts) -> Fields:
    """Return the evidence fields that ``posts`` has, each with one text a post; missing values are empty.

    Parameters
    ----------
    posts : sequence of str, or DataFrame
        A frame's columns are case fields; those that are no evidence are ignored.

    Raises
    ------
    InvalidArgumentError
        When it is one string, when a frame has neither ``text`` nor ``report``, or when a post is no text.

    Examples
    --------
    >>> as_fields(["hello", None])
    {'text': ['hello', '']}
    """
    if isinstance(posts, str | bytes | dict) or posts is None:
        raise InvalidArgumentError(
            f"posts: got one {type(posts).__name__}",
            expected="a sequence of texts, or a DataFrame of cases",
            remedy="pass [post]",
        )
    columns = getattr(posts, "columns", None)
    if columns is None:
        return {"text": _texts(posts, "posts")}
    found = [field for field in EVIDENCE_FIELDS if field in columns]
    if "text" not in found and "report" not in found:
        raise InvalidArgumentError(
            f"posts: got a frame of {len(columns)} columns, none named text or report",
            expected="a frame of case fields",
            remedy="rename the column that holds the post to 'text'",
        )
    return {field: _texts(posts[field], field) for field in found}  # type: ignore[call-overload]


def _texts(values: Any, name: str) -> list[str]:
    try:
        # A set has no order, and of a table of two columns list() would give the columns' names.
        items = (
            None if isinstance(values, set | frozenset) or getattr(values, "ndim", 1) != 1 else list(values)
        )
    except TypeError:
        items = None
    if items is None:
        raise InvalidArgumentError(
            f"{name}: got {type(values).__name__}",
            expected="a sequence of texts",
            remedy="pass a list of str",
        )
    texts = []
    for position, value in enumerate(items):
        if isinstance(value, str):
            texts.append(value)
        elif _is_missing(value):
            texts.append("")
        else:
            raise InvalidArgumentError(
                f"{name}[{position}]: got {type(value).__name__}",
                expected="text, or None where it is missing",
                remedy="convert the values with str()",
            )
    return texts


def _is_missing(value: Any) -> bool:
    """Return whether a value is None, NaN, or pandas' NA or NaT; NA answers no comparison with yes or no."""
    if isinstance(value, float | np.floating):
        return bool(np.isnan(value))
    return value is None or type(value).__name__ in {"NAType", "NaTType"}


def n_posts(fields: Fields) -> int:
    """Return how many posts there are."""
    return len(next(iter(fields.values())))


def given(fields: Fields, names: Sequence[str]) -> NDArray[np.bool_]:
    """Return which posts have at least one of the fields ``names``; an action of none or unknown is not given.

    Examples
    --------
    >>> given({"text": ["a", "b"], "action": ["removed", "none"]}, ["report", "action"]).tolist()
    [True, False]
    """
    mask = np.zeros(n_posts(fields), dtype=bool)
    for name in names:
        if name not in fields:
            continue
        if name == "action":
            mask |= np.array([value.strip().lower() not in NO_ACTION for value in fields[name]], dtype=bool)
        else:
            mask |= np.array([bool(value.strip()) for value in fields[name]], dtype=bool)
    return mask


def take(posts: Any, rows: NDArray[np.integer[Any]]) -> Any:
    """Return the posts at ``rows``, in the form they came in."""
    if hasattr(posts, "iloc"):
        return posts.iloc[rows]
    return [posts[row] for row in rows]
