"""Places on the map: pairs of degrees in a text.

The finder works on text whose digits and signs are ASCII already (see :mod:`rightsnlp.text.redaction.personal_data`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NORTH = r"(?:[NS](?![A-Za-z])|شمالا?(?!\w))"
_EAST = r"(?:[EW](?![A-Za-z])|شرقا?(?!\w)|غربا?(?!\w))"
_MINUTE, _SECOND = r"['′’]", r"(?:\"|″|”|''|′′)"
_BETWEEN = r" ?[,،;/| ] ?(?:و ?)?"
_BEFORE = r"(?<![\w.,\-$€£₪])(?<![$€£₪] )"
_AFTER = r"(?![\d%])(?!\.\d)"
_ROUGH = r"[+\-]?\d{1,3}\.\d{2,15}"
# Four decimals are some ten metres: few write other numbers so, and those are small.
_FINE = r"[+\-]?(?:\d{2,3}\.\d{4,15}|\d\.\d{5,15})"


def _minutes(letter: str) -> str:
    seconds = rf"(?:\d{{1,2}}(?:\.\d{{1,6}})? ?{_SECOND} ?)?"
    return rf"\d{{1,3}} ?° ?\d{{1,2}}(?:\.\d{{1,6}})? ?{_MINUTE} ?{seconds}{letter}?"


def _spaced_minutes(letter: str) -> str:
    return rf"\d{{1,3}} \d{{1,2}} \d{{1,2}}(?:\.\d{{1,4}})? ?{letter}"


_PAIR = re.compile(
    rf"{_BEFORE}(?:"
    rf"(?P<a>{_FINE}){_BETWEEN}(?P<b>{_FINE}){_AFTER}"
    rf"|(?P<c>{_ROUGH}) ?° ?{_NORTH}?{_BETWEEN}(?P<d>{_ROUGH}) ?°(?: ?{_EAST})?"
    rf"|(?P<e>{_ROUGH}) ?{_NORTH}{_BETWEEN}(?P<f>{_ROUGH}) ?{_EAST}"
    rf"|{_NORTH} ?(?P<g>{_ROUGH}) ?°?{_BETWEEN}{_EAST} ?(?P<h>{_ROUGH}) ?°?(?!\d)"
    rf"|{_minutes(_NORTH)}(?:{_BETWEEN})?{_minutes(_EAST)}"
    rf"|{_spaced_minutes(_NORTH)}{_BETWEEN}{_spaced_minutes(_EAST)}"
    r")",
    re.IGNORECASE,
)
_NAMES = (
    r"(?:[إا]حداثي(?:ات|اته|اتنا|ة)|خط (?:ال)?عرض|موقعنا|الموقع|נ[\"״]צ"
    r"|\b(?:coordinates|coords|location|gps|geo|lat(?:itude)?))"
)
_LONGITUDE = r"[ ,،]{0,2}(?:(?:lon|lng|long|longitude)[ :=]{0,3}|و?خط (?:ال)?طول ?:? ?)"
_ANNOUNCED = re.compile(
    rf"{_NAMES}[^0-9\n+\-]{{0,15}}(?P<pair>(?P<a>{_ROUGH})(?:{_BETWEEN}|{_LONGITUDE})(?P<b>{_ROUGH})){_AFTER}",
    re.IGNORECASE,
)


def find_coordinates(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of pairs of degrees, decimal or with minutes and seconds.

    Examples
    --------
    >>> list(find_coordinates("at 12.3456, 23.4567 and 3.5, 4.5"))
    [(3, 19)]
    """
    for match in _PAIR.finditer(text):
        degrees = [float(value) for value in match.groupdict().values() if value is not None]
        if not degrees or _on_the_map(*degrees):
            yield match.span()
    for match in _ANNOUNCED.finditer(text):
        if _on_the_map(float(match.group("a")), float(match.group("b"))):
            yield match.span("pair")


def _on_the_map(first: float, second: float) -> bool:
    # Some systems write the longitude first.
    return max(abs(first), abs(second)) <= 180 and min(abs(first), abs(second)) <= 90
