"""An explanation as lines for a terminal: no colour and no control character, whatever the post holds."""

from __future__ import annotations

from math import isnan

from rightsnlp.classification.explaining.evidence import Evidence
from rightsnlp.classification.explaining.words import sum_lines, title_of, words_of
from rightsnlp.records import Decision
from rightsnlp.rendering.escapes import terminal_text
from rightsnlp.rendering.numbers import typeset_signed
from rightsnlp.rendering.words import Language

_BAR = 10
_CLIP = 40


def explanation_text(explanation: Evidence, language: Language = "en", *, n_words: int = 8) -> str:
    """Return an explanation as lines: decision, strongest words, sum.

    A word stands at the end of its line, after its field's name, so that a terminal that turns Arabic around turns
    nothing else.

    Parameters
    ----------
    explanation : Evidence
    language : {"en", "ar"}
    n_words : int
        Most words that are listed.

    Raises
    ------
    InvalidArgumentError
        When there are no words in that language.

    Examples
    --------
    >>> from rightsnlp.classification.explaining.explanation import explain_case
    >>> from rightsnlp.classification.linear.classifier import LinearClassifier
    >>> model = LinearClassifier(labels=["night"]).fit(["good day", "bad night"] * 4, [0, 1] * 4)
    >>> print(explanation_text(explain_case(model, "a bad night", "night")).splitlines()[0])
    night: assigned
    """
    words = words_of(language)
    decision = explanation.decision
    lines = [f"{title_of(explanation, language)}: {words[decision.decision]}"]
    if decision.decision == Decision.INSUFFICIENT:
        needed = ", ".join(words[field] for field in explanation.label.needs_any)
        return "\n".join([*lines, f"{words['needs']}: {needed}", words["person"]])
    threshold = words["no_threshold"] if isnan(decision.threshold) else f"{decision.threshold:.2f}"
    lines.append(f"{words['probability']}: {decision.probability:.2f}; {words['threshold']}: {threshold}")
    texts = {evidence.field: evidence.text for evidence in explanation.fields}
    strongest = explanation.strongest(n_words)
    for word in strongest:
        size = max(1, round(_BAR * abs(word.weight) / abs(strongest[0].weight)))
        bar = ("+" if word.weight > 0 else "\N{MINUS SIGN}") * size
        shown = terminal_text(texts[word.field][word.start : min(word.end, word.start + _CLIP)])
        more = "…" if word.end - word.start > _CLIP else ""
        lines.append(
            f"  {typeset_signed(word.weight, 2):>6} {bar:<{_BAR}} {words[word.field]}: {shown}{more}"
        )
    terms = [f"{name} {typeset_signed(value, 2)}" for name, value in sum_lines(explanation, words)]
    lines.append(f"{' ; '.join(terms)} = {words['logit']} {typeset_signed(explanation.logit, 2)}")
    return "\n".join([*lines, words["person"]])
