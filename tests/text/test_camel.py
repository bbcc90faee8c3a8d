"""The camel-tools backend, against the installed package, offline."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rightsnlp.exceptions import InputFileError, MissingExtraError
from rightsnlp.text import camel
from rightsnlp.text.tokenize import morphology, words

# A morphology database of one noun, its article and a conjunction, written for this test.
DATABASE = """###DEFINES###
DEFINE pos pos:noun pos:punc pos:digit pos:foreign
DEFINE diac diac:*open*
DEFINE lex lex:*open*
DEFINE gloss gloss:*open*
DEFINE bw bw:*open*
DEFINE source source:*open*
###DEFAULTS###
DEFAULT pos:noun diac:* lex:* gloss:* bw:*
DEFAULT pos:punc diac:* lex:* gloss:* bw:*
DEFAULT pos:digit diac:* lex:* gloss:* bw:*
DEFAULT pos:latin diac:* lex:* gloss:* bw:*
###ORDER###
ORDER diac lex pos gloss
###TOKENIZATIONS###
TOKENIZATION diac
###STEMBACKOFF###
STEMBACKOFF NOAN N
###PREFIXES###
\tP0\tdiac: bw:
وال\tP1\tdiac:وَال bw:وَ/CONJ+ال/DET gloss:and_the
###SUFFIXES###
\tS0\tdiac: bw:
###STEMS###
كتاب\tN\tdiac:كِتاب lex:كِتاب_1 pos:noun gloss:book bw:كِتاب/NOUN
###TABLE AB###
P0 N
P1 N
###TABLE BC###
N S0
###TABLE AC###
P0 S0
P1 S0
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "morphology.db"
    path.write_text(DATABASE, encoding="utf-8")
    return path


@pytest.fixture
def no_camel_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path / "nothing"))


@pytest.fixture
def installed() -> None:
    pytest.importorskip("camel_tools")


@pytest.mark.usefixtures("installed")
def test_camel_words_split_hashtags_and_keep_emoji() -> None:
    assert words("#القدس، 👍🏽!", backend="camel") == ["#", "القدس", "،", "👍🏽", "!"]


@pytest.mark.usefixtures("installed", "no_camel_data")
def test_words_are_analysed_with_a_database_on_disk(database: Path) -> None:
    (known,), none = morphology(["والكتاب", "مدرسة"], database)
    assert known["lex"] == "كِتاب"
    assert known["pos"] == "noun"
    assert none == []


@pytest.mark.usefixtures("installed", "no_camel_data")
def test_a_missing_database_says_what_to_run() -> None:
    with pytest.raises(InputFileError, match=r"camel_data -i morphology-db-msa-r13"):
        morphology(["كتاب"])


@pytest.mark.usefixtures("installed", "no_camel_data")
@pytest.mark.parametrize("content", ["", "secret line of a file\n", DATABASE[:200]])
def test_a_file_that_is_no_database_is_refused_without_its_content(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.db"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputFileError, match=r"other\.db cannot be read") as caught:
        morphology(["كتاب"], path)
    assert "secret" not in str(caught.value)


def test_a_missing_package_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camel.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=r"rightsnlp\[camel\]"):
        words("القدس", backend="camel")
    with pytest.raises(MissingExtraError, match=r"rightsnlp\[camel\]"):
        morphology(["القدس"])


@pytest.mark.usefixtures("installed")
@pytest.mark.slow
def test_analysis_opens_no_socket_and_leaves_the_home_directory_alone(tmp_path: Path, database: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    program = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("a socket was opened")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from rightsnlp.text.tokenize import morphology
print(len(morphology(["كتاب"], sys.argv[1])[0]))
"""
    environment = {
        "HOME": str(home),
        "PATH": "",
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": ":".join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", program, str(database)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "1"
    assert not list(home.iterdir())
