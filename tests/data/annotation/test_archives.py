"""Files of annotation tools: lines, arrays and archives, whatever is packed in what."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from rightsnlp.data.annotation.archives import doccano_files, json_records
from rightsnlp.exceptions import InputFileError

LINE = json.dumps({"id": 1, "label": ["x"]})


def packed(files: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def saved(tmp_path: Path, files: dict[str, str | bytes]) -> Path:
    path = tmp_path / "export.zip"
    path.write_bytes(packed(files))
    return path


@pytest.mark.parametrize(
    "text",
    [f"{LINE}\n{LINE}", f"[{LINE}, {LINE}]", f"{LINE}\r\n\r\n{LINE}\r\n", f"\n[\n{LINE},\n{LINE}\n]\n"],
)
def test_lines_and_arrays_hold_the_same_records(text: str) -> None:
    assert json_records(text) == [json.loads(LINE)] * 2


def test_one_object_over_several_lines_is_one_record() -> None:
    assert json_records(json.dumps({"id": 1}, indent=2)) == [{"id": 1}]


def test_two_batches_of_one_annotator_are_both_read(tmp_path: Path) -> None:
    files = doccano_files(
        saved(tmp_path, {"batch-1/sara.jsonl": LINE, "batch-2/sara.jsonl": LINE, "omar.jsonl": LINE})
    )
    assert {name: len(records) for name, records in files.items()} == {"sara": 2, "omar": 1}


def test_archives_in_archives_are_opened_and_litter_is_passed_over(tmp_path: Path) -> None:
    inner = packed({"sara.jsonl": LINE, "__MACOSX/._sara.jsonl": "\0", ".DS_Store": "\0"})
    assert list(doccano_files(saved(tmp_path, {"all/inner.zip": inner}))) == ["sara"]


@pytest.mark.parametrize(
    "files", [{}, {"all.csv": "id,label\n"}, {"sara.jsonl": LINE, "omar.csv": "id,label\n"}]
)
def test_answers_that_would_be_lost_are_refused(tmp_path: Path, files: dict[str, str | bytes]) -> None:
    with pytest.raises(InputFileError, match="export the project as JSONL"):
        doccano_files(saved(tmp_path, files))


def test_an_archive_without_end_is_refused(tmp_path: Path) -> None:
    content = packed({"sara.jsonl": LINE})
    for _ in range(5):
        content = packed({"inner.zip": content})
    path = tmp_path / "export.zip"
    path.write_bytes(content)
    with pytest.raises(InputFileError, match="too deeply packed"):
        doccano_files(path)
