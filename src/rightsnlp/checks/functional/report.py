"""What a functional suite found: figures by functionality, failures in words, consistency, a table by target."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from rightsnlp.checks.functional.cases import read_cases, write_cases
from rightsnlp.checks.functional.consistency import ConsistencyResult
from rightsnlp.checks.functional.result import ALL, DISAGREED, NEGATIVE, POSITIVE, FunctionalResult
from rightsnlp.checks.functional.tables import consistency_table, counts_table, failure, target_table
from rightsnlp.evaluation.signature import signature_line
from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.intervals import wilson
from rightsnlp.rendering.escapes import terminal_text
from rightsnlp.rendering.table import Table, html_tables, markdown_tables

PROTOCOL = 2

_WORST = 10
"""As many failures stand on a terminal and in a notebook."""


@dataclass(frozen=True, eq=False, repr=False)
class FunctionalReport:
    """The figures of one system on one functional suite.

    Attributes
    ----------
    cases : DataFrame
        One row per case and label with a known answer, without its text: ``case_id``, ``functionality``, ``language``,
        ``target_ident``, ``disagreed``, ``label``, ``expected``, ``decision``, ``assigned``, ``right``.
    consistency : tuple of ConsistencyResult
    signature : dict
        What must be stated with the figures: suite, data, thresholds, model, versions.
    sentences : dict
        For each functionality what a failure would mean for a person, by language (``en``, ``ar``).

    Examples
    --------
    >>> cases = pd.DataFrame({"case_id": ["1", "2"], "functionality": "threat", "language": "ar",
    ...                       "target_ident": ["women", ""], "disagreed": False, "label": "hate_speech",
    ...                       "expected": True, "decision": ["assigned", "review"],
    ...                       "assigned": [True, False], "right": [True, False]})
    >>> report = FunctionalReport(cases, (), {"confidence": 0.95}, {"threat": {"en": "A threat would be missed."}})
    >>> report.failures()
    ['threat (ar), hate_speech: 1 of 2 wrong, 1 of these in review. A threat would be missed.']
    """

    cases: pd.DataFrame
    consistency: tuple[ConsistencyResult, ...]
    signature: dict[str, Any]
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels that were judged."""
        return tuple(dict.fromkeys(self.cases["label"]))

    @cached_property
    def results(self) -> tuple[FunctionalResult, ...]:
        """Every functionality, language and label, in the suite's order; annotator-disagreed cases left out."""
        cases = self.cases[~self.cases["disagreed"]]
        return self._count(cases, ["functionality", "language", "label"])

    @cached_property
    def disagreed(self) -> tuple[FunctionalResult, ...]:
        """As ``results``, of the cases alone whose annotators disagreed with the gold label."""
        return self._count(self.cases[self.cases["disagreed"]], ["functionality", "language", "label"])

    @cached_property
    def totals(self) -> tuple[FunctionalResult, ...]:
        """All cases of a language and label; those for which the label holds or not; the disagreed ones apart."""
        agreed = self.cases[~self.cases["disagreed"]]
        parts = {
            ALL: agreed,
            POSITIVE: agreed[agreed["expected"]],
            NEGATIVE: agreed[~agreed["expected"]],
            DISAGREED: self.cases[self.cases["disagreed"]],
        }
        marked = [part.assign(functionality=name) for name, part in parts.items()]
        found = self._count(pd.concat(marked), ["label", "language", "functionality"])
        order = list(parts)
        rank = {label: place for place, label in enumerate(self.labels)}
        return tuple(sorted(found, key=lambda r: (rank[r.label], r.language, order.index(r.functionality))))

    def get(
        self, functionality: str, label: str | None = None, language: str | None = None
    ) -> FunctionalResult:
        """Return one figure; without a label the first, without a language the only one.

        Raises
        ------
        InvalidArgumentError
            When there is none, or one in each of several languages.
        """
        label = self.labels[0] if label is None else label
        found = [
            result
            for result in (*self.results, *self.totals)
            if (result.functionality, result.label) == (functionality, label)
            and language in {None, result.language}
        ]
        if len(found) == 1:
            return found[0]
        languages = ", ".join(result.language for result in found)
        raise InvalidArgumentError(
            f"functionality, label, language: got {functionality!r}, {label!r}, {language!r}",
            expected=f"a language among {languages}" if found else "a row of report.to_frame()",
            remedy="see report.to_frame()",
        )

    def worst(self, n: int | None = None, *, label: str | None = None) -> tuple[FunctionalResult, ...]:
        """Return what was answered wrongly at least once: the lowest accuracy first, then what no person will see."""
        wrong = [r for r in self.results if r.correct < r.n and label in {None, r.label}]
        return tuple(sorted(wrong, key=lambda r: (r.accuracy, r.wrong_in_review / r.n))[:n])

    def failures(
        self, worst: int | None = None, *, label: str | None = None, language: Literal["en", "ar"] = "en"
    ) -> list[str]:
        """Return in a sentence each what went wrong and what it would mean for a person.

        Parameters
        ----------
        worst : int, optional
            As many, the lowest accuracy first.
        label : str, optional
            Of this label only.
        language : {"en", "ar"}
            Language of what a failure would mean; where the suite's table has none, the count stands alone.
        """
        return [
            failure(result, self.sentences.get(result.functionality, {}).get(language, ""), language)
            for result in self.worst(worst, label=label)
        ]

    def by_target(self, label: str | None = None, language: str | None = None) -> pd.DataFrame:
        """Return functionality × target group, for a heat map.

        Parameters
        ----------
        label : str, optional
            Default: the first.
        language : str, optional
            Cases of this language only.

        Returns
        -------
        DataFrame
            ``table["accuracy"]``, ``table["correct"]`` and ``table["n"]`` have functionalities as rows and targets as
            columns, ``(none)`` last; accuracy is NaN where there is no case.

        Raises
        ------
        InvalidArgumentError
            When there is no case of the label and language.
        """
        label = self.labels[0] if label is None else label
        cases = self.cases[~self.cases["disagreed"] & (self.cases["label"] == label)]
        if language is not None:
            cases = cases[cases["language"] == language]
        if cases.empty:
            raise InvalidArgumentError(
                f"label, language: got {label!r}, {language!r}, of which there is no case",
                expected=f"a label among {', '.join(self.labels)} and a language of the suite",
                remedy="see report.to_frame('totals')",
            )
        rows, targets = cases["functionality"], cases["target_ident"].replace("", "(none)")
        order = sorted(targets.unique(), key=lambda name: (name == "(none)", name))
        right = cases["right"]
        counts = {
            name: pd.crosstab(rows[kept], targets[kept]).reindex(
                index=rows.unique(), columns=order, fill_value=0
            )
            for name, kept in (("correct", right), ("n", right | True))
        }
        accuracy = counts["correct"] / counts["n"].where(counts["n"] > 0)
        return pd.concat({"accuracy": accuracy, **counts}, axis="columns")

    def to_frame(
        self, what: Literal["functionalities", "totals", "consistency", "disagreed"] = "functionalities"
    ) -> pd.DataFrame:
        """Return one row per figure, with the columns of its class."""
        if what == "consistency":
            return _frame(self.consistency, ConsistencyResult)
        tables = {"functionalities": self.results, "totals": self.totals, "disagreed": self.disagreed}
        frame = _frame(tables[what], FunctionalResult)
        if what == "functionalities" and self.sentences:
            said = [self.sentences.get(name, {}) for name in frame["functionality"]]
            frame["failure"] = [sentence.get("en", "") for sentence in said]
            frame["failure_ar"] = [sentence.get("ar", "") for sentence in said]
        return frame

    def to_dict(self) -> dict[str, Any]:
        """Return plain data that JSON can hold: all figures, and under ``cases`` (CSV) what they were counted from."""
        wrong = self.cases[~self.cases["right"]]
        targets = self.cases[~self.cases["disagreed"]].groupby(
            ["label", "functionality", "language", "target_ident"], sort=False
        )
        return {
            "report": "rightsnlp-functional",
            "protocol": PROTOCOL,
            "signature": self.signature,
            "totals": _records(self.to_frame("totals")),
            "functionalities": _records(self.to_frame()),
            "consistency": _records(self.to_frame("consistency")),
            "targets": _records(targets["right"].agg(correct="sum", n="size").reset_index()),
            "disagreed": _records(self.to_frame("disagreed")),
            "wrong": _records(wrong[["case_id", "label", "decision", "disagreed"]]),
            "sentences": {name: dict(said) for name, said in self.sentences.items()},
            "cases": write_cases(self.cases),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FunctionalReport:
        """Build from what :meth:`to_dict` gave; every figure is counted again from the cases.

        Raises
        ------
        SchemaError
            When the data is no functional report, or of another protocol.
        """
        if data.get("report") != "rightsnlp-functional" or data.get("protocol") != PROTOCOL:
            raise SchemaError(
                f"report: got {data.get('report')!r}, protocol {data.get('protocol')!r}",
                expected=f"a rightsnlp-functional of protocol {PROTOCOL}",
                remedy="run the suite again, or read it with the version of rightsnlp that wrote it",
            )
        try:
            return cls(
                cases=read_cases(data["cases"]),
                consistency=tuple(ConsistencyResult(**entry) for entry in data["consistency"]),
                signature=dict(data["signature"]),
                sentences={str(name): dict(said) for name, said in data["sentences"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise SchemaError(
                f"report: {type(error).__name__} at {error}",
                expected="what FunctionalReport.to_dict gave",
                remedy="run the suite again",
            ) from None

    def to_markdown(self, worst: int | None = None) -> str:
        """Return Markdown: totals, consistency, the ``worst`` functionalities (default: all), and these by target.

        Cases whose annotators disagreed with the gold label stand in a table of their own.
        """
        shown = self.results if worst is None else self.worst(worst)
        title = "Functionalities" if worst is None else self._heading(worst)
        names = list(dict.fromkeys(result.functionality for result in shown))
        tables = [*self._totals(), counts_table(title, shown, self.sentences)]
        for label in dict.fromkeys(result.label for result in self.results):
            tables += target_table(label, self.by_target(label), names)
        if self.disagreed:
            tables.append(counts_table("Cases whose annotators disagreed", self.disagreed))
        return markdown_tables([table for table in tables if table.rows], [self.signature_line])

    def __repr__(self) -> str:
        return f"FunctionalReport(suite={self.signature.get('suite')!r}, labels={self.labels})"

    def __str__(self) -> str:
        blocks = [table.to_text() for table in self._totals()]
        if failures := self.failures(worst=_WORST):
            blocks.append("\n  ".join(map(terminal_text, [self._heading(_WORST), *failures])))
        return "\n\n".join([*blocks, terminal_text(self.signature_line)])

    def _repr_html_(self) -> str:
        failed = counts_table(self._heading(_WORST), self.worst(_WORST), self.sentences)
        return html_tables([*self._totals(), *([failed] if failed.rows else [])], self.signature_line)

    def _totals(self) -> list[Table]:
        tables = [counts_table("Totals", self.totals)]
        return [*tables, consistency_table(self.consistency)] if self.consistency else tables

    def _heading(self, worst: int) -> str:
        found = len(self.worst())
        return f"Lowest accuracy, {min(worst, found)} of {found} with a wrong answer"

    @property
    def signature_line(self) -> str:
        """The signature in one line, to stand under a table."""
        return signature_line(self.signature)

    def _count(self, cases: pd.DataFrame, keys: list[str]) -> tuple[FunctionalResult, ...]:
        review = cases["decision"] == "review"
        counts = (
            cases.assign(
                review=review,
                wrong_in_review=review & ~cases["right"],
                insufficient=cases["decision"] == "insufficient",
            )
            .groupby(keys, sort=False)
            .agg(
                n=("right", "size"),
                positives=("expected", "sum"),
                correct=("right", "sum"),
                review=("review", "sum"),
                wrong_in_review=("wrong_in_review", "sum"),
                insufficient=("insufficient", "sum"),
            )
            .astype(int)
            .reset_index()
        )
        results = []
        for row in _records(counts):
            low, high = wilson(row["correct"], row["n"], self.signature["confidence"])
            results.append(FunctionalResult(**row, accuracy=row["correct"] / row["n"], low=low, high=high))
        return tuple(results)


def _frame(results: Iterable[Any], kind: type) -> pd.DataFrame:
    columns = list(kind.__dataclass_fields__)  # type: ignore[attr-defined]
    return pd.DataFrame([asdict(result) for result in results], columns=columns)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows of Python's own types."""
    rows: list[dict[Hashable, Any]] = frame.to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]
