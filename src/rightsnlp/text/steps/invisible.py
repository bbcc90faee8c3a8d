"""Characters that have no shape of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rightsnlp.text.characters import EMOJI
from rightsnlp.text.offsets import Edit

Table = dict[str, str]

BIDI: Table = dict.fromkeys(
    map(chr, (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))), ""
)
ZERO_WIDTH: Table = dict.fromkeys("\u00ad\u034f\u180e\u200b\u2060\u2061\u2062\u2063\u2064\ufeff", "")
ZWNJ = "\u200c"
ZWJ = "\u200d"

_STRAY_ZWJ = re.compile(f"(?<![{EMOJI}\ufe0f])\u200d+|\u200d+(?![{EMOJI}\u200d])|(?<=\u200d)\u200d+")


def strip_stray_joiners(text: str) -> Iterator[Edit]:
    r"""Find zero-width joiners outside emoji, where all they do is change the shape of a letter.

    Examples
    --------
    >>> list(strip_stray_joiners("هـ\u200d"))
    [Edit(start=2, end=3, replacement='')]
    """
    for match in _STRAY_ZWJ.finditer(text):
        yield Edit(*match.span(), "")
