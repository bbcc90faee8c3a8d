from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.data.corpora.manifests import corpus_names, load_manifest, parse_manifest
from rightsnlp.exceptions import SchemaError

GOOD = {
    "name": "mine",
    "title": "Mine",
    "licence": "none stated",
    "upstream": "https://example.org",
    "citation": "Nobody (2024).",
    "languages": ["ar"],
    "format": {"type": "delimited", "columns": ["text", "label"], "text": "text"},
    "labels": {"hate_speech": {"column": "label", "values": {"yes": 1, "no": 0}}},
    "files": [{"path": "mine.tsv", "part": "train", "sha256": "0" * 64}],
}

ELSEWHERE = {"judged-posts", "hebrew-detox"}
"""Corpora without an address of their own: the posts of others, and one whose address the project does not know."""


@pytest.mark.parametrize("name", corpus_names())
def test_a_corpus_is_described_whole(name: str, project_root: Path) -> None:
    manifest = load_manifest(name)

    assert manifest.name == name
    assert manifest.upstream.startswith("https://") or name in ELSEWHERE
    assert manifest.licence
    assert manifest.citation
    assert all(len(file.sha256) == 64 for file in manifest.files)
    assert manifest.posts or manifest.format.text in manifest.format.columns
    for mapping in manifest.labels.values():
        assert not set(mapping.values) & set(mapping.unknown)
        assert set(mapping.values.values()) <= {0.0, 1.0}


@pytest.mark.parametrize("name", corpus_names())
def test_a_corpus_has_a_datasheet_that_agrees_with_its_manifest(name: str, project_root: Path) -> None:
    manifest = load_manifest(name)
    sheet = (project_root / "datasets" / name / "README.md").read_text(encoding="utf-8")

    for heading in (
        "What it is",
        "Who made it",
        "How it was labelled",
        "What it says",
        "Known faults",
        "Licence",
    ):
        assert f"## {heading}" in sheet
    assert manifest.licence in sheet
    assert manifest.citation in sheet
    assert manifest.upstream in sheet
    for file in manifest.files:
        assert file.path in sheet
        assert file.sha256 in sheet


def test_the_folder_of_data_sets_is_no_package(project_root: Path) -> None:
    assert not (project_root / "datasets" / "__init__.py").exists()


def test_a_manifest_is_read_as_it_says() -> None:
    manifest = parse_manifest(GOOD)

    assert manifest.labels["hate_speech"].values == {"yes": 1.0, "no": 0.0}
    assert manifest.parts == ("train",)


@pytest.mark.parametrize("key", sorted(set(GOOD) - {"name", "labels"}))
def test_a_manifest_that_lacks_a_key_is_refused(key: str) -> None:
    with pytest.raises(SchemaError, match="manifest of 'mine': KeyError"):
        parse_manifest({name: value for name, value in GOOD.items() if name != key})


def test_a_manifest_with_a_label_we_do_not_have_is_refused() -> None:
    with pytest.raises(SchemaError, match="maps onto 'rudeness'"):
        parse_manifest(GOOD | {"labels": {"rudeness": {"column": "label", "values": {}}}})
