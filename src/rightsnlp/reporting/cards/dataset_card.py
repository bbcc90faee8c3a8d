"""Data set cards: a head in the Hugging Face hub's form, made from ``manifest.toml`` and the data, over a datasheet.

With that head ``datasets.load_dataset`` reads the folder as it is. The datasheet (Gebru et al. 2021, "Datasheets for
Datasets") below it is a person's text and is never touched.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rightsnlp.exceptions import InputFileError, InvalidArgumentError
from rightsnlp.provenance import sha256_file
from rightsnlp.reporting.cards.head import differences, read_card, write_card

CARD, MANIFEST = "README.md", "manifest.toml"

_TEXTS = ("title", "license")
_LISTS = (
    "languages", "task_categories", "annotations_creators", "language_creators", "source_datasets", "multilinguality",
)  # fmt: skip
_PER_FILE = ("path", "config", "split", "sha256")
# The hub's own bands.
_SIZES = (
    (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
)  # fmt: skip


@dataclass(frozen=True)
class DatasetFacts:
    """What a data set's manifest says.

    Attributes
    ----------
    data : dict
        The manifest's fields.
    folder : Path
        Where it lies.
    """

    data: Mapping[str, Any]
    folder: Path

    @property
    def files(self) -> list[Mapping[str, Any]]:
        """The files that the data set has; the first is loaded where none is named."""
        files = self.data.get("files", [])
        return [file for file in files if isinstance(file, Mapping)] if isinstance(files, list) else []

    @property
    def missing(self) -> list[str]:
        """Names of what is required and empty, or not of its kind."""
        missing = [
            name for name in _TEXTS if not (isinstance(self.data.get(name), str) and self.data[name].strip())
        ]
        for name in _LISTS:
            value = self.data.get(name)
            if not (
                isinstance(value, list) and value and all(isinstance(part, str) and part for part in value)
            ):
                missing.append(name)
        missing += [] if self.files else ["files"]
        missing += [
            f"files[{n}].{key}" for n, file in enumerate(self.files) for key in _PER_FILE if not file.get(key)
        ]
        card = self.folder / CARD
        datasheet = card.is_file() and read_card(card.read_text(encoding="utf-8"), "dataset")[1]
        return missing + ([] if datasheet else [f"datasheet in {CARD}"])


def read_dataset_facts(folder: str | Path) -> DatasetFacts:
    """Read the manifest of a data set's folder.

    Raises
    ------
    InputFileError
        When it is missing or no TOML.
    """
    path = Path(folder) / MANIFEST
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise InputFileError(
            f"{path.parent.name}/{MANIFEST}: cannot be read ({type(error).__name__})",
            expected="TOML in UTF-8 that says what the data set is",
            remedy="write it, or name another folder",
        ) from None
    return DatasetFacts(data, path.parent)


def dataset_card(folder: str | Path) -> str:
    """Return a data set's card: the head made anew, the datasheet as it stands in its ``README.md``.

    Raises
    ------
    InvalidArgumentError
        When a required field of the manifest is empty, or a file is not the one it names; all are named at once.
    InputFileError
        When the manifest or the card cannot be read.
    """
    facts = read_dataset_facts(folder)
    wrong = facts.missing + _file_problems(facts)
    if wrong:
        raise InvalidArgumentError(
            f"{facts.folder.name}: its card is not rendered, for these are empty or wrong: {', '.join(wrong)}",
            expected="a complete manifest, and the files that it names",
            remedy=f"correct {MANIFEST}",
        )
    _, datasheet = read_card((facts.folder / CARD).read_text(encoding="utf-8"), "dataset")
    return write_card(_head(facts), datasheet + "\n")


def check_dataset_card(folder: str | Path) -> list[str]:
    """Return in what a data set's card, manifest and files do not fit together; an empty list where they do.

    Raises
    ------
    InputFileError
        When the manifest or the card cannot be read.
    """
    facts = read_dataset_facts(folder)
    problems = [f"{MANIFEST}: {name} is empty" for name in facts.missing] + _file_problems(facts)
    if problems:
        return problems
    head, _ = read_card((facts.folder / CARD).read_text(encoding="utf-8"), "dataset")
    return [f"{CARD}: {name!r} in its head differs" for name in differences(head, _head(facts).to_dict())]


def _head(facts: DatasetFacts) -> Any:
    from huggingface_hub import DatasetCardData

    data = facts.data
    configs: dict[str, list[dict[str, str]]] = {}
    for file in facts.files:
        configs.setdefault(file["config"], []).append({"split": file["split"], "path": file["path"]})
    first = facts.files[0]
    return DatasetCardData(
        pretty_name=data["title"],
        license=data["license"],
        language=data["languages"],
        multilinguality=data["multilinguality"],
        task_categories=data["task_categories"],
        annotations_creators=data["annotations_creators"],
        language_creators=data["language_creators"],
        source_datasets=data["source_datasets"],
        size_categories=[_size(_shape(facts.folder / first["path"])[1])],
        tags=data.get("tags") or None,
        configs=[
            {
                "config_name": name,
                **({"default": True} if name == first["config"] else {}),
                "data_files": files,
                # An empty cell is an empty text, and the word "none" is a value.
                "keep_default_na": False,
            }
            for name, files in configs.items()
        ],
    )


def _file_problems(facts: DatasetFacts) -> list[str]:
    problems = []
    for file in facts.files:
        name = str(file.get("path", ""))
        path = facts.folder / name
        if not name:
            continue
        if path.resolve().parent != facts.folder.resolve() or not path.is_file():
            problems.append(f"{name}: is missing")
            continue
        digest = sha256_file(path)
        if digest != file.get("sha256"):
            problems.append(f"{name}: has the sha256 {digest}")
        header, _, languages = _shape(path)
        if len(set(header)) != len(header) or not all(header):
            problems.append(f"{name}: has a column twice, or one without a name")
        listed = facts.data.get("languages") or []
        # A word such as "mixed" is no code; the languages it mixes are listed.
        if unlisted := sorted(code for code in languages if len(code) == 2 and code not in listed):
            problems.append(f"{name}: holds the languages {', '.join(unlisted)}, which are not listed")
    return problems


def _shape(path: Path) -> tuple[list[str], int, set[str]]:
    """Return the header of a CSV file, its number of rows, and what stands in its column ``language``."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = csv.DictReader(stream)
            header = list(rows.fieldnames or [])
            found = [row.get("language") or "" for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputFileError(
            f"{path.name}: cannot be read ({type(error).__name__})",
            expected="CSV in UTF-8",
            remedy="correct the file",
        ) from None
    return header, len(found), set(found) - {""}


def _size(n: int) -> str:
    return next((name for limit, name in _SIZES if n < limit), "n>10M")
