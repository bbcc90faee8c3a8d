"""Where personal data of known form stand in a text: addresses, and numbers that identify someone or someplace.

Every rule is a pattern of bounded reach, then a check where the number has one, so that time grows with the length of
the text only. What the rules take and leave stands in ``docs/redaction.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rightsnlp.text.redaction import addresses, coordinates, identifiers, telephone

KINDS = ("handle", "url", "email", "phone", "identity_number", "iban", "card", "coordinates")
PSEUDONYM = r"@user_(?=[0-9]*[a-f])[0-9a-f]{4,64}(?![0-9A-Za-z_])"

# One character for one: digits of other scripts, dashes, blanks and full-width signs as their ASCII fellows.
_AS_ASCII = str.maketrans(
    {
        **{chr(zero + digit): str(digit) for zero in (0x0660, 0x06F0, 0xFF10) for digit in range(10)},
        **dict.fromkeys("‐‑‒–—−－", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " "),
        "٫": ".",
        "＠": "@",
        "＋": "+",
        "⁄": "/",
        "／": "/",
    }
)
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# What redaction writes is read as the end of a line: no rule reaches over it.
_WRITTEN = re.compile(rf"\[(?:{'|'.join(KINDS)})\]|{PSEUDONYM}")
_MAY_HOLD = re.compile(r"[0-9@]|://|www\.|[a-z]\.[a-z]|\bu/|:|\bat\b", re.IGNORECASE)

# Numbers that are no one's: dates, spans of years, and what stands in a hashtag (a telephone number may).
_PUBLIC = re.compile(
    r"(?<![\d.\-/])(?:\d{1,2}([./\-])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([./\-])\d{1,2}\2\d{1,2})(?![.\-/]?\d)"
    r"|(?<!\d)(?:1[89]|20)\d\d ?[\-/] ?(?:1[89]|20)\d\d(?!\d)"
    r"|#(?!\w*\d{9})\w+"
)


class Match(NamedTuple):
    """Personal data at ``text[start:end]``, of one of ``KINDS``."""

    start: int
    end: int
    kind: str


def _public(text: str) -> Iterator[tuple[int, int]]:
    for match in _PUBLIC.finditer(text):
        yield match.span()


# In this order: what one rule took, the next do not see.
_FINDERS: tuple[tuple[str | None, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    ("url", addresses.find_urls),
    ("email", addresses.find_emails),
    ("handle", addresses.find_handles),
    ("iban", identifiers.find_ibans),
    ("coordinates", coordinates.find_coordinates),
    (None, _public),
    ("card", identifiers.find_cards),
    ("identity_number", identifiers.find_announced_identity_numbers),
    ("identity_number", identifiers.find_identity_numbers),
    ("phone", telephone.find_numbers),
)


def find(text: str) -> list[Match]:
    """Find personal data of known form.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of Match
        In order, none over another. What redaction has written before (``[phone]``, ``@user_3f9a``) is not found again.

    Examples
    --------
    >>> find("call 0599-123456")
    [Match(start=5, end=16, kind='phone')]
    """
    view = _WRITTEN.sub(lambda match: "\n" * len(match.group()), text.translate(_AS_ASCII))
    if not _MAY_HOLD.search(view):
        return []
    if not _INVISIBLE.search(view):
        return _find(view)
    # Direction marks often stand around and inside numbers that were copied: look past them.
    places = [place for place, character in enumerate(view) if not _INVISIBLE.match(character)]
    found = _find(_INVISIBLE.sub("", view))
    return [Match(places[start], places[end - 1] + 1, kind) for start, end, kind in found]


def _find(view: str) -> list[Match]:
    found: list[Match] = []
    for kind, finder in _FINDERS:
        pieces: list[str] = []
        last = 0
        for start, end in sorted(finder(view), key=lambda span: (span[0], -span[1])):
            if start >= last:
                pieces += [view[last:start], "\n" * (end - start)]
                last = end
                if kind is not None:
                    found.append(Match(start, end, kind))
        if pieces:
            view = "".join([*pieces, view[last:]])
    return sorted(found)
