"""Emoji: found whole, and named in Arabic or English."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Literal

from rightsnlp.text.characters import EMOJI
from rightsnlp.text.offsets import Edit

_TONE = "\U0001f3fb-\U0001f3ff"
_PART = f"[{EMOJI}\xa9\xae][\ufe0f{_TONE}]*[\U000e0020-\U000e007f]*"
_SEQUENCE = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_PART}(?:\u200d{_PART})*\u200d?")
_NOT_NAMED = re.compile(f"[\ufe0f{_TONE}]")

POSSIBLE = re.compile(f"[{EMOJI}\xa9\xae\u20e3]")


@functools.cache
def emoji_names(language: Literal["arabic", "english"]) -> dict[str, str]:
    """Return the name of each emoji, without variation selectors, in a language; read on first use."""
    path = resources.files("rightsnlp.text") / "data" / "emoji_names.tsv"
    column = 2 if language == "arabic" else 1
    rows = (
        line.split("\t")
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith("# ")
    )
    return {row[0]: row[column] for row in rows}


def replace_emoji(write: Literal["remove", "arabic", "english"]) -> Callable[[str], Iterator[Edit]]:
    """Return a function that finds emoji and writes their names, or nothing.

    Words that an emoji stood between stay apart. Skin tones are not named. A sequence without a name of its own is
    named by its parts. Signs that are not emoji stay.

    Examples
    --------
    >>> list(replace_emoji("english")("🍉!"))
    [Edit(start=0, end=1, replacement=' watermelon ')]
    """

    def edits(text: str) -> Iterator[Edit]:
        names = emoji_names("english" if write == "remove" else write)
        for match in _SEQUENCE.finditer(text):
            found = _name(match.group(), names)
            if found is not None:
                yield Edit(*match.span(), " " if write == "remove" or not found else f" {found} ")

    return edits


def _name(sequence: str, names: dict[str, str]) -> str | None:
    plain = sequence.replace("\ufe0f", "")
    bare = _NOT_NAMED.sub("", sequence)
    for form in (bare, plain):
        if form in names:
            return names[form]
    parts = [names[part] for part in bare.split("\u200d") if part in names]
    return " ".join(parts) if parts or not bare else None
