"""The synthetic register that ships: where it lies, and whether a file is it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from rightsnlp.shipped import shipped_folder

SAMPLE = "monitor-sample"


def sample_path(name: str = "cases.csv") -> Path:
    """Return the path of a file of the sample.

    Examples
    --------
    >>> sample_path().name
    'cases.csv'
    """
    return shipped_folder("datasets") / SAMPLE / name


def is_sample(sha256: str) -> bool:
    """Return whether a hash is that of the sample's cases, so that pages made from it say that they are synthetic."""
    manifest = tomllib.loads(sample_path("manifest.toml").read_text(encoding="utf-8"))
    return any(entry["sha256"] == sha256 for entry in manifest["files"])
