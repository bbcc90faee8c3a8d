"""Label Studio's exports as answers: JSON, JSON-MIN and CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rightsnlp.data.annotation.answers import (
    NOBODY,
    UNKNOWN_ANNOTATOR,
    Annotations,
    Answer,
    case_fields,
    gather,
    raw_choices,
    refuse_without_post,
)
from rightsnlp.data.annotation.label_studio import CONTROL
from rightsnlp.data.answer_words import NONE_OF_THESE, LabelNames
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy

# Keys of JSON-MIN and CSV that are the tool's own.
_OWN = frozenset({"annotation_id", "annotator", "created_at", "updated_at", "lead_time", "id"})


def from_label_studio(tasks: Any, taxonomy: Taxonomy) -> Annotations:
    """Return the answers in Label Studio's export, JSON, JSON-MIN, or the rows of CSV.

    The question named ``labels`` is read; where none has that name, the only question, or the only one whose choices
    are all labels. Other questions, comments and ratings are left alone. A skipped task is an annotation without an
    answer, and so is one that was submitted without a choice: that no label applies is the choice ``none_of_these``. A
    task without annotations comes back as opened by nobody, and predictions are no answers. Annotators are named by
    their number in Label Studio, never by their address.

    Parameters
    ----------
    tasks : list of dict
        The content of the file.
    taxonomy : Taxonomy

    Raises
    ------
    SchemaError
        When it is not such an export, its tasks hold no post, several questions could be meant, or as
        :func:`~rightsnlp.data.annotation.answers.gather`.

    Examples
    --------
    >>> from rightsnlp.taxonomy import simple_taxonomy
    >>> result = {"type": "choices", "value": {"choices": ["spam"]}}
    >>> annotation = {"completed_by": 3, "was_cancelled": False, "result": [result]}
    >>> task = {"data": {"text": "win a phone"}, "annotations": [annotation]}
    >>> found = from_label_studio([task], simple_taxonomy(["spam"]))
    >>> found, found.Y.tolist(), found.annotator.tolist()
    (Annotations(n=1, cases=1, annotators=1), [[1.0]], ['3'])
    """
    if not isinstance(tasks, list) or not all(isinstance(task, dict) for task in tasks):
        raise _not_an_export("the file")
    old = sum("completions" in task for task in tasks)
    if old:
        raise SchemaError(
            f"completions: {old:,} of {len(tasks):,} tasks hold their answers under this key, as Label Studio 0.x did",
            expected="annotations, as Label Studio 1.0 and later write",
            remedy="open the project in a newer Label Studio, and export it there",
        )
    if tasks and not any("data" in task for task in tasks) and any(CONTROL in task for task in tasks):
        return _from_minimal(tasks, taxonomy)
    annotations = [_annotations_of(task, number) for number, task in enumerate(tasks, start=1)]
    control = _control([one for found in annotations for one in found], taxonomy)
    answers: list[Answer] = []
    for number, (task, found) in enumerate(zip(tasks, annotations, strict=True), start=1):
        place = f"task {number}"
        case = case_fields(task["data"], fallback_id=task.get("id", f"task-{number}"))
        for annotation in found:
            skipped = bool(annotation.get("was_cancelled"))
            chosen = None if skipped else _chosen(annotation, control, place)
            user = _user(annotation.get("completed_by"))
            answers.append(Answer(case, user, chosen, place, "skipped" if skipped else "empty"))
        if not found:
            answers.append(Answer(case, NOBODY, None, place, "unopened"))
    keys = {str(key) for task in tasks for key in task["data"]}
    refuse_without_post([answer.case for answer in answers], keys, "Label Studio")
    return gather(answers, taxonomy)


def _from_minimal(rows: Sequence[dict[str, Any]], taxonomy: Taxonomy) -> Annotations:
    """Return the answers in JSON-MIN or CSV, where an entry is one annotation with its data beside it."""
    answers: list[Answer] = []
    addresses: dict[str, str] = {}
    for number, row in enumerate(rows, start=1):
        place = f"entry {number}"
        data = {key: value for key, value in row.items() if key not in _OWN}
        case = case_fields(data, fallback_id=row.get("id", f"task-{number}"))
        name = _user(row.get("annotator"))
        if "@" in name:
            name = addresses.setdefault(name, f"annotator-{len(addresses) + 1}")
        try:
            chosen = raw_choices(row.get(CONTROL))
        except TypeError:
            raise _not_an_export(place) from None
        opened = chosen is not None or bool(as_text(row.get("annotation_id")))
        answers.append(
            Answer(case, name if opened else NOBODY, chosen, place, "empty" if opened else "unopened")
        )
    keys = {str(key) for row in rows for key in row} - _OWN
    refuse_without_post([answer.case for answer in answers], keys, "Label Studio")
    return gather(answers, taxonomy)


def _annotations_of(task: dict[str, Any], number: int) -> list[dict[str, Any]]:
    found = task.get("annotations") or []
    whole = isinstance(task.get("data"), dict) and isinstance(found, list)
    if not whole or not all(isinstance(one, dict) and isinstance(one.get("result"), list) for one in found):
        raise _not_an_export(f"task {number}")
    if not all(isinstance(result, dict) for one in found for result in one["result"]):
        raise _not_an_export(f"task {number}")
    return list(found)


def _control(annotations: Sequence[dict[str, Any]], taxonomy: Taxonomy) -> Any:
    """Return the name of the question that asks for the labels."""
    results = [result for one in annotations if not one.get("was_cancelled") for result in one["result"]]
    asked = Counter(result.get("from_name") for result in results if result.get("type") == "choices")
    if results and not asked:
        kinds = ", ".join(sorted({str(result.get("type")) for result in results}))
        # Regions, ratings or trees of another project must not pass for "no label".
        raise _not_an_export(f"{len(results):,} results of the type {kinds}")
    if CONTROL in asked or len(asked) < 2:
        return CONTROL if CONTROL in asked else next(iter(asked), CONTROL)
    names = LabelNames(taxonomy)
    of_labels = [
        control
        for control in asked
        if all(
            names.find(str(choice)) in {*taxonomy.names, NONE_OF_THESE}
            for result in results
            if result.get("from_name") == control and result.get("type") == "choices"
            for choice in result.get("value", {}).get("choices", [])
        )
    ]
    if len(of_labels) == 1:
        return of_labels[0]
    raise SchemaError(
        f"{len(asked)} questions have choices ({', '.join(sorted(map(str, asked)))}), and none is named {CONTROL!r}",
        expected=f"one question named {CONTROL!r}",
        remedy="name it so in the labelling interface, or set the project up from 'rightsnlp annotate config'",
    )


def _user(user: Any) -> str:
    # An export names the user by number, or by an object that holds number, name and e-mail address.
    return as_text(user.get("id") if isinstance(user, dict) else user) or UNKNOWN_ANNOTATOR


def _chosen(annotation: dict[str, Any], control: Any, place: str) -> frozenset[str] | None:
    found: list[Any] = []
    try:
        for result in annotation["result"]:
            if result["type"] == "choices" and result.get("from_name") == control:
                found += result["value"]["choices"]
        return raw_choices(found)
    except (KeyError, TypeError):
        raise _not_an_export(place) from None


def _not_an_export(place: str) -> SchemaError:
    return SchemaError(
        f"{place}: is not in the form of Label Studio's JSON export",
        expected="tasks with data and annotations[].result[].value.choices, or JSON-MIN or CSV with a column labels",
        remedy="export a project of choices as JSON, and check that --tool names the tool it came from",
    )
