"""Places on the map: pairs of degrees in a text.

The finder works on text whose digits and signs are ASCII already (see :mod:`rightsnlp.text.personal_data`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_NORTH = r"(?:[NS](?![A-Za-z])|شمالا?(?!\w))"
_EAST = r"(?:[EW](?![A-Za-z])|شرقا?(?!\w)|غربا?(?!\w))"
_MINUTE, _SECOND = r"['′’]", r"(?:\"|″|”|''|′′)"
_BETWEEN = r" ?[,،;/| ] ?(?:و ?)?"


def _degrees(places: int) -> str:
    return rf"[+\-]?\d{{1,3}}\.\d{{{places},15}}"


def _sexagesimal(letter: str) -> str:
    return rf"\d{{1,3}} ?° ?\d{{1,2}}(?:\.\d{{1,6}})? ?{_MINUTE} ?(?:\d{{1,2}}(?:\.\d{{1,6}})? ?{_SECOND} ?)?{letter}?"


_DEGREES = r"[+\-]?(?:\d{2,3}\.\d{4,15}|\d\.\d{5,15})"
_BEFORE = r"(?<![\w.,\-$€£₪])(?<![0-9$€£₪] )"
_PAIR = re.compile(
    # Four decimals are some ten metres: few write other numbers so, and those are small.
    rf"{_BEFORE}(?P<a>{_DEGREES}){_BETWEEN}(?P<b>{_DEGREES})(?![\d%])(?!\.\d)"
    rf"|{_BEFORE}(?P<c>{_degrees(2)}) ?° ?{_NORTH}?{_BETWEEN}(?P<d>{_degrees(2)}) ?°(?: ?{_EAST})?"
    rf"|{_BEFORE}(?P<e>{_degrees(2)}) ?{_NORTH}{_BETWEEN}(?P<f>{_degrees(2)}) ?{_EAST}"
    rf"|{_BEFORE}{_NORTH} ?(?P<g>{_degrees(2)}) ?°?{_BETWEEN}{_EAST} ?(?P<h>{_degrees(2)}) ?°?(?!\d)"
    rf"|{_BEFORE}{_sexagesimal(_NORTH)}{_BETWEEN}?{_sexagesimal(_EAST)}"
    rf"|{_BEFORE}\d{{1,2}} \d{{1,2}} \d{{1,2}}(?:\.\d{{1,4}})? ?{_NORTH}{_BETWEEN}\d{{1,3}} \d{{1,2}} \d{{1,2}}(?:\.\d{{1,4}})? ?{_EAST}",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"(?:[إا]حداثي(?:ات|اته|اتنا|ة)|\b(?:coordinates|coords|location|gps|geo|lat(?:itude)?)|خط (?:ال)?عرض|موقعنا|الموقع|נ\"צ|נ״צ)"
    rf"[^0-9\n+\-]{{0,15}}(?P<pair>(?P<a>{_degrees(2)})(?:{_BETWEEN}|[ ,]{{0,2}}(?:lon|lng|long|longitude)[ :=]{{0,3}}|[ ,،]{{0,2}}و?خط (?:ال)?طول ?:? ?)(?P<b>{_degrees(2)}))"
    r"(?![\d%])(?!\.\d)",
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
