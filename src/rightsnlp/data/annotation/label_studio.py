"""Label Studio: its labelling interface, and cases as tasks; :mod:`label_studio_answers` reads its exports.

The format is that of Label Studio's own documentation, "Label Studio Task Format" and "Import pre-annotated data".
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import pandas as pd

from rightsnlp.data.annotation.shown import (
    HEADERS,
    shown_cases,
    suggested_choices,
)
from rightsnlp.data.answer_words import NONE_OF_THESE
from rightsnlp.taxonomy import Taxonomy

CONTROL = "labels"
"""The name of the question that asks for the labels."""

_OBJECT = "text"
_ABOUT = ("platform", "content_type", "language", "published_at")
_QUESTION = "ما الوسوم التي تنطبق؟ · Which labels apply?"
_NONE_TITLE = "لا شيء من ذلك · None of these"
_NONE_HINT = "قُرئت الحالة ولا ينطبق أي وسم · Read, and no label applies"
_REQUIRED = "اختر وسمًا أو «لا شيء من ذلك»، أو تخطَّ الحالة · Choose a label or “None of these”, or skip"
# Each paragraph takes its direction from its own first letter: a Hebrew or English post stands as it was written.
_STYLE = ".htx-text { white-space: pre-wrap; unicode-bidi: plaintext; text-align: start; }"


def label_studio_config(taxonomy: Taxonomy) -> str:
    """Return the labelling interface as XML: the fields of a case, right to left, and one box for each label.

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
        name=CONTROL,
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
        A row for each case; of its columns those in :data:`~rightsnlp.data.annotation.shown.SHOWN_FIELDS` are taken.
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
        As :func:`~rightsnlp.data.annotation.shown.shown_cases` and
        :func:`~rightsnlp.data.annotation.shown.suggested_choices`.

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
                "from_name": CONTROL,
                "to_name": _OBJECT,
                "type": "choices",
                "value": {"choices": chosen},
            }
            task["predictions"] = [{"model_version": model_version, "result": [result]}]
        tasks.append(task)
    return tasks
