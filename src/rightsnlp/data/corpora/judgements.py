"""Labels that this project gives to posts it may not hand on: kept without text, joined by the hash of a post.

``datasets/<name>/labels.csv`` holds a row per post: the SHA-256 of its text as the corpus' file has it, the corpus,
every judgement, the label that was settled on, and why the post was drawn. Whoever has the corpora gets a labelled
corpus; whoever has not learns no word of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from rightsnlp.data.overlap.dedup import group_keys
from rightsnlp.exceptions import InputFileError
from rightsnlp.shipped import shipped_folder

JUDGED_LABELS = ("hate_speech", "incitement")
"""The labels that a post alone can carry."""

HARSH_KINDS = frozenset({"insult", "nonsense"})
"""Kinds of post that are no example of legitimate speech, though they carry no label."""

_FOUND_AT_LEAST = 0.95


def read_judgements(name: str) -> pd.DataFrame:
    """Return the judgements of a corpus as they were given, all columns str, a row per post.

    A label is ``"1"``, ``"0"``, or empty where it is unknown. ``hate_speech_1``, ``hate_speech_2`` and
    ``hate_speech_3`` are the judgements of the passes, empty where there was none; ``hate_speech`` is what was settled
    on. So it is for ``incitement`` and ``unsure`` (a careful reader may differ).
    """
    return pd.read_csv(
        shipped_folder("datasets") / name / "labels.csv", dtype=str, keep_default_na=False, encoding="utf-8"
    )


def read_strata(name: str) -> pd.DataFrame:
    """Return how the posts of a corpus of judgements were drawn, a row per stratum.

    Returns
    -------
    DataFrame
        ``stratum``, ``what`` (in words), ``population`` and ``drawn`` (int); ``by_score`` (bool: drawn because a model
        scored them high, so hard cases and no rate of anything) and ``ordinary`` (bool: by chance from everyday posts).
        ``drawn / population`` is the probability with which a post of the stratum was drawn.
    """
    strata = pd.read_csv(
        shipped_folder("datasets") / name / "strata.csv", keep_default_na=False, encoding="utf-8"
    )
    return strata.assign(by_score=strata["by_score"] == "yes", ordinary=strata["ordinary"] == "yes")


def hash_text(text: str) -> str:
    """Return the SHA-256 of a post in UTF-8, as the corpus' file has it, as 64 hexadecimal digits.

    Examples
    --------
    >>> hash_text("صباح الخير")[:16]
    'b401a61a42e013c6'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def join_posts(
    texts: Mapping[str, Sequence[str]], judgements: pd.DataFrame, strata: pd.DataFrame, name: str
) -> tuple[pd.DataFrame, int]:
    """Find the judged posts among the posts of the corpora that are there.

    Parameters
    ----------
    texts : mapping of str to sequence of str
        Every post of each corpus that the user has, by the corpus' name.
    judgements : DataFrame
        As :func:`read_judgements` returns them.
    strata : DataFrame
        As :func:`read_strata` returns them.
    name : str
        Of the judgements, for the error.

    Returns
    -------
    DataFrame
        ``text``, then the columns of :func:`settle`, and ``by_score`` and ``ordinary`` of the stratum, in the order of
        the judgements.
    int
        How many judged posts were not found: those of corpora that are not there, and single ones.

    Raises
    ------
    InputFileError
        When a corpus that is there lacks more than 5 % of its judged posts: labels of a part that nobody drew are no
        sample of anything.
    """
    wanted = set(judgements["sha256"])
    posts: dict[str, str] = {}
    for corpus in texts.values():
        for text in corpus:
            digest = hash_text(text)
            if digest in wanted:
                posts.setdefault(digest, text)
    found = judgements["sha256"].isin(posts)
    for corpus_name, part in found.groupby(judgements["corpus"]):
        if corpus_name in texts and part.mean() < _FOUND_AT_LEAST:
            raise InputFileError(
                f"{corpus_name}: holds {part.sum():,} of its {part.size:,} posts in {name} ({part.mean():.1%})",
                expected=f"at least {_FOUND_AT_LEAST:.0%} of them, each post as it was when it was judged",
                remedy="the datasheet gives the checksum of the file; a masked or normalised copy has other posts",
            )
    chosen = judgements[found].reset_index(drop=True)
    joined = settle(chosen, group_keys([posts[digest] for digest in chosen["sha256"]]))
    joined.insert(0, "text", pd.Series([posts[digest] for digest in chosen["sha256"]], dtype=object))
    of_stratum = strata.set_index("stratum")
    for column in ("by_score", "ordinary"):
        joined[column] = joined["stratum"].map(of_stratum[column]).to_numpy(dtype=bool)
    return joined, int((~found).sum())


def settle(judgements: pd.DataFrame, groups: Iterable[str]) -> pd.DataFrame:
    """Return the settled labels, leave unknown what copies of one post contradict, and say what is legitimate.

    Parameters
    ----------
    judgements : DataFrame
        As :func:`read_judgements` returns them.
    groups : iterable of str, length n
        Posts that share a group are copies: two that were settled differently leave the label unknown.

    Returns
    -------
    DataFrame
        The columns of ``judgements`` without those of the passes, with ``unsure`` as bool, and ``legitimate``: neither
        label, sure, and neither an insult nor nonsense.

    Examples
    --------
    >>> row = {"sha256": "…", "hate_speech": "0", "incitement": "0", "unsure": "0", "kind": "politics"}
    >>> settle(pd.DataFrame([row, row | {"unsure": "1"}]), ["a", "b"])[["hate_speech", "unsure", "legitimate"]]
      hate_speech  unsure  legitimate
    0           0   False        True
    1           0    True       False
    """
    settled = judgements[[c for c in judgements.columns if c[-2:] not in {"_1", "_2", "_3"}]].astype(object)
    keys = pd.Series(list(groups), index=judgements.index)
    for label in JUDGED_LABELS:
        settled.loc[settled[label].groupby(keys).transform("nunique") > 1, label] = ""
    unsure = settled["unsure"] == "1"
    spared = (settled[[*JUDGED_LABELS]] == "0").all(axis=1) & ~settled["kind"].isin(HARSH_KINDS) & ~unsure
    return settled.assign(unsure=unsure.to_numpy(dtype=bool), legitimate=spared.to_numpy(dtype=bool))
