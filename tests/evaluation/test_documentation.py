"""The examples of docs/evaluation.md give what they print."""

from __future__ import annotations

import doctest
from pathlib import Path


def test_the_examples_hold(project_root: Path) -> None:
    failed, tried = doctest.testfile(
        str(project_root / "docs" / "evaluation.md"),
        module_relative=False,
        encoding="utf-8",
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
    )
    assert tried > 10
    assert failed == 0
