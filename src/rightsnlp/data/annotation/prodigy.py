"""Prodigy's ``db-out`` as answers: choices, and one label accepted or rejected at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rightsnlp.data.annotation.answers import (
    UNKNOWN_ANNOTATOR,
    Annotations,
    Answer,
    Why,
    case_fields,
    gather,
    refuse_without_post,
)
from rightsnlp.data.answer_words import NONE_OF_THESE, LabelNames
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy

_SAID = ("accept", "reject", "ignore")


def from_prodigy(records: Iterable[Any], taxonomy: Taxonomy) -> Annotations:
    """Return the answers in what ``prodigy db-out`` wrote.

    Of a choice, what was accepted holds; where ``none_of_these`` is among the options, an accepted task without a
    choice is no answer, else it says that none holds. Of a single label, ``accept`` is yes and ``reject`` is no, and
    the labels that were not asked about stay unknown. ``ignore``, and a rejected choice, are skips.

    Parameters
    ----------
    records : iterable of dict
    taxonomy : Taxonomy

    Raises
    ------
    SchemaError
        When a record is none of Prodigy's classification tasks, one annotator accepted and rejected a label, or as
        :func:`~rightsnlp.data.annotation.answers.gather`.

    Examples
    --------
    >>> from rightsnlp.taxonomy import simple_taxonomy
    >>> said = [{"text": "win a phone", "label": "spam", "answer": "reject", "_input_hash": 7}]
    >>> from_prodigy(said, simple_taxonomy(["spam", "news"])).Y.tolist()
    [[0.0, nan]]
    """
    found = list(records)
    wrong = [number for number, record in enumerate(found, start=1) if not _is_task(record)]
    if wrong:
        raise SchemaError(
            f"record {wrong[0]}: is no classification task of Prodigy ({len(wrong):,} of {len(found):,} records)",
            expected='"answer" (accept, reject, ignore), and "accept" or "label"',
            remedy="export with 'prodigy db-out', and check that --tool names the tool it came from",
        )
    entries: list[Answer] = []
    single: dict[tuple[str, str], list[tuple[Answer, str, str]]] = {}
    for number, record in enumerate(found, start=1):
        place = f"record {number}"
        case = _case(record, number)
        user = as_text(record.get("_annotator_id") or record.get("_session_id")) or UNKNOWN_ANNOTATOR
        said = record["answer"]
        if "accept" in record or "options" in record:
            entries.append(_choice(record, Answer(case, user, None, place)))
        else:
            one = Answer(case, user, None, place)
            single.setdefault((case["case_id"], user), []).append((one, str(record["label"]), said))
    names = LabelNames(taxonomy)
    entries += [_joined(told, names) for told in single.values()]
    refuse_without_post([entry.case for entry in entries], {str(k) for one in found for k in one}, "Prodigy")
    return gather(entries, taxonomy)


def _is_task(record: Any) -> bool:
    if not isinstance(record, dict) or record.get("answer") not in _SAID:
        return False
    accepted = record.get("accept", [])
    labels = isinstance(accepted, list) and all(isinstance(one, str | int) for one in accepted)
    return labels if "accept" in record or "options" in record else isinstance(record.get("label"), str)


def _case(record: dict[str, Any], number: int) -> dict[str, str]:
    meta = record.get("meta")
    fields = {
        **(meta if isinstance(meta, dict) else {}),
        **{k: v for k, v in record.items() if k not in _OWN},
    }
    return case_fields(fields, fallback_id=record.get("_input_hash") or f"record-{number}")


_OWN = frozenset({"meta", "options", "accept", "answer", "label", "spans", "tokens", "score", "priority"})


def _choice(record: dict[str, Any], entry: Answer) -> Answer:
    options = {
        as_text(one.get("id")): as_text(one.get("text"))
        for one in record.get("options", [])
        if isinstance(one, dict)
    }
    offered = {name for pair in options.items() for name in pair}
    # An option is called by its id where that is a name, by its text where it is a number.
    accepted = [as_text(one) for one in record.get("accept", [])]
    chosen = frozenset(options.get(one, one) if one.isdigit() else one for one in accepted)
    why: Why = "empty" if record["answer"] == "accept" else "skipped"
    if record["answer"] != "accept" or (not chosen and (not offered or NONE_OF_THESE in offered)):
        return Answer(entry.case, entry.annotator, None, entry.place, why)
    return Answer(entry.case, entry.annotator, chosen or frozenset({NONE_OF_THESE}), entry.place)


def _joined(told: list[tuple[Answer, str, str]], names: LabelNames) -> Answer:
    """Return one answer from what an annotator said of one case, label by label."""
    first = told[0][0]
    yes = {label for _, label, said in told if said == "accept"}
    no = {label for _, label, said in told if said == "reject"}
    if yes & no:
        raise SchemaError(
            f"{first.place}: one annotator accepted and rejected the same label of one case",
            expected="one answer for each label",
            remedy="delete one of the two in Prodigy, and export again",
        )
    if not yes | no:
        return Answer(first.case, first.annotator, None, first.place, "skipped")
    unknown = {label for label in no if names.find(label) is None}
    asked = frozenset(str(names.find(label)) for label in yes | no if names.find(label))
    # A label that nobody knows is refused where the answers are gathered, rejected or not.
    chosen = frozenset(yes | unknown) or frozenset({NONE_OF_THESE})
    return Answer(first.case, first.annotator, chosen, first.place, asked=asked)
