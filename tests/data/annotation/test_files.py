"""Files for annotators and from them: nothing is lost on the way, nothing personal goes along."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rightsnlp.data.annotation.files import TOOLS, export_cases, read_annotations, tool_config
from rightsnlp.exceptions import InputFileError, InvalidArgumentError, OutputFileError, SchemaError

TABLE = (
    "case_id,text,report,action,url,labels,model\n"
    "7,اتصلوا على 0599123456,,,https://example.org/a,hate_speech|incitement,m 1\n"
    "8,,حذفوا صور العرس,removed,https://example.org/b,,m 1\n"
    ",,,removed,,,m 1\n"
    ",سطر\u2028وتتمة,,,,,m 1\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


@pytest.mark.parametrize("tool", TOOLS)
def test_cases_go_out_and_come_back(tool: str, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = export_cases(table, out, tool)
    assert (done.cases, done.rejected) == (3, 1)
    found = read_annotations(out, tool)
    assert found.frame["case_id"].tolist() == ["7", "8", "row-4"]
    assert found.frame["text"].tolist() == ["اتصلوا على 0599123456", "", "سطر\u2028وتتمة"]
    assert not found.answered.any()


@pytest.mark.parametrize("tool", TOOLS)
def test_addresses_and_labels_do_not_go_along(tool: str, table: Path, tmp_path: Path) -> None:
    export_cases(table, tmp_path / "out", tool)
    written = (tmp_path / "out").read_text(encoding="utf-8")
    assert "example.org" not in written
    assert "hate_speech" not in written


@pytest.mark.parametrize("tool", TOOLS)
def test_personal_data_is_replaced_on_request(tool: str, table: Path, tmp_path: Path) -> None:
    done = export_cases(table, tmp_path / "out", tool, redact=True)
    assert done.redacted == {"phone": 1}
    assert "0599" not in (tmp_path / "out").read_text(encoding="utf-8")


def test_a_models_labels_are_suggested_on_request(table: Path, tmp_path: Path) -> None:
    export_cases(table, tmp_path / "out", "label-studio", suggest=True)
    first, second, _ = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    assert first["predictions"][0]["model_version"] == "m 1"
    assert first["predictions"][0]["result"][0]["value"] == {"choices": ["hate_speech", "incitement"]}
    assert second["predictions"][0]["result"][0]["value"] == {"choices": ["none_of_these"]}


def test_what_a_model_leaves_to_a_person_is_not_suggested_as_no_label(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(
        "text,labels,decision_hate_speech,decision_incitement,decision_wrongful_removal\n"
        "a,,review,not_assigned,insufficient\n"
        "b,,not_assigned,not_assigned,insufficient\n"
        "c,incitement,review,assigned,insufficient\n",
        encoding="utf-8",
    )
    export_cases(path, tmp_path / "out", "doccano", suggest=True)
    assert [r["label"] for r in records(tmp_path / "out")] == [[], ["none_of_these"], ["incitement"]]


def test_a_models_own_columns_win_over_a_persons(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("text,labels,rightsnlp_labels\na,hate_speech,incitement\n", encoding="utf-8")
    export_cases(path, tmp_path / "out", "doccano", suggest=True)
    assert records(tmp_path / "out")[0]["label"] == ["incitement"]


def test_without_labels_there_is_nothing_to_suggest(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("text\na\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="nothing to suggest"):
        export_cases(path, tmp_path / "out", "doccano", suggest=True)


def test_a_table_without_a_single_case_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("text,report\n,\n", encoding="utf-8")
    with pytest.raises(SchemaError, match="none of its 1 rows holds a case"):
        export_cases(path, tmp_path / "out", "doccano")


def test_nothing_is_replaced_unasked(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputFileError, match="exists already"):
        export_cases(table, out, "doccano")
    export_cases(table, out, "doccano", force=True)
    assert out.read_text(encoding="utf-8") != "mine"


def test_the_archive_of_doccano_holds_a_file_an_annotator(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, label in (("amal", ["incitement"]), ("sami", [])):
            archive.writestr(f"{name}.jsonl", json.dumps({"id": 1, "text": "كلام", "label": label}) + "\n")
    found = read_annotations(path, "doccano")
    assert found.annotator.tolist() == ["amal", "sami"]
    np.testing.assert_array_equal(found.Y[:, 1], [1, np.nan])


def test_an_annotator_of_doccano_is_called_by_the_file(tmp_path: Path) -> None:
    path = tmp_path / "amal.jsonl"
    path.write_text('{"text": "a", "label": ["incitement"]}\n\n', encoding="utf-8-sig")
    assert read_annotations(path, "doccano").annotators == ["amal"]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("content", [b"", b"{", b'"\xff"', b"[" * 100_000])
def test_what_is_not_json_is_refused(tool: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "export.jsonl"
    path.write_bytes(content)
    if tool == "doccano" and not content:
        assert len(read_annotations(path, tool)) == 0
        return
    with pytest.raises(InputFileError, match=r"export\.jsonl: cannot be read as an export of"):
        read_annotations(path, tool)


def test_a_broken_archive_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "export.zip").write_bytes(b"PK")
    for name in ("export.zip", "none.jsonl"):
        with pytest.raises(InputFileError, match=f"{name}: cannot be read"):
            read_annotations(tmp_path / name, "doccano")


def test_there_is_a_set_up_for_each_tool() -> None:
    assert tool_config("label-studio").startswith("<View")
    assert json.loads(tool_config("doccano"))[0]["text"] == "hate_speech"


def test_another_tool_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidArgumentError, match="tool: got 'excel'; expected label-studio or doccano"):
        read_annotations(tmp_path, "excel")


def test_an_export_of_jsonl_with_missing_keys_is_a_table_too(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    pd.DataFrame({"text": ["a", "b"]}).to_json(path, orient="records", lines=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"report": "c", "labels": "wrongful_removal"}\n')
    export_cases(path, tmp_path / "out", "doccano", suggest=True)
    assert [record["label"] for record in records(tmp_path / "out")] == [
        ["none_of_these"],
        ["none_of_these"],
        ["wrongful_removal"],
    ]


def archive(tmp_path: Path, content: str = '{"id": 1, "text": "a", "label": []}\n') -> bytearray:
    with zipfile.ZipFile(tmp_path / "export.zip", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("admin.jsonl", content)
    return bytearray((tmp_path / "export.zip").read_bytes())


@pytest.mark.parametrize(
    ("local", "central", "value"),
    [(6, 8, 1), (8, 10, 99), (14, 16, 7), (18, 20, 0)],
    ids=["encrypted", "a method that is unknown", "a checksum that is wrong", "a length that is wrong"],
)
def test_an_archive_that_cannot_be_unpacked_is_one_line(
    tmp_path: Path, local: int, central: int, value: int
) -> None:
    data = archive(tmp_path)
    data[local] = value
    data[data.index(b"PK\x01\x02") + central] = value
    (tmp_path / "export.zip").write_bytes(data)
    with pytest.raises(InputFileError, match="cannot be read as an export of doccano"):
        read_annotations(tmp_path / "export.zip", "doccano")


def test_an_archive_that_unpacks_to_gigabytes_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rightsnlp.data.annotation import archives

    monkeypatch.setattr(archives, "_UNPACKED", 1 << 20)
    archive(tmp_path, " " * (1 << 21))
    with pytest.raises(InputFileError, match="unpacks to more than 1 MiB"):
        read_annotations(tmp_path / "export.zip", "doccano")
