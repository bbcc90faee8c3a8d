"""The words of a register: which header is which field, and which value is meant by what a form wrote."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

from rightsnlp.data.schema import canonical_action, fold_name, map_columns
from rightsnlp.exceptions import SchemaError
from rightsnlp.records import ACTIONS, CASE_FIELDS, OUTCOMES

HISTORY_FIELDS = ("answered_at", "appealed_at", "reopened_at", "reference")
"""Fields of a register beside :data:`rightsnlp.records.CASE_FIELDS`."""

ANSWERS = ("yes", "no")
CLOSED: dict[str, tuple[str, ...]] = {
    "action": ACTIONS,
    "outcome": OUTCOMES,
    "notice_given": ANSWERS,
    "appeal_available": ANSWERS,
    "appealed": ANSWERS,
    "automated": ANSWERS,
    "consent": ANSWERS,
}
"""Fields whose values are a fixed list; another value cannot be read, and is counted as such."""

OPEN: dict[str, str] = {
    "platform": "platforms",
    "language": "languages",
    "victim_type": "victims",
    "region": "regions",
    "stated_reason": "",
    "violation_type": "",
    "basis": "",
    "content_type": "",
    "source": "",
}
"""Fields whose values are not a fixed list, and the table of :file:`vocabulary.toml` that folds them."""

NOTHING = frozenset(
    {"", "-", "–", "—", "n/a", "na", "null", "nan", "none given", "?", "غير مذكور", "لم يذكر"}
)
"""What forms write where nothing was answered."""

_SECTIONS = {"action": "actions", "outcome": "outcomes", **OPEN}


@lru_cache(maxsize=1)
def load_vocabulary() -> dict[str, Any]:
    """Return the vocabulary that ships, by section."""
    text = resources.files("rightsnlp.monitoring").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=32)
def _names(section: str) -> dict[str, str]:
    """Return folded name to canonical value."""
    found: dict[str, str] = {}
    for value, entry in load_vocabulary()[section].items():
        names = entry if isinstance(entry, list) else [entry["en"], entry["ar"], *entry.get("names", ())]
        found.update({fold_name(name): value for name in (value, *names)})
    return found


def fold_value(field: str, value: str) -> str | None:
    """Return the value that is meant, an empty string where nothing is given, None where it cannot be read.

    Parameters
    ----------
    field : str
        A key of :data:`CLOSED` or :data:`OPEN`.
    value : str
        What stands in the cell.

    Examples
    --------
    >>> fold_value("platform", "تويتر"), fold_value("appealed", "نعم"), fold_value("outcome", "Reinstated")
    ('x', 'yes', 'restored')
    >>> fold_value("outcome", "perhaps") is None, fold_value("region", "Haifa ")
    (True, 'Haifa')
    """
    key = fold_name(value)
    if key in CLOSED.get(field, ()) or (field == "action" and key == "none"):
        return key
    if key in NOTHING:
        return ""
    if field == "action":
        action = canonical_action(value)
        return action if action in ACTIONS else None
    if field in CLOSED:
        return _names("outcomes" if field == "outcome" else "answers").get(key)
    section = OPEN[field]
    return _names(section).get(key, " ".join(value.split())) if section else " ".join(value.split())


def fold_spellings(field: str, values: Sequence[str]) -> list[str | None]:
    """Return the value meant by each of the distinct spellings of one column.

    Two spellings of an open field that differ in case, blanks or the letters that folding joins are one value: the
    spelling that comes first.

    Examples
    --------
    >>> fold_spellings("stated_reason", ["Hate speech", "hate  Speech", "spam"])
    ['Hate speech', 'Hate speech', 'spam']
    """
    first: dict[str, str] = {}
    folded: list[str | None] = []
    for value in values:
        meant = fold_value(field, value)
        folded.append(first.setdefault(fold_name(meant), meant) if meant else meant)
    return folded


def value_title(field: str, value: str, language: str) -> str:
    """Return a value's title in a language; the value itself where the vocabulary has none.

    Examples
    --------
    >>> value_title("platform", "x", "ar"), value_title("region", "Haifa", "ar")
    ('إكس', 'Haifa')
    """
    section = _SECTIONS.get(field, "")
    entry = load_vocabulary()[section].get(value) if section else None
    return str(entry[language]) if entry else value


def company_of(platform: str) -> str:
    """Return the company that runs a platform; the platform's own name where it is not listed.

    Examples
    --------
    >>> company_of("instagram"), company_of("mastodon")
    ('meta', 'mastodon')
    """
    entry = load_vocabulary()["platforms"].get(platform)
    return str(entry["company"]) if entry else platform


def find_fields(columns: Sequence[str]) -> dict[str, str]:
    """Return which column of a register holds which field.

    Other than a table to be labelled, a register needs no text.

    Raises
    ------
    SchemaError
        When no column is known.

    Examples
    --------
    >>> find_fields(["رقم الحالة", "المنصة", "تاريخ التصعيد"])
    {'case_id': 'رقم الحالة', 'platform': 'المنصة', 'escalated_at': 'تاريخ التصعيد'}
    """
    try:
        found = map_columns(columns)
    except SchemaError:
        found = map_columns([*columns, "text"])
        del found["text"]
    headers = {fold_name(field): field for field in (*CASE_FIELDS, *HISTORY_FIELDS)}
    for field, names in load_vocabulary()["headers"].items():
        headers.update({fold_name(name): field for name in names})
    for column in columns:
        field = headers.get(fold_name(column))
        if field is not None and field not in found and column not in found.values():
            found[field] = column
    if not found:
        raise SchemaError(
            f"none of the {len(columns)} columns is a field of a case",
            expected="columns such as case_id, platform, action, reported_at, outcome, in English or Arabic",
            remedy="rename the columns",
        )
    return {field: found[field] for field in (*CASE_FIELDS, *HISTORY_FIELDS) if field in found}
