"""Numbers as people read them: figures, intervals, differences, percents and p values."""

from __future__ import annotations

import math

_NBSP = "\u00a0"
_MINUS = "\N{MINUS SIGN}"


def number(value: float) -> str:
    """Return three decimals, or a dash for an undefined figure.

    Examples
    --------
    >>> number(0.5), number(float("nan"))
    ('0.500', '–')
    """
    return f"{value:.3f}" if math.isfinite(value) else "–"


def interval(low: float, high: float) -> str:
    """Return an interval in brackets, or a dash.

    Examples
    --------
    >>> interval(0.1, 0.25)
    '[0.100, 0.250]'
    """
    return f"[{number(low)}, {number(high)}]" if math.isfinite(low) and math.isfinite(high) else "–"


def estimate(value: float, low: float, high: float, *, no_interval: str = "") -> str:
    """Return a figure with its interval, or with what stands for a missing one; a dash where it is undefined.

    Examples
    --------
    >>> estimate(0.5, 0.4, 0.6), estimate(0.5, math.nan, math.nan), estimate(math.nan, math.nan, math.nan)
    ('0.500 [0.400, 0.600]', '0.500', '–')
    """
    if not math.isfinite(value):
        return "–"
    bounds = interval(low, high)
    return f"{number(value)} {no_interval if bounds == '–' else bounds}".rstrip()


def signed(value: float) -> str:
    """Return a difference with its sign, in the letters of a plain text file, or a dash.

    Examples
    --------
    >>> signed(0.1), signed(-0.0251), signed(float("nan"))
    ('+0.100', '-0.025', '–')
    """
    return f"{value:+.3f}" if math.isfinite(value) else "–"


def signed_interval(low: float, high: float) -> str:
    """Return the interval of a difference in the letters of a plain text file, or a dash."""
    return f"[{signed(low)}, {signed(high)}]" if math.isfinite(low) and math.isfinite(high) else "–"


def typeset_signed(value: float, digits: int = 3) -> str:
    """Return a difference as print sets it: a true minus, and no sign where it is 0 in these decimals; or a dash.

    Examples
    --------
    >>> typeset_signed(0.1), typeset_signed(-0.0251), typeset_signed(-0.0001), typeset_signed(float("nan"))
    ('+0.100', '−0.025', '0.000', '–')
    """
    if not math.isfinite(value):
        return "–"
    return f"{0:.{digits}f}" if round(value, digits) == 0 else f"{value:+.{digits}f}".replace("-", _MINUS)


def typeset_interval(low: float, high: float) -> str:
    """Return the interval of a difference as print sets it, or a dash."""
    finite = math.isfinite(low) and math.isfinite(high)
    return f"[{typeset_signed(low)}, {typeset_signed(high)}]" if finite else "–"


def percent(value: float, low: float = math.nan, high: float = math.nan) -> str:
    """Return a share in percent, with its interval where there is one; a decimal more near 0 and 1.

    Examples
    --------
    >>> percent(19 / 44, 0.288, 0.589).split()
    ['43', '%', '[29,', '59]']
    >>> percent(0.012, 0.004, 0.031).split()
    ['1.2', '%', '[0.4,', '3.1]']
    """
    return points(value, low, high, sign=f"{_NBSP}%")


def points(value: float, low: float = math.nan, high: float = math.nan, *, sign: str = "") -> str:
    """Return a share in percentage points, as :func:`percent` does.

    Examples
    --------
    >>> points(0.012, 0.004, 0.031)
    '1.2 [0.4, 3.1]'
    """
    if not math.isfinite(value):
        return "–"
    digits = 0 if 0.1 <= value <= 0.9 else 1
    finite = math.isfinite(low) and math.isfinite(high)
    bounds = f" [{100 * low:.{digits}f}, {100 * high:.{digits}f}]" if finite else ""
    return f"{100 * value:.{digits}f}{sign}{bounds}"


def level(confidence: float) -> str:
    """Return a level of confidence in per cent.

    Examples
    --------
    >>> level(0.95), level(0.999)
    ('95 %', '99.9 %')
    """
    return f"{100 * confidence:g} %"


def p_value(p: float) -> str:
    """Return a p value with three decimals, the smallest as a bound, or a dash.

    Examples
    --------
    >>> p_value(0.0314), p_value(0.0002), p_value(math.nan)
    ('0.031', '< 0.001', '–')
    """
    if not math.isfinite(p):
        return "–"
    return f"{p:.3f}" if p >= 0.001 else "< 0.001"


def p_text(p: float) -> str:
    """Return a p value as it stands in a sentence.

    Examples
    --------
    >>> p_text(0.0314), p_text(0.0002)
    ('p = 0.031', 'p < 0.001')
    """
    return f"p {p_value(p)}" if p < 0.001 else f"p = {p_value(p)}"


def share(value: float | None, digits: int = 1) -> str:
    """Return a share in per cent without needless decimals, or a dash.

    Examples
    --------
    >>> share(0.95), share(0.005), share(None)
    ('95 %', '0.5 %', '–')
    """
    if value is None or not math.isfinite(value):
        return "–"
    return f"{value:.{digits}%}".replace(".0%", "%").replace("%", " %")


def count(n: float | None) -> str:
    """Return a whole number with its thousands parted, or a dash where nobody counted.

    Examples
    --------
    >>> count(1234), count(None)
    ('1,234', '–')
    """
    return "–" if n is None or n != n else f"{int(n):,}"
