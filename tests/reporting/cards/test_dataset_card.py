"""A data set's card fits its manifest and its files, and ``datasets`` loads the folder by it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest
from huggingface_hub import DatasetCard

from rightsnlp.exceptions import InputFileError, InvalidArgumentError
from rightsnlp.reporting.cards.dataset_card import check_dataset_card, dataset_card
from rightsnlp.shipped import shipped_folder

OURS = ("rightsnlp-cases", "rightscheck", "judged-posts")
DATA = "case_id,language,text\n1,ar,نصّ\n2,he,\n"
MANIFEST = """
kind = "own"
title = "Mine"
license = "mit"
languages = ["ar", "he"]
multilinguality = ["multilingual"]
task_categories = ["text-classification"]
annotations_creators = ["expert-generated"]
language_creators = ["found"]
source_datasets = ["original"]

[[files]]
path = "cases.csv"
config = "cases"
split = "test"
sha256 = "{sha256}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases.csv").write_text(DATA, encoding="utf-8")
    digest = hashlib.sha256(DATA.encode()).hexdigest()
    (tmp_path / "manifest.toml").write_text(MANIFEST.format(sha256=digest), encoding="utf-8")
    (tmp_path / "README.md").write_text("# Mine\n\nWhy it was made.\n", encoding="utf-8")
    (tmp_path / "README.md").write_text(dataset_card(tmp_path), encoding="utf-8")
    return tmp_path


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_head_is_in_the_hubs_form_and_the_datasheet_stays(folder: Path) -> None:
    card = DatasetCard(dataset_card(folder))
    assert (card.data.license, card.data.language, card.data.size_categories) == (
        "mit",
        ["ar", "he"],
        ["n<1K"],
    )
    assert card.data.configs[0]["data_files"] == [{"split": "test", "path": "cases.csv"}]
    assert card.text.strip() == "# Mine\n\nWhy it was made."


def test_rendering_again_changes_nothing(folder: Path) -> None:
    assert dataset_card(folder) == (folder / "README.md").read_text(encoding="utf-8")
    assert check_dataset_card(folder) == []


def test_every_gap_is_named_at_once_and_nothing_is_rendered(folder: Path) -> None:
    replace(folder / "manifest.toml", 'license = "mit"', 'license = " "')
    replace(folder / "manifest.toml", 'source_datasets = ["original"]', "source_datasets = []")
    replace(folder / "manifest.toml", 'split = "test"', "")
    with pytest.raises(InvalidArgumentError, match=r"license, source_datasets, files\[0\]\.split"):
        dataset_card(folder)
    assert check_dataset_card(folder)[0] == "manifest.toml: license is empty"


def test_a_card_without_a_datasheet_is_refused(folder: Path) -> None:
    (folder / "README.md").write_text("---\nlicense: mit\n---\n", encoding="utf-8")
    with pytest.raises(InvalidArgumentError, match=r"datasheet in README\.md"):
        dataset_card(folder)


def test_a_changed_file_is_told_with_its_hash(folder: Path) -> None:
    (folder / "cases.csv").write_text(DATA + "3,en,x\n", encoding="utf-8")
    digest = hashlib.sha256((DATA + "3,en,x\n").encode()).hexdigest()
    assert check_dataset_card(folder) == [
        f"cases.csv: has the sha256 {digest}",
        "cases.csv: holds the languages en, which are not listed",
    ]
    with pytest.raises(InvalidArgumentError, match=digest):
        dataset_card(folder)


def test_a_head_that_says_something_else_is_told(folder: Path) -> None:
    replace(folder / "README.md", "license: mit", "license: gpl")
    assert check_dataset_card(folder) == ["README.md: 'license' in its head differs"]


@pytest.mark.parametrize("path", ["none.csv", "../cases.csv"])
def test_a_file_that_is_not_in_the_folder_is_told(folder: Path, path: str) -> None:
    replace(folder / "manifest.toml", 'path = "cases.csv"', f'path = "{path}"')
    assert check_dataset_card(folder) == [f"{path}: is missing"]


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match=r"manifest\.toml: cannot be read"):
        dataset_card(tmp_path)


@pytest.mark.parametrize("name", OURS)
def test_our_own_cards_hold(name: str) -> None:
    folder = shipped_folder("datasets") / name
    assert check_dataset_card(folder) == []
    assert (folder / "README.md").read_text(encoding="utf-8") == dataset_card(folder)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize(
    ("name", "config", "split", "file"),
    [
        ("rightsnlp-cases", None, "cases", "cases.csv"),
        ("rightsnlp-cases", "second_pass", "second_pass", "second_pass.csv"),
        ("rightscheck", None, "test", "cases.csv"),
        ("rightscheck", "functionalities", "functionalities", "functionalities.csv"),
        ("judged-posts", None, "labels", "labels.csv"),
    ],
)
def test_datasets_loads_our_own_sets_from_their_folders(
    name: str, config: str | None, split: str, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datasets

    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    datasets.disable_progress_bars()
    folder = shipped_folder("datasets") / name
    loaded = datasets.load_dataset(str(folder), config, cache_dir=str(tmp_path))
    assert list(loaded) == [split]
    expected = pd.read_csv(folder / file, dtype=str, keep_default_na=False)
    # A column of whole numbers alone comes back as numbers.
    pd.testing.assert_frame_equal(loaded[split].to_pandas().astype(str), expected.astype(str))
