"""How one label was answered in one functionality of a suite."""

from __future__ import annotations

from dataclasses import dataclass

ALL, POSITIVE, NEGATIVE, DISAGREED = (
    "(all)",
    "(label holds)",
    "(label does not hold)",
    "(annotators disagreed)",
)
"""What stands in place of a functionality in the totals."""


@dataclass(frozen=True, slots=True)
class FunctionalResult:
    """How one label was answered in one functionality and language.

    Attributes
    ----------
    functionality, language, label : str
    n, positives, correct : int
        Cases with a known answer, those for which the label holds, and those answered rightly.
    review, wrong_in_review, insufficient : int
        Cases left to a person; those of them that count as wrong; cases that lack the fields. All count as not
        assigned, so those for which the label does not hold are correct.
    accuracy, low, high : float
        ``correct / n`` with its Wilson interval.
    """

    functionality: str
    language: str
    label: str
    n: int
    positives: int
    correct: int
    review: int
    wrong_in_review: int
    insufficient: int
    accuracy: float
    low: float
    high: float

    @property
    def name(self) -> str:
        """Functionality, and the language in brackets where the suite tells it."""
        return f"{self.functionality} ({self.language})" if self.language else self.functionality
