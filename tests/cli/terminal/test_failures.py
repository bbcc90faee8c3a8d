"""Whatever fails is one line, with a reference; a request to end leaves nothing of a post behind."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp.cli.terminal.failures import reference
from rightsnlp.cli.terminal.text import SafeStream, one_line, visible

Run = Callable[..., CompletedProcess[str]]
SECRET = "كلامسري"
BROKEN = """
import sys
import rightsnlp.text.normalize as module
def fail(*_):
    raise KeyError("كلامسري")
module.normalize_batch = fail
from rightsnlp.cli import main
main()
"""


def broken(tmp_path: Path, *options: str) -> CompletedProcess[str]:
    """Run a command in which something fails that nobody foresaw."""
    (tmp_path / "posts.txt").write_text("سلام\n", encoding="utf-8")
    words = [sys.executable, "-c", BROKEN, "normalize", "posts.txt", *options]
    return subprocess.run(words, capture_output=True, text=True, cwd=tmp_path, check=False)


def test_a_failure_that_nobody_foresaw_is_one_line_with_a_reference_and_exit_code_3(tmp_path: Path) -> None:
    done = broken(tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith("error: KeyError, which was not foreseen (reference ")
    assert len(done.stderr.splitlines()) == 1
    assert SECRET not in done.stderr


def test_debug_shows_where_and_never_what(tmp_path: Path) -> None:
    done = broken(tmp_path, "--debug")
    assert done.returncode == 3
    assert "cli/normalize.py:" in done.stderr
    assert SECRET not in done.stderr


def test_the_same_failure_has_the_same_reference() -> None:
    def at(value: str) -> BaseException:
        try:
            raise KeyError(value)
        except KeyError as error:
            return error

    assert reference(at("a")) == reference(at("b")) != reference(KeyError())


@pytest.mark.parametrize("text", ["a\x1b[2Jb", "\u202eabc", "a\x9bb", "\u2066", "a\rb", "\udce3", "\x07"])
def test_what_a_terminal_would_obey_is_written_out(text: str) -> None:
    shown = visible(text)
    assert shown != text
    assert all(character.isprintable() for character in shown)


def test_a_message_is_one_line_whatever_is_in_it() -> None:
    assert one_line("a\nb\tc") == "a\\nb\\tc"


def test_a_stream_to_a_terminal_passes_arabic_and_line_ends(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w", encoding="utf-8", newline="") as file:
        SafeStream(file).write("سلام\n\x1b")
        SafeStream(file, returns=True).write("\r\x1b")
    assert (tmp_path / "out").read_bytes() == "سلام\n\\x1b\r\\x1b".encode()


def test_a_post_cannot_command_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_text("a\x1b]0;title\x07 \u202eb\n", encoding="utf-8")
    leader, follower = pty.openpty()
    words = [sys.executable, "-m", "rightsnlp", "normalize", "--profile", "minimal", "posts.txt"]
    subprocess.run(words, stdout=follower, cwd=tmp_path, check=True, env=os.environ)
    os.close(follower)
    shown = os.read(leader, 10_000)
    os.close(leader)
    assert b"\x1b" not in shown
    assert "\u202e".encode() not in shown


def test_a_file_name_of_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    name = os.fsdecode("حالات.csv".encode("cp1256"))
    try:
        (tmp_path / name).write_text("text\nصباح الخير\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    done = subprocess.run(
        [sys.executable, "-m", "rightsnlp", "label", name], capture_output=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
def test_a_full_disk_behind_standard_output_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_text("سلام\n", encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        words = [sys.executable, "-m", "rightsnlp", "normalize", "posts.txt"]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, check=False)
    assert done.returncode == 3
    assert len(done.stderr.splitlines()) == 1


def test_a_request_to_end_leaves_no_post_behind(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "rightsnlp", "label", "-", "-o", "out.csv"]
    running = subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path)
    assert running.stdin
    running.stdin.write(f"text\n{SECRET}\n".encode())
    running.stdin.flush()
    for _ in range(600):
        if any(tmp_path.iterdir()):
            break
        time.sleep(0.02)
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 128 + signal.SIGTERM
    assert b"Traceback" not in said
    assert list(tmp_path.iterdir()) == []
