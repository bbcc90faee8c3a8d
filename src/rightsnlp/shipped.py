"""Where the models and data sets that ship with the package lie: in the wheel, or in the checkout."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Literal


def shipped_folder(kind: Literal["models", "datasets"]) -> Path:
    """Return the folder of what ships: inside the wheel, or in the checkout of an editable install.

    Examples
    --------
    >>> (shipped_folder("datasets") / "rightsnlp-cases").is_dir()
    True
    """
    inside = Path(str(resources.files("rightsnlp"))) / "_shipped" / kind
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / kind
