"""A suite and a table of answers, as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from rightsnlp.checks.functional.file import FUNCTIONAL_FILES, check_file
from rightsnlp.exceptions import InvalidArgumentError, OutputFileError

SUITE = "functionality,case_id,test_case,label_gold,language\nm,1,كلام,hateful,ar\nm,2,word,non-hateful,en\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    suite, answers = tmp_path / "mine.csv", tmp_path / "api.csv"
    suite.write_text(SUITE, encoding="utf-8")
    answers.write_text("case_id,hate_speech,incitement\n2.0,no,no\n1.0,yes,no\n", encoding="utf-8")
    return suite, answers


def test_answers_are_matched_whatever_their_order(files: tuple[Path, Path]) -> None:
    suite, answers = files
    done = check_file(suite, predictions=answers)
    found = [done.report.get("m", language=language) for language in ("ar", "en")]
    assert [(one.correct, one.n) for one in found] == [(1, 1), (1, 1)]
    assert done.match is not None
    assert "12.0" in "".join(done.match.notes)
    assert check_file(suite, predictions=answers, language="ar").report.signature["n"] == 1


def test_files_are_written_once(files: tuple[Path, Path], tmp_path: Path) -> None:
    suite, answers = files
    check_file(suite, predictions=answers, output=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(FUNCTIONAL_FILES)
    with pytest.raises(OutputFileError, match="exists already"):
        check_file(suite, predictions=answers, output=tmp_path / "out")


def test_a_model_and_predictions_are_one_too_many(files: tuple[Path, Path]) -> None:
    with pytest.raises(InvalidArgumentError, match="both are given"):
        check_file(files[0], predictions=files[1], model="x")
