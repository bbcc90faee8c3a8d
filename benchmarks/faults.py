"""What labelling does when things go wrong: kills, damage, other writers, changed inputs, full disks, broken files.

    python benchmarks/faults.py [--short] [--only NAME] [--seed 0]

Each trial runs the command ``rightsnlp label`` in a process of its own on a made-up table, does the damage, runs it
again as its message says, and holds the table and the record of the run against those of an undisturbed run, byte for
byte. A trial ends in the same bytes, in a refusal (exit code 2 and one line), or it counts as a failure and stands in
capitals: other bytes with exit code 0 are a silent difference, a stack on standard error is a traceback. Prints a
table; the exit code is 1 when there is any failure.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from fault_parsers import fuzz_parsers
from rightsnlp.classification.persistence import load_model
from rightsnlp.cli import main as command
from rightsnlp.labeling import run as labelling

FORMATS = ("csv", "xlsx", "jsonl", "parquet")
ROWS, CHUNK = 60, 5
WORDS = "صباح الخير يا جماعة خبر اليوم من المدينة ارحلوا من هنا good morning news".split()  # noqa: SIM905


@dataclass
class Row:
    """One line of the table: what was tried and how it ended."""

    name: str
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def failures(self) -> int:
        """Trials that ended in neither the same bytes nor a refusal."""
        return sum(n for end, n in self.ends.items() if end.isupper())


class Ground:
    """A folder with one table in each format, and what an undisturbed run gives for each."""

    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.folder = folder
        self.rng = rng
        self.seconds: dict[str, float] = {}
        self.expected: dict[str, bytes] = {}
        self.tables = {kind: write_table(folder, f"cases.{kind}", rng) for kind in FORMATS}
        for kind in FORMATS:
            start = time.perf_counter()
            ended = self.start(kind).wait()
            self.seconds[kind] = time.perf_counter() - start
            assert ended.code == 0, ended.said
            self.expected[kind] = self.output(kind).read_bytes() + self.record(kind).read_bytes()
            self.clear()

    def output(self, kind: str) -> Path:
        """The labelled table."""
        return self.folder / f"cases.labelled.{kind}"

    def record(self, kind: str) -> Path:
        """The record of the run; the four formats share its name, and take turns."""
        del kind
        return self.folder / "cases.run.json"

    def journal(self, kind: str) -> Path:
        """What an interrupted run has done."""
        return self.folder / f"cases.labelled.{kind}.partial.jsonl"

    def clear(self) -> None:
        """Leave the inputs alone in the folder."""
        for path in self.folder.iterdir():
            if path not in self.tables.values():
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def start(self, kind: str, *options: str, limit: int | None = None) -> Process:
        """Start the command on the table of one format."""
        return Process(["label", str(self.tables[kind]), "--quiet", *options], self.folder, limit)

    def verdict(self, kind: str, ended: Ended) -> str:
        """Say how a trial ended."""
        if ended.trace:
            return "TRACEBACK"
        if ended.code == 2 and ended.lines == 1:
            return "refused in one line"
        if ended.code != 0:
            return f"EXIT CODE {ended.code}"
        same = self.output(kind).read_bytes() + self.record(kind).read_bytes() == self.expected[kind]
        if not same:
            return "SILENT DIFFERENCE"
        left = [
            path.name
            for path in self.folder.iterdir()
            if ".rightsnlp-" in path.name or "partial" in path.name
        ]
        return "SAME BYTES, BUT TEMPORARY FILES STAY" if left else "same bytes"


@dataclass(frozen=True)
class Ended:
    """How a process ended: exit code (negative: the signal) and what it said."""

    code: int
    said: str

    @property
    def trace(self) -> bool:
        """Whether it printed a stack, or a failure that nobody foresaw."""
        return "Traceback" in self.said or "not foreseen" in self.said

    @property
    def lines(self) -> int:
        """Lines that it said."""
        return len(self.said.splitlines())


class Process:
    """The command in a child of this process, which has the model's modules loaded already."""

    def __init__(self, arguments: Sequence[str], folder: Path, limit: int | None = None) -> None:
        self._said = Path(tempfile.mkstemp(prefix="said-")[1])
        self.id = os.fork()
        if self.id:
            return
        code = 70
        try:
            os.chdir(folder)
            os.dup2(os.open(self._said, os.O_WRONLY), 2)
            sys.argv = ["rightsnlp", *arguments]
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            command()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 0 if stop.code is None else 1
        except BaseException:
            os.write(2, b"Traceback: left the command")
        finally:
            os._exit(code)

    def kill(self) -> None:
        """End it as a power cut does."""
        os.kill(self.id, signal.SIGKILL)

    def wait(self) -> Ended:
        """Wait for its end."""
        _, status = os.waitpid(self.id, 0)
        said = self._said.read_text(encoding="utf-8", errors="replace")
        self._said.unlink()
        return Ended(os.waitstatus_to_exitcode(status), said)


def write_table(folder: Path, name: str, rng: random.Random) -> Path:
    """Write a made-up table in the format of its extension."""
    rows = [(f"c{n}", " ".join(rng.choices(WORDS, k=rng.randint(2, 12)))) for n in range(ROWS)]
    frame = pd.DataFrame(rows, columns=["case_id", "text"])
    path = folder / name
    match path.suffix:
        case ".csv":
            with path.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([frame.columns, *rows])
        case ".xlsx":
            frame.to_excel(path, index=False, engine="xlsxwriter")
        case ".jsonl":
            frame.to_json(path, orient="records", lines=True, force_ascii=False)
        case _:
            frame.to_parquet(path)
    return path


def kills(ground: Ground, kind: str, n: int) -> Iterator[str]:
    """Kill at a random moment, at times twice, then go on with what is there."""
    for _ in range(n):
        for again in range(ground.rng.choice((1, 1, 2))):
            running = ground.start(kind, *(["--resume"] if again else []))
            time.sleep(ground.rng.uniform(0, 1.1 * ground.seconds[kind]))
            running.kill()
            running.wait()
        whole = (
            ground.output(kind).exists()
            and ground.record(kind).exists()
            and not ground.journal(kind).exists()
        )
        ended = ground.start(kind, "--resume", *(["--force"] if whole else [])).wait()
        end = ground.verdict(kind, ended)
        yield end if end != "refused in one line" else "REFUSED ALTHOUGH IT COULD GO ON"
        ground.clear()


def damaged(journal: bytes, rng: random.Random) -> bytes:
    """Return a journal with one kind of damage."""
    lines = journal.splitlines(keepends=True)
    match rng.randrange(6):
        case 0 | 1:
            content = bytearray(journal)
            for _ in range(rng.choice((1, 1, 1, 8))):
                content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
            return bytes(content)
        case 2:
            del lines[rng.randrange(len(lines))]
        case 3:
            lines.insert(rng.randrange(len(lines) + 1), rng.choice(lines))
        case 4:
            return journal[: rng.randrange(len(journal))]
        case _:
            rng.shuffle(lines)
    return b"".join(lines)


def corruptions(ground: Ground, n: int) -> Iterator[str]:
    """Damage the journal of an interrupted run and go on with it, or start again where it refuses."""
    kind = "csv"
    while True:
        running = ground.start(kind)
        while not (ground.journal(kind).exists() and ground.journal(kind).read_bytes().count(b"\n") > 8):
            time.sleep(0.002)
        running.kill()
        if running.wait().code == -signal.SIGKILL and ground.journal(kind).exists():
            break
        ground.clear()
    journal = ground.journal(kind).read_bytes()
    for _ in range(n):
        ground.clear()
        ground.journal(kind).write_bytes(damaged(journal, ground.rng))
        yield ground.verdict(kind, ground.start(kind, "--resume").wait())
    ground.clear()


def writers(ground: Ground, n: int) -> Iterator[str]:
    """Two or three runs on one output at once; then one more takes up what is left."""
    for trial in range(n):
        kind = FORMATS[trial % 4]
        options = [ground.rng.choice(([], ["--resume"], ["--force"])) for _ in range(2 + trial % 2)]
        running = []
        for option in options:
            running.append(ground.start(kind, *option))
            time.sleep(ground.rng.uniform(0, 0.3 * ground.seconds[kind]))
        if trial % 3 == 0:
            time.sleep(ground.rng.uniform(0, ground.seconds[kind]))
            for process in running:
                process.kill()
        ends = [process.wait() for process in running]
        bad = [
            end
            for end in ends
            if end.trace or (end.code == 2 and end.lines != 1) or end.code not in {0, 2, -9}
        ]
        ended = ground.start(kind, "--resume", "--force").wait()
        yield "TRACEBACK" if bad else ground.verdict(kind, ended)
        ground.clear()


def changed_inputs(ground: Ground, n: int) -> Iterator[str]:
    """Put another table in the input's place at a random moment, at times back again."""
    for trial in range(n):
        kind = FORMATS[trial % 4]
        path = ground.tables[kind]
        old = path.read_bytes()
        other = write_table(ground.folder, f"other.{kind}", ground.rng)
        new = other.read_bytes()
        running = ground.start(kind)
        time.sleep(ground.rng.uniform(0, ground.seconds[kind]))
        change(path, new, ground.rng)
        if trial % 2:
            time.sleep(ground.rng.uniform(0, 0.5 * ground.seconds[kind]))
            change(path, old, ground.rng)
        ended = running.wait()
        path.write_bytes(old)
        end = ground.verdict(kind, ended)
        if end == "SILENT DIFFERENCE":
            end = of_the_other(ground, kind, new)
        yield end
        ground.clear()


def change(path: Path, content: bytes, rng: random.Random) -> None:
    """Write over a file, or put another in its place."""
    if rng.random() < 0.5:
        path.write_bytes(content)
    else:
        beside = path.with_name("beside")
        beside.write_bytes(content)
        beside.replace(path)


def of_the_other(ground: Ground, kind: str, new: bytes) -> str:
    """Whether the run labelled the other table, whole, and its record says so."""
    written = ground.output(kind).read_bytes(), ground.record(kind).read_bytes()
    stated = json.loads(written[1])["inputs"]
    old = ground.tables[kind].read_bytes()
    ground.clear()
    ground.tables[kind].write_bytes(new)
    ground.start(kind).wait()
    again = ground.output(kind).read_bytes(), ground.record(kind).read_bytes()
    ground.tables[kind].write_bytes(old)
    return "the other table, as recorded" if again == written and stated else "SILENT DIFFERENCE"


def full_disks(ground: Ground, n: int) -> Iterator[str]:
    """Let the system refuse files beyond a size; then go on with room, from what is there."""
    for trial in range(n):
        kind = FORMATS[trial % 4]
        ground.output(kind).write_bytes(b"what was there before")
        size = int(len(ground.expected[kind]) * (trial + 1) / (n + 1))
        ended = ground.start(kind, "--force", limit=size).wait()
        kept = ground.output(kind).read_bytes() == b"what was there before"
        if ended.trace or not (ended.code == 0 or (ended.code == 2 and ended.lines == 1 and kept)):
            yield f"EXIT CODE {ended.code}" if kept else "WHAT WAS THERE IS GONE"
        else:
            first = "there was room" if ended.code == 0 else "refused in one line, old file kept, then"
            end = ground.verdict(kind, ground.start(kind, "--resume", "--force").wait())
            yield end if end.isupper() else f"{first}: {end}"
        ground.clear()


def trials(ground: Ground, *, short: bool) -> dict[str, Callable[[], Iterator[str]]]:
    """Every experiment by name."""
    few = 10 if short else 1
    return {
        **{
            f"kill -9 at a random moment, {kind}": lambda kind=kind: kills(ground, kind, 50 // few)
            for kind in FORMATS
        },
        "journal: bits flipped, lines lost, doubled, torn, moved": lambda: corruptions(ground, 500 // few),
        "two and three writers at once": lambda: writers(ground, 40 // few),
        "input changed in each phase": lambda: changed_inputs(ground, 80 // few),
        "full disk, 20 sizes": lambda: full_disks(ground, 20 // (5 if short else 1)),
        **fuzz_parsers(ground.folder, ground.rng, seconds=0.5 if short else 8),
    }


def main() -> None:
    """Run the experiments and print their table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--short", action="store_true", help="a tenth of the trials")
    parser.add_argument("--only", default="", help="experiments whose name holds this")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    labelling.CHUNK = CHUNK
    load_model().decide(["صباح الخير"])
    rows = []
    print("| tried | trials | ended in |\n|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as place:
        ground = Ground(Path(place), random.Random(given.seed))
        for name, experiment in trials(ground, short=given.short).items():
            if given.only in name:
                row = Row(name, Counter(experiment()))
                rows.append(row)
                ends = "; ".join(f"{end}: {n:,}" for end, n in sorted(row.ends.items()))
                print(f"| {row.name} | {sum(row.ends.values()):,} | {ends} |", flush=True)
    failures = sum(row.failures for row in rows)
    print(f"\n{failures} failures in {sum(sum(row.ends.values()) for row in rows):,} trials")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
