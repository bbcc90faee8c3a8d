"""Answers matched with what was sent, one to one: by reference, else by address, else by nearly the same text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rightsnlp.data.overlap.dedup import fold_words
from rightsnlp.data.overlap.minhash import Shingles, jaccard, shingle, similar_pairs
from rightsnlp.monitoring.escalation.addresses import same_address

SIMILAR = 0.7
_N_GRAM = 3


@dataclass(frozen=True, slots=True)
class Message:
    """What is known of a report that was sent, or of an answer."""

    reference: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """An answer and the report that it answers, by their positions."""

    answer: int
    report: int
    by: str
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """An answer that could be one of several reports', or contradicts itself."""

    answer: int
    reports: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class Matching:
    """Every answer is in one of the three."""

    matches: tuple[Match, ...]
    doubts: tuple[Doubt, ...]
    unmatched: tuple[int, ...]


def match_answers(
    reports: Sequence[Message], answers: Sequence[Message], similar: float = SIMILAR
) -> Matching:
    """Match answers with reports.

    A report has one answer and an answer one report. Where a reference, an address or a text could mean several, and
    where the reference means another report than the address, nothing is decided: a person has to.

    Parameters
    ----------
    reports, answers : sequence of Message
    similar : float
        Least Jaccard similarity of the word 3-grams of two texts that are taken for one.

    Returns
    -------
    Matching

    Examples
    --------
    >>> sent = [Message("R1", "https://x.com/a/1", ""), Message("R2", "https://x.com/a/2", "")]
    >>> found = match_answers(sent, [Message("", "http://twitter.com/a/2?s=1", ""), Message("R9", "", "")])
    >>> found.matches, found.unmatched
    ((Match(answer=0, report=1, by='url', similarity=1.0),), (1,))
    """
    matches: dict[int, Match] = {}
    doubts: dict[int, Doubt] = {}
    for by, key in (("reference", _reference), ("url", _address)):
        _match_equal(by, key, reports, answers, matches, doubts)
    _match_texts(reports, answers, similar, matches, doubts)
    _check_addresses(reports, answers, matches, doubts)
    left = tuple(i for i in range(len(answers)) if i not in matches and i not in doubts)
    return Matching(
        tuple(matches[i] for i in sorted(matches)), tuple(doubts[i] for i in sorted(doubts)), left
    )


def _reference(message: Message) -> str:
    return message.reference.strip().casefold()


def _address(message: Message) -> str:
    return same_address(message.url) if message.url else ""


def _match_equal(
    by: str,
    key: Callable[[Message], str],
    reports: Sequence[Message],
    answers: Sequence[Message],
    matches: dict[int, Match],
    doubts: dict[int, Doubt],
) -> None:
    """Match what has one key, where it is the only report and the only answer with it."""
    taken = {match.report for match in matches.values()}
    reports_of, answers_of = _by_key(key, reports, taken), _by_key(key, answers, {*matches, *doubts})
    for name, found in answers_of.items():
        candidates = reports_of.get(name, [])
        if len(candidates) == 1 and len(found) == 1:
            matches[found[0]] = Match(found[0], candidates[0], by)
        elif candidates:
            why = f"several answers with one {by}" if len(found) > 1 else f"several reports with one {by}"
            doubts.update({answer: Doubt(answer, tuple(candidates), why) for answer in found})


def _by_key(
    key: Callable[[Message], str], messages: Sequence[Message], without: Iterable[int]
) -> dict[str, list[int]]:
    left_out = set(without)
    found: dict[str, list[int]] = defaultdict(list)
    for place, message in enumerate(messages):
        if place not in left_out and (name := key(message)):
            found[name].append(place)
    return found


def _match_texts(
    reports: Sequence[Message],
    answers: Sequence[Message],
    similar: float,
    matches: dict[int, Match],
    doubts: dict[int, Doubt],
) -> None:
    taken = {match.report for match in matches.values()}
    ours = [i for i, message in enumerate(reports) if message.text.strip() and i not in taken]
    theirs = [i for i, m in enumerate(answers) if m.text.strip() and i not in matches and i not in doubts]
    if not ours or not theirs:
        return
    words = fold_words([*(reports[i].text for i in ours), *(answers[i].text for i in theirs)])
    kept = [i for i, found in enumerate(words) if found]
    sets: Shingles = shingle([words[i] for i in kept], _N_GRAM)
    pairs = similar_pairs(sets, similar)
    scores = jaccard(sets, pairs) if len(pairs) else np.zeros(0)
    near: dict[int, list[tuple[float, int]]] = defaultdict(list)
    rivals: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (a, b), score in zip(pairs.tolist(), scores.tolist(), strict=True):
        first, second = kept[a], kept[b]
        if first < len(ours) <= second:
            report, answer = ours[first], theirs[second - len(ours)]
            near[answer].append((score, report))
            rivals[report].append((score, answer))
    for answer, found in near.items():
        best, report = max(found)
        alone = sum(score == best for score, _ in found) == 1
        wanted = sum(score == best for score, _ in rivals[report]) == 1 and max(rivals[report])[0] == best
        if alone and wanted:
            matches[answer] = Match(answer, report, "text", round(best, 3))
        else:
            why = (
                "several reports with nearly the same text"
                if not alone
                else "several answers with nearly the same text"
            )
            doubts[answer] = Doubt(answer, tuple(sorted(place for _, place in found)), why)


def _check_addresses(
    reports: Sequence[Message],
    answers: Sequence[Message],
    matches: dict[int, Match],
    doubts: dict[int, Doubt],
) -> None:
    """Take back what matches by reference or text while the addresses are of two posts."""
    for answer, match in list(matches.items()):
        theirs, ours = _address(answers[answer]), _address(reports[match.report])
        if theirs and ours and theirs != ours:
            del matches[answer]
            doubts[answer] = Doubt(
                answer, (match.report,), f"the {match.by} is one report's, the address is not"
            )
