"""Whether a system treats cases that belong together as it should: apart where they differ, alike where not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from rightsnlp.intervals import wilson

APART, ALIKE = "told apart", "judged alike"


@dataclass(frozen=True, slots=True)
class ConsistencyResult:
    """How many groups of cases are treated as they should be.

    Attributes
    ----------
    unit : str
        ``pair`` (the suite's own pairs), ``reference`` (a case and the one it was made from) or ``frame`` (cases of
        one template).
    asked : str
        ``told apart``: the answers differ, and every one must be right. ``judged alike``: the answer is the same,
        and so must be what the system assigns, right or wrong. A system that never assigns
        judges all alike: read it beside the accuracy.
    label, language : str
    n, held : int
        Groups, and those that are as asked.
    share, low, high : float
        ``held / n`` with its Wilson interval.
    """

    unit: str
    asked: str
    label: str
    language: str
    n: int
    held: int
    share: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)


def consistency(
    cases: pd.DataFrame, groups: pd.DataFrame, *, confidence: float = 0.95
) -> tuple[ConsistencyResult, ...]:
    """Count, per kind of group, label and language, the groups that are treated as they should be.

    Parameters
    ----------
    cases : DataFrame
        One row per case and label: ``case_id``, ``language``, ``label``, ``expected`` and ``assigned`` (bool).
    groups : DataFrame
        One row per membership: ``unit``, ``group``, ``case_id``. A group needs two cases with a known answer.
    confidence : float
        Of the intervals.

    Examples
    --------
    >>> cases = pd.DataFrame({"case_id": ["1", "2"], "language": "ar", "label": "spam",
    ...                       "expected": [True, False], "assigned": [True, True]})
    >>> groups = pd.DataFrame({"unit": "pair", "group": "a", "case_id": ["1", "2"]})
    >>> (found,) = consistency(cases, groups)
    >>> found.asked, found.held, found.n
    ('told apart', 0, 1)
    """
    members = groups.merge(cases, on="case_id")
    if members.empty:
        return ()
    members = members.assign(right=members["expected"] == members["assigned"])
    keys = ["unit", "label", "language", "group"]
    judged = members.groupby(keys, sort=False).agg(
        size=("case_id", "nunique"),
        answers=("expected", "nunique"),
        given=("assigned", "nunique"),
        right=("right", "all"),
    )
    judged = judged[judged["size"] > 1].reset_index()
    apart = judged["answers"] > 1
    judged["asked"] = apart.map({True: APART, False: ALIKE})
    judged["held"] = judged["right"].where(apart, judged["given"] == 1)
    kinds = ["unit", "asked", "label", "language"]
    counted = judged.groupby(kinds, sort=False)["held"].agg(n="size", held="sum").reset_index()
    results = []
    for *kind, n, held in counted.to_numpy(dtype=object).tolist():
        unit, asked, label, language = kind
        low, high = wilson(held, n, confidence)
        results.append(ConsistencyResult(unit, asked, label, language, n, held, held / n, low, high))
    return tuple(results)


def case_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Return which cases of a suite belong together, from its columns ``pair``, ``ref_case_id`` and ``templ_id``.

    Parameters
    ----------
    frame : DataFrame
        A suite's columns, all text, under HateCheck's names; those that are absent give no groups.

    Returns
    -------
    DataFrame
        One row per membership: ``unit``, ``group``, ``case_id``. Groups of a single case are left out.

    Examples
    --------
    >>> case_groups(pd.DataFrame({"case_id": ["1", "2", "3"], "templ_id": ["a", "a", "b"]}))
        unit group case_id
    0  frame     a       1
    1  frame     a       2
    """
    parts = [
        pd.DataFrame({"unit": unit, "group": frame[column], "case_id": frame["case_id"]})
        for unit, column in (("pair", "pair"), ("frame", "templ_id"))
        if column in frame
    ]
    if "ref_case_id" in frame:
        made = _references(frame)
        parts += [
            pd.DataFrame({"unit": "reference", "group": made["case_id"], "case_id": made[column]})
            for column in ("reference", "case_id")
        ]
    if not parts:
        return pd.DataFrame(columns=["unit", "group", "case_id"])
    groups = pd.concat(parts, ignore_index=True)
    groups = groups[groups["group"].str.strip() != ""]
    several = groups.groupby(["unit", "group"])["case_id"].transform("size") > 1
    return groups[several].reset_index(drop=True)


def _references(frame: pd.DataFrame) -> pd.DataFrame:
    """Return ``case_id`` and ``reference``, the case that each was made from, where the suite holds it.

    HateCheck names that case by its ``case_id``; Multilingual HateCheck by a number that went through a column of
    floats, "12.0" for ``arabic-12``.
    """
    number = frame["ref_case_id"].str.strip().str.removesuffix(".0")
    prefix = frame["case_id"].str.extract(r"^(.*-)\d+$", expand=False).fillna("")
    found = pd.DataFrame(
        {
            "case_id": frame["case_id"],
            "reference": number.where(number.isin(frame["case_id"]), prefix + number),
        }
    )
    known = found["reference"].isin(frame["case_id"])
    if {"templ_id", "ref_templ_id"} <= set(frame.columns):
        # A number that means another case would have another template.
        templates = frame.drop_duplicates("case_id").set_index("case_id")["templ_id"]
        known &= found["reference"].map(templates) == frame["ref_templ_id"].str.removesuffix(".0")
    return found[known]
