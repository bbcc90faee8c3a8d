"""What one decision rests on, as a value: the words of the original text with what each added, and the sum.

``explain`` of a model gives the words that speak for a label; an :class:`Explanation` holds all that is needed to show
a decision to a person, for and against, and shows itself in a notebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rightsnlp.classification.explaining.evidence import Evidence, FieldEvidence
from rightsnlp.classification.explaining.html import explanation_html
from rightsnlp.classification.explaining.text import explanation_text
from rightsnlp.classification.linear.attribution import attribute
from rightsnlp.classification.linear.classifier import LinearClassifier
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import EVIDENCE_FIELDS, Decision, Span
from rightsnlp.rendering.words import Language


class Explanation(Evidence):
    """One label's decision on one case, and what it rests on; it shows itself in a notebook.

    Its fields are those of :class:`~rightsnlp.classification.explaining.evidence.Evidence`.
    """

    def to_html(self, language: Language = "en") -> str:
        """Return the explanation as HTML; see :func:`rightsnlp.classification.explaining.html.explanation_html`."""
        return explanation_html(self, language)

    def to_text(self, language: Language = "en") -> str:
        """Return the explanation as lines; see :func:`rightsnlp.classification.explaining.text.explanation_text`."""
        return explanation_text(self, language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def __str__(self) -> str:
        return self.to_text()


def explain_case(model: LinearClassifier, post: str | Mapping[str, Any], label: str) -> Explanation:
    """Explain one label's decision on one post or case.

    Parameters
    ----------
    model : LinearClassifier
        A fitted model.
    post : str, or mapping of field to value
        One post, or one case: a row of a frame serves.
    label : str
        Name of a label of the model.

    Returns
    -------
    Explanation

    Raises
    ------
    InvalidArgumentError
        When the post is neither, has neither ``text`` nor ``report``, or the model has no such label.

    Examples
    --------
    >>> from rightsnlp.classification.linear.classifier import LinearClassifier
    >>> model = LinearClassifier(labels=["night"]).fit(["good day", "bad night"] * 4, [0, 1] * 4)
    >>> explanation = explain_case(model, "a bad night", "night")
    >>> [explanation.fields[0].text[w.start : w.end] for w in explanation.strongest(2)]
    ['night', 'bad']
    """
    entry = model.taxonomy_[label]
    column = model.labels_.index(label)
    reading, decisions = next(model.readings(_one_case(post)))
    decision = decisions[0][label]
    # Where the label says nothing of the case, no word may look as if it had.
    sufficient = decision.decision != Decision.INSUFFICIENT
    evidence = []
    for field in entry.reads:
        text = reading.fields.get(field, [""])[0]
        if text:
            found = attribute(model, reading, np.array([0]), label, field)
            words = zip(*(values.tolist() for values in found.words()[1:]), strict=True)
            kept = tuple(
                Span(start, end, weight, field) for start, end, weight in words if weight and sufficient
            )
            evidence.append(FieldEvidence(field, text, kept, float(found.total[0])))
    return Explanation(
        label=entry,
        decision=decision,
        intercept=float(model.intercept_[column]),
        fields=tuple(evidence),
        logit=float(reading.logits[0, column]),
    )


def _one_case(post: str | Mapping[str, Any]) -> Any:
    """Return one case in the form that models take."""
    if isinstance(post, str):
        return [post]
    # A row of a frame has keys too, and is no Mapping.
    if not hasattr(post, "keys") or hasattr(post, "columns"):
        raise InvalidArgumentError(
            f"post: got {type(post).__name__}",
            expected="one text, or one case with its fields",
            remedy="pass posts[i], or frame.iloc[i]",
        )
    import pandas as pd

    found = {field: [post[field]] for field in EVIDENCE_FIELDS if field in post.keys()}  # noqa: SIM118
    return pd.DataFrame(found, dtype=object)
