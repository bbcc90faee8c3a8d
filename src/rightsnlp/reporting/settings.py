"""What was asked for in an evaluation, beside what its signature states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class RunSettings:
    """What was asked for and the figures themselves cannot tell.

    Attributes
    ----------
    command : str
        The command that makes the report again, without folders.
    corpus, corpus_title : str
        Name and title of a public corpus; empty for a table.
    part : str
        The part of the corpus that was asked for; empty for its usual one.
    slices, legitimate : tuple of str
        Columns.
    reference : dict of str to str
        Column to the slice that others are held against.
    text_column, encoding : str
        How the data was read; empty for what was found.
    thresholds_from : str
        ``model``, ``given``, ``default`` or empty.
    aims : dict
        What the model's thresholds were chosen for.
    seen : str
        ``trained`` or ``tuned`` where the model's own record says that it was trained, or its settings and thresholds
        chosen, on these very posts; else empty.
    matched : str
        How the rows of a file of predictions were matched with the posts; empty where a model was asked.
    """

    command: str = ""
    corpus: str = ""
    corpus_title: str = ""
    part: str = ""
    slices: tuple[str, ...] = ()
    legitimate: tuple[str, ...] = ()
    reference: Mapping[str, str] = field(default_factory=dict)
    text_column: str = ""
    encoding: str = ""
    thresholds_from: str = ""
    aims: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    seen: str = ""
    matched: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> RunSettings:
        """Build from what :meth:`to_dict` gave; what is not known is left out."""
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        for name in ("slices", "legitimate"):
            known[name] = tuple(known.get(name, ()))
        return cls(**known)
