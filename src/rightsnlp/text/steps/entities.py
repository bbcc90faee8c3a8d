"""HTML entities left in scraped posts."""

from __future__ import annotations

import html
import html.entities
import re
from collections.abc import Iterator

from rightsnlp.text.offsets import Edit

_NUMBER = re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});")
_LONGEST = 10


def decode_entities(text: str) -> Iterator[Edit]:
    """Find HTML entities, and decode them however often they were escaped.

    Each semicolon is looked at once, with what was decoded before it, so nested escapes take linear time.

    Examples
    --------
    >>> list(decode_entities("a &amp;lt; b"))
    [Edit(start=2, end=10, replacement='<')]
    """
    # The text decoded so far: one string and the range it came from for each character or decoded entity.
    done: list[tuple[str, int, int]] = []
    for place, character in enumerate(text):
        done.append((character, place, place + 1))
        while done[-1][0].endswith(";"):
            tail = done[-_LONGEST:]
            opening = next((k for k in range(len(tail) - 1, -1, -1) if tail[k][0] == "&"), None)
            if opening is None:
                break
            written = "".join(piece for piece, _, _ in tail[opening:])
            decoded = _decoded(written)
            if decoded == written:
                break
            start = tail[opening][1]
            del done[len(done) - len(tail) + opening :]
            done.append((decoded, start, place + 1))
            if not decoded:
                break
    for decoded, start, end in done:
        if text[start:end] != decoded:
            yield Edit(start, end, decoded)


def _decoded(written: str) -> str:
    if _NUMBER.fullmatch(written):
        return html.unescape(written)
    # Not html.unescape: it would read the "not" in "&nothing;".
    return html.entities.html5.get(written[1:], written)
