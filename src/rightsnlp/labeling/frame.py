"""Label the cases of a frame: the columns that labelling adds, and what stands in them."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from rightsnlp.data.schema import CaseBuilder, Problem
from rightsnlp.records import Decision, Decisions, Span
from rightsnlp.text.script import detect_languages

if TYPE_CHECKING:
    import pandas as pd

_SPANS = 5
_PART = 2_000
_JSON = json.JSONEncoder(ensure_ascii=False)


class Labeller(Protocol):
    """What labelling needs of a model."""

    labels_: tuple[str, ...]
    model_info_: dict[str, str]

    def decide_and_explain(
        self, posts: Any, *, n_spans: int = ...
    ) -> tuple[list[Decisions], list[dict[str, list[Span]]]]:
        """Return a decision per label for each post, and the strongest spans of what is assigned or for review."""


def added_columns(labels: Sequence[str], existing: Sequence[str] = ()) -> list[str]:
    """Return the names of the columns that labelling adds, in order.

    A name that the table has already gets the prefix ``rightsnlp_``: no column that came is ever replaced.

    Examples
    --------
    >>> added_columns(["spam"], existing=["language"])
    ['labels', 'p_spam', 'decision_spam', 'priority', 'evidence', 'rightsnlp_language', 'model', 'warnings']
    """
    names = ["labels"]
    for label in labels:
        names += [f"p_{label}", f"decision_{label}"]
    names += ["priority", "evidence", "language", "model", "warnings"]
    taken = set(existing)
    return [f"rightsnlp_{name}" if name in taken else name for name in names]


def label_cases(
    cases: Sequence[dict[str, str]], problems: Sequence[Sequence[Problem]], model: Labeller
) -> list[list[Any]]:
    """Return the added cells of each case, in the order of :func:`added_columns`.

    Parameters
    ----------
    cases : sequence of dict
        Field to text, as :class:`~rightsnlp.data.schema.CaseBuilder` builds them.
    problems : sequence of sequence of Problem
        What was found of each case. A rejected one gets empty cells and its rules in ``warnings``.
    model : Labeller
        A fitted model.
    """
    import pandas as pd

    accepted = [
        row
        for row, found in enumerate(problems)
        if not found or not any(problem.rejects for problem in found)
    ]
    rows: list[list[Any]] = [[] for _ in cases]
    if accepted:
        frame = pd.DataFrame([cases[row] for row in accepted], dtype=object)
        for row, cells in zip(accepted, _labelled(frame, model), strict=True):
            cells.append("|".join(problem.rule for problem in problems[row]) if problems[row] else "")
            rows[row] = cells
    width = 2 * len(model.labels_) + 6
    for row, found in enumerate(problems):
        if not rows[row]:
            rules = "|".join(f"rejected:{problem.rule}" for problem in found if problem.rejects)
            rows[row] = [*[None] * (width - 1), rules]
    return rows


def _labelled(frame: pd.DataFrame, model: Labeller) -> list[list[Any]]:
    decisions, evidence = model.decide_and_explain(frame, n_spans=_SPANS)
    texts = frame["text"] if "text" in frame else frame["report"]
    if "text" in frame and "report" in frame:
        texts = texts.where(texts.str.strip() != "", frame["report"])
    languages = detect_languages(texts.tolist())
    info = model.model_info_
    name = f"{info['name']} {info['version']} {info['sha256'][:12]}".strip()
    rows = []
    assigned = Decision.ASSIGNED
    for decided, spans, guess in zip(decisions, evidence, languages, strict=True):
        cells: list[Any] = [""]
        for label, decision in decided.items():
            p = decision.probability
            cells += (None if math.isnan(p) else round(p, 4), str(decision.decision))
            if decision.decision is assigned:
                cells[0] += f"|{label}" if cells[0] else label
        cells += (priority(decided), _evidence_text(spans), guess.language, name)
        rows.append(cells)
    return rows


def priority(decided: Decisions) -> float:
    """Return what to review first, from 0 to 1: the chance that at least one of the labels holds.

    Labels are taken as independent; those with insufficient information count nothing.
    """
    none, insufficient = 1.0, Decision.INSUFFICIENT
    for decision in decided.values():
        if decision.decision is not insufficient:
            none *= 1 - decision.probability
    return round(1 - none, 4)


def _evidence_text(spans: Mapping[str, Sequence[Span]]) -> str:
    """Return the strongest spans of each label as JSON."""
    return (
        "{}"
        if not spans
        else _JSON.encode({label: [_span_text(span) for span in found] for label, found in spans.items()})
    )


def _span_text(span: Span) -> str:
    return f"{span.start}:{span.end}" if span.field == "text" else f"{span.field}:{span.start}:{span.end}"


def label(
    cases: pd.DataFrame, *, model: Labeller | None = None, text_column: str | None = None
) -> pd.DataFrame:
    """Label a frame of cases: the same columns as the command ``rightsnlp label`` adds.

    Parameters
    ----------
    cases : DataFrame
        A row a case; columns are case fields, or headers that forms use for them.
    model : optional
        Default: the one that ships.
    text_column : str, optional
        The column that holds the post.

    Returns
    -------
    DataFrame
        The rows and columns of ``cases``, unchanged and in order, and the added columns (labels, a probability and
        a decision a label, priority, evidence, language, model, warnings).

    Raises
    ------
    SchemaError
        When no column holds a post or a report.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = label(pd.DataFrame({"text": ["صباح الخير"]}))
    >>> frame["decision_wrongful_removal"].item()
    'insufficient'
    """
    import pandas as pd

    if model is None:
        from rightsnlp.classification.persistence import load_model

        model = load_model()
    columns = [str(column) for column in cases.columns]
    builder = CaseBuilder(columns, text_column=text_column)
    blank = cases.astype(object).where(cases.notna(), None)
    rows = enumerate(blank.itertuples(index=False, name=None), start=1)
    cells: list[list[Any]] = []
    # A part at a time: what was found of one is gone before the next is read.
    while built := [builder.build(number, row) for number, row in itertools.islice(rows, _PART)]:
        cells += label_cases([case for case, _ in built], [found for _, found in built], model)
    added = pd.DataFrame(cells, columns=added_columns(model.labels_, columns), index=cases.index)
    for name in model.labels_:
        column = f"p_{name}" if f"p_{name}" in added else f"rightsnlp_p_{name}"
        added[column] = added[column].astype(float)
    return pd.concat([cases, added], axis=1)


__all__ = ["added_columns", "label", "label_cases", "priority"]
