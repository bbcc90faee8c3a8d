"""An explanation as a piece of HTML, for a notebook or a page.

The original text stands in its own direction, isolated from the page, with whole words shaded: orange and underlined
for the label, blue and dotted against it, so that neither colour nor its depth is needed to tell the two apart.
Whole words, because where a shade ends inside an Arabic word some browsers break the joining of its letters.
Everything that comes from outside is escaped; there is no script and no address in it.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from importlib import resources
from math import isnan

from rightsnlp.classification.explaining.evidence import Evidence, FieldEvidence
from rightsnlp.classification.explaining.words import sum_lines, title_of, words_of
from rightsnlp.records import Decision, Span
from rightsnlp.rendering.escapes import with_hidden
from rightsnlp.rendering.numbers import typeset_signed
from rightsnlp.rendering.words import Language

_MAX_SHOWN = 5000
_LEVELS = 4
_LEAST = 0.05  # of the strongest word; what weighs less is left unshaded
_FLOOR = 0.5  # a strongest word that weighs less than this is not shown as if it decided something


def explanation_html(explanation: Evidence, language: Language = "en") -> str:
    """Return an explanation as HTML.

    Parameters
    ----------
    explanation : Evidence
    language : {"en", "ar"}
        Of the words around it; the post stays as it is.

    Returns
    -------
    str
        A ``style`` and a ``section`` element; several may stand on one page.

    Raises
    ------
    InvalidArgumentError
        When there are no words in that language.

    Examples
    --------
    >>> from rightsnlp.classification.explaining.explanation import explain_case
    >>> from rightsnlp.classification.linear.classifier import LinearClassifier
    >>> model = LinearClassifier(labels=["night"]).fit(["good day", "bad night"] * 4, [0, 1] * 4)
    >>> html = explanation_html(explain_case(model, "a <b>bad</b> night", "night"))
    >>> "&lt;b&gt;bad&lt;/b&gt;" in html
    True
    """
    words = words_of(language)
    decision = explanation.decision
    sufficient = decision.decision != Decision.INSUFFICIENT
    direction = "rtl" if language == "ar" else "ltr"
    parts = [
        f"<style>{_style()}</style>",
        f'<section class="rightsnlp-explanation" lang="{language}" dir="{direction}">',
        f"<h3>{escape(title_of(explanation, language))}: {escape(words[decision.decision])}</h3>",
        _facts(explanation, words),
    ]
    deepest = max([_FLOOR, *(abs(word.weight) for word in explanation.strongest(1))])
    for evidence in explanation.fields:
        parts.append(f"<h4>{escape(words[evidence.field])}</h4>")
        parts.append(_post(evidence, deepest, words))
    if sufficient:
        parts += [_legend(explanation, words), '<div class="tables">', _sum(explanation, words)]
        parts += [_strongest(explanation, words), "</div>"]
    parts += [f'<p class="note">{escape(words["person"])}</p>', "</section>"]
    return "\n".join(parts)


@lru_cache(maxsize=1)
def _style() -> str:
    return (
        resources.files("rightsnlp.classification.explaining")
        .joinpath("explanation.css")
        .read_text(encoding="utf-8")
    )


def _facts(explanation: Evidence, words: dict[str, str]) -> str:
    decision = explanation.decision
    if decision.decision == Decision.INSUFFICIENT:
        needed = ", ".join(words[field] for field in explanation.label.needs_any)
        return f'<p class="facts">{escape(words["needs"])}: {escape(needed)}</p>'
    threshold = words["no_threshold"] if isnan(decision.threshold) else f"{decision.threshold:.2f}"
    return (
        f'<p class="facts">{escape(words["probability"])}: <span class="number">{decision.probability:.2f}</span>'
        f' · {escape(words["threshold"])}: <span class="number">{escape(threshold)}</span></p>'
    )


def _post(evidence: FieldEvidence, deepest: float, words: dict[str, str]) -> str:
    text = evidence.text
    shown, at = [], 0
    for word in evidence.words:
        share = abs(word.weight) / deepest
        if share < _LEAST:
            continue
        if word.end > _MAX_SHOWN:
            break
        sign, level = "for" if word.weight > 0 else "against", min(_LEVELS, 1 + int(share * _LEVELS))
        shown.append(_visible(text[at : word.start]))
        shown.append(f'<mark class="{sign} {sign}-{level}" title="{typeset_signed(word.weight, 2)}">')
        shown.append(f"{_visible(text[word.start : word.end])}</mark>")
        at = word.end
    end = max(at, min(len(text), _MAX_SHOWN))
    shown.append(_visible(text[at:end]))
    rest = (
        f'\n<p class="note">{escape(words["cut"].format(n=f"{len(text) - end:,}"))}</p>'
        if end < len(text)
        else ""
    )
    return f'<div class="post" dir="auto">{"".join(shown)}</div>{rest}'


def _visible(text: str) -> str:
    return "".join(
        f'<span class="hidden-character">{part}</span>' if hidden else escape(part)
        for part, hidden in with_hidden(text)
    )


def _legend(explanation: Evidence, words: dict[str, str]) -> str:
    texts = (evidence.text[:_MAX_SHOWN] for evidence in explanation.fields)
    name = next((part for text in texts for part, hidden in with_hidden(text) if hidden), None)
    shown = f' {escape(words["hidden"])} <span class="hidden-character">{name}</span>' if name else ""
    return (
        f'<p class="legend"><mark class="for for-3">{escape(words["for"])}</mark> · '
        f'<mark class="against against-3">{escape(words["against"])}</mark> · {escape(words["stronger"])}{shown}</p>'
    )


def _sum(explanation: Evidence, words: dict[str, str]) -> str:
    rows = [_row(name, value) for name, value in sum_lines(explanation, words)]
    rows.append(_row(words["logit"], explanation.logit, total=True))
    return f"<div><h4>{escape(words['sum'])}</h4><table>{''.join(rows)}</table></div>"


def _strongest(explanation: Evidence, words: dict[str, str]) -> str:
    texts = {evidence.field: evidence.text for evidence in explanation.fields}
    rows = [_row(_clipped(texts[word.field], word), word.weight) for word in explanation.strongest()]
    return f"<div><h4>{escape(words['strongest'])}</h4><table>{''.join(rows)}</table></div>" if rows else ""


def _row(name: str, value: float, *, total: bool = False) -> str:
    kind = ' class="total"' if total else ""
    number = f'<span class="number">{typeset_signed(value, 2)}</span>'
    return f"<tr{kind}><th><bdi>{_visible(name)}</bdi></th><td>{number}</td></tr>"


def _clipped(text: str, word: Span) -> str:
    shown = text[word.start : min(word.end, word.start + 40)]
    return shown if len(shown) == word.end - word.start else f"{shown}…"
