"""Documents cannot drift: their code runs, their commands exist, their links lead somewhere, notebooks are clean."""

from __future__ import annotations

import doctest
import json
import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NEEDS = {"evaluation.md": "matplotlib"}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


def commands() -> list[tuple[str, str]]:
    found = []
    for path in DOCUMENTS:
        for block in blocks(path, "console"):
            for line in block.replace("\\\n", " ").splitlines():
                words = line.split("#")[0].removeprefix("$ ").strip()
                if words.removeprefix(".venv/bin/").startswith("rightsnlp "):
                    found.append((path.name, words.removeprefix(".venv/bin/")))
    return found


def test_the_readmes_code_runs() -> None:
    namespace: dict[str, object] = {}
    for block in blocks(ROOT / "README.md", "python"):
        exec(compile(block, "README.md", "exec"), namespace)  # our own file, as a reader would run it
    assert "report" in namespace


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_examples_in_documents_give_what_they_show(path: Path) -> None:
    if path.name in NEEDS:
        pytest.importorskip(NEEDS[path.name], reason="its examples need an extra")
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.testfile(str(path), module_relative=False, encoding="utf-8", optionflags=flags).failed == 0


@pytest.mark.parametrize(("document", "command"), commands())
def test_a_command_in_a_document_exists_with_its_options(document: str, command: str) -> None:
    import click

    from rightsnlp.cli import cli

    words = shlex.split(command)[1:]
    context: click.Context | None = None
    group: click.Command = cli
    while isinstance(group, click.Group) and words and not words[0].startswith("-"):
        found = group.get_command(click.Context(group), words[0])
        assert found is not None, f"{document}: {command}"
        group, words, context = found, words[1:], context
    known = {option for parameter in group.params for option in (*parameter.opts, *parameter.secondary_opts)}
    for word in words:
        if re.match(r"--?[a-z]", word):
            assert word.split("=")[0] in {*known, "--help", "--version"}, f"{document}: {command}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_that_exist(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith(("http", "mailto:")):
            assert (path.parent / target).exists(), target


def test_the_readmes_figures_are_those_of_the_shipped_model() -> None:
    from rightsnlp.evaluation.results import EvaluationReport
    from rightsnlp.reporting.cards.model_card import figures

    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- figures: .*? -->\n(.*?)\n<!-- end of figures -->", text, re.DOTALL)
    assert shown
    written = json.loads((ROOT / "models/rightsnlp-base/evaluation.json").read_text(encoding="utf-8"))
    assert shown[1] == figures({name: EvaluationReport.from_dict(data) for name, data in written.items()})


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_stored_without_outputs(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in cells)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_runs(path: Path) -> None:
    nbclient = pytest.importorskip("nbclient", reason="the extra 'notebooks' is not installed")
    nbformat = pytest.importorskip("nbformat", reason="the extra 'notebooks' is not installed")
    pytest.importorskip("ipykernel", reason="the extra 'notebooks' is not installed")
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}
    ).execute()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_speak_of_no_machine(path: Path) -> None:
    assert not re.search(r"/(?:home|root|tmp|work|Users)/", path.read_text(encoding="utf-8"))
