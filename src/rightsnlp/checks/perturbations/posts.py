"""Perturbations of a post around its words: emoji, hashtags, handles, links, the order of sentences."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random
from typing import NamedTuple

from rightsnlp.checks.perturbations.places import (
    MARKED,
    arabic_words,
    gaps,
    outside,
    pick,
    protected_spans,
    share_of,
)
from rightsnlp.text.lexicon import fold
from rightsnlp.text.offsets import Edit, apply_edits

NEUTRAL_EMOJI = ("☀️", "☁️", "☂️", "☕", "✏️", "📌", "📎", "📅", "📖", "🕐", "🪑", "🌳")
"""Things without a meaning of their own: no faces, hands, hearts, animals, food, flags, weapons, fire, vehicles."""

_MOST_EMOJI = 3
_WORDS_IN_TAG = (2, 3)
_WORDS_A_TAG = 3

# Two dots and more are a pause: what follows goes on with what stands before.
_SENTENCE_END = re.compile(r"(?:(?<![.!…])[.!](?=\s|\Z)|\n)\s*")
_QUESTION = re.compile("[?؟]")
_REPORTED = re.compile('["“”«»:؛]')
_SHORTEST_SENTENCE = 3
# What leans on the sentence before it, and speech that a sentence may be an answer to.
_LEANING_WORDS = """
    ثم لكن لكنه لكنها بل لأن لأنه لأنها لأنهم لذلك لهذا كذلك لذا إذن إلا أما حتى كما هو هي هم هن هما هذا هذه هؤلاء ذلك
    تلك هاد هاي هيدا هيدي هدول ده دي دول هذول بس يعني لانو منهم منها منه فيهم فيها فيه عليهم عليها عليه لهم لها له بهم
    بها به كلهم كلها نعم لا اه كلا أي غير
"""
_SPEECH_WORDS = """
    قال قالت قالوا يقول تقول يقولون بقول بيقول بيقولوا قيل كتب كتبت يكتب صرح زعم يزعم يدعي
"""
_LEANING = frozenset(map(fold, _LEANING_WORDS.split()))
_SPEECH = frozenset(map(fold, _SPEECH_WORDS.split()))

_LINK = "https://example.org/"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


def insert_emoji(text: str, rng: Random, strength: float) -> str:
    """Put one to three neutral emoji between words.

    Examples
    --------
    >>> insert_emoji("صباح الخير", Random(0), 0.5)
    'صباح الخير 📌'
    """
    places = share_of(list(gaps(text)), rng, strength)
    if len(places) > _MOST_EMOJI:
        places = share_of(places, rng, _MOST_EMOJI / len(places))
    return apply_edits(text, [Edit(place, place, f" {pick(NEUTRAL_EMOJI, rng)}") for place in places])


def join_as_hashtags(text: str, rng: Random, strength: float) -> str:
    """Write two or three words that follow one another as a hashtag: شوارع غزة as #شوارع_غزة.

    Examples
    --------
    >>> join_as_hashtags("شوارع غزة", Random(0), 1.0)
    '#شوارع_غزة'
    """
    runs: list[list[tuple[int, int]]] = []
    for word in arabic_words(text):
        if MARKED.search(word.text):
            continue  # a tag ends at a vowel sign
        follows = runs and text[runs[-1][-1][1] : word.start] == " "
        if follows and len(runs[-1]) < pick(_WORDS_IN_TAG, rng):
            runs[-1].append((word.start, word.end))
        else:
            runs.append([(word.start, word.end)])
    offered = [
        Edit(run[0][0], run[-1][1], "#" + "_".join(text[start:end] for start, end in run))
        for run in runs
        if len(run) > 1 and _stands_alone(text, run[0][0], run[-1][1])
    ]
    return apply_edits(text, share_of(offered, rng, strength / _WORDS_A_TAG))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Return whether white space or an edge is on either side, so that the tag begins and ends there."""
    return (not start or text[start - 1].isspace()) and (end == len(text) or text[end].isspace())


def add_mention(text: str, rng: Random, strength: float) -> str:  # noqa: ARG001
    """Put a handle that nobody has before the post, as a reply has it.

    Examples
    --------
    >>> add_mention("شكرا", Random(0), 1.0)
    '@user_874254 شكرا'
    """
    if not text.strip():
        return text
    return f"@user_{''.join(pick('0123456789', rng) for _ in range(6))} {text}"


def add_link(text: str, rng: Random, strength: float) -> str:  # noqa: ARG001
    """Put a link after the post, on a domain that is reserved for examples (RFC 2606).

    Examples
    --------
    >>> add_link("شكرا", Random(0), 1.0)
    'شكرا https://example.org/41pjso2k'
    """
    if not text.strip():
        return text
    return f"{text} {_LINK}{''.join(pick(_ALPHABET, rng) for _ in range(8))}"


class _Sentence(NamedTuple):
    start: int
    end: int
    free: bool


def reorder(text: str, rng: Random, strength: float) -> str:
    """Exchange two sentences that follow one another and lean on nothing.

    Free are statements of three Arabic words or more that hold no link, handle, tag or quotation, ask nothing, report
    no speech, and do not open with a conjunction, a pronoun or a demonstrative.

    Examples
    --------
    >>> reorder("الطقس جميل اليوم. السوق مفتوح غدا", Random(0), 1.0)
    'السوق مفتوح غدا. الطقس جميل اليوم'
    """
    sentences = list(_sentences(text))
    pairs: list[tuple[_Sentence, _Sentence]] = []
    for one, other in pairwise(sentences):
        if one.free and other.free and not (pairs and pairs[-1][1] == one):
            pairs.append((one, other))
    edits = []
    for one, other in share_of(pairs, rng, strength):
        edits.append(Edit(one.start, one.end, text[other.start : other.end]))
        edits.append(Edit(other.start, other.end, text[one.start : one.end]))
    return apply_edits(text, edits)


def _sentences(text: str) -> list[_Sentence]:
    spans = protected_spans(text)
    words = list(arabic_words(text))
    ends = [
        match for match in _SENTENCE_END.finditer(text) if outside(spans, match.start(), match.start() + 1)
    ]
    found = []
    start = 0
    for end, following in [*(match.span() for match in ends), (len(text), len(text))]:
        written = text[start:end]
        inside = [word for word in words if start <= word.start < end]
        free = (
            outside(spans, start, end)
            and len(inside) >= _SHORTEST_SENTENCE
            and inside[0].start == start
            and not written[-1].isspace()
            and not _QUESTION.search(written)
            and not _REPORTED.search(written)
            and not any(fold(word.text) in _SPEECH for word in inside)
            and not inside[0].text.startswith("و")
            and fold(inside[0].text) not in _LEANING
        )
        found.append(_Sentence(start, end, free))
        start = following
    return found
