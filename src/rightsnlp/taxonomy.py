"""The labels as data: names, definitions in English and Arabic, and what each label may be read from.

A taxonomy says for every label which case fields a model may take as evidence (``reads``) and which of
them must be there before any answer is given (``needs_any``). ``wrongful_removal`` is a relation between a
post, a platform's action and a rule, so it needs a report or an action; it is never read off a post alone.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from rightsnlp.exceptions import InputFileError, InvalidArgumentError, SchemaError
from rightsnlp.records import EVIDENCE_FIELDS


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a taxonomy.

    Attributes
    ----------
    name : str
        Identifier used in columns and files.
    title, definition : dict of str to str
        Texts by language code (``"en"``, ``"ar"``).
    reads : tuple of str
        Case fields a model may use as evidence for this label.
    needs_any : tuple of str
        At least one of these fields must be given, else the answer is ``insufficient``.
    """

    name: str
    title: dict[str, str]
    definition: dict[str, str]
    reads: tuple[str, ...]
    needs_any: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A versioned set of labels.

    Examples
    --------
    >>> taxonomy = load_taxonomy()
    >>> taxonomy.names
    ('hate_speech', 'incitement', 'wrongful_removal')
    >>> taxonomy["wrongful_removal"].needs_any
    ('report', 'action')
    """

    name: str
    version: str
    labels: tuple[Label, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Label names in order."""
        return tuple(label.name for label in self.labels)

    def __getitem__(self, name: str) -> Label:
        for label in self.labels:
            if label.name == name:
                return label
        raise InvalidArgumentError(
            f"label: got {name!r}", expected=f"one of {', '.join(self.names)}", remedy="check the spelling"
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the taxonomy as plain data, the form in which a model stores it."""
        return {
            "name": self.name,
            "version": self.version,
            "labels": [
                {
                    "name": label.name,
                    "title": dict(label.title),
                    "definition": dict(label.definition),
                    "reads": list(label.reads),
                    "needs_any": list(label.needs_any),
                }
                for label in self.labels
            ],
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Taxonomy:
        """Build a taxonomy from plain data.

        Raises
        ------
        SchemaError
            When a key is missing, a label is repeated, or a field is not a case field.
        """
        try:
            labels = tuple(
                Label(
                    name=str(entry["name"]),
                    title=dict(entry.get("title", {})),
                    definition=dict(entry.get("definition", {})),
                    reads=tuple(entry.get("reads", ("text",))),
                    needs_any=tuple(entry.get("needs_any", ("text",))),
                )
                for entry in data["labels"]
            )
            taxonomy = cls(name=str(data["name"]), version=str(data["version"]), labels=labels)
        except (KeyError, TypeError, ValueError) as error:
            raise SchemaError(
                f"taxonomy: {type(error).__name__} at {error}",
                expected="name, version, and a list of labels with a name each",
                remedy="compare with the taxonomy that ships in rightsnlp/taxonomy.toml",
            ) from None
        _check(taxonomy)
        return taxonomy


def _check(taxonomy: Taxonomy) -> None:
    if not taxonomy.labels:
        raise SchemaError(
            "taxonomy: got no labels", expected="one label or more", remedy="add a [[labels]] entry"
        )
    if len(set(taxonomy.names)) != len(taxonomy.names):
        raise SchemaError(
            "taxonomy: a label name is repeated", expected="distinct names", remedy="rename one"
        )
    for label in taxonomy.labels:
        unknown = [field for field in (*label.reads, *label.needs_any) if field not in EVIDENCE_FIELDS]
        if unknown:
            raise SchemaError(
                f"taxonomy: label {label.name!r} reads {unknown[0]!r}",
                expected=f"fields among {', '.join(EVIDENCE_FIELDS)}",
                remedy="correct 'reads' or 'needs_any'",
            )


def simple_taxonomy(
    names: tuple[str, ...] | list[str], *, name: str = "custom", version: str = "1"
) -> Taxonomy:
    """Return a taxonomy for another label set whose labels are all read off the post's text.

    Examples
    --------
    >>> simple_taxonomy(["spam", "ham"]).names
    ('spam', 'ham')
    """
    return Taxonomy.from_dict({"name": name, "version": version, "labels": [{"name": n} for n in names]})


@lru_cache(maxsize=8)
def load_taxonomy(path: str | Path | None = None) -> Taxonomy:
    """Load a taxonomy from a TOML file, or the one that ships.

    Parameters
    ----------
    path : str or Path, optional
        A TOML file with ``name``, ``version`` and ``[[labels]]``. Default: the three labels of the monitor.

    Raises
    ------
    InputFileError
        When the file is missing or is not TOML.
    SchemaError
        When its content is not a taxonomy.
    """
    if path is None:
        text = resources.files("rightsnlp").joinpath("taxonomy.toml").read_text(encoding="utf-8")
    else:
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputFileError(
                f"taxonomy: cannot read {Path(path).name!r} ({type(error).__name__})",
                expected="a TOML file in UTF-8",
                remedy="check the path",
            ) from None
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputFileError(
            f"taxonomy: not TOML ({error})", expected="a TOML file", remedy="correct the line named"
        ) from None
    return Taxonomy.from_dict(data)


def taxonomy_of(labels: Sequence[str]) -> Taxonomy:
    """Return the monitor's taxonomy where it has all the labels, else one of these labels alone.

    Examples
    --------
    >>> taxonomy_of(["incitement"]).names
    ('hate_speech', 'incitement', 'wrongful_removal')
    >>> taxonomy_of(["spam"]).names
    ('spam',)
    """
    known = load_taxonomy()
    return known if set(labels) <= set(known.names) else simple_taxonomy(list(labels))
