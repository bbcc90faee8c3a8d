"""The command as a whole: versions, help, exit codes, one line an error."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp import __version__
from rightsnlp.cli import COMMANDS

Run = Callable[..., CompletedProcess[str]]


def test_the_version(rightsnlp: Run) -> None:
    assert rightsnlp("--version").stdout == f"rightsnlp {__version__}\n"


def test_the_console_script_is_the_module(rightsnlp: Run) -> None:
    script = Path(sys.executable).with_name("rightsnlp")
    if not script.exists():
        pytest.skip("the console script is not installed beside this Python")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True)
    assert done.stdout.replace("rightsnlp [", "[") == rightsnlp("--help").stdout.replace(
        "python -m rightsnlp [", "["
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(rightsnlp: Run, command: str) -> None:
    done = rightsnlp(command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage:" in done.stdout


def test_a_command_that_is_none_is_a_usage_error(rightsnlp: Run) -> None:
    assert rightsnlp("classify").returncode == 2


def test_an_option_that_is_none_is_a_usage_error(rightsnlp: Run) -> None:
    assert rightsnlp("label", "x.csv", "--loud").returncode == 2


def test_a_terminal_that_cannot_show_arabic_gets_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_text("سلام\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "rightsnlp", "normalize", "posts.txt"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout in {b"????\n", "سلام\n".encode()}
    assert done.stderr == b""


def test_a_pipe_that_closes_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_text("سلام\n" * 50_000, encoding="utf-8")
    command = f"{sys.executable} -m rightsnlp normalize posts.txt | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, cwd=tmp_path, text=True, check=False)
    assert done.stdout == "سلام\n"
    assert done.stderr == ""
