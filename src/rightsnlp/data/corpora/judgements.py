"""Labels that this project gives to posts it may not hand on: kept without text, joined by the hash of a line.

``datasets/<name>/labels.csv`` holds a row a post: the SHA-256 of its line, one or two judgements, and why the
post was drawn. Whoever has the file of posts gets a labelled corpus; whoever has not learns no word of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from rightsnlp.data.overlap.dedup import group_keys
from rightsnlp.exceptions import InputFileError
from rightsnlp.shipped import shipped_folder

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

JUDGED_LABELS = ("hate_speech", "incitement")
"""The labels that a post alone can carry."""

HARSH_KINDS = frozenset({"insult", "nonsense"})
"""Kinds of post that are no example of legitimate speech, though they carry no label."""

SCORED_STRATA = frozenset({"top_hate", "top_incitement"})
"""Strata of posts that were drawn because a model scored them high: hard cases, and no rate of anything."""

_FOUND_AT_LEAST = 0.95


def read_judgements(name: str) -> pd.DataFrame:
    """Return the judgements of a corpus as they were given, all columns str.

    ``second_kind`` is filled exactly where a post was judged twice; an empty label is one that was left open.
    """
    return pd.read_csv(
        shipped_folder("datasets") / name / "labels.csv", dtype=str, keep_default_na=False, encoding="utf-8"
    )


def join_posts(lines: Iterable[str], judgements: pd.DataFrame, source: str) -> tuple[pd.DataFrame, int]:
    """Find the judged posts among the lines of a file, and settle their labels.

    Parameters
    ----------
    lines : iterable of str
        Every post of the file, without line ends.
    judgements : DataFrame
        As :func:`read_judgements` returns them.
    source : str
        Name of the file, for the error.

    Returns
    -------
    DataFrame
        ``text``, then the columns of :func:`settle`, in the order of the judgements.
    int
        How many judged posts the file does not hold.

    Raises
    ------
    InputFileError
        When it holds fewer than 95 % of them: labels of a part that nobody drew are no sample of anything.
    """
    wanted = set(judgements["sha256"])
    posts = {digest: line for line in lines if (digest := hash_line(line)) in wanted}
    n, n_found = len(judgements), len(posts)
    if n_found < _FOUND_AT_LEAST * n:
        raise InputFileError(
            f"{source}: holds {n_found:,} of the {n:,} judged posts ({n_found / n:.1%})",
            expected=f"at least {_FOUND_AT_LEAST:.0%} of them, each line as it was when it was judged",
            remedy="the datasheet gives the checksum of the file; a masked or normalised copy has other lines",
        )
    found = judgements[judgements["sha256"].isin(posts)].reset_index(drop=True)
    texts = [posts[digest] for digest in found["sha256"]]
    settled = settle(found, group_keys(texts))
    settled.insert(0, "text", pd.Series(texts, dtype=object))
    return settled, n - n_found


def hash_line(line: str) -> str:
    """Return the SHA-256 of a line in UTF-8, without its end, as 64 hexadecimal digits.

    Examples
    --------
    >>> hash_line("صباح الخير")[:16]
    'b401a61a42e013c6'
    """
    return hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest()


def settle(judgements: pd.DataFrame, groups: ArrayLike) -> pd.DataFrame:
    """Return a label a post where all its judgements give the same one, and say which posts are legitimate.

    Parameters
    ----------
    judgements : DataFrame
        As :func:`read_judgements` returns them.
    groups : array-like of str, shape (n,)
        Posts that share a group are copies: what was said of one is a judgement of all.

    Returns
    -------
    DataFrame
        ``sha256``, ``hate_speech`` and ``incitement`` ("1", "0", or "" where a judgement left it open or two
        differ), ``kind`` of the first judgement, ``stratum``, ``legitimate``: neither label, and no
        judgement that calls the post an insult or nonsense; and ``drawn_by_score``: of :data:`SCORED_STRATA`.

    Examples
    --------
    >>> once = {"second_hate_speech": "", "second_incitement": "", "second_kind": ""}
    >>> twice = {"second_hate_speech": "1", "second_incitement": "0", "second_kind": "humour"}
    >>> first = {"sha256": "…", "hate_speech": "0", "incitement": "0", "kind": "politics", "stratum": "random"}
    >>> settle(pd.DataFrame([first | once, first | twice]), ["a", "b"])[[*JUDGED_LABELS, "legitimate"]]
      hate_speech incitement  legitimate
    0           0          0        True
    1                      0       False
    """
    twice = judgements["second_kind"] != ""
    settled = judgements[["sha256", *JUDGED_LABELS, "kind", "stratum"]].astype(object)
    groups = pd.Series(groups, index=judgements.index)
    for label in JUDGED_LABELS:
        given = pd.concat([judgements[label], judgements.loc[twice, f"second_{label}"]])
        n_values = given.groupby(pd.concat([groups, groups[twice]]).to_numpy()).nunique()
        settled.loc[(groups.map(n_values) > 1).to_numpy(), label] = ""
    harsh = judgements[["kind", "second_kind"]].isin(HARSH_KINDS).any(axis=1)
    return settled.assign(
        legitimate=(settled[[*JUDGED_LABELS]] == "0").all(axis=1) & ~harsh,
        drawn_by_score=settled["stratum"].isin(SCORED_STRATA),
    )
