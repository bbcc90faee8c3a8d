"""Take personal data of known form out of posts, and say what was taken.

Names of people are out of reach of rules; ``docs/redaction.md`` says what else is.
"""

from __future__ import annotations

import re
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.text.redaction.personal_data import KINDS, find

__all__ = ["KINDS", "RedactedText", "Redaction", "Redactor", "redact"]

_SHORTEST_KEY, _LONGEST_KEY = 16, 64
_SHORTEST_SUFFIX = 4
_MOST_PASSES = 20


class Redaction(NamedTuple):
    """One piece that was taken out.

    Attributes
    ----------
    start, end : int
        Where it stood in the original text.
    kind : str
        One of ``KINDS``.
    replacement : str
        What stands in its place.
    """

    start: int
    end: int
    kind: str
    replacement: str


class RedactedText(NamedTuple):
    """A text without personal data of known form.

    Attributes
    ----------
    text : str
    counts : dict of str to int
        How many of each kind were taken; kinds that were not met are left out.
    spans : list of Redaction
        What was taken, in order.
    """

    text: str
    counts: dict[str, int]
    spans: list[Redaction]


class Redactor:
    """Redacts posts with one key, so that a handle has the same pseudonym in all of them.

    Parameters
    ----------
    key : bytes, optional
        16 to 64 bytes that the pseudonyms hang on. Default: drawn anew, and never to be had, so that the pseudonyms of
        two redactors cannot be joined. With a key of your own they can, by whoever has it. It stands in no output.

    Attributes
    ----------
    counts : dict of str to int
        How many of each of ``KINDS`` were taken out so far.

    Raises
    ------
    InvalidArgumentError
        If ``key`` is not bytes, or too short or too long.

    Examples
    --------
    >>> redactor = Redactor(key=bytes(16))
    >>> redactor.redact("@noor_7 wrote, call 0599-123456").text
    '@user_5c46 wrote, call [phone]'
    >>> redactor.redact("thanks @Noor_7").counts, redactor.counts["handle"]
    ({'handle': 1}, 2)
    """

    def __init__(self, key: bytes | None = None) -> None:
        if key is not None and not isinstance(key, bytes):
            raise InvalidArgumentError(
                f"key: got {type(key).__name__}", expected="bytes", remedy="pass None to draw one"
            )
        if key is not None and not _SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
            raise InvalidArgumentError(
                f"key: got {len(key)} bytes",
                expected=f"{_SHORTEST_KEY} to {_LONGEST_KEY}",
                remedy="use secrets.token_bytes(32), or pass None",
            )
        self.counts: dict[str, int] = dict.fromkeys(KINDS, 0)
        self._hash = blake2b(key=secrets.token_bytes(32) if key is None else key)
        # Which digest each suffix stands for: handles themselves are not kept.
        self._suffixes: dict[str, str] = {}

    def redact(self, text: str) -> RedactedText:
        """Redact one post.

        Redacting what comes out, by this or another redactor, changes nothing.

        Parameters
        ----------
        text : str

        Returns
        -------
        RedactedText

        Raises
        ------
        InvalidArgumentError
            If ``text`` is not a str.
        """
        if not isinstance(text, str):
            raise InvalidArgumentError(
                f"text: got {type(text).__name__}", expected="a str", remedy="replace missing values by ''"
            )
        spans: list[Redaction] = []
        redacted = text
        # What was taken may have hidden something beside it: look again until nothing is found.
        for _ in range(_MOST_PASSES):
            found = find(redacted)
            if not found:
                break
            news = [
                Redaction(m.start, m.end, m.kind, self._replacement(m.kind, redacted[m.start : m.end]))
                for m in found
            ]
            spans = _in_original(news, spans)
            redacted = _write(text, spans)
        counts = Counter(span.kind for span in spans)
        for kind, count in counts.items():
            self.counts[kind] += count
        return RedactedText(redacted, dict(counts), spans)

    def redact_many(self, texts: Iterable[str]) -> list[RedactedText]:
        """Redact posts in order; see :meth:`redact`.

        Examples
        --------
        >>> [redacted.text for redacted in Redactor().redact_many(["a@example.org", "b"])]
        ['[email]', 'b']
        """
        return [self.redact(text) for text in texts]

    def _replacement(self, kind: str, found: str) -> str:
        return self._pseudonym(found) if kind == "handle" else f"[{kind}]"

    def _pseudonym(self, handle: str) -> str:
        name = re.sub(r"[^\w.\-@/]", "", handle).lstrip("@/").casefold()
        keyed = self._hash.copy()
        keyed.update(name.encode("utf-8", "surrogatepass"))
        digest = keyed.hexdigest()
        for length in range(_SHORTEST_SUFFIX, len(digest)):
            suffix = digest[:length]
            # A suffix of digits alone could be a handle that somebody chose.
            if not suffix.isdigit() and self._suffixes.setdefault(suffix, digest) == digest:
                return f"@user_{suffix}"
        return f"@user_{digest}"


def redact(text: str, *, key: bytes | None = None) -> RedactedText:
    """Take personal data of known form out of one post; see :class:`Redactor`.

    Parameters
    ----------
    text : str
    key : bytes, optional
        16 to 64 bytes that the pseudonyms hang on; drawn anew when None, so that a handle has another pseudonym in
        each call.

    Returns
    -------
    RedactedText

    Raises
    ------
    InvalidArgumentError
        If ``text`` is not a str, or ``key`` cannot be used.

    Examples
    --------
    >>> redact("رقمي ٠٥٩٩١٢٣٤٥٦").text
    'رقمي [phone]'
    """
    return Redactor(key).redact(text)


def _in_original(found: Sequence[Redaction], spans: Sequence[Redaction]) -> list[Redaction]:
    """Return the spans of the original text and those found after them, moved to the original's places."""
    merged: list[Redaction] = []
    rest = iter([*spans, None])
    span = next(rest)
    shift = 0
    for new in found:
        while span is not None and span.start - shift < new.start:
            merged.append(span)
            shift += span.end - span.start - len(span.replacement)
            span = next(rest)
        merged.append(new._replace(start=new.start + shift, end=new.end + shift))
    while span is not None:
        merged.append(span)
        span = next(rest)
    return merged


def _write(text: str, spans: Sequence[Redaction]) -> str:
    pieces, last = [], 0
    for span in spans:
        pieces += [text[last : span.start], span.replacement]
        last = span.end
    return "".join([*pieces, text[last:]])
