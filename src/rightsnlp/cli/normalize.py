"""``rightsnlp normalize``: normalise text line by line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import IO

import click

from rightsnlp.cli.terminal.text import visible
from rightsnlp.exceptions import InputFileError, InvalidArgumentError

_CHUNK = 1_000


@click.command()
@click.argument("source", metavar="[INPUT|-]", default="-", type=click.Path())
@click.option("--profile", default="social", show_default=True, help="minimal, search, social or camel.")
@click.option("--diff", is_flag=True, help="Show before and after, with the steps that acted.")
def normalize(source: str, *, profile: str, diff: bool) -> None:
    """Normalise the lines of INPUT (UTF-8), or of standard input, and print them."""
    from rightsnlp.text.normalize import normalize_batch
    from rightsnlp.text.profiles import get_profile

    settings = get_profile(profile)
    with _open(source) as stream:
        lines = _lines(stream)
        if diff:
            from rightsnlp.text.diff import explain_normalization, render_diff

            for line in lines:
                click.echo(visible(render_diff(explain_normalization(line, settings))) or "(unchanged)")
            return
        while chunk := list(islice(lines, _CHUNK)):
            for line in normalize_batch(chunk, settings):
                click.echo(line)


def _open(source: str) -> IO[bytes]:
    try:
        return click.open_file(source, "rb")
    except OSError as error:
        raise InputFileError(
            f"{source}: cannot be read ({error.strerror})", expected="a text file", remedy="check the path"
        ) from None


def _lines(stream: IO[bytes]) -> Iterator[str]:
    for number, raw in enumerate(stream, start=1):
        try:
            text = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise InvalidArgumentError(
                f"line {number}: is not UTF-8", expected="text in UTF-8", remedy="convert the file first"
            ) from None
        yield text.rstrip("\r\n")
