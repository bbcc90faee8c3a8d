"""Check a user's copy of the corpora against the manifests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rightsnlp.data.corpora.manifests import Manifest, SourceFile, corpus_names, load_manifest
from rightsnlp.data.corpora.readers import read_source
from rightsnlp.exceptions import InputFileError, RightsNLPError
from rightsnlp.provenance import sha256_file


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What was found of one file.

    Attributes
    ----------
    corpus, file : str
    status : str
        ``same``, ``other sha256``, ``malformed rows``, ``not readable`` or ``missing``.
    detail : str
        Counts, or the error. No post text.
    """

    corpus: str
    file: str
    status: str
    detail: str = ""

    @property
    def good(self) -> bool:
        """Whether the file is the one of development, or is not there."""
        return self.status in {"same", "missing"}


def verify_folder(folder: str | Path) -> list[FileCheck]:
    """Check every file of every corpus in a folder.

    Parameters
    ----------
    folder : str or Path
        Holds one folder a corpus, or is the folder of one.

    Raises
    ------
    InputFileError
        When no file of any corpus is there.
    """
    folder = Path(folder)
    checks = [
        _check(manifest, file, folder)
        for manifest in map(load_manifest, corpus_names())
        for file in manifest.files
    ]
    if all(check.status == "missing" for check in checks):
        raise InputFileError(
            f"{folder.name or folder}: holds no file of any corpus",
            expected="a folder a corpus, named as 'rightsnlp corpora list' names it",
            remedy="fetch the corpora, or give the folder above",
        )
    return checks


def _check(manifest: Manifest, file: SourceFile, folder: Path) -> FileCheck:
    places = [folder / manifest.folder / file.path]
    if folder.name == manifest.folder:
        places.append(folder / file.path)
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        return FileCheck(manifest.name, file.path, "missing")
    same = sha256_file(path) == file.sha256
    status = "same" if same else "other sha256"
    if not file.read:
        return FileCheck(manifest.name, file.path, status)
    try:
        table = read_source(path, manifest)
    except RightsNLPError as error:
        return FileCheck(manifest.name, file.path, "not readable", str(error))
    detail = f"{len(table.frame):,} rows"
    if table.n_malformed:
        return FileCheck(
            manifest.name, file.path, "malformed rows", f"{detail}, {table.n_malformed:,} unreadable"
        )
    return FileCheck(manifest.name, file.path, status, detail)
