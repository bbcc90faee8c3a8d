"""``rightsnlp annotate``: cases to an annotation tool, and answers back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp.cli.annotate import annotate
from rightsnlp.data.annotation.files import READ_FROM, TOOLS
from rightsnlp.data.tables.io import read_table

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text("case_id,text,report\n7,اكتبوا لـ @abu_ali,\n8,,حذفوا صور العرس\n", encoding="utf-8")
    return path


def test_the_tools_are_those_of_the_library() -> None:
    for command in annotate.commands.values():
        tool = next(parameter for parameter in command.params if parameter.name == "tool")
        known = READ_FROM if command.name == "import" else TOOLS
        assert tuple(tool.type.choices) == known  # type: ignore[attr-defined]


@pytest.mark.parametrize(("tool", "start"), [("label-studio", "<View"), ("doccano", "[")])
def test_a_project_is_set_up_from_what_config_prints(rightsnlp: Run, tool: str, start: str) -> None:
    done = rightsnlp("annotate", "config", "--tool", tool)
    assert done.returncode == 0
    assert done.stdout.startswith(start)
    assert "hate_speech" in done.stdout


def test_out_to_label_studio_and_back(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    done = rightsnlp("annotate", "export", table, "--tool", "label-studio", "-o", "tasks.json")
    assert (done.returncode, done.stderr) == (0, "wrote 2 cases to tasks.json\n")
    tasks = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    for task, label in zip(tasks, ["hate_speech", "wrongful_removal"], strict=True):
        result = [{"type": "choices", "value": {"choices": [label]}}]
        task["annotations"] = [
            {"completed_by": 1, "result": result, "was_cancelled": False},
            {"completed_by": 2, "result": [], "was_cancelled": True},
        ]
    (tmp_path / "export.json").write_text(json.dumps(tasks), encoding="utf-8")
    done = rightsnlp("annotate", "import", "export.json", "--tool", "label-studio", "-o", "answers.csv")
    assert done.returncode == 0
    assert "2 tasks, 2 annotators; 4 entries: 2 answers, 2 skipped, 0 unknown" in done.stderr
    answers = read_table(tmp_path / "answers.csv")
    assert answers["annotator"].tolist() == ["1", "2", "1", "2"]
    assert answers["hate_speech"].tolist() == ["1", "", "", ""]
    assert answers["wrongful_removal"].tolist() == ["", "", "1", ""]


def test_labels_that_cannot_be_read_are_counted(rightsnlp: Run, tmp_path: Path) -> None:
    record = {"text": "كلام", "label": ["wrongful_removal"]}
    (tmp_path / "amal.jsonl").write_text(json.dumps(record), encoding="utf-8")
    done = rightsnlp("annotate", "import", "amal.jsonl", "--tool", "doccano", "-o", "answers.csv")
    assert done.returncode == 0
    assert "1 labels were left blank: the case lacks the fields" in done.stderr


def test_personal_data_is_replaced_and_counted(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    done = rightsnlp("annotate", "export", table, "--tool", "doccano", "-o", "out.jsonl", "--redact")
    assert "redacted: 1 handle; names of people were not looked for" in done.stderr
    assert "abu_ali" not in (tmp_path / "out.jsonl").read_text(encoding="utf-8")


def test_rows_that_are_left_out_are_said_and_seen_in_the_exit_code(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.csv").write_text("text,report\na,\n,\n", encoding="utf-8")
    done = rightsnlp("annotate", "export", "cases.csv", "--tool", "doccano", "-o", "out.jsonl")
    assert done.returncode == 1
    assert "1 rows were left out" in done.stderr


def test_nothing_is_replaced_without_force(rightsnlp: Run, table: Path, tmp_path: Path) -> None:
    arguments = ("annotate", "export", table, "--tool", "doccano", "-o", "out.jsonl")
    assert rightsnlp(*arguments).returncode == 0
    done = rightsnlp(*arguments)
    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert rightsnlp(*arguments, "--force").returncode == 0


def test_the_answers_of_another_tool_are_one_line(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "amal.jsonl").write_text('{"text": "كلام", "label": []}\n', encoding="utf-8")
    done = rightsnlp("annotate", "import", "amal.jsonl", "--tool", "label-studio", "-o", "answers.csv")
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert "كلام" not in done.stderr
    assert not (tmp_path / "answers.csv").exists()
