"""Processes that label chunks: each holds the model once, answers one chunk at a time, and ends with its parent.

They are programs of their own and no forks: they inherit no lock and no open file, and work the same from a script, a
notebook or the command line.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, Any, Self

from rightsnlp.data.schema import Problem
from rightsnlp.exceptions import RightsNLPError
from rightsnlp.labeling.frame import Labeller, label_cases

# Each worker keeps to one core; the libraries below would otherwise start a thread a core in each.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


class Workers:
    """Some worker processes; use it as a context manager.

    Parameters
    ----------
    model : Labeller
        Sent to each process once.
    n : int
        How many.
    """

    def __init__(self, model: Labeller, n: int) -> None:
        self._model = pickle.dumps(model)
        self._threads = ThreadPoolExecutor(n)
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._all = [_start() for _ in range(n)]
        self._new = set(self._all)
        for process in self._all:
            self._idle.put(process)

    def label(
        self, cases: Sequence[dict[str, str]], problems: Sequence[Sequence[Problem]]
    ) -> Future[list[list[Any]]]:
        """Ask for the added cells of some cases; see :func:`~rightsnlp.labeling.frame.label_cases`."""
        return self._threads.submit(self._ask, cases, problems)

    def _ask(self, cases: Sequence[dict[str, str]], problems: Sequence[Sequence[Problem]]) -> list[list[Any]]:
        process = self._idle.get()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            if process in self._new:
                self._new.discard(process)
                process.stdin.write(self._model)
            pickle.dump((cases, problems), process.stdin)
            process.stdin.flush()
            cells: list[list[Any]] | str = pickle.load(process.stdout)  # noqa: S301  our own process
        except (OSError, EOFError, pickle.UnpicklingError):
            raise _failed("a worker process ended") from None
        finally:
            self._idle.put(process)
        if isinstance(cells, str):
            raise _failed(f"a worker process failed ({cells})")
        return cells

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._all:
            process.kill()
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            process.communicate()


def _failed(what: str) -> RightsNLPError:
    return RightsNLPError(
        what, expected="it to label its rows", remedy="run again with --resume, and with --jobs 1"
    )


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # what a library prints there may hold posts
        env={**os.environ, **_ONE_THREAD},
    )


def _work(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until the parent closes its end or dies."""
    model = pickle.load(requests)  # noqa: S301  from our own parent, over a pipe that nobody else has
    while True:
        try:
            cases, problems = pickle.load(requests)  # noqa: S301
        except EOFError:
            return
        try:
            answer: list[list[Any]] | str = label_cases(cases, problems, model)
        except Exception as error:  # named to the parent, which says it in one line
            answer = type(error).__name__
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _work(sys.stdin.buffer, channel)
