"""The cases of a functional report as text to store: without the sentences, and without what follows from the rest."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO

import pandas as pd

from rightsnlp.evaluation.arrays import DECISION_CODES

_STORED = (
    "case_id", "functionality", "language", "target_ident", "disagreed", "label", "expected", "decision",
)  # fmt: skip
_FLAGS = {"True": True, "False": False}


def write_cases(cases: pd.DataFrame) -> str:
    """Return the cases of a :class:`rightsnlp.evaluation.FunctionalReport` as CSV, a row a case and label."""
    return cases[list(_STORED)].to_csv(index=False, lineterminator="\n")


def read_cases(text: str) -> pd.DataFrame:
    r"""Return the cases that :func:`write_cases` wrote, with the columns that follow from the stored ones.

    Raises
    ------
    ValueError
        When a column or a value is another than was written.
    KeyError
        When a column is missing.

    Examples
    --------
    >>> text = ",".join(_STORED) + "\n1,threat,ar,women,False,hate_speech,True,review\n"
    >>> read_cases(text)[["expected", "assigned", "right"]].to_numpy().tolist()
    [[True, False, False]]
    """
    cases = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False)
    allowed: dict[str, Mapping[str, object]] = {
        "decision": DECISION_CODES,
        "disagreed": _FLAGS,
        "expected": _FLAGS,
    }
    if list(cases.columns) != list(_STORED) or not all(
        cases[name].isin(allowed[name]).all() for name in allowed
    ):
        raise ValueError("cases")
    cases = cases.assign(**{name: cases[name].map(_FLAGS).astype(bool) for name in ("disagreed", "expected")})
    assigned = cases["decision"] == "assigned"
    return cases.assign(assigned=assigned, right=cases["expected"] == assigned)
