"""Plain records that travel between layers: a decision, a span of evidence, the fields of a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

CASE_FIELDS: tuple[str, ...] = (
    "case_id", "source", "platform", "url", "content_type", "text", "report", "language", "script",
    "published_at", "action_at", "reported_at", "escalated_at", "resolved_at", "action", "stated_reason",
    "notice_given", "appeal_available", "appealed", "automated", "outcome", "violation_type", "basis",
    "target_group", "victim_type", "region", "labels", "verified_labels", "reviewer", "review_status",
    "consent", "rabat_context", "rabat_speaker", "rabat_intent", "rabat_content_form", "rabat_extent",
    "rabat_likelihood", "duplicate_of", "text_sha256",
)  # fmt: skip
"""Every field a case may have; all but an identifier and one text are optional."""

EVIDENCE_FIELDS: tuple[str, ...] = ("text", "report", "action", "stated_reason")
"""The fields a model may read."""

ACTIONS: tuple[str, ...] = (
    "removed", "account_suspended", "restricted", "demoted", "age_restricted", "labelled",
    "feature_limited", "demonetised", "warning", "none", "unknown",
)  # fmt: skip
"""What a platform did (vocabulary of the EU DSA statement of reasons, adapted)."""

NO_ACTION: frozenset[str] = frozenset({"", "none", "unknown"})
"""Values of ``action`` that say nothing was done, or that nobody knows."""

OUTCOMES: tuple[str, ...] = ("restored", "upheld", "no_response", "pending", "deleted_on_request", "unknown")
"""How a case ended; ``restored`` covers content and accounts."""


class Decision(StrEnum):
    """What is said of one label of one case. A person decides; these order the work."""

    ASSIGNED = "assigned"
    NOT_ASSIGNED = "not_assigned"
    REVIEW = "review"
    INSUFFICIENT = "insufficient"


@dataclass(frozen=True, slots=True)
class LabelDecision:
    """A decision on one label, with the figures it rests on.

    Attributes
    ----------
    label : str
        Name of the label.
    decision : Decision
        What was decided.
    probability : float
        Calibrated probability in [0, 1]; NaN where the decision is ``insufficient``.
    threshold : float
        The threshold that ``assigned`` was held against; NaN when no threshold meets the stated aim.
    """

    label: str
    decision: Decision
    probability: float
    threshold: float


Decisions = dict[str, LabelDecision]
"""One :class:`LabelDecision` a label, in the model's order."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the **original** text and its weight as evidence.

    Attributes
    ----------
    start, end : int
        Half-open range of code points in the field's text.
    weight : float
        Contribution to the label's logit (positive speaks for the label).
    field : str
        The case field the range lies in.

    Examples
    --------
    >>> Span(0, 4, 1.5)
    Span(start=0, end=4, weight=1.5, field='text')
    """

    start: int
    end: int
    weight: float
    field: str = "text"
