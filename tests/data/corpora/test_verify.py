from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.data.corpora.verify import verify_folder
from rightsnlp.exceptions import InputFileError


def by_file(folder: Path) -> dict[str, tuple[str, str]]:
    return {check.file: (check.status, check.detail) for check in verify_folder(folder)}


def test_a_copy_of_another_content_loads_but_is_told_apart(miniatures: Path) -> None:
    assert by_file(miniatures)["L-HSAB"] == ("other sha256", "3 rows")


def test_missing_files_are_listed_and_no_fault(miniatures: Path) -> None:
    found = {check.file: check for check in verify_folder(miniatures)}

    assert found["words_annotated.csv"].status == "missing"
    assert found["words_annotated.csv"].good


def test_unreadable_rows_and_files_are_told(miniatures: Path) -> None:
    with (miniatures / "osact4" / "OSACT2020-sharedTask-train.txt").open("a", encoding="utf-8") as stream:
        stream.write("سر بلا وسم\n")
    (miniatures / "armi" / "ArMI2021_training.tsv").write_text("سر\n", encoding="utf-8")
    found = by_file(miniatures)

    assert found["OSACT2020-sharedTask-train.txt"] == ("malformed rows", "3 rows, 1 unreadable")
    assert found["ArMI2021_training.tsv"][0] == "not readable"
    assert "سر" not in found["ArMI2021_training.tsv"][1]


def test_the_folder_of_one_corpus_can_be_checked(miniatures: Path) -> None:
    assert by_file(miniatures / "osact4")["OSACT2020-sharedTask-dev.txt"] == ("other sha256", "1 rows")


def test_a_folder_without_corpora_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="holds no file of any corpus"):
        verify_folder(tmp_path)


@pytest.mark.corpora
def test_the_copy_of_development_is_what_the_manifests_say(corpora_dir: Path) -> None:
    assert {check.status for check in verify_folder(corpora_dir)} == {"same"}
