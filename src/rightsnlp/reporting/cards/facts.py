"""What only a person can say of a model, for its card: licence, known gaps, how to cite it. A file ``card.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from rightsnlp.exceptions import InputFileError, SchemaError

FILE = "card.toml"


@dataclass(frozen=True)
class CardFacts:
    """What a model card holds beside the figures.

    Attributes
    ----------
    license : str
        The identifier that the Hugging Face hub uses, such as ``apache-2.0``.
    languages : tuple of str
        ISO 639 codes.
    citation : str
        How to cite the model.
    command : str
        How the model was made.
    gaps, gaps_ar : tuple of str
        Known gaps, a sentence each, in English and in Arabic.
    tags : tuple of str
        For the hub's search. May be empty.
    cost : str
        What training and use cost, in plain figures. May be empty.
    """

    license: str = ""
    languages: tuple[str, ...] = ()
    citation: str = ""
    command: str = ""
    gaps: tuple[str, ...] = ()
    gaps_ar: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cost: str = ""

    @property
    def missing(self) -> list[str]:
        """Names of what is required and empty.

        Examples
        --------
        >>> CardFacts(license="mit", languages=("ar",)).missing
        ['citation', 'command', 'gaps', 'gaps_ar']
        """
        optional = {"tags", "cost"}
        return [
            part.name for part in fields(self) if part.name not in optional and not getattr(self, part.name)
        ]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> CardFacts:
        """Build from the content of a ``card.toml``.

        Raises
        ------
        SchemaError
            When a field is unknown, or not the text or list of texts that it should be.
        """
        plain = cls()
        unknown = set(data) - {part.name for part in fields(cls)}
        wrong = [
            name
            for name, value in data.items()
            if name not in unknown and not _fits(value, getattr(plain, name))
        ]
        if unknown or wrong:
            raise SchemaError(
                f"{FILE}: {sorted(unknown | set(wrong))[0]!r} is no field, or not of its kind",
                expected=f"texts or lists of texts under {', '.join(part.name for part in fields(cls))}",
                remedy="correct it",
            )
        stripped: dict[str, Any] = {
            name: value.strip() if isinstance(value, str) else tuple(text.strip() for text in value)
            for name, value in data.items()
        }
        return cls(**stripped)


def read_facts(path: str | Path) -> CardFacts:
    """Read a ``card.toml``.

    Raises
    ------
    InputFileError
        When it is missing or no TOML.
    SchemaError
        As :meth:`CardFacts.from_dict`.
    """
    path = Path(path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({type(error).__name__})",
            expected="TOML in UTF-8",
            remedy="correct the file",
        ) from None
    return CardFacts.from_dict(data)


def _fits(value: object, plain: object) -> bool:
    if isinstance(plain, str):
        return isinstance(value, str)
    return isinstance(value, list) and all(isinstance(text, str) for text in value)
