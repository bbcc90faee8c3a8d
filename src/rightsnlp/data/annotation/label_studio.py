"""Label Studio: cases as tasks, its labelling interface, and its JSON export as answers.

The format is that of Label Studio's own documentation, "Label Studio Task Format" and "Import pre-annotated data".
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from rightsnlp.data.annotation.answers import (
    HEADERS,
    NOBODY,
    UNKNOWN_ANNOTATOR,
    Annotations,
    Answer,
    case_fields,
    gather,
    shown_cases,
    suggested_choices,
)
from rightsnlp.data.answer_words import NONE_OF_THESE
from rightsnlp.data.tables.writers import as_text
from rightsnlp.exceptions import SchemaError
from rightsnlp.taxonomy import Taxonomy

_CONTROL, _OBJECT = "labels", "text"
_ABOUT = ("platform", "content_type", "language", "published_at")
_QUESTION = "ما الوسوم التي تنطبق؟ · Which labels apply?"
_NONE_TITLE = "لا شيء من ذلك · None of these"
_NONE_HINT = "قُرئت الحالة ولا ينطبق أي وسم · Read, and no label applies"
_REQUIRED = "اختر وسمًا أو «لا شيء من ذلك»، أو تخطَّ الحالة · Choose a label or “None of these”, or skip"
# Each paragraph takes its direction from its own first letter: a Hebrew or English post stands as it was written.
_STYLE = ".htx-text { white-space: pre-wrap; unicode-bidi: plaintext; text-align: start; }"


def label_studio_config(taxonomy: Taxonomy) -> str:
    """Return the labelling interface as XML: the fields of a case, right to left, and one box a label.

    Paste it under *Settings, Labeling Interface, Code*. The boxes show the titles of the taxonomy and store its names.

    Parameters
    ----------
    taxonomy : Taxonomy

    Examples
    --------
    >>> from rightsnlp.taxonomy import load_taxonomy
    >>> print(label_studio_config(load_taxonomy()).splitlines()[0])
    <View style="direction: rtl; text-align: right;">
    """
    view = Element("View", style="direction: rtl; text-align: right;")
    SubElement(view, "Style").text = _STYLE
    _add_text(view, "about")
    for field, header in HEADERS.items():
        SubElement(view, "Header", value=header, size="5")
        _add_text(view, field)
    SubElement(view, "Header", value=_QUESTION)
    boxes = SubElement(
        view,
        "Choices",
        name=_CONTROL,
        toName=_OBJECT,
        choice="multiple",
        required="true",
        requiredMessage=_REQUIRED,
    )
    for label in taxonomy.labels:
        SubElement(
            boxes,
            "Choice",
            alias=label.name,
            value=_both(label.title) or label.name,
            hint=_both(label.definition),
        )
    SubElement(boxes, "Choice", alias=NONE_OF_THESE, value=_NONE_TITLE, hint=_NONE_HINT)
    indent(view)
    return tostring(view, encoding="unicode") + "\n"


def _add_text(view: Element, key: str) -> None:
    # As text whatever it looks like: a post that is only a link must not be fetched.
    SubElement(view, "Text", name=key, value=f"${key}", valueType="text", selectionEnabled="false")


def _both(texts: dict[str, str]) -> str:
    """Join a text in its languages, Arabic first."""
    return " · ".join(texts[language] for language in sorted(texts))


def to_label_studio(
    cases: pd.DataFrame, taxonomy: Taxonomy, *, suggestions: Any = None, model_version: str = "rightsnlp"
) -> list[dict[str, Any]]:
    """Return cases as Label Studio tasks.

    Parameters
    ----------
    cases : DataFrame
        A row a case; of its columns those in :data:`~rightsnlp.data.annotation.answers.SHOWN_FIELDS` are taken.
    taxonomy : Taxonomy
    suggestions : array-like (n_cases, n_labels), optional
        Labels that a model gave (1, 0 or NaN), shown as pre-annotations. They sway annotators: leave them out where
        agreement is to be measured.
    model_version : str
        What gave the suggestions.

    Returns
    -------
    list of dict
        What goes into one JSON file.

    Raises
    ------
    SchemaError, InvalidArgumentError
        As :func:`~rightsnlp.data.annotation.answers.shown_cases` and
        :func:`~rightsnlp.data.annotation.answers.suggested_choices`.

    Examples
    --------
    >>> from rightsnlp.taxonomy import simple_taxonomy
    >>> frame = pd.DataFrame({"case_id": ["7"], "text": ["win a phone"]})
    >>> task = to_label_studio(frame, simple_taxonomy(["spam"]), suggestions=[[1]])[0]
    >>> task["data"]["text"], task["predictions"][0]["result"][0]["value"]
    ('win a phone', {'choices': ['spam']})
    """
    shown = shown_cases(cases)
    tasks: list[dict[str, Any]] = []
    for case, chosen in zip(shown, suggested_choices(suggestions, len(shown), taxonomy), strict=True):
        # In one line, because the interface must find every key that it shows in every task.
        about = " · ".join(case[field] for field in _ABOUT if case.get(field))
        task: dict[str, Any] = {"data": {"about": about, **case}}
        if chosen:
            result = {
                "from_name": _CONTROL,
                "to_name": _OBJECT,
                "type": "choices",
                "value": {"choices": chosen},
            }
            task["predictions"] = [{"model_version": model_version, "result": [result]}]
        tasks.append(task)
    return tasks


def from_label_studio(tasks: Any, taxonomy: Taxonomy) -> Annotations:
    """Return the answers in Label Studio's JSON export (not JSON-MIN).

    A skipped task is an annotation without an answer; one that was submitted with no box ticked says that no label
    applies. A task without annotations comes back as opened by nobody, and predictions are no answers. Annotators are
    named by their number in Label Studio, never by their address.

    Parameters
    ----------
    tasks : list of dict
        The content of the file.
    taxonomy : Taxonomy

    Raises
    ------
    SchemaError
        When it is not such an export, or as :func:`~rightsnlp.data.annotation.answers.gather`.

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
    if not isinstance(tasks, list):
        raise _not_an_export("the file")
    answers: list[Answer] = []
    for number, task in enumerate(tasks, start=1):
        place = f"task {number}"
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            raise _not_an_export(place)
        annotations = task.get("annotations") or []
        if not isinstance(annotations, list):
            raise _not_an_export(place)
        case = case_fields(task["data"], fallback_id=task.get("id", f"task-{number}"))
        answers += [Answer(case, _annotator(a, place), _chosen(a, place), place) for a in annotations]
        if not annotations:
            answers.append(Answer(case, NOBODY, None, place))
    return gather(answers, taxonomy)


def _annotator(annotation: Any, place: str) -> str:
    if not isinstance(annotation, dict):
        raise _not_an_export(place)
    user = annotation.get("completed_by")
    # An export names the user by number, or by an object that holds number, name and e-mail address.
    return as_text(user.get("id") if isinstance(user, dict) else user) or UNKNOWN_ANNOTATOR


def _chosen(annotation: dict[str, Any], place: str) -> frozenset[str] | None:
    if annotation.get("was_cancelled"):
        return None
    found: list[Any] = []
    try:
        results = [result for result in annotation["result"] if result["type"] == "choices"]
        for result in results:
            found += result["value"]["choices"]
        # Regions, ratings or trees of another project must not pass for "no label".
        if annotation["result"] and not results:
            raise _not_an_export(place)
        return frozenset(found)
    except (KeyError, TypeError):
        raise _not_an_export(place) from None


def _not_an_export(place: str) -> SchemaError:
    return SchemaError(
        f"{place}: is not in the form of Label Studio's JSON export",
        expected="tasks with data and annotations[].result[].value.choices",
        remedy="export the project as JSON, not as JSON-MIN or CSV",
    )
