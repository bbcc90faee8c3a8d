"""Every file of a run has a name of its own, and none is the input's."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.exceptions import OutputFileError
from rightsnlp.labeling.file_names import FileNames


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("o.csv.partial.jsonl", "o.csv"),
        ("o.rejected.csv", "o.csv"),
        ("o.csv", "o.csv"),
        ("O.CSV", "o.csv"),
        ("o.rejected.csv", "o.labelled.csv"),
    ],
)
def test_the_input_is_none_of_the_files_that_are_written(tmp_path: Path, source: str, output: str) -> None:
    with pytest.raises(OutputFileError, match="is the input itself, which is never replaced"):
        FileNames.of(tmp_path / source, tmp_path / output, None, "csv")


def test_a_hard_link_to_the_input_is_the_input(tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("text\n", encoding="utf-8")
    (tmp_path / "out.csv.partial.jsonl").hardlink_to(tmp_path / "cases.csv")
    with pytest.raises(OutputFileError, match="is the input itself"):
        FileNames.of(tmp_path / "cases.csv", tmp_path / "out.csv", None, "csv")


def test_two_outputs_of_one_input_in_one_folder_share_no_file() -> None:
    one, other = (FileNames.of(Path("in/cases.csv"), Path(name), None, "csv") for name in ("a.csv", "b.csv"))
    assert not {*one.results, one.journal} & {*other.results, other.journal}


def test_an_archive_is_named_after_what_it_holds() -> None:
    assert FileNames.of(Path("cases.jsonl.gz"), None, None, "jsonl").output.name == "cases.labelled.jsonl"
