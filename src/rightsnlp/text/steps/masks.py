"""Links, handles, addresses, numbers, and what corpora put for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from rightsnlp.text.offsets import Edit

TOKENS = {"url": "<url>", "email": "<email>", "user": "<user>", "phone": "<phone>"}

WRITTEN = "".join(sorted({" ", *"".join(TOKENS.values())}))
"""All that masking puts into a text."""

_DIGIT = "[0-9٠-٩۰-۹]"
_IN_URL = r"[^\s<>\"«»،؛؟]"
_PATTERNS = {
    "url": re.compile(
        rf"(?:https?://|ftp://|www\.(?!\.)){_IN_URL}+"
        r"|(?<![\w.@\-])(?:[a-z0-9\-]{1,40}\.){1,4}(?:com|net|org|ps|il|jo|lb|ly|me|co|be|gl|io|tv|info|news)"
        rf"(?:[/:.?#\-]{_IN_URL}*|(?![\w@]))",
        re.IGNORECASE,
    ),
    "email": re.compile(r"[A-Za-z0-9._%+\-]{1,64}@(?:[A-Za-z0-9\-]{1,63}\.){1,5}[A-Za-z]{2,24}"),
    # Handles written together are masked together, or each pass would bring the next one to light.
    "user": re.compile(r"(?<![A-Za-z0-9_@])(?:@[A-Za-z0-9_]{1,50}(?:\.[A-Za-z0-9_]{1,30}){0,3})+"),
    "phone": re.compile(
        rf"(?:\+|(?<![\w+])(?:00|٠٠|۰۰)|(?<![\w+])[0٠۰]){_DIGIT}(?:[ .()\-]{{0,2}}{_DIGIT}){{6,13}}(?!\w)"
    ),
}
# What the text must hold, sooner found than the whole.
_HINTS = {
    "url": re.compile(r"://|\.[^\s.]"),
    "email": re.compile("@"),
    "user": re.compile("@"),
    "phone": re.compile(_DIGIT),
}
_ALWAYS = re.compile("")
# Handles and links that were masked before the text reached us; the Arabic one is seen with the @ on either side.
# Each alternative opens with a letter, not with a look behind, so that the search can skip to it.
_PLACEHOLDERS = re.compile(
    r"URL(?<!\wURL)(?!\w)|HTTPURL(?<!\wHTTPURL)(?!\w)|@url(?!\w)|\[رابط\]"
    r"|USER(?:NAME)?(?!\w)(?<!\wUSER)(?<!\wUSERNAME)|@USER(?!\w)|@user(?!\w)"
    r"|مستخدم@(?<!\wمستخدم@)|@مستخدم(?!\w)|\[مستخدم\]"
    r"|<LF>|RT(?<!\wRT)(?!\w):?"
)
_STANDS_FOR_URL = frozenset(("URL", "HTTPURL", "@url", "[رابط]"))
_STANDS_FOR_NOTHING = frozenset(("<LF>", "RT", "RT:"))


class Mask(NamedTuple):
    """What is found, what a text must hold for it to be found, and what is written for it."""

    pattern: re.Pattern[str]
    hint: re.Pattern[str]
    write: str | Callable[[re.Match[str]], str]

    def edits(self, text: str) -> Iterator[Edit]:
        """Find the places, and what is written there."""
        for match in self.pattern.finditer(text):
            yield Edit(*match.span(), self.write if isinstance(self.write, str) else self.write(match))

    def rewrite(self, text: str) -> str:
        """Return ``text`` with the edits."""
        return self.pattern.sub(self.write, text) if self.hint.search(text) else text


def mask(kind: str, *, keep_token: bool) -> Mask:
    """Return what finds one kind and writes its token, or a space so that words stay apart.

    Parameters
    ----------
    kind : {"url", "email", "user", "phone"}
    keep_token : bool
        Write the token of :data:`TOKENS`; otherwise only a space.

    Examples
    --------
    >>> mask("user", keep_token=True).rewrite("@ahmad_7 hi")
    ' <user>  hi'
    """
    return Mask(_PATTERNS[kind], _HINTS[kind], f" {TOKENS[kind]} " if keep_token else " ")


def mask_placeholders(*, keep_token: bool) -> Mask:
    """Return what finds the placeholders of corpora and writes our token for them, or a space.

    ``<LF>`` and ``RT`` stand for nothing that was written, and always become a space.

    Examples
    --------
    >>> mask_placeholders(keep_token=True).rewrite("RT @USER")
    '   <user> '
    """
    return Mask(_PLACEHOLDERS, _ALWAYS, _token_for if keep_token else " ")


def _token_for(match: re.Match[str]) -> str:
    if match.group() in _STANDS_FOR_NOTHING:
        return " "
    return f" {TOKENS['url' if match.group() in _STANDS_FOR_URL else 'user']} "
