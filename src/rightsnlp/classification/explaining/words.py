"""The words around an explanation, in English and Arabic, and what of a text a person must be able to see."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rightsnlp.classification.explaining.evidence import Evidence, Language
from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.records import Decision

WORDS: dict[str, dict[str, str]] = {
    "en": {
        Decision.ASSIGNED: "assigned",
        Decision.NOT_ASSIGNED: "not assigned",
        Decision.REVIEW: "for review",
        Decision.INSUFFICIENT: "insufficient: the case lacks what this label needs",
        "probability": "Calibrated probability",
        "threshold": "Threshold",
        "no_threshold": "none meets the aim",
        "needs": "Needed, one of",
        "text": "Post",
        "report": "Report",
        "action": "Action",
        "stated_reason": "Stated reason",
        "for": "speaks for the label",
        "against": "speaks against it",
        "stronger": "The deeper the colour, the more it weighs.",
        "hidden": "Hidden control characters are shown as",
        "cut": "The rest of the text is not shown (characters: {n}), but it counts in the sum.",
        "strongest": "Words that weigh most",
        "sum": "How the score adds up",
        "intercept": "Start, before anything is read",
        "other": "Other evidence",
        "logit": "Score (log-odds)",
        "person": "A person decides. This is what the model went by, not a judgement.",
    },
    "ar": {
        Decision.ASSIGNED: "يُسنَد الوسم",
        Decision.NOT_ASSIGNED: "لا يُسنَد الوسم",
        Decision.REVIEW: "للمراجعة",
        Decision.INSUFFICIENT: "المعطيات غير كافية: ينقص الحالة ما يلزم لهذا الوسم",
        "probability": "الاحتمال المعايَر",
        "threshold": "العتبة",
        "no_threshold": "لا عتبة تحقّق الهدف",
        "needs": "يلزم واحد على الأقل من",
        "text": "المنشور",
        "report": "البلاغ",
        "action": "الإجراء",
        "stated_reason": "السبب المعلن",
        "for": "يرجّح الوسم",
        "against": "يُضعف ترجيحه",
        "stronger": "كلما اشتدّ اللون زاد الأثر.",
        "hidden": "محارف التحكّم المخفية معروضة بهذا الشكل:",
        "cut": "بقية النص غير معروضة (عدد المحارف: {n})، لكنها محسوبة في المجموع.",
        "strongest": "الكلمات الأشد أثرًا",
        "sum": "كيف حُسبت النتيجة",
        "intercept": "نقطة البداية قبل القراءة",
        "other": "أدلة أخرى",
        "logit": "النتيجة (لوغاريتم الأرجحية)",
        "person": "القرار للإنسان. هذا ما استند إليه النموذج، وليس حكمًا.",
    },
}

_NAMES = {
    "\u200b": "ZWSP", "\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM", "\u2060": "WJ", "\ufeff": "BOM",
    "\u00ad": "SHY", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO",
    "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
}  # fmt: skip

# Joiners shape letters and emoji; the Arabic number signs are of the same class and are seen.
_SEEN = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2\n\t")
_HIDDEN_CLASSES = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"})


def words_of(language: str) -> dict[str, str]:
    """Return the words in a language.

    Raises
    ------
    InvalidArgumentError
        When there are none.
    """
    if language not in WORDS:
        raise InvalidArgumentError(
            f"language: got {language!r}", expected="'en' or 'ar'", remedy="pass one of these"
        )
    return WORDS[language]


def title_of(explanation: Evidence, language: Language) -> str:
    """Return the label's title in a language, or its name."""
    label = explanation.label
    return label.title.get(language) or label.title.get("en") or label.name


def with_hidden(text: str) -> Iterator[tuple[str, bool]]:
    r"""Split a text into stretches that are seen, and the names of characters that would only be felt.

    What turns the direction of text, ends a line where none is seen, or drives a terminal is named in its place.

    Examples
    --------
    >>> list(with_hidden("good\u202eday"))
    [('good', False), ('RLO', True), ('day', False)]
    """
    start = 0
    for at, character in enumerate(text):
        if character in _SEEN or unicodedata.category(character) not in _HIDDEN_CLASSES:
            continue
        if start < at:
            yield text[start:at], False
        yield _NAMES.get(character, f"U+{ord(character):04X}"), True
        start = at + 1
    if start < len(text):
        yield text[start:], False


def signed(value: float) -> str:
    """Return a number with its sign, as print sets it.

    Examples
    --------
    >>> signed(-0.5), signed(2)
    ('−0.50', '+2.00')
    """
    return f"{value:+.2f}".replace("-", "\N{MINUS SIGN}")


def sum_lines(explanation: Evidence, words: dict[str, str]) -> list[tuple[str, float]]:
    """Return the terms of the logit with their names; what the fields do not cover is a term of its own."""
    lines = [(words["intercept"], explanation.intercept)]
    lines += [(words[evidence.field], evidence.total) for evidence in explanation.fields]
    other = explanation.logit - sum(value for _, value in lines)
    # Single precision makes the score of a very long text differ a little from the sum of its terms.
    return [*lines, (words["other"], other)] if abs(other) > 0.005 * max(1, abs(explanation.logit)) else lines
