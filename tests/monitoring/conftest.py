"""Registers as files, and the sample that ships."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rightsnlp.monitoring.cases import CaseTable, read_cases
from rightsnlp.shipped import shipped_folder

SAMPLE = shipped_folder("datasets") / "monitor-sample"


@pytest.fixture
def register(tmp_path: Path) -> Callable[..., Path]:
    """Write rows as a register and return its path."""

    def write(*rows: dict[str, str], name: str = "register.csv") -> Path:
        columns = list(dict.fromkeys(column for row in rows for column in row))
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="")
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


@pytest.fixture(scope="session")
def sample() -> CaseTable:
    return read_cases(SAMPLE / "cases.csv")


@pytest.fixture(scope="session")
def known() -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((SAMPLE / "known_figures.json").read_text(encoding="utf-8"))
    return figures
