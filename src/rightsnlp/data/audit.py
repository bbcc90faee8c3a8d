"""Compare two sets of posts before one tests the other: overlap, contradictions, shares, personal data.

A report holds counts only, never a post.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rightsnlp.data.overlap.dedup import group_keys, near_duplicate_groups

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rightsnlp.data.corpora.corpus import Corpus

# What stands where a set's makers took personal data out; it is none.
_MASKED = re.compile(r"@(?:user|url|USER|URL)\b|مستخدم@|\b(?:URL|USER)\b|<LF>")


@dataclass(frozen=True)
class LabelCount:
    """How many posts of one set are known to carry a label, and how many are known not to."""

    positive: int
    negative: int
    unknown: int


@dataclass(frozen=True)
class SetProfile:
    """What one set of posts is made of.

    Attributes
    ----------
    name : str
    n : int
        Posts.
    n_empty : int
        Posts without text; they are left out of everything that follows.
    n_exact_repeats, n_near_repeats : int
        Posts beyond the first of their group: of one folded text, and of one near-duplicate group.
    labels : dict of str to LabelCount
    languages : dict of str to int
        Posts by guessed language, most frequent first.
    personal_data : dict of str to int
        Posts that hold each kind, most frequent first. Placeholders of a set are not counted.
    """

    name: str
    n: int
    n_empty: int
    n_exact_repeats: int
    n_near_repeats: int
    labels: dict[str, LabelCount]
    languages: dict[str, int]
    personal_data: dict[str, int]


@dataclass(frozen=True)
class AuditReport:
    """What two sets of posts share, and how they differ.

    Attributes
    ----------
    train, test : SetProfile
    threshold : float
        Jaccard similarity of word 3-grams from which two posts are near-duplicates.
    n_exact : int
        Test posts of which a copy (of the folded text) is in the training set.
    n_near : int
        Test posts of which a near-duplicate, and no copy, is in the training set.
    conflicts : dict of str to (int, int)
        By label: groups of copies, and groups of near-duplicates, whose members are labelled both ways.
    """

    train: SetProfile
    test: SetProfile
    threshold: float
    n_exact: int
    n_near: int
    conflicts: dict[str, tuple[int, int]]

    @property
    def leaks(self) -> bool:
        """Whether a test post, or a near-duplicate of one, is in the training set."""
        return self.n_exact + self.n_near > 0

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return asdict(self)

    def to_markdown(self) -> str:
        """Return the report as a page of Markdown."""
        return render(self)


def audit_overlap(train: Corpus, test: Corpus, *, threshold: float = 0.7) -> AuditReport:
    """Compare a training set with a test set.

    Parameters
    ----------
    train, test : Corpus
        As :func:`~rightsnlp.data.corpora.corpus.load_corpus` or :func:`~rightsnlp.data.labelled.read_corpus` return
        them.
    threshold : float
        Jaccard similarity of word 3-grams from which two posts are near-duplicates.

    Returns
    -------
    AuditReport
    """
    kept = [corpus.select([bool(text.strip()) for text in corpus.texts]) for corpus in (train, test)]
    sides = np.repeat([0, 1], [len(corpus) for corpus in kept])
    texts = [text for corpus in kept for text in corpus.texts]
    copies = np.unique(group_keys(texts), return_inverse=True)[1]
    near = near_duplicate_groups(texts, threshold)
    copied = np.isin(copies[sides == 1], copies[sides == 0])
    nearly = np.isin(near[sides == 1], near[sides == 0])
    labels = [label for label in train.labels if label in test.labels]
    Y = np.concatenate([corpus.Y[:, [corpus.labels.index(label) for label in labels]] for corpus in kept])
    profiles = [
        _profile(corpus, part, copies[sides == side], near[sides == side])
        for side, (corpus, part) in enumerate(zip((train, test), kept, strict=True))
    ]
    return AuditReport(
        train=profiles[0],
        test=profiles[1],
        threshold=threshold,
        n_exact=int(copied.sum()),
        n_near=int((nearly & ~copied).sum()),
        conflicts={
            label: (count_conflicts(copies, values), count_conflicts(near, values))
            for label, values in zip(labels, Y.T, strict=True)
        },
    )


def count_conflicts(groups: NDArray[np.int64], values: NDArray[np.float64]) -> int:
    """Return the number of groups that hold both a 1 and a 0 of a label.

    Examples
    --------
    >>> count_conflicts(np.array([0, 0, 1, 1]), np.array([1.0, 0.0, 1.0, np.nan]))
    1
    """
    return len(np.intersect1d(groups[values == 1], groups[values == 0]))


def _profile(corpus: Corpus, kept: Corpus, copies: NDArray[np.int64], near: NDArray[np.int64]) -> SetProfile:
    from rightsnlp.text.redaction.redact import Redactor
    from rightsnlp.text.script import detect_languages

    redactor = Redactor()
    kinds = Counter(kind for text in kept.texts for kind in redactor.redact(_MASKED.sub(" ", text)).counts)
    languages = Counter(guess.language for guess in detect_languages(kept.texts))
    return SetProfile(
        name=corpus.name,
        n=len(corpus),
        n_empty=len(corpus) - len(kept),
        n_exact_repeats=len(copies) - len(np.unique(copies)),
        n_near_repeats=len(near) - len(np.unique(near)),
        labels={
            label: LabelCount(int((column == 1).sum()), int((column == 0).sum()), int(np.isnan(column).sum()))
            for label, column in zip(corpus.labels, corpus.Y.T, strict=True)
        },
        languages=dict(languages.most_common()),
        personal_data=dict(kinds.most_common()),
    )


def render(report: AuditReport) -> str:
    """Return a report as a page of Markdown."""
    train, test = report.train, report.test
    n_test = test.n - test.n_empty
    lines = [
        f"# Audit: {train.name} (training) against {test.name} (test)",
        "",
        f"- Test posts with a copy in the training set: {_share(report.n_exact, n_test)}",
        f"- Test posts with a near-duplicate only: {_share(report.n_near, n_test)}",
        "- The test set leaks: drop these posts from training." if report.leaks else "- No leak was found.",
        "",
        "| | training | test |",
        "|---|---:|---:|",
        f"| posts | {train.n:,} | {test.n:,} |",
        f"| without text | {train.n_empty:,} | {test.n_empty:,} |",
        f"| exact repeats inside | {_share(train.n_exact_repeats, train.n)} | {_share(test.n_exact_repeats, test.n)} |",
        f"| near repeats inside | {_share(train.n_near_repeats, train.n)} | {_share(test.n_near_repeats, test.n)} |",
    ]
    lines += [
        f"| {label} (of those known) | {_label(train, label)} | {_label(test, label)} |"
        for label in dict.fromkeys((*train.labels, *test.labels))
    ]
    for title, field in (("language", "languages"), ("posts with", "personal_data")):
        ours, theirs = getattr(train, field), getattr(test, field)
        lines += [
            f"| {title} {name} | {_share(ours.get(name, 0), train.n)} | {_share(theirs.get(name, 0), test.n)} |"
            for name in dict.fromkeys((*ours, *theirs))
        ]
    lines += [
        "",
        "| label | copies labelled both ways | near-duplicates labelled both ways |",
        "|---|---:|---:|",
    ]
    lines += [
        f"| {label} | {exact:,} groups | {near:,} groups |"
        for label, (exact, near) in report.conflicts.items()
    ]
    lines += [
        "",
        (
            f"Near-duplicates: Jaccard similarity of word 3-grams of {report.threshold:g} or more. Languages and "
            "personal data are found by rules: counts are estimates, and a post can count under several kinds."
        ),
        "",
    ]
    return "\n".join(lines)


def _share(count: int, n: int) -> str:
    return f"{count:,} of {n:,} ({count / n:.1%})" if n else "0 of 0"


def _label(profile: SetProfile, label: str) -> str:
    counted = profile.labels.get(label)
    return _share(counted.positive, counted.positive + counted.negative) if counted else "–"
