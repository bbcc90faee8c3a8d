"""Run a functional test suite, such as RightsCheck or HateCheck, on a model or on predictions of any origin.

After Röttger et al. (2021), "HateCheck: Functional Tests for Hate Speech Detection Models".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rightsnlp.checks.functional.consistency import case_groups, consistency
from rightsnlp.checks.functional.predictions import SuitePredictions, known_labels, suite_predictions
from rightsnlp.checks.functional.report import FunctionalReport
from rightsnlp.evaluation import arrays as a
from rightsnlp.evaluation.evaluate import Model, decided_arrays, model_info_of
from rightsnlp.evaluation.signature import data_sha256, plain_thresholds, used_versions
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.intervals import check_confidence
from rightsnlp.records import EVIDENCE_FIELDS

if TYPE_CHECKING:
    from rightsnlp.data.suites import FunctionalSuite

_DISAGREEMENT = "disagreement_in_case"
_WORDS = {code: word for word, code in a.DECISION_CODES.items()}


def evaluate_suite(
    model: Model,
    suite: FunctionalSuite,
    *,
    functionalities: pd.DataFrame | str | Path | None = None,
    language: str | None = None,
    thresholds: a.Thresholds = None,
    confidence: float = 0.95,
) -> FunctionalReport:
    """Run a suite on a model.

    Parameters
    ----------
    model : Model
        Has ``labels_`` and ``predict_proba``; where it has ``decide``, its own decisions are judged. It is handed the
        texts, or a DataFrame of case fields where the suite has any beside the text. For a model that takes texts
        only, pass ``model.predict_proba(suite.texts)`` to :func:`evaluate_suite_predictions`.
    suite : FunctionalSuite
        From :func:`rightsnlp.data.load_suite`.
    functionalities : DataFrame or path, optional
        A table with ``functionality`` and ``failure`` (and ``failure_ar``): what a failure would mean for a person.
        Default: our sentences for HateCheck's functionalities, where the suite has them.
    language : str, optional
        Run the cases of this language only.
    thresholds : float, sequence or mapping, optional
        Judge at these thresholds and not by ``decide``.
    confidence : float
        Of the Wilson intervals.

    Returns
    -------
    FunctionalReport

    Raises
    ------
    InvalidArgumentError
        When model and suite share no label, or the suite has no case in ``language``.
    SchemaError
        When ``functionalities`` lacks a column.

    Notes
    -----
    ``review`` and ``insufficient`` count as not assigned; their numbers stand beside. Cases whose annotators
    disagreed with the gold label (``disagreement_in_case``) are counted apart. The intervals take cases for
    independent, which those of one template are not: read them as the narrowest that can be claimed.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from rightsnlp.data.suites import load_suite
    >>> class Shouting:
    ...     labels_ = ("hate_speech",)
    ...     def predict_proba(self, posts):
    ...         return np.array([[float(post.endswith("!"))] for post in posts])
    >>> cases = pd.DataFrame({"functionality": "threat", "case_id": ["1", "2"], "test_case": ["out!", "out"],
    ...                       "label_gold": "hateful"})
    >>> with TemporaryDirectory() as folder:
    ...     cases.to_csv(Path(folder, "mine.csv"), index=False)
    ...     report = evaluate_suite(Shouting(), load_suite(Path(folder, "mine.csv")))
    >>> report.get("threat").correct, report.get("threat").n
    (1, 2)
    """
    suite = suite if language is None else in_language(suite, language)
    posts = suite_posts(suite)
    used: a.Thresholds = thresholds
    if hasattr(model, "decide"):
        labels = known_labels(model.labels_, suite)
        P, words, own = decided_arrays(model.decide(posts), labels)
        found = SuitePredictions(labels, P, words if thresholds is None else None)
        used = own if thresholds is None else thresholds
    else:
        found = suite_predictions(model.predict_proba(posts), suite, model.labels_)
    return _report(
        suite,
        found,
        functionalities,
        language=language,
        thresholds=used,
        confidence=confidence,
        model=model_info_of(model),
    )


def evaluate_suite_predictions(
    predictions: Any,
    suite: FunctionalSuite,
    *,
    labels: Sequence[str] | None = None,
    functionalities: pd.DataFrame | str | Path | None = None,
    language: str | None = None,
    thresholds: a.Thresholds = None,
    confidence: float = 0.95,
    model: Mapping[str, str] | None = None,
) -> FunctionalReport:
    """Judge predictions for a suite: a person's, an API's, another library's.

    Parameters
    ----------
    predictions : array-like (n,) or (n, n_labels), or DataFrame
        Probabilities or decisions in the order of the whole suite, or a frame keyed by ``case_id``; see
        :func:`rightsnlp.checks.functional.predictions.suite_predictions`.
    suite, functionalities, language, confidence
        As in :func:`evaluate_suite`.
    labels : sequence of str, optional
        Names of an array's columns.
    thresholds : float, sequence or mapping, optional
        For probabilities; default 0.5.
    model : mapping of str to str, optional
        What made the predictions, for the signature.

    Returns
    -------
    FunctionalReport

    Raises
    ------
    InvalidArgumentError, SchemaError
        When predictions and suite do not fit together.
    """
    found = suite_predictions(predictions, suite, labels)
    if language is not None:
        rows = _rows_in(suite, language)
        suite = in_language(suite, language)
        found = replace(
            found,
            P=None if found.P is None else found.P[rows],
            decisions=None if found.decisions is None else found.decisions[rows],
        )
    return _report(
        suite,
        found,
        functionalities,
        language=language,
        thresholds=thresholds,
        confidence=confidence,
        model=dict(model or {}),
    )


def in_language(suite: FunctionalSuite, language: str) -> FunctionalSuite:
    """Return the cases of a suite whose column ``language`` is ``language``.

    Raises
    ------
    InvalidArgumentError
        When there is none.
    """
    rows = _rows_in(suite, language)
    return replace(
        suite,
        texts=[text for text, kept in zip(suite.texts, rows, strict=True) if kept],
        Y=suite.Y[rows],
        functionality=suite.functionality[rows],
        frame=suite.frame[rows].reset_index(drop=True),
    )


def suite_posts(suite: FunctionalSuite) -> list[str] | pd.DataFrame:
    """Return a suite's cases as a model takes them: texts, or case fields where there are more than the text."""
    more = [field for field in EVIDENCE_FIELDS if field != "text" and field in suite.frame]
    return suite.frame[more].assign(text=suite.texts) if more else suite.texts


def _rows_in(suite: FunctionalSuite, language: str) -> a.BoolArray:
    languages = suite.frame.get("language", pd.Series("", index=suite.frame.index))
    rows = (languages == language).to_numpy(dtype=bool)
    if not rows.any():
        known = sorted(set(languages) - {""})
        raise InvalidArgumentError(
            f"language: got {language!r}",
            expected=f"one of the suite's: {', '.join(known)}"
            if known
            else "a suite with a column 'language'",
            remedy="leave it out to run all cases",
        )
    return rows


def _report(
    suite: FunctionalSuite,
    found: SuitePredictions,
    functionalities: pd.DataFrame | str | Path | None,
    *,
    language: str | None,
    thresholds: a.Thresholds,
    confidence: float,
    model: Mapping[str, str],
) -> FunctionalReport:
    check_confidence(confidence)
    labels = found.labels
    answers = suite.Y[:, [suite.labels.index(label) for label in labels]]
    judged = a.judge(answers, found.P, labels, thresholds=thresholds, decisions=found.decisions)
    cases = _cases(suite, judged)
    given = found.decisions is not None
    cut = (
        {}
        if given and thresholds is None
        else plain_thresholds(labels, a.resolve_thresholds(thresholds, labels).tolist())
    )
    signature = {
        "suite": suite.name,
        "data_sha256": data_sha256(answers, labels, suite_posts(suite)),
        "n": len(suite),
        "language": language,
        "labels": list(labels),
        "unknown": {
            label: int(column.sum()) for label, column in zip(labels, np.isnan(answers).T, strict=True)
        },
        "decisions": "given" if given else "thresholds",
        "thresholds": cut,
        "interval": "wilson",
        "confidence": confidence,
        "model": dict(model),
        "versions": used_versions(),
    }
    return FunctionalReport(
        cases=cases,
        consistency=consistency(cases[~cases["disagreed"]], case_groups(suite.frame), confidence=confidence),
        sentences=_sentences(functionalities, suite),
        signature=signature,
    )


def _cases(suite: FunctionalSuite, judged: a.Judged) -> pd.DataFrame:
    """Return one row per case and label with a known answer; no text stands in it."""
    empty = pd.Series("", index=suite.frame.index, dtype=object)
    base = pd.DataFrame(
        {
            "case_id": suite.frame["case_id"],
            "functionality": suite.functionality.astype(object),
            **{name: suite.frame.get(name, empty).str.strip() for name in ("language", "target_ident")},
            "disagreed": suite.frame.get(_DISAGREEMENT, empty).str.lower().isin(["true", "1", "1.0", "yes"]),
        }
    )
    parts = []
    for column, label in enumerate(judged.labels):
        codes = judged.codes[:, column]
        part = base.assign(
            label=label,
            expected=judged.Y[:, column] == 1,
            decision=[_WORDS[code] for code in codes.tolist()],
            assigned=codes == a.ASSIGNED,
        )
        parts.append(part[np.isfinite(judged.Y[:, column])])
    cases = pd.concat(parts, ignore_index=True)
    return cases.assign(right=cases["expected"] == cases["assigned"])


def _sentences(
    functionalities: pd.DataFrame | str | Path | None, suite: FunctionalSuite
) -> dict[str, dict[str, str]]:
    """Return for each functionality what a failure would mean, by language of the sentence."""
    if functionalities is None:
        from rightsnlp.data.suites import hatecheck_failures

        return {name: said for name, said in hatecheck_failures().items() if name in set(suite.functionality)}
    if not isinstance(functionalities, pd.DataFrame):
        from rightsnlp.data.tables.io import read_table

        functionalities = read_table(functionalities)
    missing = [name for name in ("functionality", "failure") if name not in functionalities.columns]
    if missing:
        raise SchemaError(
            f"functionalities: has no column {missing[0]!r}",
            expected="functionality and failure",
            remedy="add the column, or leave the table out",
        )
    found = {"en": "failure", "ar": "failure_ar"}
    rows = functionalities.fillna("").astype(str).to_dict("records")
    return {
        row["functionality"]: {code: row[name] for code, name in found.items() if row.get(name)}
        for row in rows
    }
