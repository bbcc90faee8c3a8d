"""Words, numbers, plurals and dates of the bulletin in one language, by the rules of the Unicode locale data."""

from __future__ import annotations

import datetime
import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

from rightsnlp.exceptions import MissingExtraError
from rightsnlp.monitoring.statistics.fields import period_span
from rightsnlp.monitoring.vocabulary import value_title

Language = Literal["en", "ar"]

LOCALES = {"en": "en", "ar": "ar_PS"}
HIDDEN = "*"

_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    text = resources.files("rightsnlp.monitoring.bulletin").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Speech:
    """How one language says things.

    Parameters
    ----------
    language : {"en", "ar"}

    Raises
    ------
    MissingExtraError
        When Babel is not installed (extra ``monitoring``).

    Examples
    --------
    >>> Speech("en").counted("case", 1), Speech("ar").counted("case", 3)
    ('1 case', '٣ حالات')
    >>> Speech("ar").share(0.256), Speech("en").period("2024-Q1")
    ('٢٥٫٦٪', '1st quarter 2024')
    """

    language: Language

    def __post_init__(self) -> None:
        try:
            import babel  # noqa: F401
        except ImportError:
            raise MissingExtraError("the bulletin", package="babel", extra="monitoring") from None

    @property
    def locale(self) -> str:
        """The locale whose rules hold."""
        return LOCALES[self.language]

    def __call__(self, key: str, section: str = "text", **values: object) -> str:
        """Return the words for a key, filled in."""
        words = str(_words()[section][key][self.language])
        return words.format(**values) if values else words

    def field(self, name: str) -> str:
        """Return the title of a field, its name where it has none."""
        entry = _words()["fields"].get(name)
        return str(entry[self.language]) if entry else name

    def value(self, field: str, value: str) -> str:
        """Return the title of a field's value."""
        if field == "period" and value != "not_stated":
            return self.period(value)
        entry = _words()["values"].get(value)
        return str(entry[self.language]) if entry else value_title(field, value, self.language)

    def number(self, value: int | None) -> str:
        """Return a count with its digits and separators; a star where it is left out."""
        from babel.numbers import format_decimal

        if value is None:
            return HIDDEN
        return self._digits(format_decimal(value, locale=self.locale, numbering_system="default"))

    def decimal(self, value: float, digits: int = 2) -> str:
        """Return a number with decimals."""
        from babel.numbers import format_decimal

        pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
        return self._digits(
            format_decimal(value, format=pattern, locale=self.locale, numbering_system="default")
        )

    def share(self, value: float) -> str:
        """Return a share in per cent; a dash where it is undefined."""
        from babel.numbers import format_percent

        if not math.isfinite(value):
            return "–"
        return self._digits(
            format_percent(value, format="#,##0.0%", locale=self.locale, numbering_system="default")
        )

    def between(self, low: str, high: str) -> str:
        """Return an interval in words, whose order holds in both directions of writing."""
        return self("from_to", low=low, high=high)

    def days(self, value: float) -> str:
        """Return a number of days."""
        return self.counted("day", int(value)) if math.isfinite(value) else self("endless")

    def counted(self, noun: str, n: int) -> str:
        """Return a number and its noun in the plural form that the number asks for."""
        from babel import Locale

        forms = _words()["plurals"][noun][self.language]
        form = str(Locale.parse(self.locale).plural_form(n))
        return str(forms.get(form, forms["other"])).format(n=self.number(n))

    def date(self, day: datetime.date) -> str:
        """Return a date written out."""
        from babel.dates import format_date

        return self._digits(format_date(day, "long", locale=self.locale))

    def period(self, name: str) -> str:
        """Return the title of a period such as ``2024-Q1``."""
        from babel.dates import format_date

        pattern = "yyyy" if len(name) == 4 else "QQQQ yyyy" if "Q" in name else "LLLL yyyy"
        return self._digits(format_date(period_span(name)[0], pattern, locale=self.locale))

    def p(self, value: float) -> str:
        """Return a p value."""
        if not math.isfinite(value):
            return "–"
        return f"< {self.decimal(0.001, 3)}" if value < 0.001 else self.decimal(value, 3)

    def _digits(self, text: str) -> str:
        return text.translate(_ARABIC_DIGITS).replace("%", "٪") if self.language == "ar" else text
