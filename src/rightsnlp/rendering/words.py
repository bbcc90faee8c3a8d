"""The words of a report in English and Arabic."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from rightsnlp.exceptions import InvalidArgumentError
from rightsnlp.taxonomy import load_taxonomy

DIRECTIONS = {"en": "ltr", "ar": "rtl"}
"""Languages of a report, and the direction in which each is written."""

_SUBSET = re.compile(r"false_positive_rate\[(?P<subset>.+)\]")


@dataclass(frozen=True, slots=True)
class Named:
    """A title, and a sentence that explains it."""

    title: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Messages:
    """The words of one language.

    Parameters
    ----------
    language : {"en", "ar"}

    Raises
    ------
    InvalidArgumentError
        When there are no words in the language.

    Examples
    --------
    >>> words = Messages("ar")
    >>> words("sections", "metrics"), words.direction
    ('كل المقاييس', 'rtl')
    >>> words.reason("nothing was assigned")
    'لم يوسم شيء'
    """

    language: str

    def __post_init__(self) -> None:
        if self.language not in DIRECTIONS:
            raise InvalidArgumentError(
                f"language: got {self.language!r}",
                expected=f"one of {', '.join(DIRECTIONS)}",
                remedy="pass 'en' or 'ar'",
            )

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return DIRECTIONS[self.language]

    def __call__(self, section: str, key: str) -> str:
        """Return the words, with names in braces where something is to be filled in."""
        return str(load_words()[section][key][self.language])

    def get(self, section: str, key: str) -> str:
        """Return the words, or the key itself where there are none."""
        found = load_words()[section].get(key)
        return str(found[self.language]) if found else key

    def metric(self, name: str) -> Named:
        """Return title and explanation of a metric, its name where it is unknown.

        Examples
        --------
        >>> Messages("en").metric("false_positive_rate[news]").title
        'false-positive rate on news'
        """
        subset = _SUBSET.fullmatch(name)
        found = load_words()["metrics"].get("subset_rate" if subset else name)
        if found is None:
            return Named(name)
        title = found["title"][self.language]
        return Named(
            title.format(subset=subset["subset"]) if subset else title, found["explanation"][self.language]
        )

    def drawing(self, name: str) -> Named:
        """Return title and text alternative of a figure; its name is its kind, perhaps a metric, and a label.

        Examples
        --------
        >>> Messages("en").drawing("slices-f1-hate_speech").title
        'Figures by slice – F1 – hate speech'
        """
        drawings, metrics = load_words()["drawings"], load_words()["metrics"]
        plain = name.replace("-", "_")
        kind = next((kind for kind in drawings if plain == kind or plain.startswith(f"{kind}_")), None)
        if kind is None:
            return Named(name)
        title, rest = [drawings[kind]["title"][self.language]], name[len(kind) + 1 :]
        metric = next((metric for metric in metrics if rest.startswith(f"{metric}-")), "")
        if metric:
            title.append(metrics[metric]["title"][self.language])
            rest = rest.removeprefix(f"{metric}-")
        if rest:
            title.append(self.label(rest))
        return Named(" – ".join(title), drawings[kind]["alternative"][self.language])

    def label(self, name: str) -> str:
        """Return the title of a label or of an average; its name where the taxonomy has none."""
        average = load_words()["averages"].get(name)
        if average:
            return str(average[self.language])
        taxonomy = load_taxonomy()
        if name not in taxonomy.names:
            return name
        title = taxonomy[name].title[self.language]
        return title[:1].lower() + title[1:]

    def reason(self, reason: str) -> str:
        """Return the words for why a figure is undefined, or what is to be known of it.

        What has no translation is left in English.
        """
        if self.language == "en" or not reason:
            return reason
        return "؛ ".join(self._one_reason(part) for part in reason.split("; "))

    def _one_reason(self, reason: str) -> str:
        for pattern, words in _reasons():
            found = pattern.fullmatch(reason)
            if found:
                values = found.groupdict()
                if "reason" in values:
                    values["reason"] = self._one_reason(values["reason"])
                if "labels" in values:
                    values["labels"] = "، ".join(self.label(name) for name in values["labels"].split(", "))
                return words.format(**values)
        return reason


@lru_cache(maxsize=1)
def load_words() -> dict[str, Any]:
    """Return all words of the report by section, key and language."""
    text = resources.files("rightsnlp.rendering").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def _reasons() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(entry["en"]), entry["ar"]) for entry in load_words()["reasons"]]
