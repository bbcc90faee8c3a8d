"""The tables of docs/comparison.md: each is a marked block that ``compare_systems.py --write`` puts in anew."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rightsnlp.classification.selective import Thresholds
from rightsnlp.evaluation.bootstrap import bootstrap
from rightsnlp.evaluation.definitions import metric_named
from rightsnlp.intervals import wilson
from rightsnlp.rendering.numbers import interval, number
from rightsnlp.rendering.table import Table, markdown_tables
from rightsnlp.rendering.words import metric_title
from rightsnlp.reporting.folders.run import read_run

if TYPE_CHECKING:
    from rightsnlp.evaluation.results import EvaluationReport

LABEL = "hate_speech"
CORPORA = ("osact4", "l-hsab")
SYSTEMS = ("rightsnlp-base", "tfidf", "fasttext")
OWN = ("tfidf-own", "fasttext-own")
ALL = "all six"
DECIDED = ("precision", "recall", "f1", "false_positive_rate")
CALIBRATION = ("ece", "brier")
METRICS = ("average_precision", *DECIDED, "recall_with_review", "coverage", *CALIBRATION)
RECALL = 0.5
N_RESAMPLES = 2000


@dataclass(frozen=True)
class DevPosts:
    """All dev posts that a label of hate speech is known of, or that are legitimate, with every system's scores.

    Attributes
    ----------
    source : ndarray of str (n,)
    y : ndarray (n,)
        1, 0, NaN (unknown).
    groups : ndarray of str (n,)
    legitimate : ndarray of bool (n,)
    scores : dict of str to ndarray (n,)
        By system, as it gives them; those trained on one corpus are named ``tfidf-own/osact4``.
    calibrated : dict of str to ndarray (n,)
        The same on the scale that thresholds are chosen on.
    thresholds : dict of str to Thresholds
    """

    source: np.ndarray
    y: np.ndarray
    groups: np.ndarray
    legitimate: np.ndarray
    scores: Mapping[str, np.ndarray]
    calibrated: Mapping[str, np.ndarray]
    thresholds: Mapping[str, Thresholds]


def with_blocks(text: str, blocks: Mapping[str, str]) -> str:
    """Return a document with its marked blocks replaced; it must have a place for each block, and no other."""
    pattern = re.compile(r"(<!-- ([\w-]+): .*? -->\n).*?(\n<!-- end of \2 -->)", re.DOTALL)
    marked = {found[2] for found in pattern.finditer(text)}
    if marked != set(blocks):
        raise SystemExit(f"blocks without a place, or places without a block: {sorted(marked ^ set(blocks))}")
    return pattern.sub(lambda found: found[1] + blocks[found[2]] + found[3], text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, names: int = 1) -> str:
    """Return a Markdown table whose first columns hold names and the others numbers."""
    numbers = frozenset(range(names, len(header)))
    written = markdown_tables([Table("", "", tuple(header), tuple(map(tuple, rows)), numbers)], [])
    return written.split("\n", 2)[2].rstrip()


def share(k: int, n: int) -> str:
    return f"{k:,} of {n:,} = {number(k / n)} {interval(*wilson(k, n))}"


# ---- what the systems learnt from, and where they were cut


def data_blocks(dev: DevPosts, trained: Mapping[str, np.ndarray]) -> dict[str, str]:
    rows, sums = [], np.zeros(5, dtype=int)
    for name, y in trained.items():
        here = dev.source == name
        known = here & np.isfinite(dev.y)
        counts = (y.size, y.sum(), known.sum(), (dev.y[known] == 1).sum(), (dev.legitimate & here).sum())
        rows.append((name, *(f"{count:,}" for count in counts)))
        sums += np.array(counts, dtype=int)
    rows.append(("together", *(f"{count:,}" for count in sums)))
    header = (
        "source",
        "training posts",
        "hate among them",
        "dev posts",
        "hate among them",
        "legitimate among them",
    )
    cuts = [(name, *_cuts(dev.thresholds[name])) for name in dev.scores]
    aim = dev.thresholds[SYSTEMS[0]].aim
    asked = (
        f"Aim: precision {aim.precision:g}, at most {aim.false_positive_rate:g} of legitimate posts assigned,"
        f" recall {aim.recall:g} with review, each with confidence {aim.confidence:g}."
    )
    return {
        "data": table(header, rows),
        "thresholds": table(("system", "assigned from", "for review from"), cuts) + "\n\n" + asked,
    }


def _cuts(cut: Thresholds) -> tuple[str, str]:
    assign = "none keeps the promise" if cut.assign is None else f"{cut.assign:.2f}"
    return assign, "none: all are for review" if cut.review is None else f"{cut.review:.2f}"


# ---- false alarms


def false_alarm_blocks(dev: DevPosts) -> dict[str, str]:
    """Return how many legitimate posts each system flags: at its threshold, and where it finds half of the hate."""
    sets = {
        str(name): dev.legitimate & (dev.source == name) for name in dict.fromkeys(dev.source[dev.legitimate])
    }
    at_threshold = [
        (name, *(_at_threshold(dev, system, mask) for system in SYSTEMS)) for name, mask in sets.items()
    ]
    bases = {name: (dev.y == 1) & (dev.source == name) for name in CORPORA}
    hate = (dev.y == 1) & ~np.isin(dev.source, list(sets))
    equal, own = [], []
    for of, hateful in (bases | {ALL: hate}).items():
        for name, mask in sets.items():
            equal.append(_at_equal_recall(dev, SYSTEMS, of, name, hateful, mask))
            if of != ALL:
                alone = (SYSTEMS[0], *(f"{system}/{of}" for system in OWN))
                own.append(_at_equal_recall(dev, alone, of, name, hateful, mask))
    return {
        "alarms-at-thresholds": table(("legitimate posts of", *SYSTEMS), at_threshold),
        "alarms-at-equal-recall": _equal_recall_table(SYSTEMS, equal),
        "alarms-own": _equal_recall_table((SYSTEMS[0], *OWN), own),
    }


def _at_threshold(dev: DevPosts, system: str, mask: np.ndarray) -> str:
    cut = dev.thresholds[system].assign
    return (
        "none assigned"
        if cut is None
        else share(int((dev.calibrated[system][mask] >= cut).sum()), int(mask.sum()))
    )


def _equal_recall_table(systems: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    differences = [f"{systems[0]} minus {name}" for name in systems[1:]]
    return table(("half of the hate in", "legitimate posts of", *systems, *differences), rows, names=2)


def _at_equal_recall(
    dev: DevPosts, systems: Sequence[str], of: str, name: str, hateful: np.ndarray, mask: np.ndarray
) -> tuple[str, ...]:
    """Return the rates of false alarms, and the first system's less each other's with the cut drawn anew each time."""
    rows = np.concatenate([np.flatnonzero(hateful), np.flatnonzero(mask)])
    found = np.arange(rows.size) < hateful.sum()
    P = np.column_stack([dev.scores[system][rows] for system in systems])

    def differences(W: np.ndarray) -> np.ndarray:
        rates = np.column_stack(
            [false_alarm_rate(p[found], p[~found], W[:, found], W[:, ~found]) for p in P.T]
        )
        return rates[:, :1] - rates[:, 1:]

    # A post and its copy are drawn together, inside each of the two kinds.
    groups = np.char.add(np.where(found, "hate ", "legitimate "), dev.groups[rows].astype(str))
    drawn = bootstrap(
        differences, rows.size, n_resamples=N_RESAMPLES, method="percentile", groups=groups, strata=found
    )
    cells = []
    for p in P.T:
        flagged = p[~found] >= cut_at_recall(p[found])
        cells.append(share(int(flagged.sum()), flagged.size))
    for value, low, high in zip(drawn.value, drawn.low, drawn.high, strict=True):
        # Where every resample has the same value there is no interval.
        cells.append(f"{value:+.3f} [{low:+.3f}, {high:+.3f}]" if np.isfinite(low) else f"{value:+.3f} –")
    return (of, name, *cells)


def cut_at_recall(p: np.ndarray) -> float:
    """Return the highest score from which on half of the positives are found.

    >>> cut_at_recall(np.array([0.9, 0.7, 0.4]))
    0.7
    """
    return float(np.sort(p)[::-1][int(np.ceil(RECALL * p.size)) - 1])


def false_alarm_rate(positives: np.ndarray, others: np.ndarray, W: np.ndarray, V: np.ndarray) -> np.ndarray:
    """Return the share of ``others`` at or above the cut that finds half of ``positives``, for each row of weights."""
    order = np.argsort(-positives, kind="stable")
    reached = np.cumsum(W[:, order], axis=1)
    first = np.argmax(reached >= RECALL * reached[:, -1:], axis=1)
    flagged = others >= positives[order][first][:, None]
    return (V * flagged).sum(axis=1) / V.sum(axis=1)


# ---- what `rightsnlp evaluate` and `rightsnlp compare` wrote


def run_blocks(folder: Path) -> dict[str, str]:
    blocks = {"ahead": ahead(folder)}
    for corpus in CORPORA:
        place = folder / corpus
        blocks[f"{corpus}-tables"] = compared(place / "same-posts")
        blocks[f"{corpus}-words"] = sentences(place / "same-posts")
        blocks[f"{corpus}-figures"] = figures_of(place)
        blocks[f"{corpus}-ranking"] = sentences(place / "ranking")
        blocks[f"{corpus}-own"] = sentences(place / "own-posts")
    return blocks


def compared(folder: Path) -> str:
    """Return the tables of a comparison, with their headings as bold lines."""
    text = (folder / "tables.md").read_text(encoding="utf-8").split("\n## In words\n")[0].rstrip()
    return re.sub(r"^## (.*)$", r"**\1**", text, flags=re.MULTILINE)


def sentences(folder: Path) -> str:
    """Return in words what a comparison shows, and what it says of average precision in any case."""
    data = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    told = [c for c in data["comparisons"] if c["shown"] or c["metric"] == "average_precision"]
    return "\n".join(f"- {one['sentence']}" for one in told)


def figures_of(folder: Path) -> str:
    """Return figures of several evaluations, a column a system, each as ``metrics.json`` has it."""
    reports = {name: read_run(folder / name).report for name in (*SYSTEMS, *OWN)}
    rows = [(metric_title(m), *(figure_cell(r, m) for r in reports.values())) for m in METRICS]
    return table(("metric", *reports), rows)


def figure_cell(report: EvaluationReport, metric: str) -> str:
    found = report.get(LABEL, metric)
    defined = np.isfinite(found.value)
    return f"{number(found.value)} {interval(found.low, found.high)} (n = {found.n:,})" if defined else "–"


def ahead(folder: Path) -> str:
    """Return every figure in which a baseline has a better value than the base model, and whether that is shown."""
    rows = []
    for corpus in CORPORA:
        base = read_run(folder / corpus / SYSTEMS[0]).report
        verdicts = _verdicts(folder / corpus)
        for name in (*SYSTEMS[1:], *OWN):
            report = read_run(folder / corpus / name).report
            # Who assigns nothing raises no false alarm either.
            idle = report.get(LABEL, "precision").n == 0
            for metric in ("average_precision", *DECIDED, *CALIBRATION):
                theirs, ours = report.get(LABEL, metric).value, base.get(LABEL, metric).value
                sign = 1 if metric_named(metric).higher_is_better else -1
                if sign * theirs > sign * ours and not (idle and metric in DECIDED):
                    verdict = verdicts.get((name, metric), "not tested")
                    cells = (figure_cell(report, metric), figure_cell(base, metric))
                    rows.append((corpus, metric_title(metric), name, *cells, verdict))
    header = ("corpus", "figure", "baseline", "its value", SYSTEMS[0], "difference")
    return table(header, rows, names=3)


def _verdicts(folder: Path) -> dict[tuple[str, str], str]:
    """Return what the comparisons with the base model say of each other system and metric."""
    found = {}
    for name in ("same-posts", "own-posts"):
        for one in json.loads((folder / name / "comparison.json").read_text(encoding="utf-8"))["comparisons"]:
            others = {one["a"], one["b"]} - {SYSTEMS[0]}
            if len(others) == 1:
                found[others.pop(), one["metric"]] = "shown" if one["shown"] else "no difference shown"
    return found
