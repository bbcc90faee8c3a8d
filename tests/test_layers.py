"""No module imports itself by a detour, whether at the top, inside a function or for types alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import rightsnlp

SOURCE = Path(rightsnlp.__file__).parent


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name; a package is its ``__init__``."""
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = ("rightsnlp", *path.relative_to(SOURCE).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(tree: ast.AST, known: set[str]) -> Iterator[str]:
    """Every module of ours that a module names in an import, wherever it stands, or in the list of a lazy package."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                inside = f"{node.module}.{alias.name}"
                yield inside if inside in known else node.module
        elif isinstance(node, ast.Dict):
            values = (value.value for value in node.values if isinstance(value, ast.Constant))
            yield from (value for value in values if isinstance(value, str) and value in known)


def graph() -> dict[str, set[str]]:
    found = modules()
    names = set(found)
    return {
        name: set(imported(ast.parse(path.read_text(encoding="utf-8")), names)) - {name}
        for name, path in found.items()
    }


def test_no_circle_of_imports() -> None:
    try:
        TopologicalSorter(graph()).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_lazy_and_type_only_imports_count() -> None:
    edges = graph()
    assert "rightsnlp.labeling.frame" in edges["rightsnlp"]
    assert any("labeling" in name for name in edges["rightsnlp.cli.label"])


def test_a_folder_has_room() -> None:
    crowded = {
        str(folder.relative_to(SOURCE)): n
        for folder in [SOURCE, *(path for path in SOURCE.rglob("*") if path.is_dir())]
        if (n := sum(path.is_file() and path.suffix == ".py" for path in folder.iterdir())) > 20
    }
    assert crowded == {}
