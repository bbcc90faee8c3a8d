"""BibTeX for what a figure rests on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rightsnlp import __version__
from rightsnlp.data.corpora.manifests import corpus_names, load_manifest
from rightsnlp.evaluation.metrics import evaluate_arrays
from rightsnlp.reporting.methods.citation import (
    SOFTWARE_AUTHOR,
    SOFTWARE_TITLE,
    SOFTWARE_YEAR,
    citation_bib,
    corpus_entry,
)


def test_the_software_is_cited_as_its_citation_file_says(project_root: Path) -> None:
    text = (project_root / "CITATION.cff").read_text(encoding="utf-8")
    for fact in (
        SOFTWARE_TITLE,
        SOFTWARE_AUTHOR,
        f"version: {__version__}",
        f"date-released: {SOFTWARE_YEAR}",
    ):
        assert fact in text


@pytest.mark.parametrize("name", corpus_names())
def test_every_corpus_has_an_entry_with_balanced_braces(name: str) -> None:
    entry = corpus_entry(load_manifest(name))
    assert entry.count("{") == entry.count("}")
    assert re.search(r"author = \{.+ and |author = \{\{|note = \{", entry)
    assert load_manifest(name).upstream in entry


def test_each_system_is_cited_once_by_its_hash() -> None:
    model = {"name": "my_model", "version": "1", "sha256": "ab" * 32}
    report = evaluate_arrays([1, 0], [0.9, 0.1], ["x"], n_resamples=9, model=model)
    text = citation_bib([report, report], load_manifest("armi"))
    assert re.findall(r"^@\w+\{([^,]+),", text, re.MULTILINE) == ["rightsnlp", "my-model-abababab", "armi"]
    assert "my\\_model" in text
