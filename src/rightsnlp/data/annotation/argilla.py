"""Argilla's exports as answers: records of version 1 (classification and feedback) and of version 2, flat or nested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from rightsnlp.data.annotation.answers import (
    NOBODY,
    UNKNOWN_ANNOTATOR,
    Annotations,
    Answer,
    Why,
    case_fields,
    gather,
    raw_choices,
    refuse_without_post,
)
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy

_QUESTIONS = ("labels", "label")
_Given = tuple[str, Any, str]


def from_argilla(records: Iterable[Any], taxonomy: Taxonomy) -> Annotations:
    """Return the answers in Argilla's export: ``dataset.records.to_json``, or a dataset written as JSON Lines.

    The question ``labels``, or ``label``, or the only one, is read. A response that was discarded is a skip; a draft,
    or one without a choice, is no answer: that no label applies is the choice ``none_of_these``. Suggestions are no
    answers.

    Parameters
    ----------
    records : iterable of dict
    taxonomy : Taxonomy

    Raises
    ------
    SchemaError
        When a record is none of Argilla's, or as :func:`~rightsnlp.data.annotation.answers.gather`.

    Examples
    --------
    >>> from rightsnlp.taxonomy import simple_taxonomy
    >>> record = {"fields": {"text": "win a phone"}, "responses": {"labels": [{"value": ["spam"], "user_id": "u1"}]}}
    >>> from_argilla([record], simple_taxonomy(["spam"])).Y.tolist()
    [[1.0]]
    """
    found = list(records)
    if not all(isinstance(record, dict) for record in found):
        raise _not_an_export(sum(not isinstance(record, dict) for record in found), len(found))
    given = [dict(_responses(record)) for record in found]
    unknown = [
        record for record, answers in zip(found, given, strict=True) if not answers and not _is_record(record)
    ]
    if unknown:
        raise _not_an_export(len(unknown), len(found))
    question = _question(name for answers in given for name in answers)
    entries: list[Answer] = []
    for number, (record, answers) in enumerate(zip(found, given, strict=True), start=1):
        place = f"record {number}"
        case = _case(record, number)
        told = answers.get(question, [])
        entries += [_entry(case, one, place) for one in told]
        if not told:
            entries.append(Answer(case, NOBODY, None, place, "unopened"))
    keys = {str(key) for record in found for key in record.get("fields") or record}
    refuse_without_post([entry.case for entry in entries], keys, "Argilla")
    return gather(entries, taxonomy)


def _is_record(record: dict[str, Any]) -> bool:
    return bool({"fields", "responses", "annotation", "status"} & set(record))


def _responses(record: dict[str, Any]) -> Iterator[tuple[str, list[_Given]]]:
    """Yield each question with user, value and status of each response, whatever the version."""
    responses = record.get("responses")
    if isinstance(responses, dict):
        for name, told in responses.items():
            yield (
                str(name),
                [(_user(one), one.get("value"), as_text(one.get("status"))) for one in _dicts(told)],
            )
    elif isinstance(responses, list):
        by_question: dict[str, list[_Given]] = {}
        for one in _dicts(responses):
            values = one.get("values") or {}
            for name, value in (values or {_QUESTIONS[0]: {}}).items():
                inner = value.get("value") if isinstance(value, dict) else value
                by_question.setdefault(str(name), []).append((_user(one), inner, as_text(one.get("status"))))
        yield from by_question.items()
    elif "annotation" in record:
        agent, status = as_text(record.get("annotation_agent")), as_text(record.get("status"))
        value = record["annotation"]
        opened = bool(value) or status.casefold() in {"validated", "discarded"}
        yield _QUESTIONS[0], [(agent or UNKNOWN_ANNOTATOR, value, status)] if opened else []
    for key, value in record.items():
        name, mark, rest = str(key).rpartition(".responses")
        if mark and not rest and isinstance(value, list):
            users = record.get(f"{key}.users") or []
            states = record.get(f"{key}.status") or []
            yield (
                name,
                [
                    (
                        as_text(users[i]) if i < len(users) else UNKNOWN_ANNOTATOR,
                        one,
                        as_text(states[i]) if i < len(states) else "",
                    )
                    for i, one in enumerate(value)
                ],
            )
        elif (
            isinstance(value, list)
            and value
            and all(isinstance(one, dict) and "user_id" in one for one in value)
        ) and key != "responses":
            yield str(key), [(_user(one), one.get("value"), as_text(one.get("status"))) for one in value]


def _dicts(told: Any) -> Iterator[dict[str, Any]]:
    yield from (one for one in (told if isinstance(told, list) else [told]) if isinstance(one, dict))


def _user(response: dict[str, Any]) -> str:
    return as_text(response.get("user_id") or response.get("user")) or UNKNOWN_ANNOTATOR


def _question(names: Iterable[str]) -> str:
    asked = Counter(names)
    for name in _QUESTIONS:
        if name in asked:
            return name
    if len(asked) > 1:
        raise SchemaError(
            f"{len(asked)} questions have responses ({', '.join(sorted(asked))}), and none is named 'labels'",
            expected="one question named 'labels'",
            remedy="rename the question that asks for the labels",
        )
    return next(iter(asked), _QUESTIONS[0])


def _case(record: dict[str, Any], number: int) -> dict[str, str]:
    fields = record.get("fields") or record.get("inputs") or {}
    if not isinstance(fields, dict):
        fields = {"text": fields}
    metadata = record.get("metadata") if isinstance(record.get("metadata"), dict) else {}
    own = {} if fields and "text" not in record else {key: record[key] for key in record if key not in _OWN}
    fallback = record.get("external_id") or record.get("id") or f"record-{number}"
    return case_fields({**own, **(metadata or {}), **fields}, fallback_id=fallback)


_OWN = frozenset(
    {"id", "status", "responses", "suggestions", "annotation", "prediction", "metadata", "fields", "inputs"}
)


def _entry(case: dict[str, str], given: _Given, place: str) -> Answer:
    user, value, status = given
    state = status.casefold().rpartition(".")[2]
    why: Why = "skipped" if state == "discarded" else "empty"
    try:
        chosen = None if state in {"discarded", "draft"} else raw_choices(value)
    except TypeError:
        raise SchemaError(
            f"{place}: its response is of a question that has no labels",
            expected="a label or a list of labels",
            remedy="name the question that asks for the labels 'labels'",
        ) from None
    return Answer(case, user, chosen, place, why)


def _not_an_export(count: int, n: int) -> SchemaError:
    return SchemaError(
        f"{count:,} of {n:,} records are not in the form of an export of Argilla",
        expected="records with fields and responses, or with text and annotation",
        remedy="export with dataset.records.to_json, and check that --tool names the tool it came from",
    )
