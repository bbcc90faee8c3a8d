"""The register of what was sent to which company when, and what came back: one CSV, never written in part."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from rightsnlp.data.tables.io import as_text, read_table
from rightsnlp.data.tables.writers import CSVWriter
from rightsnlp.exceptions import SchemaError
from rightsnlp.provenance import atomic_path

COLUMNS = (
    "reference", "case_id", "company", "platform", "url", "evidence_sha256", "text", "sent_at", "table",
    "outcome", "answered_at", "matched_by", "similarity", "answer",
)  # fmt: skip
"""``text`` is the post as it stands in the case file, so the register is as private as that. ``answer`` is a hash."""


def read_register(path: str | Path) -> pd.DataFrame:
    """Read a register; an empty one where there is no file.

    Raises
    ------
    SchemaError
        When the file is no register.
    """
    path = Path(path)
    if not path.exists():
        return pd.DataFrame(columns=list(COLUMNS), dtype=object)
    frame = read_table(path)
    if tuple(frame.columns) != COLUMNS:
        raise SchemaError(
            f"{path.name}: its columns are not those of a register",
            expected=", ".join(COLUMNS),
            remedy="name the register that rightsnlp escalate wrote",
        )
    return frame.map(as_text)


def write_rows(frame: pd.DataFrame, path: Path) -> bool:
    """Write a table as CSV unless it says the same already; return whether it was written."""
    with_new = path.with_name(f".{path.name}.new")
    with atomic_path(with_new, force=True) as temporary, CSVWriter(temporary, list(frame.columns)) as writer:
        for row in frame.itertuples(index=False, name=None):
            writer.write(row)
    if path.exists() and path.read_bytes() == with_new.read_bytes():
        with_new.unlink()
        return False
    with_new.replace(path)
    return True
