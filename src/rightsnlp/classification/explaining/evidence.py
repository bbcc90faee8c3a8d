"""What one decision rests on, as a value: the words of the original text with what each added, and the sum."""

from __future__ import annotations

from dataclasses import dataclass

from rightsnlp.records import LabelDecision, Span
from rightsnlp.taxonomy import Label


@dataclass(frozen=True)
class FieldEvidence:
    """What one field of a case said about a label.

    Attributes
    ----------
    field : str
        Name of the case field.
    text : str
        Its original text.
    words : tuple of Span
        Every word (run without blanks) that has a weight, in order; positive speaks for the label. Empty where the
        decision is ``insufficient``.
    total : float
        What the field added to the logit. More or less than its words together: some weight lies between words,
        or on what normalising left nothing of.
    """

    field: str
    text: str
    words: tuple[Span, ...]
    total: float


@dataclass(frozen=True)
class Evidence:
    """One label's decision on one case, and what it rests on.

    Attributes
    ----------
    label : Label
    decision : LabelDecision
    intercept : float
        The logit of a case that says nothing.
    fields : tuple of FieldEvidence
        The fields that the label reads and the case has.
    logit : float
        The score before calibration: the intercept and the fields' totals.
    """

    label: Label
    decision: LabelDecision
    intercept: float
    fields: tuple[FieldEvidence, ...]
    logit: float

    def strongest(self, n: int = 5) -> list[Span]:
        """Return the ``n`` words with the largest weight for or against, strongest first."""
        words = [word for evidence in self.fields for word in evidence.words]
        return sorted(words, key=lambda word: (-abs(word.weight), word.field, word.start))[:n]
