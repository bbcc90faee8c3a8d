"""Options that several commands share, and how they show progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

PATH = click.Path(path_type=Path)

text_column = click.option(
    "--text-column", metavar="C", help="The column that holds the post, whatever its name."
)
encoding = click.option("--encoding", help="Encoding of a text file. Default: found from its bytes.")
force = click.option("--force", is_flag=True, help="Replace what is there.")
quiet = click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
model = click.option(
    "--model", metavar="M", help="A shipped model's name, or a folder. Default: rightsnlp-base."
)


def show_progress(*, quiet: bool, unit: str = "row") -> Callable[[Iterable[Any], int], Iterable[Any]] | None:
    """Return what wraps chunks in a bar with rate and remaining time; None where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        return None

    def progress(chunks: Iterable[Any], total: int) -> Iterator[Any]:
        from tqdm import tqdm

        with tqdm(total=total, unit=unit, unit_scale=True, dynamic_ncols=True, file=sys.__stderr__) as bar:
            for chunk in chunks:
                yield chunk
                bar.update(len(chunk))

    return progress


def say(*, quiet: bool) -> Callable[[str], None]:
    """Return a function that prints a line of progress to standard error, or nothing."""
    return (lambda _: None) if quiet else (lambda line: click.echo(line, err=True))
