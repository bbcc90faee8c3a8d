"""Links, e-mail addresses and handles in a text.

The finders work on text whose digits and signs are ASCII already (see :mod:`rightsnlp.text.redaction.personal_data`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Spans = Iterator[tuple[int, int]]

_IN_URL = r"[^\s<>\"«»“”،؛؟]"
_SITES = (
    "t.me|t.co|wa.me|fb.me|fb.com|fb.watch|m.me|bit.ly|goo.gl|ow.ly|is.gd|youtu.be|tinyurl.com|cutt.ly"
    "|telegram.me|discord.gg|x.com"
).replace(".", "[.]")
_DOMAINS = r"com|net|org|info|ps|gov|edu|co\.il|org\.il|news|tv|io"
_MAIL_HOSTS = "gmail|googlemail|yahoo|ymail|hotmail|outlook|live|icloud|protonmail|proton|msn|aol|walla|mail"
_URL = re.compile(
    rf"(?:(?:https?|ftp)://|www\.){_IN_URL}+"
    rf"|(?<![A-Za-z0-9_@.\-])(?:{_SITES})(?:/{_IN_URL}*)?(?![\w\-])"
    # Without a scheme: a well-known ending, or any ending and a path. A provider of mail alone is no link.
    rf"|(?<![A-Za-z0-9_@.])(?<![A-Za-z0-9\-]-)(?!(?:{_MAIL_HOSTS})\.com(?![/\w]))"
    r"(?:[A-Za-z0-9][A-Za-z0-9\-]{0,62}\.){1,4}"
    rf"(?:(?:{_DOMAINS})(?:/{_IN_URL}*|(?![\w@\-]|\.\w))|[a-z]{{2,10}}/{_IN_URL}+)",
    re.IGNORECASE,
)
_AFTER_URL = ".,:;!?'’…*_~|"

_LOCAL = r"(?<![A-Za-z0-9_.%+\-@])[A-Za-z0-9_](?:[A-Za-z0-9_.%+\-']{0,63})"
_EMAIL = re.compile(
    rf"{_LOCAL}@(?:[A-Za-z0-9\-]{{1,63}}\.){{1,5}}[A-Za-z]{{2,24}}(?:@[A-Za-z0-9_.\-]+)*"
    # Hidden from robots: name (at) gmail dot com.
    rf"|{_LOCAL}(?: ?@ ?| ?[(\[] ?at ?[)\]] ?| at )(?:{_MAIL_HOSTS})(?:\.| ?[(\[] ?dot ?[)\]] ?| dot )"
    r"(?:com|net|org|co\.il|me|ps)\b",
    re.IGNORECASE,
)

_NAME_PART = "[\\w\u064b-\u0652\u0670]+"
_HANDLE = re.compile(
    # An Arabic letter may stand before the @ of a name in ASCII, as in "ل@noor", and after it.
    r"(?<![A-Za-z0-9_@%+])(?<![A-Za-z0-9]-)(?<!مستخدم)@(?!(?-i:USER[0-9]*)(?![A-Za-z0-9_]))"
    rf"(?P<name>[A-Za-z0-9_]+(?:[.\-][A-Za-z0-9_]+)*|(?<!\w@){_NAME_PART}(?:[.\-]{_NAME_PART})*)"
    # The server of a name on Mastodon, or another name without a space between.
    r"(?:@[A-Za-z0-9_]+(?:[.\-][A-Za-z0-9_]+)*)*(?![A-Za-z0-9_])"
    r"|(?<![\w/.])/?u/[a-z0-9_\-]{3,20}(?![\w/])",
    re.IGNORECASE,
)
_APPS = (
    r"(?<!\w)(?:انستا|انستغرام|انستجرام|إنستغرام|سنابي|سناب ?شات|سناب|تيك توك|تلجرام|تلغرام|تليجرام|تويتر"
    r"|insta|instagram|snap|snapchat|telegram|tiktok|twitter|ig|sc)"
)
# With a digit, a dot or an underscore in it: what follows a colon is most often a sentence.
_NAMED_HANDLE = re.compile(
    rf"{_APPS} ?: ?(?P<name>(?=[a-z0-9.]*[a-z][._0-9])[a-z][a-z0-9_.]{{2,30}}(?<!\.))(?![\w@/])",
    re.IGNORECASE,
)
# Placeholders of corpora, and what platforms offer to address all.
_NO_HANDLES = frozenset(
    [
        "user", "username", "url", "mention", "مستخدم", "المستخدم",
        "all", "everyone", "here", "channel", "followers", "highlight", "الجميع", "الكل", "المتابعين",
    ]
)  # fmt: skip
# "At" rather than a name: @7pm, @10.
_TIME = re.compile(r"\d+(?:[.:]\d+)?(?:am|pm|h)?", re.IGNORECASE)


def find_urls(text: str) -> Spans:
    """Yield the start and end of links, with or without a scheme; punctuation after them is left out.

    Examples
    --------
    >>> list(find_urls("see https://example.org/a(b), or t.me/x."))
    [(4, 28), (33, 39)]
    """
    for match in _URL.finditer(text):
        url = match.group()
        tail = _AFTER_URL + ("" if "(" in url else ")") + ("" if "[" in url else "]")
        url = url.rstrip(tail)
        if re.search(r"\w", url.partition("://")[2] or url):
            yield match.start(), match.start() + len(url)


def find_emails(text: str) -> Spans:
    """Yield the start and end of e-mail addresses, ``name (at) gmail dot com`` among them.

    Examples
    --------
    >>> list(find_emails("to n.one@example.org now"))
    [(3, 20)]
    """
    for match in _EMAIL.finditer(text):
        yield match.span()


def find_handles(text: str) -> Spans:
    """Yield the start and end of handles: ``@name`` in any script, ``u/name``, and a name after an app's.

    Examples
    --------
    >>> list(find_handles("@noor_7 and @USER, insta: noor.7"))
    [(0, 7), (26, 32)]
    """
    for match in _HANDLE.finditer(text):
        name = match.group("name")
        if name is None or not (name.casefold() in _NO_HANDLES or _TIME.fullmatch(name)):
            yield match.span()
    for match in _NAMED_HANDLE.finditer(text):
        yield match.span("name")
