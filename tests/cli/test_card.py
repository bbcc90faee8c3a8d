"""``rightsnlp card``: cards of models and data sets, printed, written and checked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from rightsnlp.shipped import shipped_folder

Run = Callable[..., CompletedProcess[str]]
SUITE = shipped_folder("datasets") / "rightscheck"
FACTS = """
license = "apache-2.0"
languages = ["ar"]
citation = "Somebody (2026)."
command = "rightsnlp train a.csv -o m"
gaps = ["It knows no Hebrew."]
gaps_ar = ["لا يعرف العبرية."]
"""


def copied_model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    shutil.copytree(shipped_folder("models") / "rightsnlp-base", folder)
    (folder / "card.toml").unlink(missing_ok=True)
    return folder


def test_the_card_of_a_shipped_data_set_holds(rightsnlp: Run) -> None:
    done = rightsnlp("card", SUITE, "--check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout == "the card says what the files say\n"


def test_a_data_sets_card_is_printed(rightsnlp: Run) -> None:
    done = rightsnlp("card", SUITE)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (SUITE / "README.md").read_text(encoding="utf-8")


def test_a_data_sets_card_that_does_not_hold_is_told(rightsnlp: Run, tmp_path: Path) -> None:
    shutil.copytree(SUITE, tmp_path / "mine")
    with (tmp_path / "mine" / "cases.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n")
    done = rightsnlp("card", "mine", "--check")
    assert done.returncode == 1
    assert "cases.csv: has the sha256" in done.stdout


def test_a_model_without_facts_has_no_card_and_every_gap_is_named(rightsnlp: Run, tmp_path: Path) -> None:
    copied_model(tmp_path)
    done = rightsnlp("card", "./model", "-o", "card.md")
    assert done.returncode == 2
    assert "license, languages, citation, command, gaps, gaps_ar" in done.stderr
    assert not (tmp_path / "card.md").exists()
    checked = rightsnlp("card", "./model", "--check")
    assert checked.returncode == 1
    assert "license, languages" in checked.stdout


def test_a_models_card_is_written_and_then_holds(rightsnlp: Run, tmp_path: Path) -> None:
    folder = copied_model(tmp_path)
    (folder / "card.toml").write_text(FACTS, encoding="utf-8")
    assert rightsnlp("check", "--model", "./model", "-o", "model", "--force", "--quiet").returncode == 0
    kept = rightsnlp("card", "./model", "-o", "model/README.md")
    assert kept.returncode == 2
    assert "pass --force" in kept.stderr
    assert rightsnlp("card", "./model", "-o", "model/README.md", "--force").returncode == 0
    done = rightsnlp("card", "./model", "--check")
    assert done.returncode == 0, done.stdout
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "Suite `rightscheck`" in text
    assert 'dir="rtl"' in text


def test_checking_writes_nothing(rightsnlp: Run) -> None:
    done = rightsnlp("card", SUITE, "--check", "-o", "card.md")
    assert done.returncode == 2
    assert "--check writes nothing" in done.stderr


def test_what_is_neither_model_nor_data_set_is_refused(rightsnlp: Run) -> None:
    done = rightsnlp("card", "nothing")
    assert done.returncode == 2
    assert "neither the name of a shipped model nor a folder" in done.stderr
