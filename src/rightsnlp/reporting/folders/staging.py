"""A folder of results that is there whole or not at all, and never replaces another without being told to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from rightsnlp.exceptions import OutputFileError
from rightsnlp.provenance import check_output

METRICS = "metrics.json"
PREDICTIONS = "predictions.csv"
SLICES = "slices.json"
COMPARISON = "comparison.json"
PAGE = "report.html"
TABLES_MD, TABLES_TEX = "tables.md", "tables.tex"
METHODS, CITATION = "methods.md", "citation.bib"

EVALUATION_FILES = (
    METRICS, PREDICTIONS, SLICES, TABLES_MD, TABLES_TEX, METHODS, CITATION, PAGE
)  # fmt: skip
"""What an evaluation may write, beside ``figures/``."""

COMPARISON_FILES = (COMPARISON, TABLES_MD, TABLES_TEX, METHODS, CITATION, PAGE)
"""What a comparison may write, beside ``figures/``."""

FIGURES = "figures"


def check_folder(folder: str | Path, names: Sequence[str], *, force: bool = False) -> Path:
    """Make the folder, and refuse early when one of its files exists or cannot be written.

    Raises
    ------
    OutputFileError
        When the folder cannot be made, or holds such a file and ``force`` is false.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputFileError(
            f"{folder.name}: the folder cannot be made ({error.strerror})",
            expected="a folder that can be written to",
            remedy="pass -o with another folder",
        ) from None
    for name in names:
        check_output(folder / name, force=force)
    for path in _drawn(folder):
        check_output(path, force=force)
    return folder


@contextmanager
def staged_folder(
    folder: str | Path, names: Sequence[str], *, last: str, force: bool = False
) -> Iterator[Path]:
    """Yield a hidden folder whose files move to ``folder`` when the block ends without error.

    With ``force`` what an earlier run left under ``names`` and among the figures goes first, so that no file of it
    stands beside the new ones. ``last`` moves last: a folder without it holds no finished report.

    Raises
    ------
    OutputFileError
        As :func:`check_folder`, or when the disk refuses a file.
    """
    folder = check_folder(folder, names, force=force)
    try:
        with TemporaryDirectory(dir=folder, prefix=".writing-") as hidden:
            stage = Path(hidden)
            yield stage
            check_folder(folder, names, force=force)
            for old in (folder / last, *(folder / name for name in names), *_drawn(folder)):
                old.unlink(missing_ok=True)
            new = sorted(
                (path for path in stage.rglob("*") if path.is_file()), key=lambda path: path.name == last
            )
            for path in new:
                target = folder / path.relative_to(stage)
                target.parent.mkdir(exist_ok=True)
                path.replace(target)
    except OSError as error:
        raise OutputFileError(
            f"{folder.name}: cannot be written ({error.strerror or type(error).__name__})",
            expected="room on the disk and permission to write",
            remedy="free space, or pass -o with another folder",
        ) from None


def _drawn(folder: Path) -> list[Path]:
    drawn = folder / FIGURES
    return (
        sorted(path for path in drawn.glob("*") if path.suffix in {".svg", ".png"}) if drawn.is_dir() else []
    )
