"""The registry of other people's corpora: one ``datasets/<name>/manifest.toml`` a corpus, read as data.

A manifest says where a corpus comes from, how its files are written and which of its labels mean what. The
corpus itself is never part of this project: a user fetches a copy, and the loaders read it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from rightsnlp.exceptions import InvalidArgumentError, SchemaError
from rightsnlp.shipped import shipped_folder
from rightsnlp.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from pathlib import Path


DEV_SHARE = 0.15
"""Share of a corpus of one part that goes to ``dev``, unless its manifest says otherwise."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One upstream file.

    Attributes
    ----------
    path : str
        Name inside the corpus' folder.
    part : str
        Upstream's part: ``train``, ``dev`` or ``test``.
    sha256 : str
        Checksum of the copy that was used in development.
    read : bool
        False for a file that is listed and verified but not read as posts.
    columns : tuple of str
        Its columns in file order, where they are not those of the other files.
    """

    path: str
    part: str
    sha256: str
    read: bool = True
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileFormat:
    r"""How the files of a corpus are written.

    Attributes
    ----------
    type : str
        ``delimited``, ``parquet`` or ``lines`` (gzip is seen by the name's ending); ``judgements`` for labels alone.
    columns : tuple of str
        Column names, in file order.
    text : str
        The column that holds the post.
    delimiter : str
        ``"\t"`` or ``","``.
    header : bool
        Whether the first line names the columns.
    quoted : bool
        Whether quotation marks wrap fields; if not, they are characters like any other.
    """

    type: str
    columns: tuple[str, ...]
    text: str
    delimiter: str = "\t"
    header: bool = True
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class LabelMapping:
    """What the values of a source column say about one of our labels.

    Attributes
    ----------
    column : str
        Column of the source, or one that its reader derives.
    values : dict of str to float
        1 (carries the label) or 0 (does not) by source value.
    unknown : tuple of str
        Source values that say neither; they become NaN.
    """

    column: str
    values: dict[str, float]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a corpus that somebody else made.

    Attributes
    ----------
    name, title, licence, upstream, citation : str
        ``licence`` holds the words stated upstream, not a reading of them.
    languages : tuple of str
        Language codes, the main one first.
    files : tuple of SourceFile
    format : FileFormat
    labels : dict of str to LabelMapping
        By name of our label; a label that is not there is unknown for every row.
    posts : tuple of str
        The corpora whose files hold the posts, where this one has labels only; otherwise empty.
    own_folder : str
        The folder that holds its files, where that is not called after it.
    dev_share : float
        Share of its posts that go to ``dev`` where upstream has one part.
    """

    name: str
    title: str
    licence: str
    upstream: str
    citation: str
    languages: tuple[str, ...]
    files: tuple[SourceFile, ...]
    format: FileFormat
    labels: dict[str, LabelMapping] = field(default_factory=dict)
    posts: tuple[str, ...] = ()
    own_folder: str = ""
    dev_share: float = DEV_SHARE

    def format_of(self, file_name: str) -> FileFormat:
        """Return how one of its files is written."""
        columns = next((file.columns for file in self.files if file.path == file_name), ())
        return replace(self.format, columns=columns) if columns else self.format

    @property
    def folder(self) -> str:
        """Name of the folder that holds the files, among the folders of all corpora."""
        return self.own_folder or self.name

    @property
    def parts(self) -> tuple[str, ...]:
        """Upstream's own parts, in file order; one alone means that upstream did not split."""
        return tuple(dict.fromkeys(file.part for file in self.files if file.read))


@lru_cache(maxsize=1)
def corpus_names() -> tuple[str, ...]:
    """Return the names of the corpora that can be loaded, in alphabetical order.

    Examples
    --------
    >>> "osact4" in corpus_names()
    True
    """
    paths = sorted(shipped_folder("datasets").glob("*/manifest.toml"))
    return tuple(path.parent.name for path in paths if _read(path).get("kind") == "corpus")


@lru_cache(maxsize=32)
def load_manifest(name: str) -> Manifest:
    """Return the manifest of a corpus.

    Raises
    ------
    InvalidArgumentError
        When no corpus has that name.
    SchemaError
        When its manifest lacks a field.

    Examples
    --------
    >>> load_manifest("osact4").parts
    ('train', 'dev')
    """
    if name not in corpus_names():
        raise InvalidArgumentError(
            f"corpus: got {name!r}",
            expected=f"one of {', '.join(corpus_names())}",
            remedy="see 'rightsnlp corpora list'",
        )
    data = _read(shipped_folder("datasets") / name / "manifest.toml")
    if "posts" in data:
        # Its own file holds labels; the posts stand in the files of other corpora, in their form.
        data |= {"format": {"type": "judgements", "text": "text"}, "files": []}
    return parse_manifest(data)


def parse_manifest(data: dict[str, Any]) -> Manifest:
    """Build a manifest from the content of its TOML file.

    Raises
    ------
    SchemaError
        When a field is missing, unknown, or maps onto a label that the taxonomy does not have.
    """
    name = data.get("name", "")
    try:
        form = dict(data["format"])
        form["columns"] = tuple(form.get("columns", ()))
        labels = {
            label: LabelMapping(
                column=entry["column"],
                values={source: float(value) for source, value in entry["values"].items()},
                unknown=tuple(entry.get("unknown", ())),
            )
            for label, entry in data.get("labels", {}).items()
        }
        manifest = Manifest(
            name=name,
            title=data["title"],
            licence=data["licence"],
            upstream=data["upstream"],
            citation=data["citation"],
            languages=tuple(data["languages"]),
            files=tuple(
                SourceFile(**{**entry, "columns": tuple(entry.get("columns", ()))}) for entry in data["files"]
            ),
            format=FileFormat(**form),
            labels=labels,
            posts=tuple(data.get("posts", ())),
            own_folder=data.get("folder", ""),
            dev_share=float(data.get("dev_share", DEV_SHARE)),
        )
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise SchemaError(
            f"manifest of {name!r}: {type(error).__name__} at {error}",
            expected="title, licence, upstream, citation, languages, [format], [[files]]",
            remedy="compare with the manifest of another corpus",
        ) from None
    if strange := set(manifest.labels) - set(load_taxonomy().names):
        raise SchemaError(
            f"manifest of {name!r}: maps onto {min(strange)!r}",
            expected=f"labels among {', '.join(load_taxonomy().names)}",
            remedy="correct [labels]",
        )
    return manifest


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise SchemaError(
            f"{path.parent.name}/{path.name}: not TOML ({error})", expected="TOML", remedy="correct the line"
        ) from None
