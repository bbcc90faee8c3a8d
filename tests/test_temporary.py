"""What is being written lies in a private folder, and no run leaves one for good."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

from rightsnlp.temporary import private_folder

DIE = """
import os, pathlib, signal, sys
from rightsnlp.temporary import private_folder
with private_folder(pathlib.Path(sys.argv[1])) as folder:
    (folder / "post").write_text("text")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_only_this_user_may_open_it_and_it_goes(tmp_path: Path) -> None:
    with private_folder(tmp_path / "out.csv") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_goes_with_the_next_run(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", DIE, str(tmp_path / "out.csv")], check=False, env=os.environ)
    (left,) = tmp_path.iterdir()
    assert (left / "post").exists()
    with private_folder(tmp_path / "out.csv"):
        assert not left.exists()


def test_what_a_living_run_or_another_output_needs_stays(tmp_path: Path) -> None:
    with private_folder(tmp_path / "out.csv") as one, private_folder(tmp_path / "other.csv") as other:
        with private_folder(tmp_path / "out.csv") as again:
            assert one.exists()
            assert other.exists()
            assert again != one
        assert one.exists()


def test_nothing_behind_a_link_is_removed(tmp_path: Path) -> None:
    with private_folder(tmp_path / "out.csv") as folder:
        prefix = folder.name[:20]
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "kept").touch()
    (tmp_path / f"{prefix}x.tmp").symlink_to(mine)
    with private_folder(tmp_path / "out.csv"):
        assert (mine / "kept").exists()
