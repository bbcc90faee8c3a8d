from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from rightsnlp.cli.corpora import corpora
from rightsnlp.data.corpora.manifests import corpus_names
from rightsnlp.exceptions import InputFileError, InvalidArgumentError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "osact4").mkdir()
    (tmp_path / "osact4" / "OSACT2020-sharedTask-dev.txt").write_text("نص\tOFF\tHS\n", encoding="utf-8")
    return tmp_path


def test_list_names_every_corpus_with_its_licence_and_address() -> None:
    result = CliRunner().invoke(corpora, ["list"])

    assert result.exit_code == 0
    assert "l-hsab\tar\thate_speech\tlicence: none stated\thttps://" in result.output
    assert "judged-posts\tar, he, en\thate_speech, incitement\tlicence: Apache-2.0" in result.output
    assert len(result.output.splitlines()) == len(corpus_names())


def test_verify_says_what_differs_and_exits_with_one(folder: Path) -> None:
    result = CliRunner().invoke(corpora, ["verify", str(folder)])

    assert result.exit_code == 1
    assert "osact4\tOSACT2020-sharedTask-dev.txt\tother sha256\t1 rows" in result.output
    assert "l-hsab\tL-HSAB\tmissing\n" in result.output
    assert "نص" not in result.output


def test_verify_refuses_a_folder_without_corpora(tmp_path: Path) -> None:
    result = CliRunner().invoke(corpora, ["verify", str(tmp_path)])

    assert isinstance(result.exception, InputFileError)


def test_card_shows_the_datasheet() -> None:
    result = CliRunner().invoke(corpora, ["card", "mlma"])

    assert result.exit_code == 0
    assert "## Known faults" in result.output


def test_card_of_an_unknown_corpus_is_refused() -> None:
    result = CliRunner().invoke(corpora, ["card", "nothing"])

    assert isinstance(result.exception, InvalidArgumentError)


@pytest.mark.corpora
def test_verify_finds_the_copy_of_development_whole(corpora_dir: Path) -> None:
    assert CliRunner().invoke(corpora, ["verify", str(corpora_dir)]).exit_code == 0
