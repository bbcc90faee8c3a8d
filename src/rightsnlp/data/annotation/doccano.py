"""doccano: cases as JSON Lines records, its labels, and its export as answers.

The format is that of doccano's document classification projects, version 1.5 and later. doccano shows one text, so
what else a label rests on is written under the post, and the fields themselves travel beside it as metadata.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from rightsnlp.data.annotation.answers import (
    NOBODY,
    Annotations,
    Answer,
    case_fields,
    gather,
    raw_choices,
)
from rightsnlp.data.annotation.shown import (
    HEADERS,
    choices,
    shown_cases,
    suggested_choices,
)
from rightsnlp.data.answer_words import NONE_OF_THESE, word_of
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy

# The metadata key of the post itself, because "text" holds what doccano shows.
_POST = "post"
_KEYS = frozenset({"label", "labels", "cats", "annotations"})
# The file in which doccano puts what nobody has confirmed.
_CONFIRMED_BY_NOBODY = "unknown"
_COLOURS = ("#b3261e", "#8f4e00", "#1d5fa8", "#5f5f5f", "#3b6939", "#6b4ea0")


def doccano_labels(taxonomy: Taxonomy) -> list[dict[str, str]]:
    """Return the labels for the *Import Labels* of a doccano project.

    ``none_of_these`` is one of them: doccano cannot tell a case that carries no label from one that nobody opened.

    Examples
    --------
    >>> from rightsnlp.taxonomy import load_taxonomy
    >>> [label["text"] for label in doccano_labels(load_taxonomy())]
    ['hate_speech', 'incitement', 'wrongful_removal', 'none_of_these']
    """
    return [
        {"text": name, "background_color": _COLOURS[position % len(_COLOURS)], "text_color": "#ffffff"}
        for position, name in enumerate(choices(taxonomy))
    ]


def to_doccano(cases: pd.DataFrame, taxonomy: Taxonomy, *, suggestions: Any = None) -> list[dict[str, Any]]:
    """Return cases as doccano records, one for each line of JSON Lines.

    Parameters
    ----------
    cases : DataFrame
        A row for each case; of its columns those in :data:`~rightsnlp.data.annotation.shown.SHOWN_FIELDS` are taken.
    taxonomy : Taxonomy
    suggestions : array-like (n_cases, n_labels), optional
        Labels that a model gave (1, 0 or NaN). doccano takes them for the answers of whoever imports the file: export
        only what annotators have confirmed.

    Raises
    ------
    SchemaError, InvalidArgumentError
        As :func:`~rightsnlp.data.annotation.shown.shown_cases` and
        :func:`~rightsnlp.data.annotation.shown.suggested_choices`.

    Examples
    --------
    >>> from rightsnlp.taxonomy import simple_taxonomy
    >>> record = to_doccano(pd.DataFrame({"text": ["win a phone"]}), simple_taxonomy(["spam"]))[0]
    >>> record["text"], record["label"], record["case_id"]
    ('win a phone', [], 'row-1')
    """
    shown = shown_cases(cases)
    records = []
    for case, chosen in zip(shown, suggested_choices(suggestions, len(shown), taxonomy), strict=True):
        metadata = {_POST if field == "text" else field: value for field, value in case.items()}
        records.append({"text": _display(case), "label": chosen, **metadata})
    return records


def _display(case: dict[str, str]) -> str:
    given = [field for field in HEADERS if case[field].strip()]
    if given == ["text"]:
        return case["text"]
    return "\n\n".join(f"{HEADERS[field]}\n{case[field]}" for field in given)


def from_doccano(records: Mapping[str, Iterable[Any]], taxonomy: Taxonomy) -> Annotations:
    """Return the answers in doccano's JSONL export.

    Labels stand under ``label`` or ``labels`` (a name or a list), ``cats`` (1 or 0 for each label), or ``annotations``
    (a label and a user each). A record without labels is a case that was not answered: "no label" is the label
    ``none_of_these``, or a 0 for each label in ``cats``.

    Parameters
    ----------
    records : mapping of str to iterable of dict
        For each annotator the objects of that annotator's file. A record that names its user is that user's.
    taxonomy : Taxonomy

    Raises
    ------
    SchemaError
        When a record is none of doccano's, or as :func:`~rightsnlp.data.annotation.answers.gather`.

    Examples
    --------
    >>> from rightsnlp.taxonomy import simple_taxonomy
    >>> files = {"a": [{"id": 1, "text": "hi", "label": ["spam"]}], "b": [{"id": 1, "text": "hi", "label": []}]}
    >>> found = from_doccano(files, simple_taxonomy(["spam"]))
    >>> found.annotator.tolist(), found.Y.tolist(), found.answered.tolist()
    (['a', 'b'], [[1.0], [nan]], [True, False])
    """
    answers: list[Answer] = []
    without = []
    for annotator, lines in records.items():
        for number, record in enumerate(lines, start=1):
            place = f"record {number} of annotator {annotator}"
            if not isinstance(record, dict) or not {_POST, "text", "data"} & set(record):
                raise _not_an_export(place)
            case = case_fields(record, fallback_id=f"record-{number}")
            # Version 1.5 itself called the text "data".
            post = record.get(_POST, record.get("text", record.get("data")))
            case["text"] = post if isinstance(post, str) else ""
            if not _KEYS & set(record):
                without.append(place)
                continue
            user = as_text(record.get("username") or record.get("user")) or annotator
            for name, chosen in _answers(record, user, place):
                if chosen is None and name == _CONFIRMED_BY_NOBODY:
                    answers.append(Answer(case, NOBODY, None, place, "unopened"))
                else:
                    answers.append(Answer(case, name, chosen, place, "empty"))
    if without:
        raise SchemaError(
            f"{without[0]}: holds no labels under a key that is known ({len(without):,} records in all)",
            expected=f"one of the keys {', '.join(sorted(_KEYS))}",
            remedy="export a document classification project as JSONL",
        )
    return gather(answers, taxonomy)


def _answers(record: dict[str, Any], user: str, place: str) -> list[tuple[str, frozenset[str] | None]]:
    """Return who chose what, whatever the key that it stands under."""
    if "annotations" in record:
        return _by_user(record["annotations"], user, place)
    if "cats" in record:
        said = {name: word_of(value) for name, value in (record["cats"] or {}).items()}
        if set(said.values()) - {"yes", "no"}:
            raise _not_an_export(place)
        chosen = frozenset(name for name, word in said.items() if word == "yes")
        return [(user, (chosen or frozenset({NONE_OF_THESE})) if said else None)]
    return [(user, _chosen(record.get("label", record.get("labels")), place))]


def _by_user(annotations: Any, user: str, place: str) -> list[tuple[str, frozenset[str] | None]]:
    if not isinstance(annotations, list) or not all(isinstance(one, dict) for one in annotations):
        raise _not_an_export(place)
    chosen: dict[str, set[str]] = {}
    for one in annotations:
        label = one.get("label")
        if not isinstance(label, str):
            raise SchemaError(
                f"{place}: the key annotations names labels by number, and not which label each number is",
                expected="names of labels",
                remedy="export as JSONL with the labels' texts ('JSONL(text label)', or doccano 1.5 and later)",
            )
        chosen.setdefault(as_text(one.get("user")) or user, set()).add(label)
    return [(name, frozenset(labels)) for name, labels in chosen.items()] or [(user, None)]


def _chosen(labels: Any, place: str) -> frozenset[str] | None:
    # Spans, [start, end, label], are of another kind of project.
    try:
        return raw_choices(labels or None)
    except TypeError:
        raise _not_an_export(place) from None


def _not_an_export(place: str) -> SchemaError:
    return SchemaError(
        f"{place}: is not in the form of doccano's JSONL export",
        expected='objects with "text" and names of labels in "label", "labels", "cats" or "annotations"',
        remedy="export a document classification project as JSONL",
    )
