"""Two addresses of one post made one: host names, tracking parameters and mobile pages folded."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

_PREFIXES = ("www.", "m.", "mobile.", "web.", "l.", "old.")
_HOSTS = {
    "twitter.com": "x.com",
    "fb.com": "facebook.com",
    "youtu.be": "youtube.com",
    "instagr.am": "instagram.com",
}
_KEPT = frozenset({"v", "id", "story_fbid", "fbid", "p", "comment_id", "set"})
"""Parameters that say which post is meant; all others are tracking or layout."""


def same_address(url: str) -> str:
    """Return the form in which addresses are compared; empty for what is no address.

    Examples
    --------
    >>> same_address("http://mobile.twitter.com/a/status/1?s=20")
    'x.com/a/status/1'
    >>> same_address("https://youtu.be/Ab1") == same_address("https://www.youtube.com/watch?v=Ab1&t=3")
    True
    >>> same_address("no address")
    ''
    """
    text = url.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if "." not in host or " " in host:
        return ""
    short = host
    for prefix in _PREFIXES:
        short = short.removeprefix(prefix)
    path, query = parts.path.rstrip("/"), dict(parse_qsl(parts.query))
    if short == "youtu.be" and path:
        path, query = "/watch", {"v": path.strip("/")}
    kept = sorted((key, value) for key, value in query.items() if key in _KEPT)
    return f"{_HOSTS.get(short, short)}{path}" + (f"?{urlencode(kept)}" if kept else "")
