"""The last line of defence: whatever fails is said in one line, and no line of it holds what stood in a cell."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import click

from rightsnlp.cli.terminal.text import one_line

UNFORESEEN = 3
"""Exit code of a failure that nobody foresaw."""


class Stopped(KeyboardInterrupt):
    """The system or a person asked the program to end; what it opened is closed on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number


def end_tidily() -> None:
    """Let a request to end (SIGTERM, SIGHUP) unwind the program, so that no temporary file stays."""

    def stop(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_IGN)
        raise Stopped(number)

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)


def silence_tracebacks() -> None:
    """Let nothing that fails beside the command itself (a thread, a destructor) print a stack or a value."""

    def nothing(*_: Any) -> None:
        pass

    sys.unraisablehook = nothing
    import threading

    threading.excepthook = nothing


def tell(error: BaseException, *, debug: bool) -> None:
    """Print one line for an error that was not foreseen; with ``debug`` also where it came from."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else ""
    what = "not enough memory" if isinstance(error, MemoryError) else type(error).__name__
    said = f"error: {what}{f' ({reason})' if reason else ''}, which was not foreseen (reference {reference(error)})"
    hint = "" if debug else "; run again with --debug to see where, and report it"
    click.echo(one_line(said + hint), err=True)
    if debug:
        show_stack(error)


def reference(error: BaseException) -> str:
    """Return eight digits that stand for an error's type and place: the same failure has the same ones.

    Examples
    --------
    >>> reference(ValueError("a secret")) == reference(ValueError("another"))
    True
    """
    return hashlib.sha256("\n".join(_stack(error)).encode()).hexdigest()[:8]


def show_stack(error: BaseException) -> None:
    """Print types and places of an error and of those behind it, and never a message: it may hold a cell."""
    for line in _stack(error):
        click.echo(f"  {line}", err=True)


def _stack(error: BaseException | None) -> Iterator[str]:
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield type(error).__name__
        for frame in traceback.extract_tb(error.__traceback__):
            path = Path(frame.filename)
            yield f"{path.parent.name}/{path.name}:{frame.lineno} in {frame.name}"
        error = error.__cause__ or error.__context__


def let_go_of_output() -> None:
    """Point standard output nowhere: its reader is gone or its disk full, and Python would try again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
