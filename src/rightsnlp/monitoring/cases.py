"""A register of cases, read for counting: fields checked, dates parsed, words folded, what is missing counted."""

from __future__ import annotations

import datetime
import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rightsnlp.data.tables.io import BadRow, as_text, open_table
from rightsnlp.exceptions import InputFileError
from rightsnlp.monitoring.dates import NO_DAY, UNREADABLE, DateOrder, Days, as_date, day_number, parse_days
from rightsnlp.monitoring.history import EVENTS, wrong_orders
from rightsnlp.monitoring.problems import ProblemList
from rightsnlp.monitoring.vocabulary import CLOSED, NOTHING, OPEN, find_fields, fold_spellings
from rightsnlp.provenance import sha256_file

if TYPE_CHECKING:
    import pandas as pd

TEXT_FIELDS = ("text", "report", "url", "reference", "text_sha256")
"""Fields that statistics never need; they are read on request."""

_ROWS_A_CHUNK = 1_000
_LONG_VALUE = 60
"""Characters beyond which a cell of an open field is a narrative and no value."""

LONG_TEXT = "(long text)"
"""Stands for such a cell, so that no figure quotes it."""

_RULE_OF = {"action": "unknown_action", "outcome": "unknown_outcome"}
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:?\d{2})?")


@dataclass(frozen=True)
class CaseTable:
    """The cases of a register, ready to be counted.

    Attributes
    ----------
    frame : DataFrame
        One row a case that was not refused: ``row`` (its number in the file), ``case_id``, dates as ``datetime64``,
        all other fields as categories; missing where nothing was stated.
    problems : ProblemList
        What was wrong, row by row.
    missing : dict of str to int
        By field, in how many of the cases nothing is stated or nothing could be read.
    rows : int
        Rows of the file.
    duplicates : int
        Cases that name another as the one they repeat; they are in no figure.
    as_of : date
        The day up to which the register tells: cases without an answer had none by this day.
    name, sha256 : str
        Of the file; empty for a frame.
    """

    frame: pd.DataFrame
    problems: ProblemList
    missing: dict[str, int]
    rows: int
    duplicates: int
    as_of: datetime.date
    name: str = ""
    sha256: str = ""

    def __len__(self) -> int:
        return len(self.frame)


class _Index(dict[str, int]):
    """Numbers values as they come."""

    def __missing__(self, text: str) -> int:
        if type(text) is not str:
            raise TypeError(type(text).__name__)
        code = self[text] = len(self)
        return code


class _DayIndex(_Index):
    """Numbers days: the time of a moment is dropped, so that a million moments are as few values as there are days."""

    def __missing__(self, text: str) -> int:
        if type(text) is str and len(text) > 10 and _ISO_TIME.fullmatch(text):
            return self[text[:10]]
        return super().__missing__(text)


@dataclass
class _Column:
    """One column as codes of its distinct values."""

    index: _Index
    codes: array[int] = field(default_factory=lambda: array("i"))

    def array(self) -> NDArray[np.int32]:
        return np.frombuffer(self.codes, dtype=np.int32) if self.codes else np.zeros(0, np.int32)


def read_cases(
    path: str | Path,
    *,
    encoding: str | None = None,
    dates: DateOrder | None = None,
    as_of: datetime.date | None = None,
    texts: bool = False,
) -> CaseTable:
    """Read a register of cases: CSV, Excel, JSON Lines or Parquet, with headers in English or Arabic.

    Parameters
    ----------
    path : str or Path
    encoding : str, optional
        Of a text format. Default: found from its bytes.
    dates : {"day-first", "month-first"}, optional
        What 03/04/2025 means, for columns that do not tell.
    as_of : date, optional
        The day up to which the register tells. Default: its latest date.
    texts : bool
        Read post, report, address, reference and hash too.

    Returns
    -------
    CaseTable

    Raises
    ------
    InputFileError
        When the file is missing, empty or not in the form it claims, or when no row of it can be used.
    SchemaError
        When no column is a field of a case, or a column of dates is ambiguous.

    Examples
    --------
    >>> from rightsnlp.shipped import shipped_folder
    >>> cases = read_cases(shipped_folder("datasets") / "monitor-sample" / "cases.csv")
    >>> cases.frame["platform"].cat.categories[0]
    'facebook'
    """
    reader = open_table(path, encoding=encoding)
    fields = find_fields(reader.columns)
    wanted = {
        name: reader.columns.index(column)
        for name, column in fields.items()
        if name in {"case_id", "duplicate_of", *EVENTS, *CLOSED, *OPEN} or (texts and name in TEXT_FIELDS)
    }
    columns, numbers, bad, n_rows = _read_columns(reader.rows(), wanted)
    problems = ProblemList()
    for rule in sorted(set(bad.values())):
        problems.add("", rule, np.array([row for row, name in bad.items() if name == rule]))
    data, as_of = _check(columns, fields, numbers, problems, dates, as_of)
    kept = ~np.isin(numbers, problems.refused_rows())
    duplicate = data.pop("duplicate_of", None)
    is_duplicate = np.zeros(len(numbers), bool) if duplicate is None else duplicate.notna().to_numpy()
    import pandas as pd

    frame = pd.DataFrame({"row": numbers, **data})[kept & ~is_duplicate].reset_index(drop=True)
    if frame.empty:
        raise InputFileError(
            f"{reader.name}: none of its {n_rows} rows can be used",
            expected="one row a case",
            remedy="run: rightsnlp stats on it with --problems, and correct the rows",
        )
    stated = [str(name) for name in frame if name not in {"row", "case_id", *TEXT_FIELDS}]
    missing = {name: int(frame[name].isna().sum()) for name in stated}
    return CaseTable(
        frame=frame,
        problems=problems,
        missing=missing,
        rows=n_rows,
        duplicates=int((is_duplicate & kept).sum()),
        as_of=as_of,
        name=reader.name,
        sha256=sha256_file(path),
    )


def _read_columns(
    rows: Iterable[list[Any] | BadRow], wanted: dict[str, int]
) -> tuple[dict[str, _Column], NDArray[np.int64], dict[int, str], int]:
    """Return the columns as codes, the numbers of their rows, the rules that broken rows break, and all rows."""
    columns = {name: _Column(_DayIndex() if name in EVENTS else _Index()) for name in wanted}
    numbers, bad = array("q"), {}
    chunk: list[list[Any]] = []
    number = 0

    def flush() -> None:
        cells = list(zip(*chunk, strict=True))
        for name, position in wanted.items():
            column = columns[name]
            try:
                column.codes.extend(map(column.index.__getitem__, cells[position]))
            except (TypeError, AttributeError):
                # Not all of them are text: Excel, JSON Lines and Parquet have dates, numbers and lists.
                del column.codes[len(numbers) - len(chunk) :]
                column.codes.extend(map(column.index.__getitem__, map(as_text, cells[position])))
        chunk.clear()

    for number, row in enumerate(rows, start=1):
        if isinstance(row, BadRow):
            bad[number] = row.rule
            continue
        numbers.append(number)
        chunk.append(row)
        if len(chunk) >= _ROWS_A_CHUNK:
            flush()
    if chunk:
        flush()
    return columns, np.frombuffer(numbers, dtype=np.int64) if numbers else np.zeros(0, np.int64), bad, number


def _check(
    columns: dict[str, _Column],
    fields: dict[str, str],
    numbers: NDArray[np.int64],
    problems: ProblemList,
    order: DateOrder | None,
    as_of: datetime.date | None,
) -> tuple[dict[str, pd.Series[Any]], datetime.date]:
    """Return the columns with their types, and the day up to which they tell; note what is wrong."""
    data: dict[str, Any] = {}
    days: dict[str, Days] = {}
    for name, column in columns.items():
        if name in EVENTS:
            days[name] = parse_days(fields[name], list(column.index), order)[column.array()]
            problems.add(fields[name], "bad_date", numbers[days[name] == UNREADABLE])
        elif name in CLOSED or name in OPEN:
            data[name] = _categories(name, column)
            if name in CLOSED:
                unread = np.array([value is None for value in fold_spellings(name, list(column.index))], bool)
                problems.add(
                    fields[name], _RULE_OF.get(name, "not_yes_or_no"), numbers[unread[column.array()]]
                )
        else:
            data[name] = _texts(column)
    _check_identifiers(columns.get("case_id"), fields, numbers, problems)
    for first, second, at in wrong_orders(days):
        problems.add(f"{fields[second]} < {fields[first]}", "impossible_order", numbers[at])
    end = day_number(as_of or datetime.date.today())
    for name, values in days.items():
        problems.add(fields[name], "in_the_future", numbers[values > end])
    _check_ends(data, days, fields, numbers, problems)
    known = [values[(values > UNREADABLE) & (values <= end)] for values in days.values()]
    latest = max((int(values.max()) for values in known if len(values)), default=end)
    for name, values in days.items():
        moments = values.astype("datetime64[D]").astype("datetime64[s]")
        moments[values <= UNREADABLE] = np.datetime64("NaT")
        import pandas as pd

        data[name] = pd.Series(moments)
    if "case_id" not in data:
        import pandas as pd

        data["case_id"] = pd.Series([f"row {number}" for number in numbers], dtype=object)
    else:
        empty = data["case_id"].isna().to_numpy()
        if empty.any():
            data["case_id"][empty] = [f"row {number}" for number in numbers[empty]]
    return data, as_of or as_date(latest)


def _check_identifiers(
    column: _Column | None, fields: dict[str, str], numbers: NDArray[np.int64], problems: ProblemList
) -> None:
    if column is None:
        return
    codes = column.array()
    empty = np.array([not value.strip() for value in column.index], dtype=bool)[codes]
    problems.add(fields["case_id"], "no_case_id", numbers[empty])
    plain: dict[str, int] = {}
    same = np.array([plain.setdefault(value.strip(), len(plain)) for value in column.index])[codes]
    first = np.zeros(len(codes), bool)
    first[np.unique(same, return_index=True)[1]] = True
    problems.add(fields["case_id"], "repeated_case_id", numbers[~first & ~empty])


def _check_ends(
    data: dict[str, Any],
    days: dict[str, Days],
    fields: dict[str, str],
    numbers: NDArray[np.int64],
    problems: ProblemList,
) -> None:
    if "outcome" not in data:
        return
    given: Callable[[str], NDArray[np.bool_]] = lambda name: (  # noqa: E731
        days[name] > UNREADABLE if name in days else np.zeros(len(numbers), bool)
    )
    outcome = data["outcome"].astype(object).to_numpy()
    wrong = given("resolved_at") & ~given("reopened_at") & (outcome == "pending")
    problems.add(fields["outcome"], "ended_but_pending", numbers[wrong])
    problems.add(
        fields["outcome"],
        "answered_but_no_response",
        numbers[given("answered_at") & (outcome == "no_response")],
    )


def _categories(name: str, column: _Column) -> pd.Series[Any]:
    import pandas as pd

    folded = [_short(value) for value in fold_spellings(name, list(column.index))]
    known = CLOSED.get(name) or sorted({value for value in folded if value})
    place = {value: code for code, value in enumerate(known)}
    codes = np.array([place.get(value or "", -1) for value in folded], dtype=np.int32)[column.array()]
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(known, dtype=object)))


def _short(value: str | None) -> str | None:
    return LONG_TEXT if value and len(value) > _LONG_VALUE else value


def _texts(column: _Column) -> pd.Series[Any]:
    import pandas as pd

    values = np.array([value.strip() or None for value in column.index], dtype=object)
    none = np.array([value is None or value.casefold() in NOTHING for value in values], dtype=bool)
    values[none] = None
    return pd.Series(values[column.array()], dtype=object)


def codes_of(cases: CaseTable, name: str) -> tuple[NDArray[np.int64], Sequence[str]]:
    """Return the code of each case's value in a field, -1 for none, and the values.

    A field that the register lacks has no values: every code is -1.
    """
    if name not in cases.frame:
        return np.full(len(cases), -1, np.int64), ()
    column = cases.frame[name]
    return column.cat.codes.to_numpy().astype(np.int64), tuple(map(str, column.cat.categories))


def days_of(cases: CaseTable, name: str) -> Days:
    """Return the day numbers of a date field, :data:`NO_DAY` where none is given."""
    if name not in cases.frame:
        return np.full(len(cases), NO_DAY, np.int32)
    moments = cases.frame[name].to_numpy()
    days = moments.astype("datetime64[D]").astype(np.int64)
    return np.where(np.isnat(moments), NO_DAY, days).astype(np.int32)
