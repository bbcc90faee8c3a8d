"""``rightsnlp normalize``: one line in, one line out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from rightsnlp.text.normalize import normalize

Run = Callable[..., CompletedProcess[str]]
LINES = ["السَّلامُ عليكــم", "", "يا جمااااعة 😀"]


@pytest.mark.parametrize("profile", ["minimal", "search", "social", "camel"])
def test_every_line_comes_back_normalised(rightsnlp: Run, profile: str) -> None:
    done = rightsnlp("normalize", "-", "--profile", profile, stdin="\n".join(LINES).encode())
    assert done.returncode == 0
    assert done.stdout == "".join(f"{normalize(line, profile)}\n" for line in LINES)


def test_a_file_is_read_like_a_pipe(rightsnlp: Run, tmp_path: Path) -> None:
    (tmp_path / "posts.txt").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(LINES).encode())
    assert rightsnlp("normalize", "posts.txt").stdout == "".join(f"{normalize(line)}\n" for line in LINES)


def test_the_difference_is_shown_with_the_steps(rightsnlp: Run) -> None:
    done = rightsnlp("normalize", "--diff", stdin="كلمــة\n".encode())
    assert done.returncode == 0
    assert "كلمــة" in done.stdout
    assert "tatweel" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        (["none.txt"], b"", "none.txt: cannot be read"),
        (["-", "--profile", "best"], b"a\n", "best"),
        (["-"], b"ok\n\xff\n", "line 2: is not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_one_line(
    rightsnlp: Run, arguments: list[str], stdin: bytes, said: str
) -> None:
    done = rightsnlp("normalize", *arguments, stdin=stdin)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
