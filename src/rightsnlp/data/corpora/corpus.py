"""Load a corpus that somebody else labelled, from the copy the user has fetched, in its upstream form.

Labels that a source does not speak of are NaN, never 0. Every row has a group: texts that fold to the same
letters share one, and a split by group never puts a post and its copy on two sides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from rightsnlp.data.corpora.judgements import join_posts, read_judgements, read_strata
from rightsnlp.data.corpora.manifests import DEV_SHARE, Manifest, corpus_names, load_manifest
from rightsnlp.data.corpora.readers import map_labels, read_source
from rightsnlp.data.overlap.dedup import group_keys
from rightsnlp.exceptions import InputFileError, InvalidArgumentError
from rightsnlp.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Corpus", "corpus_names", "find_files", "hash_split", "load_corpus"]


@dataclass(frozen=True, eq=False, repr=False)
class Corpus:
    """Labelled posts of one source.

    Attributes
    ----------
    name : str
    texts : list of str, length n
        The posts as the source has them.
    Y : ndarray of float64, shape (n, n_labels)
        1, 0 or NaN (unknown), columns as ``labels``.
    labels : tuple of str
    groups : ndarray of str, shape (n,)
        Key of the folded text; near-exact copies share it, across corpora too.
    split : ndarray of str, shape (n,)
        ``train``, ``dev`` or ``test``: upstream's part, that of the judgements, or :func:`hash_split` where upstream
        has one part.
    frame : DataFrame
        The source's own columns, and those derived from them.
    n_malformed : int
        Rows of the files that could not be read; of labels without text, the posts that were not found.
    """

    name: str
    texts: list[str]
    Y: NDArray[np.float64]
    labels: tuple[str, ...]
    groups: NDArray[np.str_]
    split: NDArray[np.str_]
    frame: pd.DataFrame
    n_malformed: int = 0

    def __len__(self) -> int:
        return len(self.texts)

    def __repr__(self) -> str:
        parts, sizes = np.unique(self.split, return_counts=True)
        split = ", ".join(f"{part}={size}" for part, size in zip(parts, sizes, strict=True))
        known = np.isfinite(self.Y).sum(axis=0)
        labels = "; ".join(
            f"{label}: {int(np.nansum(column))} of {n} known"
            for label, column, n in zip(self.labels, self.Y.T, known, strict=True)
            if n
        )
        return f"Corpus({self.name!r}, n={len(self)}, {split or 'no rows'}; {labels or 'no labels known'})"

    def select(self, mask: ArrayLike) -> Corpus:
        """Return the rows of a boolean mask, or of positions, in that order."""
        chosen = np.asarray(mask)
        rows = np.arange(len(self))[chosen if chosen.size else np.zeros(0, np.int64)]
        return replace(
            self,
            texts=[self.texts[row] for row in rows],
            Y=self.Y[rows],
            groups=self.groups[rows],
            split=self.split[rows],
            frame=self.frame.iloc[rows].reset_index(drop=True),
        )

    def to_frame(self) -> pd.DataFrame:
        """Return a frame: text, a column a label, ``group``, ``split``, and the source's own as ``source_<column>``."""
        columns: dict[str, Any] = {"text": self.texts}
        columns |= dict(zip(self.labels, self.Y.T, strict=True))
        columns |= {"group": self.groups, "split": self.split}
        columns |= {f"source_{column}": self.frame[column].to_numpy() for column in self.frame.columns}
        return pd.DataFrame(columns)

    def to_dataset(self) -> Any:
        """Return the same columns as a Hugging Face ``datasets.Dataset``, unknown labels as null."""
        from datasets import Dataset  # type: ignore[attr-defined]  # mypy sees the folder of that name

        return Dataset.from_pandas(self.to_frame(), preserve_index=False)


def load_corpus(name: str, path: str | Path, *, split: str | None = None) -> Corpus:
    """Load a public corpus from the user's own copy of its files.

    Parameters
    ----------
    name : str
        One of :func:`corpus_names`.
    path : str or Path
        One of its files, the folder with its files, or the folder that holds all corpora.
    split : str, optional
        Return this part only.

    Returns
    -------
    Corpus

    Raises
    ------
    InvalidArgumentError
        When no corpus has that name, or it has no such part.
    InputFileError
        When its files are not there or cannot be read, or a corpus lacks more than 5 % of its judged posts.
    SchemaError
        When a file is not in the form of the corpus.

    Examples
    --------
    >>> load_corpus("osact4", "corpora/", split="dev")  # doctest: +SKIP
    Corpus('osact4', n=1000, dev=1000; hate_speech: 44 of 1000 known)
    """
    manifest = load_manifest(name)
    labels = load_taxonomy().names
    if manifest.posts:
        frame, n_malformed = _judged(manifest, Path(path))
        upstream_parts: NDArray[np.str_] | None = frame["part"].to_numpy(dtype=np.str_)
    else:
        tables = {file: read_source(file, manifest) for file in find_files(manifest, Path(path))}
        frame = pd.concat([table.frame for table in tables.values()], ignore_index=True)
        n_malformed = sum(table.n_malformed for table in tables.values())
        upstream_parts = _upstream_parts(manifest, {file: len(table.frame) for file, table in tables.items()})
    texts = frame[manifest.format.text].tolist()
    groups = group_keys(texts)
    Y = np.full((len(texts), len(labels)), np.nan)
    for label, mapping in manifest.labels.items():
        Y[:, labels.index(label)] = map_labels(frame, mapping)
    corpus = Corpus(
        name=name,
        texts=texts,
        Y=Y,
        labels=labels,
        groups=groups,
        split=hash_split(groups, manifest.dev_share) if upstream_parts is None else upstream_parts,
        frame=frame,
        n_malformed=n_malformed,
    )
    if split is None:
        return corpus
    parts = tuple(np.unique(corpus.split).tolist())
    if split not in parts:
        raise InvalidArgumentError(
            f"split: got {split!r}",
            expected=f"one of {', '.join(parts)}",
            remedy=f"{name} has no other part here",
        )
    return corpus.select(corpus.split == split)


def find_files(manifest: Manifest, path: Path) -> list[Path]:
    """Return the files of a corpus that are there, in the manifest's order.

    Raises
    ------
    InputFileError
        When there are none.
    """
    if manifest.posts:
        corpora = [load_manifest(name) for name in manifest.posts]
        found = [file for corpus in corpora for file in _there(corpus, path)]
        if found:
            return found
        raise InputFileError(
            f"path: {path.name!r} holds none of the corpora whose posts {manifest.name} labels",
            expected=f"a folder for each of {', '.join(sorted({corpus.folder for corpus in corpora}))}",
            remedy="see 'rightsnlp corpora list' for where each is to be had",
        )
    if path.is_file():
        return [path]
    if found := _there(manifest, path):
        return found
    names = ", ".join(file.path for file in manifest.files if file.read)
    raise InputFileError(
        f"path: {path.name!r} holds no file of {manifest.name}",
        expected=f"{names}, there or in a folder {manifest.folder}/",
        remedy=f"fetch the corpus from {manifest.upstream}",
    )


def _there(manifest: Manifest, path: Path) -> list[Path]:
    for folder in (path / manifest.folder, path):
        found = [
            folder / file.path for file in manifest.files if file.read and (folder / file.path).is_file()
        ]
        if found:
            return found
    return []


def hash_split(groups: NDArray[np.str_], dev_share: float = DEV_SHARE) -> NDArray[np.str_]:
    """Split by the group key itself: the same post is in the same part in every corpus, on every machine.

    Parameters
    ----------
    groups : ndarray of str, shape (n,)
        Hexadecimal keys as :func:`~rightsnlp.data.overlap.dedup.group_keys` returns them.
    dev_share : float
        Share of the groups that go to ``dev``; the others go to ``train``.

    Examples
    --------
    >>> hash_split(np.array(["00ff00ff00ff00ff", "ff00ff00ff00ff00"])).tolist()
    ['dev', 'train']
    """
    position = np.array([int(group[:8], 16) / 16**8 for group in groups])
    return np.where(position < dev_share, "dev", "train")


def _judged(manifest: Manifest, path: Path) -> tuple[pd.DataFrame, int]:
    """Return the judged posts of the corpora that are there, and how many were not found."""
    find_files(manifest, path)
    texts: dict[str, list[str]] = {}
    for corpus in map(load_manifest, manifest.posts):
        for file in _there(corpus, path):
            texts.setdefault(corpus.name, []).extend(read_source(file, corpus).frame[corpus.format.text])
    return join_posts(texts, read_judgements(manifest.name), read_strata(manifest.name), manifest.name)


def _upstream_parts(manifest: Manifest, n_rows: dict[Path, int]) -> NDArray[np.str_] | None:
    """Return upstream's own part of each row, or None where upstream has one part."""
    if len(manifest.parts) < 2:
        return None
    part_of = {file.path: file.part for file in manifest.files}
    # A file under another name than upstream's is taken for training data: it must not pass as a test set.
    return np.concatenate([np.repeat(part_of.get(path.name, "train"), n) for path, n in n_rows.items()])
