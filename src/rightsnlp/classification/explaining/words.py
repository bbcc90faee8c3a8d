"""The words around an explanation, in English and Arabic, and the terms of its sum."""

from __future__ import annotations

from rightsnlp.classification.explaining.evidence import Evidence
from rightsnlp.rendering.words import Language, Messages, load_words


def words_of(language: str) -> dict[str, str]:
    """Return the words in a language, the names of decisions and fields among them.

    Raises
    ------
    InvalidArgumentError
        When there are none.
    """
    words, catalogue = Messages(language), load_words()
    return {key: words(part, key) for part in ("decisions", "explanation") for key in catalogue[part]}


def title_of(explanation: Evidence, language: Language) -> str:
    """Return the label's title in a language, or its name."""
    label = explanation.label
    return label.title.get(language) or label.title.get("en") or label.name


def sum_lines(explanation: Evidence, words: dict[str, str]) -> list[tuple[str, float]]:
    """Return the terms of the logit with their names; what the fields do not cover is a term of its own."""
    lines = [(words["intercept"], explanation.intercept)]
    lines += [(words[evidence.field], evidence.total) for evidence in explanation.fields]
    other = explanation.logit - sum(value for _, value in lines)
    # Single precision makes the score of a very long text differ a little from the sum of its terms.
    return [*lines, (words["other"], other)] if abs(other) > 0.005 * max(1, abs(explanation.logit)) else lines
