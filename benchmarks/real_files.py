"""Run the commands on files as people really have them, and say of each file whether the outcome is right.

    python benchmarks/real_files.py path/to/real-files [--only 18] [--wrong]

Each folder that is known has a function here, under the folder's name; it runs commands and yields a row for each file:
what was tried, and whether the outcome is the one that the folder's expect.md asks for. A folder that nothing is known
of is listed as such. Exit code 1 where anything is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from rightsnlp.cli import cli
from rightsnlp.data.tables.io import read_table
from rightsnlp.exceptions import RightsNLPError


@dataclass(frozen=True)
class Row:
    """One thing that was tried on one file."""

    file: str
    what: str
    right: bool
    said: str


@dataclass(frozen=True)
class Done:
    """What a command left behind: exit code, both streams, and a folder for what it wrote."""

    code: int
    text: str
    folder: Path

    @property
    def refused(self) -> bool:
        return self.code == 2 and self.text.startswith("error: ")

    def says(self, *patterns: str) -> bool:
        return all(re.search(pattern, self.text) for pattern in patterns)

    def row(self, file: str, what: str, right: bool) -> Row:
        return Row(file, what, bool(right), self.text.strip().split("\n")[0][:200])


Check = Callable[[Path, Callable[..., Done]], Iterator[Row]]
KNOWN: dict[str, Check] = {}


def known(folder: str) -> Callable[[Check], Check]:
    """Register a function for the folder of this name."""

    def register(check: Check) -> Check:
        KNOWN[folder] = check
        return check

    return register


def runner(scratch: Path) -> Callable[..., Done]:
    """Return a function that runs one command of rightsnlp in a folder of its own."""

    def run(*arguments: object) -> Done:
        folder = Path(tempfile.mkdtemp(dir=scratch))
        words = [str(argument).replace("OUT", str(folder)) for argument in arguments]
        result = CliRunner().invoke(cli, words)
        error = result.exception
        if isinstance(error, RightsNLPError):
            return Done(2, f"error: {error}", folder)
        if error is not None and not isinstance(error, SystemExit):
            return Done(3, f"{type(error).__name__}", folder)
        return Done(result.exit_code, result.output, folder)

    return run


# Evaluation: rows and answers.


def evaluated(run: Callable[..., Done], truth: Path, answers: Path) -> Done:
    return run("evaluate", truth, "--predictions", answers, "--resamples", 20)


def figure(done: Done, metric: str, label: str = "hate_speech") -> float:
    """Return a figure of the printed table; NaN where it is not there."""
    current = ""
    for line in done.text.splitlines():
        cells = line.split()
        if not cells:
            continue
        if not line.startswith(" "):
            current, cells = cells[0], cells[1:]
        if current == label and cells[:1] == [metric]:
            return float(cells[1]) if re.fullmatch(r"-?[\d.]+", cells[1]) else float("nan")
    return float("nan")


@known("18-evaluate-ids")
def evaluate_ids(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    for truth, answers in (
        ("truth-long-ids", "preds-long-ids-shuffled"),
        ("truth-post_id", "preds-post_id-sorted-by-score"),
        ("truth-leading-zeros", "preds-excel-lost-zeros"),
        ("truth-leading-zeros", "preds-excel-lost-zeros-sorted-otherwise"),
    ):
        done = evaluated(run, folder / f"{truth}.csv", folder / f"{answers}.csv")
        lost = "zeros" not in answers or done.says("have lost their leading zeros")
        right = figure(done, "precision") == 1 and done.says("matched by identifier") and lost
        yield done.row(f"{answers}.csv", f"with {truth}: precision 1.000", right)
    for truth, answers, said in (
        ("truth-dup-ids", "preds-dup-ids", "repeat"),
        ("truth-dup-ids", "preds-dup-ids-shuffled", "23 and 23 repeat"),
        ("truth-long-ids", "preds-long-ids-subset-and-extra", "column 'tweet_id' of"),
        ("truth-no-id", "preds-shuffled-no-id", "another text"),
    ):
        done = evaluated(run, folder / f"{truth}.csv", folder / f"{answers}.csv")
        yield done.row(f"{answers}.csv", f"with {truth}: refused", done.refused and done.says(said))


@known("19-evaluate-number-forms")
def evaluate_number_forms(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    scores = folder / "preds-01-scores.csv"
    done = evaluated(run, folder / "truth-part-blank-labels.csv", scores)
    right = done.says("20 of 24 cells are blank")
    yield done.row("truth-part-blank-labels.csv", "says what blank cells were read as", right)
    for name in (
        "truth.csv", "truth-Hate-Speech.csv", "truth-labels-arabic.csv", "truth-labels-comma.csv",
        "truth-labels-none.csv", "truth-labels-spaces.csv", "truth-labels-list.jsonl",
    ):  # fmt: skip
        done = evaluated(run, folder / name, scores)
        yield done.row(
            name, "read: precision and recall 1.000", figure(done, "precision") == figure(done, "recall") == 1
        )
    for name in (
        "truth-label-singular.csv",
        "truth-none-word.csv",
        "truth-x-marks.csv",
        "truth-two-annotators.csv",
    ):
        done = evaluated(run, folder / name, scores)
        yield done.row(
            name,
            "refused with the number of rows",
            done.refused and done.says(r"\d+ (of \d+ rows|and \d+ stand)"),
        )
    for name in ("01-scores", "arabic-digits", "decimal-comma", "percent", "pipeline"):
        done = evaluated(run, folder / "truth.csv", folder / f"preds-{name}.csv")
        yield done.row(f"preds-{name}.csv", "read: precision 1.000", figure(done, "precision") == 1)
    for name in ("none-word", "inverted-label", "detoxify"):
        done = evaluated(run, folder / "truth.csv", folder / f"preds-{name}.csv")
        yield done.row(f"preds-{name}.csv", "refused by name", done.refused)


@known("32-metric-edge-cases")
def metric_edge_cases(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    done = evaluated(run, folder / "truth.csv", folder / "preds-ids-float.csv")
    yield done.row("preds-ids-float.csv", "1.0 is 1: precision 1.000", figure(done, "precision") == 1)
    done = evaluated(run, folder / "truth-string-ids.csv", folder / "preds-own-row-numbers.csv")
    yield done.row(
        "preds-own-row-numbers.csv", "matched by row number, with a note", done.says("row number", "note: ")
    )
    for truth, answers in (
        ("all-negative", "preds-constant"),
        ("all-positive", "preds-exact-half"),
        ("truth", "preds-all-blank"),
        ("truth", "preds-mostly-blank"),
    ):
        done = evaluated(run, folder / f"{truth}.csv", folder / f"{answers}.csv")
        right = done.refused or (done.code == 0 and done.says(r"rows matched by identifier \(id\)"))
        yield done.row(f"{answers}.csv", f"with {truth}: figures or a reason", right)
    done = run("evaluate", folder / "one-row.csv", "--resamples", 20)
    yield done.row("one-row.csv", "figures or a reason", done.code == 0)


@known("20-hatecheck-shapes")
def hatecheck_shapes(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    for name in (
        "binary.csv",
        "hatecheck.csv",
        "hf.jsonl",
        "mhc.csv",
        "mhc_casing.csv",
        "mhc_generated_two_ids.csv",
    ):
        done = run("check", folder / name)
        yield done.row(name, "read", done.code == 0 and done.says(r"\|n:\d+\|"))
    done = run("check", folder / "mhc-nothate.csv")
    yield done.row("mhc-nothate.csv", "'not hateful' is read", done.code == 0 and done.says(r"\|n:2\|"))
    done = run("check", folder / "mhc-nan.csv")
    yield done.row(
        "mhc-nan.csv", "the case without a text is refused by row", done.refused and done.says("row 2")
    )


# Annotation tools.


def imported(run: Callable[..., Done], tool: str, file: Path) -> tuple[Done, list[dict[str, Any]]]:
    done = run("annotate", "import", file, "--tool", tool, "-o", "OUT/answers.csv")
    written = done.folder / "answers.csv"
    return done, read_table(written).to_dict("records") if written.exists() else []


def sums_up(done: Done) -> bool:
    found = re.search(
        r"(\d+) entries: (\d+) answers, (\d+) skipped, (\d+) unknown .*, (\d+) repeated", done.text
    )
    return found is not None and int(found[1]) == sum(map(int, found.groups()[1:]))


@known("12-doccano-old-and-labels-key")
def doccano_keys(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    for name in ("labels-key.jsonl", "cats.jsonl", "v18.jsonl"):
        done, rows = imported(run, "doccano", folder / name)
        hate = [row["hate_speech"] for row in rows]
        yield done.row(name, "both answers are read", hate == ["1", "0"] and sums_up(done))
    done, _ = imported(run, "doccano", folder / "annotations.jsonl")
    yield done.row(
        "annotations.jsonl", "refused, and the key is named", done.refused and done.says("annotations")
    )


@known("13-doccano-zip-two-batches")
def doccano_archives(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    done, rows = imported(run, "doccano", folder / "both-batches.zip")
    right = [(row["case_id"], row["annotator"], row["hate_speech"]) for row in rows]
    yield done.row(
        "both-batches.zip", "both answers of one annotator", right == [("1", "sara", "1"), ("2", "sara", "0")]
    )
    done, _ = imported(run, "doccano", folder / "csv.zip")
    yield done.row("csv.zip", "refused", done.refused and done.says("tables"))
    done, rows = imported(run, "doccano", folder / "unknown.zip")
    yield done.row(
        "unknown.zip", "one answer, one case that nobody opened", done.says("1 answers", "1 opened by nobody")
    )


@known("14-label-studio")
def label_studio(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    read = {
        "two-questions.json": ["1", "0"], "comment-only.json": ["", "1"], "titles.json": ["1"], "twice.json": ["1"],
        "cancelled.json": [""], "min.json": ["1", "0"], "export.csv": ["1", "0"],
        "other-keys.json": ["1"], "other-keys-negatives.json": ["0"], "sureness.json": ["1"], "perregion.json": ["1"],
    }  # fmt: skip
    for name, hate in read.items():
        done, rows = imported(run, "label-studio", folder / name)
        found = [row["hate_speech"] for row in rows]
        yield done.row(name, "the answers to 'labels' are read", found[: len(hate)] == hate and sums_up(done))
    done, _ = imported(run, "label-studio", folder / "completions.json")
    yield done.row(
        "completions.json", "refused as Label Studio 0.x", done.refused and done.says("completions")
    )
    done = run("evaluate", folder / "export.csv", "--resamples", 20)
    yield done.row("export.csv", "evaluate reads its labels", done.code == 0)


@known("27-label-studio-empty-results")
def empty_results(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    done, rows = imported(run, "label-studio", folder / "labels-tag.json")
    said = [row["hate_speech"] for row in rows]
    yield done.row("labels-tag.json", "no answer, and no 'no label'", done.refused or said == ["", ""])
    done, rows = imported(run, "label-studio", folder / "task-listed-twice.json")
    yield done.row(
        "task-listed-twice.json", "equal tasks count once", done.says("1 repeated") and sums_up(done)
    )


# The shapes of files.


@known("26-json-arrays")
def json_arrays(folder: Path, run: Callable[..., Done]) -> Iterator[Row]:
    cases = {"records-one-line.json": 3, "records-pretty.json": 3, "columns.json": 2, "bom.jsonl": 3}
    for name, n in cases.items():
        done = run("label", folder / name, "-o", "OUT/labelled.jsonl")
        written = done.folder / "labelled.jsonl"
        lines = (
            [json.loads(line) for line in written.read_text(encoding="utf-8").splitlines()]
            if written.exists()
            else []
        )
        told = done.refused and done.says("JSON array")
        yield done.row(name, f"{n} cases, or an error that names the array", len(lines) == n or told)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="the folder that holds the numbered folders")
    parser.add_argument("--only", default="", help="folders whose name starts so")
    parser.add_argument("--wrong", action="store_true", help="print what is wrong only")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp())
    counts = {True: 0, False: 0}
    try:
        for folder in sorted(path for path in options.folder.iterdir() if path.is_dir()):
            if not folder.name.startswith(options.only):
                continue
            if folder.name not in KNOWN:
                print(f"{'unknown':8}{folder.name}")
                continue
            for row in KNOWN[folder.name](folder, runner(scratch)):
                counts[row.right] += 1
                if not row.right or not options.wrong:
                    print(f"{'right' if row.right else 'WRONG':8}{folder.name}/{row.file}: {row.what}")
                if not row.right:
                    print(f"{'':8}  {row.said}")
    finally:
        shutil.rmtree(scratch)
    print(f"\n{counts[True]} right, {counts[False]} wrong")
    sys.exit(1 if counts[False] else 0)


if __name__ == "__main__":
    main()
